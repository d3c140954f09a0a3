"""Lines to paragraphs: by line spacing, print, indents and short last lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.ingest.pdf_lines import Line
from pipeline.ingest.pdf_page import Page

ENDS = re.compile(r"[.!?:;。][\"'”’)\]]*(?: \(Note \d+\))*$")
HYPHEN = re.compile(r"\w[-\u2010\u00ad]$")
BULLET = re.compile(r"[•▪‣◦●○■□◆▶►➢➤✓✔❖»·\uf0a7\uf0b7–-]\s")
NUMBER = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s|[(（]\w{1,3}[)）]\s")
NOTE_NUMBER = re.compile(r"(\d{1,3})[.)]?\s+(?=\W?[^\W\d_])")
CONTENTS = re.compile(r"(?:[.…]\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,6})$")
SMALL = 0.95  # times the size of the text
LARGE = 1.07
UNDER = 32.0  # points between an image and its caption, at most
INDENT = 0.8  # of the font size
FULL = 0.3  # of the font size: a full line ends at most so far from its column's edge


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one paragraph."""

    lines: tuple[Line, ...]
    kind: str = "body"  # or heading, table, note, caption, item, text
    level: int = 0  # of a heading, from 1
    note: str = ""

    @property
    def text(self) -> str:
        """Its words on one line, except for line ends after a hyphen."""
        words = self.lines[0].text
        for line in self.lines[1:]:
            is_hyphen = HYPHEN.search(words[-2:]) is not None
            gap = "" if is_hyphen and not line.text[0].isalpha() else "\n" if is_hyphen else " "
            words += gap + line.text
        return words


def lines_under(lines: Sequence[Line], pages: Sequence[Page]) -> set[Line]:
    """The line right below each image."""
    found: set[Line] = set()
    for number, page in enumerate(pages, 1):
        own = [line for line in lines if line.page == number] if page.images else []
        for left, _, right, foot in page.images:
            below = [
                line
                for line in own
                if -4 <= line.top - foot <= UNDER
                and min(line.right, right) - max(line.left, left) > (line.right - line.left) / 2
            ]
            found.update(sorted(below, key=lambda line: line.top)[:1])
    return found


def line_groups(
    lines: Sequence[Line], anchors: set[str], body: float, under: set[Line]
) -> Iterator[tuple[Line, ...]]:
    """The lines of each paragraph; `anchors` are the note numbers in the text, `under` the lines
    right below an image, `body` is the font size of the text in points.
    """
    pitches = _pitches(lines)
    group: list[Line] = []
    for line in lines:
        if group and (line in under or _begins_block(group, line, pitches, (anchors, body))):
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _pitches(lines: Sequence[Line]) -> Mapping[float, float]:
    """The usual line spacing for each font size, in points."""
    steps: dict[float, list[float]] = {}
    for above, below in pairwise(lines):
        step = below.bottom - above.bottom
        if (
            above.column == below.column
            and above.size == below.size
            and 0 < step < 2.2 * above.size
        ):
            steps.setdefault(above.size, []).append(step)
    return {size: median(found) for size, found in steps.items()}


def _begins_block(
    group: Sequence[Line],
    below: Line,
    pitches: Mapping[float, float],
    facts: tuple[set[str], float],
) -> bool:
    """Whether a new block begins at the lower line."""
    above = group[-1]
    if above.is_row or below.is_row or below.note or CONTENTS.search(above.text):
        return True
    if HYPHEN.search(above.text) and abs(above.size - below.size) < 0.8:
        return not below.text[:1].isalnum()
    if abs(above.size - below.size) >= 0.8 or is_bold(above) != is_bold(below):
        return True
    if begins_note(below, *facts):
        return True
    if above.column != below.column:
        return parts_columns(above, below, facts[1])
    return _ends_in_column(group, below, pitches.get(below.size, 1.2 * below.size))


def parts_columns(above: Line, below: Line, body: float) -> bool:
    """Whether a paragraph ends with its column; after a full line of body text it continues."""
    if BULLET.match(below.text) or _had_space(above, below):
        return ENDS.search(above.text) is not None or not below.text[:1].islower()
    is_indented = below.left - below.start > INDENT * below.size
    is_large = above.size > LARGE * body
    is_full = above.right > above.edge - FULL * above.size
    return ENDS.search(above.text) is not None and (is_indented or is_large or not is_full)


def _ends_in_column(group: Sequence[Line], below: Line, pitch: float) -> bool:
    """Whether a paragraph ends inside a column: by line spacing, indent or a short last line."""
    above = group[-1]
    if below.bottom - above.bottom > 1.3 * pitch:
        return True
    is_new = ENDS.search(above.text) is not None
    if BULLET.match(below.text) or (
        NUMBER.match(below.text) and (is_new or _had_space(above, below))
    ):
        return True
    is_item = BULLET.match(group[0].text) or NUMBER.match(group[0].text)
    indent = below.left - above.left
    if is_item and len(group) == 1 and indent > 0:
        return False
    if is_item and indent < -INDENT * below.size and len(group) > 1:
        return True
    if indent > INDENT * below.size and is_new:
        return True
    is_fresh = not below.text[:1].islower()
    return is_fresh and _had_space(above, below) and (is_new or _is_short(above))


def _had_space(above: Line, below: Line) -> bool:
    """Whether the next line's first word would have fitted: the line ends a paragraph."""
    return above.right + below.first + 0.6 * above.size < above.edge


def _is_short(line: Line) -> bool:
    return line.right - line.left < 0.6 * (line.edge - line.left)


def begins_note(line: Line, anchors: set[str], body: float) -> bool:
    number = NOTE_NUMBER.match(line.text)
    return number is not None and line.size <= SMALL * body and number[1] in anchors


def is_bold(line: Line) -> bool:
    return "bold" in line.face
