"""The kinds of the paragraphs of a PDF: headings by their print, captions, notes, rows.

Line ends after hyphens stay as printed until the complete document is known.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from pipeline.ingest.pdf_lines import Line
from pipeline.ingest.pdf_page import Box, Page
from pipeline.ingest.pdf_paragraphs import (
    BULLET,
    CONTENTS,
    ENDS,
    LARGE,
    NOTE_NUMBER,
    NUMBER,
    SMALL,
    UNDER,
    Block,
    begins_note,
    is_bold,
    line_groups,
    lines_under,
    parts_columns,
)
from pipeline.vocab import read_vocab

ANCHOR = re.compile(r"\(Note (\d+)\)")
LETTERS = re.compile(r"[^\W\d_]{3}")
ENTRY = re.compile(r"[\s.…](?:\d{1,4}|[ivxl]{1,6})$")
TITLE = re.compile(r"(?:table of )?contents", re.IGNORECASE)
FEWEST_ENTRIES = 3  # of a table of contents on one page
MOST_WORDS = 30  # of a heading
MOST_LINES = 4
SHORT_WORDS = 13  # of a line that the next stage might mistake for a heading
SAME = 0.8  # points by which the print of one paragraph differs at most
MOST_BETWEEN = 6  # blocks inside a paragraph that continues on the next page


@dataclass(frozen=True, slots=True)
class Images:
    """The images of a document, and the lines right below them."""

    under: frozenset[Line]
    boxes: tuple[tuple[Box, ...], ...]  # of each page


def find_blocks(lines: Sequence[Line], pages: Sequence[Page], body: float) -> list[Block]:
    """The blocks of a document in reading order; `body` is the size of its text in points."""
    anchors = {number for line in lines for number in ANCHOR.findall(line.text)}
    under = lines_under(lines, pages)
    blocks = [Block(group) for group in line_groups(lines, anchors, body, under)]
    listing = _contents_pages(lines)
    images = Images(frozenset(under), tuple(page.images for page in pages))
    kinds = [
        replace(block, kind="item")
        if block.lines[0].page in listing and ENTRY.search(block.text)
        else _settled(block, images, anchors, body)
        for block in blocks
    ]
    levels = _levels(kinds)
    headed = sum(block.kind == "heading" for block in kinds) > 2
    found = [
        replace(block, level=levels[_style(block)]) if block.kind == "heading" else block
        for block in kinds
    ]
    joined = _rejoined([_as_text(block) if headed else block for block in found], body)
    return _with_notes_last(joined)


def written(blocks: Sequence[Block]) -> list[str]:
    """The blocks as text, each with the mark of its kind for the next stages."""
    texts: list[str] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        text = _marked(block)
        if before is not None and before.kind == block.kind == "table":
            texts[-1] += f"\n{text}"
        else:
            texts.append(text)
    return texts


def _marked(block: Block) -> str:
    if block.kind == "note":
        text = block.text[len(block.note) :].lstrip(".) ") if not block.lines[0].note else ""
        return f"Note {block.note}: {text or block.text.removeprefix(block.note).strip()}"
    form = {"heading": f"heading {block.level}", "body": ""}.get(block.kind, block.kind)
    return f"{{{form}}} {block.text}" if form else block.text


# ---- kinds ---------------------------------------------------------------------------------------


def _contents_pages(lines: Sequence[Line]) -> set[int]:
    """The pages of a table of contents: with its title, or with dots before page numbers."""
    led = Counter(line.page for line in lines if CONTENTS.search(line.text))
    titled = {line.page for line in lines if TITLE.fullmatch(line.text)}
    return titled | {page for page, count in led.items() if count >= FEWEST_ENTRIES}


def _settled(block: Block, images: Images, anchors: set[str], body: float) -> Block:
    first = block.lines[0]
    number = NOTE_NUMBER.match(first.text) if begins_note(first, anchors, body) else None
    if first.note or number:
        return replace(block, kind="note", note=first.note or (number[1] if number else ""))
    return replace(block, kind=_kind(block, images, body))


def _kind(block: Block, images: Images, body: float) -> str:
    if block.lines[0].is_row:
        return "table"
    if _is_caption(block, images, body):
        return "caption"
    if _is_heading(block, body):
        return "heading"
    if BULLET.match(block.text):
        return "item"
    is_small = all(line.size <= SMALL * body for line in block.lines)
    return "text" if is_small and _is_brief(block) else "body"


def _is_heading(block: Block, body: float) -> bool:
    """Whether it is in larger or bold print, and reads like a title."""
    text, first = block.text, block.lines[0]
    stands_out = first.size >= LARGE * body or (is_bold(first) and first.size >= SMALL * body)
    if not stands_out or len(block.lines) > MOST_LINES or len(text.split()) > MOST_WORDS:
        return False
    if text[0].islower() or text.endswith((".", ",", ";", ":")) or _label().match(text):
        return False
    letters = sum(letter.isalpha() for letter in text)
    return bool(LETTERS.search(text)) and letters > sum(letter.isdigit() for letter in text)


def _is_caption(block: Block, images: Images, body: float) -> bool:
    """Whether it is small or italic print, or without a full stop, right below an image."""
    first, last = block.lines[0], block.lines[-1]
    is_small = all(n.size <= SMALL * body or "italic" in n.face for n in block.lines)
    if not is_small and (ENDS.search(block.text) or len(block.text.split()) > MOST_WORDS):
        return False
    left, right = min(n.left for n in block.lines), max(n.right for n in block.lines)
    if first in images.under:
        return not is_bold(first) or is_small
    return is_small and any(
        first.top >= top - 4
        and last.bottom <= foot + 4
        and min(abs(left - x1), abs(x0 - right)) < UNDER / 2
        for x0, top, x1, foot in images.boxes[first.page - 1]
    )


def _as_text(block: Block) -> Block:
    """A short line in the print of the text becomes text; headings have print of their own."""
    is_body = block.kind == "body" and not is_bold(block.lines[0])
    is_plain = is_body and not NUMBER.match(block.text) and not _label().match(block.text)
    return replace(block, kind="text") if is_plain and _is_brief(block) else block


def _is_brief(block: Block) -> bool:
    is_open = not block.text.endswith((".", "!", "?", ":", ")", "]"))
    return is_open and len(block.text.split()) <= SHORT_WORDS and not _label().match(block.text)


def _style(block: Block) -> tuple[float, bool]:
    first = block.lines[0]
    return round(first.size), is_bold(first)


def _levels(blocks: Iterable[Block]) -> Mapping[tuple[float, bool], int]:
    """The level of each style of heading: larger above smaller, bold above light."""
    styles = {_style(block) for block in blocks if block.kind == "heading"}
    ranked = sorted(styles, key=lambda style: (-style[0], not style[1]))
    return {style: min(level, 9) for level, style in enumerate(ranked, 1)}


@cache
def _label() -> re.Pattern[str]:
    """The start of a caption or a note, which shows its kind by itself."""
    words = (
        r["word"] for r in read_vocab("layout_words") if r["use"] in ("caption", "note", "credit")
    )
    return re.compile(rf"(?i:{'|'.join(sorted(set(words)))})s?\b[\s.:]*(?:\d|[IVX]+\b|[A-Z]\b|:|$)")


# ---- paragraphs interrupted by the end of a page -------------------------------------------------


def _rejoined(blocks: Sequence[Block], body: float) -> list[Block]:
    """The blocks, with paragraphs joined that notes, captions or rows interrupt; these follow."""
    out: list[Block] = []
    gone: set[int] = set()
    for place, block in enumerate(blocks):
        if place in gone:
            continue
        joined, after = block, place
        while (after := _continuation(joined, blocks, (after, body))) > 0:
            joined = replace(joined, lines=(*joined.lines, *blocks[after].lines))
            gone.add(after)
        out.append(joined)
    return out


def _continuation(block: Block, blocks: Sequence[Block], at: tuple[int, float]) -> int:
    """The index of the block that continues an interrupted paragraph, or 0."""
    place, body = at
    if block.kind not in ("body", "item", "text"):
        return 0
    last = block.lines[-1]
    for after in range(place + 1, min(place + 1 + MOST_BETWEEN, len(blocks))):
        other, first = blocks[after], blocks[after].lines[0]
        if other.kind == "heading":
            return 0
        if other.kind not in ("body", "text") or abs(first.size - last.size) >= SAME:
            continue
        goes_on = last.column != first.column and not parts_columns(last, first, body)
        return after if goes_on and after > place + 1 else 0
    return 0


def _with_notes_last(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the notes of a page after its other blocks, up to a heading."""
    parts = accumulate(block.kind == "heading" for block in blocks)
    keyed = [
        ((block.lines[0].page, part, block.kind == "note"), block)
        for part, block in zip(parts, blocks, strict=True)
    ]
    return [block for _, block in sorted(keyed, key=lambda item: item[0])]
