"""Totals for a terminal: one table of what was added, one of what was left out."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.totals import Totals
from pipeline.vocab import read_vocab

if TYPE_CHECKING:
    from rich.table import Table

NARROWEST = 100  # characters in which no column and no digit of a sum of trillions is cut


def draw(totals: Totals) -> "Iterator[Table | str]":
    """The totals, then every sum that no total adds, with the reason in words."""
    yield _table(
        f"by {totals.by}" if totals.by else "",
        (totals.by or "", "currency", "least", "most", "type", "official", "rows"),
        [
            (t.group, t.currency, *map(_money, (t.low, t.high)), t.types, t.official, len(t.rows))
            for t in totals.totals
        ],
    )
    reasons = {row["code"]: row["meaning"].partition(": ")[2] for row in read_vocab("flags")}
    sums = [left for left in totals.left_out if left.reason != "no_amount"]
    if sums:
        rows = [(left.row_id, reasons[left.reason], left.text) for left in sums]
        yield _table("left out", ("row", "why", "sum"), rows)
    without = len(totals.left_out) - len(sums)
    if without:
        yield f"{without} contributions without a sum are left out, too"


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for name in columns:
        is_number = name in ("least", "most", "rows")
        table.add_column(
            name,
            justify="right" if is_number else "left",
            no_wrap=is_number,
            min_width=len(name),
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(_printable(str(cell))) for cell in row))
    return table


def _printable(text: str) -> str:
    """A report's words may hold what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def _money(value: Decimal | None) -> str:
    if value is None:
        return "no bound"
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,}"
