"""Which contributions a total may add: nothing twice, nothing beside what holds it.

Each step looks at the rows that are left and names those that it takes out, with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.storage.files import split_list

Cells = Mapping[str, str]
PARTS = ("part", "example")
HOLDS = ("part_of", "example_of")


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
class Kin:
    """How the contributions that are told belong together; every row stands by the one that told it first.

    A row that was left out of `here` (filtered, rejected) takes nothing else out.
    """

    first: Mapping[str, str]  # row_id -> the row that told it first, or the row itself
    kind: Mapping[str, str]  # first -> total, part, example, cumulative, rate … or nothing
    wholes: Mapping[str, tuple[str, ...]]  # first -> the sums that hold it, nearest first
    here: frozenset[str]  # the firsts among which a total chooses

    def kind_of(self, row: Row) -> str:
        return self.kind[self.first[row.row_id]]


def row_of(cells: Cells) -> Row:
    return Row(cells, (cells["source"], int(cells["raw_start"] or 0)))


def rows_that_count(rows: Sequence[Row], tables: Tables) -> tuple[list[Row], dict[str, str]]:
    """The rows that may be added together, and for each of the others the reason why not."""
    reasons = dict(_unfit(rows))
    told = [row for row in rows if row.row_id not in reasons]
    first = _firsts(tables.contributions)
    reasons |= dict(_retold(told, first))
    left = [row for row in told if row.row_id not in reasons]
    here = frozenset(first[row.row_id] for row in left)
    kin = Kin(first, _kinds(tables, first), _wholes(tables, first), here)
    for step in (_totals, _parts, _others, _cumulative):
        reasons |= dict(step(left, kin))
        left = [row for row in left if row.row_id not in reasons]
    return left, reasons


def _unfit(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.cells["review_status"] == "rejected":
            yield row.row_id, "rejected"
        elif not (row.cells["low"] or row.cells["high"]):
            yield row.row_id, "no_amount"


def _firsts(contributions: Iterable[Cells]) -> dict[str, str]:
    first: dict[str, str] = {}
    for cells in contributions:
        told = cells["duplicate_of"]
        first[cells["row_id"]] = first.get(told, told) or cells["row_id"]
    return first


def _retold(rows: Iterable[Row], first: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """All but one telling of each contribution: one alone counts, though the first may be filtered out."""
    seen: set[str] = set()
    for row in rows:
        if first[row.row_id] in seen:
            yield row.row_id, "duplicate"
        seen.add(first[row.row_id])


def _kinds(tables: Tables, first: Mapping[str, str]) -> dict[str, str]:
    """Why a row may not be added, by its first telling; a person's "countable" is the last word."""
    kinds = dict.fromkeys(first.values(), "")
    for cells in tables.contributions:
        reason = cells["not_countable_reason"]
        if first[cells["row_id"]] == cells["row_id"]:
            told = reason or ("not_countable" if cells["countable"] == "false" else "")
            kinds[cells["row_id"]] = "" if cells["countable"] == "true" else told
    return kinds


def _wholes(tables: Tables, first: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What holds each part: the relation that was read, else the sum before it in its paragraph."""
    bearers: dict[str, str] = {}
    for cells in tables.contributions:
        bearers.setdefault(cells["money_id"], first[cells["row_id"]])
    wholes: dict[str, tuple[str, ...]] = {}
    for relation in tables.relations:
        whole, part = bearers.get(relation["whole"]), bearers.get(relation["part"])
        alive = relation.get("review_status") != "rejected" and relation["type"] in HOLDS
        if whole and part and alive and whole != part:
            wholes[part] = (*wholes.get(part, ()), whole)
    return {**_near(tables.contributions, first), **wholes}


def _near(contributions: Iterable[Cells], first: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """ "$10 million, of which $6 million": the last sum of the paragraph that is no part."""
    last: dict[tuple[str, str], str] = {}
    near: dict[str, tuple[str, ...]] = {}
    for cells in contributions:
        key, row_id = (cells["block_id"], cells["currency"]), first[cells["row_id"]]
        reason = cells["not_countable_reason"]
        if reason in PARTS and last.get(key, row_id) != row_id:
            near[row_id] = (last[key],)
        elif reason == "total" and last.get(key, row_id) != row_id:
            near[last[key]] = (row_id,)
        elif reason not in PARTS and (cells["low"] or cells["high"]):
            last[key] = row_id
    return near


def _totals(rows: Iterable[Row], kin: Kin) -> Iterator[tuple[str, str]]:
    """A total counts only where its parts are known and none of them is here."""
    parts: dict[str, list[str]] = {}
    for part, wholes in kin.wholes.items():
        for whole in wholes:
            parts.setdefault(whole, []).append(part)
    for row in rows:
        own = [p for p in parts.get(kin.first[row.row_id], ()) if kin.kind.get(p) not in PARTS]
        if kin.kind_of(row) == "total" and (not own or kin.here.intersection(own)):
            yield row.row_id, "total"


def _parts(rows: Sequence[Row], kin: Kin) -> Iterator[tuple[str, str]]:
    """A part counts only where none of the sums that hold it is here; an unknown whole may be."""
    for row in rows:
        kind, above = kin.kind_of(row), _above(kin, kin.first[row.row_id])
        if kind in PARTS and (not above or kin.here & above):
            yield row.row_id, kind
        elif not kind and any(kin.kind.get(whole) != "total" for whole in kin.here & above):
            yield row.row_id, "part"


def _above(kin: Kin, row_id: str) -> frozenset[str]:
    """Every sum that holds a row, through any number of steps."""
    seen: set[str] = set()
    left = list(kin.wholes.get(row_id, ()))
    while left:
        whole = left.pop()
        if whole not in seen:
            seen.add(whole)
            left += kin.wholes.get(whole, ())
    return frozenset(seen - {row_id})


def _others(rows: Iterable[Row], kin: Kin) -> Iterator[tuple[str, str]]:
    for row in rows:
        kind = kin.kind_of(row)
        if kind and kind not in (*PARTS, "total", "cumulative"):
            yield row.row_id, kind


def _cumulative(rows: Sequence[Row], kin: Kin) -> Iterator[tuple[str, str]]:
    """A sum over several years holds what its provider gave: it counts only where it stands alone."""
    providers = {row.row_id: split_list(row.cells["provider_id"]) or [""] for row in rows}
    count = Counter(provider for names in providers.values() for provider in names)
    for row in rows:
        names = providers[row.row_id]
        alone = len(rows) == 1 or (not count[""] and all(count[name] == 1 for name in names))
        if kin.kind_of(row) == "cumulative" and not alone:
            yield row.row_id, "cumulative"
