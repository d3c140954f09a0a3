"""Which contributions a total adds: nothing twice, nothing beside the amount that includes it.

Where an amount and its components are both there, one of the two is added.  It is never the one
that is certainly smaller, so that a filter cannot make a total larger.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.totals.containment import Containment
from pipeline.totals.inputs import Row


def rows_that_count(rows: Sequence[Row], known: Containment) -> tuple[list[Row], dict[str, str]]:
    """The rows that may be added together, and for each of the others the reason why not."""
    reasons = dict(_rejected_or_empty(rows))
    mentions: dict[str, Row] = {}
    for row in rows:
        if row.row_id not in reasons:
            first = known.first[row.row_id]
            if first in mentions or first not in known.amounts:  # there: one of another type
                reasons[row.row_id] = "duplicate"
            else:
                mentions[first] = row
    chosen = set(_without_included(_Choice(known, mentions).all(), known))
    reasons |= {
        mentions[first].row_id: _reason(first, chosen, known)
        for first in mentions
        if first not in chosen
    }
    return [row for row in rows if row.row_id not in reasons], reasons


def _rejected_or_empty(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.cells["review_status"] == "rejected":
            yield row.row_id, "rejected"
        elif not (row.cells["low"] or row.cells["high"]):
            yield row.row_id, "no_amount"


class _Choice:
    """The choice between amounts and their components, among the mentions that are there."""

    def __init__(self, known: Containment, mentions: Mapping[str, Row]) -> None:
        self.known = known
        self.usable = known.usable.intersection(mentions)

    def all(self) -> list[str]:
        roots = (first for first in self.known.amounts if first not in self.known.parent)
        return [first for root in roots for first in self._of(root)]

    def _of(self, first: str) -> list[str]:
        """The amounts that stand for one amount: the first way that no other certainly exceeds."""
        known = self.known
        components = known.components.get(first, ())
        own = known.own(first)
        itself = [first] if first in self.usable else []
        parts = [each for component in own for each in self._of(component)]
        examples = [
            each for component in components if component not in own for each in self._of(component)
        ]
        is_complete = bool(own) and all(component in self.usable for component in own)
        by_parts_first = known.prefers_components(first) and is_complete
        ways = [parts, itself, examples] if by_parts_first else [itself, parts, examples]
        figures = [known.added(way) for way in ways]
        for way, figure in zip(ways, figures, strict=True):
            if way and not any(other.exceeds(figure) for other in figures):
                return way
        return []


def _without_included(chosen: Sequence[str], known: Containment) -> list[str]:
    """Without an amount that a chosen one includes by a further relation."""
    every = {*chosen}
    return [first for first in chosen if not known.all_including(first) & every]


def _reason(first: str, chosen: set[str], known: Containment) -> str:
    own = known.reasons[first]
    if own:
        return own
    if not any(first in known.all_including(one) for one in chosen):
        return "part"
    return "fulfilled" if first in known.fulfilled else "total"
