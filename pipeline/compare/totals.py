"""Totals of two editions by recipient, channel, theme and type, added as by `make total`."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.compare.contributions import is_same, pair_contributions
from pipeline.compare.rows import Row, Tables, rows_of
from pipeline.totals import Total, add_up
from pipeline.totals.figures import Figure, added, figure_of
from pipeline.totals.inputs import Tables as Contributions

GROUPS = ("recipients", "channels", "theme", "transaction_type")
Key = tuple[str, str, str, str]  # group, transaction type, currency, official
Figures = Mapping[str, Figure]  # row_id -> the amount of a contribution


def compare_totals(before: Tables, after: Tables, themes: Mapping[str, str]) -> Iterator[Row]:
    """A row for each key of either edition, sorted by group and then by key.

    `themes` maps a section's earlier title to its later one, so that one theme is one row.
    """
    repeated = _repeated(before, after)
    figures = _figures(before), _figures(after)
    for by in GROUPS:
        old, new = _totals(before, by, themes), _totals(after, by, {})
        for key in sorted({*old, *new}):
            group = old.get(key), new.get(key)
            yield {"by": by, **_row(key, *group), **_difference(group, repeated, figures)}


def _row(key: Key, old: Total | None, new: Total | None) -> Row:
    (from_low, from_high), (to_low, to_high) = _bounds(old), _bounds(new)
    group, type_, currency, official = key
    return {
        "key": group,
        "type": type_,
        "currency": currency,
        "official": official,
        "from_rows": str(len(_rows(old))),
        "to_rows": str(len(_rows(new))),
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


def _figures(tables: Tables) -> Figures:
    money = {row["row_id"]: row for row in rows_of(tables, "money")}
    return {
        row["row_id"]: figure_of(row, money.get(row["money_id"], {}))
        for row in rows_of(tables, "contributions")
    }


def _difference(
    group: tuple[Total | None, Total | None],
    repeated: Mapping[str, str],
    figures: tuple[Figures, Figures],
) -> Row:
    """By how much the total rose; what is stated alike in both editions did not change."""
    old, new = group
    same = {row_id for row_id in _rows(old) if repeated.get(row_id) in _rows(new)}
    least_old, most_old = _range_without(old, same, figures[0])
    least_new, most_new = _range_without(new, {repeated[row_id] for row_id in same}, figures[1])
    return {
        "difference_low": "" if most_old is None else str(least_new - most_old),
        "difference_high": "" if most_new is None else str(most_new - least_old),
    }


def _range_without(
    total: Total | None, same: set[str], figures: Figures
) -> tuple[Decimal, Decimal | None]:
    """The range of a total's other rows; what may overlap with others is in its upper bound."""
    certain = total.rows if total else ()
    least = added(figures[row_id] for row_id in certain if row_id not in same)
    most = added(figures[row_id] for row_id in _rows(total) if row_id not in same)
    return least.low, most.high


def _rows(total: Total | None) -> tuple[str, ...]:
    return (*total.rows, *total.doubtful) if total else ()


def _bounds(total: Total | None) -> tuple[Decimal, Decimal | None]:
    return (total.together.low, total.together.high) if total else (Decimal(0), Decimal(0))


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
    found = add_up(known, [by]).totals
    return {(total.group, total.type, total.currency, total.official): total for total in found}
