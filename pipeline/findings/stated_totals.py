"""Stated totals and their components in other sentences, and what then counts."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pipeline.findings.addition import find_additions
from pipeline.findings.block_amounts import BlockAmount
from pipeline.records.facts import Basis, Bearer, Contribution, MoneyRelation

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
    return [*relations, *_of_earlier(able, {r.part for r in relations if r.type == "part_of"})]


def _of_earlier(
    amounts: Sequence[BlockAmount], tied: Collection[Bearer]
) -> Iterator[MoneyRelation]:
    """ "The package includes $3 million": a component of the amount announced shortly before."""
    basis = Basis("component_of_earlier", "medium")
    total: BlockAmount | None = None  # what was announced last
    last: BlockAmount | None = None  # the last amount that belongs to it
    for item in amounts:
        if item.bearer in tied or item.contribution is None:
            continue
        follows = last is not total
        if total and last and item.is_near(last) and item.is_component_of(total, follows=follows):
            yield MoneyRelation(total.bearer, item.bearer, "part_of", None, basis)
        else:
            total = item if item.may_be_total else None
        last = item


def without_double(
    contributions: Sequence[Contribution], relations: Sequence[MoneyRelation]
) -> list[Contribution]:
    """The contributions, none countable beside what includes it.

    An amount that a run of others equals becomes their stated total, so that they count with their
    recipients; what else it includes is then a component of what counts.
    """
    rows = {row.bearer: row for row in contributions}
    parts: dict[Bearer, dict[Bearer, str]] = {}
    for relation in relations:
        if relation.type == "part_of":
            parts.setdefault(relation.whole, {})[relation.part] = relation.basis.rule
    reasons: dict[Bearer, str] = {}
    for whole, rules in parts.items():
        run = [part for part, rule in rules.items() if rule == ADDS_UP]
        if run and all(part in rows and not rows[part].not_countable for part in run):
            reasons[whole] = "total"
            reasons |= {part: "part" for part in rules if part not in run}
    return [
        row if row.not_countable else replace(row, not_countable=reasons.get(row.bearer, ""))
        for row in contributions
    ]
