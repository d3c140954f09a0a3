"""Which sums are parts of which, and whether the parts add up to the stated total.

A total agrees within rounding when its interval meets the sum of its parts' intervals, exactly when
the printed numbers themselves add up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.intervals import Interval, interval_of
from pipeline.model import (
    Amount,
    Basis,
    Bearer,
    Check,
    Contribution,
    MoneyRelation,
    Phrase,
    Reading,
)

# ---- which sums belong together --------------------------------------------------------------

BACKWARD_TOTAL = re.compile(
    r"\b(?:mak(?:e|es|ing)|br(?:ing|ings|inging|ought)|tak(?:e|es|ing)|rais(?:e|es|ing))\b"
    r"[^.;]{0,80}\btotals?\b|\bin total\b|\baltogether\b|\bcombined total\b|\btogether\b"
    r"|\bfor a total of\b|\btotalling\b|\btotaling\b",
    re.IGNORECASE,
)
EXHAUSTIVE = re.compile(
    r"\b(?:consist(?:s|ed|ing) of|compris(?:es|ed|ing)|made up of|broken down|of which|namely"
    r"|divided (?:between|into|among)|split (?:between|into))\b|:",
    re.IGNORECASE,
)
PARTIAL = re.compile(r"\b(?:including|includes|included|among (?:them|which))\b", re.IGNORECASE)
EXAMPLE = re.compile(r"\b(?:for example|for instance)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sum:
    """A gift's sum in its block."""

    reading: Reading
    gift: Contribution
    amount: Amount

    @property
    def sentence(self) -> int:
        """Which sentence of the block holds it."""
        starts = [start for start, _ in self.reading.sentences]
        return sum(start <= self.amount.start for start in starts)

    @property
    def bearer(self) -> Bearer:
        return self.gift.bearer


def find_relations(
    readings: Sequence[Reading], contributions: Sequence[Contribution]
) -> list[MoneyRelation]:
    """Parts, examples and retellings among the sums of gifts, in reading order."""
    gifts: dict[str, list[Contribution]] = {}
    for gift in contributions:
        if gift.amount is not None:
            gifts.setdefault(gift.bearer.block_id, []).append(gift)
    found: list[MoneyRelation] = []
    for reading in readings:
        sums = [
            Sum(reading, gift, gift.amount)
            for gift in gifts.get(reading.block.block_id, ())
            if gift.amount is not None
        ]
        for at, item in enumerate(sums):
            found += _parts_before(sums, at)
            found += _parts_after(sums, at)
            found += _examples(sums, at)
            if item.gift.duplicate_of:
                basis = Basis("same_sum_giver_and_receivers", "medium")
                relation = MoneyRelation(
                    item.gift.duplicate_of, item.bearer, "same_as", None, basis
                )
                found.append(relation)
        found += _equivalents(reading)
    return found


def _between(reading: Reading, start: int, end: int) -> str:
    return reading.block.text.text[start:end]


def _phrase(reading: Reading, match: re.Match[str], shift: int) -> Phrase:
    return Phrase(match.group(), shift + match.start(), shift + match.end())


def _parts_before(sums: list[Sum], at: int) -> Iterator[MoneyRelation]:
    """ "$17 million … $8.2 million …, making the total approximately $25 million"."""
    whole = sums[at]
    if whole.gift.not_countable != "total":
        return
    first = sums[at - 1].amount.end if at else 0
    match = BACKWARD_TOTAL.search(_between(whole.reading, first, whole.amount.end))
    stated = _phrase(whole.reading, match, first) if match else None
    for part in _run_before(sums, at):
        yield MoneyRelation(
            whole.bearer, part.bearer, "part_of", stated, Basis("total_after_its_parts")
        )


def _run_before(sums: list[Sum], at: int) -> list[Sum]:
    """The gifts before a total that it adds up: same currency, sentences that follow closely."""
    run: list[Sum] = []
    last = sums[at]
    for part in reversed(sums[:at]):
        same = part.amount.currency == sums[at].amount.currency
        if part.gift.not_countable in ("total", "example", "cumulative", "duplicate"):
            break
        if not same or last.sentence - part.sentence > 1:
            break
        run.append(part)
        last = part
    return run[::-1]


def _parts_after(sums: list[Sum], at: int) -> Iterator[MoneyRelation]:
    """ "$25 million, of which $17 million for A and $8 million for B"; "including $3 million"."""
    whole = sums[at]
    if at + 1 >= len(sums) or sums[at + 1].sentence != whole.sentence:
        return
    between = _between(whole.reading, whole.amount.end, sums[at + 1].amount.start)
    match = EXHAUSTIVE.search(between) or PARTIAL.search(between)
    if match is None:
        return
    stated = _phrase(whole.reading, match, whole.amount.end)
    rule = "parts_after_total" if EXHAUSTIVE.search(between) else "some_parts_after_total"
    for part in sums[at + 1 :]:
        fits = part.sentence == whole.sentence and part.amount.currency == whole.amount.currency
        if not fits or _value(part.amount) > _value(whole.amount):
            break
        yield MoneyRelation(whole.bearer, part.bearer, "part_of", stated, Basis(rule))


def _value(amount: Amount) -> Decimal:
    return amount.high if amount.high is not None else amount.low or Decimal(0)


def _examples(sums: list[Sum], at: int) -> Iterator[MoneyRelation]:
    """ "For example, $2.4 million …" illustrates the sums of the paragraph so far."""
    part = sums[at]
    if part.gift.not_countable != "example":
        return
    whole = next((s for s in reversed(sums[:at]) if s.gift.not_countable in ("total", "")), None)
    if whole is None:
        return
    start, _ = part.gift.sentence
    match = EXAMPLE.search(_between(part.reading, start, part.amount.start))
    stated = _phrase(part.reading, match, start) if match else None
    basis = Basis("example_after_total", "medium", ("overlap_not_told",))
    yield MoneyRelation(whole.bearer, part.bearer, "example_of", stated, basis)


def _equivalents(reading: Reading) -> Iterator[MoneyRelation]:
    block = reading.block.block_id
    for amount in reading.amounts:
        first = next((a for a in reading.amounts if a.start == amount.equivalent_of), None)
        if first:
            yield MoneyRelation(
                Bearer(block, first.start, first.end),
                Bearer(block, amount.start, amount.end),
                "same_as",
                None,
                Basis("equivalent_in_another_currency"),
            )


# ---- arithmetic ------------------------------------------------------------------------------


def check_totals(readings: Sequence[Reading], relations: Sequence[MoneyRelation]) -> list[Check]:
    """Each total against the sum of its parts, in the order of the relations."""
    amounts = {
        Bearer(reading.block.block_id, a.start, a.end): a
        for reading in readings
        for a in reading.amounts
    }
    wholes: dict[Bearer, list[MoneyRelation]] = {}
    for relation in relations:
        if relation.type == "part_of":
            wholes.setdefault(relation.whole, []).append(relation)
    return [_check(whole, parts, amounts) for whole, parts in wholes.items()]


def _check(whole: Bearer, parts: list[MoneyRelation], amounts: dict[Bearer, Amount]) -> Check:
    total = amounts[whole]
    members = [amounts[relation.part] for relation in parts]
    stated, computed = interval_of(total), [interval_of(part) for part in members]
    known = [interval for interval in computed if interval is not None]
    partial = any(relation.basis.rule == "some_parts_after_total" for relation in parts)
    low = sum((i.low for i in known), Decimal(0))
    high = sum((i.high for i in known), Decimal(0))
    verdict = "not_checkable"
    if stated and len(known) == len(members):
        verdict = _verdict(total, members, (stated, Interval(low, high)), partial)
    return Check(
        whole=whole,
        parts=tuple(relation.part for relation in parts),
        stated_low=stated.low if stated else total.low or Decimal(0),
        stated_high=stated.high if stated else total.high or Decimal(0),
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
    if partial:
        return "inconsistent" if computed.low > stated.high else "not_checkable"
    if sum((_value(part) for part in parts), Decimal(0)) == _value(total):
        return "exact"
    meets = stated.low <= computed.high and computed.low <= stated.high
    return "within_rounding" if meets else "inconsistent"
