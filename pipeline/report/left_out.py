"""The sums that no total adds: how many, how much, and why."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.report.wording import first_of, listed, sum_in_words
from pipeline.reviewed.rows import Row
from pipeline.totals import LeftOut
from pipeline.vocab import meaning_of

LISTED = 4  # sums told one by one; of more only the largest


def left_out(left: Sequence[LeftOut], rows: Mapping[str, Row]) -> Iterator[str]:
    """How many sums are not added and how much they are, for each reason."""
    for reason in dict.fromkeys(out.reason for out in left):
        cells = [rows[out.row_id] for out in left if out.reason == reason]
        yield f"{_sums(cells)}: {meaning_of(reason).partition(': ')[2]}"


def _sums(cells: Sequence[Row]) -> str:
    """A few sums one by one; of many the number and the largest of each currency."""
    told = [sum_in_words(row["currency"], *_bounds(row)).strip() for row in cells]
    if len(told) <= LISTED:
        return listed(told)
    largest: dict[str, Row] = {}
    for row in sorted(cells, key=lambda row: -(_bounds(row)[1] or _bounds(row)[0])):
        largest.setdefault(row["currency"], row)
    most = [sum_in_words(row["currency"], *_bounds(row)).strip() for row in largest.values()]
    return f"{len(told)} sums, the largest {first_of(most, LISTED)}"


def _bounds(row: Row) -> tuple[Decimal, Decimal | None]:
    low = Decimal(row["low"] or 0)
    return low, Decimal(row["high"]) if row["high"] else None
