"""Totals of two editions by recipient, channel, theme and type, added as by `make total`."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pipeline.compare.contributions import is_same, pair_contributions
from pipeline.compare.rows import Row, Tables, rows_of
from pipeline.totals import Total, add_up, bounds_of
from pipeline.totals.chosen import Tables as Contributions
from pipeline.totals.chosen import row_of

GROUPS = ("recipients", "channels", "theme", "transaction_type")
Key = tuple[str, str, str]  # group, currency, official
Bounds = tuple[Decimal, Decimal | None]  # the least and the most; None: no upper bound


def compare_totals(before: Tables, after: Tables, themes: Mapping[str, str]) -> Iterator[Row]:
    """A row for each key of either edition, sorted by group and then by key.

    `themes` maps a section's earlier title to its later one, so that one theme is one row.
    """
    repeated = _repeated(before, after)
    bounds = _row_bounds(before), _row_bounds(after)
    for by in GROUPS:
        old, new = _totals(before, by, themes), _totals(after, by, {})
        for key in sorted({*old, *new}):
            group = old.get(key), new.get(key)
            yield {"by": by, **_row(key, *group), **_difference(group, repeated, bounds)}


def _row(key: Key, old: Total | None, new: Total | None) -> Row:
    (from_low, from_high), (to_low, to_high) = _bounds(old), _bounds(new)
    group, currency, official = key
    return {
        "key": group,
        "currency": currency,
        "official": official,
        "from_rows": str(len(old.rows)) if old else "0",
        "to_rows": str(len(new.rows)) if new else "0",
        "from_low": str(from_low),
        "from_high": _text(from_high),
        "to_low": str(to_low),
        "to_high": _text(to_high),
    }


def _repeated(before: Tables, after: Tables) -> dict[str, str]:
    """row_id of an earlier contribution -> that of the later one that states the same facts."""
    pairs = pair_contributions(*(rows_of(tables, "contributions") for tables in (before, after)))
    return {
        old["row_id"]: new["row_id"] for old, new, _ in pairs if old and new and is_same(old, new)
    }


def _row_bounds(tables: Tables) -> dict[str, Bounds]:
    money = {row["row_id"]: row for row in rows_of(tables, "money")}
    return {
        row["row_id"]: bounds_of(row_of(row), money.get(row["money_id"], {}))
        for row in rows_of(tables, "contributions")
    }


def _difference(
    group: tuple[Total | None, Total | None],
    repeated: Mapping[str, str],
    bounds: tuple[Mapping[str, Bounds], Mapping[str, Bounds]],
) -> Row:
    """By how much the total rose; what is stated alike in both editions did not change."""
    ids = [set(total.rows) if total else set() for total in group]
    same = {old for old in ids[0] if repeated.get(old) in ids[1]}
    old = _added(bounds[0], ids[0] - same)
    new = _added(bounds[1], ids[1] - {repeated[row_id] for row_id in same})
    return {
        "difference_low": "" if old[1] is None else str(new[0] - old[1]),
        "difference_high": "" if new[1] is None else str(new[1] - old[0]),
    }


def _added(bounds: Mapping[str, Bounds], ids: Iterable[str]) -> Bounds:
    found = [bounds[row_id] for row_id in ids]
    highs = [high for _, high in found if high is not None]
    low = sum((low for low, _ in found), Decimal(0))
    return low, sum(highs, Decimal(0)) if len(highs) == len(found) else None


def _bounds(total: Total | None) -> Bounds:
    return (total.low, total.high) if total else (Decimal(0), Decimal(0))


def _text(bound: Decimal | None) -> str:
    return "" if bound is None else str(bound)


def _totals(tables: Tables, by: str, themes: Mapping[str, str]) -> dict[Key, Total]:
    contributions = [
        {**row, "theme": themes.get(row["theme"], row["theme"])}
        for row in rows_of(tables, "contributions")
    ]
    if not contributions:
        return {}
    known = Contributions(
        contributions, rows_of(tables, "money"), rows_of(tables, "money_relations")
    )
    found = add_up(known, by, {}).totals
    return {(total.group, total.currency, total.official): total for total in found}
