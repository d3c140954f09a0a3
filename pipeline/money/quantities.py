"""Reads a quantity from tokens: a number in digits or words with its scales.

"1 trillion 104.9 billion", "two hundred million", "half a million", "five million (5,000,000)".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.money.numerals import SCALES, SMALL_WORDS, VULGAR, parse_digits, read_words
from pipeline.money.tokens import SHORT_SCALES, Token, glued

MOST_SCALES = 3  # "5 lakh crore", "2 hundred thousand million"
MOST_WORDS = 12  # of one number in words
STARTERS = frozenset({*SMALL_WORDS, "a", "an", "half", "quarter"})  # of a number in words
SLASHED = {"1/2": Decimal("0.5"), "1/4": Decimal("0.25"), "3/4": Decimal("0.75")}
ROUND_SCALES = ("dozen", "hundred", "thousand", "million", "billion", "trillion", "lakh", "crore")
ADDED: Mapping[tuple[str, ...], Decimal] = {
    ("and", "a", "half"): Decimal("0.5"),
    ("and", "a", "quarter"): Decimal("0.25"),
    ("and", "three", "quarters"): Decimal("0.75"),
}
FRACTIONS = {
    ("half",): Decimal("0.5"),
    ("one", "half"): Decimal("0.5"),
    ("quarter",): Decimal("0.25"),
    ("one", "quarter"): Decimal("0.25"),
    ("three", "quarters"): Decimal("0.75"),
    ("one", "fifth"): Decimal("0.2"),
    ("two", "fifths"): Decimal("0.4"),
    ("one", "tenth"): Decimal("0.1"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    first: int  # tokens, half-open
    last: int
    number: Decimal  # before its last scale
    scale: Decimal | None
    value: Decimal
    form: str  # digits, words
    grouped: bool = False  # thousands are grouped, so it is no year and no label

    @property
    def bare(self) -> bool:
        """A number below a thousand with neither scale nor grouped thousands."""
        return self.scale is None and not self.grouped and self.value < 1000

    @property
    def like_a_year(self) -> bool:
        plain = self.scale is None and not self.grouped and self.value == int(self.value)
        return plain and self.form == "digits" and 1800 <= self.value <= 2199


def read_quantity(tokens: Sequence[Token], at: int, *, dot_groups: bool = False) -> Quantity | None:
    """The quantity that begins at `tokens[at]`; None if none does.

    `dot_groups`: the currency's countries group thousands by full stops.
    """
    if at >= len(tokens):
        return None
    if tokens[at].kind == "number":
        return _in_digits(tokens, at, dot_groups)
    if tokens[at].text in STARTERS:
        return _fraction(tokens, at) or _in_words(tokens, at)
    return None


def after_hyphen(tokens: Sequence[Token], at: int) -> int:
    """Past a hyphen that joins two tokens: "50-million-yen"."""
    if 0 < at < len(tokens) - 1 and tokens[at].text in ("-", "‑", "–", "­"):
        tied = glued(tokens[at - 1], tokens[at]) and glued(tokens[at], tokens[at + 1])
        return at + 1 if tied else at
    return at


def _in_digits(tokens: Sequence[Token], at: int, dot_groups: bool) -> Quantity | None:
    printed = tokens[at].text
    part = _slashed(tokens, at)
    after, more = (at + 3, part - int(printed)) if part else _plus_fraction(tokens, at + 1)
    scale, end = _scales(tokens, after)
    number = parse_digits(printed, dot_groups=dot_groups and scale is None)
    if number is None:
        return None
    grouped = number >= 1000 and not printed.isdigit()
    quantity = _quantity((at, end), number + more, scale, "digits", grouped)
    return _repeated(tokens, _compound(tokens, quantity))


def torn_decimal(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "1. 5 million", "2 .4 billion": a decimal with a stray space; its scale must follow."""
    if at + 2 >= len(tokens) or tokens[at + 1].text != ".":
        return None
    if [token.kind for token in tokens[at : at + 3]] != ["number", "mark", "number"]:
        return None
    whole, point, part = tokens[at : at + 3]
    parted = not (glued(whole, point) and glued(point, part))
    close = parted and part.end - whole.start < 9
    if not (whole.text + part.text).isdigit() or not close:
        return None
    scale, end = _scales(tokens, at + 3)
    if scale is None:
        return None
    number = Decimal(f"{whole.text}.{part.text}")
    return _quantity((at, end), number, scale, "digits")


def bracketed(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "(3.2) million", as accountants write negative amounts."""
    if at + 2 >= len(tokens) or tokens[at].text != "(" or tokens[at + 2].text != ")":
        return None
    number = parse_digits(tokens[at + 1].text) if tokens[at + 1].kind == "number" else None
    if not number:
        return None
    scale, end = _scales(tokens, at + 3)
    grouped = number >= 1000 and not tokens[at + 1].text.isdigit()
    quantity = _quantity((at, end), number, scale, "digits", grouped)
    return None if quantity.like_a_year or quantity.bare else quantity


def _slashed(tokens: Sequence[Token], at: int) -> Decimal | None:
    """ "1/2", "3/4"; None for anything else."""
    if at + 2 >= len(tokens) or tokens[at + 1].text != "/":
        return None
    return SLASHED.get(f"{tokens[at].text}/{tokens[at + 2].text}")


def _plus_fraction(tokens: Sequence[Token], at: int) -> tuple[int, Decimal]:
    """ "2 1/2", "one and a half": the fraction added to a number, and where it ends."""
    if at >= len(tokens):
        return at, Decimal(0)
    if tokens[at].text in ("and", "-"):
        places, words = _words_from(tokens, after_hyphen(tokens, at))
        part = ADDED.get(tuple(words[:3]))
        return (places[2] + 1, part) if part else (at, Decimal(0))
    if part := _slashed(tokens, at):
        return at + 3, part
    if tokens[at].text in VULGAR and glued(tokens[at - 1], tokens[at]):
        return at + 1, VULGAR[tokens[at].text]
    return at, Decimal(0)


def _quantity(
    span: tuple[int, int], number: Decimal, scale: Decimal | None, form: str, grouped: bool = False
) -> Quantity:
    return Quantity(*span, number, scale, number * (scale or 1), form, grouped)


def _scales(tokens: Sequence[Token], at: int) -> tuple[Decimal | None, int]:
    """The product of the scales that begin at `at` (never falling), and where they end."""
    product, end, count = None, at, 0
    while count < MOST_SCALES:
        next_at = after_hyphen(tokens, end)
        if next_at >= len(tokens) or tokens[next_at].kind != "scale":
            break
        if tokens[next_at].text in SHORT_SCALES and not _short_stands(tokens, next_at):
            break
        product = (product or 1) * SCALES[tokens[next_at].text]
        end, count = next_at + 1, count + 1
    return product, end


def _short_stands(tokens: Sequence[Token], at: int) -> bool:
    """Whether "m", "bn" or "k" is a scale here, not a unit or the start of "M&E"."""
    if at + 1 < len(tokens) and glued(tokens[at], tokens[at + 1]):
        if tokens[at + 1].text in ("&", "²", "³", "'", "’", "/") or tokens[at + 1].kind == "number":
            return False
        led = at > 1 and tokens[at - 2].kind == "money"
        if tokens[at + 1].text in ("2", "3") and not led:  # "5,000 m3"
            return False
        if tokens[at + 1].text == "-" and tokens[at].text == "t":
            return False
    return True


def _compound(tokens: Sequence[Token], first: Quantity) -> Quantity:
    """Falling scales are one number: "1 trillion 104.9 billion", "6 billion, 259 million yen"."""
    at = first.last
    comma = at < len(tokens) and tokens[at].text == ","
    at += comma
    if first.scale is None or at >= len(tokens) or tokens[at].kind != "number":
        return first
    number = parse_digits(tokens[at].text)
    scale, end = _scales(tokens, at + 1)
    if number is None or scale is None or number * scale >= first.scale:
        return first
    if comma and not _named_once(tokens, first.first, end):
        return first
    value = first.value + number * scale
    return Quantity(first.first, end, value / scale, scale, value, first.form)


def _named_once(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a currency follows two parts of one number, and not a list of amounts."""
    before = tokens[first - 1] if first else None
    after = [token.text for token in tokens[end + 1 : end + 2]]
    named = end < len(tokens) and tokens[end].kind == "money"
    kinds = [token.kind for token in tokens[end + 2 : end + 6]]
    listed = after in ([","], ["and"], ["or"]) and "number" in kinds and "money" not in kinds
    led = before is not None and (before.kind == "money" or before.text in (",", "and"))
    return named and not listed and not led


def _in_words(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "two hundred and fifty thousand", "seven billion", "two thousand five hundred"."""
    places, words = _words_from(tokens, at)
    if (
        at > 1
        and tokens[at - 1].text == "of"
        and tokens[at - 2].text in ("third", "thirds", "fraction")
    ):
        return None
    if words[:1] in (["a"], ["an"]) and len(words) > 1 and words[1] in ROUND_SCALES:
        words[0] = "one"
    total, scale, last, index = Decimal(0), None, at, 0
    while part := _part(tokens, places, words, index):
        number, found, end = part
        if scale is not None and number * (found or 1) >= scale:
            break
        total, last = total + number * (found or 1), end
        scale = found or scale
        if found is None:
            break
        index = sum(place < end for place in places)
        index += words[index : index + 1] == ["and"]
    return _words_quantity(tokens, (at, last), total, scale) if last > at else None


def _part(
    tokens: Sequence[Token], places: Sequence[int], words: Sequence[str], index: int
) -> tuple[Decimal, Decimal | None, int] | None:
    """A number below a thousand in words, its scale, and the token after both."""
    read = read_words(words, index)
    if read is None:
        return None
    number, end = read
    after, more = _plus_fraction(tokens, places[end - 1] + 1)
    scale, last = _scales(tokens, after)
    if scale is None:
        return number, None, places[end - 1] + 1
    if not more:
        last, more = _plus_fraction(tokens, last)
    return number + more, scale, last


def _words_quantity(
    tokens: Sequence[Token], span: tuple[int, int], total: Decimal, scale: Decimal | None
) -> Quantity:
    unit = scale or Decimal(1)
    return _repeated(tokens, Quantity(*span, total / unit, scale, total, "words"))


def _words_from(tokens: Sequence[Token], at: int) -> tuple[list[int], list[str]]:
    """The words from `at` on, without the hyphens between them, and their places."""
    places: list[int] = []
    end = at
    while end < len(tokens) and len(places) < MOST_WORDS:
        if tokens[end].kind not in ("word", "scale"):
            break
        places.append(end)
        end = after_hyphen(tokens, end + 1)
    return places, [tokens[place].text for place in places]


def _fraction(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "half a million", "three quarters of a billion", "a quarter of a million"."""
    places, words = _words_from(tokens, at)
    skip = 1 if words[:1] in (["a"], ["an"]) else 0
    for length in (2, 1):
        value = FRACTIONS.get(tuple(words[skip : skip + length]))
        if value is None:
            continue
        rest = skip + length
        rest += words[rest : rest + 1] == ["of"]
        rest += words[rest : rest + 1] in (["a"], ["one"])
        if rest < len(places):
            scale, end = _scales(tokens, places[rest])
            if scale is not None and scale not in (100,):
                return _quantity((at, end), value, scale, "words")
    return None


def _repeated(tokens: Sequence[Token], quantity: Quantity) -> Quantity:
    """A number repeated in brackets is one quantity: "five million (5,000,000)"."""
    at = quantity.last
    if at + 2 >= len(tokens) or tokens[at].text != "(" or tokens[at + 1].kind == "money":
        return quantity
    again = read_quantity(tokens, at + 1) if tokens[at + 1].kind == "number" else None
    if again is None or again.last >= len(tokens) or tokens[again.last].text != ")":
        return quantity
    if again.value == quantity.value:
        end, scale, number = again.last + 1, quantity.scale, quantity.number
        if scale is None:
            scale, end = _scales(tokens, end)
        value = number * (scale or 1)
        return Quantity(quantity.first, end, number, scale, value, quantity.form, True)
    return quantity
