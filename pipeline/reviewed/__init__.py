"""Stage 6: the tables as people judged them.

quoting    what a decision quotes, and when two quotations are one
finding    where the row that a decision is about stands on this run
holding    whether it still says what the person saw
entities   who is who, in every table
adding     rows that a person added
agreement  several people on one row
fold       all decisions, applied in their order
proposals  decisions of other editions about the same sentences
summary    how far the review is

Pure functions over rows of text and the decisions that stand.  A decision holds while the row says
what the person saw; if it says otherwise now, the decision lapses and is asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.decisions.journal import Decision
from pipeline.reviewed.agreement import Policy
from pipeline.reviewed.finding import Blocks
from pipeline.reviewed.fold import Fate, as_tables, judge, no_blocks
from pipeline.reviewed.proposals import propose
from pipeline.reviewed.rows import Row, Tables, seen
from pipeline.reviewed.summary import review_state
from pipeline.schema import TABLE
from pipeline.schema.review_tables import DECISIONS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["fate_rows", "judge", "judge_edition", "review", "seen"]


def review(
    tables: Mapping[str, "pd.DataFrame"],
    decisions: Iterable[Decision],
    blocks: Blocks = no_blocks,
    policy: Policy | None = None,
) -> tuple[dict[str, "pd.DataFrame"], "pd.DataFrame"]:
    """The judged tables, and what became of each decision: same, moved, changed or gone."""
    import pandas as pd

    given = as_tables({name: _records(frame) for name, frame in tables.items()})
    judged = judge(given, list(decisions), blocks, policy)
    columns = [column.name for column in DECISIONS.own]
    frames = {
        name: pd.DataFrame(
            list(rows.values()), columns=[column.name for column in TABLE[name].columns], dtype=str
        )
        for name, rows in judged.tables.items()
        if name in tables
    }
    return frames, pd.DataFrame(fate_rows(judged.fates), columns=columns, dtype=str)


def fate_rows(fates: Iterable[Fate]) -> list[Row]:
    """The fates as rows of decisions.csv."""
    names = [column.name for column in DECISIONS.own]
    rows = (
        {**asdict(f.decision), "fate": f.fate, "now": f.now, "row_now": f.row_id} for f in fates
    )
    return [{name: row[name] for name in names} for row in rows]


def _records(frame: "pd.DataFrame") -> list[Row]:
    names = [str(name) for name in frame.columns]
    return [
        dict(zip(names, map(str, cells), strict=True))
        for cells in frame.itertuples(index=False, name=None)
    ]


def judge_edition(
    tables: Tables,
    decisions: Sequence[Decision],
    others: Mapping[str, Sequence[Decision]],
    blocks: Blocks = no_blocks,
    policy: Policy | None = None,
) -> dict[str, list[Row]]:
    """All tables of stage 6: the judged ones, decisions, proposals, review.

    `others` holds the standing decisions of the other editions.
    """
    judged = judge(tables, decisions, blocks, policy)
    made = {name: list(rows.values()) for name, rows in judged.tables.items()}
    return made | {
        "decisions": fate_rows(judged.fates),
        "proposals": propose(judged, others, blocks),
        "review": review_state(judged),
    }
