"""Totals of two editions by recipient, channel, theme and type.

Only rows that a total may add are added; a sum for several stays with the several.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.compare.rows import Row

GROUPS = ("recipients", "channels", "theme", "transaction_type")
Key = tuple[str, str, str]  # by, key, currency


@dataclass(slots=True)
class Total:
    """The rows of one edition that share a key."""

    rows: int = 0
    low: Decimal = field(default_factory=Decimal)
    high: Decimal = field(default_factory=Decimal)

    def add(self, row: Row) -> None:
        self.rows += 1
        self.low += Decimal(row["low"] or row["high"])
        self.high += Decimal(row["high"] or row["low"])


def compare_totals(before: list[Row], after: list[Row], themes: Mapping[str, str]) -> Iterator[Row]:
    """A row for each key of either edition, in the order of the groups and then of the keys.

    `themes` gives a section's earlier title its later one, so that one theme is one row.
    """
    old = _totals([{**row, "theme": themes.get(row["theme"], row["theme"])} for row in before])
    new = _totals(after)
    for key in sorted({*old, *new}, key=lambda key: (GROUPS.index(key[0]), key[1:])):
        one, other = old.get(key, Total()), new.get(key, Total())
        by, value, currency = key
        yield {
            "by": by,
            "key": value,
            "currency": currency,
            "from_rows": str(one.rows),
            "to_rows": str(other.rows),
            "from_low": str(one.low),
            "from_high": str(one.high),
            "to_low": str(other.low),
            "to_high": str(other.high),
            "difference_low": str(other.low - one.high),
            "difference_high": str(other.high - one.low),
        }


def _totals(rows: list[Row]) -> dict[Key, Total]:
    found: dict[Key, Total] = defaultdict(Total)
    for row in rows:
        if row["countable"] == "true" and (row["low"] or row["high"]):
            for by in GROUPS:
                found[by, row[by] or "not_stated", row["currency"] or "not_stated"].add(row)
    return found
