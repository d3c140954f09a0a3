"""Several people on one row: whether they agree, and how much more than by chance.

A person's view of a row is what it said after they reviewed it.  Two views agree if both reject
the row, or neither does and all reviewed cells are the same: a person who accepts a row after
another has corrected it agrees with the correction.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from pipeline.records.errors import BadInputError

Views = Mapping[str, "View"]  # by reviewer


@dataclass(frozen=True, slots=True)
class View:
    """A row as one person reviewed it; the verdict compares it with the found row."""

    verdict: str  # accept, correct, reject, add
    cells: Mapping[str, str]

    def agrees(self, other: "View") -> bool:
        rejects = self.verdict == "reject"
        if rejects or other.verdict == "reject":
            return rejects and other.verdict == "reject"
        return self.cells == other.cells


@dataclass(frozen=True, slots=True)
class Policy:
    """How many people have to review a row before it counts as reviewed."""

    reviewers: int = 1
    above: Decimal | None = None  # only for rows of at least this amount; None: for all

    def needed(self, row: Mapping[str, str]) -> int:
        amounts = [Decimal(row[name]) for name in ("low", "high") if row.get(name)]
        if self.above is not None and not any(amount >= self.above for amount in amounts):
            return 1
        return self.reviewers


def read_policy(reviewers: str, above: str) -> Policy:
    """The policy from the values of REVIEWERS and REVIEWERS_ABOVE; empty is the default.

    Raises BadInputError.
    """
    if reviewers and not (reviewers.isascii() and reviewers.isdigit() and 1 <= int(reviewers) <= 9):
        raise BadInputError(f"REVIEWERS '{reviewers}': write a number from 1 to 9")
    if above and not (above.isascii() and above.isdigit()):
        raise BadInputError(f"REVIEWERS_ABOVE '{above}': write digits, such as 10000000")
    return Policy(int(reviewers or "1"), Decimal(above) if above else None)


def agreed(views: Iterable[View]) -> bool:
    """Whether all views agree with the first."""
    first, *others = views
    return all(first.agrees(other) for other in others)


def kappa(rows: Iterable[Views]) -> Fraction | None:
    """Cohen's kappa over rows that two people reviewed; with more people, the mean over the pairs
    of people, each weighted by the rows that both reviewed.  None if no row has two views.

    Cohen (1960), A Coefficient of Agreement for Nominal Scales.  The classes are accept, correct
    and reject; two corrections that differ count as no agreement.
    """
    pairs: dict[tuple[str, str], list[tuple[View, View]]] = defaultdict(list)
    for views in rows:
        for one, other in combinations(sorted(views), 2):
            pairs[one, other].append((views[one], views[other]))
    shared = sum(map(len, pairs.values()))
    if not shared:
        return None
    return sum((_kappa(both) * len(both) for both in pairs.values()), Fraction(0)) / shared


def _kappa(rows: Sequence[tuple[View, View]]) -> Fraction:
    count = len(rows)
    observed = Fraction(sum(one.agrees(other) for one, other in rows), count)
    first, second = (Counter(views[i].verdict for views in rows) for i in (0, 1))
    chance = Fraction(sum(first[verdict] * second[verdict] for verdict in first), count * count)
    return Fraction(1) if chance == 1 == observed else _beyond(observed, chance)


def _beyond(observed: Fraction, chance: Fraction) -> Fraction:
    return (observed - chance) / (1 - chance) if chance != 1 else Fraction(0)
