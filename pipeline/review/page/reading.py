"""What selected words say for a field: a value for it, and for the fields related to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.decisions.consequences import countries
from pipeline.records.text import Span
from pipeline.review.codes import COMPLETE
from pipeline.schema import TABLE, Column
from pipeline.schema.code_names import CODE_NAMES
from pipeline.storage.edition import Edition
from pipeline.storage.files import joined_list, split_list
from pipeline.tables.rows import amount_cells, period_cells

AMOUNTS = ("low", "high", "currency", "qualifier")
AMOUNT_EVIDENCE = ("low", "high", "currency")  # what the words of an amount are evidence of
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
    """What a field holds, and the span of its evidence; None where it has none."""

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
    """Field -> what it holds once the words fill the named field."""
    columns = {column.name: column for column in TABLE[table].own}
    if name not in columns:
        return {}
    read: Mapping[str, Value] = {}
    if name in AMOUNTS:
        read = amount_in(selection, edition)
    elif name in PERIODS or name in DATES:
        read = period_in(selection, edition)
    if read:
        return {part: value for part, value in read.items() if part in columns}
    span = (selection.start, selection.end)
    return {name: Value(_cell(columns[name], selection.words, was), span)}


def amount_in(selection: Selection, edition: Edition) -> dict[str, Value]:
    """The first amount that the words state, as cells."""
    from pipeline.money.amounts import find_amounts

    found = find_amounts(selection.words, edition.symbols)
    if not found:
        return {}
    span = selection.within(found[0].start, found[0].end)
    return {
        name: Value(cell, span if name in AMOUNT_EVIDENCE and cell else None)
        for name, cell in amount_cells(found[0]).items()
    }


def period_in(selection: Selection, edition: Edition) -> dict[str, Value]:
    """The first period that the words state, as cells."""
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
    names = CODE_NAMES[column.name] if column.name in COMPLETE else {}
    if code := next(
        (code for code, name in names.items() if words.casefold() in (code, name.casefold())), ""
    ):
        return code
    return _chosen(column.values or tuple(names), words) if column.values or names else words


def _chosen(values: tuple[str, ...], words: str) -> str:
    plain = words.casefold().replace(" ", "_")
    return next((value for value in values if value == plain), "")
