"""Reads one number with what it counts: things, a measure, percent, a part, an ordinal, vaguely.

Each kind of number has a reader over the tokens of the text; they are tried in order.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.money.labels import is_code, stands
from pipeline.money.noun_phrases import (
    Phrase,
    ends_there,
    phrase_after_of,
    read_measure,
    read_phrase,
)
from pipeline.money.numbers import SMALL_WORDS, parse_digits, plain, values_of, words_of
from pipeline.money.qualifiers import qualifier_after
from pipeline.money.quantities import PARTS, Quantity, read_quantity
from pipeline.money.ranges import DASHES
from pipeline.money.tokens import Token, glued, kind_at, text_at

VAGUE = frozenset(["dozens", "hundreds", "thousands", "millions", "billions", "scores", "tens"])
FEW = (["handful", "of"], ["couple", "of"])
ROUND_SCALES = ("dozen", "hundred", "thousand", "million", "billion")
# "third countries", "first aid": the ordinal is part of a name and numbers nothing
IDIOMS = frozenset(
    {("third", word) for word in ("countries", "country", "parties", "party", "world")}
    | {("first", word) for word in ("aid", "lady", "name")}
)
ORDINALS = {word: int(number) for word, number in values_of("ordinal").items()}
# "fell by a third", "more than a quarter": a share of something mentioned before
BY = frozenset(["by", "to", "than", "about", "over", "nearly", "almost", "only", "some"])
OF_ALL = ("of", "the", "all", "its", "their")
_PERCENT = re.compile(r"\s?[%％]")
_CENTURY = re.compile(r"[\s-]century", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A number as read, before its qualifiers: its tokens, value, kind and the words it counts."""

    first: int
    last: int  # of the number itself, half-open
    value: Decimal | None
    kind: str  # terms.COUNT_KINDS; empty where it counts nothing
    what: Phrase | None = None  # the noun phrase
    unit: Phrase | None = None  # the unit alone
    named: str = ""  # the unit, if it differs from the printed one
    high: Decimal | None = None

    @property
    def end(self) -> int:
        """Where the full expression ends."""
        last = self.what or self.unit
        return max(self.last, last.last) if last else self.last


def read_number(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """The number that begins at `tokens[at]`; its kind is empty where it counts nothing."""
    if tokens[at].kind in ("other", "number") and (ranged := _percentage_range(text, tokens, at)):
        return ranged
    if tokens[at].kind == "other":
        return _percentage_sign(text, tokens, at)
    if tokens[at].kind not in ("number", "word", "scale"):
        return None
    reads = (reader(text, tokens, at) for reader in READERS)
    return next((read for read in reads if read), None)


def _counting(span: tuple[int, int], value: Decimal | None, kind: str, what: Phrase) -> Read:
    """A number of what the phrase names, if it names anything."""
    return Read(*span, value, kind, what, what.noun) if what else Read(*span, value, kind)


# ---- percentages -----------------------------------------------------------------------------


def _percentage_sign(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "12%", which is no number of an amount of money."""
    start, end = tokens[at].start, tokens[at].end
    if not _PERCENT.match(text, end) or (start and text[start - 1].isalnum()):
        return None
    return _percentage(tokens, (at, at + 1), parse_digits(tokens[at].text), at + 2)


def _percentage_range(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "50-60%", "between 20% and 25%": one share, from and to; no change "from 54% to 45%"."""
    end = at + 1 + (text_at(tokens, at + 1) in ("%", "％"))
    if not tokens[at].text[:1].isdigit() or kind_at(tokens, end + 1) != "other":
        return None
    before, tie = text_at(tokens, at - 1).lower(), text_at(tokens, end)
    joined = (tie == "to" and before != "from") or (tie, before) == ("and", "between")
    if not (joined or tie in DASHES) or not _PERCENT.match(text, tokens[end + 1].end):
        return None
    low, high = parse_digits(tokens[at].text), parse_digits(tokens[end + 1].text)
    if low is None or high is None or low >= high:
        return None
    return replace(_percentage(tokens, (at, end + 2), low, end + 3), high=high)


def _percentage(
    tokens: Sequence[Token], span: tuple[int, int], value: Decimal | None, end: int
) -> Read:
    what, unit = phrase_after_of(tokens, end), Phrase(span[1], end, span[1])
    return Read(*span, value, "percentage", what or None, unit, "percent")


# ---- vague numbers, parts, ordinals ----------------------------------------------------------


def _vague(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "dozens of villages", "hundreds of thousands of people", "several million"."""
    words = [token.text for token in tokens[at : at + 3]]
    end = at + 1
    if words[0] in ("several", "few") or words[:2] == ["a", "few"]:
        end += 1 + (words[0] == "a")
        if text_at(tokens, end - 1) not in ROUND_SCALES:
            return None
    elif words[0] == "a" and words[1:3] in FEW:
        end += 1
    elif words[0] not in VAGUE:
        return None
    while text_at(tokens, end) == "of" and text_at(tokens, end + 1) in VAGUE:
        end += 2
    what = (
        phrase_after_of(tokens, end) if text_at(tokens, end) == "of" else read_phrase(tokens, end)
    )
    return _counting((at, end), None, "vague", what)


def _fraction(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "a quarter of households", "two-thirds", "half of them", "one in five children"."""
    words = [token.text for token in tokens[at : at + 4]]
    number = _small(words[0])
    if words[0] == "half" and text_at(tokens, at + 1) in OF_ALL:
        return _part_of(tokens, (at, at + 1), Decimal("0.5"))
    skip = 2 if words[1:2] == ["-"] else 1
    if number is None or len(words) <= skip:
        return None
    end = at + skip + 1
    part = PARTS.get(words[skip])
    if part and (words[skip].endswith("s") or skip == 2 or text_at(tokens, end) == "of"):
        return _part_of(tokens, (at, end), Decimal(number) / part)
    if part and number == 1 and text_at(tokens, at - 1).lower() in BY and ends_there(tokens, end):
        return Read(at, end, Decimal(1) / part, "fraction")
    if words[1] == "in" or words[1:3] == ["out", "of"]:
        return _one_in(tokens, at, at + 2 + (words[1] == "out"))
    return None


def _one_in(tokens: Sequence[Token], at: int, place: int) -> Read | None:
    """ "one in five children"; without a noun only at the end of a clause: "1 in 4."."""
    number, total = _small(tokens[at].text), _small(text_at(tokens, place))
    if not number or not total or not number < total <= 100 or tokens[at].text in ("a", "an"):
        return None
    what = read_phrase(tokens, place + 1)
    span, value = (at, place + 1), Decimal(number) / total
    if what and not tokens[what.head].text.endswith("ed"):  # "one in ten failed"
        return _counting(span, value, "fraction", what)
    ends = bool(what) or kind_at(tokens, place + 1) in ("", "mark")
    return Read(*span, value, "fraction") if ends else None


def _small(word: str) -> int | None:
    if word in ("a", "an"):
        return 1
    short = word.isascii() and word.isdigit() and len(word) < 4
    return int(word) if short else SMALL_WORDS.get(word)


def _part_of(tokens: Sequence[Token], span: tuple[int, int], value: Decimal) -> Read:
    what = phrase_after_of(tokens, span[1])
    if text_at(tokens, span[1]) in OF_ALL[1:]:  # "half the households"
        what = read_phrase(tokens, span[1] + 1)
    return _counting(span, value, "fraction", what)


def _ordinal(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """ "the 3rd ASEAN-Japan dialogue", "the twenty-third time"; no century."""
    following = text_at(tokens, at + 1)
    if tokens[at].kind == "number":
        if following not in ("st", "nd", "rd", "th") or not glued(*tokens[at : at + 2]):
            return None
        span, value = (at, at + 2), parse_digits(tokens[at].text)
        if _CENTURY.match(text, tokens[at + 1].end):
            return Read(*span, None, "")
        return _counting(span, value, "ordinal", read_phrase(tokens, at + 2))
    tens = SMALL_WORDS.get(tokens[at].text, 0) if following == "-" else 0
    last = at + 2 if tens >= 20 else at
    number = ORDINALS.get(text_at(tokens, last))
    if number is None or not _ordinal_stands(tokens, last, tied=last > at):
        return None
    value = Decimal(number + (tens if last > at else 0))
    return _counting((at, last + 1), value, "ordinal", read_phrase(tokens, last + 1))


def _ordinal_stands(tokens: Sequence[Token], at: int, *, tied: bool) -> bool:
    """ "the second meeting", not "at first", nor "first of all"; `tied` to tens before it."""
    before = "" if tied else text_at(tokens, at - 1).lower()
    following = text_at(tokens, at + 1)
    lone = kind_at(tokens, at + 1) != "word" or following in words_of("function")
    idiom = (tokens[at].text, following) in IDIOMS
    return not lone and not idiom and before not in ("at", "once", "-")


# ---- things and measures ---------------------------------------------------------------------


def _number(text: str, tokens: Sequence[Token], at: int) -> Read | None:
    """Any other number: a count, a measure or a percentage, alone or as a range."""
    quantity = read_quantity(tokens, at)
    if quantity is None:
        return None
    fused = is_code(tokens, quantity) and read_measure(text, tokens, quantity.last) is None
    if fused or not stands(text, tokens, quantity):
        return Read(at, quantity.last, None, "")
    high = _high(tokens, quantity)
    low, last = quantity.value, (high or quantity).last
    if high and high.scale and quantity.scale is None:
        shared = quantity.number * high.scale  # "2 to 3 million"
        low = shared if shared < high.value else low
    read = _counted(text, tokens, (at, last), plain(low))
    return replace(read, high=plain(high.value)) if high else read


def _high(tokens: Sequence[Token], low: Quantity) -> Quantity | None:
    """The upper end of a range: "30 to 40 trainees", "10–15 vessels", "between 5 and 6 wells"."""
    at, tie = low.last, text_at(tokens, low.last)
    if at + 1 >= len(tokens):
        return None
    between = tie == "and" and text_at(tokens, low.first - 1) == "between"
    even = glued(tokens[at - 1], tokens[at]) == glued(tokens[at], tokens[at + 1])
    if not (between or tie in ("to", "or") or (tie in DASHES and even)):
        return None
    high = read_quantity(tokens, at + 1)
    rises = high is not None and high.value > low.value
    return high if rises and not (low.like_a_year and not low.grouped) else None


def _counted(text: str, tokens: Sequence[Token], span: tuple[int, int], value: Decimal) -> Read:
    """What the number counts: percent, a measure, things, or nothing named."""
    end = _past_qualifier(text, tokens, span[1])
    tied = text_at(tokens, end) == "-" and end + 1 < len(tokens) and glued(*tokens[end : end + 2])
    end += tied
    words = [token.text for token in tokens[end : end + 2]]
    if words[:1] in (["percent"], ["pct"], ["percentage"], ["%"]) or words == ["per", "cent"]:
        return _percentage(tokens, span, value, end + 1 + (words[0] in ("per", "percentage")))
    if measure := read_measure(text, tokens, end):
        unit = Phrase(end, measure[0], end)
        return Read(*span, value, "measure", phrase_after_of(tokens, measure[0]) or unit, unit)
    phrase = Phrase(end, end + 1, end) if tied else read_phrase(tokens, end)
    verbal = phrase and len(tokens[phrase.head].text) > 4  # "nine agreed", "the ten largest"
    if not phrase or (verbal and tokens[phrase.head].text.endswith(("ed", "est"))):
        return Read(*span, value, "count")
    return _counting(span, value, "count", phrase)


def _past_qualifier(text: str, tokens: Sequence[Token], at: int) -> int:
    """ "300 or more teachers": where the words that the number counts begin."""
    stop, said = qualifier_after(text, tokens[at - 1].end)
    while said and at < len(tokens) and tokens[at].start < stop:
        at += 1
    return at


READERS: tuple[Callable[[str, Sequence[Token], int], Read | None], ...] = (
    _vague,
    _fraction,
    _ordinal,
    _number,
)
