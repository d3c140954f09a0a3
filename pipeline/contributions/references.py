"""Amounts that refer to one stated elsewhere: "this $5 million", and headings over their text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.records.facts import Contribution, Reading
from pipeline.records.intervals import is_restated

TITLES = ("heading", "banner")
NEAR = 8  # contributions between a reference, or a heading, and what it refers to
DEFINITE = re.compile(
    r"(?:\b(?:this|these|that)\b[^.;:,$€£¥\d]{0,40}|\bthe\W+)(?:(?:\w+\W+){1,3}of\W+)?(?:[A-Z]{2,3}\W*)?\Z",
    re.IGNORECASE,
)


def with_references(
    found: Sequence[Contribution], readings: Sequence[Reading]
) -> list[Contribution]:
    """The contributions in reading order, those tied to another whose words refer to it.

    A heading repeats the row of its text that states the same amount, or one that it rounds.
    """
    blocks = {reading.block.block_id: reading.block for reading in readings}
    tied: dict[int, int] = {}
    for at, row in enumerate(found):
        if _may_refer(row):
            block = blocks[row.bearer.block_id]
            if block.kind in TITLES:
                other = next(_like(found, at, range(at + 1, at + 1 + NEAR)), None)
            elif DEFINITE.search(block.text.text[row.sentence[0] : row.bearer.start]):
                other = next(_like(found, at, range(at - 1, at - 1 - NEAR, -1)), None)
            else:
                other = None
            if other is not None and tied.get(other) != at:
                tied[at] = other
    return [_tied(row, found, tied.get(at)) for at, row in enumerate(found)]


def _may_refer(row: Contribution) -> bool:
    """What fulfils a pledge is another transaction of the same amount."""
    is_stated = row.amount is not None and row.not_countable in ("", "total")
    return is_stated and row.pledge_words is None


def _like(found: Sequence[Contribution], at: int, places: range) -> Iterator[int]:
    """The contributions there whose amount is the same, or rounded to the same."""
    amount = found[at].amount
    for place in places:
        other = found[place] if 0 <= place < len(found) else None
        if amount is None or other is None or other.amount is None:
            continue
        if _may_refer(other) and is_restated(amount, other.amount, cut_off=True):
            yield place


def _tied(row: Contribution, found: Sequence[Contribution], other: int | None) -> Contribution:
    if other is None:
        return row
    first = found[other]
    return replace(row, duplicate_of=first.duplicate_of or first.bearer, not_countable="duplicate")
