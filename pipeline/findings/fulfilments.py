"""Which payment fulfils which pledge or commitment.

In one sentence the words between the amounts say so: "of the $10 million pledged, $6 million has
been paid".  Across sentences the payment's own words must point back ("it pledged in 2018", "this
commitment", "a tranche"), and provider, currency, size and parties or purpose must agree.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.contributions.pledges import is_tranche
from pipeline.contributions.restated import fit_together, parties_of, share_words
from pipeline.records.facts import Basis, Bearer, Contribution, MoneyRelation, Phrase, Reading
from pipeline.records.numbers import Amount

PROMISED_TYPES = (("12",), ("2",))
_PROMISED = r"(?:pledged|promised|committed|announced)"
PROMISED_NEXT = re.compile(  # after an amount: "$9 million (that it had) pledged"
    rf"\s(?:(?:that|which)\s)?(?:(?:it|they|he|she|we|[A-Z]\w+)\s)?(?:(?:had|has|have)\s)?{_PROMISED}\b"
)
OF_THE = re.compile(r"\b[Oo]f\s(?:the|its|their|this|that|our)\s(?:total\s(?:of\s)?)?\Z")
_PAID = r"\b(?:paid|disbursed|released|delivered|transferred|provided|received|spent)\b"
PAID = re.compile(rf"[^.;,]{{0,30}}{_PAID}")
PAYING = re.compile(_PAID)
CLOSE = 80  # characters around two amounts in which a verb says that one was paid
NEAR = 2  # characters between neighbouring sentences


def with_fulfilments(
    relations: Iterable[MoneyRelation],
    readings: Sequence[Reading],
    contributions: Sequence[Contribution],
) -> list[MoneyRelation]:
    """The relations, those of a payment and its pledge as `fulfils`, and what was found besides.

    What is found besides stands last, so that it changes no row_id of the others.
    """
    stated = [made for reading in readings for made in _in_one_sentence(reading)]
    pairs = {(made.whole, made.part) for made in stated}
    texts = {reading.block.block_id: reading.block.text.text for reading in readings}
    rows = {row.bearer: row for row in contributions if row.amount}
    found = [
        replace(relation, type="fulfils") if _is_payment(relation, texts, rows) else relation
        for relation in relations
        if (relation.whole, relation.part) not in pairs
    ] + stated
    return [*found, *_pointing_back_ones(contributions, {made.part for made in found})]


def _is_payment(
    relation: MoneyRelation, texts: Mapping[str, str], rows: Mapping[Bearer, Contribution]
) -> bool:
    """ "It paid $3 million of the $9 million that it pledged"; "Of this pledge, $3 million …"."""
    if relation.type != "part_of":
        return False
    whole, part = rows.get(relation.whole), rows.get(relation.part)
    place = relation.whole
    if relation.basis.rule == "open_part_before_total":
        text = texts[place.block_id]
        before = text[max(relation.part.start - CLOSE, 0) : relation.part.start]
        after = text[place.end : place.end + CLOSE]
        paid = PAYING.search(before) or PAYING.search(after)
        return PROMISED_NEXT.match(text, place.end) is not None and paid is not None
    promised = whole is not None and whole.transaction_types in PROMISED_TYPES
    if not promised or part is None or part.pledge_words is None or is_tranche(part.pledge_words):
        return False
    return PAYING.search(texts[relation.part.block_id], *part.sentence) is not None


def _pointing_back_ones(
    contributions: Sequence[Contribution], tied: Collection[Bearer]
) -> Iterator[MoneyRelation]:
    promised: list[Contribution] = []
    for row in contributions:
        if row.pledge_words is not None and row.bearer not in tied and _may_pay(row):
            yield from _pointing_back(row, promised)
        if row.transaction_types in PROMISED_TYPES and _is_open(row):
            promised.append(row)


def _in_one_sentence(reading: Reading) -> Iterator[MoneyRelation]:
    """ "Of the $10 million pledged, $6 million has been paid"."""
    text = reading.block.text.text
    for whole, part in zip(reading.amounts, reading.amounts[1:], strict=False):
        together = any(a <= whole.start and part.end <= b for a, b in reading.sentences)
        promised = PROMISED_NEXT.match(text, whole.end, part.start)
        if (
            together
            and promised
            and OF_THE.search(text, 0, whole.start)
            and PAID.match(text, part.end)
            and _is_within(part, whole)
        ):
            block = reading.block.block_id
            pledge, payment = (Bearer(block, a.start, a.end) for a in (whole, part))
            stated = Phrase(promised.group().strip(), promised.start() + 1, promised.end())
            yield MoneyRelation(pledge, payment, "fulfils", stated, Basis("paid_of_the_pledged"))


def _is_within(part: Amount, whole: Amount) -> bool:
    sizes = [amount.high or amount.low for amount in (part, whole)]
    if part.currency != whole.currency or sizes[0] is None or sizes[1] is None:
        return False
    return sizes[0] <= sizes[1]


def _is_open(row: Contribution) -> bool:
    return row.amount is not None and row.took_place and row.duplicate_of is None


def _may_pay(row: Contribution) -> bool:
    return row.amount is not None and row.took_place and row.provider is not None


def _pointing_back(row: Contribution, promised: Sequence[Contribution]) -> Iterator[MoneyRelation]:
    """The pledge that a payment fulfils, if only one fits best."""
    ranked = sorted(
        ((_agreement(pledge, row), n) for n, pledge in enumerate(promised)), reverse=True
    )
    best = [n for score, n in ranked if score and score == ranked[0][0]]
    if len(best) != 1 or row.pledge_words is None:
        return
    type_ = "part_of" if is_tranche(row.pledge_words) else "fulfils"
    pledge = promised[best[0]]
    here = pledge.bearer.block_id == row.bearer.block_id
    stated = row.pledge_words if here else None
    basis = Basis("pledge_pointed_back_to", "medium")
    yield MoneyRelation(pledge.bearer, row.bearer, type_, stated, basis)


def _agreement(pledge: Contribution, row: Contribution) -> int:
    """How well a payment fits a pledge; 0 where it cannot be of it."""
    if (
        pledge.amount is None
        or row.amount is None
        or pledge.provider is None
        or row.provider is None
        or pledge.provider.key != row.provider.key
        or not _is_within(row.amount, pledge.amount)
        or not fit_together(pledge, row)
        or _is_in_sentence_of(pledge, row)
    ):
        return 0
    common = len(parties_of(pledge) & parties_of(row))
    score = 2 * common + share_words(pledge, row) + 3 * (pledge.amount.low == row.amount.low)
    bare = not parties_of(row) and row.purpose is None and _is_near(pledge, row)
    return (score if common or share_words(pledge, row) else 0) or int(bare)


def _is_in_sentence_of(pledge: Contribution, row: Contribution) -> bool:
    return (pledge.bearer.block_id, pledge.sentence) == (row.bearer.block_id, row.sentence)


def _is_near(pledge: Contribution, row: Contribution) -> bool:
    """In the sentence before: "Of this commitment, $3 million has been paid"."""
    same = pledge.bearer.block_id == row.bearer.block_id
    return same and 0 <= row.sentence[0] - pledge.sentence[1] <= NEAR
