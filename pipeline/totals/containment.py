"""Which amounts include which: every amount has at most one that directly includes it.

Only amounts of one transaction type include each other: a disbursement out of a commitment is one
of two totals that are never added.  Where all types are added, a pledge includes the disbursement
that fulfils it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.storage.files import split_list
from pipeline.totals.figures import Figure, added, figure_of
from pipeline.totals.inputs import Cells, Row, Tables

COMPONENT_REASONS = ("part", "example")
COMPONENT_RELATIONS = ("part_of", "example_of")
FULFILS = "fulfils"  # part: what was paid; whole: what had been promised
# every other reason leaves a row and its components out of all totals
OPEN_REASONS = ("", "not_countable", "total", "cumulative", *COMPONENT_REASONS)


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount of a contribution, however often it is mentioned."""

    figure: Figure
    currency: str
    providers: tuple[str, ...]  # entity ids; empty where the provider is not known


@dataclass(frozen=True)
class Containment:
    """The amounts of one transaction type, each known by the id of its first mention."""

    first: Mapping[str, str]  # row_id -> the row that states it first, or the row itself
    reasons: Mapping[str, str]  # first -> total, part, example, cumulative, rate … or nothing
    amounts: Mapping[str, Stated]  # first -> what it states; none without an amount
    including: Mapping[str, tuple[str, ...]]  # first -> amounts that include it, nearest first
    fulfilled: frozenset[str]  # pledges and commitments that were paid

    @cached_property
    def parent(self) -> dict[str, str]:
        """Each amount's nearest including one in its currency, without circles."""
        parent: dict[str, str] = {}
        for component, wholes in self.including.items():
            for whole in wholes:
                same_currency = self.amounts[component].currency == self.amounts[whole].currency
                if same_currency and component not in (whole, *_up(whole, parent)):
                    parent.setdefault(component, whole)
        return parent

    @cached_property
    def components(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for component, whole in self.parent.items():
            found.setdefault(whole, []).append(component)
        return found

    def prefers_components(self, first: str) -> bool:
        """Whether its components are added rather than itself, where all of them are there."""
        return self.reasons[first] in ("total", "cumulative") or first in self.fulfilled

    def own(self, first: str) -> list[str]:
        """The components that make it up; an example may be inside one of them."""
        return [
            component
            for component in self.components.get(first, ())
            if self.reasons[component] != "example" and component in self.possible
        ]

    @cached_property
    def possible(self) -> frozenset[str]:
        """The amounts that no reason of their own, or of what includes them, leaves out."""
        return frozenset(
            first
            for first, reason in self.reasons.items()
            if first in self.amounts
            and (reason not in COMPONENT_REASONS or first in self.parent)
            and all(
                self.reasons[each] in OPEN_REASONS for each in (first, *_up(first, self.parent))
            )
        )

    @cached_property
    def usable(self) -> frozenset[str]:
        """The amounts that some choice of rows may add: the same whatever the filters."""
        plain = {
            first
            for first in self.possible
            if self.reasons[first] not in ("total", "cumulative", "not_countable")
            or (self.reasons[first] == "total" and self._is_complete(first))
        }
        cumulative = {first for first in self.possible if self.reasons[first] == "cumulative"}
        return frozenset(
            plain | {one for one in cumulative if self._is_alone(one, plain | cumulative)}
        )

    def _is_complete(self, total: str) -> bool:
        """Whether the known components may make up a stated total."""
        own = self.own(total)
        return bool(own) and not self.added([total]).exceeds(self.added(own))

    def added(self, firsts: Iterable[str]) -> Figure:
        return added(self.amounts[first].figure for first in firsts)

    def _is_alone(self, first: str, others: Iterable[str]) -> bool:
        """Whether nothing else may come from its provider: it covers several years."""
        own = {*self.amounts[first].providers}
        return not any(
            not own or not (its := self.amounts[other].providers) or own.intersection(its)
            for other in others
            if other != first and first not in _up(other, self.parent)
        )

    def all_including(self, first: str) -> frozenset[str]:
        """Every amount that includes it, through any number of steps and relations."""
        seen: set[str] = set()
        left = list(self.including.get(first, ()))
        while left:
            amount = left.pop()
            if amount not in seen:
                seen.add(amount)
                left += self.including.get(amount, ())
        return frozenset(seen - {first})


def _up(first: str, parent: Mapping[str, str]) -> Iterator[str]:
    """What includes an amount, from the nearest on."""
    while first in parent:
        first = parent[first]
        yield first


def containment_of(rows: Sequence[Row], tables: Tables, first: Mapping[str, str]) -> Containment:
    """The containment among the amounts of these rows, which have one type or are all rows.

    A mention that people rejected states nothing.
    """
    texts = {cells["row_id"]: cells for cells in tables.money}
    amounts: dict[str, Stated] = {}
    for row in rows:
        cells, name = row.cells, first[row.row_id]
        if cells["review_status"] != "rejected" and (cells["low"] or cells["high"]):
            figure = figure_of(cells, texts.get(cells["money_id"], {}))
            providers = tuple(split_list(cells["provider_id"]))
            amounts.setdefault(name, Stated(figure, cells["currency"], providers))
    links = _links(tables, first)
    including = {
        component: tuple(whole for whole, _ in wholes if whole in amounts)
        for component, wholes in links.items()
        if component in amounts
    }
    fulfilled = frozenset(
        whole
        for component in including
        for whole, kind in links[component]
        if kind == FULFILS and whole in amounts
    )
    reasons = {name: reason for name, reason in _reasons(tables, first).items() if name in amounts}
    return Containment(first, reasons, amounts, including, fulfilled)


def first_mentions(contributions: Iterable[Cells]) -> dict[str, str]:
    """Each row's first mention, or the row itself."""
    first: dict[str, str] = {}
    for cells in contributions:
        original = cells["duplicate_of"]
        first[cells["row_id"]] = first.get(original, original) or cells["row_id"]
    return first


def _reasons(tables: Tables, first: Mapping[str, str]) -> dict[str, str]:
    """Why an amount may not be added, by first mention; a person's `countable` is the last word."""
    reasons = dict.fromkeys(first.values(), "")
    for cells in tables.contributions:
        stated = cells["not_countable_reason"]
        if first[cells["row_id"]] == cells["row_id"]:
            reason = stated or ("not_countable" if cells["countable"] == "false" else "")
            reasons[cells["row_id"]] = "" if cells["countable"] == "true" else reason
    return reasons


def _links(tables: Tables, first: Mapping[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What includes each amount, and how: by its relations, else by its place in the paragraph."""
    row_of_money: dict[str, str] = {}
    for cells in tables.contributions:
        row_of_money.setdefault(cells["money_id"], first[cells["row_id"]])
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    for relation in tables.relations:
        whole = row_of_money.get(relation["whole"])
        component = row_of_money.get(relation["part"])
        is_valid = relation.get("review_status") != "rejected"
        is_valid &= relation["type"] in (*COMPONENT_RELATIONS, FULFILS)
        if whole and component and is_valid and whole != component:
            links[component] = (*links.get(component, ()), (whole, relation["type"]))
    return {**_by_position(tables.contributions, first), **links}


def _by_position(
    contributions: Iterable[Cells], first: Mapping[str, str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """ "$10 million, of which $6 million": the paragraph's last amount that is no component."""
    last: dict[tuple[str, str], str] = {}
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    for cells in contributions:
        key, row_id = (cells["block_id"], cells["currency"]), first[cells["row_id"]]
        reason = cells["not_countable_reason"]
        if reason in COMPONENT_REASONS and last.get(key, row_id) != row_id:
            links[row_id] = ((last[key], "part_of"),)
        elif reason == "total" and last.get(key, row_id) != row_id:
            links[last[key]] = ((row_id, "part_of"),)
        elif reason not in COMPONENT_REASONS and (cells["low"] or cells["high"]):
            last[key] = row_id
    return links
