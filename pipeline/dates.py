"""Finds dates and stretches of time: ISO bounds, EDTF text, what a relative date stands on."""

import re
from calendar import monthrange

from pipeline.model import Period

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"""\b(?:
      (?:fiscal\syear\s|fiscal\s|FY\s?)(?P<fy>(?:19|20)\d\d)
    | (?P<open>since)\s(?P<since>(?:19|20)\d\d)
    | (?P<month>{_MONTH})\s(?P<year>(?:19|20)\d\d)
    | (?P<same_month>{_MONTH})\sof\sthe\ssame\syear
    | (?P<same>the\ssame\syear)
    | (?P<bare>(?:19|20)\d\d)
    )\b""",
    re.VERBOSE,
)


def find_periods(
    text: str, *, year: int, fiscal_year_start: int = 1, before: Period | None = None
) -> list[Period]:
    """Every expression of time, in reading order; `before` is the last one read earlier."""
    found: list[Period] = []
    for match in _DATE.finditer(text):
        last = found[-1] if found else before
        period = _period(match, fiscal_year_start, last)
        if period:
            found.append(period)
    return found


def _period(match: re.Match[str], fiscal_start: int, last: Period | None) -> Period | None:
    at = (*match.span(), match.group())
    if match["fy"]:
        return _fiscal(at, int(match["fy"]), fiscal_start)
    if since := match["since"]:
        return Period(*at, f"{since}-01-01", "", f"{since}/..", "open")
    if month := match["month"]:
        return _month(at, int(match["year"]), MONTHS.index(month) + 1)
    if match["bare"] or last is None:
        return _year(at, match["bare"]) if match["bare"] else None
    if same := match["same_month"]:
        return _month(at, int(last.date_start[:4]), MONTHS.index(same) + 1, last.text)
    return _year(at, last.date_start[:4], last.text)


def _year(at: tuple[int, int, str], year: str, antecedent: str = "") -> Period:
    basis = "relative" if antecedent else "explicit"
    return Period(*at, f"{year}-01-01", f"{year}-12-31", year, "year", basis, antecedent)


def _month(at: tuple[int, int, str], year: int, month: int, antecedent: str = "") -> Period:
    edtf = f"{year}-{month:02}"
    basis = "relative" if antecedent else "explicit"
    end = f"{edtf}-{monthrange(year, month)[1]}"
    return Period(*at, f"{edtf}-01", end, edtf, "month", basis, antecedent)


def _fiscal(at: tuple[int, int, str], year: int, start: int) -> Period:
    last_month, last_year = (12, year) if start == 1 else (start - 1, year + 1)
    first, last = f"{year}-{start:02}", f"{last_year}-{last_month:02}"
    end = f"{last}-{monthrange(last_year, last_month)[1]}"
    return Period(
        *at, f"{first}-01", end, f"{first}/{last}", "fiscal_year", "fiscal", fiscal_year=str(year)
    )
