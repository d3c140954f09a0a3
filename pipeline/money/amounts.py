"""Finds amounts of money in plain text: exact bounds, currency, qualifier, rate.  No model.

Tokens → quantities → amounts with their markers (items) → ranges and lists (ranges), without what
is not money (exclusions), with the words around them (qualifiers), and the cells of tables (cells).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from pipeline.money.cells import find_cells
from pipeline.money.currencies import Decision, decide, own_markers
from pipeline.money.exclusions import vetoed
from pipeline.money.local_currencies import local_currencies_of
from pipeline.money.numbers import SHORT_SCALES, meant_scale, plain, words_of
from pipeline.money.qualifiers import framed, has_rate, with_equivalents
from pipeline.money.quantities import STARTERS, read_quantity
from pipeline.money.ranges import ReadAmount, read_chain
from pipeline.money.tokens import Token, kind_at, text_at, token_windows
from pipeline.records.numbers import Amount
from pipeline.storage.edition import DEFAULT_SYMBOLS

# rule: how an amount is written -> a sentence that it finds, and a near miss that it skips
RULES: Mapping[str, tuple[str, str]] = {
    "symbol_before": ("It gave US$5 million.", "The US$ rose."),
    "symbol_after": ("It gave 40 million €.", "The € rose by 40 million."),
    "symbol_both": ("It gave €3 million euros.", "It gave €3 million 300 times."),
    "code_before": ("It gave EUR 5 million.", "It held EUR talks 5 times."),
    "code_after": ("It gave 5 million EUR.", "It met 5 million EU citizens."),
    "code_both": ("It gave AUD 5 million Australian dollars.", "It gave AUD."),
    "word_before": ("It gave Yen 500 million.", "The yen fell 5 times."),
    "word_after": ("It gave five million yen.", "It signed five yen loans."),
    "word_both": ("It gave Yen 5 million yen.", "It gave yen and more yen."),
    "range": ("It needs $5 to $6 million.", "It rose from $5 million to $6 million."),
    "list": ("It lent 2 billion and 3 billion yen.", "It met 41 partners and lent 3 billion yen."),
    "one_unit": ("They live on a dollar a day.", "A dollar bond a day was sold."),
    "column": ("(US$ million)\nNorway 45.6", "(US$ million)\nNorway gave 45.6 tonnes"),
    "unnamed": ("It contributed 17 million to the fund.", "It reached 17 million people."),
}
OPENING_WORDS = STARTERS | {"-", "−", "‑", "minus", "between", "Between"}
LEADING = frozenset({"money", "number"})  # kinds of tokens that an amount begins with
STOP = re.compile(r"\n[^\S\n]*\n|[.!?]\s")
BLANK = re.compile(r"\n[^\S\n]*\n")
SENTENCE = 300  # characters on both sides that are searched for a sentence's country
PARAGRAPH = 1200  # and for a paragraph's
# "Rs 2 lakh crore": only in India; other countries that count in crores say "billion" then
INDIAN, INDIA = frozenset({"lakh", "crore"}), frozenset({"INR"})
GIVING = 7  # tokens before a number in which a word of giving shows that it is money


def find_amounts(text: str, symbols: Mapping[str, str] | None = None) -> list[Amount]:
    """Every amount of money in the text, in reading order, never overlapping; never raises.

    `symbols` is what the edition says of shared symbols and words ("$", "Rs", "pounds"); it
    overrides the defaults.  Bounds are exact, in whole units of the currency.
    """
    shared = {**DEFAULT_SYMBOLS, **(symbols or {})}
    found: list[Amount] = []
    for tokens in token_windows(text, own_markers(symbols or {})):
        for candidate in _read_amounts(text, tokens):
            amount = framed(text, _amount(text, tokens, candidate, shared))
            start = max(amount.start, found[-1].end if found else 0)
            found.append(replace(amount, start=start, text=text[start : amount.end]))
    return _with_cells(text, found, shared)


def _with_cells(text: str, found: list[Amount], shared: Mapping[str, str]) -> list[Amount]:
    """The amounts and those in the cells of tables, without those that only state a unit."""
    cells, units = find_cells(text, shared)
    named = {(amount.start, amount.end) for amount in found if amount.currency}
    cells = _clear_of(cells, named)
    if not cells:
        return with_equivalents(text, found)
    clear = _clear_of(found, units.union((cell.start, cell.end) for cell in cells))
    return sorted([*with_equivalents(text, clear), *cells], key=lambda amount: amount.start)


def _clear_of(amounts: list[Amount], spans: Set[tuple[int, int]]) -> list[Amount]:
    """The amounts that overlap none of the spans; the spans do not overlap each other."""
    taken = [(0, 0), *sorted(spans)]
    starts = [start for start, _ in taken]
    nearest = [taken[max(0, bisect_left(starts, amount.end) - 1)] for amount in amounts]
    pairs = zip(amounts, nearest, strict=True)
    return [amount for amount, (_, end) in pairs if end <= amount.start]


def _read_amounts(text: str, tokens: Sequence[Token]) -> Iterator[ReadAmount]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token[0] not in LEADING and token[3] not in OPENING_WORDS:
            at += 1
            continue
        read, after = read_chain(tokens, at) or ([], at + 1)
        if not read and (special := _one_unit(text, tokens, at) or _unnamed(tokens, at)):
            read, after = [special], special.last
        yield from (candidate for candidate in read if not vetoed(text, tokens, candidate))
        at = max(after, at + 1)


def _one_unit(text: str, tokens: Sequence[Token], at: int) -> ReadAmount | None:
    """ "a dollar a day": one unit, if a rate shows that an amount is meant."""
    marker = tokens[at + 1].marker if at + 1 < len(tokens) else None
    if tokens[at].text not in ("a", "an") or marker is None or marker.sort != "word":
        return None
    if not has_rate(text, tokens[at + 1].end):
        return None
    return ReadAmount(at, at + 2, Decimal(1), Decimal(1), marker, "one_unit")


def _unnamed(tokens: Sequence[Token], at: int) -> ReadAmount | None:
    """ "contributed 17 million to the fund": money by its verb, without a currency."""
    quantity = read_quantity(tokens, at) if tokens[at].kind == "number" else None
    if quantity is None or (quantity.scale or 0) < 1000:
        return None
    if text_at(tokens, quantity.last - 1) in SHORT_SCALES or not _given(tokens, at):
        return None
    kind, following = kind_at(tokens, quantity.last), text_at(tokens, quantity.last)
    ends = following in words_of("function") if kind == "word" else following in ".,;)"
    if not ends and kind != "break":
        return None
    low = quantity.value
    return ReadAmount(at, quantity.last, low, low, None, "unnamed", carried=("currency",))


def _given(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word of giving is before `tokens[at]` in its clause."""
    for token in reversed(tokens[max(0, at - GIVING) : at]):
        if token.text in (".", ";", ",", "(", ")", ""):
            return False
        if token.text in words_of("giving"):
            return True
    return False


def _amount(
    text: str, tokens: Sequence[Token], found: ReadAmount, shared: Mapping[str, str]
) -> Amount:
    """The amount with its currency, bounds and flags, before its qualifiers."""
    read = tokens[found.first : found.last]
    start, end, marker, carried = read[0].start, read[-1].end, found.marker, found.carried
    if marker is None:
        decision, parts = Decision(None, "explicit", ("currency_missing",)), 1
    else:
        decision, parts = decide(marker, shared, lambda: _passages(text, start, end)), marker.parts
        if decision.code is None and INDIAN.issubset(token.text for token in read):
            decision = decide(marker, shared, lambda: [INDIA])
        if decision.outside and "currency" not in carried:
            carried = (*carried, "currency")
    doubts = _doubts(text, read, found) if marker else ()
    return Amount(
        start,
        end,
        text[start:end],
        plain(found.low / parts),
        plain(found.high / parts),
        decision.code,
        decision.basis,
        carried=carried,
        rule=found.rule,
        flags=(*decision.flags, *doubts),
    )


def _doubts(text: str, read: Sequence[Token], found: ReadAmount) -> Iterator[str]:
    """Flags: how the scale is spelt, how the number is printed, whether its scale is missing."""
    if any(token.kind == "scale" and _misspelt(text, token) for token in read):
        yield "scale_misspelt"
    if re.search(r"[0-9] \. [0-9]", " ".join(token.text for token in read)):
        yield "number_torn"
    cents = found.high.as_tuple().exponent == -2
    main_unit = found.marker is not None and found.marker.parts == 1
    if found.bare and main_unit and not cents and not has_rate(text, read[-1].end):
        yield "scale_missing"


def _misspelt(text: str, token: Token) -> bool:
    return meant_scale(text[token.start : token.end].lower()) != ""


def _passages(text: str, start: int, end: int) -> Iterator[Set[str]]:
    """The currencies of the places named in an amount's sentence, its paragraph, the text."""
    local = local_currencies_of(text)
    for stop, reach in ((STOP, SENTENCE), (BLANK, PARAGRAPH)):
        before = stop.split(text[max(0, start - reach) : start])[-1]
        after = stop.split(text[end : end + reach])[0]
        yield local.between(start - len(before), end + len(after))
    yield local.everywhere
