"""The reading order of a page: its words cut at the gutters between columns.

Justified text has wide spaces of its own, so a gutter is not a wide space in one line but a strip
that is empty over many lines, with prose on both sides and an edge at which lines begin.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median

from pipeline.ingest.pdf_page import Word
from pipeline.vocab import read_vocab

NARROWEST = 0.55  # of the font size: no gutter is narrower
SPACE = 0.6  # of the font size: a wider space separates two headings in one line
FEWEST = 3  # lines on each side of a gutter
LONG = 8  # lines of a column after which the next may have only the last lines of a text
FEWEST_WORDS = 2.4  # in a line of prose, on average; cells of a table have fewer
FULLNESS = 0.5  # of a column's width that half of its lines fill
EDGE = 1.5  # points by which the starts of the lines of a column may differ
TRIES = 14  # edges that are tried on a page
DEEPEST = 8  # columns within bands within columns
LARGE = 1.1  # times the size of the text: larger print is a heading


@dataclass(frozen=True, slots=True)
class Gutter:
    """An empty strip that ends at x, between two heights of the page."""

    x: float
    width: float
    top: float
    bottom: float
    weight: int  # words to its left and right


def columns_in_order(words: Sequence[Word], body: float, depth: int = 0) -> Iterator[list[Word]]:
    """The words of each column, in order; text across columns separates those above and below.

    `body` is the size of the running text, in points.
    """
    gutter = _find_gutter(words, body) if depth < DEEPEST else None
    if gutter is None:
        if words:
            yield list(words)
        return
    gutter = _above_table(gutter, words)
    above = [word for word in words if word.middle <= gutter.top]
    below = [word for word in words if word.middle >= gutter.bottom]
    level = [word for word in words if gutter.top < word.middle < gutter.bottom]
    left = [word for word in level if word.left < gutter.x - EDGE / 2]
    right = [word for word in level if word.left >= gutter.x - EDGE / 2]
    for part in (above, left, right, below):
        yield from columns_in_order(part, body, depth + 1)


def baselines(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each line, from the top; a raised number belongs to its line."""
    lines: list[list[Word]] = []
    tall: Word | None = None
    for word in sorted(words, key=lambda word: word.middle):
        if tall is not None and _on_one_line(tall, word):
            lines[-1].append(word)
            tall = max(tall, word, key=lambda word: word.size)
        else:
            lines.append([word])
            tall = word
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _on_one_line(tall: Word, word: Word) -> bool:
    """Whether two words are on one line; tested both ways, as a raised word comes first."""
    if tall.is_row or word.is_row:
        return False
    inside = tall.top <= word.middle <= tall.bottom
    outside = word.top <= tall.middle <= word.bottom
    return (inside or outside) and word.middle - tall.middle <= 0.6 * max(tall.size, word.size)


# ---- gutters -------------------------------------------------------------------------------------


def _find_gutter(words: Sequence[Word], body: float) -> Gutter | None:
    """The gutter with most words to its left and right."""
    if len(words) < 2 * FEWEST * FEWEST_WORDS:
        return None
    lines = baselines(words)
    large = _large_lines(lines, body)
    best: Gutter | None = None
    for x in _edges(lines):
        headings = [n[0] for n in large if _runs_across(n, x) or _divides_columns(n[0], x, words)]
        for gutter in _gutters_at(x, words, headings):
            if (best is None or gutter.weight > best.weight) and _is_gutter(gutter, words):
                best = gutter
    return best


def _edges(lines: Sequence[Sequence[Word]]) -> list[float]:
    """The most frequent starts of lines, and of words after a wide space."""
    least = min(line[0].left for line in lines)
    starts: Counter[int] = Counter()
    for line in lines:
        if line[0].left > least + 4 * line[0].size:
            starts[round(line[0].left)] += 1
        for before, word in pairwise(line):
            if word.left - before.right >= NARROWEST * word.size:
                starts[round(word.left)] += 1
    counts = {x: starts[x - 1] + starts[x] + starts[x + 1] for x in starts}
    likely = sorted((x for x in counts if counts[x] >= FEWEST), key=lambda x: (-counts[x], x))
    return [*_free_edges(lines), *(float(x) for x in likely[:TRIES])]


def _free_edges(lines: Sequence[Sequence[Word]]) -> Iterator[float]:
    """Where words begin to the right of a strip that is empty from top to bottom."""
    far = float("inf")
    for word in sorted((word for line in lines for word in line), key=lambda word: word.left):
        if word.left - far >= NARROWEST * word.size:
            yield word.left
        far = word.right if far == float("inf") else max(far, word.right)


def _gutters_at(x: float, words: Sequence[Word], headings: Sequence[Word]) -> Iterator[Gutter]:
    """The empty strips that end at x, divided by the words inside them and by headings."""
    width = max(NARROWEST * median(word.size for word in words), 4.0)
    low, high = x - width, x - EDGE
    blocking = [word for word in words if word.left < high and word.right > low]
    bounds = sorted((word.top, word.bottom) for word in (*blocking, *headings))
    least = FEWEST * min(word.bottom - word.top for word in words)
    top = min(word.top for word in words) - 1
    for start, end in (*bounds, (max(word.bottom for word in words) + 1, 0.0)):
        if start - top > least:
            weight = sum(top < word.middle < start for word in words)
            yield Gutter(x, width, top, start, weight)
        top = max(top, end)


def _is_gutter(gutter: Gutter, words: Sequence[Word]) -> bool:
    """Whether prose is on both sides, and on the right begins at the edge of the gutter."""
    level = [word for word in words if gutter.top < word.middle < gutter.bottom]
    left = baselines([word for word in level if word.left < gutter.x - EDGE / 2])
    right = baselines([word for word in level if word.left >= gutter.x - EDGE / 2])
    begins = sum(abs(line[0].left - gutter.x) <= EDGE for line in right)
    if min(len(left), len(right)) < FEWEST or len(left) + len(right) < 3 * FEWEST:
        is_rest = len(left) >= LONG and 0 < begins == len(right)
        return is_rest and _is_prose(left) and _is_words(right)
    return begins * 2 >= len(right) and _is_prose(left) and _is_prose(right)


def _above_table(gutter: Gutter, words: Sequence[Word]) -> Gutter:
    """The gutter without the label and rows of a table at its foot, which leave it empty."""
    level = [word for word in words if gutter.top < word.middle < gutter.bottom]
    foot, is_table = gutter.bottom, False
    for line in reversed(baselines(level)):
        right = [word for word in line if word.left >= gutter.x - EDGE / 2]
        lettered = sum(any(letter.isalpha() for letter in word.text) for word in right)
        is_label = not right and line[0].text.casefold() in _table_words()
        if not (is_label or (len(right) < len(line) and right and lettered * 2 < len(right))):
            break
        is_table, foot = True, min(word.top for word in line)
    return replace(gutter, bottom=foot) if is_table else gutter


@cache
def _table_words() -> frozenset[str]:
    """The first words of labels of tables and charts."""
    return frozenset(row["word"] for row in read_vocab("layout_words") if row["use"] == "caption")


def _is_prose(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether lines have enough words, and fill their common width."""
    if not _is_words(lines):
        return False
    rows = list(_rows(lines))
    low, high = min(left for left, _, _ in rows), max(right for _, right, _ in rows)
    filled = median(right - left for left, right, _ in rows)
    spread = median(inked for _, _, inked in rows)
    return filled >= FULLNESS * (high - low) and spread >= FULLNESS * filled


def _rows(lines: Sequence[Sequence[Word]]) -> Iterator[tuple[float, float, float]]:
    """The start and end of each line, and how much of it words fill.

    If columns are not level, half of a line overlaps the height of a line of another column.
    """
    for line, after in pairwise((*lines, lines[-1])):
        is_beside = after[0].left > line[-1].right or after[-1].right < line[0].left
        both = [*line, *after] if is_beside and after[0].top < line[0].bottom else line
        inked = sum(word.right - word.left for word in both)
        yield min(word.left for word in both), max(word.right for word in both), inked


def _is_words(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether lines consist of words, more than one or two in each."""
    words = [word for line in lines for word in line if not word.is_row]
    lettered = [word for word in words if any(letter.isalpha() for letter in word.text)]
    return len(lettered) >= 0.7 * len(words) and len(words) >= FEWEST_WORDS * len(lines)


def _large_lines(lines: Sequence[Sequence[Word]], body: float) -> list[Sequence[Word]]:
    """The short lines in large print: headings of one column or of all."""
    return [
        line for line in lines if len(line) < 20 and min(word.size for word in line) >= LARGE * body
    ]


def _runs_across(line: Sequence[Word], x: float) -> bool:
    """Whether a gutter would only be a space between two words of a heading."""
    return any(
        before.right <= x
        and after.left >= x - EDGE
        and after.left - before.right < SPACE * after.size
        for before, after in pairwise(line)
    )


def _divides_columns(heading: Word, x: float, words: Sequence[Word]) -> bool:
    """Whether the column next to a heading ends above it and begins again right below it."""
    is_left = heading.left < x
    other = [word for word in words if (word.left >= x - EDGE / 2) == is_left]
    above = [word.bottom for word in other if word.bottom <= heading.top]
    below = [word.top for word in other if word.top >= heading.bottom]
    if len(above) + len(below) < len(other):
        return False
    if not above or not below:
        return False
    gap = min(below) - max(above)
    return heading.bottom - heading.top + 4 <= gap <= 4.5 * heading.size
