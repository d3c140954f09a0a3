"""Stated totals and their components in other sentences, and what then counts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.findings.addition import find_additions
from pipeline.findings.block_amounts import BlockAmount
from pipeline.records.facts import Basis, Bearer, Contribution, MoneyRelation

INCLUDED = {"part_of": "part", "example_of": "example"}  # why totals leave out what is included
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
    for addition in find_additions([item.term for item in able]):
        total, run = able[addition.total].bearer, [able[at].bearer for at in addition.components]
        siblings.update((one, other) for one in run for other in run)
        for part in run:
            pair = (total, part)
            added[pair] = MoneyRelation(*pair, "part_of", stated.get(pair), Basis(ADDS_UP))
    kept = [
        r for r in found if (r.whole, r.part) not in added and (r.whole, r.part) not in siblings
    ]
    relations = [*kept, *added.values()]
    return [*relations, *_of_earlier(able, relations)]


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
        if item.bearer in tied or item.contribution is None:
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
    wholes: dict[Bearer, list[MoneyRelation]] = {}
    for relation in relations:
        if relation.type in INCLUDED:
            wholes.setdefault(relation.whole, []).append(relation)
    reasons: dict[Bearer, str] = {}
    for whole, included in wholes.items():
        run = [relation.part for relation in included if relation.basis.rule == ADDS_UP]
        is_split = run and all(part in rows and not rows[part].not_countable for part in run)
        if is_split:
            reasons[whole] = "total"
        if is_split or (whole in rows and not rows[whole].not_countable):
            for relation in included:
                if not (is_split and relation.part in run):
                    reasons.setdefault(relation.part, INCLUDED[relation.type])
    return [
        row if row.not_countable else replace(row, not_countable=reasons.get(row.bearer, ""))
        for row in contributions
    ]
