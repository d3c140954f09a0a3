"""What words that a reviewer selected say for a field: a value for it, and for those beside it."""

from pipeline.edition import Edition
from pipeline.files import joined_list, split_list
from pipeline.follows import countries
from pipeline.schema import TABLE, Column
from pipeline.tables.rows import amount_cells, period_cells

SUMS = ("low", "high", "currency", "qualifier")
PERIODS = ("period_text", "period_start", "period_end", "period_edtf")
DATES = {  # of the tables events and dates, with the part of a period that each holds
    "date_text": "period_text",
    "date_start": "period_start",
    "date_end": "period_end",
    "date_edtf": "period_edtf",
}


def cells_for(table: str, name: str, words: str, was: str, edition: Edition) -> dict[str, str]:
    """Field -> what it holds once these words are taken for the named field."""
    columns = {column.name: column for column in TABLE[table].own}
    column = columns.get(name)
    if column is None:
        return {}
    read = _sum(words, edition) if name in SUMS else _period(words, edition, name)
    if read:
        return {part: cell for part, cell in read.items() if part in columns and cell}
    return {name: _cell(column, words, was)}


def _sum(words: str, edition: Edition) -> dict[str, str]:
    from pipeline.money.amounts import find_amounts

    found = find_amounts(words, edition.symbols)
    return amount_cells(found[0]) if found else {}


def _period(words: str, edition: Edition, name: str) -> dict[str, str]:
    from pipeline.money.dates import find_periods

    if name not in PERIODS and name not in DATES:
        return {}
    found = find_periods(
        words, year=edition.year, fiscal_year_start=edition.fiscal_year_start, before=None
    )
    if not found:
        return {}
    cells = period_cells(found[0], "stated")
    return {**cells, **{own: cells[part] for own, part in DATES.items()}}


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
