"""Reads a PDF: columns in reading order, no running heads, headings and notes marked."""

import re
from collections.abc import Iterator, Sequence

from pipeline.ingest.incoming import Incoming, join_blocks, one_line, reader_name
from pipeline.ingest.pdf_blocks import find_blocks, written
from pipeline.ingest.pdf_hyphens import with_own_hyphens
from pipeline.ingest.pdf_lines import Furniture, body_size, read_lines
from pipeline.ingest.pdf_page import UNMAPPED, Page, read_pages
from pipeline.records.errors import BadInputError

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MOST_UNMAPPED = 0.2  # of the words: with more, the fonts do not map to letters
SHOWN = 20  # pages that a check lists


def read_pdf(content: bytes, place: str) -> Incoming:
    """The text of a PDF, paragraphs separated by blank lines.  Raises BadInputError."""
    pages, facts = read_pages(content, place)
    words = [word for page in pages for word in page.words]
    if not words:
        raise BadInputError(f"{place}: has no text layer, only images; run OCR on it first")
    unmapped = sum(UNMAPPED.search(word.text) is not None for word in words)
    if unmapped > MOST_UNMAPPED * len(words):
        raise BadInputError(f"{place}: its fonts do not map to letters; run OCR on it first")
    lines, furniture = read_lines(pages)
    blocks = find_blocks(lines, pages, body_size(iter(words)))
    texts = with_own_hyphens(written(blocks), sum(len(block.lines) for block in blocks))
    title = one_line(str(facts.get("Title") or "")) or _largest(pages)
    found = YEAR.search(title)
    return Incoming(
        join_blocks(texts),
        reader_name("pdfplumber"),
        title=title,
        year=int(found[0]) if found else None,
        checks=tuple(f"{place}: {check}" for check in _checks(pages, furniture, unmapped)),
    )


def _checks(pages: Sequence[Page], furniture: Furniture, unmapped: int) -> Iterator[str]:
    if furniture.shapes:
        total = sum(count for _, count in furniture.shapes)
        shapes = "; ".join(f"{shape[:60]!r} {n}x" for shape, n in furniture.shapes[:5])
        yield f"left out as running heads or page numbers: {total} lines ({shapes})."
    empty = [n for n, page in enumerate(pages, 1) if not page.words and page.has_image]
    if empty:
        yield f"only an image on page {_listed(empty)}; if it shows text, run OCR on it."
    sideways = [number for number, page in enumerate(pages, 1) if page.sideways]
    if sideways:
        yield f"text printed sideways was left out on page {_listed(sideways)}."
    if unmapped:
        yield f"{unmapped} words have letters missing from their font; search for '(cid:'."


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:SHOWN])) + (" …" if len(numbers) > SHOWN else "")


def _largest(pages: Sequence[Page]) -> str:
    """The words in the largest print of the first page with words."""
    first = next(page for page in pages if page.words)
    size = max(word.size for word in first.words)
    return one_line(" ".join(w.text for w in first.words if w.size == size))[:200]
