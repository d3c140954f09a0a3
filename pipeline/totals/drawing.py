"""Totals for a terminal: one table of the totals, one of the rows that were left out."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.schema.code_names import label_of
from pipeline.totals import Total, Totals
from pipeline.vocab import meaning_of

if TYPE_CHECKING:
    from rich.table import Table

NARROWEST = 100  # characters in which no column and no digit of an amount of trillions is cut


def draw(totals: Totals) -> "Iterator[Table | str]":
    """The totals, then every amount that no total adds, with the reason in words."""
    yield _table(
        f"by {totals.by}" if totals.by else "",
        (totals.by or "", "currency", "least", "most", "type", "official", "rows"),
        [
            (
                label_of(totals.by, t.group),
                *(t.currency, _money(t.low), _money(t.high), _types(t), t.official, len(t.rows)),
            )
            for t in totals.totals
        ],
    )
    amounts = [left for left in totals.left_out if left.reason != "no_amount"]
    if amounts:
        rows = [(left.row_id, reason_in_words(left.reason), left.text) for left in amounts]
        yield _table("left out", ("row", "why", "amount"), rows)
    without = len(totals.left_out) - len(amounts)
    if without:
        yield f"Also left out: contributions without an amount ({without:,})."


def reason_in_words(code: str) -> str:
    """Why a row is left out, without the words that all these reasons begin with."""
    return meaning_of(code).rpartition(": ")[2].rstrip(".")


def _types(total: Total) -> str:
    """The IATI transaction types of a total with their names: `2 – Commitment / 3 – …`."""
    return ", ".join(
        " / ".join(label_of("transaction_type", code) for code in item.split("/"))
        for item in total.types.split(", ")
    )


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
    """The text without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)


def _money(value: Decimal | None) -> str:
    if value is None:
        return "no upper bound"
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,}"
