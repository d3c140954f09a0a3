"""Stage 6: the tables as people judged them.

Pure functions over tables of text and the decisions that stand.  A decision holds while the row
says what the person saw; if it says otherwise now, the decision lapses and is asked again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.decisions import Decision
from pipeline.reviewed.rows import seen
from pipeline.schema import DECISIONS, REVIEW, TABLE

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["review", "seen"]
STATUS = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


def review(
    tables: Mapping[str, "pd.DataFrame"], decisions: Iterable[Decision]
) -> tuple[dict[str, "pd.DataFrame"], "pd.DataFrame"]:
    """The judged tables, and what became of each decision: same, changed or gone."""
    import pandas as pd

    judged = {name: frame.set_index("row_id", drop=False) for name, frame in tables.items()}
    fates = []
    for decision in decisions:
        fate, now = _apply(judged, decision)
        fates.append({**asdict(decision), "fate": fate, "now": now})
    columns = [column.name for column in DECISIONS.own]
    tables = {name: frame.reset_index(drop=True) for name, frame in judged.items()}
    return tables, pd.DataFrame(fates, columns=columns)


def _apply(judged: dict[str, "pd.DataFrame"], decision: Decision) -> tuple[str, str]:
    frame = judged[decision.table]
    if decision.action == "add":
        judged[decision.table] = _added(frame, decision)
        return "same", ""
    if decision.action == "nothing":
        stands = any(decision.evidence in text for text in judged["blocks"]["text"])
        return ("same" if stands else "gone"), ""
    if decision.row_id not in frame.index:
        return "gone", ""
    row = {str(name): str(cell) for name, cell in frame.loc[decision.row_id].items()}
    is_cell = decision.action == "correct"
    now = row[decision.field] if is_cell else seen(row, TABLE[decision.table])
    if now != decision.before and not (is_cell and now == decision.after):
        _judge(frame, decision, "lapsed")
        return "changed", now
    if is_cell:
        frame.loc[decision.row_id, decision.field] = decision.after
    _judge(frame, decision, STATUS[decision.action])
    return "same", now


def _judge(frame: "pd.DataFrame", decision: Decision, status: str) -> None:
    cells = (status, decision.reviewer, decision.time, decision.note)
    for column, cell in zip(REVIEW, cells, strict=True):
        if column.name in frame.columns:
            frame.loc[decision.row_id, column.name] = cell


def _added(frame: "pd.DataFrame", decision: Decision) -> "pd.DataFrame":
    import pandas as pd

    cells = dict.fromkeys(frame.columns, "") | json.loads(decision.after)
    cells["row_id"] = decision.row_id
    new = pd.DataFrame([cells], columns=frame.columns, index=[decision.row_id])
    frame = pd.concat([frame, new])
    _judge(frame, decision, "added")
    return frame
