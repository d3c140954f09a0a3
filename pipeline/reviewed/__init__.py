"""Stage 6: the tables as people reviewed them.

quoting    what a decision quotes, and when two quotations are the same
finding    the row that a decision is about, on this run
unchanged  whether that row still says what the person saw
entities   merged, split, corrected and rejected entities, in every table
adding     rows that a person added
agreement  several people on one row
grant_elements  of loans whose terms people corrected
fold       all decisions, applied in order
proposals  decisions of other editions about the same sentences
summary    the progress of the review

Pure functions over rows as text and the decisions in force.  A decision applies while the row says
what the person saw; if the row has changed, the decision lapses and the row is asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline.decisions.journal import Decision
from pipeline.reviewed.agreement import Policy
from pipeline.reviewed.finding import Blocks
from pipeline.reviewed.fold import Fate, apply_decisions, as_tables, no_blocks
from pipeline.reviewed.proposals import propose
from pipeline.reviewed.rows import Row, Tables, seen
from pipeline.reviewed.summary import review_state
from pipeline.schema import TABLE
from pipeline.schema.review_tables import DECISIONS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["apply_decisions", "fate_rows", "review", "review_edition", "seen"]


def review(
    tables: Mapping[str, "pd.DataFrame"],
    decisions: Iterable[Decision],
    blocks: Blocks = no_blocks,
    policy: Policy | None = None,
) -> tuple[dict[str, "pd.DataFrame"], "pd.DataFrame"]:
    """The reviewed tables, and the fate of each decision: same, moved, changed or gone."""
    import pandas as pd

    given = as_tables({name: _records(frame) for name, frame in tables.items()})
    made = apply_decisions(given, list(decisions), blocks, policy)
    columns = [column.name for column in DECISIONS.own]
    frames = {
        name: pd.DataFrame(
            list(rows.values()), columns=[column.name for column in TABLE[name].columns], dtype=str
        )
        for name, rows in made.tables.items()
        if name in tables
    }
    return frames, pd.DataFrame(fate_rows(made.fates), columns=columns, dtype=str)


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


def review_edition(
    tables: Tables,
    decisions: Sequence[Decision],
    others: Mapping[str, Sequence[Decision]],
    blocks: Blocks = no_blocks,
    policy: Policy | None = None,
) -> dict[str, list[Row]]:
    """All tables of stage 6: the reviewed ones, decisions, proposals, review.

    `others`: edition -> its decisions in force.
    """
    made = apply_decisions(tables, decisions, blocks, policy)
    reviewed = {name: list(rows.values()) for name, rows in made.tables.items()}
    return reviewed | {
        "decisions": fate_rows(made.fates),
        "proposals": propose(made, others, blocks),
        "review": review_state(made),
    }
