"""Whether the components of a stated total add up to it.

A total agrees within rounding if its interval meets the added intervals of its components, and
exactly if the printed numbers themselves add up.
"""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.findings.money_relations import OPEN_RULES
from pipeline.findings.stated_totals import ADDS_UP
from pipeline.records.facts import Basis, Bearer, Check, MoneyRelation, Reading
from pipeline.records.intervals import Interval, interval_of, value_of
from pipeline.records.numbers import Amount


def check_totals(readings: Sequence[Reading], relations: Sequence[MoneyRelation]) -> list[Check]:
    """Each stated total against its added components, in the order of the relations."""
    amounts = {
        Bearer(reading.block.block_id, a.start, a.end): a
        for reading in readings
        for a in reading.amounts
    }
    wholes: dict[Bearer, list[MoneyRelation]] = {}
    for relation in relations:
        if relation.type == "part_of":
            wholes.setdefault(relation.whole, []).append(relation)
    return [_check(whole, _all_or_run(parts), amounts) for whole, parts in wholes.items()]


def _all_or_run(parts: list[MoneyRelation]) -> list[MoneyRelation]:
    """The run that adds up to a total is checked without what else the total includes."""
    return [part for part in parts if part.basis.rule == ADDS_UP] or parts


def _check(whole: Bearer, parts: list[MoneyRelation], amounts: dict[Bearer, Amount]) -> Check:
    total = amounts[whole]
    members = [amounts[relation.part] for relation in parts]
    stated, computed = interval_of(total), [interval_of(part) for part in members]
    known = [interval for interval in computed if interval is not None]
    partial = any(relation.basis.rule in OPEN_RULES for relation in parts)
    low = sum((i.low for i in known), Decimal(0))
    high = sum((i.high for i in known), Decimal(0))
    verdict = "not_checkable"
    if stated and len(known) == len(members):
        verdict = _verdict(total, members, (stated, Interval(low, high)), partial)
    return Check(
        whole=whole,
        parts=tuple(relation.part for relation in parts),
        stated_low=stated.low if stated else total.low or Decimal(0),
        stated_high=stated.high if stated else total.high,
        computed_low=low,
        computed_high=high,
        currency=total.currency or "",
        verdict=verdict,
        basis=Basis(
            "parts_against_total",
            flags=("total_differs",) if verdict == "inconsistent" else (),
        ),
    )


def _verdict(
    total: Amount, parts: list[Amount], intervals: tuple[Interval, Interval], partial: bool
) -> str:
    stated, computed = intervals
    added = sum((value_of(part) for part in parts), Decimal(0))
    if added == value_of(total):
        return "exact"
    if partial and added < stated.low:
        return "not_checkable"
    if stated.low <= computed.high and computed.low <= stated.high:
        return "within_rounding"
    return "inconsistent"
