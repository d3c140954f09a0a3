"""The tables with only the rows that people accepted, corrected or added."""

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from pipeline.schema import TABLES
from pipeline.storage.files import joined_list, split_list

if TYPE_CHECKING:
    import pandas as pd

REVIEWED = ("accepted", "corrected", "added")


def reviewed_only(tables: "Mapping[str, pd.DataFrame]") -> "dict[str, pd.DataFrame]":
    """The rows that people accepted, corrected or added; tables without review keep every row.

    A reference to a row that is left out becomes empty.
    """
    kept = {table.name: tables[table.name] for table in TABLES}
    for table in TABLES:
        if table.extracted:
            frame = kept[table.name]
            kept[table.name] = frame[frame["review_status"].isin(REVIEWED)].copy()
    ids = {name: set(frame["row_id"]) for name, frame in kept.items()}
    for table in TABLES:
        for column in table.columns:
            if column.table and table.extracted:
                cells = kept[table.name][column.name]
                there = [_only(str(cell), ids[column.table]) for cell in cells]
                kept[table.name][column.name] = there
    return kept


def _only(cell: str, ids: Container[str]) -> str:
    return joined_list([item for item in split_list(cell) if item in ids])
