"""Time intervals from years, months and days: ISO bounds, EDTF text, granularity."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}  # EDTF codes
NAMED_BY_END = 7  # fiscal years that begin in July or later are named for the year they end in


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """A time interval; first and last day as ISO 8601, empty where open or not stated."""

    first: str
    last: str
    edtf: str
    granularity: str  # GRANULARITIES
    basis: str = "explicit"  # DATE_BASES
    antecedent: str = ""
    fiscal_year: str = ""
    duration: str = ""
    recurrence: str = ""
    flags: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year in which it begins, or ends if its beginning is open."""
        interval = self.first or self.last
        return int(interval[:4]) if interval else None

    def flagged(self, *flags: str) -> "TimeInterval":
        """The interval with more flags."""
        return replace(self, flags=(*self.flags, *flags))


def day(year: int, month: int, number: int) -> TimeInterval | None:
    """One day; None if the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= number <= monthrange(year, month)[1]:
        return None
    iso = f"{year:04}-{month:02}-{number:02}"
    return TimeInterval(iso, iso, iso, "day")


def month(year: int, number: int) -> TimeInterval:
    edtf = f"{year:04}-{number:02}"
    return TimeInterval(f"{edtf}-01", f"{edtf}-{monthrange(year, number)[1]}", edtf, "month")


def years(first: int, count: int, edtf: str, granularity: str = "year") -> TimeInterval:
    """`count` calendar years from `first` on."""
    return TimeInterval(f"{first:04}-01-01", f"{first + count - 1:04}-12-31", edtf, granularity)


def year_of(year: int) -> TimeInterval:
    return years(year, 1, f"{year:04}")


def decade(year: int) -> TimeInterval:
    """The ten years that hold the year."""
    return years(year - year % 10, 10, f"{year // 10}X", "decade")


def century(number: int) -> TimeInterval:
    return years(100 * (number - 1) + 1, 100, f"{number - 1:02}XX", "century")


def months(year: int, first: int, count: int, granularity: str) -> TimeInterval:
    """`count` months from month `first` (13 is January of the next year)."""
    until = first + count - 2
    start = month(year + (first - 1) // 12, (first - 1) % 12 + 1)
    end = month(year + until // 12, until % 12 + 1)
    return TimeInterval(start.first, end.last, f"{start.edtf}/{end.edtf}", granularity)


def season(year: int, name: str) -> TimeInterval:
    """A season of the northern hemisphere, which may not be the one that the text means."""
    code = SEASONS[name]
    full = months(year, 3 * (code - 20), 3, "season")
    return replace(full, edtf=f"{year:04}-{code}", flags=("season_bounds",))


def fiscal(year: int, start: int, last_year: int | None = None) -> TimeInterval:
    """The fiscal year named `year`; `last_year` if the text names both years (2019/20).

    `start` is the month in which it begins.
    """
    by_end = last_year is None and start >= NAMED_BY_END
    if start == 1 and last_year is None:
        full = replace(year_of(year), granularity="fiscal_year")
    else:
        full = months(year - by_end, start, 12, "fiscal_year")
    name = str(year) if last_year is None else f"{year}/{last_year % 100:02}"
    flags = ("fiscal_year_named_by_end",) if by_end else ()
    return replace(full, basis="fiscal", fiscal_year=name, flags=flags)


def _edges(interval: TimeInterval) -> tuple[str, str]:
    """Where it begins and ends, in EDTF; a decade or century by its first and last year."""
    if "X" in interval.edtf:
        return interval.first[:4], interval.last[:4]
    start, _, end = interval.edtf.partition("/")
    return start, end or start


def joined(low: TimeInterval, high: TimeInterval) -> TimeInterval | None:
    """From the first day of one to the last day of the other; None if that runs backwards."""
    if not low.first or not high.last or low.first > high.last:
        return None
    return TimeInterval(
        low.first,
        high.last,
        f"{_edges(low)[0]}/{_edges(high)[1]}",
        "range",
        low.basis if low.basis != "explicit" else high.basis,
        low.antecedent or high.antecedent,
        flags=tuple(dict.fromkeys((*low.flags, *high.flags))),
    )


def opened(interval: TimeInterval, side: str) -> TimeInterval | None:
    """The interval without end ("since": side "after") or without beginning ("until": "before")."""
    start, end = _edges(interval)
    if side == "after":
        return replace(interval, last="", edtf=f"{start}/..", granularity="open") if start else None
    return replace(interval, first="", edtf=f"../{end}", granularity="open") if end else None


def beyond(interval: TimeInterval, side: str) -> TimeInterval | None:
    """The interval entirely after ("after 2015") or before ("before 2015") this one."""
    if "part_of_period" in interval.flags:
        return opened(interval, side)
    edge = interval.last if side == "after" else interval.first
    if not edge:
        return None
    iso = (date.fromisoformat(edge) + timedelta(days=1 if side == "after" else -1)).isoformat()
    return opened(replace(interval, first=iso, last=iso, edtf=iso, fiscal_year=""), side)
