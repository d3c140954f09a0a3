"""Totals of contributions, each an interval, with the rows that were left out and why.

A row counts once, and only where no other counted row includes its money: a stated total not
beside its components, a component not beside the amount that includes it, a repetition not beside
the first mention, an amount over several years not beside any other of its provider.  Currencies
are never mixed, an amount for several recipients is never split, and money that is not official
aid is added up separately.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.contributions.wording import OFFICIAL
from pipeline.findings.intervals import interval_of
from pipeline.records.errors import BadInputError
from pipeline.records.numbers import Amount
from pipeline.storage.files import split_list
from pipeline.totals.chosen import Cells, Row, Tables, row_of, rows_that_count

LISTS = (
    *("provider", "provider_id", "recipients", "recipient_ids", "recipient_iso3"),
    *("channels", "channel_ids", "theme"),
)
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Total:
    """What the rows of one group add up to, in whole units of `currency`."""

    group: str  # the value of the field that the totals are grouped by
    currency: str
    official: str  # yes, no, or not stated where the provider's kind is not known
    types: str  # IATI transaction types: 2 is promised by contract, 3 is spent, 2/3 either
    low: Decimal
    high: Decimal | None  # None: the words set no upper bound
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that no total adds, and why: a code of vocab/flags.csv."""

    row_id: str
    reason: str
    text: str  # its amount as printed, its provider and its recipients


@dataclass(frozen=True, slots=True)
class Totals:
    by: str
    totals: tuple[Total, ...]
    left_out: tuple[LeftOut, ...]


def add_up(tables: Tables, by: str, where: Mapping[str, str]) -> Totals:
    """Totals of the contributions that `where` picks, one for each value of the field `by`.

    An empty `by` makes one group.  Raises BadInputError for a field that the table does not have.
    """
    columns = tables.columns()
    for name in (*([by] if by else []), *where):
        if name not in columns:
            known = ", ".join(columns)
            raise BadInputError(f"{name}: not a field of contributions; use one of {known}")
    picked, joint = _picked([row_of(cells) for cells in tables.contributions], where)
    counted, reasons = rows_that_count(picked, tables)
    reasons |= dict.fromkeys((row.row_id for row in joint), "joint")
    texts = {cells["row_id"]: cells for cells in tables.money}
    left = sorted([*picked, *joint], key=lambda row: row.place)
    return Totals(
        by,
        tuple(_grouped(counted, texts, by)),
        tuple(
            LeftOut(row.row_id, reasons[row.row_id], _printed(row, texts))
            for row in left
            if row.row_id in reasons
        ),
    )


def _picked(rows: Iterable[Row], where: Mapping[str, str]) -> tuple[list[Row], list[Row]]:
    """The rows that every filter selects, and those of which one would select only a share."""
    selected, joint = [], []
    for row in rows:
        fits = [_fit(row.cells[name], name, value) for name, value in where.items()]
        if all(fit == "full" for fit in fits):
            selected.append(row)
        elif all(fits):
            joint.append(row)
    return selected, joint


def _fit(cell: str, name: str, value: str) -> str:
    """full, joint (one of several in a list), or nothing."""
    if cell == value or (value == NOT_STATED and not cell):
        return "full"
    return "joint" if name in LISTS and value in split_list(cell) else ""


def _printed(row: Row, texts: Mapping[str, Cells]) -> str:
    money = texts.get(row.cells["money_id"])
    parties = (row.cells["provider"], row.cells["recipients"])
    return f"{money['text'] if money else ''} {' → '.join(filter(None, parties))}".strip()


def _grouped(rows: Sequence[Row], texts: Mapping[str, Cells], by: str) -> list[Total]:
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        group = _shown(row.cells[by], by) if by else "all"
        key = (group, row.cells["currency"] or NOT_STATED, _official(row))
        groups.setdefault(key, []).append(row)
    return [_total(key, groups[key], texts) for key in sorted(groups)]


def _shown(cell: str, by: str) -> str:
    items = split_list(cell) if by in LISTS else [cell]
    return f"{', '.join(items)}{' (joint)' if len(items) > 1 else ''}" if cell else NOT_STATED


def _official(row: Row) -> str:
    kind = row.cells["provider_type"]
    return ("yes" if kind in OFFICIAL else "no") if kind else NOT_STATED


def _total(key: tuple[str, str, str], rows: Sequence[Row], texts: Mapping[str, Cells]) -> Total:
    bounds = [bounds_of(row, texts.get(row.cells["money_id"], {})) for row in rows]
    highs = [high for _, high in bounds if high is not None]
    high = sum(highs, Decimal(0)) if len(highs) == len(bounds) else None
    low = sum((low for low, _ in bounds), Decimal(0))
    types = sorted({_types(row) for row in rows})
    return Total(*key, ", ".join(types), low, high, tuple(row.row_id for row in rows))


def _types(row: Row) -> str:
    candidates = split_list(row.cells["transaction_type_candidates"])
    return row.cells["transaction_type"] or "/".join(candidates) or NOT_STATED


def bounds_of(row: Row, money: Cells) -> tuple[Decimal, Decimal | None]:
    """The least and most that a row's amount may be: rounding, ranges, "over", "up to".

    The printed words of its row in `money` show the rounding, unless a person corrected the amount.
    """
    cells = row.cells
    low, high = (Decimal(cells[name]) if cells[name] else None for name in ("low", "high"))
    as_printed = all(money.get(name) == cells[name] for name in ("low", "high", "currency"))
    words = money["text"] if as_printed else ""
    amount = Amount(0, len(words), words, low, high, cells["currency"], "", cells["qualifier"])
    interval = interval_of(amount)
    if interval is None:
        return low or Decimal(0), high
    return max(interval.low, Decimal(0)), interval.high
