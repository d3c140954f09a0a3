"""Totals of two editions by recipient, channel, theme and type, added as by `make total`."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.compare.rows import Row, Tables, rows_of
from pipeline.totals import Total, add_up
from pipeline.totals.chosen import Tables as Contributions

GROUPS = ("recipients", "channels", "theme", "transaction_type")
Key = tuple[str, str, str]  # group, currency, official


def compare_totals(before: Tables, after: Tables, themes: Mapping[str, str]) -> Iterator[Row]:
    """A row for each key of either edition, sorted by group and then by key.

    `themes` maps a section's earlier title to its later one, so that one theme is one row.
    """
    for by in GROUPS:
        old, new = _totals(before, by, themes), _totals(after, by, {})
        for key in sorted({*old, *new}):
            yield {"by": by, **_row(key, old.get(key), new.get(key))}


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
        "difference_low": "" if from_high is None else str(to_low - from_high),
        "difference_high": "" if to_high is None else str(to_high - from_low),
    }


def _bounds(total: Total | None) -> tuple[Decimal, Decimal | None]:
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
