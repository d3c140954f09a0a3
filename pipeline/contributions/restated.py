"""Contributions stated again: which rows are one contribution, and which may be.

The amount, its currency and the provider must be the same, and the times must not differ.  Where
the parties are the same, too, the later row is the first one stated again.  Where one row states
less than the other (no recipient, a region for its country, no channel), the amount must be
specific, and the purposes alike or the section the same; otherwise two rows with a party or a word
of the purpose in common may overlap, and both stay.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline.records.facts import Contribution, Party
from pipeline.vocab import read_vocab

SPECIFIC = 3  # significant digits of an amount that hardly two contributions share
CONTENT = re.compile(r"[^\W\d_]{4,}")
Sections = Mapping[str, tuple[str, ...]]  # block_id -> path of its section


@dataclass(slots=True)
class Group:
    """The rows of one contribution, its first mention first."""

    rows: list[Contribution] = field(default_factory=list)

    def takes(self, row: Contribution, similarity: str, sections: Sections) -> bool:
        """Whether the row is like one of these, and contradicts none."""
        found = [similarity_of(other, row, sections) for other in self.rows]
        return all(found) and similarity in found


def marked_duplicates(
    found: Sequence[Contribution], sections: Sections | None = None
) -> list[Contribution]:
    """Tie a contribution stated again to the row that stated it first.

    A row that states less than two different contributions is tied to neither.
    """
    groups: dict[tuple[object, ...], list[Group]] = {}
    marked = []
    for row in found:
        key = _key(row)
        known = groups.setdefault(key, []) if key else []
        group = _group_of(row, known, sections or {})
        if group is None:
            known.append(Group([row]))
            marked.append(row)
        else:
            first = group.rows[0].bearer
            group.rows.append(row)
            marked.append(replace(row, duplicate_of=first, not_countable="duplicate"))
    return marked


def _group_of(row: Contribution, known: Sequence[Group], sections: Sections) -> Group | None:
    exact = next((group for group in known if group.takes(row, "exact", sections)), None)
    if exact is not None:
        return exact
    same = [group for group in known if group.takes(row, "same", sections)]
    return same[0] if len(same) == 1 else None


def _key(row: Contribution) -> tuple[object, ...]:
    """What two rows of one contribution share; nothing where the row cannot be compared."""
    amount, provider = row.amount, row.provider
    if amount is None or provider is None or not row.took_place:
        return ()
    return (amount.low, amount.high, amount.currency, provider.key)


def similarity_of(one: Contribution, other: Contribution, sections: Sections) -> str:
    """exact, same, perhaps, or nothing: whether two rows can be one contribution.

    `one` stands before `other`; both have the same amount, currency and provider.
    """
    if _in_one_sentence(one, other) or times_differ(one, other) or _fulfils(one, other):
        return ""
    if parties_of(one) == parties_of(other):
        return "exact"
    if not fit_together(one, other):
        return ""
    is_specific = _digits(one) >= SPECIFIC
    near = sections.get(one.bearer.block_id) == sections.get(other.bearer.block_id)
    alike = share_words(one, other)
    if is_specific and (alike or near):
        return "same"
    return "perhaps" if alike or parties_of(one) & parties_of(other) else ""


def parties_of(row: Contribution) -> frozenset[str]:
    """The keys of recipients, channels and implementers."""
    return frozenset(p.key for p in (*row.recipients, *row.channels, *row.implementers))


def fit_together(one: Contribution, other: Contribution) -> bool:
    """Whether no party of one row contradicts those of the other."""
    return _fit(one.recipients, other.recipients) and _fit(_through(one), _through(other))


def share_words(one: Contribution, other: Contribution) -> bool:
    """Whether the purposes of two rows have a word of content in common."""
    words = [
        {word[:6].lower() for word in CONTENT.findall(row.purpose.text if row.purpose else "")}
        for row in (one, other)
    ]
    return bool(words[0] & words[1])


def _in_one_sentence(one: Contribution, other: Contribution) -> bool:
    return one.bearer.block_id == other.bearer.block_id and one.sentence == other.sentence


def times_differ(one: Contribution, other: Contribution) -> bool:
    """Whether two rows state different times; a missing one may be any."""
    times = {row.period.edtf or row.period.text for row in (one, other) if row.period}
    return len(times) > 1


def _fulfils(one: Contribution, other: Contribution) -> bool:
    """ "It has disbursed the $5 million that it pledged": not the pledge stated again."""
    return other.pledge_words is not None and one.transaction_types != other.transaction_types


def _through(row: Contribution) -> tuple[Party, ...]:
    return (*row.channels, *row.implementers)


def _fit(some: Iterable[Party], others: Iterable[Party]) -> bool:
    """Whether one list states less than the other: nothing, fewer, a region for its country.

    A party without a code may be any.
    """
    one, two = ({p.key: p for p in parties if p.iso3 or p.entity_id} for parties in (some, others))
    fewer, more = sorted((one, two), key=len)
    if not fewer or fewer.keys() <= more.keys():
        return True
    within = (
        all(any(_holds(region, p) for region in regions.values()) for p in inside.values())
        for regions, inside in ((one, two), (two, one))
    )
    return any(within)


def _holds(region: Party, inside: Party) -> bool:
    return region.key == inside.key or (inside.iso3 in members_of(region) and bool(inside.iso3))


def members_of(region: Party) -> frozenset[str]:
    """The countries of a region or group whose members are known, ISO 3166-1 alpha-3."""
    return frozenset() if region.iso3 else _members().get(region.name.casefold(), frozenset())


@cache
def _members() -> dict[str, frozenset[str]]:
    return {
        name.casefold(): frozenset(member[:3] for member in row["members"].split("|") if member)
        for row in read_vocab("regions")
        for name in (row["name"], *row["aliases"].split("|"))
        if name
    }


def _digits(row: Contribution) -> int:
    """Significant digits of the amount: 1 for $5 million, 4 for $12.35 million."""
    value = row.amount.low or row.amount.high if row.amount else None
    return len(value.normalize().as_tuple().digits) if value is not None else 0
