"""The single expressions of time: a day, a month, a year, a fiscal year, a season, a decade …

Each is a small pattern and a builder; a month without its year, or "the same year", is resolved
against the last date read before.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline.money.date_patterns import ORDINALS, month_number
from pipeline.money.date_values import (
    NAMED_BY_END,
    TimeInterval,
    century,
    day,
    decade,
    fiscal,
    joined,
    month,
    months,
    season,
    year_of,
)
from pipeline.money.numerals import SMALL_WORDS


@dataclass(frozen=True, slots=True)
class Context:
    """What resolves a date: the edition's year and fiscal calendar, and the last date read."""

    year: int
    fiscal_start: int
    last: TimeInterval | None = None
    last_text: str = ""


def build(match: re.Match[str], context: Context) -> TimeInterval | None:
    """The interval that an expression states; None if the calendar has no such date."""
    return BUILDERS[match.lastgroup or ""](match, context)


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _inherited(context: Context, number: int) -> tuple[int, str, str]:
    """The year of a month without one, the basis, and the words that it comes from."""
    last = context.last
    if last is None or last.year is None:
        return context.year, "inherited", ""
    if last.granularity == "fiscal_year" and number < int(last.first[5:7]):
        return int(last.last[:4]), "inherited", context.last_text
    return last.year, "inherited", context.last_text


def _dated(
    match: re.Match[str], context: Context, names: tuple[str, str, str], number: int
) -> TimeInterval | None:
    """A day or month (group names: day, year, "the same year") in its own or an inherited year."""
    day_group, year_group, same_group = names
    printed = match[year_group] if year_group else None
    year, basis, antecedent = (
        (int(printed), "explicit", "") if printed else _inherited(context, number)
    )
    if same_group and match[same_group]:
        basis = "relative"
    built = day(year, number, _number(match[day_group])) if day_group else month(year, number)
    return replace(built, basis=basis, antecedent=antecedent) if built else None


def _iso_day(match: re.Match[str], context: Context) -> TimeInterval | None:
    return day(int(match["iy"]), int(match["im"]), int(match["id"]))


def _dot_day(match: re.Match[str], context: Context) -> TimeInterval | None:
    return day(int(match["py"]), int(match["pm"]), int(match["pd"]))


def _named_day(match: re.Match[str], context: Context) -> TimeInterval | None:
    return day(int(match["ny"]), month_number(match["nm"]), int(match["nd"]))


def _number_month_span(match: re.Match[str], context: Context) -> TimeInterval | None:
    low = month(int(match["ub1"]), int(match["ua1"]))
    high = month(int(match["ud1"]), int(match["uc1"]))
    return joined(low, high) if low.first <= high.first else None


def _slash_day(match: re.Match[str], context: Context) -> TimeInterval | None:
    """Day and month in either order: certain only if one of them cannot be a month."""
    first, second, year = int(match["sa"]), int(match["sb"]), int(match["sy"])
    if first > 12 or first == second:
        return day(year, second, first)
    if second > 12:
        return day(year, first, second)
    return replace(year_of(year), flags=("ambiguous_date",))


def _day_span(match: re.Match[str], context: Context) -> TimeInterval | None:
    number = month_number(match["dm"])
    low = _dated(match, context, ("da", "dy", ""), number)
    high = _dated(match, context, ("db", "dy", ""), number)
    return joined(low, high) if low and high else None


def _month_day_span(match: re.Match[str], context: Context) -> TimeInterval | None:
    number = month_number(match["em"])
    low = _dated(match, context, ("ea", "ey", ""), number)
    high = _dated(match, context, ("eb", "ey", ""), number)
    return joined(low, high) if low and high else None


def _day_month(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _dated(match, context, ("fd", "fy", "fs"), month_number(match["fm"]))


def _month_day(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _dated(match, context, ("gd", "gy", "gs"), month_number(match["gm"]))


def _on_month_day(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _dated(match, context, ("od", "", ""), month_number(match["om"]))


def _month_span(match: re.Match[str], context: Context) -> TimeInterval | None:
    first, last = month_number(match["ha"]), month_number(match["hb"])
    high = _dated(match, context, ("", "hy", "hs"), last)
    if high is None or high.year is None:
        return None
    low = replace(month(high.year - (first > last), first), basis=high.basis)
    return joined(replace(low, antecedent=high.antecedent), high)


def _month_pair(match: re.Match[str], context: Context) -> TimeInterval | None:
    low = _dated(match, context, ("", "", ""), month_number(match["na1"]))
    if low is None or low.year is None:
        return None
    last = month_number(match["na2"])
    high = month(low.year + (last < int(low.first[5:7])), last)
    return joined(low, replace(high, basis=low.basis))


def _month_year(match: re.Match[str], context: Context) -> TimeInterval | None:
    built = _dated(match, context, ("", "iyr", "isame"), month_number(match["imn"]))
    return _part(built, match["ip"])


def _month(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _dated(match, context, ("", "", ""), month_number(match["xm"]))


def _part(interval: TimeInterval | None, word: str | None) -> TimeInterval | None:
    """A part without bounds of its own ("early 2019"): the bounds of the full period, flagged."""
    if interval is None or not word:
        return interval
    return replace(interval, flags=(*interval.flags, "part_of_period"))


def _season(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _part(season(int(match["jy"]), match["js"].lower()), match["jp"])


def _quarter(match: re.Match[str], context: Context) -> TimeInterval | None:
    number = ORDINALS[match["ka"]] if match["ka"] else int(match["kb"] or match["kc"])
    return _months_of(match["ky"], match["kf"], (3 * number - 2, 3, "quarter"), context)


def _year_quarter(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _months_of(match["ly"], None, (3 * int(match["lq"]) - 2, 3, "quarter"), context)


def _half(match: re.Match[str], context: Context) -> TimeInterval | None:
    number = min(2, ORDINALS[match["ma"]]) if match["ma"] else int(match["mb"])
    return _months_of(match["my"], match["mf"], (6 * number - 5, 6, "half"), context)


def _months_of(
    year: str, in_fiscal: str | None, part: tuple[int, int, str], context: Context
) -> TimeInterval:
    """Months of a calendar year or, counted from its beginning, of a fiscal year."""
    first, count, granularity = part
    if not in_fiscal:
        return months(int(year), first, count, granularity)
    full = fiscal(int(year), context.fiscal_start)
    begins, offset = int(full.first[:4]), int(full.first[5:7]) - 1
    built = months(begins, first + offset, count, granularity)
    return replace(built, basis="fiscal", fiscal_year=year, flags=full.flags)


def _fiscal_span(match: re.Match[str], context: Context) -> TimeInterval | None:
    low = fiscal(int(match["na"]), context.fiscal_start)
    return joined(low, fiscal(int(match["nb"]), context.fiscal_start))


def _fiscal(match: re.Match[str], context: Context) -> TimeInterval | None:
    printed = match["oa"]
    year = int(printed) if len(printed) == 4 else 2000 + int(printed)
    return _part(_one_fiscal(year, match["ob"], context), match["op"])


def _one_fiscal(year: int, last: str | None, context: Context) -> TimeInterval | None:
    """A fiscal year, or several if the second number is not the next year."""
    if last is None:
        return fiscal(year, context.fiscal_start)
    end = int(last) if len(last) == 4 else year - year % 100 + int(last)
    if end == year + 1:
        return fiscal(year, context.fiscal_start, end)
    return joined(fiscal(year, context.fiscal_start), fiscal(end, context.fiscal_start))


def _fiscal_end(match: re.Match[str], context: Context) -> TimeInterval | None:
    """ "the fiscal year ending March 2019": twelve months whose name depends on the calendar."""
    number = month_number(match["zm"])
    full = months(int(match["zy"]) - 1, number + 1, 12, "fiscal_year")
    begins = int(full.first[:4]) if context.fiscal_start < NAMED_BY_END else int(match["zy"])
    return replace(full, basis="fiscal", fiscal_year=str(begins))


def _first_months(match: re.Match[str], context: Context) -> TimeInterval | None:
    count = SMALL_WORDS[match["yn"]]
    first = 1 if match["yw"] == "first" else 13 - count
    return _months_of(match["yy"], match["yf"], (first, count, "range"), context)


def _year_fiscal(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _one_fiscal(int(match["qa"]), match["qb"], context)


def _split_year(match: re.Match[str], context: Context) -> TimeInterval | None:
    """ "2019/20": a fiscal year if the edition's does not begin in January, else both years."""
    year, end = int(match["ua"]), _full_year(match["ua"], match["ub"])
    if end == year + 1 and context.fiscal_start != 1:
        return fiscal(year, context.fiscal_start, end)
    return joined(year_of(year), year_of(end)) if end > year else None


def _full_year(first: str, last: str) -> int:
    return int(last) if len(last) == 4 else int(first[:2] + last)


def _year_span(match: re.Match[str], context: Context) -> TimeInterval | None:
    end = _full_year(match["va"], match["vb"])
    return joined(year_of(int(match["va"])), year_of(end)) if end > int(match["va"]) else None


def _decade(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _part(decade(int(match["ry"])), match["rp"])


def _decade_span(match: re.Match[str], context: Context) -> TimeInterval | None:
    first, last = decade(int(match["bd"])), decade(int(match["be"]))
    return joined(first, last)


def _short_decade(match: re.Match[str], context: Context) -> TimeInterval | None:
    return decade(1900 + int(match["sd"]))


def _century(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _part(century(ORDINALS[match["tn"]]), match["tp"])


def _year(match: re.Match[str], context: Context) -> TimeInterval | None:
    return _part(year_of(int(match["wy"])), match["wp"])


BUILDERS: Mapping[str, Callable[[re.Match[str], Context], TimeInterval | None]] = {
    "iso_day": _iso_day,
    "dot_day": _dot_day,
    "named_day": _named_day,
    "number_month_span": _number_month_span,
    "slash_day": _slash_day,
    "day_span": _day_span,
    "month_day_span": _month_day_span,
    "day_month": _day_month,
    "month_day": _month_day,
    "on_month_day": _on_month_day,
    "month_span": _month_span,
    "month_pair": _month_pair,
    "month_year": _month_year,
    "season": _season,
    "quarter": _quarter,
    "year_quarter": _year_quarter,
    "half": _half,
    "fiscal_span": _fiscal_span,
    "fiscal": _fiscal,
    "fiscal_end": _fiscal_end,
    "first_months": _first_months,
    "year_fiscal": _year_fiscal,
    "decade_span": _decade_span,
    "decade": _decade,
    "short_decade": _short_decade,
    "century": _century,
    "split_year": _split_year,
    "year_span": _year_span,
    "year": _year,
    "month": _month,
}
