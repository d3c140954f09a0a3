"""The amounts that no total adds: how many, how much, and why."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.report.wording import amount_in_words, first_of, listed
from pipeline.reviewed.rows import Row
from pipeline.totals import LeftOut
from pipeline.totals.drawing import reason_in_words

LISTED = 4  # amounts listed one by one; of more, only the largest of each currency


def left_out(left: Sequence[LeftOut], rows: Mapping[str, Row]) -> Iterator[str]:
    """The amounts that are not added, for each reason."""
    for reason in dict.fromkeys(out.reason for out in left):
        cells = [rows[out.row_id] for out in left if out.reason == reason]
        yield f"{_amounts(cells)}: {reason_in_words(reason)}"


def _amounts(cells: Sequence[Row]) -> str:
    """A few amounts one by one; of many, the number and the largest of each currency."""
    amounts = [amount_in_words(row["currency"], *_bounds(row)).strip() for row in cells]
    if len(amounts) <= LISTED:
        return listed(amounts)
    largest: dict[str, Row] = {}
    for row in sorted(cells, key=lambda row: -(_bounds(row)[1] or _bounds(row)[0])):
        largest.setdefault(row["currency"], row)
    most = [amount_in_words(row["currency"], *_bounds(row)).strip() for row in largest.values()]
    return f"{len(amounts)} amounts, the largest {first_of(most, LISTED)}"


def _bounds(row: Row) -> tuple[Decimal, Decimal | None]:
    low = Decimal(row["low"] or 0)
    return low, Decimal(row["high"]) if row["high"] else None
