"""The tables as a workbook for reading: real numbers and dates, filters, frozen headers, links.

A row's id links to its place in report.html, which is in the same folder if it was made.  A code
or the id of another row is shown with its name.  Columns without a value are hidden.

The same tables give the same bytes.  Text is written as text: nothing in it runs as a formula.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.publish.labels import labels_of_rows, shown
from pipeline.schema import REVIEW, TABLES, Column, Table
from pipeline.storage.edition import Edition
from pipeline.storage.files import XML_CANNOT

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2000, 1, 1)  # the same in every workbook, so that equal tables give equal bytes
REPORT = "report.html"
MOST_LINKS = 65_000  # a sheet may have 65,530
LAST_ROW = 1_000_000  # a sheet has 1,048,576 rows
LONGEST = 16_000  # characters; a cell holds 32,767 UTF-16 units
EXACT_DIGITS = 15  # a cell's number is a double
FIRST_DAY = date(1900, 3, 1)  # spreadsheet programs disagree on earlier dates
NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
WIDE = {"evidence": 70, "text": 50, "section": 40, "purpose": 40, "title": 40, "path": 40}
WIDE |= {"reasons": 50, "flags": 50, "ignored_as": 50}
# for programs; wrapped, they would make rows high
UNWRAPPED = ("field_spans", "field_probabilities", "unknown")
NARROW, BROAD = 10, 30
LINE, MOST_LINES = 15, 6  # height of a line in points; longer text is read in its cell
FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {**FONT, "font_size": 18, "bold": True, "font_color": "#1F3A5F"},
    "head": {**FONT, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"},
    "words": {**FONT, "text_wrap": True, "num_format": "@"},
    "plain": {**FONT, "num_format": "@"},
    "link": {**FONT, "font_color": "#0B57A4", "underline": 1},
    "date": {**FONT, "num_format": "yyyy-mm-dd", "align": "left"},
    "integer": {**FONT, "num_format": "0"},
    **{
        f"number {places}": {**FONT, "num_format": "#,##0" + "." * bool(places) + "0" * places}
        for places in range(EXACT_DIGITS + 1)
    },
}


def workbook_bytes(tables: "Mapping[str, pd.DataFrame]", edition: Edition) -> bytes:
    """A sheet that lists the tables, then one sheet per table."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(content, options)
    workbook.set_properties({"title": f"Tables of {edition.title}", "created": CREATED})
    formats = {name: workbook.add_format(dict(settings)) for name, settings in FORMATS.items()}
    _write_list(workbook, formats, tables, edition)
    names = labels_of_rows(tables)
    for table in TABLES:
        frame = tables[table.name].head(LAST_ROW)
        texts = {c.name: [shown(c, cell, names) for cell in frame[c.name]] for c in table.columns}
        _write_table(workbook, formats, table, texts)
    workbook.close()
    return content.getvalue()


def _write_list(
    workbook: "Workbook",
    formats: Mapping[str, "Format"],
    tables: "Mapping[str, pd.DataFrame]",
    edition: Edition,
) -> None:
    sheet: Worksheet = workbook.add_worksheet("tables")
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for at, width in enumerate((20, 90, 10)):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, _writable(f"Tables of {edition.title}"), formats["title"])
    sheet.write_string(1, 0, _writable(edition.publisher), formats["plain"])
    hint = (
        f"Each row_id links to its place in {REPORT}, if that file is in the same folder. "
        "Columns without a value are hidden."
    )
    sheet.write_string(2, 0, hint, formats["plain"])
    for at, head in enumerate(("table", "what it holds", "rows")):
        sheet.write_string(3, at, head, formats["head"])
    for number, table in enumerate(TABLES, start=4):
        count = len(tables[table.name])
        more = f" Only the first {LAST_ROW:,} rows are shown here." if count > LAST_ROW else ""
        sheet.write_url(number, 0, f"internal:'{table.name}'!A1", formats["link"], table.name)
        sheet.write_string(number, 1, table.meaning + more, formats["words"])
        sheet.write_number(number, 2, count, formats["number 0"])


def _write_table(
    workbook: "Workbook",
    formats: Mapping[str, "Format"],
    table: Table,
    texts: Mapping[str, Sequence[str]],
) -> None:
    """A sheet of the table, from the text of each column's cells."""
    sheet: Worksheet = workbook.add_worksheet(table.name)
    columns, count = reading_order(table), len(texts["row_id"])
    widths = {column.name: _width(column, texts[column.name]) for column in columns}
    for number, lines in enumerate(_lines(texts, widths), start=1):
        sheet.set_row(number, LINE * lines)
    for at, column in enumerate(columns):
        cells = texts[column.name]
        options = {"hidden": True} if count and not any(cells) else {}
        sheet.set_column(at, at, widths[column.name], None, options)
        sheet.write_string(0, at, column.name, formats["head"])
        sheet.write_comment(0, at, column.meaning, {"author": "oda-tables", "x_scale": 2})
        for number, cell in enumerate(cells, start=1):
            if cell and column.name == "row_id" and table.extracted and number <= MOST_LINKS:
                _write_link(sheet, (number, at), cell, formats)
            elif cell:
                _write_cell(sheet, (number, at), (cell, column), formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{count + 1}"})
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 0)


def reading_order(table: Table) -> list[Column]:
    """The columns in reading order: what a row states, then its evidence, then its origin."""
    by_name = {column.name: column for column in table.columns}
    probabilities = ("probability", "field_probabilities")
    own = (column.name for column in table.own)
    first = ["row_id", *(name for name in own if name not in probabilities)]
    first += [column.name for column in table.derived]
    then = ["evidence", "section", "confidence", *probabilities, "reasons", "flags"]
    then += [column.name for column in REVIEW]
    names = [*first, *(name for name in then if name in by_name)]
    return [by_name[name] for name in (*names, *(name for name in by_name if name not in names))]


def _lines(texts: Mapping[str, Sequence[str]], widths: Mapping[str, int]) -> Iterator[int]:
    """How many lines each row takes to show its longest text in full, up to a limit."""
    names = [name for name in widths if name not in UNWRAPPED]
    for cells in zip(*(texts[name] for name in names), strict=True):
        needed = [-(-len(cell) // (widths[n] - 1)) for n, cell in zip(names, cells, strict=True)]
        yield min(max([1, *needed]), MOST_LINES)


def _write_link(
    sheet: "Worksheet", place: tuple[int, int], row_id: str, formats: Mapping[str, "Format"]
) -> None:
    """The row's id, linked to the row in the report in the same folder."""
    sheet.write_url(*place, f"external:{REPORT}#row-{row_id}", formats["link"], _writable(row_id))


def _write_cell(
    sheet: "Worksheet",
    place: tuple[int, int],
    content: tuple[str, Column],
    formats: Mapping[str, "Format"],
) -> None:
    """A number, a date or text; a number or date that a cell cannot hold exactly is text."""
    cell, column = content
    if column.type in ("integer", "decimal") and (number := _exact(cell)) is not None:
        exponent = number.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) else 0
        name = "integer" if column.type == "integer" else f"number {places}"
        sheet.write_number(*place, float(number), formats[name])
    elif column.type == "date" and (day := _day(cell)):
        sheet.write_datetime(*place, datetime(day.year, day.month, day.day), formats["date"])
    else:
        name = "plain" if column.name in UNWRAPPED else "words"
        sheet.write_string(*place, _writable(cell), formats[name])


def _exact(cell: str) -> Decimal | None:
    """The number, if a double holds it digit for digit."""
    if not NUMBER.fullmatch(cell):
        return None
    digits = cell.lstrip("-").replace(".", "").strip("0")
    return Decimal(cell) if len(digits) <= EXACT_DIGITS else None


def _day(cell: str) -> date | None:
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None


def _writable(text: str) -> str:
    """The text as a cell can hold it."""
    text = XML_CANNOT.sub("\ufffd", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _width(column: Column, cells: Sequence[str]) -> int:
    """A width in characters that shows most cells in full."""
    if column.name in WIDE:
        return WIDE[column.name]
    lengths = sorted(len(cell) for cell in cells if cell)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    return max(NARROW, min(max(usual, len(column.name)) + 4, BROAD))
