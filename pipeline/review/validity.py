"""Whether a table can hold what a person wrote: types, closed lists, codes, references."""

import json
import re
from collections.abc import Callable, Container, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from pipeline.records.errors import BadInputError
from pipeline.schema import TABLE, Column
from pipeline.storage.files import split_list
from pipeline.vocab import read_vocab

COUNTRIES = ("iso3", "recipient_iso3", "members")
RANGES = (
    ("low", "high"),
    ("value", "value_high"),
    ("stated_low", "stated_high"),
    ("computed_low", "computed_high"),
    ("period_start", "period_end"),
    ("date_start", "date_end"),
)
NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?", re.ASCII)
Ids = Mapping[str, Container[str]]  # table -> the row ids that cells may point to


def column_of(table: str, name: str) -> Column:
    """The table's own column.  Raises BadInputError."""
    columns = {column.name: column for column in TABLE[table].own}
    if name not in columns:
        raise BadInputError(
            f"{table}: '{name}' is not a column; choose one of {', '.join(columns)}"
        )
    return columns[name]


def check_cell(table: str, name: str, cell: str, ids: Ids | None = None) -> None:
    """Raise BadInputError unless the table's column can hold the cell; an empty cell is valid.

    With `ids` the rows that the cell points to must exist, too.
    """
    column = column_of(table, name)
    fault = fault_of(column, cell) if cell else ""
    if cell and not fault and ids is not None and column.table:
        lost = [item for item in split_list(cell) if item not in ids[column.table]]
        fault = f"not a row_id of {column.table}; copy one from there" if lost else ""
    if fault:
        shown = cell if len(cell) <= 60 else f"{cell[:59]}…"
        raise BadInputError(f"{table}: {name} '{shown}': {fault}")


def check_row(table: str, cells: Mapping[str, str], ids: Ids | None = None) -> None:
    """Raise BadInputError unless each column can hold its cell and no low is above its high."""
    own = [column.name for column in TABLE[table].own if column.name in cells]
    for name in own:
        check_cell(table, name, cells[name], ids)
    for low, high in RANGES:
        first, last = cells.get(low, ""), cells.get(high, "")
        if low in own and first and last and is_above(first, last):
            raise BadInputError(f"{table}: {low} '{first}' is above {high} '{last}'; correct one")


def check_place(table: str, cells: Mapping[str, str]) -> None:
    """Raise BadInputError unless an added row says where in the text it is."""
    for name in ("source", "block_id", "evidence", "raw_start", "raw_end"):
        if not cells.get(name):
            raise BadInputError(f"{table}: {name} is missing; select the row's words in the text")
    start, end = cells["raw_start"], cells["raw_end"]
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        raise BadInputError(f"{table}: raw_start and raw_end are not whole numbers; write digits")
    if int(start) >= int(end):
        raise BadInputError(f"{table}: raw_start {start} is not before raw_end {end}; correct one")


def fault_of(column: Column, cell: str) -> str:
    """Why a column cannot hold a non-empty cell, and the fix; empty where it can."""
    if column.values:
        return "" if cell in column.values else f"choose {', '.join(column.values)}"
    if column.name == "currency":
        return "" if cell in currencies() else "write an ISO 4217 code, such as USD"
    if column.name in COUNTRIES:
        known = all(item in countries() for item in split_list(cell))
        return "" if known else "write ISO 3166-1 alpha-3 codes, such as KEN"
    return _FAULTS[column.type](cell) if column.type in _FAULTS else ""


@cache
def countries() -> frozenset[str]:
    """The ISO 3166-1 alpha-3 codes."""
    return frozenset(row["iso3"] for row in read_vocab("countries") if row["iso3"])


@cache
def currencies() -> frozenset[str]:
    """The ISO 4217 codes."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def _integer(cell: str) -> str:
    whole = NUMBER.fullmatch(cell) and "." not in cell
    return "" if whole else "write a whole number in digits, such as 12"


def _decimal(cell: str) -> str:
    return "" if NUMBER.fullmatch(cell) else "write a number in digits, such as 2500000"


def _date(cell: str) -> str:
    try:
        good = len(cell) == 10 and bool(date.fromisoformat(cell))
    except ValueError:
        good = False
    return "" if good else "write a day as 2019-04-01"


def _boolean(cell: str) -> str:
    return "" if cell in ("true", "false") else "write true or false"


def _json(cell: str) -> str:
    try:
        json.loads(cell)
    except ValueError:
        return "write JSON"
    return ""


_FAULTS: dict[str, Callable[[str], str]] = {
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "boolean": _boolean,
    "json": _json,
}


def is_above(low: str, high: str) -> bool:
    """Whether a number or a day is above another."""
    return low > high if "-" in low[1:] else Decimal(low) > Decimal(high)
