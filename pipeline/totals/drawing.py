"""Totals for a terminal: the totals, then the rows that were left out, by reason and one by one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.schema.code_names import label_of
from pipeline.totals import LeftOut, Total, Totals
from pipeline.totals.figures import Figure
from pipeline.totals.filters import type_label
from pipeline.vocab import meaning_of

if TYPE_CHECKING:
    from rich.table import Table

NARROWEST = 100  # characters in which no column and no digit of an amount of trillions is cut
SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))  # powers of ten
PLACES = 3  # decimals of a number with a scale; with more, a smaller scale is used
AMOUNTS = 4  # of one reason, before "and 3 more"
NUMBERS = ("total", "rows")
WORD = 16  # characters of a word that no column breaks
OFFICIAL_WORDS = {"yes": "", "no": "not official aid", "not stated": "provider of unknown type"}


def draw(totals: Totals) -> "Iterator[Table | str]":
    """The totals, then what no total adds: each reason with its amounts, and every row."""
    if totals.totals:
        columns = (*totals.by, "type", "currency", "total", "range", "rows", "of which")
        lines = [line for total in totals.totals for line in _lines(total, totals.by)]
        width = len(columns) if any(line[-1] for line in lines) else len(columns) - 1
        yield _table("", columns[:width], [line[:width] for line in lines])
    else:
        yield "No contribution may be added up here."
    if len({total.type for total in totals.totals}) > 1:
        yield "Lines of different types may be the same money: do not add them together."
    amounts = [left for left in totals.left_out if left.reason != "no_amount"]
    if amounts:
        yield _table("left out", ("why", "rows", "amounts"), list(_by_reason(amounts)))
        rows = [(left.row_id, reason_in_words(left.reason), left.text) for left in amounts]
        yield _table("left out, row by row", ("row", "why", "amount"), rows)
    without = len(totals.left_out) - len(amounts)
    if without:
        yield f"Also left out: contributions without an amount ({without:,})."


def headline(totals: Totals) -> str:
    """What was added up: the filters and the grouping in one line."""
    which = f" with {' and '.join(totals.where)}" if totals.where else ""
    groups = f", by {', '.join(totals.by)}" if totals.by else ""
    types = ", all transaction types together" if totals.all_types else ""
    return f"contributions{which}{groups}{types}"


def reason_in_words(code: str) -> str:
    """Why a row is left out, without the words that all these reasons begin with."""
    return meaning_of(code).rpartition(": ")[2].rstrip(".")


def _lines(total: Total, by: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The total, the same with amounts that may overlap, the shares, and the most of all."""
    groups = tuple(label_of(name, value) for name, value in zip(by, total.groups, strict=True))
    head = (*groups, type_label(total.type), total.currency)
    official = OFFICIAL_WORDS[total.official]
    yield (*head, *_cells(total.certain), f"{len(total.rows):,}", official)
    blank = ("",) * len(head)
    if total.with_doubtful:
        rows = len(total.rows) + len(total.doubtful)
        words = f"with {len(total.doubtful):,} that may overlap"
        yield (*blank, *_cells(total.with_doubtful), f"{rows:,}", words)
    for share in total.shares:
        yield (*blank, "", _range(Decimal(0), share.most.high), f"{len(share.rows):,}", share.why)
    if total.at_most:
        yield (*blank, "", _at_most(total.at_most.high), "", "with all of these")


def _cells(figure: Figure) -> tuple[str, str]:
    return exact(figure.central), _range(figure.low, figure.high)


def _at_most(high: Decimal | None) -> str:
    return "no upper bound" if high is None else f"at most {exact(high)}"


def _range(low: Decimal, high: Decimal | None) -> str:
    """`24.65 to 25.75 million`; `8 million or more`; nothing where the amount is exact."""
    if high is None:
        return f"{exact(low)} or more"
    if low == high:
        return "exact" if low else ""
    least, most = exact(low), exact(high)
    scale = most.partition(" ")[2]
    if scale and least.partition(" ")[2] in (scale, "") and (not low or " " in least):
        least = least.partition(" ")[0]
    return f"{least} to {most}"


def exact(value: Decimal) -> str:
    """A number with every digit, as short as they allow: `24.65 million`, `1,234,567`."""
    for power, word in SCALES:
        scaled = value.scaleb(-power)
        if scaled >= 1 and scaled == round(scaled, PLACES):
            return f"{_plain(scaled)} {word}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    digits = f"{value:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _by_reason(left: Sequence[LeftOut]) -> Iterator[tuple[str, ...]]:
    """Each reason with the number of its rows and their amounts, the largest first."""
    for reason in dict.fromkeys(out.reason for out in left):
        own = sorted((out for out in left if out.reason == reason), key=_most, reverse=True)
        amounts = [f"{out.currency} {exact(_most(out))}".strip() for out in own[:AMOUNTS]]
        more = f" and {len(own) - AMOUNTS:,} more" if len(own) > AMOUNTS else ""
        yield reason_in_words(reason), f"{len(own):,}", f"{', '.join(amounts)}{more}"


def _most(left: LeftOut) -> Decimal:
    return Decimal(left.high or left.low or 0)


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for at, name in enumerate(columns):
        is_number = name in NUMBERS
        words = [word for row in rows for word in row[at].split()]
        table.add_column(
            name,
            justify="right" if is_number else "left",
            no_wrap=is_number or name == "range",
            min_width=min(max(map(len, [name, *words])), WORD),
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table


def printable(text: str) -> str:
    """The text without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
