"""An amount of money as a figure with its range, and the addition of figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.records.intervals import interval_of
from pipeline.records.numbers import Amount
from pipeline.totals.inputs import Cells

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """In whole units of one currency: low <= central <= high."""

    central: Decimal  # the stated amount; of a range its middle
    low: Decimal  # the least that the words allow
    high: Decimal | None  # the most; None where the words set no upper bound

    def exceeds(self, other: "Figure") -> bool:
        """Whether it is larger than the other whatever the words allow."""
        return other.high is not None and self.low > other.high


def figure_of(cells: Cells, money: Cells) -> Figure:
    """A contribution's figure: rounding, ranges, "over" and "up to" make its range.

    The printed words of its row in `money` show the rounding, unless a person corrected the amount.
    """
    low, high = (Decimal(cells[name]) if cells[name] else None for name in ("low", "high"))
    stated = [bound for bound in (low, high) if bound is not None]
    central = sum(stated, NOTHING) / len(stated) if stated else NOTHING
    as_printed = all(money.get(name) == cells[name] for name in ("low", "high", "currency"))
    words = money["text"] if as_printed else ""
    amount = Amount(0, len(words), words, low, high, cells["currency"], "", cells["qualifier"])
    interval = interval_of(amount)
    if interval is None:
        return Figure(central, low or NOTHING, high)
    return Figure(central, max(interval.low, NOTHING), interval.high)


def added(figures: Iterable[Figure]) -> Figure:
    """All of them together; one without an upper bound leaves the total without one."""
    found = list(figures)
    highs = [figure.high for figure in found if figure.high is not None]
    return Figure(
        sum((figure.central for figure in found), NOTHING),
        sum((figure.low for figure in found), NOTHING),
        sum(highs, NOTHING) if len(highs) == len(found) else None,
    )
