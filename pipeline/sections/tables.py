"""Rows of tables in plain text, and the lines above them, which look like titles but are not."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from pipeline.records.text import Paragraph
from pipeline.sections.figures import stands_as_unit
from pipeline.sections.headings import CONTENTS, DAY, is_imprint
from pipeline.sections.lines import Line
from pipeline.sections.openings import is_letterhead

CELL = re.compile(r"[-–+(]?[$€£¥]?\d(?:[\d.,]*\d)?%?\)?[*†]?")
# parts of a row that are not cells of their own next to numbers
NO_CELLS = ("%", "–", "-", "..", "n/a", "$", "€", "£", "¥", "million", "billion", "thousand", "m")
ROW = 200  # characters of a table's row
FEWEST_PAIRS = 3  # rows of two cells
LONGEST_PAIR = 120  # characters of such a row
LONGEST_NAME = 45  # characters of its first cell
MOST_HEADS = 3  # lines of a table's head


def is_row(paragraph: Paragraph) -> bool:
    """Whether a line is a table's row: wide gaps between its cells, or numbers at its end."""
    text = paragraph.text.text
    is_parted = len(_gaps(paragraph)) > 1 or text.count(" | ") > 1
    return is_parted or (len(text) < ROW and _is_numbers(text))


def _gaps(paragraph: Paragraph) -> list[int]:
    return [piece.start for piece in paragraph.text.pieces if piece.repair == "column"]


def _is_numbers(text: str) -> bool:
    """Whether a line ends in two numbers, or holds little else: the row of a table."""
    is_line = text.endswith((".", ":", ";", ",")) or is_imprint(text)
    if is_line or CONTENTS.search(text) or DAY.match(text):
        return False
    cells = [cell for cell in text.split() if cell not in NO_CELLS]
    numbers = [CELL.fullmatch(cell) is not None for cell in cells]
    return sum(numbers) > 1 and numbers[-1] and (numbers[-2] or sum(numbers) * 2 > len(cells))


def settle_tables(lines: Sequence[Line]) -> None:
    """Short lines between a caption and a row of a table are the table's head.

    So is the line below a unit; a title above a unit is the table's caption.
    """
    for is_pair, run in groupby(lines, key=_is_pair):
        rows = list(run)
        for row in rows if is_pair and len(rows) >= FEWEST_PAIRS else ():
            row.become("table")
    for place, line in enumerate(lines):
        if line.kind != "caption":
            continue
        is_unit = stands_as_unit(line.text)
        heads = _heads(lines[place + 1 : place + 1 + MOST_HEADS])
        after = lines[place + 1 + len(heads) : place + 2 + len(heads)]
        is_above_row = any(row.kind == "table" for row in after)
        for head in heads if is_above_row else heads[:is_unit]:
            head.become("table")
    for above, line in pairwise(lines):
        if line.kind == "caption" and above.kind == "heading" and above.style == "plain":
            above.become("caption" if stands_as_unit(line.text) else above.kind, above.heading)


def _is_unmarked(line: Line) -> bool:
    """Whether a line may be a row or a table's head: text, or a title without a marker."""
    is_line = line.kind == "body" or (line.heading is not None and not line.heading.marker)
    return is_line and not line.is_stated


def _is_pair(line: Line) -> bool:
    """Whether an unmarked line holds two short cells, a name and a value, with a wide gap."""
    gaps, text = _gaps(line.paragraph), line.text
    if not _is_unmarked(line) or len(gaps) != 1 or len(text) > LONGEST_PAIR:
        return False
    return 1 < gaps[0] <= LONGEST_NAME and text[gaps[0] - 1] not in ".:;"


def _heads(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines that may be a table's head: unmarked, short, without a stop."""
    for place, line in enumerate(lines):
        if not (_is_unmarked(line) and is_letterhead(line.text)):
            return lines[:place]
    return lines
