"""Amounts that may overlap without the text saying so: an analyst decides, and totals can say.

Two rules: the same amount of one provider, stated twice with different detail; and a smaller amount
through a channel or for a purpose, beside a larger one of the same provider to the same country.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.contributions.restated import share_words, similarity_of, times_differ
from pipeline.records.facts import Basis, Bearer, Contribution, MoneyRelation, Reading

MOST = 2  # relations of one amount by these rules
REACH = 12  # rows of one provider and country to look back and ahead
SECTOR = 2  # digits of a CRS purpose code that name its sector: 12 is health
ADDED = re.compile(
    r"\b(?:also|additional(?:ly)?|addition|further(?:more)?|another|moreover|besides|separate(?:ly)?"
    r"|other|more)\b",
    re.IGNORECASE,
)


def find_overlaps(
    readings: Sequence[Reading],
    contributions: Sequence[Contribution],
    known: Iterable[MoneyRelation],
) -> list[MoneyRelation]:
    """Relations `overlap_unknown` between unrelated rows; the whole is the larger or the first."""
    texts = {reading.block.block_id: reading.block.text.text for reading in readings}
    sections = {reading.block.block_id: reading.section_path for reading in readings}
    rows = [row for row in contributions if not row.not_countable and row.provider and row.amount]
    tied = {relation.part for relation in known}
    made: list[MoneyRelation] = []
    count: Counter[Bearer] = Counter()
    pairs = [*_equal_pairs(rows, sections), *_inner_pairs(rows, texts, sections)]
    for whole, part, rule in pairs:
        free = part.bearer not in tied and max(count[whole.bearer], count[part.bearer]) < MOST
        if free:
            tied.add(part.bearer)
            count.update((whole.bearer, part.bearer))
            basis = Basis(rule, "low", ("overlap_not_told",))
            made.append(MoneyRelation(whole.bearer, part.bearer, "overlap_unknown", None, basis))
    return made


Pair = tuple[Contribution, Contribution, str]  # whole, part, rule
Sections = Mapping[str, tuple[str, ...]]


def _equal_pairs(rows: Sequence[Contribution], sections: Sections) -> Iterator[Pair]:
    """The same amount with different detail: perhaps one contribution."""
    earlier: dict[tuple[object, ...], list[Contribution]] = defaultdict(list)
    for row in rows:
        if row.amount and row.provider:
            key = (row.amount.low, row.amount.high, row.amount.currency, row.provider.key)
            first = next(
                (r for r in reversed(earlier[key]) if similarity_of(r, row, sections)), None
            )
            if first is not None:
                yield first, row, "perhaps_restated"
            earlier[key].append(row)


def _inner_pairs(
    rows: Sequence[Contribution], texts: Mapping[str, str], sections: Sections
) -> Iterator[Pair]:
    """ "NOK 9 million for health in Malawi"; "NOK 3 million to UNICEF for vaccines in Malawi"."""
    groups: dict[tuple[object, ...], list[Contribution]] = defaultdict(list)
    for row in rows:
        if row.amount and row.provider and len(row.recipients) == 1 and row.recipients[0].iso3:
            key = (row.provider.key, row.recipients[0].iso3, row.amount.currency)
            groups[key].append(row)
    for group in groups.values():
        for at, part in enumerate(group):
            near = group[max(at - REACH, 0) : at][::-1] + group[at + 1 : at + 1 + REACH]
            whole = next((w for w in near if _may_hold(w, part, texts, sections)), None)
            if whole is not None:
                yield whole, part, "within_a_larger_amount"


def _may_hold(
    whole: Contribution, part: Contribution, texts: Mapping[str, str], sections: Sections
) -> bool:
    apart = (whole.bearer.block_id, whole.sentence) != (part.bearer.block_id, part.sentence)
    near = sections.get(whole.bearer.block_id) == sections.get(part.bearer.block_id)
    said = texts[part.bearer.block_id][slice(*part.sentence)]
    return (
        apart
        and near
        and _is_larger(whole, part)
        and not (whole.channels or whole.implementers)
        and bool(set(whole.transaction_types) & set(part.transaction_types))
        and not times_differ(whole, part)
        and _is_inside(whole, part)
        and not ADDED.search(said)
    )


def _is_larger(whole: Contribution, part: Contribution) -> bool:
    sizes = [row.amount.low or row.amount.high if row.amount else None for row in (whole, part)]
    return sizes[0] is not None and sizes[1] is not None and sizes[0] > sizes[1]


def _is_inside(whole: Contribution, part: Contribution) -> bool:
    """For the same purpose or sector; or through a channel, where the larger states no purpose."""
    sectors = [{code[:SECTOR] for code in row.purpose_codes} for row in (whole, part)]
    if whole.purpose is None:
        return bool(part.channels)
    return share_words(whole, part) or bool(sectors[0] & sectors[1])
