"""Reads one number with what it counts: a count, measure, percentage, fraction, ordinal, vague.

Each kind of number has a reader over the tokens of the text; they are tried in order.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from pipeline.money.chains import DASHES
from pipeline.money.count_labels import in_a_name, is_label, is_marker, past_chain
from pipeline.money.count_parts import (
    Read,
    fraction,
    head_of,
    ordinal,
    percentage,
    percentage_range,
    percentage_sign,
    vague,
)
from pipeline.money.count_phrases import Phrase, after_of, is_plural, read_measure, read_phrase
from pipeline.money.date_patterns import MONTHS
from pipeline.money.items import words_of
from pipeline.money.numerals import plain
from pipeline.money.qualifiers import qualifier_after
from pipeline.money.quantities import Quantity, read_quantity
from pipeline.money.tokens import Token, glued

_NO_COUNT_AFTER = re.compile(r"\s?[ap]\.?m\b|/[0-9]")  # "9 a.m.", "24/7"


def read_number(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """The number that begins at `tokens[at]`; kind is empty where it counts nothing."""
    token = tokens[at]
    if token.kind in ("other", "number") and (ranged := percentage_range(text, tokens, at)):
        return ranged
    if token.kind == "other":
        return percentage_sign(text, tokens, at)
    if token.kind not in ("number", "word", "scale"):
        return None
    for reader in READERS:
        if read := reader(text, tokens, at):
            return read
    return None


def _number(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """Any other number: a count, a measure or a percentage, alone or as a range."""
    quantity = read_quantity(tokens, at)
    if quantity is None:
        return None
    if len(tokens[at].text) > 3 and tokens[at].text[0] == "0" and tokens[at].text.isdigit():
        return Read(at, quantity.last, None, "", quantity.last)  # "0300 UTC", "+0000"
    chained = past_chain(tokens, quantity)
    if chained > quantity.last or not _stands(text, tokens, at, quantity):
        return Read(at, quantity.last, None, "", chained)
    if _is_identifier(text, tokens, quantity):
        return Read(at, quantity.last, None, "", quantity.last + 1)
    high = _high(tokens, quantity)
    low, last = _shared(quantity, high), (high or quantity).last
    upper = plain(high.value) if high else None
    low = plain(low)
    read = _counted(text, tokens, (at, last), low)
    return Read(at, last, low, read.kind, read.end, read.unit, read.what, read.named, upper)


def _is_identifier(text: str, tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "3B", "4x4", "5G": a number fused with a letter that is no unit."""
    last = tokens[quantity.last - 1]
    counted = quantity.last < len(tokens) and is_plural(tokens[quantity.last].text)
    if last.kind == "scale" and len(last.text) == 1:
        return not counted
    if quantity.form != "digits" or quantity.last >= len(tokens):
        return False
    following = tokens[quantity.last]
    fused = following.kind == "word" and glued(last, following)
    fused = fused and following.text not in ("pct", "percent", "per")
    return fused and read_measure(text, tokens, quantity.last) is None


def _shared(low: Quantity, high: Quantity | None) -> Decimal:
    """ "2 to 3 million": the low end shares the scale."""
    if high and high.scale and low.scale is None and low.number * high.scale < high.value:
        return low.number * high.scale
    return low.value


def _high(tokens: Sequence[Token], low: Quantity) -> Quantity | None:
    """The upper end of a range: "30 to 40 trainees", "10–15 vessels", "between 5 and 6 wells"."""
    if low.last + 1 >= len(tokens):
        return None
    tie, first = tokens[low.last], low.first
    between = first > 0 and tokens[first - 1].text == "between" and tie.text == "and"
    dashed = tie.text in DASHES and glued(tokens[low.last - 1], tie) == glued(
        tie, tokens[low.last + 1]
    )
    if not (between or dashed or tie.text in ("to", "or")):
        return None
    high = read_quantity(tokens, low.last + 1)
    if high is None or high.value <= low.value or (low.like_a_year and not low.grouped):
        return None
    return high


def _counted(text: str, tokens: Sequence[Token], span: tuple[int, int], value: Decimal) -> Read:
    """What the number counts: percent, a measure, things, or nothing named."""
    end = _past_qualifier(text, tokens, span[1])
    tied = end + 1 < len(tokens) and tokens[end].text == "-" and glued(tokens[end], tokens[end + 1])
    end += tied
    words = [token.text for token in tokens[end : end + 2]]
    if words[:1] in (["percent"], ["pct"], ["percentage"], ["%"]) or words == ["per", "cent"]:
        long = words == ["per", "cent"] or words[0] == "percentage"
        return percentage(tokens, span, value, end + (2 if long else 1))
    if measure := read_measure(text, tokens, end):
        start = after_of(tokens, measure[0])
        what = read_phrase(tokens, start) if start > measure[0] else Phrase(start, start, -1)
        unit = Phrase(end, measure[0], end)
        last = what.last if what.head >= 0 else measure[0]
        return Read(*span, value, "measure", last, unit, what if what.head >= 0 else unit)
    phrase = Phrase(end, end + 1, end) if tied else read_phrase(tokens, end)
    if phrase.head < 0 or _is_verbal(tokens[phrase.head].text):
        return Read(*span, value, "count", span[1])
    return Read(*span, value, "count", phrase.last, head_of(phrase), phrase)


def _past_qualifier(text: str, tokens: Sequence[Token], at: int) -> int:
    """ "300 or more teachers": where the words that the number counts begin."""
    stop, said = qualifier_after(text, tokens[at - 1].end)
    while said and at < len(tokens) and tokens[at].start < stop:
        at += 1
    return at


def _is_verbal(word: str) -> bool:
    """ "nine agreed", "the ten largest": no noun follows the number."""
    return word.endswith(("ed", "est")) and len(word) > 4


def _stands(text: str, tokens: Sequence[Token], at: int, quantity: Quantity) -> bool:
    """Whether a number says how many: no label, marker, year, day of a month, pronoun."""
    following = tokens[quantity.last] if quantity.last < len(tokens) else None
    plain = quantity.scale is None and not quantity.grouped
    if _NO_COUNT_AFTER.match(text, tokens[quantity.last - 1].end) or in_a_name(tokens, at):
        return False
    if quantity.form == "words":
        return _word_stands(tokens, at, quantity)
    counted = following is not None and following.kind == "word" and is_plural(following.text)
    if plain and (is_label(text, tokens, at, counted) or is_marker(text, tokens[at])):
        return False
    if following and following.text.capitalize() in MONTHS and following.kind == "word":
        return text[following.start].islower() or following.text == "may"
    if at and tokens[at - 1].kind == "money" and glued(tokens[at - 1], tokens[at]):
        return False
    clock = any(
        t.text == ":" and (t.end == tokens[at].start or t.start == tokens[at].end)
        for t in tokens[max(0, at - 1) : at + 2]
    )
    return not clock and (counted or not quantity.like_a_year)


def _word_stands(tokens: Sequence[Token], at: int, quantity: Quantity) -> bool:
    """ "one" is a number only before the thing counted: "one vessel", not "one of", "no one"."""
    if quantity.value != 1 or quantity.scale is not None:
        return quantity.value > 0
    before = tokens[at - 1].text.lower() if at else ""
    following = tokens[quantity.last] if quantity.last < len(tokens) else None
    if before in (
        "no",
        "world",
        "any",
        "every",
        "each",
        "the",
        "this",
        "that",
        "which",
        "some",
        "-",
        "as",
    ):
        return False
    if [token.text for token in tokens[quantity.last : quantity.last + 2]] == ["per", "cent"]:
        return True
    return following is not None and following.kind == "word" and _is_thing(following.text)


def _is_thing(word: str) -> bool:
    return word not in words_of("function") and word not in ("another", "thing", "side")


READERS: tuple[Callable[[str, Sequence[Token], int], Read | None], ...] = (
    vague,
    fraction,
    ordinal,
    _number,
)
