"""Rows as people review them."""

from collections.abc import Mapping

from pipeline.schema import Table
from pipeline.storage.files import as_json

Row = dict[str, str]
Rows = dict[str, Row]  # by row_id, in reading order
Tables = dict[str, Rows]  # by name
Key = tuple[str, str]  # table, row_id


def seen(row: Mapping[str, str], table: Table) -> str:
    """What a person reviews in a row: its own cells and its evidence, as JSON."""
    names = [*(column.name for column in table.own), "evidence"]
    return as_json({name: row[name] for name in names if name in row})
