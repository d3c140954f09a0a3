"""Text that remembers where each of its characters came from.

Cleaning repairs a text; it never rewrites what the report says.  An `AlignedText` is the repaired
text with the list of its pieces, each copied from the raw file or put in place of raw characters
by a named repair.  Offsets are code points, half-open, kept from the start and never searched for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Part = tuple[str, int, int, str]  # clean characters, raw start, raw end, repair
Edit = tuple[int, int, str, str]  # start and end in the clean text, what to put there, repair

REPAIRS = (
    "mojibake",
    "line_wrap",
    "hyphen",
    "furniture",
    "note_marker",
    "space",
    "column",
    "repeated_caption",
    "control",
    "ligature",
    "glued_words",
    "entity",
    "mark",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of clean text and the raw characters that it stands for.

    `repair` is empty where the text was copied; then both spans have the same length.  A repair
    may remove (`start == end`) or replace.  `furniture` pieces stand for raw characters that
    belong to another block (a page number in the middle of a sentence).
    """

    start: int  # in the clean text
    end: int
    raw_start: int  # in the raw file
    raw_end: int
    repair: str = ""


@dataclass(frozen=True, slots=True)
class AlignedText:
    """Clean text with its pieces, which tile both the clean text and its raw span, in order."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def raw_start(self) -> int:
        return self.pieces[0].raw_start if self.pieces else 0

    @property
    def raw_end(self) -> int:
        return self.pieces[-1].raw_end if self.pieces else 0

    @property
    def repairs(self) -> tuple[Piece, ...]:
        """The pieces that are not copies, in order."""
        return tuple(piece for piece in self.pieces if piece.repair)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of `text[start:end]`; a span that cuts a repair takes the whole repair.

        Raises ValueError if the span is empty or leaves the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} is empty or leaves a text of {len(self.text)}")
        first, last = self.piece_at(start), self.piece_at(end - 1)
        raw_start = first.raw_start + (0 if first.repair else start - first.start)
        raw_end = last.raw_end if last.repair else last.raw_start + end - last.start
        return raw_start, raw_end

    def clean_span(self, raw_start: int, raw_end: int) -> tuple[int, int] | None:
        """The span of this text that stands for the raw characters; None if the text holds none.

        A span that cuts a repair takes the whole repair, as in `raw_span`.
        """
        low = bisect_right(self.pieces, raw_start, key=_raw_end)
        high = bisect_left(self.pieces, raw_end, key=_raw_start) - 1
        if low > high:
            return None
        first, last = self.pieces[low], self.pieces[high]
        start = first.start + (0 if first.repair else max(raw_start - first.raw_start, 0))
        end = last.end if last.repair else min(last.end, last.start + raw_end - last.raw_start)
        return (start, end) if start < end else None

    def piece_at(self, index: int) -> Piece:
        """The piece that holds the character `text[index]`."""
        return self.pieces[bisect_right(self.pieces, index, key=_start) - 1]

    def part(self, start: int, end: int) -> "AlignedText":
        """`text[start:end]` with its own pieces; white space at both ends is left out.

        Repairs that removed characters at either edge stay with the part on their left; those
        at the text's very start stay with the part that begins there.
        """
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return AlignedText(self.text[start:end], tuple(_cut(self.pieces, start, end)))


def copied(raw: str, start: int = 0, end: int | None = None) -> AlignedText:
    """`raw[start:end]`, unrepaired."""
    stop = len(raw) if end is None else end
    text = raw[start:stop]
    return AlignedText(text, (Piece(0, len(text), start, stop),) if text else ())


def joined(parts: Iterable[Part]) -> AlignedText:
    """Build a text from (clean characters, raw start, raw end, repair) in raw order.

    Neighbouring copies become one piece; a part that is empty on both sides is left out.
    """
    pieces: list[Piece] = []
    texts: list[str] = []
    at = 0
    for text, raw_start, raw_end, repair in parts:
        if not text and raw_start == raw_end:
            continue
        last = pieces[-1] if pieces else None
        if last and not repair and not last.repair and last.raw_end == raw_start:
            pieces[-1] = Piece(last.start, at + len(text), last.raw_start, raw_end)
        else:
            pieces.append(Piece(at, at + len(text), raw_start, raw_end, repair))
        texts.append(text)
        at += len(text)
    return AlignedText("".join(texts), tuple(pieces))


def restored(text: AlignedText, raw: str) -> str:
    """The clean text rebuilt from the raw file and the repairs alone, as a checker does."""
    return "".join(
        text.text[p.start : p.end] if p.repair else raw[p.raw_start : p.raw_end]
        for p in text.pieces
    )


def is_tiled(pieces: Sequence[Piece]) -> bool:
    """Whether pieces follow one another without gap or overlap, and copies keep their length."""
    follows = all(a.end == b.start and a.raw_end == b.raw_start for a, b in pairwise(pieces))
    return follows and all(p.repair or p.end - p.start == p.raw_end - p.raw_start for p in pieces)


def chained(texts: Iterable[tuple[AlignedText, Sequence[Part]]]) -> AlignedText:
    """Texts of one file joined into one, each with the parts between it and the next."""
    parts: list[Part] = []
    for text, between in texts:
        parts.extend(_parts(text, 0, len(text.text)))
        parts.extend(between)
    return joined(parts)


def edited(text: AlignedText, edits: Iterable[Edit]) -> AlignedText:
    """The text after edits, given in order; none may be empty in the clean text.

    An edit that cuts an earlier repair takes the whole of it, so that both can be undone; an edit
    that overlaps the edit before it is left out.
    """
    parts: list[Part] = []
    at = 0
    for start, end, new, repair in edits:
        first, last = text.piece_at(start), text.piece_at(end - 1)
        low = first.start if first.repair else start
        high = last.end if last.repair else end
        if low < at:
            continue
        parts.extend(_parts(text, at, low))
        words = text.text[low:start] + new + text.text[end:high]
        parts.append((words, *text.raw_span(low, high), repair))
        at = high
    parts.extend(_parts(text, at, len(text.text)))
    return joined(parts)


def _parts(text: AlignedText, start: int, end: int) -> Iterator[Part]:
    for piece in _cut(text.pieces, start, end, whole=True):
        words = text.text[start + piece.start : start + piece.end]
        yield words, piece.raw_start, piece.raw_end, piece.repair


def _cut(pieces: Sequence[Piece], start: int, end: int, *, whole: bool = False) -> Iterator[Piece]:
    """The pieces of a span, counted from its start.

    A removal belongs to the text before it; with `whole` one at the start is included too.
    """
    first = bisect_left(pieces, start, key=_end)
    for piece in pieces[first : bisect_right(pieces, end, key=_start)]:
        low, high = max(piece.start, start), min(piece.end, end)
        removed = piece.start == piece.end
        if not (low < high or (removed and (whole or start < piece.start or start == 0))):
            continue
        if piece.repair:
            raw_start, raw_end = piece.raw_start, piece.raw_end
        else:
            raw_start = piece.raw_start + low - piece.start
            raw_end = piece.raw_end + high - piece.end
        yield Piece(low - start, high - start, raw_start, raw_end, piece.repair)


def _start(piece: Piece) -> int:
    return piece.start


def _end(piece: Piece) -> int:
    return piece.end


def _raw_start(piece: Piece) -> int:
    return piece.raw_start


def _raw_end(piece: Piece) -> int:
    return piece.raw_end
