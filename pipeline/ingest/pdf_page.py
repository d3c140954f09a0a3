"""The pages of a PDF as words with places, from what the library reads."""

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.ingest.incoming import load
from pipeline.ingest.time_limits import EndlessError, within
from pipeline.records.errors import BadInputError

Box = tuple[float, float, float, float]  # left, top, right, bottom in points, from the top left
Raw = Mapping[str, Any]  # a character or word as the library gives it

BOLD = re.compile(r"bold|black|heavy|semibd|demi|[-,]bd\b", re.IGNORECASE)
ITALIC = re.compile(r"ital|obli", re.IGNORECASE)
UNMAPPED = re.compile(r"\(cid:\d+\)")
FULL_PAGE = 0.8  # of a page: a larger image is its background
MOST_CELL_WORDS = 40  # on average: longer cells are boxes of text, not a table
LEAST_TIME, TIME_A_BYTE = 5.0, 0.0002  # processor seconds: ten times what valid files need
# what the library's parsers raise on a broken file besides its own exceptions: they trust the
# lengths, types and offsets that the file states
BROKEN = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
          RecursionError, EOFError, OSError, struct.error, zlib.error)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a complete row of a ruled table, and its place."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float  # points
    face: str = ""  # bold, italic, both or neither
    is_row: bool = False  # a row of a ruled table: its cells are separated by tabs

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page's words in any order, and the boxes of its images."""

    words: tuple[Word, ...]
    images: tuple[Box, ...]
    height: float
    sideways: int  # letters left out because they run across the page's own direction
    has_image: bool = False  # also one that fills the page


def read_pages(content: bytes, place: str) -> tuple[list[Page], dict[str, Any]]:
    """The pages and the facts that the file states.  Raises BadInputError."""
    library = load("pdfplumber", "pdf", place)
    errors = load("pdfplumber.utils.exceptions", "pdf", place)
    parser = load("pdfminer.psexceptions", "pdf", place)
    own = (errors.PdfminerException, errors.MalformedPDFException, parser.PSException)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its warnings are only about guesses
    try:
        with (
            within(LEAST_TIME + len(content) * TIME_A_BYTE),
            library.open(io.BytesIO(content)) as document,
        ):
            pages = []
            for page in document.pages:
                pages.append(_page(page))
                page.close()
            facts = dict(document.metadata or {})
    except (*own, *BROKEN, EndlessError) as error:
        locked = "Password" in f"{error!r} {error.__context__!r} {error.__cause__!r}"
        fault = "is encrypted; save it without password" if locked else "is broken; get a new copy"
        raise BadInputError(f"{place}: {fault}") from None
    if not pages:
        raise BadInputError(f"{place}: has no pages; get a new copy")
    return pages, facts


def _page(page: Any) -> Page:
    extract = load("pdfplumber.utils", "pdf", "words").extract_words
    chars, height = _upright(page.dedupe_chars().chars, page)
    found = extract(
        [char for char in chars if char["upright"]],
        extra_attrs=["size", "fontname"],
        x_tolerance_ratio=0.15,
        keep_blank_chars=False,
    )
    words = [word for raw in found if (word := _word(raw)).text]
    is_turned = chars is not page.chars and height != float(page.height)
    words = words if is_turned else _with_tables(words, page)
    area = float(page.width * page.height)
    boxes = [tuple(float(i[k]) for k in ("x0", "top", "x1", "bottom")) for i in page.images]
    images = tuple((a, b, c, d) for a, b, c, d in boxes if (c - a) * (d - b) < FULL_PAGE * area)
    sideways = sum(not char["upright"] for char in chars)
    return Page(tuple(words), () if is_turned else images, height, sideways, bool(boxes))


def _upright(chars: Sequence[Raw], page: Any) -> tuple[Sequence[Raw], float]:
    """The characters of a page, turned if most of them run up or down, and its height."""
    lying = [char for char in chars if not char["upright"]]
    if len(lying) * 2 <= len(chars):
        return chars, float(page.height)
    upward = sum(char["matrix"][1] > 0 for char in lying) * 2 > len(lying)
    width, height = float(page.width), float(page.height)
    return [_turned(char, width, height, upward=upward) for char in chars], width


def _turned(char: Raw, width: float, height: float, *, upward: bool) -> Raw:
    left, right = (
        (height - char["bottom"], height - char["top"]) if upward else (char["top"], char["bottom"])
    )
    top, bottom = (char["x0"], char["x1"]) if upward else (width - char["x1"], width - char["x0"])
    place = {"x0": left, "x1": right, "top": top, "bottom": bottom, "size": bottom - top}
    return {**char, **place, "upright": not char["upright"]}


def _word(raw: Raw) -> Word:
    font = str(raw["fontname"])
    face = ("bold" if BOLD.search(font) else "") + ("italic" if ITALIC.search(font) else "")
    return Word(
        str(raw["text"]).strip(),
        float(raw["x0"]),
        float(raw["x1"]),
        float(raw["top"]),
        float(raw["bottom"]),
        round(float(raw["size"]), 1),
        face,
    )


# ---- ruled tables --------------------------------------------------------------------------------


def _with_tables(words: list[Word], page: Any) -> list[Word]:
    """The words, with those of each ruled table replaced by its rows."""
    for table in page.find_tables():
        inside = [word for word in words if _is_in(word, table.bbox)]
        rows = [row for row in _rows(table, inside) if row]
        cells = sum(len(row.text.split("\t")) for row in rows)
        held = sum(len(row.text.split()) for row in rows)
        is_complete = held >= sum(len(word.text.split()) for word in inside)
        if len(rows) > 1 and cells > len(rows) and is_complete and held <= MOST_CELL_WORDS * cells:
            outside = [word for word in words if not _is_in(word, table.bbox)]
            words = [*outside, *rows]
    return words


def _rows(table: Any, words: Sequence[Word]) -> Iterator[Word]:
    for row in table.rows:
        cells = [[w for w in words if _is_in(w, box)] if box else [] for box in row.cells]
        held = [word for cell in cells for word in cell]
        if not held:
            continue
        text = "\t".join(_cell_text(cell) for cell in cells).rstrip("\t")
        _, top, _, bottom = row.bbox
        size = max(word.size for word in held)
        left, right = min(word.left for word in held), max(word.right for word in held)
        yield Word(text, left, right, float(top), float(bottom), size, is_row=True)


def _cell_text(words: Sequence[Word]) -> str:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        if lines and word.middle < lines[-1][0].bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return " ".join(word.text for line in lines for word in sorted(line, key=lambda w: w.left))


def _is_in(word: Word, box: Sequence[float]) -> bool:
    left, top, right, bottom = box
    return left <= (word.left + word.right) / 2 <= right and top <= word.middle <= bottom
