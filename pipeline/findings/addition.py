"""Amounts that add up: a total, and the run of amounts after or before it that it equals.

An announcement states its total in one sentence and the components in the next ones, often without
a word that ties them.  Their arithmetic does: that a run of amounts equals another by accident is
the less likely, the more digits they have and the fewer runs have been tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import gcd

CENTS = 100
WINDOW = 40  # the most components of a total, and the furthest place of the first
REACH = 2 * WINDOW  # how many amounts away from its components a total may stand
NEXT, APART = 0.25, 0.015  # accidental runs expected: beside the total, and further away
AT_ODDS = 0.005  # where a component has another provider or recipient than the total


@dataclass(frozen=True, slots=True)
class Term:
    """An amount that may be a total or a component; amounts of one currency are comparable."""

    value: Decimal
    half: Decimal  # half a unit of its last printed digit
    currency: str
    may_be_total: bool = True
    item: str = ""  # the item of a list that holds it; empty outside lists
    provider: str = ""  # a country's code; empty where the words name no country that gives
    recipients: frozenset[str] = frozenset()  # countries by code; empty if there may be others


@dataclass(frozen=True, slots=True)
class Addition:
    """A total and its components, as places in the sequence of terms."""

    total: int
    components: tuple[int, ...]
    chance: float  # of accidental runs as good as this one, expected


def find_additions(terms: Sequence[Term]) -> list[Addition]:
    """Totals with the runs of terms that they equal; no term is a component twice.

    The least accidental addition is taken first, and its components then no longer stand between
    those of a larger total: 10, 7, 5, 2, 3 gives 7 = 5 + 2 and 10 = 7 + 3.  Terms stand in reading
    order.
    """
    found: list[Addition] = []
    explained: set[int] = set()
    best = {at: _best(terms, at, explained) for at, term in enumerate(terms) if term.may_be_total}
    while known := [addition for addition in best.values() if addition]:
        addition = min(known, key=lambda one: (one.chance, one.total))
        found.append(addition)
        explained.update(addition.components)
        del best[addition.total]
        first, last = addition.components[0] - REACH, addition.components[-1] + REACH
        for at in [at for at in best if first <= at <= last]:
            best[at] = _best(terms, at, explained)
    return sorted(found, key=lambda addition: addition.total)


def _best(terms: Sequence[Term], at: int, explained: set[int]) -> Addition | None:
    return min(_runs(terms, at, explained), key=lambda run: run.chance, default=None)


def _runs(terms: Sequence[Term], at: int, explained: set[int]) -> Iterator[Addition]:
    """The runs that equal a total and are hardly an accident."""
    total = terms[at]
    after, before = range(len(terms))[at + 1 : at + REACH], range(max(0, at - REACH), at)
    for side in (after, before[::-1]):
        near = [k for k in side if k not in explained and _may_be_component(total, terms[k])]
        tried = 0
        for first in range(min(len(near), WINDOW)):
            sums = accumulate(terms[k].value for k in near[first : first + WINDOW])
            for number, added in enumerate(sums, 1):
                missed, leeway = added - total.value, _leeway(total, number)
                if missed > leeway:
                    break
                tried += number > 1
                if number > 1 and missed >= -leeway:
                    run = near[first : first + number]
                    chance = tried * _resolution(terms, (at, *run), missed)
                    if chance <= _allowed(total, [terms[k] for k in run], first == 0):
                        yield Addition(at, tuple(sorted(run)), chance)


def _may_be_component(total: Term, term: Term) -> bool:
    """Whether it is smaller and comparable; one item of a list is not the total of others."""
    apart = bool(total.item) and term.item != total.item
    return term.currency == total.currency and 0 < term.value < total.value and not apart


def _leeway(total: Term, number: int) -> Decimal:
    """How far that many components may miss: three by rounding, four and more by a slip, too."""
    if number < 3:
        return Decimal(0)
    return total.half if number == 3 else max(total.half, total.value / 200)


def _resolution(terms: Sequence[Term], places: Sequence[int], missed: Decimal) -> float:
    """How near the run comes to its total, the first of `places`; no nearer than their grid."""
    grid = gcd(*(int(terms[at].value * CENTS) for at in places))
    return float(max(Decimal(grid) / CENTS, 2 * abs(missed)) / terms[places[0]].value)


def _allowed(total: Term, run: Sequence[Term], is_next: bool) -> float:
    if any(_at_odds(total, component) for component in run):
        return AT_ODDS
    return NEXT if is_next else APART


def _at_odds(total: Term, component: Term) -> bool:
    """Whether another country gives the component, or a country outside the total receives it."""
    providers = {term.provider for term in (total, component) if term.provider}
    outside = total.recipients and component.recipients - total.recipients
    return len(providers) > 1 or bool(outside)
