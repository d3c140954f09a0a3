"""How far the review is: rows and amounts by table, and about how long the rest will take."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice, pairwise
from statistics import median

from pipeline.decisions.journal import Decision
from pipeline.review.page.queue import OPEN, size_of
from pipeline.reviewed.rows import Row

BREAK = 300  # seconds without a decision after which the reviewer was away
PACE = 50  # latest decisions from which the pace is measured


@dataclass(frozen=True, slots=True)
class Progress:
    """One table's review so far."""

    table: str
    done: int
    rows: int
    by_status: Mapping[str, int]
    money_done: Mapping[str, Decimal]  # by currency
    money: Mapping[str, Decimal]

    @property
    def share(self) -> int:
        """Percent of rows reviewed, rounded down, so that 100 means all."""
        return self.done * 100 // self.rows if self.rows else 100

    def money_share(self, currency: str) -> int:
        """Percent of the amounts in a currency that are in reviewed rows."""
        return int(self.money_done.get(currency, Decimal(0)) * 100 / self.money[currency])


def progress_of(table: str, rows: Iterable[Row]) -> Progress:
    """Count a table's rows and add up its amounts; a range counts by its upper bound."""
    statuses: Counter[str] = Counter()
    money: dict[str, Decimal] = {}  # by currency
    money_done: dict[str, Decimal] = {}
    for row in rows:
        status = row["review_status"]
        statuses[status] += 1
        size = size_of(row)
        if size and status != "rejected":
            currency = row.get("currency", "") or "?"
            money[currency] = money.get(currency, Decimal(0)) + size
            if status not in OPEN:
                money_done[currency] = money_done.get(currency, Decimal(0)) + size
    total = sum(statuses.values())
    done = total - sum(statuses[status] for status in OPEN)
    return Progress(table, done, total, dict(statuses), money_done, money)


def pace(decisions: Sequence[Decision], reviewer: str) -> float | None:
    """Seconds per row in a reviewer's latest decisions, without breaks; None while unknown."""
    latest = islice(reversed(decisions), PACE * 10)  # one key press may write several lines
    own = (d for d in latest if d.reviewer == reviewer and d.action != "undo")
    times = list(dict.fromkeys(_seconds(decision.time) for decision in own))[:PACE]
    gaps = [later - before for later, before in pairwise(times) if 0 < later - before < BREAK]
    return median(gaps) if len(gaps) >= 3 else None


def time_left(seconds: float | None, rows: int) -> str:
    """About how long so many rows take, in words."""
    if seconds is None or not rows:
        return ""
    minutes = round(seconds * rows / 60)
    if minutes < 1:
        return "less than a minute"
    return f"about {minutes} min" if minutes < 90 else f"about {minutes / 60:.1f} h"


def _seconds(time: str) -> float:
    try:
        return datetime.fromisoformat(time).timestamp()
    except ValueError:
        return 0.0
