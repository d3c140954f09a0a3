"""Money relations: by the words between two amounts, their currency, order and size."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.contributions import Money
from pipeline.findings.block_amounts import BlockAmount, block_amounts, of_others
from pipeline.findings.component_words import OF_IT, components_named, total_named
from pipeline.findings.fulfilments import with_fulfilments
from pipeline.findings.overlaps import find_overlaps
from pipeline.findings.stated_totals import with_additions
from pipeline.records.facts import Basis, Bearer, Contribution, MoneyRelation, Phrase, Reading
from pipeline.records.intervals import value_of

BACKWARD_TOTAL = re.compile(
    r"\b(?:mak(?:e|es|ing)|br(?:ing|ings|inging|ought)|tak(?:e|es|ing)|rais(?:e|es|ing))\b"
    r"[^.;]{0,80}\btotals?\b|\bin total\b|\baltogether\b|\bcombined total\b|\btogether\b"
    r"|\btotal\b|\btotalling\b|\btotaling\b",
    re.IGNORECASE,
)
OPEN_RULES = (  # there may be further components
    "some_parts_after_total",
    "open_parts_after_total",
    "open_total_after_its_parts",
    "open_part_before_total",
    "open_share_of_amount_before",
)
TIES = {  # a kind of the reader -> how such an amount relates to the one before it
    "share": ("part_of", "open_share_of_amount_before"),
    "same": ("same_as", "restated_amount"),
}
LEAST, MOST = Decimal("0.5"), Decimal("1.1")  # of a stated total that its components add up to
LOOK_BACK = 40  # amounts of earlier blocks that may be components of a stated total
WITH = re.compile(r",\s(?P<open>with)\s\Z")
USED_FOR = re.compile(r"\s(?:going\s|earmarked\s|allocated\s|set\saside\s)?for\b")
OF_NEXT = re.compile(  # "$3 million of the $9 million", "a tranche of $3 million of Norway's $9"
    r"\s+(?:out\s)?of\s+(?:the|its|their|a|an|[A-Z][\w.]+(?:['’]s?)?)?\s*(?:total\s(?:of\s)?)?\Z"
)
EXAMPLE = re.compile(r"\b(?:for example|for instance)\b", re.IGNORECASE)


def find_relations(readings: Sequence[Reading], money: Money) -> list[MoneyRelation]:
    """Components, examples and restated amounts; then payments of pledges; then doubtful overlaps.

    Each kind is in reading order; the later kinds stay last, so that they change no earlier row_id.
    """
    contributions: dict[str, list[Contribution]] = {}
    for contribution in money.contributions:
        if contribution.amount is not None:
            contributions.setdefault(contribution.bearer.block_id, []).append(contribution)
    found: list[MoneyRelation] = []
    every: list[BlockAmount] = []
    earlier: list[BlockAmount] = []
    lead: list[BlockAmount] = []  # the amounts of the last block that is no item of a list
    items: list[BlockAmount] = []
    for reading in readings:
        amounts = block_amounts(reading, contributions.get(reading.block.block_id, []))
        if reading.block.kind == "list_item":
            items += [item for item in amounts if not item.not_countable]
        else:
            found += _listed(lead, items)
            lead, items = amounts, []
        before = len(found)
        for at, item in enumerate(amounts):
            found += _components_before(amounts, at, earlier) or _in_other_blocks(item, earlier)
            found += _components_after(amounts, at)
            found += _component_of_next(amounts, at)
            found += _examples(amounts, at)
            found += _restatements(item)
        tied = {relation.part for relation in found[before:]}
        found += _read_as(amounts, money.kinds, tied)
        found += _equivalents(reading)
        earlier = [*earlier, *amounts][-LOOK_BACK:]
        every += amounts
    found = with_additions([*found, *_listed(lead, items)], every)
    found = with_fulfilments(found, readings, money.contributions)
    return [*found, *find_overlaps(readings, money.contributions, found)]


def _read_as(
    amounts: list[BlockAmount], kinds: Mapping[Bearer, str], tied: Collection[Bearer]
) -> Iterator[MoneyRelation]:
    """What the reader takes for a share or a restated amount, tied to the nearest one before it."""
    for at, item in enumerate(amounts):
        kind = kinds.get(item.bearer, "")
        if kind not in TIES or item.bearer in tied:
            continue
        total = next(
            (w for w in reversed(amounts[:at]) if w.may_be_total and _holds(w, item, kind)), None
        )
        if total is not None:
            type_, rule = TIES[kind]
            yield MoneyRelation(total.bearer, item.bearer, type_, None, Basis(rule, "medium"))


def _holds(total: BlockAmount, item: BlockAmount, kind: str) -> bool:
    """A share is in the total's currency and no larger; a restated amount is equal or converted."""
    same = total.amount.currency == item.amount.currency
    sizes = value_of(item.amount), value_of(total.amount)
    return same and sizes[0] <= sizes[1] if kind == "share" else not same or sizes[0] == sizes[1]


def _restatements(item: BlockAmount) -> list[MoneyRelation]:
    first = item.contribution.duplicate_of if item.contribution else None
    basis = Basis("same_sum_giver_and_receivers", "medium")
    return [MoneyRelation(first, item.bearer, "same_as", None, basis)] if first else []


def _listed(lead: list[BlockAmount], items: list[BlockAmount]) -> list[MoneyRelation]:
    """The items of a list under the amount that they add up to."""
    total = next((item for item in reversed(lead) if item.may_be_total and item.contribution), None)
    if total is None:
        return []
    run = [item for item in items if item.amount.currency == total.amount.currency]
    if len(run) < 2 or not _may_add_up(total, run):
        return []
    basis = Basis("listed_under")
    return [MoneyRelation(total.bearer, part.bearer, "part_of", None, basis) for part in run]


def _between(reading: Reading, start: int, end: int) -> str:
    return reading.block.text.text[start:end]


def _phrase(match: re.Match[str] | None, shift: int) -> Phrase | None:
    if match is None:
        return None
    return Phrase(match.group(), shift + match.start(), shift + match.end())


def _components_before(
    amounts: list[BlockAmount], at: int, earlier: list[BlockAmount]
) -> list[MoneyRelation]:
    """ "$17 million … $8.2 million …, making the total approximately $25 million"."""
    total = amounts[at]
    first = amounts[at - 1].amount.end if at else 0
    between = _between(total.reading, first, total.amount.start)
    named = total_named(between) if at else None
    if total.not_countable != "total" and named is None:
        return []
    run = _run_before(amounts, at)
    if not run or (named is None and not _may_add_up(total, run)):
        return []
    match = named or BACKWARD_TOTAL.search(_between(total.reading, first, total.amount.end))
    is_alone = at == 1 and len(run) == 1  # one component is no total: others are stated before
    others = _in_block_before(total, earlier) if is_alone else []
    run = [*others, *run]
    added = match is not None and match.group().lower().startswith(("br", "tak", "rais"))
    opened = added or (named is not None and len(run) == 1)
    basis = Basis("open_total_after_its_parts" if opened else "total_after_its_parts")
    if others:
        basis = replace(basis, confidence="low", reasons=("parts_in_other_blocks",))
    stated = _phrase(match, first)
    return [MoneyRelation(total.bearer, part.bearer, "part_of", stated, basis) for part in run]


def _run_before(amounts: list[BlockAmount], at: int) -> list[BlockAmount]:
    """The amounts before a total that it adds up: same currency, neighbouring sentences."""
    run: list[BlockAmount] = []
    last = amounts[at]
    for k in range(at - 1, -1, -1):
        part = amounts[k]
        same = part.amount.currency == amounts[at].amount.currency
        if part.not_countable or not same or last.sentence - part.sentence > 1:
            break
        run.append(part)
        last = part
    return run[::-1]


def _may_add_up(total: BlockAmount, run: list[BlockAmount]) -> bool:
    """Whether the components come near the total; far less cannot be all of it."""
    added = sum((value_of(part.amount) for part in run), Decimal(0))
    stated = value_of(total.amount)
    return stated * LEAST < added <= stated * MOST


def _in_other_blocks(total: BlockAmount, earlier: list[BlockAmount]) -> list[MoneyRelation]:
    """For a total without components in its block: earlier ones of its provider and period."""
    contribution = total.contribution
    if (
        contribution is None
        or contribution.not_countable != "total"
        or contribution.provider is None
    ):
        return []
    basis = Basis("total_of_other_blocks", "low", ("parts_in_other_blocks",))
    return [
        MoneyRelation(total.bearer, part.bearer, "part_of", None, basis)
        for part in earlier
        if _may_add(part, contribution)
        and part.contribution
        and _time(part.contribution) == _time(contribution)
    ]


def _in_block_before(total: BlockAmount, earlier: list[BlockAmount]) -> list[BlockAmount]:
    """ "Norway gave $5 million" in the block before "It gave $7 million, $12 million in all"."""
    order, contribution = total.reading.block.order, total.contribution
    near = [part for part in earlier if order - part.reading.block.order == 1]
    return [part for part in near if contribution is not None and _may_add(part, contribution)]


def _may_add(part: BlockAmount, total: Contribution) -> bool:
    """Whether a total may include an earlier contribution: same provider, same currency."""
    if (
        part.contribution is None
        or part.contribution.provider is None
        or total.amount is None
        or part.not_countable
    ):
        return False
    same = total.provider is not None and not of_others(part.contribution, total)
    return same and part.amount.currency == total.amount.currency


def _time(contribution: Contribution) -> str:
    return contribution.period.edtf if contribution.period else ""


def _components_after(amounts: list[BlockAmount], at: int) -> list[MoneyRelation]:
    """ "$25 million, of which $17 million for A and $8 million for B"; "Of this, $3 million"."""
    total = amounts[at]
    if at + 1 >= len(amounts) or not total.may_be_total:
        return []
    nearest = amounts[at + 1]
    if nearest.sentence - total.sentence > 1:
        return []
    between = _between(total.reading, total.amount.end, nearest.amount.start)
    apart = nearest.sentence != total.sentence
    found, shift = components_named(between, apart), total.amount.end
    if found is None:
        found, shift = OF_IT.match(total.reading.block.text.text, nearest.amount.end), 0
    if found is None and not apart:
        found = _with_component(between, nearest)
    if found is None or (apart and total.is_not_of(nearest)):
        return []
    basis = Basis(f"{found.lastgroup}_parts_after_total")
    stated = _phrase(found, shift)
    return [
        MoneyRelation(total.bearer, part.bearer, "part_of", stated, basis)
        for part in _run_after(amounts, at, nearest.sentence)
    ]


def _with_component(between: str, part: BlockAmount) -> re.Match[str] | None:
    """ "$9 million, with $5 million for schools"; not "with $5 million to Chad"."""
    text = part.reading.block.text.text
    return WITH.search(between) if USED_FOR.match(text, part.amount.end) else None


def _component_of_next(amounts: list[BlockAmount], at: int) -> list[MoneyRelation]:
    """ "$3 million of the $9 million": the component before its total."""
    part, total = amounts[at], amounts[at + 1] if at + 1 < len(amounts) else None
    if total is None or total.sentence != part.sentence:
        return []
    found = OF_NEXT.fullmatch(_between(part.reading, part.amount.end, total.amount.start))
    same = part.amount.currency == total.amount.currency
    if found is None or not same or value_of(part.amount) > value_of(total.amount):
        return []
    stated = _phrase(found, part.amount.end)
    basis = Basis("open_part_before_total")
    return [MoneyRelation(total.bearer, part.bearer, "part_of", stated, basis)]


def _run_after(amounts: list[BlockAmount], at: int, sentence: int) -> list[BlockAmount]:
    """The amounts after a total, in one sentence and currency, none above the total."""
    run: list[BlockAmount] = []
    for k in range(at + 1, len(amounts)):
        part, total = amounts[k], amounts[at]
        same = part.sentence == sentence and part.amount.currency == total.amount.currency
        if not same or value_of(part.amount) > value_of(total.amount):
            break
        run.append(part)
    return run


def _examples(amounts: list[BlockAmount], at: int) -> Iterator[MoneyRelation]:
    """ "For example, $2.4 million …" illustrates the amounts of the paragraph so far."""
    part = amounts[at]
    if part.contribution is None or part.not_countable != "example":
        return
    total = next((s for s in reversed(amounts[:at]) if s.may_be_total), None)
    if total is None:
        return
    start, _ = part.contribution.sentence
    match = EXAMPLE.search(_between(part.reading, start, part.amount.start))
    stated = _phrase(match, start)
    basis = Basis("example_after_total", "medium", ("overlap_not_told",))
    yield MoneyRelation(total.bearer, part.bearer, "example_of", stated, basis)


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
