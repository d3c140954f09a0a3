"""What words that a reviewer selected say for a field: a value for it, and for those beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.decisions.consequences import countries
from pipeline.records.text import Span
from pipeline.schema import TABLE, Column
from pipeline.storage.edition import Edition
from pipeline.storage.files import joined_list, split_list
from pipeline.tables.rows import amount_cells, period_cells

SUMS = ("low", "high", "currency", "qualifier")
SUM_WORDS = ("low", "high", "currency")  # what the sum's words are evidence of
PERIODS = ("period_text", "period_start", "period_end", "period_edtf")
DATES = {  # of the tables events and dates, with the part of a period that each holds
    "date_text": "period_text",
    "date_start": "period_start",
    "date_end": "period_end",
    "date_edtf": "period_edtf",
}
DATE_WORDS = ("period_text", "date_text")


@dataclass(frozen=True, slots=True)
class Value:
    """What a field holds, and the words that say so; None where no words are its evidence."""

    cell: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Words of a block."""

    text: str  # of the whole block
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    def within(self, start: int, end: int) -> Span:
        """A span of the words as one of the block."""
        return self.start + start, self.start + end


def values_for(
    table: str, name: str, selection: Selection, was: str, edition: Edition
) -> dict[str, Value]:
    """Field -> what it holds once the words are taken for the named field."""
    columns = {column.name: column for column in TABLE[table].own}
    if name not in columns:
        return {}
    read: Mapping[str, Value] = {}
    if name in SUMS:
        read = sum_in(selection, edition)
    elif name in PERIODS or name in DATES:
        read = period_in(selection, edition)
    if read:
        return {part: value for part, value in read.items() if part in columns}
    span = (selection.start, selection.end)
    return {name: Value(_cell(columns[name], selection.words, was), span)}


def sum_in(selection: Selection, edition: Edition) -> dict[str, Value]:
    """The first sum that the words tell, as cells."""
    from pipeline.money.amounts import find_amounts

    found = find_amounts(selection.words, edition.symbols)
    if not found:
        return {}
    span = selection.within(found[0].start, found[0].end)
    return {
        name: Value(cell, span if name in SUM_WORDS and cell else None)
        for name, cell in amount_cells(found[0]).items()
    }


def period_in(selection: Selection, edition: Edition) -> dict[str, Value]:
    """The first stretch of time that the words tell, as cells."""
    from pipeline.money.dates import find_periods

    found = find_periods(
        selection.words,
        year=edition.year,
        fiscal_year_start=edition.fiscal_year_start,
        before=None,
    )
    if not found:
        return {}
    cells = period_cells(found[0], "stated")
    cells |= {own: cells[part] for own, part in DATES.items()}
    span = selection.within(found[0].start, found[0].end)
    return {name: Value(cell, span if name in DATE_WORDS else None) for name, cell in cells.items()}


def _cell(column: Column, words: str, was: str) -> str:
    if column.name in ("iso3", "recipient_iso3"):
        codes = {name.casefold(): code for code, name in countries()}
        words = codes.get(words.casefold(), words)
    if column.type == "list":
        items = split_list(was)
        return joined_list([*items, *([] if words in items else [words])])
    return _chosen(column.values, words) if column.values else words


def _chosen(values: tuple[str, ...], words: str) -> str:
    plain = words.casefold().replace(" ", "_")
    return next((value for value in values if value == plain), "")
