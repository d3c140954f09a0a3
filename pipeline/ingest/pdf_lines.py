"""Words to lines: raised numbers become note anchors, wide gaps tabs, running heads go."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.ingest.incoming import one_line, raised
from pipeline.ingest.pdf_columns import baselines, columns_in_order
from pipeline.ingest.pdf_page import Page, Word

DIGITS = re.compile(r"\d+")
RAISED = re.compile(r"\d{1,3}(?:[,;–-]\d{1,3}){0,4}[,;.]?")
PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:[Pp]age\s|[Pp]\.\s?)?(?:\d{1,4}|[ivxl]{1,6})(?:\s?(?:of|/)\s?\d{1,4})?\W{0,3}"
)
WORD = re.compile(r"[^\W\d_]{2}")
LIST_MARK = re.compile(r"[•▪‣◦●○■□◆▶►➢➤✓✔❖»·\uf0a7\uf0b7–-]|\(?\w{1,4}[.)]")
EDGE_LINES = 3  # at the top and foot of a page that may be running heads
LONGEST = 90  # characters of a running head
FEWEST_WORDS = 5  # of a sentence
MOST_SLOTS = 0.4  # of the pages: above it, a line at that height is a running head
EDGE = 0.13  # of a page's height: the margin with running heads
GLUED = 0.12  # of the font size: letters with a smaller gap are one word
EVEN = 0.3  # by which the spaces of a justified line may differ
NUMERIC = re.compile(r"[-–+(]?[$€£¥]?\d[\d.,]*%?\)?|[-–..]+|n/a")
GAP = 1.1  # of the font size: a wider gap may separate cells
CELL_NEAR = 6.0  # points by which the edges of a column of cells differ


Shape = tuple[int, float, str]  # height on the page, font size, words


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line of one column."""

    text: str  # cells are separated by tabs
    left: float
    right: float
    top: float
    bottom: float
    size: float  # of most of its letters
    face: str  # of all of its words; empty if they differ
    first: float  # width of its first word
    edge: float  # right edge of its column
    start: float = 0.0  # left edge of its column
    column: int = 0  # counted through the document
    page: int = 1
    note: str = ""  # number of the note that it begins
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Furniture:
    """Running heads and page numbers, by shape: all numbers count as the same."""

    shapes: tuple[tuple[str, int], ...]  # shape and how often it was left out


def read_lines(pages: Sequence[Page]) -> tuple[list[Line], Furniture]:
    """The lines of a document in reading order, and the furniture left out."""
    body = body_size(word for page in pages for word in page.words)
    kept, furniture = _without_furniture(pages, body)
    lines: list[Line] = []
    column = 0
    for number, words in enumerate(kept, 1):
        for held in columns_in_order(words, body):
            column += 1
            lines.extend(_column_lines(held, column, number))
    return lines, furniture


def body_size(words: Iterable[Word]) -> float:
    """The font size of most letters, in points."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    return sizes.most_common(1)[0][0]


# ---- lines -------------------------------------------------------------------------------------


def _column_lines(words: Sequence[Word], column: int, page: int) -> Iterator[Line]:
    rows = baselines(words)
    sizes = [round(body_size(row)) for row in rows]
    starts, edges = _bounds(rows, sizes)
    gaps = [_wide_gaps(row, edges[size]) for row, size in zip(rows, sizes, strict=True)]
    for number, (row, size) in enumerate(zip(rows, sizes, strict=True)):
        near = [gap for other in gaps[max(number - 1, 0) : number + 2] for gap in other]
        tabs = {at for at, left, right in gaps[number] if _returns((left, right), near)}
        line = _line(row, tabs, edges[size])
        yield replace(line, start=starts[size], column=column, page=page)


def _bounds(
    rows: Sequence[Sequence[Word]], sizes: Sequence[int]
) -> tuple[dict[int, float], dict[int, float]]:
    """Start and end of the lines of each font size; notes may be wider than the text."""
    starts: dict[int, float] = {}
    edges: dict[int, float] = {}
    for row, size in zip(rows, sizes, strict=True):
        starts[size] = min(starts.get(size, row[0].left), row[0].left)
        edges[size] = max(edges.get(size, row[-1].right), row[-1].right)
    return starts, edges


def _wide_gaps(row: Sequence[Word], edge: float) -> list[tuple[int, float, float]]:
    """The gaps that may separate cells: index of the next word, and both edges."""
    if _is_justified(row, edge):
        return []
    return [
        (place, before.right, after.left)
        for place, (before, after) in enumerate(pairwise(row), 1)
        if after.left - before.right > GAP * max(before.size, after.size)
        and not (place == 1 and LIST_MARK.fullmatch(before.text))
    ]


def _is_justified(row: Sequence[Word], edge: float) -> bool:
    """Whether a line is justified to its column's edge: all of its spaces are equally wide."""
    spaces = [after.left - before.right for before, after in pairwise(row)]
    spaces = [space for space in spaces if space > GLUED * row[0].size]
    if not spaces or row[-1].right < edge - EVEN * row[0].size:
        return False
    numbers = sum(NUMERIC.fullmatch(word.text) is not None for word in row[1:])
    return max(spaces) - min(spaces) <= EVEN * max(spaces) and numbers * 2 < len(row) - 1


def _returns(gap: tuple[float, float], near: Sequence[tuple[int, float, float]]) -> bool:
    """Whether a line above or below has a gap at that place, so that their cells are aligned."""
    left, right = gap
    fits = [
        (abs(right - r) < CELL_NEAR or abs(left - x) < CELL_NEAR or (x < right and left < r))
        for _, x, r in near
    ]
    return sum(fits) > 1  # itself, and another


def _line(row: Sequence[Word], tabs: set[int], edge: float) -> Line:
    size = body_size(row)
    text, note = _text(row, size, tabs)
    full = [word for word in row if word.size >= 0.8 * size]
    faces = {word.face for word in full}
    return Line(
        text=text,
        left=row[0].left,
        right=row[-1].right,
        top=min(word.top for word in full),
        bottom=max(word.bottom for word in full),
        size=size,
        face=faces.pop() if len(faces) == 1 else "",
        first=row[0].right - row[0].left,
        edge=edge,
        note=note,
        is_row="\t" in text,
    )


def _text(row: Sequence[Word], size: float, tabs: set[int]) -> tuple[str, str]:
    """The words of a line with note anchors, and the number of the note that it begins."""
    foot = max(word.bottom for word in row)
    text, note = "", ""
    for place, word in enumerate(row):
        is_raised = word.size < 0.8 * size and word.bottom < foot - 0.5
        number = RAISED.fullmatch(word.text) if is_raised else None
        if number and not place and len(row) > 1:
            note = DIGITS.findall(word.text)[0]
        elif number and text:
            text += "".join(raised(digits, text) for digits in DIGITS.findall(word.text))
            text += "" if word.text[-1].isdigit() else word.text[-1]
        elif text and place not in tabs:
            glued = word.left - row[place - 1].right < GLUED * size
            text += word.text if glued else f" {word.text}"
        else:
            text += f"\t{word.text}" if text else word.text
    return text, note


# ---- running heads and page numbers --------------------------------------------------------------


def _without_furniture(pages: Sequence[Page], body: float) -> tuple[list[list[Word]], Furniture]:
    """The words of each page without lines repeated at page edges and page numbers."""
    edges = [_edge_lines(page) for page in pages]
    shapes = Counter(
        shape for page in edges for shape in {_shape(line, body) for end in page for line in end}
    )
    needed = 2 if len(pages) < 6 else 3
    often = {shape for shape, count in shapes.items() if count >= needed}
    found = [[line for end in page for line in _peeled(end, often, body)] for page in edges]
    slots = Counter(_slot(line) for page in found for line in page)
    gone: Counter[str] = Counter()
    kept: list[list[Word]] = []
    for page, ends, certain in zip(pages, edges, found, strict=True):
        # where most pages have a running head, other pages have one at the same height
        usual = [end[0] for end in ends if end and slots[_slot(end[0])] > MOST_SLOTS * len(pages)]
        out = [*certain, *(line for line in usual if line not in certain and len(pages) > 4)]
        gone.update(_shape(line, body)[2] for line in out)
        words = {id(word) for line in out for word in line}
        kept.append([word for word in page.words if id(word) not in words])
    return kept, Furniture(tuple(gone.most_common()))


def _peeled(end: Sequence[list[Word]], often: set[Shape], body: float) -> Iterator[list[Word]]:
    """The lines of a page's head or foot that are furniture, from the page's edge inward."""
    for line in end:
        text = _plain(line)
        is_head = _shape(line, body) in often and WORD.search(text) and len(text) <= LONGEST
        is_sentence = text.endswith(".") and len(text.split()) > FEWEST_WORDS
        if not (PAGE_NUMBER.fullmatch(text) or (is_head and not is_sentence)):
            return
        yield line


def _edge_lines(page: Page) -> tuple[list[list[Word]], list[list[Word]]]:
    """The lines of a page's head and of its foot, each from the edge inward."""
    lines = baselines(page.words)
    top, foot = EDGE * page.height, (1 - EDGE) * page.height
    head = [line for line in lines[:EDGE_LINES] if line[0].bottom < top]
    rest = lines[len(head) :][-EDGE_LINES:]
    return head, [line for line in reversed(rest) if line[0].top > foot]


def _slot(line: Sequence[Word]) -> tuple[int, float]:
    """The height of a line on the page, and its font size."""
    return round(line[0].bottom / 2), line[-1].size


def _plain(line: Sequence[Word]) -> str:
    return one_line(" ".join(word.text for word in line))


def _shape(line: Sequence[Word], body: float) -> Shape:
    """Height, size and text with # for numbers; large print keeps them, for chapter titles."""
    text, size = _plain(line), max(word.size for word in line)
    return *_slot(line), text if size >= body + 1 else DIGITS.sub("#", text)
