"""Text that remembers where each of its characters came from.

Cleaning repairs a text; it never rewrites what the report says.  An `AlignedText` is the repaired
text beside the list of its pieces, each copied from the raw file or put in place of raw characters
by a named repair.  Offsets are code points, half-open, kept from the start and never sought again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

REPAIRS = (
    "mojibake",
    "line_wrap",
    "hyphen",
    "furniture",
    "note_marker",
    "space",
    "repeated_caption",
    "control",
    "ligature",
    "glued_words",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of clean text and the raw characters that it stands for.

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
        first = next(p for p in self.pieces if p.start <= start < p.end)
        last = next(p for p in self.pieces if p.start <= end - 1 < p.end)
        raw_start = first.raw_start + (0 if first.repair else start - first.start)
        raw_end = last.raw_end if last.repair else last.raw_start + end - last.start
        return raw_start, raw_end

    def part(self, start: int, end: int) -> "AlignedText":
        """`text[start:end]` with its own pieces; white space at both ends is left out.

        Repairs that removed characters at either edge stay with the part on their left.
        """
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return AlignedText(self.text[start:end], tuple(_cut(self.pieces, start, end)))


def copied(raw: str, start: int = 0, end: int | None = None) -> AlignedText:
    """`raw[start:end]` as it stands, unrepaired."""
    stop = len(raw) if end is None else end
    text = raw[start:stop]
    return AlignedText(text, (Piece(0, len(text), start, stop),) if text else ())


def joined(parts: Iterable[tuple[str, int, int, str]]) -> AlignedText:
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
    """The clean text rebuilt from the raw file and the repairs alone: what a checker does."""
    return "".join(
        text.text[p.start : p.end] if p.repair else raw[p.raw_start : p.raw_end]
        for p in text.pieces
    )


def is_tiled(pieces: Sequence[Piece]) -> bool:
    """Whether pieces follow one another without gap or overlap, and copies keep their length."""
    follows = all(a.end == b.start and a.raw_end == b.raw_start for a, b in pairwise(pieces))
    return follows and all(p.repair or p.end - p.start == p.raw_end - p.raw_start for p in pieces)


def _cut(pieces: Sequence[Piece], start: int, end: int) -> Iterable[Piece]:
    for piece in pieces:
        removed = piece.start == piece.end
        inside = start < piece.start <= end if removed else piece.start < end and piece.end > start
        if not inside:
            continue
        if piece.repair:
            low, high = max(piece.start, start), min(piece.end, end)
            yield Piece(low - start, high - start, piece.raw_start, piece.raw_end, piece.repair)
        else:
            low, high = max(piece.start, start), min(piece.end, end)
            raw = piece.raw_start - piece.start
            yield Piece(low - start, high - start, raw + low, raw + high)
