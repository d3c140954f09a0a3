"""A paragraph as the reader's network takes it: word pieces with their places, cut into windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW = 256  # word pieces of the text that are read at once: nearly every paragraph is one window
OVERLAP = 64  # word pieces that two windows share
LEAD = 48  # word pieces, at most, of a paragraph's first sentence, which often says who gives
WHOSE = 24  # word pieces of what is said before the text


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text in word pieces.

    `ids[text:]` are the text's pieces and a closing mark; `starts` and `ends` tell where each piece
    of the text stands, as code points; what comes before `text` has no place.  The first `lead` of
    them repeat the beginning of the paragraph.
    """

    ids: tuple[int, ...]
    text: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lead: int = 0

    def pieces(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and the last-but-one of `ids` that lie in a stretch of the text."""
        inside = [
            k
            for k, (a, b) in enumerate(zip(self.starts, self.ends, strict=True))
            if a < end and start < b
        ]
        return (self.text + inside[0], self.text + inside[-1] + 1) if inside else None


def windows_of(tokenizer: "Tokenizer", whose: str, text: str, begin: int = 0) -> list[Window]:
    """The windows of a text in order; each but the last shares its end with the next one.

    `whose` says whose text it is: "provider Denmark; annual report", or nothing.  The paragraph
    begins at `begin`; its first sentence is read again with all that is far from it.
    """
    head = tokenizer.encode(whose, add_special_tokens=False).ids[:WHOSE]
    opening, closing = (tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]"))
    front = (opening, *head, closing)
    encoded = tokenizer.encode(text, add_special_tokens=False)
    ids, places = encoded.ids, encoded.offsets
    openings = _openings(text, places)
    first = next((k for k, (start, _) in enumerate(places) if start >= begin), len(ids))
    ends = next((k for k in openings if k > first), len(ids))
    lead = range(first, min(ends, first + LEAD))
    return [
        _window((front, closing), ids, places, ([*lead] if start >= lead.stop else [], start, end))
        for start, end in _stretches(len(ids), openings)
    ]


def _window(
    marks: tuple[tuple[int, ...], int],
    ids: Sequence[int],
    places: Sequence[tuple[int, int]],
    part: tuple[list[int], int, int],
) -> Window:
    (front, closing), (lead, first, last) = marks, part
    chosen = [*lead, *range(first, last)]
    return Window(
        ids=(*front, *(ids[k] for k in chosen), closing),
        text=len(front),
        starts=tuple(places[k][0] for k in chosen),
        ends=tuple(places[k][1] for k in chosen),
        lead=len(lead),
    )


def _openings(text: str, places: Sequence[tuple[int, int]]) -> list[int]:
    """The pieces that open a sentence, roughly: those behind a full stop and a space."""
    return [
        k
        for k, (start, _) in enumerate(places)
        if start >= 2 and text[start - 1].isspace() and text[start - 2] in ".!?;:"
    ]


def _stretches(count: int, openings: list[int]) -> list[tuple[int, int]]:
    """Stretches of at most WINDOW pieces, each but the first opened by a sentence if one can."""
    found, first, size = [], 0, WINDOW
    while count - first > size:
        last = first + size
        found.append((first, last))
        near = [k for k in openings if last - 2 * OVERLAP < k <= last - OVERLAP and k > first]
        first = near[-1] if near else last - OVERLAP
        size = WINDOW - LEAD
    return [*found, (first, count)]
