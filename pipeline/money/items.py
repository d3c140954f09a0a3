"""Reads one amount from tokens: a quantity with a currency marker before it, after it, or both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.money.currencies import Marker
from pipeline.money.numerals import SCALES
from pipeline.money.quantities import (
    Quantity,
    after_hyphen,
    bracketed,
    read_quantity,
    torn_decimal,
)
from pipeline.money.tokens import SHORT_SCALES, Token, glued
from pipeline.vocab import read_vocab

MINUS = ("-", "−", "‑")
# currencies of countries that group thousands by full stops, in English texts too
DOT_HABIT = frozenset({"EUR", "IDR", "VND", "BRL", "CLP", "COP", "ARS", "DKK", "PYG", "TRY"})


@dataclass(frozen=True, slots=True)
class Item:
    """A quantity with its own marker, if any, and the tokens of both."""

    first: int
    last: int
    quantity: Quantity
    marker: Marker | None = None
    side: str = ""  # before, after, both: the place of the marker
    negative: bool = False

    @property
    def value(self) -> Decimal:
        return -self.quantity.value if self.negative else self.quantity.value


@cache
def words_of(role: str) -> frozenset[str]:
    """The words of vocab/number_context.csv with a role."""
    return frozenset(row["word"] for row in read_vocab("number_context") if row["role"] == role)


def read_item(tokens: Sequence[Token], at: int) -> Item | None:
    """The amount, or the bare quantity, that begins at `tokens[at]`; None if none does."""
    start, negative = _minus(tokens, at)
    marker, end = _markers(tokens, start)
    scale, end = _scale_between(tokens, end) if marker else (None, end)
    if marker and not negative:
        end, negative = _minus(tokens, end)
    if marker and end < len(tokens) and (tokens[end].text == ":" or _abbreviated(tokens, end)):
        end += 1
    dots = marker is not None and bool(DOT_HABIT.intersection(marker.codes))
    quantity = torn_decimal(tokens, end) if marker else None
    if quantity and tokens[quantity.last : quantity.last + 1]:
        counted = tokens[quantity.last].text in words_of("people")
        quantity = None if counted else quantity  # "It cost $12. 5 million people saw it."
    if marker and not negative and (below_zero := bracketed(tokens, end)):
        quantity, negative = below_zero, True
    quantity = quantity or read_quantity(tokens, end, dot_groups=dots)
    if quantity is None or (marker is None and _labelled(tokens, at, quantity)):
        return None
    if scale and quantity.scale is None:
        quantity = _scaled(quantity, scale, quantity.last)
    if marker and not _may_lead(tokens, start, marker, quantity):
        return None
    item = Item(at, quantity.last, quantity, marker, "before" if marker else "", negative)
    return _with_marker_after(tokens, item)


def _minus(tokens: Sequence[Token], at: int) -> tuple[int, bool]:
    """Past a minus sign that is tied to what follows, and whether there is one."""
    if at + 1 >= len(tokens) or tokens[at].text not in (*MINUS, "minus"):
        return at, False
    if tokens[at].text == "minus":
        subtracts = at > 0 and tokens[at - 1].kind in ("money", "number", "scale")
        return (at, False) if subtracts else (at + 1, True)
    alone = (
        at == 0 or not glued(tokens[at - 1], tokens[at]) or tokens[at - 1].text in ("", "(", "$")
    )
    alone = alone or (at > 0 and tokens[at - 1].kind == "money")
    tied = glued(tokens[at], tokens[at + 1]) and tokens[at + 1].kind in ("money", "number")
    return (at + 1, True) if alone and tied else (at, False)


def _markers(tokens: Sequence[Token], at: int) -> tuple[Marker | None, int]:
    """The marker at `at`, or two with the same meaning: "AUD $", "US$ dollars"; and its end."""
    if at >= len(tokens) or tokens[at].kind != "money":
        return None, at
    marker, end = tokens[at].marker, at + 1
    if marker is not None and [t.text for t in tokens[end : end + 3 : 2]] == ["(", ")"]:
        joint = _joint(marker, tokens[end + 1].marker)
        if joint and end + 3 < len(tokens) and tokens[end + 3].kind == "number":
            return joint, end + 3
    if end + 1 < len(tokens) and tokens[end].kind == "money" and marker is not None:
        joint = _joint(marker, tokens[end].marker)
        if joint and tokens[end + 1].kind in ("number", "scale", "word"):
            return joint, end + 1
    return marker, end


def _abbreviated(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop belongs to the symbol before it: "Kshs. 450"."""
    before = tokens[at - 1]
    symbol = before.marker is not None and before.marker.sort == "symbol"
    return symbol and before.text.isalpha() and tokens[at].text == "." and glued(before, tokens[at])


def _joint(first: Marker, second: Marker | None) -> Marker | None:
    """What two markers of one amount mean together; None if they contradict each other."""
    if second is None or not set(first.codes) & set(second.codes):
        return None
    return first if len(first.codes) <= len(second.codes) else second


def _scale_between(tokens: Sequence[Token], at: int) -> tuple[Decimal | None, int]:
    """ "US$m 12", "USD million 12.5": a scale between the marker and the number."""
    if at + 1 < len(tokens) and tokens[at].kind == "scale" and tokens[at + 1].kind == "number":
        if tokens[at].text not in SHORT_SCALES or glued(tokens[at - 1], tokens[at]):
            return SCALES[tokens[at].text], at + 1
        if tokens[at].text in ("mn", "bn", "mln", "mio", "tn", "mil"):
            return SCALES[tokens[at].text], at + 1
    return None, at


def _scaled(quantity: Quantity, scale: Decimal, last: int) -> Quantity:
    value = quantity.number * scale
    return Quantity(quantity.first, last, quantity.number, scale, value, quantity.form, True)


def _labelled(tokens: Sequence[Token], at: int, quantity: Quantity) -> bool:
    """Whether a number without scale is a label: "Phase 2", "Article 45", "Goal 16"."""
    if quantity.scale is not None or quantity.grouped or at == 0:
        return False
    return quantity.form == "digits" and tokens[at - 1].text.lower() in words_of("label")


def _may_lead(tokens: Sequence[Token], at: int, marker: Marker, quantity: Quantity) -> bool:
    """Whether a marker before a number is valid: symbols and codes are, words only if plain."""
    plain = quantity.scale is not None or quantity.grouped
    if marker.wary in ("yes", "tied"):
        plain = plain or (marker.sort == "symbol" and _rated(tokens, at, quantity))
        return plain and (marker.sort != "word" or tokens[at].text[:1].isupper())
    if marker.wary == "mild":
        return plain or quantity.form == "digits"
    if marker.sort != "word":
        return quantity.form == "digits" or plain
    capital = tokens[at].text[:1].isupper()
    return plain or (capital and quantity.form == "digits" and not quantity.like_a_year)


def _rated(tokens: Sequence[Token], at: int, quantity: Quantity) -> bool:
    """ "R600 per month": a rate shows that a letter before a number is money."""
    following = [token.text for token in tokens[quantity.last : quantity.last + 2]]
    tied = glued(tokens[at], tokens[at + 1]) and quantity.form == "digits"
    return tied and following[:1] == ["per"] and following[1:] != ["cent"]


def _past_short_scale(tokens: Sequence[Token], at: int) -> int:
    """ "12 million (M) yen": past the repeated scale."""
    words = [token.text.lower() for token in tokens[at : at + 3]]
    again = len(words) == 3 and (words[0], words[2]) == ("(", ")") and words[1] in SHORT_SCALES
    return at + 3 if again and at and tokens[at - 1].kind == "scale" else at


def _with_marker_after(tokens: Sequence[Token], item: Item) -> Item:
    """The item with the marker that follows its number, if it belongs to it."""
    at = _past_short_scale(tokens, after_hyphen(tokens, item.last))
    if at + 1 < len(tokens) and tokens[at].text == "of" and item.quantity.scale is not None:
        at += 1
    if at + 1 < len(tokens) and tokens[at].text == "." and tokens[at - 1].text in SHORT_SCALES:
        at += glued(tokens[at - 1], tokens[at]) and tokens[at + 1].kind == "money"
    inside = at + 1 < len(tokens) and tokens[at].text == "(" and tokens[at + 1].kind == "money"
    at += inside
    marker, end = (tokens[at].marker, at + 1) if at < len(tokens) else (None, at)
    if marker is None or (inside and (end >= len(tokens) or tokens[end].text != ")")):
        return item
    if item.marker is not None:
        return _said_twice(tokens, item, marker, end + inside)
    if tokens[at].text.endswith("."):
        return item  # such a symbol is read only before a number
    if item.quantity.form == "digits" and _leads_next(tokens, item, at, end):
        return item
    quantity, end = _scale_after(tokens, item.quantity, end)
    if not _may_follow(tokens, marker, quantity, end):
        return item
    return Item(item.first, end + inside, quantity, marker, "after", item.negative)


def _said_twice(tokens: Sequence[Token], item: Item, marker: Marker, end: int) -> Item:
    """ "$2 billion dollars", "$5 million USD": unless the second marker leads the next number."""
    assert item.marker is not None
    joint = _joint(item.marker, marker)
    if joint is None or (end < len(tokens) and tokens[end].kind == "number"):
        return item
    return Item(item.first, end, item.quantity, joint, "both", item.negative)


def _leads_next(tokens: Sequence[Token], item: Item, at: int, end: int) -> bool:
    """Whether the marker between two numbers belongs to the second: "in 2018 USD 5 million"."""
    following = end if end < len(tokens) and tokens[end].kind == "number" else -1
    if following < 0 and end + 1 < len(tokens) and tokens[end].kind == "scale":
        following = end + 1 if tokens[end + 1].kind == "number" else -1
    if following < 0:
        return False
    tied_left = glued(tokens[at - 1], tokens[at])
    tied_right = glued(tokens[end - 1], tokens[end])
    if tied_left != tied_right:
        return tied_right
    if item.quantity.like_a_year and tokens[at].marker and item.quantity.scale is None:
        return True
    then = read_quantity(tokens, following)
    if then is not None and then.last < len(tokens) and tokens[then.last].kind == "money":
        return False  # "5 EUR 6 EUR"
    if item.quantity.scale is not None or item.quantity.grouped:
        return then is not None and (then.scale is not None or then.grouped)
    return True


def _scale_after(tokens: Sequence[Token], quantity: Quantity, end: int) -> tuple[Quantity, int]:
    """ "12 USD million", "12 US$m": the scale after the marker."""
    if quantity.scale is None and end < len(tokens) and tokens[end].kind == "scale":
        short = tokens[end].text in SHORT_SCALES and not glued(tokens[end - 1], tokens[end])
        if not short or tokens[end].text in ("mn", "bn", "mln", "tn"):
            return _scaled(quantity, SCALES[tokens[end].text], quantity.last), end + 1
    return quantity, end


def _may_follow(tokens: Sequence[Token], marker: Marker, quantity: Quantity, end: int) -> bool:
    """Whether a marker after a number is valid: a wary one needs a plain number before it."""
    plain = quantity.scale is not None or quantity.grouped
    if not marker.wary or (plain and (marker.sort != "symbol" or marker.wary == "mild")):
        return True
    if marker.sort != "word":
        return marker.wary == "mild" and quantity.form == "digits"
    if marker.family == "pound":
        return True
    return quantity.form == "digits" and quantity.value >= 1000 and not quantity.like_a_year
