"""Tables -> workbook: one sheet per table, with drop-downs, evidence and columns for decisions.

The same tables give the same bytes.  Text is written as text: nothing in it runs as a formula.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.records.aligned import AlignedText
from pipeline.review.workbook import guide
from pipeline.review.workbook.cells import shown, writable
from pipeline.review.workbook.evidence_words import marked
from pipeline.review.workbook.formats import Formats, lines_of, width_of
from pipeline.review.workbook.layout import (
    FROZEN,
    HOW_TO,
    LAST_ROW,
    LISTS,
    MADE_FROM,
    NEW_ROWS,
    TEXT,
    SheetColumn,
    known_sheets,
    sheet_columns,
)
from pipeline.review.workbook.origin import made_from, packed, records, seen_cells
from pipeline.review.workbook.words import why_look
from pipeline.schema import MATCHES, TABLE, Column, Table
from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Row = Mapping[str, str]

CREATED = datetime(2000, 1, 1)  # the same in every workbook, so that equal tables give equal bytes
WIDTHS = {"decision": 12, "evidence": 58, "reason": 15, "note": 24, "confidence": 12, "look": 36}
LINE = 15  # points
MOST_LINES = 14
RICH_LONGEST = 8_000  # characters; longer evidence is shown without marks
PROTECTION = {
    "autofilter": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
}


@dataclass(frozen=True, slots=True)
class Review:
    """What a workbook for review is made from."""

    edition: Edition
    tables: "Mapping[str, pd.DataFrame]"  # as reviewed
    blocks: Mapping[str, AlignedText]  # block_id -> its text
    journal: Sequence[str] = ()  # ids of the decisions so far


def review_bytes(review: Review) -> bytes:
    """The workbook of an edition."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(content, options)
    workbook.set_properties({"title": f"Review of {review.edition.title}", "created": CREATED})
    book = _Book(workbook, review)
    guide.write(book.add_sheet(HOW_TO), book.formats, book.summary())
    for name in book.rows:
        book.write_table(TABLE[name])
    book.write_text()
    book.write_hidden()
    workbook.close()
    return content.getvalue()


class _Book:
    """A workbook while it is written."""

    def __init__(self, workbook: "Workbook", review: Review) -> None:
        self.workbook = workbook
        self.review = review
        self.formats = Formats(workbook)
        self.lists: dict[tuple[str, ...], str] = {}  # closed list -> its range in _lists
        self.rows: dict[str, list[dict[str, str]]] = {
            table.name: records(review.tables[table.name].head(LAST_ROW))
            for table in known_sheets()
            if table.name in review.tables
        }

    def add_sheet(self, name: str) -> "Worksheet":
        sheet: Worksheet = self.workbook.add_worksheet(name)
        return sheet

    def summary(self) -> guide.Summary:
        left_out = {
            name: len(self.review.tables[name]) - len(rows) for name, rows in self.rows.items()
        }
        return guide.Summary(self.review.edition, self.rows, left_out)

    def write_table(self, table: Table) -> None:
        """One table's sheet."""
        sheet = self.add_sheet(table.name)
        columns = sheet_columns(table)
        rows = self.rows[table.name]
        widths = [self._width(column, rows) for column in columns]
        for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
            self._write_head(sheet, at, column, width)
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, LINE * _height(row, columns, widths))
            for at, column in enumerate(columns):
                self._write_cell(sheet, (number, at), row, column)
        last = len(rows) + (0 if table is MATCHES else NEW_ROWS)
        for number in range(len(rows) + 1, last + 1):
            for at, column in enumerate(columns):
                name = (
                    "locked"
                    if _is_locked(column)
                    else "asked"
                    if column.part == "asked"
                    else "open"
                )
                sheet.write_blank(number, at, None, self.formats[name])
        self._rule(sheet, columns, len(rows), last)

    def _rule(
        self, sheet: "Worksheet", columns: Sequence[SheetColumn], filled: int, last: int
    ) -> None:
        """Settings of a whole sheet: frozen panes, filters, drop-downs, protection."""
        sheet.freeze_panes(1, FROZEN)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        sheet.set_default_row(LINE)
        for at, column in enumerate(columns):
            if values := column.column.values:
                first = 1 if column.is_open else filled + 1
                sheet.data_validation(first, at, last, at, self._choice(column.column, values))
        for word in ("accept", "reject", "add"):
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
            sheet.conditional_format(1, 0, last, 0, {**rule, "format": self.formats[f"is_{word}"]})
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.protect("", PROTECTION)

    def _choice(self, column: Column, values: tuple[str, ...]) -> dict[str, object]:
        if values not in self.lists:
            letter = _letters(len(self.lists))
            self.lists[values] = f"={LISTS}!${letter}$1:${letter}${len(values)}"
        return {
            "validate": "list",
            "source": self.lists[values],
            "error_title": column.name[:32],
            "error_message": "Choose one from the list, or leave the cell empty.",
        }

    def _write_head(self, sheet: "Worksheet", at: int, column: SheetColumn, width: int) -> None:
        kind = column.part if column.is_open else "locked"
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, column.name, self.formats[f"head_{kind}"])
        sheet.set_row(0, 2 * LINE)
        words = guide.column_note(column)
        size = {"author": "oda-tables", "x_scale": 2, "y_scale": 0.4 + 0.2 * lines_of(words, 40)}
        sheet.write_comment(0, at, words, size)

    def _write_cell(
        self, sheet: "Worksheet", place: tuple[int, int], row: Row, column: SheetColumn
    ) -> None:
        if column.name == "evidence":
            self._write_evidence(sheet, place, row)
        elif column.part == "asked":
            sheet.write_blank(*place, None, self.formats["asked"])
        elif column.name == "look":
            sheet.write_string(*place, writable(why_look(row)), self.formats["locked"])
        elif column.column.type == "decimal" and column.part == "shown" and row[column.name]:
            sheet.write_number(*place, float(row[column.name]), self.formats["share_locked"])
        elif column.part != "own":
            cell = row[column.name]
            known = cell if cell in ("high", "medium", "low") else "locked"
            name = "id" if column.name == "row_id" else known
            sheet.write_string(*place, writable(cell), self.formats[name])
        else:
            self._write_own(sheet, place, shown(row[column.name], column.column))

    def _write_own(self, sheet: "Worksheet", place: tuple[int, int], cell: str | Decimal) -> None:
        if isinstance(cell, Decimal):
            exponent = cell.as_tuple().exponent
            places = -exponent if isinstance(exponent, int) else 0
            sheet.write_number(*place, float(cell), self.formats.number(places))
        elif cell:
            sheet.write_string(*place, cell, self.formats["open"])
        else:
            sheet.write_blank(*place, None, self.formats["open"])

    def _write_evidence(self, sheet: "Worksheet", place: tuple[int, int], row: Row) -> None:
        pieces = marked(row, self.review.blocks.get(row["block_id"]))
        plain = writable(row["evidence"])
        if len(pieces) < 2 or plain != row["evidence"] or len(plain) > RICH_LONGEST:
            sheet.write_string(*place, plain, self.formats["locked"])
            return
        rich: list[str | Format] = []
        for words, kind in pieces:
            rich.extend((self.formats[f"mark_{kind}"], words) if kind else (words,))
        sheet.write_rich_string(place[0], place[1], *rich, self.formats["locked"])

    def _width(self, column: SheetColumn, rows: Sequence[Row]) -> int:
        if column.name in WIDTHS:
            return WIDTHS[column.name]
        return width_of([row[column.name] for row in rows], column.name)

    def write_text(self) -> None:
        """The whole text, for reading and for copying evidence."""
        sheet = self.add_sheet(TEXT)
        names = ("kind", "text", "section", "block_id")
        for at, (name, width) in enumerate(zip(names, (12, 100, 50, 15), strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, self.formats["head_locked"])
        rows = records(self.review.tables["blocks"].head(LAST_ROW))
        for number, row in enumerate(rows, start=1):
            lines = max(lines_of(row["text"], 100), lines_of(row["section"], 50))
            sheet.set_row(number, LINE * min(lines, 25))
            for at, name in enumerate(names):
                sheet.write_string(number, at, writable(row[name]), self.formats["locked"])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(names) - 1)
        sheet.protect("", PROTECTION)

    def write_hidden(self) -> None:
        """The closed lists, and what the workbook was made from."""
        sheet = self.add_sheet(LISTS)
        for at, values in enumerate(self.lists):
            for number, value in enumerate(values):
                sheet.write_string(number, at, value)
        sheet.very_hidden()
        rows = {
            name: {row["row_id"]: seen_cells(row, TABLE[name]) for row in table}
            for name, table in self.rows.items()
        }
        sheet = self.add_sheet(MADE_FROM)
        origin = made_from(self.review.edition.name, rows, self.review.journal)
        for number, cell in enumerate(packed(origin)):
            sheet.write_string(number, 0, cell)
        sheet.very_hidden()


def _is_locked(column: SheetColumn) -> bool:
    """Whether the program fills the cell of a new row: all but what a person is asked for."""
    return not column.is_open and column.name != "evidence"


def _height(row: Row, columns: Sequence[SheetColumn], widths: Sequence[int]) -> int:
    """Lines that show every cell in full, up to a limit."""
    texts = {**row, "look": why_look(row)}
    lines = (
        lines_of(texts.get(column.name, ""), width)
        for column, width in zip(columns, widths, strict=True)
    )
    return min(max(lines), MOST_LINES)


def _letters(index: int) -> str:
    """The name of a sheet's column, from 0: A … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
