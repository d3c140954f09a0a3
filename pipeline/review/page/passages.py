"""The text around a row: its paragraph, cut where highlights begin and end, and its neighbours.

Offsets are code points of a block's clean text, half-open; rows hold raw ones, which
`AlignedText.clean_span` turns back.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.records.text import Block, Span

OWN = "row"  # the row's own span, where none of its fields was read from the text
SENTENCE = "evidence"
CONTEXT = 3_000  # characters shown on each side of a row; a longer paragraph is cut there
NEIGHBOURS = 2  # paragraphs shown on each side
GLIMPSE = 500  # characters shown of a neighbour
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a block that a field was read from."""

    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a block within which nothing begins or ends."""

    start: int
    text: str
    fields: tuple[str, ...] = ()  # innermost first
    begins: tuple[str, ...] = ()  # the fields whose mark begins here
    in_sentence: bool = False

    @property
    def characters(self) -> Iterator[tuple[int, str, str]]:
        """Runs of (start, text, name): each invisible character is a run with a visible name."""
        at = self.start
        for is_control, run in _runs(self.text):
            for piece in run if is_control else [run]:
                yield at, piece, control_name(piece) if is_control else ""
                at += len(piece)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is shown of one block."""

    block: Block
    segments: tuple[Segment, ...]
    start: int  # of what is shown; what comes before and after it is only counted
    end: int

    @property
    def hidden_after(self) -> int:
        return len(self.block.text.text) - self.end


def control_name(character: str) -> str:
    """How an invisible character is shown: its code point, as in U+202E."""
    return f"U+{ord(character):04X}"


def is_hidden(character: str) -> bool:
    """Whether a character is invisible, or reverses the order of what is shown."""
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")


def hidden_in(text: str) -> list[str]:
    """The names of the invisible characters of a text, each once."""
    return sorted({control_name(character) for character in text if is_hidden(character)})


def marks_of(row: Mapping[str, str], block: Block) -> list[Mark]:
    """Where each field of a row was read in a block, the sentence among them."""
    spans = json.loads(row.get("field_spans") or "{}")
    marks = [
        Mark(*span, name)
        for name, places in spans.items()
        for place in places
        if (span := _clean(block, place))
    ]
    own = _clean(block, (int(row["raw_start"]), int(row["raw_end"])))
    if own and all(mark.field == SENTENCE for mark in marks):
        marks.append(Mark(*own, OWN))
    return marks


def own_span(row: Mapping[str, str], block: Block) -> Span:
    """Where a row's own words are in its block; the whole block where they cannot be placed."""
    span = _clean(block, (int(row["raw_start"]), int(row["raw_end"])))
    return span or (0, len(block.text.text))


def passage_of(row: Mapping[str, str], block: Block) -> Passage:
    """The row's paragraph with its marks, cut to the text around the row."""
    start, end = own_span(row, block)
    low = max(start - CONTEXT, 0)
    high = min(max(end, start) + CONTEXT, len(block.text.text), start + 2 * CONTEXT)
    return cut_passage(block, marks_of(row, block), low, high)


def cut_passage(block: Block, marks: Sequence[Mark], start: int, end: int) -> Passage:
    """A stretch of a block with its marks."""
    text = block.text.text
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    cuts = sorted({start, end, *_edges(inside, start, end)})
    segments = tuple(_segment(text, low, high, inside) for low, high in pairwise(cuts))
    return Passage(block, segments, start, end)


def glimpse(block: Block, *, tail: bool) -> Passage:
    """The end or the beginning of a neighbouring paragraph."""
    text = block.text.text
    length = len(text)
    if length <= GLIMPSE:
        return cut_passage(block, (), 0, length)
    if tail:
        space = text.find(" ", length - GLIMPSE)
        return cut_passage(block, (), space + 1 if space > 0 else length - GLIMPSE, length)
    space = text.rfind(" ", 0, GLIMPSE)
    return cut_passage(block, (), 0, space if space > 0 else GLIMPSE)


def colours_of(fields: Iterable[str]) -> dict[str, int]:
    """A colour, 1 to 8, for each field, in the order of the form."""
    return {name: n % COLOURS + 1 for n, name in enumerate(fields)}


def _clean(block: Block, place: Sequence[int]) -> Span | None:
    return block.text.clean_span(place[0], place[1])


def _edges(marks: Iterable[Mark], start: int, end: int) -> Iterator[int]:
    for mark in marks:
        yield max(mark.start, start)
        yield min(mark.end, end)


def _segment(text: str, low: int, high: int, marks: Sequence[Mark]) -> Segment:
    here = [mark for mark in marks if mark.start <= low and high <= mark.end]
    inner = sorted(
        (mark for mark in here if mark.field != SENTENCE), key=lambda mark: mark.end - mark.start
    )
    return Segment(
        low,
        text[low:high],
        tuple(dict.fromkeys(mark.field for mark in inner)),
        tuple(dict.fromkeys(mark.field for mark in inner if mark.start == low)),
        any(mark.field == SENTENCE for mark in here),
    )


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or is_hidden(text[at]) != is_hidden(text[begin]):
            yield is_hidden(text[begin]), text[begin:at]
            begin = at
