"""Rows of the compared tables, as text cells by column name."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, str]
Tables = Mapping[str, "pd.DataFrame"]


def rows_of(tables: Tables, name: str) -> list[Row]:
    """The rows of a table that people have not rejected, in reading order."""
    found = [
        {str(column): str(cell) for column, cell in row.items()}
        for row in tables[name].to_dict("records")
    ]
    return [row for row in found if row.get("review_status") != "rejected"]


def both(names: Iterable[str], old: Row | None, new: Row | None) -> Row:
    """The cells of the two rows as `from_…` and `to_…`, empty where there is no row."""
    cells = {}
    for name in names:
        cells[f"from_{name}"] = old[name] if old else ""
        cells[f"to_{name}"] = new[name] if new else ""
    return cells
