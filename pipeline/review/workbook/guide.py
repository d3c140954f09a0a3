"""The first sheet: what the workbook is, how to use it, and how far the review is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.review.workbook.cells import writable
from pipeline.review.workbook.formats import Formats, lines_of
from pipeline.review.workbook.layout import TEXT, SheetColumn
from pipeline.schema import TABLE, Column
from pipeline.schema.code_names import labels_of
from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WIDTH = 96  # characters of the column of words
LINE = 15  # points
STEPS = (
    (
        "Right",
        "Read the evidence; the coloured words are those that the row was read from. If every cell "
        "is right, choose accept in the column decision.",
    ),
    (
        "Nearly right",
        "Write the right value into the cell; a reason and a note help others. Empty a cell if the "
        "text does not state it. Separate list items with ; and write a date as 2019-04-01.",
    ),
    ("Wrong", "Choose reject if the row should not be there at all, and choose a reason."),
    (
        "Missed",
        "Use an empty row at the end of a sheet: copy the sentence from the sheet text into "
        "evidence, fill in the cells that it states, and choose add.",
    ),
    ("Unsure", "Leave the row alone. Without a decision it stays unreviewed; nothing is lost."),
    (
        "Done",
        "Save the file under a new name; make import-sheet FILE=that-name.xlsx turns your entries "
        "into decisions, and with DRY=1 only shows them. Rows may be filtered, hidden and sorted.",
    ),
)
LEGEND = (
    ("high", "the text states it explicitly"),
    ("medium", "something was inferred: the column look says what"),
    ("low", "review these rows first"),
)
PROBABILITY = (
    "contributions only: how likely the whole row is right; the column look names doubtful fields"
)
COLOURS = (
    ("mark_row", "words", "in the evidence: the row's own words"),
    ("mark_field", "words", "in the evidence: words that one of its cells was read from"),
    ("open", "white cells", "are yours to change"),
    ("locked", "grey cells", "are locked: identifiers, evidence and earlier decisions"),
)
SETTLED = ("accepted", "corrected", "rejected", "added")
WHOLE_TEXT = "The whole text, to read and to copy evidence from."


MOST_CODES = 20  # that a comment lists


@dataclass(frozen=True, slots=True)
class Summary:
    """What the first sheet counts."""

    edition: Edition
    rows: Mapping[str, Sequence[Mapping[str, str]]]  # table -> its rows, in the order of the sheets
    left_out: Mapping[str, int]  # table -> rows that no sheet can hold


def column_note(column: SheetColumn) -> str:
    """The comment of a column's header: what it means, and what it may hold."""
    own, names = column.column, labels_of(column.name)
    words = [own.meaning[:1].upper() + own.meaning[1:].removesuffix(".") + "."]
    if own.type == "list":
        words.append("Separate values with ;")
    if own.type == "date":
        words.append("Write a date as 2019-04-01.")
    if own.type == "boolean":
        words.append("Write yes or no.")
    if own.table:
        words.append(f"A row_id of {own.table}.")
    words += _allowed(own, names)
    if column.part in ("shown", "place"):
        words.append("Locked.")
    return " ".join(words)


def _allowed(column: Column, names: Mapping[str, str]) -> Iterator[str]:
    """What a cell of the column may hold; `names` are those of its codes."""
    if column.values:
        yield f"One of: {', '.join(names.get(value, value) for value in column.values)}."
    elif names and len(names) <= MOST_CODES:
        yield f"Write the code alone: {', '.join(names.values())}."
    elif names:
        yield "Write the code, with or without its name."


def write(sheet: "Worksheet", formats: Formats, summary: Summary) -> None:
    """Fill the first sheet."""
    sheet.hide_gridlines(2)
    for at, width in enumerate((18, WIDTH, 10, 14, 16, 14)):
        sheet.set_column(at, at, width)
    edition = summary.edition
    sheet.set_row(0, 2 * LINE)
    sheet.write_string(0, 0, writable(f"Review of {edition.title}"), formats["title"])
    about = f"{edition.publisher}. Edition {edition.name}. {edition.partial}".strip()
    sheet.write_string(1, 0, writable(about), formats["small"])
    at = _write_steps(sheet, formats, 3)
    at = _write_legend(sheet, formats, at + 1)
    at = _write_tables(sheet, formats, summary, at + 1)
    sheet.protect("", {"select_locked_cells": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_steps(sheet: "Worksheet", formats: Formats, at: int) -> int:
    sheet.write_string(at, 0, "How to review", formats["section"])
    sheet.write_blank(at, 1, None, formats["section"])
    for word, words in STEPS:
        at += 1
        sheet.set_row(at, LINE * lines_of(words, WIDTH) + 4)
        sheet.write_string(at, 0, word, formats["strong"])
        sheet.write_string(at, 1, words, formats["words"])
    return at + 1


def _write_legend(sheet: "Worksheet", formats: Formats, at: int) -> int:
    sheet.write_string(at, 0, "What the colours mean", formats["section"])
    sheet.write_blank(at, 1, None, formats["section"])
    for level, words in LEGEND:
        at += 1
        sheet.write_string(at, 0, level, formats[level])
        sheet.write_string(at, 1, f"confidence: {words}", formats["words"])
    at += 1
    sheet.write_string(at, 0, "probability", formats["share_locked"])
    sheet.write_string(at, 1, PROBABILITY, formats["words"])
    for name, shown, words in COLOURS:
        at += 1
        sheet.write_string(at, 0, shown, formats[name])
        sheet.write_string(at, 1, words, formats["words"])
    return at + 1


def _write_tables(sheet: "Worksheet", formats: Formats, summary: Summary, at: int) -> int:
    heads = ("The sheets", "", "rows", "unreviewed", "low confidence", "with flags")
    for column, head in enumerate(heads):
        sheet.write_string(at, column, head, formats["section"])
    for name, rows in summary.rows.items():
        at += 1
        left_out = summary.left_out[name]
        more = f" {left_out} rows exceed what a sheet can hold and are missing." if left_out else ""
        sheet.write_url(at, 0, f"internal:'{name}'!A1", formats["link"], name)
        sheet.write_string(at, 1, TABLE[name].meaning + more, formats["words"])
        counts = (
            len(rows),
            sum(row["review_status"] not in SETTLED for row in rows),
            sum(row["confidence"] == "low" for row in rows),
            sum(bool(row["flags"]) for row in rows),
        )
        for column, count in enumerate(counts, start=2):
            sheet.write_number(at, column, count, formats["count"])
    at += 1
    sheet.write_url(at, 0, f"internal:'{TEXT}'!A1", formats["link"], TEXT)
    sheet.write_string(at, 1, WHOLE_TEXT, formats["words"])
    return at
