"""Reads one number with what it counts: a count, measure, percentage, fraction, ordinal, vague.

Each way of counting is a reader over the tokens of the text, tried in order.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.counts_phrases import Phrase, after_of, is_plural, read_measure, read_phrase
from pipeline.dates_patterns import MONTHS
from pipeline.money_chains import DASHES
from pipeline.money_frame import qualifier_after
from pipeline.money_items import words_of
from pipeline.money_quantities import Quantity, read_quantity
from pipeline.money_tokens import Token, glued
from pipeline.numerals import SMALL_WORDS, parse_digits, plain

ENDINGS = ("st", "nd", "rd", "th")
VAGUE = frozenset({"dozens", "hundreds", "thousands", "millions", "billions", "scores", "tens"})
ORDINAL_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
PARTS = {
    "half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8,
    "eighths": 8, "ninth": 9, "tenth": 10, "tenths": 10, "halves": 2,
}  # fmt: skip
_MARKER = re.compile(r"(?:\A|\n)[^\S\n]{0,8}\(?\Z")
_AFTER_MARKER = re.compile(r"[.)](?:\s|\Z)|-[0-9]")
_CENTURY = re.compile(r"(?:st|nd|rd|th)[\s-]century", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A number as read, before its frame: tokens, value, kind and the words it counts."""

    first: int
    last: int  # of the number itself, half-open
    value: Decimal | None
    kind: str  # schema.COUNT_KINDS
    end: int  # of the whole expression
    unit: Phrase | None = None  # tokens of the unit alone
    what: Phrase | None = None  # of the noun phrase
    named: str = ""  # the unit, where it is not as printed
    high: Decimal | None = None


def read_number(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """The number that begins at `tokens[at]`; kind is empty where it counts nothing."""
    token = tokens[at]
    if token.kind == "other":
        return _percentage_sign(text, tokens, at)
    if token.kind not in ("number", "word", "scale"):
        return None
    for reader in READERS:
        if read := reader(text, tokens, at):
            return read
    return None


def _percentage_sign(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "12%", which is no plain number for sums."""
    end = tokens[at].end
    signed = re.match(r"\s?[%％]", text[end : end + 2])
    if not signed or (tokens[at].start and text[tokens[at].start - 1].isalnum()):
        return None
    value = parse_digits(tokens[at].text)
    return _percentage(tokens, (at, at + 1), value, at + 2)


def _percentage(
    tokens: Sequence[Token], span: tuple[int, int], value: Decimal | None, end: int
) -> Read:
    start = after_of(tokens, end)
    what = read_phrase(tokens, start) if start > end else Phrase(end, end, -1)
    last = what.last if what.head >= 0 else end
    unit = Phrase(span[1], end, end - 1)
    return Read(*span, value, "percentage", last, unit, what if what.head >= 0 else None, "percent")


def _vague(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "dozens of villages", "hundreds of thousands of people", "several million"."""
    word = tokens[at].text
    end = at
    if word in ("several", "few") and at + 1 < len(tokens):
        end = at + 1
        if tokens[end].text not in ("dozen", "hundred", "thousand", "million", "billion"):
            return None
    elif word not in VAGUE:
        return None
    end += 1
    while end + 1 < len(tokens) and tokens[end].text == "of" and tokens[end + 1].text in VAGUE:
        end += 2
    what = read_phrase(tokens, after_of(tokens, end))
    last = what.last if what.head >= 0 else end
    return Read(at, end, None, "vague", last, _head(what), what if what.head >= 0 else None)


def _fraction(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "a quarter of households", "two-thirds", "half of them", "one in five children"."""
    words = [token.text for token in tokens[at : at + 4]]
    number = _small(words[0])
    skip = 2 if len(words) > 2 and words[1] == "-" else 1
    if words[0] == "half" and words[1:2] in (["of"], ["the"], ["all"], ["its"], ["their"]):
        return _part_of(tokens, (at, at + 1), Decimal("0.5"))
    if number is None or len(words) <= skip:
        return None
    if number == 1 and words[1] in ("third", "quarter", "fifth") and _by_a_part(tokens, at):
        return Read(at, at + 2, Decimal(1) / PARTS[words[1]], "fraction", at + 2)
    part = PARTS.get(words[skip])
    follows = tokens[at + skip + 1].text if at + skip + 1 < len(tokens) else ""
    certain = words[skip] != "second" and (
        follows == "of" or words[skip].endswith("s") or skip == 2
    )
    if part and certain:
        return _part_of(tokens, (at, at + skip + 1), Decimal(number) / part)
    if words[1:2] == ["in"] or words[1:3] == ["out", "of"]:
        place = at + (2 if words[1] == "in" else 3)
        whole = _small(tokens[place].text) if place < len(tokens) else None
        if whole and whole > number > 0 and whole <= 100 and words[0] not in ("a", "an"):
            what = read_phrase(tokens, place + 1)
            if what.head >= 0:
                value = Decimal(number) / whole
                return Read(at, place + 1, value, "fraction", what.last, _head(what), what)
    return None


def _by_a_part(tokens: Sequence[Token], at: int) -> bool:
    """ "fell by a third", "more than a quarter": a share of what was named before."""
    before = tokens[at - 1].text.lower() if at else ""
    following = tokens[at + 2] if at + 2 < len(tokens) else None
    ends = following is None or following.kind != "word" or following.text in words_of("function")
    return ends and before in (
        "by",
        "to",
        "than",
        "about",
        "over",
        "nearly",
        "almost",
        "only",
        "some",
    )


def _small(word: str) -> int | None:
    if word in ("a", "an"):
        return 1
    return (
        int(word) if word.isascii() and word.isdigit() and len(word) < 4 else SMALL_WORDS.get(word)
    )


def _part_of(tokens: Sequence[Token], span: tuple[int, int], value: Decimal) -> Read:
    start = after_of(tokens, span[1])
    if (
        start == span[1]
        and start < len(tokens)
        and tokens[start].text in ("the", "all", "its", "their")
    ):
        start += 1
    what = read_phrase(tokens, start) if start > span[1] else Phrase(start, start, -1)
    last = what.last if what.head >= 0 else span[1]
    return Read(*span, value, "fraction", last, _head(what), what if what.head >= 0 else None)


def _ordinal(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "the 3rd ASEAN-Japan dialogue", "the third time"; no century."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.kind == "number" and following and glued(token, following):
        if following.text not in ENDINGS:
            return None
        if _CENTURY.match(text, token.end):
            return Read(at, at + 2, None, "", at + 2)
        value = parse_digits(token.text)
        what = _name_or_phrase(tokens, at + 2)
        return Read(at, at + 2, value, "ordinal", max(at + 2, what.last), _head(what), what)
    if token.text in ORDINAL_WORDS and following and _ordinal_stands(tokens, at):
        what = _name_or_phrase(tokens, at + 1)
        value = Decimal(ORDINAL_WORDS[token.text])
        return Read(at, at + 1, value, "ordinal", max(at + 1, what.last), _head(what), what)
    return None


def _ordinal_stands(tokens: Sequence[Token], at: int) -> bool:
    """ "the second meeting", not "at first", nor "first of all"."""
    before = tokens[at - 1].text.lower() if at else ""
    following = tokens[at + 1]
    lone = following.kind != "word" or following.text in words_of("function")
    return not lone and before not in ("at", "once", "-")


def _name_or_phrase(tokens: Sequence[Token], at: int) -> Phrase:
    return read_phrase(tokens, at)


def _number(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """Any other number: a count, a measure or a percentage, alone or as a range."""
    quantity = read_quantity(tokens, at)
    if quantity is None:
        return None
    if not _stands(text, tokens, at, quantity):
        return Read(at, quantity.last, None, "", quantity.last)
    if _is_identifier(text, tokens, quantity):
        return Read(at, quantity.last, None, "", quantity.last + 1)
    high = _high(tokens, quantity)
    low, last = _shared(quantity, high), (high or quantity).last
    upper = plain(high.value) if high else None
    low = plain(low)
    read = _counted(text, tokens, (at, last), low)
    return Read(at, last, low, read.kind, read.end, read.unit, read.what, read.named, upper)


def _is_identifier(text: str, tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "3B", "4x4", "5G": a number with a letter fused to it, which is no unit."""
    last = tokens[quantity.last - 1]
    counted = quantity.last < len(tokens) and is_plural(tokens[quantity.last].text)
    if last.kind == "scale" and len(last.text) == 1:
        return not counted
    if quantity.form != "digits" or quantity.last >= len(tokens):
        return False
    following = tokens[quantity.last]
    fused = following.kind == "word" and glued(last, following)
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
    """What the number counts: percent, a measure, things, or nothing that is named."""
    end = _past_qualifier(text, tokens, span[1])
    tied = end + 1 < len(tokens) and tokens[end].text == "-" and glued(tokens[end], tokens[end + 1])
    end += tied
    words = [token.text for token in tokens[end : end + 2]]
    if words[:1] in (["percent"], ["pct"], ["percentage"], ["%"]) or words == ["per", "cent"]:
        long = words == ["per", "cent"] or words[0] == "percentage"
        return _percentage(tokens, span, value, end + (2 if long else 1))
    if measure := read_measure(text, tokens, end):
        start = after_of(tokens, measure[0])
        what = read_phrase(tokens, start) if start > measure[0] else Phrase(start, start, -1)
        unit = Phrase(end, measure[0], end)
        last = what.last if what.head >= 0 else measure[0]
        return Read(*span, value, "measure", last, unit, what if what.head >= 0 else unit)
    phrase = Phrase(end, end + 1, end) if tied else read_phrase(tokens, end)
    if phrase.head < 0 or _is_verbal(tokens[phrase.head].text):
        return Read(*span, value, "count", span[1])
    return Read(*span, value, "count", phrase.last, _head(phrase), phrase)


def _past_qualifier(text: str, tokens: Sequence[Token], at: int) -> int:
    """ "300 or more teachers": where the words begin that the number counts."""
    stop, said = qualifier_after(text, tokens[at - 1].end)
    while said and at < len(tokens) and tokens[at].start < stop:
        at += 1
    return at


def _is_verbal(word: str) -> bool:
    """ "nine agreed", "the ten largest": no noun follows the number."""
    return word.endswith(("ed", "est")) and len(word) > 4


def _stands(text: str, tokens: Sequence[Token], at: int, quantity: Quantity) -> bool:
    """Whether a number tells how many: no label, marker, year, day of a month, pronoun."""
    following = tokens[quantity.last] if quantity.last < len(tokens) else None
    plain = quantity.scale is None and not quantity.grouped
    if quantity.form == "words":
        return _word_stands(tokens, at, quantity)
    counted = following is not None and following.kind == "word" and is_plural(following.text)
    if plain and (_is_label(text, tokens, at, counted) or _is_marker(text, tokens[at])):
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


def _is_label(text: str, tokens: Sequence[Token], at: int, counted: bool) -> bool:
    """ "Note 17", "No. 5", "Phase 2"; but "to target 5 countries"."""
    before = at - 1
    if before > 0 and tokens[before].text == "." and glued(tokens[before - 1], tokens[before]):
        before -= 1
    if before < 0 or tokens[before].text.lower() not in words_of("label"):
        return False
    return not counted or text[tokens[before].start].isupper()


def _is_marker(text: str, token: Token) -> bool:
    """ "1. Note", "(3) Assistance": the number of a list item or a heading."""
    before, after = text[max(0, token.start - 12) : token.start], text[token.end : token.end + 2]
    return bool(_MARKER.search(before) and _AFTER_MARKER.match(after))


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
    return following is not None and following.kind == "word" and _is_thing(following.text)


def _is_thing(word: str) -> bool:
    return word not in words_of("function") and word not in ("another", "thing", "side")


def _head(phrase: Phrase) -> Phrase | None:
    return Phrase(phrase.head, phrase.head + 1, phrase.head) if phrase.head >= 0 else None


READERS: tuple[Callable[[str, Sequence[Token], int], Read | None], ...] = (
    _vague,
    _fraction,
    _ordinal,
    _number,
)
