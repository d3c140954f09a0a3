"""Stretches of time from years, months and days: ISO bounds, EDTF text, granularity."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}  # EDTF codes
NAMED_BY_END = 7  # fiscal years that begin in July or later bear the year in which they end


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time; first and last day as ISO 8601, empty where open or not told."""

    first: str
    last: str
    edtf: str
    granularity: str  # terms.GRANULARITIES
    basis: str = "explicit"  # terms.DATE_BASES
    antecedent: str = ""
    fiscal_year: str = ""
    duration: str = ""
    recurrence: str = ""
    flags: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year in which it begins, or ends where its beginning is open."""
        told = self.first or self.last
        return int(told[:4]) if told else None


def day(year: int, month: int, number: int) -> Stretch | None:
    """One day; None if the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= number <= monthrange(year, month)[1]:
        return None
    iso = f"{year:04}-{month:02}-{number:02}"
    return Stretch(iso, iso, iso, "day")


def month(year: int, number: int) -> Stretch:
    edtf = f"{year:04}-{number:02}"
    return Stretch(f"{edtf}-01", f"{edtf}-{monthrange(year, number)[1]}", edtf, "month")


def year_of(year: int) -> Stretch:
    return Stretch(f"{year:04}-01-01", f"{year:04}-12-31", f"{year:04}", "year")


def months(year: int, first: int, count: int, granularity: str) -> Stretch:
    """`count` months from month `first` (13 is January of the next year)."""
    start = month(year + (first - 1) // 12, (first - 1) % 12 + 1)
    until = first + count - 1
    end = month(year + (until - 1) // 12, (until - 1) % 12 + 1)
    return Stretch(start.first, end.last, f"{start.edtf}/{end.edtf}", granularity)


def fiscal(year: int, start: int, last_year: int | None = None) -> Stretch:
    """The fiscal year named `year`; `last_year` where the text names both years (2019/20)."""
    if start == 1 and last_year is None:
        whole = replace(year_of(year), granularity="fiscal_year")
    else:
        begins = year - 1 if last_year is None and start >= NAMED_BY_END else year
        whole = months(begins, start, 12, "fiscal_year")
    name = str(year) if last_year is None else f"{year}/{last_year % 100:02}"
    flags = ("fiscal_year_named_by_end",) if last_year is None and start >= NAMED_BY_END else ()
    return replace(whole, basis="fiscal", fiscal_year=name, flags=flags)


def season(year: int, name: str) -> Stretch:
    """A season of the northern half of the globe, which the text may not mean."""
    code = SEASONS[name]
    whole = months(year, 3 * (code - 20), 3, "season")
    return replace(whole, edtf=f"{year:04}-{code}", flags=("season_bounds",))


def decade(year: int) -> Stretch:
    first = year - year % 10
    return Stretch(f"{first}-01-01", f"{first + 9}-12-31", f"{first // 10}X", "decade")


def century(number: int) -> Stretch:
    first = 100 * (number - 1)
    edtf = f"{number - 1:02}XX"
    return Stretch(f"{first + 1:04}-01-01", f"{first + 100:04}-12-31", edtf, "century")


def _edges(told: Stretch) -> tuple[str, str]:
    """Where it begins and ends, in EDTF; a decade or century by its first and last year."""
    if "X" in told.edtf:
        return told.first[:4], told.last[:4]
    start, _, end = told.edtf.partition("/")
    return start, end or start


def joined(low: Stretch, high: Stretch, granularity: str = "range") -> Stretch | None:
    """From the first day of one to the last day of the other; None if that runs backwards."""
    if not low.first or not high.last or low.first > high.last:
        return None
    start, end = _edges(low)[0], _edges(high)[1]
    flags = tuple(dict.fromkeys((*low.flags, *high.flags)))
    basis = low.basis if low.basis != "explicit" else high.basis
    return Stretch(
        low.first,
        high.last,
        f"{start}/{end}",
        granularity,
        basis,
        low.antecedent or high.antecedent,
        flags=flags,
    )


def opened(told: Stretch, side: str) -> Stretch | None:
    """The stretch without end ("since": side "after") or without beginning ("until": "before")."""
    start, end = _edges(told)
    if side == "after":
        return replace(told, last="", edtf=f"{start}/..", granularity="open") if start else None
    return replace(told, first="", edtf=f"../{end}", granularity="open") if end else None


def beyond(told: Stretch, side: str) -> Stretch | None:
    """What lies wholly after ("after 2015") or before ("before 2015") the stretch."""
    if "part_of_period" in told.flags:
        return opened(told, side)
    edge = told.last if side == "after" else told.first
    if not edge:
        return None
    step = timedelta(days=1 if side == "after" else -1)
    iso = (date.fromisoformat(edge) + step).isoformat()
    open_side = Stretch(iso, iso, iso, "open", told.basis, told.antecedent, flags=told.flags)
    return opened(open_side, side)
