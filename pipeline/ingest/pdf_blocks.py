"""Lines to blocks: paragraphs, headings by their print, captions under pictures, notes, rows.

Hyphens at line ends stay as printed: stage 1 repairs them and keeps count.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median

from pipeline.ingest.pdf_lines import Line
from pipeline.ingest.pdf_page import Page
from pipeline.vocab import read_vocab

ENDS = re.compile(r"[.!?:;。][\"'”’)\]]*(?: \(Note \d+\))*$")
HYPHEN = re.compile(r"\w[-\u2010\u00ad]$")
BULLET = re.compile(r"[•▪‣◦●○■□◆▶►➢➤✓✔❖»·\uf0a7\uf0b7–-]\s")
NUMBER = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s|[(（]\w{1,3}[)）]\s")
NOTE_NUMBER = re.compile(r"(\d{1,3})[.)]?\s+(?=\W?[^\W\d_])")
ANCHOR = re.compile(r"\(Note (\d+)\)")
LETTERS = re.compile(r"[^\W\d_]{3}")
MOST_WORDS = 30  # of a heading
MOST_LINES = 4
SHORT_WORDS = 13  # of a line that the next stage might take for a heading
SMALL = 0.95  # times the size of the text
LARGE = 1.07
UNDER = 32.0  # points between a picture and its caption, at most
ASIDE = 6  # blocks that may stand inside a paragraph that runs over a page's end


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together."""

    lines: tuple[Line, ...]
    kind: str = "body"  # or heading, table, note, caption, item, text
    level: int = 0  # of a heading, from 1
    note: str = ""

    @property
    def text(self) -> str:
        """Its words on one line, but for line ends after a hyphen."""
        words = self.lines[0].text
        for line in self.lines[1:]:
            words += ("\n" if HYPHEN.search(words[-2:]) else " ") + line.text
        return words


def find_blocks(lines: Sequence[Line], pages: Sequence[Page], body: float) -> list[Block]:
    """The blocks of a document in reading order; `body` is the size of its text in points."""
    anchors = {number for line in lines for number in ANCHOR.findall(line.text)}
    blocks = [Block(group) for group in _groups(lines, anchors, body)]
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


# ---- paragraphs ----------------------------------------------------------------------------------


def _groups(lines: Sequence[Line], anchors: set[str], body: float) -> Iterator[tuple[Line, ...]]:
    pitches = _pitches(lines)
    group: list[Line] = []
    for line in lines:
        if group and _parts(group, line, pitches, (anchors, body)):
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _pitches(lines: Sequence[Line]) -> Mapping[float, float]:
    """The usual step from line to line for each size of print."""
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


def _parts(
    group: Sequence[Line],
    below: Line,
    pitches: Mapping[float, float],
    facts: tuple[set[str], float],
) -> bool:
    """Whether a new block begins at the lower line."""
    above = group[-1]
    if above.is_row or below.is_row or below.note:
        return True
    if HYPHEN.search(above.text) and abs(above.size - below.size) < 0.8:
        return not below.text[:1].isalpha()
    if abs(above.size - below.size) >= 0.8 or _is_bold(above) != _is_bold(below):
        return True
    if _begins_note(below, *facts):
        return True
    if above.column != below.column:
        return _parts_columns(above, below, facts[1])
    return _parts_lines(group, below, pitches.get(below.size, 1.2 * below.size))


def _parts_columns(above: Line, below: Line, body: float) -> bool:
    """Whether a paragraph ends with its column."""
    if above.size > LARGE * body or BULLET.match(below.text):
        return True
    if ENDS.search(above.text):
        return True
    return not below.text[:1].islower() and _had_room(above, below)


def _parts_lines(group: Sequence[Line], below: Line, pitch: float) -> bool:
    """Whether a paragraph ends in the middle of a column: by space, indent, or a line cut short."""
    above = group[-1]
    if below.bottom - above.bottom > 1.3 * pitch:
        return True
    is_new = ENDS.search(above.text) is not None
    if BULLET.match(below.text) or (
        NUMBER.match(below.text) and (is_new or _had_room(above, below))
    ):
        return True
    is_item = BULLET.match(group[0].text) or NUMBER.match(group[0].text)
    indent = below.left - above.left
    if is_item and len(group) == 1 and indent > 0:
        return False
    if is_item and indent < -0.8 * below.size and len(group) > 1:
        return True
    if indent > 0.8 * below.size and is_new:
        return True
    is_fresh = not below.text[:1].islower()
    return is_fresh and _had_room(above, below) and (is_new or _is_short(above))


def _had_room(above: Line, below: Line) -> bool:
    """Whether the next line's first word had room on the line: it was ended by intent."""
    return above.right + below.first + 0.6 * above.size < above.edge


def _is_short(line: Line) -> bool:
    return line.right - line.left < 0.6 * (line.edge - line.left)


def _begins_note(line: Line, anchors: set[str], body: float) -> bool:
    number = NOTE_NUMBER.match(line.text)
    return number is not None and line.size <= SMALL * body and number[1] in anchors


def _is_bold(line: Line) -> bool:
    return "bold" in line.face


# ---- kinds ---------------------------------------------------------------------------------------


def _settled(block: Block, pages: Sequence[Page], anchors: set[str], body: float) -> Block:
    first = block.lines[0]
    number = NOTE_NUMBER.match(first.text) if _begins_note(first, anchors, body) else None
    if first.note or number:
        return replace(block, kind="note", note=first.note or (number[1] if number else ""))
    return replace(block, kind=_kind(block, pages, body))


def _kind(block: Block, pages: Sequence[Page], body: float) -> str:
    if block.lines[0].is_row:
        return "table"
    if _is_under_picture(block, pages, body):
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
    stands_out = first.size >= LARGE * body or (_is_bold(first) and first.size >= SMALL * body)
    if not stands_out or len(block.lines) > MOST_LINES or len(text.split()) > MOST_WORDS:
        return False
    if text[0].islower() or text.endswith((".", ",", ";", ":")) or _label().match(text):
        return False
    letters = sum(letter.isalpha() for letter in text)
    return bool(LETTERS.search(text)) and letters > sum(letter.isdigit() for letter in text)


def _is_under_picture(block: Block, pages: Sequence[Page], body: float) -> bool:
    """Whether small or slanted print stands right under a picture, or beside its foot."""
    first, last = block.lines[0], block.lines[-1]
    is_set_apart = all(n.size <= SMALL * body or "italic" in n.face for n in block.lines)
    if not is_set_apart:
        return False
    left, right = min(n.left for n in block.lines), max(n.right for n in block.lines)
    for x0, top, x1, foot in pages[first.page - 1].images:
        shared = min(right, x1) - max(left, x0)
        is_under = -4 <= first.top - foot <= UNDER and shared > 0.5 * (right - left)
        is_beside = first.top >= top - 4 and last.bottom <= foot + 4
        is_near = min(abs(left - x1), abs(x0 - right)) < UNDER / 2
        if is_under or (is_beside and is_near):
            return True
    return False


def _calmed(block: Block) -> Block:
    """A short line in the print of the text, where headings have print of their own, is none."""
    is_body = block.kind == "body" and not _is_bold(block.lines[0])
    is_plain = is_body and not NUMBER.match(block.text) and not _label().match(block.text)
    return replace(block, kind="text") if is_plain and _is_brief(block) else block


def _is_brief(block: Block) -> bool:
    is_open = not block.text.endswith((".", "!", "?", ":", ")", "]"))
    return is_open and len(block.text.split()) <= SHORT_WORDS and not _label().match(block.text)


def _style(block: Block) -> tuple[float, bool]:
    first = block.lines[0]
    return round(first.size), _is_bold(first)


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
