"""Stage 1: repair the text; every character remembers where it came from.

Lines become paragraphs: wrapped lines are joined, furniture (page numbers, running heads,
breadcrumbs) stands apart, note markers leave the running text.  Each repair is named.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from pipeline.aligned import joined
from pipeline.model import Marker, Paragraph, Source
from pipeline.repairs import Part, find_markers, repair_line
from pipeline.vocab import read_vocab


LINE_END = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")
PAGE_NUMBER = re.compile(r"\W{0,4}(?:[Pp]age\s)?\d{1,4}(?:\s(?:of|/)\s\d{1,4})?\W{0,4}")
BREADCRUMB = re.compile(r"(?:[^>›»|\n]{1,80}\s[>›»]\s){2,}[^>›»|\n]{1,120}")
NOTE_HEAD = re.compile(
    r"\s*(?:\d{1,3}[.)]\s+)?(?:\(?Notes?[.\s]{0,2}(\d{1,3})\)?\s?[:.)]|\[(\d{1,3})\]\s)"
)
NUMBERED = re.compile(r"\s*(\d{1,3})[.)]?\s+\S")
NOTES_TITLE = re.compile(r"\W*(?:Foot|End)?[Nn]otes?\W*|\W*NOTES\W*")
OPENING = re.compile(
    r"\s*(?:[●○■□◆◇▶•▪*<‹(\[]|\d{1,3}[.)]?\s|[A-Z][.)]\s|(?:Chapter|Section|Part)\s)"
)
ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*\s*$")
ENDS_MIDWORD = re.compile(r"([^\W\d_]+)-$")
REPEATED = 3  # a short line that stands this often is a running head
HEAD_LENGTH = 90
WIDEST = 140  # no hard-wrapped line is longer


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw file without the white space at its ends."""

    start: int
    end: int
    text: str
    after_blank: bool
    furniture: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a sentence goes on after it."""
        return not ENDS_SENTENCE.search(self.text[-20:])

    @property
    def goes_on(self) -> bool:
        """Whether it can only be the middle of a sentence."""
        return self.text[0].islower() or self.text[0] in ",;)"


def clean(source: Source) -> tuple[Paragraph, ...]:
    """The paragraphs of a source, in the order in which they begin.

    Every raw character but the white space between paragraphs belongs to exactly one of them.
    """
    raw = source.raw
    lines = _lines(raw)
    width = _wrap_width(lines)
    noted = _noted(lines)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", raw.lower()))
    groups = _groups(lines, width)
    paragraphs = [_paragraph(source, group, noted, words) for group in groups]
    return tuple(p for p in paragraphs if p.text.text)


# ---- lines -----------------------------------------------------------------------------------


def _lines(raw: str) -> list[Line]:
    lines: list[Line] = []
    at, blank = 0, True
    for match in [*LINE_END.finditer(raw), None]:
        end = match.start() if match else len(raw)
        line = raw[at:end]
        text = line.strip(" \t\u00a0\u3000\ufeff\0")
        if text:
            start = at + line.index(text)
            lines.append(Line(start, start + len(text), text, blank))
        blank = not text or (match is not None and match[0] == "\f")
        at = match.end() if match else len(raw)
    return _with_furniture(lines)


def _with_furniture(lines: Sequence[Line]) -> list[Line]:
    heads = Counter(
        re.sub(r"\d+", "#", line.text) for line in lines if len(line.text) < HEAD_LENGTH
    )
    made = []
    for line in lines:
        times = heads[re.sub(r"\d+", "#", line.text)]
        is_head = times >= REPEATED and not line.goes_on and not OPENING.match(line.text)
        is_furniture = (
            (is_head and line.is_open)
            or PAGE_NUMBER.fullmatch(line.text) is not None
            or BREADCRUMB.fullmatch(line.text) is not None
        )
        made.append(Line(line.start, line.end, line.text, line.after_blank, is_furniture))
    return made


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width at which lines were broken by hand, or 0 where each line is a paragraph."""
    follows = [
        len(line.text)
        for line, after in pairwise(lines)
        if not after.after_blank and line.is_open and not line.furniture
    ]
    if len(follows) < 3 or sum(len(line.text) > WIDEST for line in lines) > len(lines) / 10:
        return 0
    return sorted(follows)[len(follows) * 3 // 4]


def _noted(lines: Sequence[Line]) -> frozenset[str]:
    """The numbers of the notes whose text is there."""
    numbers: set[str] = set()
    after_title = False
    for line in lines:
        after_title = after_title or NOTES_TITLE.fullmatch(line.text) is not None
        match = NOTE_HEAD.match(line.text) or (after_title and NUMBERED.match(line.text)) or None
        if match:
            numbers.add(next(group for group in match.groups() if group))
    return frozenset(numbers)


# ---- lines to paragraphs ---------------------------------------------------------------------


def _groups(lines: Sequence[Line], width: int) -> list[list[Line]]:
    """The lines of each paragraph, in order; furniture inside one is in it and stands alone too."""
    groups: list[list[Line]] = []
    held: list[Line] = []  # furniture since the last line of text
    for line in lines:
        if line.furniture:
            held.append(line)
            continue
        if groups and _joins(groups[-1][-1], line, width, broken=bool(held)):
            groups[-1].extend((*held, line))
        else:
            groups.append([line])
        held = []
    alone = [[line] for line in lines if line.furniture]
    return sorted((*groups, *alone), key=lambda group: group[0].start)


def _joins(last: Line, line: Line, width: int, *, broken: bool) -> bool:
    if not width:
        return broken and last.is_open and line.goes_on and len(last.text) > HEAD_LENGTH / 2
    if broken:
        return last.is_open and line.goes_on
    if line.after_blank or OPENING.match(line.text) or NOTE_HEAD.match(line.text):
        return last.is_open and line.goes_on and not line.after_blank
    return line.goes_on or len(last.text) >= 0.75 * width


def _paragraph(
    source: Source, group: Sequence[Line], noted: frozenset[str], words: Counter[str]
) -> Paragraph:
    parts: list[Part] = []
    markers: list[Marker] = []
    between: list[Line] = []
    for line in group:
        if line.furniture and len(group) > 1:
            between.append(line)
            continue
        if parts:
            space = "" if _closes_inside_word(parts, line, words) else " "
            parts.extend(_seam(parts[-1][2], between, line.start, space))
        found = (
            [] if line.furniture else list(find_markers(source.raw, line.start, line.end, noted))
        )
        markers.extend(found)
        parts.extend(_line_parts(source.raw, line, found))
        between = []
    text = joined(parts)
    at = {piece.raw_start: piece.start for piece in text.repairs}
    placed = tuple(replace(marker, at=at[marker.raw_start]) for marker in markers)
    return Paragraph(source.name, text, placed, furniture=group[0].furniture)


def _closes_inside_word(parts: list[Part], line: Line, words: Counter[str]) -> bool:
    """Whether a hyphen ends the last line; it is taken out unless it belongs to the word."""
    text, start, end, repair = parts[-1]
    match = ENDS_MIDWORD.search(text[-40:])
    if repair or match is None or not line.goes_on:
        return False
    if not _keeps_hyphen(match[1].lower(), line.text, words):
        parts[-1] = (text[:-1], start, end - 1, "")
        parts.append(("", end - 1, end, "hyphen"))
    return True


def _keeps_hyphen(first: str, after: str, words: Counter[str]) -> bool:
    second = re.match(r"[^\W\d_]*", after.lower())
    rest = second[0] if second else ""
    with_hyphen, without = words[f"{first}-{rest}"], words[first + rest]
    if with_hyphen != without:
        return with_hyphen > without
    return first in _prefixes()


def _seam(at: int, between: Sequence[Line], start: int, space: str) -> Iterator[Part]:
    """What stands between two lines of a paragraph: white space, and furniture not its own."""
    for line in between:
        yield space, at, line.start, "line_wrap"
        yield "", line.start, line.end, "furniture"
        space, at = "", line.end
    yield space, at, start, "line_wrap"


def _line_parts(raw: str, line: Line, markers: Sequence[Marker]) -> Iterator[Part]:
    repairs: list[Part] = [("", m.raw_start, m.raw_end, "note_marker") for m in markers]
    for part in repair_line(raw, line.start, line.end):
        if not any(m.raw_start < part[2] and part[1] < m.raw_end for m in markers):
            repairs.append(part)
    at = line.start
    for part in sorted(repairs, key=lambda part: part[1]):
        yield raw[at : part[1]], at, part[1], ""
        yield part
        at = part[2]
    yield raw[at : line.end], at, line.end, ""


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(row["prefix"] for row in read_vocab("hyphen_prefixes"))
