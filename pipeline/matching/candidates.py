"""The best records of each contribution, found in one pass over a source of any size."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.matching.claims import Claim
from pipeline.matching.comparing import Comparison, compare
from pipeline.matching.names import Identity, identity
from pipeline.matching.records import Party, Record
from pipeline.records.text import evidence_id

MOST = 3  # candidates of a contribution
MANY = 60  # candidates kept before the worst are dropped


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may state a contribution."""

    claim: Claim
    record: Record
    comparison: Comparison

    @property
    def match_id(self) -> str:
        """Made from the contribution's evidence and the record: the same on every run."""
        return evidence_id("match", self.claim.row_id, *self.record.content)

    @property
    def order(self) -> tuple[object, ...]:
        """The best first, whatever the order of the file."""
        outcome = self.comparison.outcome != "match"
        return (-self.comparison.points, outcome, self.record.content, self.record.title)


@dataclass(slots=True)
class Found:
    """What a source says about each contribution."""

    candidates: dict[str, list[Candidate]]  # row_id of a contribution -> the best first
    read: int = 0  # records of the source


def find_candidates(
    claims: Sequence[Claim], records: Iterable[Record], decided: Collection[str] = ()
) -> Found:
    """The best records of each contribution, and those pairs that a person has `decided` about.

    The order of the records does not change the result.
    """
    found, reach = Found({claim.row_id: [] for claim in claims}), _Providers(claims)
    for record in records:
        found.read += 1
        for claim in reach.claims_of(record.providers):
            if comparison := compare(claim, record):
                kept = found.candidates[claim.row_id]
                kept.append(Candidate(claim, record, comparison))
                if len(kept) > MANY:
                    kept[:] = _best(kept, decided)
    for kept in found.candidates.values():
        kept[:] = _best(kept, decided)
    return found


def _best(kept: Iterable[Candidate], decided: Collection[str]) -> list[Candidate]:
    """The best ones in order, each once, with those that were decided."""
    ordered = sorted(kept, key=lambda candidate: candidate.order)
    once = {candidate.match_id: candidate for candidate in reversed(ordered)}
    ranked = sorted(once.values(), key=lambda candidate: candidate.order)
    return [
        candidate
        for place, candidate in enumerate(ranked)
        if place < MOST or candidate.match_id in decided
    ]


class _Providers:
    """Which contributions a record's provider may have made."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        self.claims_of = lru_cache(maxsize=10_000)(self._claims_of)

    def _claims_of(self, providers: tuple[Party, ...]) -> tuple[Claim, ...]:
        theirs: Identity = identity(providers)
        return tuple(claim for claim in self._claims if claim.provider.is_same(theirs))


def shared_records(found: Found) -> dict[tuple[str, ...], list[str]]:
    """A record's content -> the contributions that it is a candidate of, in their order."""
    shared: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row_id, kept in found.candidates.items():
        for candidate in kept:
            shared[candidate.record.content].append(row_id)
    return shared
