"""Reads one amount from tokens: a quantity with a currency marker before it, after it, or both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.money.currencies import Marker
from pipeline.money.numbers import SCALES, SHORT_SCALES, words_of
from pipeline.money.quantities import (
    Quantity,
    after_hyphen,
    read_quantity,
    read_scales,
    torn_decimal,
)
from pipeline.money.tokens import Token, glued, kind_at, text_at

MINUS = ("-", "−", "‑", "minus")
# currencies of countries that group thousands by full stops, in English texts too
DOT_HABIT = frozenset({"EUR", "IDR", "VND", "BRL", "CLP", "COP", "ARS", "DKK", "PYG", "TRY"})
APART = ("mn", "bn", "mln", "mio", "tn", "mil")  # short scales that also stand alone


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


def read_item(tokens: Sequence[Token], at: int) -> Item | None:
    """The amount, or the bare quantity, that begins at `tokens[at]`; None if none does."""
    start, negative = _minus(tokens, at)
    marker, end = _markers(tokens, start)
    scale, dots = None, False
    if marker:
        scale, end = _lone_scale(tokens, end)
        if not negative:
            end, negative = _minus(tokens, end)
        end += text_at(tokens, end) == ":" or _abbreviated(tokens, end)
        dots = bool(DOT_HABIT.intersection(marker.codes))
    quantity = _torn(tokens, end) if marker else None
    if marker and not negative and (loss := _bracketed(tokens, end)):
        quantity, negative = loss, True
    quantity = quantity or read_quantity(tokens, end, dot_groups=dots)
    if quantity is None or (marker is None and _labelled(tokens, at, quantity)):
        return None
    if scale and quantity.scale is None:
        quantity = replace(quantity, scale=scale)
    if marker and not _may_lead(tokens, start, marker, quantity):
        return None
    item = Item(at, quantity.last, quantity, marker, "before" if marker else "", negative)
    return _with_marker_after(tokens, item)


def _torn(tokens: Sequence[Token], at: int) -> Quantity | None:
    """A decimal with a stray space, unless people follow: "It cost $12. 5 million people …"."""
    quantity = torn_decimal(tokens, at)
    counted = quantity is not None and text_at(tokens, quantity.last) in words_of("people")
    return None if counted else quantity


def _bracketed(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "USD (14,220,133)", "$(3.2) million": a negative amount, as accountants write it."""
    quantity = read_quantity(tokens, at + 1) if text_at(tokens, at) == "(" else None
    if quantity is None or quantity.last != at + 2 or text_at(tokens, at + 2) != ")":
        return None
    scale, end = read_scales(tokens, at + 3)
    quantity = replace(quantity, last=end, scale=scale)
    return quantity if quantity.plain else None


def _minus(tokens: Sequence[Token], at: int) -> tuple[int, bool]:
    """Past a minus sign that is tied to what follows, and whether there is one."""
    if at + 1 >= len(tokens) or tokens[at].text not in MINUS:
        return at, False
    before = kind_at(tokens, at - 1)
    if tokens[at].text == "minus":
        return (at, False) if before in ("money", "number", "scale") else (at + 1, True)
    alone = at == 0 or not glued(tokens[at - 1], tokens[at]) or text_at(tokens, at - 1) in ("", "(")
    tied = glued(tokens[at], tokens[at + 1]) and tokens[at + 1].kind in ("money", "number")
    return (at + 1, True) if (alone or before == "money") and tied else (at, False)


def _markers(tokens: Sequence[Token], at: int) -> tuple[Marker | None, int]:
    """The marker at `at`, or two with the same meaning: "AUD $", "dollars (USD)"; and its end."""
    if kind_at(tokens, at) != "money":
        return None, at
    marker = tokens[at].marker
    assert marker is not None
    bracketed = text_at(tokens, at + 1) == "(" and text_at(tokens, at + 3) == ")"
    second, end = (at + 2, at + 4) if bracketed else (at + 1, at + 2)
    leads = kind_at(tokens, end) in ("number", "scale", "word")
    joint = _joint(marker, tokens[second].marker) if leads else None
    return (joint, end) if joint else (marker, at + 1)


def _abbreviated(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop belongs to the symbol before it: "Kshs. 450"."""
    before, marker = tokens[at - 1], tokens[at - 1].marker
    symbol = marker is not None and marker.sort == "symbol" and before.text.isalpha()
    return symbol and text_at(tokens, at) == "." and glued(before, tokens[at])


def _joint(first: Marker, second: Marker | None) -> Marker | None:
    """What two markers of one amount mean together; None if they contradict each other."""
    if second is None or not set(first.codes) & set(second.codes):
        return None
    return first if len(first.codes) <= len(second.codes) else second


def _lone_scale(tokens: Sequence[Token], at: int) -> tuple[Decimal | None, int]:
    """A scale directly after a marker: "US$m 12", "USD million 12.5", "12 USD million"."""
    word = text_at(tokens, at)
    if kind_at(tokens, at) != "scale":
        return None, at
    apart = word not in SHORT_SCALES or word in APART
    return (SCALES[word], at + 1) if apart or glued(tokens[at - 1], tokens[at]) else (None, at)


def _labelled(tokens: Sequence[Token], at: int, quantity: Quantity) -> bool:
    """Whether a number without scale is a label: "Phase 2", "Article 45", "Goal 16"."""
    digits = quantity.form == "digits" and not quantity.plain
    return digits and text_at(tokens, at - 1).lower() in words_of("label")


def _may_lead(tokens: Sequence[Token], at: int, marker: Marker, quantity: Quantity) -> bool:
    """Whether a marker before a number is valid: symbols and codes are, words only if plain."""
    plain, capital = quantity.plain, tokens[at].text[:1].isupper()
    if marker.wary in ("yes", "tied"):
        rated = marker.sort == "symbol" and _rated(tokens, at, quantity)
        return (plain or rated) and (marker.sort != "word" or capital)
    if marker.sort == "word" and not marker.wary:
        return plain or (capital and quantity.form == "digits" and not quantity.like_a_year)
    return plain or quantity.form == "digits"


def _rated(tokens: Sequence[Token], at: int, quantity: Quantity) -> bool:
    """ "R600 per month": a rate shows that a letter before a number is money."""
    tied = glued(tokens[at], tokens[at + 1]) and quantity.form == "digits"
    following = text_at(tokens, quantity.last), text_at(tokens, quantity.last + 1)
    return tied and following[0] == "per" and following[1] != "cent"


def _with_marker_after(tokens: Sequence[Token], item: Item) -> Item:
    """The item with the marker that follows its number, if it belongs to it."""
    at = _before_marker(tokens, item)
    inside = text_at(tokens, at) == "(" and kind_at(tokens, at + 1) == "money"
    at += inside
    marker, end = (tokens[at].marker, at + 1) if at < len(tokens) else (None, at)
    if marker is None or (inside and text_at(tokens, end) != ")"):
        return item
    if item.marker is not None:  # "$2 billion dollars", unless it leads the next number
        joint = _joint(item.marker, marker) if kind_at(tokens, end) != "number" else None
        return replace(item, last=end + inside, marker=joint, side="both") if joint else item
    leads = item.quantity.form == "digits" and _leads_next(tokens, item, at, end)
    if leads or tokens[at].text.endswith("."):  # such a symbol is read only before a number
        return item
    quantity = item.quantity
    scale, after = _lone_scale(tokens, end) if quantity.scale is None else (None, end)
    if scale:
        quantity, end = replace(quantity, scale=scale), after
    if not _may_follow(marker, quantity):
        return item
    return replace(item, last=end + inside, quantity=quantity, marker=marker, side="after")


def _before_marker(tokens: Sequence[Token], item: Item) -> int:
    """Where a marker may follow: past a hyphen, "(M)", "of", and the point of "mn."."""
    at = after_hyphen(tokens, item.last)
    again = text_at(tokens, at + 1).lower() in SHORT_SCALES and item.quantity.scale is not None
    if again and (text_at(tokens, at), text_at(tokens, at + 2)) == ("(", ")"):
        at += 3
    if text_at(tokens, at) == "of" and item.quantity.scale is not None:
        return at + 1
    pointed = text_at(tokens, at) == "." and text_at(tokens, at - 1) in SHORT_SCALES
    return at + (pointed and kind_at(tokens, at + 1) == "money" and glued(*tokens[at - 1 : at + 1]))


def _leads_next(tokens: Sequence[Token], item: Item, at: int, end: int) -> bool:
    """Whether the marker between two numbers belongs to the second: "in 2018 USD 5 million"."""
    following = end + (kind_at(tokens, end) == "scale")
    if kind_at(tokens, following) != "number":
        return False
    tied_left = glued(tokens[at - 1], tokens[at])
    tied_right = glued(tokens[end - 1], tokens[end])
    if tied_left != tied_right:
        return tied_right
    then = read_quantity(tokens, following)
    if item.quantity.like_a_year or then is None:
        return True
    if kind_at(tokens, then.last) == "money":
        return False  # "5 EUR 6 EUR"
    return then.plain or not item.quantity.plain


def _may_follow(marker: Marker, quantity: Quantity) -> bool:
    """Whether a marker after a number is valid: a wary one needs a plain number before it."""
    mild = marker.wary == "mild"
    if not marker.wary or (quantity.plain and (marker.sort != "symbol" or mild)):
        return True
    if marker.sort != "word":
        return mild and quantity.form == "digits"
    large = quantity.form == "digits" and quantity.value >= 1000 and not quantity.like_a_year
    return marker.family == "pound" or large
