"""Reads a quantity from tokens: a number in digits or words with its scales.

"1 trillion 104.9 billion", "two hundred million", "half a million", "five million (5,000,000)".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.money.numbers import (
    SCALES,
    SHORT_SCALES,
    SMALL_WORDS,
    parse_digits,
    read_words,
    values_of,
)
from pipeline.money.tokens import Token, glued, kind_at, text_at

MOST_SCALES = 3  # "5 lakh crore", "2 hundred thousand million"
MOST_WORDS = 12  # of one number in words
STARTERS = frozenset({*SMALL_WORDS, "a", "an", "half", "quarter"})  # of a number in words
PARTS = {word: int(number) for word, number in values_of("part").items()}  # "quarters" 4
ADDED: Mapping[tuple[str, ...], Decimal] = {
    ("and", "a", "half"): Decimal("0.5"),
    ("and", "a", "quarter"): Decimal("0.25"),
    ("and", "three", "quarters"): Decimal("0.75"),
}
NO_PART = (["third", "of"], ["thirds", "of"], ["fraction", "of"])  # "a fraction of a million"
SLASHED = {"1/2": Decimal("0.5"), "1/4": Decimal("0.25"), "3/4": Decimal("0.75")}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its scale; its tokens are half-open."""

    first: int
    last: int
    number: Decimal  # before its last scale
    scale: Decimal | None
    form: str  # digits, words
    grouped: bool = False  # thousands are grouped, so it is no year and no label

    @property
    def value(self) -> Decimal:
        return self.number * (self.scale or 1)

    @property
    def plain(self) -> bool:
        """Whether a scale or grouped thousands show that it is no label and no year."""
        return self.scale is not None or self.grouped

    @property
    def bare(self) -> bool:
        """A number below a thousand with neither scale nor grouped thousands."""
        return not self.plain and self.value < 1000

    @property
    def like_a_year(self) -> bool:
        whole = self.form == "digits" and not self.plain and self.value == int(self.value)
        return whole and 1800 <= self.value <= 2199


def read_quantity(tokens: Sequence[Token], at: int, *, dot_groups: bool = False) -> Quantity | None:
    """The quantity that begins at `tokens[at]`; None if none does.

    `dot_groups`: the currency's countries group thousands by full stops.
    """
    if kind_at(tokens, at) == "number":
        return _in_digits(tokens, at, dot_groups)
    if text_at(tokens, at) in STARTERS and tokens[at].kind in ("word", "scale"):
        return _fraction(tokens, at) or _in_words(tokens, at)
    return None


def after_hyphen(tokens: Sequence[Token], at: int) -> int:
    """Past a hyphen that joins two tokens: "50-million-yen"."""
    if 0 < at < len(tokens) - 1 and tokens[at].text in ("-", "‑", "–"):
        tied = glued(tokens[at - 1], tokens[at]) and glued(tokens[at], tokens[at + 1])
        return at + 1 if tied else at
    return at


def _in_digits(tokens: Sequence[Token], at: int, dot_groups: bool) -> Quantity | None:
    printed = tokens[at].text
    if slashed := SLASHED.get("".join(token.text for token in tokens[at : at + 3])):
        scale, end = read_scales(tokens, at + 3)
        return Quantity(at, end, slashed, scale, "digits")
    after, more = _plus_fraction(tokens, at + 1)
    scale, end = read_scales(tokens, after)
    number = parse_digits(printed, dot_groups=dot_groups and scale is None)
    if number is None:
        return None
    grouped = number >= 1000 and not printed.isdigit()
    quantity = Quantity(at, end, number + more, scale, "digits", grouped)
    return _repeated(tokens, _compound(tokens, quantity))


def torn_decimal(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "1. 5 million", "2 .4 billion": a decimal with a stray space; its scale must follow."""
    if [token.kind for token in tokens[at : at + 3]] != ["number", "mark", "number"]:
        return None
    whole, point, part = tokens[at : at + 3]
    parted = not (glued(whole, point) and glued(point, part)) and part.end - whole.start < 9
    scale, end = read_scales(tokens, at + 3)
    if point.text != "." or not parted or not (whole.text + part.text).isdigit() or scale is None:
        return None
    return Quantity(at, end, Decimal(f"{whole.text}.{part.text}"), scale, "digits")


def _plus_fraction(tokens: Sequence[Token], at: int) -> tuple[int, Decimal]:
    """ "2 1/2", "one and a half": where the fraction after a number ends, and what it adds."""
    if text_at(tokens, at) in ("and", "-"):
        places, words = _words_from(tokens, after_hyphen(tokens, at))
        if part := ADDED.get(tuple(words[:3])):
            return places[2] + 1, part
    printed = "".join(token.text for token in tokens[at : at + 3])
    return (at + 3, SLASHED[printed]) if printed in SLASHED else (at, Decimal(0))


def read_scales(tokens: Sequence[Token], at: int) -> tuple[Decimal | None, int]:
    """The product of the scales that begin at `at`, and where they end."""
    product, end, count = None, at, 0
    while count < MOST_SCALES:
        place = after_hyphen(tokens, end)
        if kind_at(tokens, place) != "scale":
            break
        if tokens[place].text in SHORT_SCALES and not _short_stands(tokens, place):
            break
        product = (product or 1) * SCALES[tokens[place].text]
        end, count = place + 1, count + 1
    return product, end


def _short_stands(tokens: Sequence[Token], at: int) -> bool:
    """Whether "m", "bn" or "k" is a scale here, not a unit or the start of "M&E"."""
    if at + 1 >= len(tokens) or not glued(tokens[at], tokens[at + 1]):
        return True
    following = tokens[at + 1]
    led = kind_at(tokens, at - 2) == "money"  # "US$5m2" has a note, "5,000 m2" has none
    in_word = following.text in (*"&²³'’/", *("" if led else "23")) or following.kind == "number"
    return not in_word and (tokens[at].text, following.text) != ("t", "-")


def _compound(tokens: Sequence[Token], first: Quantity) -> Quantity:
    """Falling scales are one number: "1 trillion 104.9 billion", "6 billion, 259 million yen"."""
    comma = text_at(tokens, first.last) == ","
    at = first.last + comma
    number = parse_digits(tokens[at].text) if kind_at(tokens, at) == "number" else None
    scale, end = read_scales(tokens, at + 1)
    if number is None or not scale or not first.scale or number * scale >= first.scale:
        return first
    led = kind_at(tokens, first.first - 1) == "money" or kind_at(tokens, end) != "money"
    if comma and led:
        return first  # a list of amounts
    return replace(first, last=end, number=first.value / scale + number, scale=scale)


def _in_words(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "two hundred and fifty thousand", "seven billion", "two thousand five hundred"."""
    places, words = _words_from(tokens, at)
    if [token.text for token in tokens[max(0, at - 2) : at]] in NO_PART:
        return None
    following = text_at(tokens, at + 1)
    if words[0] in ("a", "an") and following in SCALES and following not in SHORT_SCALES:
        words[0] = "one"
    total, scale, last, index = Decimal(0), None, at, 0
    while part := _part(tokens, places, words, index):
        number, found, end = part
        if scale is not None and number * (found or 1) >= scale:
            break
        total, last, scale = total + number * (found or 1), end, found or scale
        if found is None:
            break
        index = sum(place < end for place in places)
        index += words[index : index + 1] == ["and"]
    if last == at:
        return None
    return _repeated(tokens, Quantity(at, last, total / (scale or 1), scale, "words"))


def _part(
    tokens: Sequence[Token], places: Sequence[int], words: Sequence[str], index: int
) -> tuple[Decimal, Decimal | None, int] | None:
    """A number below a thousand in words, its scale, and the token after both."""
    read = read_words(words, index)
    if read is None:
        return None
    number, end = read
    after, more = _plus_fraction(tokens, places[end - 1] + 1)
    scale, last = read_scales(tokens, after)
    if scale is None:
        return number, None, places[end - 1] + 1
    if not more:
        last, more = _plus_fraction(tokens, last)
    return number + more, scale, last


def _words_from(tokens: Sequence[Token], at: int) -> tuple[list[int], list[str]]:
    """The words from `at` on, without the hyphens between them, and their places."""
    places: list[int] = []
    while kind_at(tokens, at) in ("word", "scale") and len(places) < MOST_WORDS:
        places.append(at)
        at = after_hyphen(tokens, at + 1)
    return places, [tokens[place].text for place in places]


def _fraction(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "half a million", "three quarters of a billion", "a quarter of a million"."""
    places, words = _words_from(tokens, at)
    counted = words[0] in SMALL_WORDS or words[0] in ("a", "an")
    part = PARTS.get(words[counted]) if len(words) > counted else None
    rest = counted + 1
    rest += words[rest : rest + 1] == ["of"]
    rest += words[rest : rest + 1] in (["a"], ["one"])
    if not part or 100 % part or rest >= len(places):
        return None
    scale, end = read_scales(tokens, places[rest])
    if scale is None or scale <= 100:
        return None
    return Quantity(at, end, Decimal(SMALL_WORDS.get(words[0], 1)) / part, scale, "words")


def _repeated(tokens: Sequence[Token], quantity: Quantity) -> Quantity:
    """A number repeated in brackets is one quantity: "five million (5,000,000)"."""
    at = quantity.last
    if text_at(tokens, at) != "(" or kind_at(tokens, at + 1) != "number":
        return quantity
    again = read_quantity(tokens, at + 1)
    if again is None or text_at(tokens, again.last) != ")" or again.value != quantity.value:
        return quantity
    scale, end = read_scales(tokens, again.last + 1)
    same = quantity.scale or scale
    return replace(
        quantity, last=again.last + 1 if quantity.scale else end, scale=same, grouped=True
    )
