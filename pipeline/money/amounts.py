"""Finds amounts of money in plain text: exact bounds, currency, qualifier, rate.  No model.

Tokens (windows, tokens) → quantities → amounts with their markers (items) → ranges and lists
(chains), without what is not money (exclusions), with the words around them (qualifiers), and the
cells of tables (columns).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from pipeline.money.chains import ReadAmount, read_chain
from pipeline.money.columns import find_cells
from pipeline.money.currencies import decide, own_markers
from pipeline.money.exclusions import vetoed
from pipeline.money.items import words_of
from pipeline.money.local_currencies import local_currencies_of
from pipeline.money.numerals import MISSPELT, plain
from pipeline.money.qualifiers import framed, has_rate, with_equivalents
from pipeline.money.quantities import STARTERS, read_quantity
from pipeline.money.tokens import SHORT_SCALES, Token
from pipeline.money.windows import token_windows
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
BEFORE_NEGATIVE = frozenset({"of", "was", "were", "is", "are", "by", "at", "to", ":", "totalling"})
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
            if found and amount.start < found[-1].end:
                amount = replace(amount, start=found[-1].end)
                amount = replace(amount, text=text[amount.start : amount.end])
            found.append(amount)
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
    taken = sorted(spans)
    starts = [start for start, _ in taken]
    clear = []
    for amount in amounts:
        at = bisect_left(starts, amount.end) - 1
        if at < 0 or taken[at][1] <= amount.start:
            clear.append(amount)
    return clear


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
        for candidate in read:
            if not vetoed(text, tokens, candidate):
                yield _bracketed(text, tokens, candidate)
        at = max(after, at + 1)


def _one_unit(text: str, tokens: Sequence[Token], at: int) -> ReadAmount | None:
    """ "a dollar a day": one unit, if a rate shows that an amount is meant."""
    if tokens[at].text not in ("a", "an") or at + 1 >= len(tokens):
        return None
    unit = tokens[at + 1]
    if unit.kind != "money" or unit.marker is None or unit.marker.sort != "word":
        return None
    one = Decimal(1)
    return (
        ReadAmount(at, at + 2, one, one, unit.marker, "one_unit")
        if has_rate(text, unit.end)
        else None
    )


def _unnamed(tokens: Sequence[Token], at: int) -> ReadAmount | None:
    """ "contributed 17 million to the fund": money by its verb, without a currency."""
    quantity = read_quantity(tokens, at) if tokens[at].kind == "number" else None
    if quantity is None or quantity.scale is None or quantity.scale < 1000:
        return None
    if tokens[quantity.last - 1].text in SHORT_SCALES:
        return None
    before = [token.text for token in tokens[max(0, at - GIVING) : at]]
    if not words_of("giving").intersection(before[_clause(before) :]):
        return None
    following = tokens[quantity.last : quantity.last + 1]
    if following and following[0].kind == "word" and following[0].text not in words_of("function"):
        return None
    if following and following[0].kind not in ("word", "break") and following[0].text not in ".,;)":
        return None
    low = quantity.value
    return ReadAmount(at, quantity.last, low, low, None, "unnamed", carried=("currency",))


def _clause(before: Sequence[str]) -> int:
    """Where the last clause of the tokens `before` begins."""
    ends = [index + 1 for index, text in enumerate(before) if text in (".", ";", ",", "(", ")", "")]
    return ends[-1] if ends else 0


def _bracketed(text: str, tokens: Sequence[Token], found: ReadAmount) -> ReadAmount:
    """An amount alone in brackets that cannot be an apposition is negative: "of ($5m)"."""
    first, last = found.first - 1, found.last
    if first < 0 or last >= len(tokens) or found.low < 0 or found.low != found.high:
        return found
    if tokens[first].text != "(" or tokens[last].text != ")":
        return found
    line = text[text.rfind("\n", 0, tokens[first].start) + 1 : tokens[first].start]
    after = text[tokens[last].end : tokens[last].end + 1]
    cell = not line.strip() or line[-1:] in ("\t", "|")
    cell = cell and after in ("", "\n", "\t", "|", "\r")
    scaled = any(token.kind == "scale" for token in tokens[found.first : found.last])
    if not (cell and not scaled) and not (first and tokens[first - 1].text in BEFORE_NEGATIVE):
        return found
    carried = (*found.carried, "sign") if scaled else found.carried
    low = -found.low
    return replace(found, first=first, last=last + 1, low=low, high=low, carried=carried)


def _amount(
    text: str, tokens: Sequence[Token], found: ReadAmount, shared: Mapping[str, str]
) -> Amount:
    start, end = tokens[found.first].start, tokens[found.last - 1].end
    if found.marker is None:
        low, high = plain(found.low), plain(found.high)
        return Amount(
            start,
            end,
            text[start:end],
            low,
            high,
            None,
            carried=found.carried,
            rule=found.rule,
            flags=("currency_missing",),
        )
    low, high = plain(found.low / found.marker.parts), plain(found.high / found.marker.parts)
    decision = decide(found.marker, shared, lambda: _passages(text, start, end))
    if decision.code is None and INDIAN.issubset(t.text for t in tokens[found.first : found.last]):
        decision = decide(found.marker, shared, lambda: [INDIA])
    flags = (*decision.flags, *_doubts(text, tokens[found.first : found.last]))
    flags += ("scale_missing",) if _scale_missing(text, end, found) else ()
    carried = found.carried
    if decision.outside and "currency" not in carried:
        carried = (*carried, "currency")
    return Amount(
        start,
        end,
        text[start:end],
        low,
        high,
        decision.code,
        decision.basis,
        carried=carried,
        rule=found.rule,
        flags=flags,
    )


def _doubts(text: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Flags: how the scale is spelt, how the number is printed."""
    if any(token.kind == "scale" and _misspelt(text, token) for token in tokens):
        yield "scale_misspelt"
    for at in range(1, len(tokens) - 1):
        neighbours = (tokens[at - 1].kind, tokens[at + 1].kind)
        if tokens[at].text == "." and neighbours == ("number", "number"):
            yield "number_torn"
            return


def _misspelt(text: str, token: Token) -> bool:
    return text[token.start : token.end].lower() in MISSPELT


def _scale_missing(text: str, end: int, found: ReadAmount) -> bool:
    """Whether an amount below a thousand may lack its scale: no rate, and not two decimals."""
    cents = found.high.as_tuple().exponent == -2
    is_main_unit = found.marker is None or found.marker.parts == 1
    return found.bare and is_main_unit and not cents and not has_rate(text, end)


def _passages(text: str, start: int, end: int) -> Iterator[Set[str]]:
    """The currencies of the places named in an amount's sentence, its paragraph, the text."""
    local = local_currencies_of(text)
    for stop, reach in ((STOP, SENTENCE), (BLANK, PARAGRAPH)):
        before = stop.split(text[max(0, start - reach) : start])[-1]
        after = stop.split(text[end : end + reach])[0]
        yield local.between(start - len(before), end + len(after))
    yield local.everywhere
