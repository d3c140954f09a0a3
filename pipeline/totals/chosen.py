"""Which contributions a total may add: nothing twice, nothing beside the amount that includes it.

Each step looks at the rows that are left and names those that it takes out, with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.storage.files import split_list

Cells = Mapping[str, str]
COMPONENT_REASONS = ("part", "example")
COMPONENT_RELATIONS = ("part_of", "example_of")


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows as text cells by column; `contributions` in reading order."""

    contributions: Sequence[Cells]
    money: Sequence[Cells] = ()
    relations: Sequence[Cells] = ()

    def columns(self) -> tuple[str, ...]:
        return tuple(self.contributions[0]) if self.contributions else ()


@dataclass(frozen=True, slots=True)
class Row:
    cells: Cells
    place: tuple[str, int]  # order of reading

    @property
    def row_id(self) -> str:
        return self.cells["row_id"]


@dataclass(frozen=True, slots=True)
class Links:
    """How contributions depend on each other; a repetition is represented by its first mention.

    A row that is not a candidate (filtered out, rejected) takes no other row out.
    """

    first: Mapping[str, str]  # row_id -> the row that states it first, or the row itself
    reasons: Mapping[str, str]  # first -> total, part, example, cumulative, rate … or nothing
    included_in: Mapping[str, tuple[str, ...]]  # first -> amounts that include it, nearest first
    candidates: frozenset[str]  # the first mentions among which a total chooses

    def reason_of(self, row: Row) -> str:
        return self.reasons[self.first[row.row_id]]


def row_of(cells: Cells) -> Row:
    return Row(cells, (cells["source"], int(cells["raw_start"] or 0)))


def rows_that_count(rows: Sequence[Row], tables: Tables) -> tuple[list[Row], dict[str, str]]:
    """The rows that may be added together, and for each of the others the reason why not."""
    reasons = dict(_rejected_or_empty(rows))
    usable = [row for row in rows if row.row_id not in reasons]
    first = _first_mentions(tables.contributions)
    reasons |= dict(_repetitions(usable, first))
    left = [row for row in usable if row.row_id not in reasons]
    candidates = frozenset(first[row.row_id] for row in left)
    links = Links(first, _reasons(tables, first), _including(tables, first), candidates)
    for step in (_stated_totals, _components, _others, _cumulative):
        reasons |= dict(step(left, links))
        left = [row for row in left if row.row_id not in reasons]
    return left, reasons


def _rejected_or_empty(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.cells["review_status"] == "rejected":
            yield row.row_id, "rejected"
        elif not (row.cells["low"] or row.cells["high"]):
            yield row.row_id, "no_amount"


def _first_mentions(contributions: Iterable[Cells]) -> dict[str, str]:
    first: dict[str, str] = {}
    for cells in contributions:
        original = cells["duplicate_of"]
        first[cells["row_id"]] = first.get(original, original) or cells["row_id"]
    return first


def _repetitions(rows: Iterable[Row], first: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """All but one mention of each contribution; the first may be filtered out."""
    seen: set[str] = set()
    for row in rows:
        if first[row.row_id] in seen:
            yield row.row_id, "duplicate"
        seen.add(first[row.row_id])


def _reasons(tables: Tables, first: Mapping[str, str]) -> dict[str, str]:
    """Why a row may not be added, by its first mention; a person's `countable` is the last word."""
    reasons = dict.fromkeys(first.values(), "")
    for cells in tables.contributions:
        stated = cells["not_countable_reason"]
        if first[cells["row_id"]] == cells["row_id"]:
            reason = stated or ("not_countable" if cells["countable"] == "false" else "")
            reasons[cells["row_id"]] = "" if cells["countable"] == "true" else reason
    return reasons


def _including(tables: Tables, first: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What includes each component: by its relation, else the amount before it in its paragraph."""
    row_of_money: dict[str, str] = {}
    for cells in tables.contributions:
        row_of_money.setdefault(cells["money_id"], first[cells["row_id"]])
    including: dict[str, tuple[str, ...]] = {}
    for relation in tables.relations:
        total = row_of_money.get(relation["whole"])
        component = row_of_money.get(relation["part"])
        is_valid = relation.get("review_status") != "rejected"
        is_valid &= relation["type"] in COMPONENT_RELATIONS
        if total and component and is_valid and total != component:
            including[component] = (*including.get(component, ()), total)
    return {**_including_by_position(tables.contributions, first), **including}


def _including_by_position(
    contributions: Iterable[Cells], first: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """ "$10 million, of which $6 million": the paragraph's last amount that is no component."""
    last: dict[tuple[str, str], str] = {}
    including: dict[str, tuple[str, ...]] = {}
    for cells in contributions:
        key, row_id = (cells["block_id"], cells["currency"]), first[cells["row_id"]]
        reason = cells["not_countable_reason"]
        if reason in COMPONENT_REASONS and last.get(key, row_id) != row_id:
            including[row_id] = (last[key],)
        elif reason == "total" and last.get(key, row_id) != row_id:
            including[last[key]] = (row_id,)
        elif reason not in COMPONENT_REASONS and (cells["low"] or cells["high"]):
            last[key] = row_id
    return including


def _stated_totals(rows: Iterable[Row], links: Links) -> Iterator[tuple[str, str]]:
    """A stated total counts only where its components are known and none is a candidate."""
    components: dict[str, list[str]] = {}
    for component, totals in links.included_in.items():
        for total in totals:
            components.setdefault(total, []).append(component)
    for row in rows:
        own = [
            component
            for component in components.get(links.first[row.row_id], ())
            if links.reasons.get(component) not in COMPONENT_REASONS
        ]
        is_total = links.reason_of(row) == "total"
        if is_total and (not own or links.candidates.intersection(own)):
            yield row.row_id, "total"


def _components(rows: Sequence[Row], links: Links) -> Iterator[tuple[str, str]]:
    """A component counts only where what includes it is known and is no candidate."""
    for row in rows:
        reason, including = links.reason_of(row), _all_including(links, links.first[row.row_id])
        present = links.candidates & including
        if reason in COMPONENT_REASONS and (not including or present):
            yield row.row_id, reason
        elif not reason and any(links.reasons.get(amount) != "total" for amount in present):
            yield row.row_id, "part"


def _all_including(links: Links, row_id: str) -> frozenset[str]:
    """Every amount that includes a row, through any number of steps."""
    seen: set[str] = set()
    left = list(links.included_in.get(row_id, ()))
    while left:
        amount = left.pop()
        if amount not in seen:
            seen.add(amount)
            left += links.included_in.get(amount, ())
    return frozenset(seen - {row_id})


def _others(rows: Iterable[Row], links: Links) -> Iterator[tuple[str, str]]:
    for row in rows:
        reason = links.reason_of(row)
        if reason and reason not in (*COMPONENT_REASONS, "total", "cumulative"):
            yield row.row_id, reason


def _cumulative(rows: Sequence[Row], links: Links) -> Iterator[tuple[str, str]]:
    """An amount over several years includes its provider's others: it counts only alone."""
    providers = {row.row_id: split_list(row.cells["provider_id"]) or [""] for row in rows}
    count = Counter(provider for names in providers.values() for provider in names)
    for row in rows:
        names = providers[row.row_id]
        alone = len(rows) == 1 or (not count[""] and all(count[name] == 1 for name in names))
        if links.reason_of(row) == "cumulative" and not alone:
            yield row.row_id, "cumulative"
