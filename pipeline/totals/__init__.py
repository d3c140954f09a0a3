"""Totals of contributions, each with its range, and the rows that were left out and why.

Pledges, commitments and disbursements are totals of their own, and so are currencies, and money
that is not official aid.  A row counts once, and only where no other counted row includes its
money.  An amount for several recipients is never split: a filter for one of them bounds its share.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from pipeline.contributions.wording import OFFICIAL
from pipeline.records.errors import BadInputError
from pipeline.storage.files import split_list
from pipeline.totals.chosen import rows_that_count
from pipeline.totals.containment import Containment, containment_of, first_mentions
from pipeline.totals.figures import Figure, added, figure_of
from pipeline.totals.filters import FULL, LISTS, Condition, conditions_of
from pipeline.totals.inputs import ALL_TYPES, NOT_STATED, Cells, Row, Tables, row_of, type_of
from pipeline.totals.overlaps import doubtful_rows
from pipeline.totals.parties import COLUMNS, Parties


@dataclass(frozen=True, slots=True)
class Share:
    """Amounts of which an unknown share fits the filters: from nothing to `most`."""

    why: str  # through ASEAN; joint with MMR, LAO; commitment or disbursement
    most: Figure
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What the rows of one group, type, currency and kind of money add up to."""

    groups: tuple[str, ...]  # the values of the columns that the totals are grouped by
    type: str  # IATI transaction type; 2/3 where it is open; not stated; or all types
    currency: str
    official: str  # yes, no, or not stated where the provider's kind is not known
    certain: Figure  # without the amounts that may overlap with others
    rows: tuple[str, ...]
    doubtful: tuple[str, ...] = ()  # the rows that may overlap with others of the total
    with_doubtful: Figure | None = None  # the total if they do not overlap
    shares: tuple[Share, ...] = ()
    at_most: Figure | None = None  # the total if every share is the whole amount

    @property
    def group(self) -> str:
        return ", ".join(self.groups) or "all"

    @property
    def together(self) -> Figure:
        """One figure with one range: from all amounts overlapping to none."""
        most = self.with_doubtful or self.certain
        return Figure(self.certain.central, self.certain.low, most.high)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that no total adds, and why: a code of vocab/flags.csv."""

    row_id: str
    reason: str
    text: str  # its amount as printed, its provider and its recipients
    type: str
    currency: str
    low: str  # the cells of contributions
    high: str


@dataclass(frozen=True, slots=True)
class Totals:
    by: tuple[str, ...]
    where: tuple[str, ...]  # the filters in words
    all_types: bool  # whether pledges, commitments and disbursements are added together
    totals: tuple[Total, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of the tables."""

    tables: Tables
    by: Sequence[str]
    conditions: Sequence[Condition]
    parties: Parties
    texts: Mapping[str, Cells]  # the rows of `money` by row_id


def add_up(
    tables: Tables,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    *,
    all_types: bool = False,
) -> Totals:
    """Totals of the contributions that `where` selects, one for each value of the columns `by`.

    `all_types` adds pledges, commitments and disbursements together, where a pledge does not count
    beside what fulfilled it.  Raises BadInputError for a column that the table does not have, and
    for a value that no contribution has.
    """
    wanted = where or {}
    _check_columns((*by, *wanted), tables)
    parties = Parties(tables)
    conditions = conditions_of(wanted, tables, parties)
    texts = {cells["row_id"]: cells for cells in tables.money}
    asked = _Question(tables, by, conditions, parties, texts)
    totals: list[Total] = []
    left: list[tuple[Row, str]] = []
    for type_, rows, known in _by_type(tables, all_types):
        made, reasons = _add_type(type_, rows, known, asked)
        totals += made
        left += [(row, reasons[row.row_id]) for row in rows if row.row_id in reasons]
    left.sort(key=lambda out: out[0].place)
    return Totals(
        tuple(by),
        tuple(map(str, conditions)),
        all_types,
        tuple(
            sorted(totals, key=lambda t: (t.groups, _type_order(t.type), t.currency, t.official))
        ),
        tuple(_left_out(row, reason, texts) for row, reason in left),
    )


def _check_columns(names: Iterable[str], tables: Tables) -> None:
    columns = tables.columns()
    for name in names:
        if name not in columns:
            near = " or ".join(get_close_matches(name.strip().lower(), columns))
            hint = f"did you mean {near}?" if near else f"use one of {', '.join(columns)}"
            raise BadInputError(f"{name}: not a field of contributions; {hint}")


def _type_order(type_: str) -> tuple[int, str]:
    """Pledges, commitments, disbursements, then what is not stated."""
    first = type_.partition("/")[0]
    order = ("12", "2", "3")
    return (order.index(first) if first in order else len(order), type_)


def _by_type(tables: Tables, all_types: bool) -> Iterator[tuple[str, list[Row], Containment]]:
    """Each type with its rows and their containment.

    A repetition in other words has the type of the first mention, where it counts.
    """
    rows = [row_of(cells) for cells in tables.contributions]
    first = first_mentions(tables.contributions)
    if all_types:
        yield ALL_TYPES, rows, containment_of(rows, tables, first)
        return
    types: dict[str, str] = {}
    for row in rows:
        if row.cells["review_status"] != "rejected":
            types.setdefault(first[row.row_id], type_of(row.cells))
    for type_ in dict.fromkeys(type_of(row.cells) for row in rows):
        own = [row for row in rows if type_of(row.cells) == type_]
        stated = [row for row in own if types.get(first[row.row_id]) == type_]
        yield type_, own, containment_of(stated, tables, first)


def _add_type(
    type_: str, rows: Sequence[Row], known: Containment, asked: _Question
) -> tuple[list[Total], dict[str, str]]:
    """The totals of one type, and why each other row that fits is left out."""
    fits = {row.row_id: _fit(row.cells, asked.conditions) for row in rows}
    full = [row for row in rows if fits[row.row_id] == FULL]
    some = [row for row in rows if fits[row.row_id] is not None]
    counted, reasons = rows_that_count(full, known)
    at_most, more_reasons = rows_that_count(some, known)
    shares = [row for row in at_most if fits[row.row_id]]
    not_counted = {row.row_id for row in some} - {row.row_id for row in counted}
    reasons = dict.fromkeys(not_counted, "joint") | more_reasons | reasons
    doubtful = _doubtful(counted, asked)
    totals = []
    for key in dict.fromkeys(_key(row, asked) for row in (*counted, *shares)):
        own, shared, most = (
            [row for row in group if _key(row, asked) == key]
            for group in (counted, shares, at_most)
        )
        total = _total((type_, key), own, doubtful, asked)
        totals.append(_with_shares(total, shared, most, asked))
    counted_ids = {row.row_id for row in counted}
    return totals, {key: why for key, why in reasons.items() if key not in counted_ids}


def _fit(cells: Cells, conditions: Sequence[Condition]) -> str | None:
    """How a row fits all filters: FULL, the reasons why only a share may fit, or None."""
    fits = [condition.fit(cells) for condition in conditions]
    if any(fit is None for fit in fits):
        return None
    return "; ".join(dict.fromkeys(fit for fit in fits if fit))


def _key(row: Row, asked: _Question) -> tuple[tuple[str, ...], str, str]:
    groups = tuple(_shown(row.cells, column, asked.parties) for column in asked.by)
    return groups, row.cells["currency"] or NOT_STATED, _official(row)


def _shown(cells: Cells, column: str, parties: Parties) -> str:
    cell = cells[column]
    if cell and column in COLUMNS:
        items = [party.label for party in parties.of(cells, column)]
    else:
        items = split_list(cell) if column in LISTS else [cell]
    return f"{', '.join(items)}{' (joint)' if len(items) > 1 else ''}" if cell else NOT_STATED


def _official(row: Row) -> str:
    kind = row.cells["provider_type"]
    return ("yes" if kind in OFFICIAL else "no") if kind else NOT_STATED


def _doubtful(rows: Sequence[Row], asked: _Question) -> frozenset[str]:
    """The rows that may overlap with others of their currency and kind of money."""
    found: set[str] = set()
    for kind in {_key(row, asked)[1:] for row in rows}:
        own = [row for row in rows if _key(row, asked)[1:] == kind]
        sizes = {row.row_id: _figure(row, asked).low for row in own}
        money_ids = {row.row_id: row.cells["money_id"] for row in own}
        found |= doubtful_rows(sizes, money_ids, asked.tables.relations)
    return frozenset(found)


def _figure(row: Row, asked: _Question) -> Figure:
    return figure_of(row.cells, asked.texts.get(row.cells["money_id"], {}))


def _total(
    key: tuple[str, tuple[tuple[str, ...], str, str]],
    rows: Sequence[Row],
    doubtful: frozenset[str],
    asked: _Question,
) -> Total:
    type_, (groups, currency, official) = key
    certain = [row for row in rows if row.row_id not in doubtful]
    own_doubtful = [row.row_id for row in rows if row.row_id in doubtful]
    return Total(
        groups,
        type_,
        currency,
        official,
        added(_figure(row, asked) for row in certain),
        tuple(row.row_id for row in certain),
        tuple(own_doubtful),
        added(_figure(row, asked) for row in rows) if own_doubtful else None,
    )


def _with_shares(total: Total, rows: Sequence[Row], most: Sequence[Row], asked: _Question) -> Total:
    """The total with a bound for each reason why only a share of an amount may fit."""
    if not rows:
        return total
    by_reason: dict[str, list[Row]] = {}
    for row in rows:
        by_reason.setdefault(_fit(row.cells, asked.conditions) or "", []).append(row)
    shares = tuple(
        Share(why, added(_figure(row, asked) for row in own), tuple(row.row_id for row in own))
        for why, own in by_reason.items()
    )
    at_most = added(_figure(row, asked) for row in most)
    return replace(total, shares=shares, at_most=at_most)


def _left_out(row: Row, reason: str, texts: Mapping[str, Cells]) -> LeftOut:
    cells = row.cells
    money = texts.get(cells["money_id"])
    parties = " → ".join(filter(None, (cells["provider"], cells["recipients"])))
    text = f"{money['text'] if money else ''} {parties}".strip()
    amount = (cells[name] for name in ("currency", "low", "high"))
    return LeftOut(row.row_id, reason, text, type_of(cells), *amount)
