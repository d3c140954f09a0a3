"""Stated totals and their components in other sentences, and what then counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.findings.addition import find_additions
from pipeline.findings.block_amounts import BlockAmount
from pipeline.records.facts import Basis, Bearer, Contribution, MoneyRelation
from pipeline.records.intervals import is_restated

INCLUDED = {"part_of": "part", "example_of": "example"}  # why totals leave out what is included
TOTAL_AGAIN = "total_again"  # the rule of a total that stands elsewhere with its components
ADDS_UP = "adds_up"  # the rule of a component of a run that equals its total


def with_additions(
    found: Sequence[MoneyRelation], amounts: Sequence[BlockAmount]
) -> list[MoneyRelation]:
    """The relations that words state, and those of runs of amounts that equal another.

    Words that tie two components of one run are no evidence: "$5 million, including $3 million".
    """
    able = [item for item in amounts if item.may_be_added]
    stated = {(relation.whole, relation.part): relation.stated for relation in found}
    added: dict[tuple[Bearer, Bearer], MoneyRelation] = {}
    siblings: set[tuple[Bearer, Bearer]] = set()
    for total, run, type_ in _divisions(able):
        siblings.update((one.bearer, other.bearer) for one in run for other in run)
        for part in run:
            pair = (total.bearer, part.bearer)
            added[pair] = MoneyRelation(*pair, type_, stated.get(pair), Basis(ADDS_UP))
    settled = siblings.union(added)
    relations = [*[r for r in found if (r.whole, r.part) not in settled], *added.values()]
    relations += _totals_again(able, relations)
    return [*relations, *_of_earlier(able, relations)]


def _divisions(
    amounts: Sequence[BlockAmount],
) -> Iterator[tuple[BlockAmount, list[BlockAmount], str]]:
    """Totals with their runs; of two divisions of one amount, the finer makes it up.

    The other, as by type of aid beside by country, holds what the first one has: examples.
    """
    additions = find_additions([item.term for item in amounts])
    divided: list[BlockAmount] = []
    for addition in sorted(additions, key=lambda one: (-len(one.components), one.total)):
        total, run = amounts[addition.total], [amounts[at] for at in addition.components]
        again = any(is_restated(total.amount, other.amount) for other in divided)
        divided.append(total)
        yield total, run, "example_of" if again else "part_of"


def _totals_again(
    amounts: Sequence[BlockAmount], known: Sequence[MoneyRelation]
) -> Iterator[MoneyRelation]:
    """A total that is made up by a run, stated again elsewhere."""
    parts = {relation.part for relation in known if relation.type in INCLUDED}
    wholes = {r.whole for r in known if r.basis.rule == ADDS_UP and r.type == "part_of"}
    divided = [item for item in amounts if item.bearer in wholes]
    for item in amounts:
        if item.bearer not in parts | wholes and item.not_countable != "duplicate":
            first = next((t for t in divided if is_restated(item.amount, t.amount)), None)
            if first is not None:
                basis = Basis(TOTAL_AGAIN, "medium")
                yield MoneyRelation(first.bearer, item.bearer, "same_as", None, basis)


def _of_earlier(
    amounts: Sequence[BlockAmount], known: Sequence[MoneyRelation]
) -> Iterator[MoneyRelation]:
    """ "The package includes $3 million": a component of the amount announced shortly before.

    Where a run equals that amount already, this one is inside the run: an example.
    """
    basis = Basis("component_of_earlier", "medium")
    tied = {relation.part for relation in known if relation.type == "part_of"}
    split = {relation.whole for relation in known if relation.basis.rule == ADDS_UP}
    total: BlockAmount | None = None  # what was announced last
    last: BlockAmount | None = None  # the last amount that belongs to it
    for item in amounts:
        if item.bearer in tied or item.contribution is None or item.not_countable == "duplicate":
            continue
        follows = last is not total
        if total and last and item.is_near(last) and item.is_component_of(total, follows=follows):
            type_ = "example_of" if total.bearer in split else "part_of"
            yield MoneyRelation(total.bearer, item.bearer, type_, None, basis)
        else:
            total = item if item.may_be_total else None
        last = item


def without_double(
    contributions: Sequence[Contribution], relations: Sequence[MoneyRelation]
) -> list[Contribution]:
    """The contributions, none countable beside what includes it.

    An amount that a run of others equals becomes their stated total, so that they count with their
    recipients.  Any other amount counts itself, and what it includes is its component.
    """
    rows = {row.bearer: row for row in contributions}
    firsts = {row.bearer: row.duplicate_of or row.bearer for row in contributions}
    wholes: dict[Bearer, list[MoneyRelation]] = {}
    for relation in relations:
        if relation.type in INCLUDED:
            wholes.setdefault(relation.whole, []).append(relation)
    reasons = {r.part: "total" for r in relations if r.basis.rule == TOTAL_AGAIN}
    again = [r for r in relations if r.basis.rule == ADDS_UP and r.type == "example_of"]
    reasons |= dict.fromkeys((r.part for r in again), "example")
    for whole, included in wholes.items():
        run = [r.part for r in included if r.basis.rule == ADDS_UP and r.type == "part_of"]
        counts = [part in rows and not rows[firsts[part]].not_countable for part in run]
        if run and all(counts):
            reasons[whole] = "total"
        elif not _counts(whole, rows, wholes):
            continue
        else:
            run = []
        for relation in included:
            if relation.part not in run:
                reasons.setdefault(relation.part, INCLUDED[relation.type])
    return [
        row if row.not_countable else replace(row, not_countable=reasons.get(row.bearer, ""))
        for row in contributions
    ]


def _counts(
    whole: Bearer,
    rows: Mapping[Bearer, Contribution],
    wholes: Mapping[Bearer, Sequence[MoneyRelation]],
) -> bool:
    """Whether an amount counts, or, where it has no row of its own, what includes it."""
    seen: set[Bearer] = set()
    at: Bearer | None = whole
    while at is not None and at not in rows and at not in seen:
        seen.add(at)
        at = next((b for b, parts in wholes.items() if at in [r.part for r in parts]), None)
    return at in rows and not rows[at].not_countable if at is not None else False
