"""Reads numbers other than plain counts: percentages, fractions, ordinals, vague numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.money.chains import DASHES
from pipeline.money.count_phrases import Phrase, after_of, read_phrase
from pipeline.money.items import words_of
from pipeline.money.numerals import SMALL_WORDS, parse_digits
from pipeline.money.tokens import Token, glued

ENDINGS = ("st", "nd", "rd", "th")
VAGUE = frozenset({"dozens", "hundreds", "thousands", "millions", "billions", "scores", "tens"})
FEW = (["handful", "of"], ["couple", "of"])
# "third countries", "first aid": the ordinal is part of a name and numbers nothing
IDIOMS = frozenset(
    {("third", "countries"), ("third", "country"), ("third", "parties"), ("third", "party")}
    | {("third", "world"), ("first", "aid"), ("first", "lady"), ("first", "name")}
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
ORDINAL_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
PARTS = {
    "half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8,
    "eighths": 8, "ninth": 9, "tenth": 10, "tenths": 10, "halves": 2,
}  # fmt: skip
_CENTURY = re.compile(r"(?:st|nd|rd|th)[\s-]century", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A number as read, before its qualifiers: tokens, value, kind and the words it counts."""

    first: int
    last: int  # of the number itself, half-open
    value: Decimal | None
    kind: str  # terms.COUNT_KINDS
    end: int  # of the full expression
    unit: Phrase | None = None  # tokens of the unit alone
    what: Phrase | None = None  # of the noun phrase
    named: str = ""  # the unit, if it differs from the printed one
    high: Decimal | None = None


def percentage_sign(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "12%", which is no number of an amount of money."""
    end = tokens[at].end
    signed = re.match(r"\s?[%％]", text[end : end + 2])
    if not signed or (tokens[at].start and text[tokens[at].start - 1].isalnum()):
        return None
    value = parse_digits(tokens[at].text)
    return percentage(tokens, (at, at + 1), value, at + 2)


def percentage_range(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "50-60%", "between 20% and 25%": one share, from and to; no change "from 54% to 45%"."""
    end = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text in ("%", "％"))
    if end + 1 >= len(tokens) or not tokens[at].text[:1].isdigit():
        return None
    before = tokens[at - 1].text.lower() if at else ""
    tie = tokens[end].text
    joined = (
        tie in DASHES or (tie == "to" and before != "from") or (tie, before) == ("and", "between")
    )
    high = tokens[end + 1]
    signed = high.kind == "other" and re.match(r"\s?[%％]", text[high.end : high.end + 2])
    if not joined or not signed:
        return None
    values = parse_digits(tokens[at].text), parse_digits(high.text)
    if values[0] is None or values[1] is None or values[0] >= values[1]:
        return None
    read = percentage(tokens, (at, end + 2), values[0], end + 3)
    return replace(read, high=values[1])


def percentage(
    tokens: Sequence[Token], span: tuple[int, int], value: Decimal | None, end: int
) -> Read:
    start = after_of(tokens, end)
    what = read_phrase(tokens, start) if start > end else Phrase(end, end, -1)
    last = what.last if what.head >= 0 else end
    unit = Phrase(span[1], end, end - 1)
    return Read(*span, value, "percentage", last, unit, what if what.head >= 0 else None, "percent")


def vague(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "dozens of villages", "hundreds of thousands of people", "several million"."""
    word = tokens[at].text
    end = at
    if word == "a" and at + 1 < len(tokens) and tokens[at + 1].text == "few":
        end, word = at + 1, "few"
    if word in ("several", "few"):
        end += 1
        if end >= len(tokens) or tokens[end].text not in (
            "dozen",
            "hundred",
            "thousand",
            "million",
            "billion",
        ):
            return None
    elif word == "a" and [t.text for t in tokens[at + 1 : at + 3]] in FEW:
        end = at + 1
    elif word not in VAGUE:
        return None
    end += 1
    while end + 1 < len(tokens) and tokens[end].text == "of" and tokens[end + 1].text in VAGUE:
        end += 2
    what = read_phrase(tokens, after_of(tokens, end))
    last = what.last if what.head >= 0 else end
    return Read(at, end, None, "vague", last, head_of(what), what if what.head >= 0 else None)


def fraction(text: str, tokens: Sequence[Token], at: int) -> Read | None:
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
        total = _small(tokens[place].text) if place < len(tokens) else None
        if total and total > number > 0 and total <= 100 and words[0] not in ("a", "an"):
            return _one_in(tokens, (at, place + 1), Decimal(number) / total)
    return None


def _one_in(tokens: Sequence[Token], span: tuple[int, int], value: Decimal) -> Read | None:
    """ "one in five children"; without a noun only at the end of a clause: "1 in 4."."""
    what = read_phrase(tokens, span[1])
    verbal = what.head >= 0 and tokens[what.head].text.endswith("ed")  # "one in ten failed"
    if what.head >= 0 and not verbal:
        return Read(*span, value, "fraction", what.last, head_of(what), what)
    ends = verbal or span[1] >= len(tokens) or tokens[span[1]].kind == "mark"
    return Read(*span, value, "fraction", span[1]) if ends else None


def _by_a_part(tokens: Sequence[Token], at: int) -> bool:
    """ "fell by a third", "more than a quarter": a share of something mentioned before."""
    before = tokens[at - 1].text.lower() if at else ""
    following = tokens[at + 2] if at + 2 < len(tokens) else None
    if following is not None and following.text == "of":
        return False
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
    return Read(*span, value, "fraction", last, head_of(what), what if what.head >= 0 else None)


def ordinal(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "the 3rd ASEAN-Japan dialogue", "the third time"; no century."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.kind == "number" and following and glued(token, following):
        if following.text not in ENDINGS:
            return None
        if _CENTURY.match(text, token.end):
            return Read(at, at + 2, None, "", at + 2)
        value = parse_digits(token.text)
        what = read_phrase(tokens, at + 2)
        return Read(at, at + 2, value, "ordinal", max(at + 2, what.last), head_of(what), what)
    tens, last = 0, at
    if token.text in TENS and [t.text for t in tokens[at + 1 : at + 2]] == ["-"]:
        tens, last = TENS[token.text], at + 2
    word = tokens[last].text if last + 1 < len(tokens) else ""
    if word in ORDINAL_WORDS and _ordinal_stands(tokens, last, tied=last > at):
        what = read_phrase(tokens, last + 1)
        value = Decimal(tens + ORDINAL_WORDS[word])
        return Read(at, last + 1, value, "ordinal", max(last + 1, what.last), head_of(what), what)
    return None


def _ordinal_stands(tokens: Sequence[Token], at: int, *, tied: bool) -> bool:
    """ "the second meeting", not "at first", nor "first of all"; `tied` to tens before it."""
    before = tokens[at - 1].text.lower() if at and not tied else ""
    following = tokens[at + 1]
    if (tokens[at].text, following.text) in IDIOMS:
        return False
    lone = following.kind != "word" or following.text in words_of("function")
    return not lone and before not in ("at", "once", "-")


def head_of(phrase: Phrase) -> Phrase | None:
    return Phrase(phrase.head, phrase.head + 1, phrase.head) if phrase.head >= 0 else None
