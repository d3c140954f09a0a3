"""Reads neighbouring amounts together: ranges, lists, changes, a shared scale or currency.

"US$3.1 to 3.4 billion" is one range; "$1.5, $2 and $3 million" are three amounts that share a
scale; "from $3 million to $5 million" and "$5 million to €6 million" are two amounts each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.money.currencies import Marker
from pipeline.money.items import Item, read_item, words_of
from pipeline.money.tokens import Token, glued

LONGEST = 12  # amounts in one chain
TIES = {"to": "to", "or": "or", "and": "and", ",": "comma"}
COMPARING = frozenset({"against", "versus", "compared", "as", "from", "up", "down", ","})
DASHES = ("-", "–", "—", "‒", "‑", "−", "~", "〜", "～")


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
    """An item and its tie to the one before: to, dash, or, and, comma; empty for none."""

    item: Item
    tie: str = ""


def read_chain(tokens: Sequence[Token], at: int) -> tuple[list[ReadAmount], int] | None:
    """The amounts that begin at `tokens[at]` and where to continue; None if no quantity begins."""
    between = tokens[at].text.lower() == "between"
    first = read_item(tokens, at + between)
    if first is None:
        return None
    links = [Link(first)]
    while len(links) < LONGEST and (link := _next_link(tokens, links[-1].item, len(links) == 1)):
        links.append(link)
    links = _trimmed(tokens, links, between)
    if not any(link.item.marker for link in links):
        return [], first.last
    if between and len(links) > 1 and links[1].tie == "and":
        links[1] = replace(links[1], tie="between")
        links[0] = replace(links[0], item=replace(links[0].item, first=at))
    return _read_amounts(tokens, links), links[-1].item.last


def _next_link(tokens: Sequence[Token], item: Item, second: bool) -> Link | None:
    """The item tied to this one, if one is."""
    tie, at = _tie(tokens, item.last)
    if not tie or at >= len(tokens):
        return None
    following = read_item(tokens, at)
    if following is None or (tie == "dash" and following.negative and following.first == at):
        return None
    if tie == "than" and following.marker is not None:
        return None  # an amount of its own: "$5 against $6 million"
    if following.marker is None and not _may_borrow(tokens, item, following, tie):
        return None
    return Link(following, tie)


def _tie(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """What ties the tokens before `at` to those after, and where the next item begins."""
    if at + 1 >= len(tokens):
        return "", at
    text = tokens[at].text
    if text in COMPARING and (after := _past_comparison(tokens, at)):
        return "than", after
    if text in DASHES:
        return ("dash" if text != "—" or glued(tokens[at - 1], tokens[at]) else ""), at + 1
    if text == "," and tokens[at + 1].text in ("and", "or"):
        return "comma", at + 2
    return TIES.get(text, ""), at + 1


def _past_comparison(tokens: Sequence[Token], at: int) -> int:
    """Past ", up from", "against", "compared with" before a number; 0 without such words."""
    words = [token.text for token in tokens[at : at + 4]]
    skipped = int(words[0] == ",")
    skipped += words[skipped : skipped + 1] in (["up"], ["down"], ["as"])
    rest = words[skipped:]
    length = 2 if rest[:2] in (["compared", "with"], ["compared", "to"]) else 1
    is_comparison = length == 2 or rest[:1] in (["from"], ["against"], ["versus"])
    last = at + skipped + length
    return (
        last if is_comparison and tokens[last : last + 1] and tokens[last].kind == "number" else 0
    )


def _may_borrow(tokens: Sequence[Token], item: Item, following: Item, tie: str) -> bool:
    """Whether a number without marker can share the currency of its neighbours."""
    quantity = following.quantity
    if tie == "than" and (item.marker is None or quantity.scale is None):
        return False
    if quantity.like_a_year and not item.quantity.like_a_year:
        return False
    spelt = tokens[following.first].kind == "word"
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
        if token.text.endswith("s") and not token.text.endswith("ss"):
            return True
    return False


def _trimmed(tokens: Sequence[Token], links: list[Link], between: bool) -> list[Link]:
    """The chain without false members at its end and its beginning."""
    while len(links) > 1 and links[-1].item.marker is None and _loose(links):
        links.pop()
    if links[0].item.marker is None and not _leads_well(tokens, links, between):
        return links[:1]
    return links


def _loose(links: Sequence[Link]) -> bool:
    """Whether the last number, which has no marker, does not belong to the chain."""
    last, before = links[-1], links[-2].item
    if not any(link.item.marker for link in links):
        return True
    if last.tie in ("and", "comma") and last.item.quantity.scale is None:
        return True
    return before.quantity.scale is not None and last.item.quantity.scale is None


def _leads_well(tokens: Sequence[Token], links: Sequence[Link], between: bool) -> bool:
    """Whether a first number without marker shares the next one: "5 to 6 million yen"."""
    marked = next((link for link in links if link.item.marker), None)
    first = links[0].item
    if marked is None or marked.item.side == "before" or len(links) < 2:
        return False
    if first.quantity.like_a_year:
        return False
    if links[1].tie == "comma" and first.quantity.scale is None:
        return len(links) > 2
    return True


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
    if tie not in ("to", "dash", "or", "between"):
        return None
    markers = [item.marker for item in (low, high) if item.marker]
    if len(markers) == 2 and not _agree(*markers):
        return None
    if tie == "to" and _is_change(tokens, low.first):
        return None
    least = _shared_scale(low, high)
    if least >= high.value or high.negative != low.negative:
        return None
    marker = min(markers, key=lambda m: len(m.codes)) if markers else _lender(links, at)
    carried = () if markers else ("currency",)
    bare = low.quantity.bare and high.quantity.bare
    return ReadAmount(low.first, high.last, least, high.value, marker, "range", bare, carried)


def _agree(first: Marker, second: Marker) -> bool:
    return first.parts == second.parts and bool(set(first.codes) & set(second.codes))


def _shared_scale(low: Item, high: Item) -> Decimal:
    """The low bound, with the high bound's scale where that keeps the pair rising."""
    if low.quantity.scale is None and high.quantity.scale is not None and not low.quantity.grouped:
        carried = low.quantity.number * high.quantity.scale
        if carried < high.value:
            return carried
    return low.value


def _is_change(tokens: Sequence[Token], at: int) -> bool:
    """Whether the pair states a change: "from $3 million to $5 million", "raised … of X to Y"."""
    before = [token.text.lower() for token in tokens[max(0, at - 9) : at]]
    while "" in before:  # a blank line
        before.pop(0)
    if words_of("ranging").intersection(before[-5:]):
        return False
    if before[-2:-1] == ["from"] and before[-1] in ("about", "approximately", "around", "some"):
        return True
    return before[-1:] == ["from"] or bool(words_of("changing").intersection(before))


def _single(links: Sequence[Link], at: int) -> ReadAmount:
    item = links[at].item
    carried: list[str] = []
    value, bare = item.value, item.quantity.bare
    if bare and (scale := _scale_of_list(links, at)):
        value, bare = value * scale, False
        carried.append("scale")
    marker = item.marker
    if marker is None:
        marker = _lender(links, at)
        carried.append("currency")
    return ReadAmount(
        item.first, item.last, value, value, marker, _rule(item), bare, tuple(carried)
    )


def _rule(item: Item) -> str:
    if item.marker is None:
        return "list"
    sort = {"symbol": "symbol", "code": "code", "word": "word"}[item.marker.sort]
    return f"{sort}_{item.side}"


def _scale_of_list(links: Sequence[Link], at: int) -> Decimal | None:
    """The scale of the next amount of the list that has one: "$1.5, $2 and $3 million"."""
    for index in range(at + 1, len(links)):
        if links[index].tie == "comma" and len(links) < 3:
            return None
        quantity = links[index].item.quantity
        if quantity.scale is not None:
            return quantity.scale if quantity.number < 1000 else None
        if not quantity.bare:
            return None
    return None


def _lender(links: Sequence[Link], at: int) -> Marker | None:
    """The nearest marker: of the amounts before, else of those after."""
    before = [link.item.marker for link in links[:at] if link.item.marker]
    after = [link.item.marker for link in links[at:] if link.item.marker]
    return before[-1] if before else after[0] if after else None
