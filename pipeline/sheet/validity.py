"""Whether what a person wrote can stand in a table: codes, references, bounds.

What a cell's own type and closed list ask is checked where it is read.
"""

from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from functools import cache

from pipeline.files import split_list
from pipeline.schema import Column, Table
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


def codes_of(column: Column) -> tuple[str, ...]:
    """Every code that a column may hold; empty where it holds no codes, or a closed list."""
    if column.name == "currency":
        return _currencies()
    return _countries() if column.name in COUNTRIES else ()


def faults_of(
    table: Table,
    cells: Mapping[str, str],
    written: Container[str],
    ids: Mapping[str, Container[str]],
) -> Iterator[tuple[str, str]]:
    """For each faulty cell among the written ones its column, what is wrong, and the mend.

    `ids` holds the row ids of every table that cells may point to.
    """
    for column in filter(lambda column: column.name in written, table.own):
        items = split_list(cells[column.name]) if cells[column.name] else []
        codes = codes_of(column)
        for item in items:
            if codes and item not in codes:
                kind = "ISO 4217, such as USD" if column.name == "currency" else "ISO 3166, JPN"
                yield column.name, f"'{item[:40]}' is no code; write one of {kind}"
            elif column.table and item not in ids[column.table]:
                yield column.name, f"'{item[:40]}' is no row_id of {column.table}; copy one of its"
    for low, high in RANGES:
        if not (low in written or high in written) or not (cells.get(low) and cells.get(high)):
            continue
        if _is_above(cells[low], cells[high]):
            at = high if high in written else low
            yield at, f"{low} '{cells[low]}' lies above {high} '{cells[high]}'; mend one of them"


def _is_above(low: str, high: str) -> bool:
    return low > high if "-" in low[1:] else Decimal(low) > Decimal(high)


@cache
def _currencies() -> tuple[str, ...]:
    from babel.numbers import list_currencies

    return tuple(sorted(list_currencies()))


@cache
def _countries() -> tuple[str, ...]:
    return tuple(sorted({row["iso3"] for row in read_vocab("countries") if row["iso3"]}))
