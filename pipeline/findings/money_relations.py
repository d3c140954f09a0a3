"""Which amounts are parts of which: by the words between them, their currency, order and size."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.contributions import Money
from pipeline.findings.component_words import parts_named, total_named
from pipeline.records.facts import Basis, Bearer, Contribution, MoneyRelation, Phrase, Reading
from pipeline.records.numbers import Amount

BACKWARD_TOTAL = re.compile(
    r"\b(?:mak(?:e|es|ing)|br(?:ing|ings|inging|ought)|tak(?:e|es|ing)|rais(?:e|es|ing))\b"
    r"[^.;]{0,80}\btotals?\b|\bin total\b|\baltogether\b|\bcombined total\b|\btogether\b"
    r"|\btotal\b|\btotalling\b|\btotaling\b",
    re.IGNORECASE,
)
OPEN_RULES = (  # the parts may be not all
    "some_parts_after_total",
    "open_parts_after_total",
    "open_total_after_its_parts",
    "open_part_before_total",
    "open_share_of_amount_before",
)
TIES = {  # a kind of the reader -> how such an amount belongs to the one before it
    "share": ("part_of", "open_share_of_amount_before"),
    "same": ("same_as", "restated_amount"),
}
LEAST, MOST = Decimal("0.5"), Decimal("1.1")  # of a total that its parts come to
LOOK_BACK = 40  # sums of earlier blocks in which a total may find its parts
OF_IT = re.compile(
    r"""\s(?P<open>of\s(?:it|this|that|which
        |(?:the|this|that)\s(?:total|sum|amount|money|funds?|funding|grant|loan|package|aid))\b)""",
    re.VERBOSE,
)
WITH = re.compile(r",\s(?P<open>with)\s\Z")
USED_FOR = re.compile(r"\s(?:going\s|earmarked\s|allocated\s|set\saside\s)?for\b")
OF_NEXT = re.compile(  # "$3 million of the $9 million", "a tranche of $3 million of Norway's $9"
    r"\s+(?:out\s)?of\s+(?:the|its|their|a|an|[A-Z][\w.]+(?:['’]s?)?)?\s*(?:total\s(?:of\s)?)?\Z"
)
EXAMPLE = re.compile(r"\b(?:for example|for instance)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in its block, in the sentence of that number; `contribution` where it is one's."""

    reading: Reading
    contribution: Contribution | None
    amount: Amount
    sentence: int

    @property
    def bearer(self) -> Bearer:
        if self.contribution is not None:
            return self.contribution.bearer
        return Bearer(self.reading.block.block_id, self.amount.start, self.amount.end)

    @property
    def standing(self) -> str:
        """Why the sum counts as no contribution of its own; empty for a contribution that does."""
        return "no_contribution" if self.contribution is None else self.contribution.not_countable

    def is_not_of(self, other: "Sum") -> bool:
        """Contributions of two providers: of Norway's $9 million the EU's $5 million is no part."""
        return bool(
            self.contribution
            and other.contribution
            and of_others(self.contribution, other.contribution)
        )

    @property
    def is_whole(self) -> bool:
        """Neither an example nor a sum that other rows hold already."""
        return self.standing in ("", "total")


def find_relations(readings: Sequence[Reading], money: Money) -> list[MoneyRelation]:
    """Parts, examples and restatements among amounts, in reading order."""
    contributions: dict[str, list[Contribution]] = {}
    for contribution in money.contributions:
        if contribution.amount is not None:
            contributions.setdefault(contribution.bearer.block_id, []).append(contribution)
    found: list[MoneyRelation] = []
    earlier: list[Sum] = []
    lead: list[Sum] = []  # the amounts of the last block that is no item of a list
    items: list[Sum] = []
    for reading in readings:
        sums = _sums(reading, contributions.get(reading.block.block_id, []))
        if reading.block.kind == "list_item":
            items += [item for item in sums if not item.standing]
        else:
            found += _listed(lead, items)
            lead, items = sums, []
        before = len(found)
        for at, item in enumerate(sums):
            found += _parts_before(sums, at, earlier) or _parts_in_other_blocks(item, earlier)
            found += _parts_after(sums, at)
            found += _part_of_next(sums, at)
            found += _examples(sums, at)
            found += _retellings(item)
        tied = {relation.part for relation in found[before:]}
        found += _read_as(sums, money.kinds, tied)
        found += _equivalents(reading)
        earlier = [*earlier, *sums][-LOOK_BACK:]
    return [*found, *_listed(lead, items)]


def _read_as(
    sums: list[Sum], kinds: Mapping[Bearer, str], tied: Collection[Bearer]
) -> Iterator[MoneyRelation]:
    """What the reader takes for a share or a restatement, tied to the nearest amount before it."""
    for at, item in enumerate(sums):
        kind = kinds.get(item.bearer, "")
        if kind not in TIES or item.bearer in tied:
            continue
        whole = next((w for w in reversed(sums[:at]) if w.is_whole and _holds(w, item, kind)), None)
        if whole is not None:
            type_, rule = TIES[kind]
            yield MoneyRelation(whole.bearer, item.bearer, type_, None, Basis(rule, "medium"))


def _holds(whole: Sum, item: Sum, kind: str) -> bool:
    """A share is in the whole's currency and no larger; a restatement is as large, or converted."""
    same = whole.amount.currency == item.amount.currency
    sizes = value_of(item.amount), value_of(whole.amount)
    return same and sizes[0] <= sizes[1] if kind == "share" else not same or sizes[0] == sizes[1]


def _sums(reading: Reading, contributions: list[Contribution]) -> list[Sum]:
    """The sums of a block in order, without rates and what is told again in other money."""
    starts = [start for start, _ in reading.sentences]
    whose = {
        (contribution.amount.start, contribution.amount.end): contribution
        for contribution in contributions
        if contribution.amount
    }
    return [
        Sum(reading, whose.get((a.start, a.end)), a, bisect_right(starts, a.start))
        for a in reading.amounts
        if (a.start, a.end) in whose or (a.equivalent_of is None and not a.per)
    ]


def _retellings(item: Sum) -> list[MoneyRelation]:
    first = item.contribution.duplicate_of if item.contribution else None
    basis = Basis("same_sum_giver_and_receivers", "medium")
    return [MoneyRelation(first, item.bearer, "same_as", None, basis)] if first else []


def _listed(lead: list[Sum], items: list[Sum]) -> list[MoneyRelation]:
    """The items of a list under the amount that they come to."""
    whole = next((item for item in reversed(lead) if item.is_whole and item.contribution), None)
    if whole is None:
        return []
    run = [item for item in items if item.amount.currency == whole.amount.currency]
    if len(run) < 2 or not _may_add_up(whole, run):
        return []
    basis = Basis("listed_under")
    return [MoneyRelation(whole.bearer, part.bearer, "part_of", None, basis) for part in run]


def _between(reading: Reading, start: int, end: int) -> str:
    return reading.block.text.text[start:end]


def _phrase(match: re.Match[str] | None, shift: int) -> Phrase | None:
    if match is None:
        return None
    return Phrase(match.group(), shift + match.start(), shift + match.end())


def _parts_before(sums: list[Sum], at: int, earlier: list[Sum]) -> list[MoneyRelation]:
    """ "$17 million … $8.2 million …, making the total approximately $25 million"."""
    whole = sums[at]
    first = sums[at - 1].amount.end if at else 0
    between = _between(whole.reading, first, whole.amount.start)
    named = total_named(between) if at else None
    if whole.standing != "total" and named is None:
        return []
    run = _run_before(sums, at)
    if not run or (named is None and not _may_add_up(whole, run)):
        return []
    match = named or BACKWARD_TOTAL.search(_between(whole.reading, first, whole.amount.end))
    is_alone = at == 1 and len(run) == 1  # one part is no total: the others stand before
    beside = _in_block_before(whole, earlier) if is_alone else []
    run = [*beside, *run]
    added = match is not None and match.group().lower().startswith(("br", "tak", "rais"))
    opened = added or (named is not None and len(run) == 1)
    basis = Basis("open_total_after_its_parts" if opened else "total_after_its_parts")
    if beside:
        basis = replace(basis, confidence="low", reasons=("parts_in_other_blocks",))
    stated = _phrase(match, first)
    return [MoneyRelation(whole.bearer, part.bearer, "part_of", stated, basis) for part in run]


def _run_before(sums: list[Sum], at: int) -> list[Sum]:
    """The sums before a total that it adds up: same currency, sentences that follow closely."""
    run: list[Sum] = []
    last = sums[at]
    for k in range(at - 1, -1, -1):
        part = sums[k]
        same = part.amount.currency == sums[at].amount.currency
        if part.standing or not same or last.sentence - part.sentence > 1:
            break
        run.append(part)
        last = part
    return run[::-1]


def _may_add_up(whole: Sum, run: list[Sum]) -> bool:
    """Parts that come near their total; far less is not what the total adds up."""
    parts = sum((value_of(part.amount) for part in run), Decimal(0))
    total = value_of(whole.amount)
    return total * LEAST < parts <= total * MOST


def _parts_in_other_blocks(whole: Sum, earlier: list[Sum]) -> list[MoneyRelation]:
    """A total whose block holds no part: the contributions before it by one provider, in one time."""
    contribution = whole.contribution
    if (
        contribution is None
        or contribution.not_countable != "total"
        or contribution.provider is None
    ):
        return []
    basis = Basis("total_of_other_blocks", "low", ("parts_in_other_blocks",))
    return [
        MoneyRelation(whole.bearer, part.bearer, "part_of", None, basis)
        for part in earlier
        if _may_add(part, contribution)
        and part.contribution
        and _time(part.contribution) == _time(contribution)
    ]


def _in_block_before(whole: Sum, earlier: list[Sum]) -> list[Sum]:
    """ "Norway gave $5 million" in the block before "It gave $7 million, $12 million in all"."""
    order, contribution = whole.reading.block.order, whole.contribution
    near = [part for part in earlier if order - part.reading.block.order == 1]
    return [part for part in near if contribution is not None and _may_add(part, contribution)]


def _may_add(part: Sum, total: Contribution) -> bool:
    """Whether a total may hold an earlier sum: a contribution of the same provider in the same currency."""
    if (
        part.contribution is None
        or part.contribution.provider is None
        or total.amount is None
        or part.standing
    ):
        return False
    same = total.provider is not None and not of_others(part.contribution, total)
    return same and part.amount.currency == total.amount.currency


def _time(contribution: Contribution) -> str:
    return contribution.period.edtf if contribution.period else ""


def _parts_after(sums: list[Sum], at: int) -> list[MoneyRelation]:
    """ "$25 million, of which $17 million for A and $8 million for B"; "Of this, $3 million"."""
    whole = sums[at]
    if at + 1 >= len(sums) or not whole.is_whole:
        return []
    nearest = sums[at + 1]
    if nearest.sentence - whole.sentence > 1:
        return []
    between = _between(whole.reading, whole.amount.end, nearest.amount.start)
    apart = nearest.sentence != whole.sentence
    found, shift = parts_named(between, apart), whole.amount.end
    if found is None:
        found, shift = OF_IT.match(whole.reading.block.text.text, nearest.amount.end), 0
    if found is None and not apart:
        found = _with_part(between, nearest)
    if found is None or (apart and whole.is_not_of(nearest)):
        return []
    basis = Basis(f"{found.lastgroup}_parts_after_total")
    stated = _phrase(found, shift)
    return [
        MoneyRelation(whole.bearer, part.bearer, "part_of", stated, basis)
        for part in _run_after(sums, at, nearest.sentence)
    ]


def _with_part(between: str, part: Sum) -> re.Match[str] | None:
    """ "$9 million, with $5 million for schools"; not "with $5 million to Chad"."""
    text = part.reading.block.text.text
    return WITH.search(between) if USED_FOR.match(text, part.amount.end) else None


def _part_of_next(sums: list[Sum], at: int) -> list[MoneyRelation]:
    """ "$3 million of the $9 million": the part told before its whole."""
    part, whole = sums[at], sums[at + 1] if at + 1 < len(sums) else None
    if whole is None or whole.sentence != part.sentence:
        return []
    found = OF_NEXT.fullmatch(_between(part.reading, part.amount.end, whole.amount.start))
    same = part.amount.currency == whole.amount.currency
    if found is None or not same or value_of(part.amount) > value_of(whole.amount):
        return []
    stated = _phrase(found, part.amount.end)
    basis = Basis("open_part_before_total")
    return [MoneyRelation(whole.bearer, part.bearer, "part_of", stated, basis)]


def _run_after(sums: list[Sum], at: int, sentence: int) -> list[Sum]:
    """The sums after a total, in one sentence and currency, none above the total."""
    run: list[Sum] = []
    for k in range(at + 1, len(sums)):
        part, whole = sums[k], sums[at]
        same = part.sentence == sentence and part.amount.currency == whole.amount.currency
        if not same or value_of(part.amount) > value_of(whole.amount):
            break
        run.append(part)
    return run


def value_of(amount: Amount) -> Decimal:
    return amount.high if amount.high is not None else amount.low or Decimal(0)


def _examples(sums: list[Sum], at: int) -> Iterator[MoneyRelation]:
    """ "For example, $2.4 million …" illustrates the sums of the paragraph so far."""
    part = sums[at]
    if part.contribution is None or part.standing != "example":
        return
    whole = next((s for s in reversed(sums[:at]) if s.is_whole), None)
    if whole is None:
        return
    start, _ = part.contribution.sentence
    match = EXAMPLE.search(_between(part.reading, start, part.amount.start))
    stated = _phrase(match, start)
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


def of_others(one: Contribution, other: Contribution) -> bool:
    """Whether two contributions have different providers; one that names none may be anybody's."""
    return (
        len({contribution.provider.key for contribution in (one, other) if contribution.provider})
        > 1
    )
