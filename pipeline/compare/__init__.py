"""Two editions compared: what is new, gone and changed, and what changed silently.

Pure: the reviewed tables of two editions in, the tables of `columns` out.  No model is loaded.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.compare.columns import TABLES
from pipeline.compare.contributions import compare_contributions
from pipeline.compare.pledges import track_pledges
from pipeline.compare.rows import Row, Tables, both, rows_of
from pipeline.compare.sections import SectionText, compare_sections, sections_of
from pipeline.compare.signals import find_signals
from pipeline.compare.totals import compare_totals
from pipeline.schema import TABLES as EXTRACTED

if TYPE_CHECKING:
    import pandas as pd

REVIEWED = ("accepted", "corrected", "rejected")


def compare(before: Tables, after: Tables) -> "dict[str, pd.DataFrame]":
    """The comparison of two editions' reviewed tables, by the names of `columns.TABLES`."""
    import pandas as pd

    contributions = rows_of(before, "contributions"), rows_of(after, "contributions")
    sections = list(compare_sections(*(_sections(tables) for tables in (before, after))))
    found: dict[str, Iterable[Row]] = {
        "signals": find_signals(before, after, last_day=_last_day(after)),
        "contributions": compare_contributions(*contributions),
        "pledges": track_pledges(before, after),
        "totals": compare_totals(before, after, _themes(sections)),
        "sections": sections,
        "entities": _entities(rows_of(before, "entities"), rows_of(after, "entities")),
        "decisions": _decisions(before, after),
    }
    return {
        table.name: pd.DataFrame(
            list(found[table.name]), columns=[column.name for column in table.own], dtype=str
        )
        for table in TABLES
    }


def _last_day(tables: Tables) -> str:
    """The last day of the edition's year, ISO 8601."""
    return f"{max(tables['documents']['year'])}-12-31"


def _sections(tables: Tables) -> list[SectionText]:
    return sections_of(rows_of(tables, "sections"), rows_of(tables, "blocks"))


def _themes(sections: list[Row]) -> dict[str, str]:
    """A section's earlier title -> its later title, where both editions have the section."""
    paths = ((row["from_path"], row["to_path"]) for row in sections)
    return {old.split(" / ")[-1]: new.split(" / ")[-1] for old, new in paths if old and new}


def _entities(before: list[Row], after: list[Row]) -> Iterator[Row]:
    old, new = ({row["entity_id"]: row for row in rows} for rows in (before, after))
    for entity_id in sorted({*old, *new}):
        one, other = old.get(entity_id), new.get(entity_id)
        row = other or old[entity_id]
        yield {
            "change": "stayed" if one and other else "gone" if one else "new",
            **{name: row[name] for name in ("entity_id", "name", "kind", "iso3")},
            **both(("mentions",), one, other),
        }


def _decisions(before: Tables, after: Tables) -> Iterator[Row]:
    for table in EXTRACTED:
        if table.extracted:
            now = dict(
                zip(after[table.name]["row_id"], after[table.name]["review_status"], strict=True)
            )
            for row in before[table.name].to_dict("records"):
                if row["review_status"] in REVIEWED:
                    yield {
                        "table": table.name,
                        "row_id": row["row_id"],
                        "from_review_status": row["review_status"],
                        "to_review_status": now.get(row["row_id"], ""),
                        "evidence": row["evidence"],
                    }
