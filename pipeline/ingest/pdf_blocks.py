"""What the paragraphs of a PDF are: headings by their print, captions, notes, rows.

Hyphens at line ends stay as printed: stage 1 repairs them and keeps count.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from pipeline.ingest.pdf_lines import Line
from pipeline.ingest.pdf_page import Page
from pipeline.ingest.pdf_paragraphs import (
    BULLET,
    ENDS,
    LARGE,
    NOTE_NUMBER,
    NUMBER,
    SMALL,
    UNDER,
    Block,
    begins_note,
    is_bold,
    is_under,
    line_groups,
)
from pipeline.vocab import read_vocab

ANCHOR = re.compile(r"\(Note (\d+)\)")
LETTERS = re.compile(r"[^\W\d_]{3}")
MOST_WORDS = 30  # of a heading
MOST_LINES = 4
SHORT_WORDS = 13  # of a line that the next stage might take for a heading
ASIDE = 6  # blocks that may stand inside a paragraph that runs over a page's end


def find_blocks(lines: Sequence[Line], pages: Sequence[Page], body: float) -> list[Block]:
    """The blocks of a document in reading order; `body` is the size of its text in points."""
    anchors = {number for line in lines for number in ANCHOR.findall(line.text)}
    under = {line for line in lines if is_under(line, line.right, pages)}
    blocks = [Block(group) for group in line_groups(lines, anchors, body, under)]
    kinds = [_settled(block, pages, anchors, body) for block in blocks]
    levels = _levels(kinds)
    headed = sum(block.kind == "heading" for block in kinds) > 2
    found = [
        replace(block, level=levels[_style(block)]) if block.kind == "heading" else block
        for block in kinds
    ]
    return _mended([_calmed(block) if headed else block for block in found])


def written(blocks: Sequence[Block]) -> list[str]:
    """The blocks as text, each with the mark that tells the next stages what it is."""
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


def _settled(block: Block, pages: Sequence[Page], anchors: set[str], body: float) -> Block:
    first = block.lines[0]
    number = NOTE_NUMBER.match(first.text) if begins_note(first, anchors, body) else None
    if first.note or number:
        return replace(block, kind="note", note=first.note or (number[1] if number else ""))
    return replace(block, kind=_kind(block, pages, body))


def _kind(block: Block, pages: Sequence[Page], body: float) -> str:
    if block.lines[0].is_row:
        return "table"
    if _is_caption(block, pages, body):
        return "caption"
    if _is_heading(block, body):
        return "heading"
    if BULLET.match(block.text):
        return "item"
    is_small = all(line.size <= SMALL * body for line in block.lines)
    return "text" if is_small and _is_brief(block) else "body"


def _is_heading(block: Block, body: float) -> bool:
    """Whether it stands out by its print, and reads like a title."""
    text, first = block.text, block.lines[0]
    stands_out = first.size >= LARGE * body or (is_bold(first) and first.size >= SMALL * body)
    if not stands_out or len(block.lines) > MOST_LINES or len(text.split()) > MOST_WORDS:
        return False
    if text[0].islower() or text.endswith((".", ",", ";", ":")) or _label().match(text):
        return False
    letters = sum(letter.isalpha() for letter in text)
    return bool(LETTERS.search(text)) and letters > sum(letter.isdigit() for letter in text)


def _is_caption(block: Block, pages: Sequence[Page], body: float) -> bool:
    """Whether small print, slanted print or words without an end stand at a picture's foot."""
    first, last = block.lines[0], block.lines[-1]
    is_small = all(n.size <= SMALL * body or "italic" in n.face for n in block.lines)
    if not is_small and (ENDS.search(block.text) or len(block.text.split()) > MOST_WORDS):
        return False
    left, right = min(n.left for n in block.lines), max(n.right for n in block.lines)
    if is_under(first, right, pages):
        return not is_bold(first) or is_small
    return is_small and any(
        first.top >= top - 4
        and last.bottom <= foot + 4
        and min(abs(left - x1), abs(x0 - right)) < UNDER / 2
        for x0, top, x1, foot in pages[first.page - 1].images
    )


def _calmed(block: Block) -> Block:
    """A short line in the print of the text, where headings have print of their own, is none."""
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
    """What opens a caption or a note: such lines say by themselves what they are."""
    words = (
        r["word"] for r in read_vocab("layout_words") if r["use"] in ("caption", "note", "credit")
    )
    return re.compile(rf"(?i:{'|'.join(sorted(set(words)))})s?\b[\s.:]*(?:\d|[IVX]+\b|[A-Z]\b|:|$)")


# ---- paragraphs that a page's end interrupts -----------------------------------------------------


def _mended(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs whole again that notes, captions or rows interrupted; those follow them."""
    out: list[Block] = []
    gone: set[int] = set()
    for place, block in enumerate(blocks):
        if place in gone:
            continue
        whole, after = block, place
        while (after := _continuation(whole, blocks, after)) > 0:
            whole = replace(whole, lines=(*whole.lines, *blocks[after].lines))
            gone.add(after)
        out.append(whole)
    return out


def _continuation(block: Block, blocks: Sequence[Block], place: int) -> int:
    """The place of the block that goes on with an unfinished paragraph, or 0."""
    text = block.lines[-1].text
    if block.kind not in ("body", "item", "text") or ENDS.search(text):
        return 0
    for after in range(place + 1, min(place + 1 + ASIDE, len(blocks))):
        other = blocks[after]
        if other.kind in ("body", "text") and abs(other.lines[0].size - block.lines[0].size) < 0.8:
            return after if other.text[0].islower() and after > place + 1 else 0
        if other.kind == "heading":
            return 0
    return 0
