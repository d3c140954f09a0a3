"""Reads neighbouring amounts together: ranges, lists, changes, a shared scale or currency.

"US$3.1 to 3.4 billion" is one range; "$1.5, $2 and $3 million" are three amounts that share a
scale; "from $3 million to $5 million" and "$5 million to €6 million" are two amounts each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.money.currencies import Marker
from pipeline.money.items import Item, read_item
from pipeline.money.numbers import words_of
from pipeline.money.tokens import Token, glued, kind_at, text_at

LONGEST = 12  # amounts in one chain
TIES = {"to": "to", "or": "or", "and": "and", ",": "comma"}
COMPARING = frozenset({",", "up", "down", "as", "compared", "from", "against", "versus", "with"})
DASHES = ("-", "–", "—", "‒", "‑", "−", "~", "〜", "～")
ABOUT = ("about", "approximately", "around", "some")


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """One amount: its tokens, bounds, marker, and what it takes from a neighbour."""

    first: int
    last: int
    low: Decimal
    high: Decimal
    marker: Marker | None
    rule: str
    bare: bool = False  # no scale, and a number below a thousand
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An item and its tie to the one before: to, dash, or, and, comma, than; empty for none."""

    item: Item
    tie: str = ""


def read_chain(tokens: Sequence[Token], at: int) -> tuple[list[ReadAmount], int] | None:
    """The amounts that begin at `tokens[at]` and where to continue; None if no quantity begins."""
    between = tokens[at].text.lower() == "between"
    first = read_item(tokens, at + between)
    if first is None:
        return None
    links = [Link(first)]
    while len(links) < LONGEST and (link := _next_link(tokens, links[-1].item)):
        links.append(link)
    links = _trimmed(links)
    if not any(link.item.marker for link in links):
        return [], first.last
    if between and len(links) > 1 and links[1].tie == "and":
        links[1] = replace(links[1], tie="or")  # states no change
        links[0] = Link(replace(links[0].item, first=at))
    return _read_amounts(tokens, links), links[-1].item.last


def _next_link(tokens: Sequence[Token], item: Item) -> Link | None:
    """The item tied to this one, if one is."""
    tie, at = _tie(tokens, item.last)
    following = read_item(tokens, at) if tie else None
    if following is None or (tie == "dash" and following.negative and following.first == at):
        return None
    if tie == "than" and following.marker:
        return None  # an amount of its own: "$5 against $6 million"
    if following.marker is None and not _may_borrow(tokens, item, following, tie):
        return None
    return Link(following, tie)


def _tie(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """What ties the tokens before `at` to those after, and where the next item begins."""
    text = text_at(tokens, at)
    if text in COMPARING and (after := _past_comparison(tokens, at)):
        return "than", after
    if text in DASHES:
        return ("dash" if text != "—" or glued(tokens[at - 1], tokens[at]) else ""), at + 1
    if text == "," and text_at(tokens, at + 1) in ("and", "or"):
        return "comma", at + 2
    return TIES.get(text, ""), at + 1


def _past_comparison(tokens: Sequence[Token], at: int) -> int:
    """Past ", up from", "against", "compared with" before a number; 0 without such words."""
    end = at
    while text_at(tokens, end) in COMPARING and end - at < 4:
        end += 1
    compared = text_at(tokens, end - 1) in ("from", "against", "versus", "with")
    return end if compared and kind_at(tokens, end) == "number" else 0


def _may_borrow(tokens: Sequence[Token], item: Item, following: Item, tie: str) -> bool:
    """Whether a number without marker can share the currency of its neighbours."""
    quantity = following.quantity
    if tie == "than" and (item.marker is None or quantity.scale is None):
        return False
    if quantity.like_a_year and not item.quantity.like_a_year:
        return False
    spelt = quantity.form == "words"
    falls = tie == "to" and spelt and following.value < item.value  # "$300 to five of them"
    if quantity.scale is None and (item.quantity.scale is not None or falls):
        return False
    if tie in ("and", "comma") and quantity.scale is None and item.marker is None:
        return item.quantity.bare and quantity.bare
    if tie == "dash" and glued(tokens[item.last], tokens[following.first]):
        return True
    return not counts_something(tokens, following.last)


def counts_something(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number that ends at `at` counts things: "3 million displaced people"."""
    for token in tokens[at : at + 4]:
        if token.kind == "other" or token.text == "%":
            return True
        if token.kind != "word" or token.text in words_of("function"):
            return False
        if token.text in words_of("people"):
            return True
        if token.text in words_of("money_noun"):
            return False
        if token.text[-1:] == "s" != token.text[-2:-1]:
            return True
    return False


def _trimmed(links: list[Link]) -> list[Link]:
    """The chain without false members at its end and its beginning."""
    while len(links) > 1 and links[-1].item.marker is None and _loose(links):
        links.pop()
    return links if links[0].item.marker or _leads_well(links) else links[:1]


def _loose(links: Sequence[Link]) -> bool:
    """Whether the last number, which has no marker, does not belong to the chain."""
    last, before = links[-1], links[-2].item
    if last.item.quantity.scale is not None:
        return not any(link.item.marker for link in links)
    return last.tie in ("and", "comma") or before.quantity.scale is not None


def _leads_well(links: Sequence[Link]) -> bool:
    """Whether a first number without marker shares the next one: "5 to 6 million yen"."""
    first, marked = links[0].item, next((link.item for link in links if link.item.marker), None)
    if marked is None or marked.side == "before" or first.quantity.like_a_year:
        return False
    return links[1].tie != "comma" or first.quantity.scale is not None or len(links) > 2


def _read_amounts(tokens: Sequence[Token], links: Sequence[Link]) -> list[ReadAmount]:
    """Every range and every single amount of a chain."""
    read: list[ReadAmount] = []
    at = 0
    while at < len(links):
        pair = _range(tokens, links, at) if at + 1 < len(links) else None
        read.append(pair or _single(links, at))
        at += 2 if pair else 1
    return read


def _range(tokens: Sequence[Token], links: Sequence[Link], at: int) -> ReadAmount | None:
    """Links `at` and `at + 1` as a range, if they rise, share a currency and state no change."""
    low, high, tie = links[at].item, links[at + 1].item, links[at + 1].tie
    if tie not in ("to", "dash", "or") or high.negative != low.negative:
        return None
    markers = [item.marker for item in (low, high) if item.marker]
    if len({marker.parts for marker in markers}) > 1 or not _share_a_code(markers):
        return None
    least = _shared_scale(low, high)
    if least >= high.value or (tie == "to" and _is_change(tokens, low.first)):
        return None
    marker = min(markers, key=lambda m: len(m.codes)) if markers else _lender(links, at)
    carried = () if markers else ("currency",)
    bare = low.quantity.bare and high.quantity.bare
    return ReadAmount(low.first, high.last, least, high.value, marker, "range", bare, carried)


def _share_a_code(markers: Sequence[Marker]) -> bool:
    return not markers or bool(set.intersection(*(set(marker.codes) for marker in markers)))


def _shared_scale(low: Item, high: Item) -> Decimal:
    """The low bound, with the high bound's scale where that keeps the pair rising."""
    if not low.quantity.plain and high.quantity.scale is not None:
        scaled = low.quantity.number * high.quantity.scale
        return scaled if scaled < high.value else low.value
    return low.value


def _is_change(tokens: Sequence[Token], at: int) -> bool:
    """Whether the pair states a change: "from $3 million to $5 million", "raised … of X to Y"."""
    before = [token.text.lower() for token in tokens[max(0, at - 9) : at]]
    if words_of("ranging").intersection(before[-5:]):
        return False
    led = before[-1:] == ["from"] or (before[-2:-1] == ["from"] and before[-1] in ABOUT)
    return led or bool(words_of("changing").intersection(before))


def _single(links: Sequence[Link], at: int) -> ReadAmount:
    item, marker = links[at].item, links[at].item.marker
    carried: tuple[str, ...] = ()
    value, bare = item.value, item.quantity.bare
    if bare and (scale := _scale_of_list(links, at)):
        value, bare, carried = value * scale, False, ("scale",)
    rule = f"{marker.sort}_{item.side}" if marker else "list"
    if marker is None:
        marker, carried = _lender(links, at), (*carried, "currency")
    return ReadAmount(item.first, item.last, value, value, marker, rule, bare, carried)


def _scale_of_list(links: Sequence[Link], at: int) -> Decimal | None:
    """The scale of the next amount of the list that has one: "$1.5, $2 and $3 million"."""
    for link in links[at + 1 :]:
        quantity = link.item.quantity
        if quantity.scale is not None and quantity.number < 1000:
            return None if link.tie == "comma" and len(links) < 3 else quantity.scale
        if not quantity.bare:
            return None
    return None


def _lender(links: Sequence[Link], at: int) -> Marker | None:
    """The nearest marker: of the amounts before, else of those after."""
    markers = [link.item.marker for link in (*reversed(links[:at]), *links[at:])]
    return next((marker for marker in markers if marker), None)
