"""Dates of the calendar: a day, a month, a year, a fiscal year, a season, a decade, or a range.

A group has one meaning in all patterns: `d`, `m`, `y` are a day, month and year, `d2`, `m2`, `y2`
those of a range's end, `y0` the year of its beginning, `n` a number (of a quarter, of months), `fy`
the words for a fiscal year, `part` a part without bounds of its own ("early"), `same` "that year".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from pipeline.money.intervals import (
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
from pipeline.money.numbers import SMALL_WORDS, values_of

Groups = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What resolves a date: the edition's year and fiscal calendar, and the last date read."""

    year: int
    fiscal_start: int  # the month
    last: TimeInterval | None = None
    last_text: str = ""


class DatePattern(NamedTuple):
    """How a date is written, what it means, a sentence that it finds and a near miss it skips."""

    regex: str
    build: Callable[[Groups, Context], TimeInterval | None]
    finds: str
    skips: str


MONTHS = {name: int(number) for name, number in values_of("month").items()}
MONTHS |= {name.upper(): number for name, number in MONTHS.items() if len(name) > 3}
ORDINALS = {word: int(number) for word, number in values_of("ordinal").items()}
LAST = ("latter", "final", "last")


def build(name: str, match: re.Match[str], context: Context) -> TimeInterval | None:
    """The interval that the match of a pattern states; None if the calendar has no such date."""
    again = _COMPILED[name].match(match.string, match.start())
    return PATTERNS[name].build(again.groupdict() if again else {}, context)


def month_number(name: str) -> int:
    """1 for "January", "Jan.", "JANUARY" and "01"."""
    return int(name) if name.isdigit() else MONTHS[name.rstrip(".")]


def _number(groups: Groups, name: str, default: int = 0) -> int:
    """The digits of a group as a number."""
    return int(re.sub(r"\D", "", groups.get(name) or "") or default)


def _ordinal(word: str, most: int) -> int:
    """1 for "first", "1st" and "1"; `most` for "last"."""
    return most if word in LAST else ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def _part(interval: TimeInterval | None, groups: Groups) -> TimeInterval | None:
    """A part without bounds of its own ("early 2019"): the bounds of the full period, flagged."""
    return interval.flagged("part_of_period") if interval and groups.get("part") else interval


def _inherited(context: Context, number: int) -> tuple[int, str]:
    """The year of a month without one, and the words that it comes from."""
    last = context.last
    if last is None or last.year is None:
        return context.year, ""
    if last.granularity == "fiscal_year" and number < int(last.first[5:7]):
        return int(last.last[:4]), context.last_text
    return last.year, context.last_text


def _dated(groups: Groups, context: Context) -> TimeInterval | None:
    """A day or a month, or a range of them, in its own year or in that of the last date."""
    first = month_number(groups["m"] or "")
    last = month_number(groups.get("m2") or groups["m"] or "")
    year, antecedent, basis = _number(groups, "y"), "", "explicit"
    if not year:
        year, antecedent = _inherited(context, first)
        basis = "relative" if groups.get("same") else "inherited"
    wraps = first > last  # the year is the end's if it is printed, else the beginning's
    ends = year + (wraps and basis == "inherited")
    low = _day_or_month(_number(groups, "y0", ends - wraps), first, _number(groups, "d"))
    if low and (groups.get("d2") or groups.get("m2")):
        high = _day_or_month(ends, last, _number(groups, "d2"))
        low = joined(low, high) if high else None
    dated = replace(low, basis=basis, antecedent=antecedent) if low else None
    return _part(dated, groups)


def _day_or_month(year: int, month_of_year: int, number: int) -> TimeInterval | None:
    return day(year, month_of_year, number) if number else month(year, month_of_year)


def _slash_day(groups: Groups, context: Context) -> TimeInterval | None:
    """Day and month in either order: certain only if one of them cannot be a month."""
    first, second, year = (_number(groups, name) for name in ("d", "m", "y"))
    if first > 12 or first == second:
        return day(year, second, first)
    return day(year, first, second) if second > 12 else year_of(year).flagged("ambiguous_date")


def _season(groups: Groups, context: Context) -> TimeInterval | None:
    return _part(season(_number(groups, "y"), (groups["n"] or "").lower()), groups)


def _months_of(
    count: int, granularity: str, groups: Groups, context: Context
) -> TimeInterval | None:
    """The nth quarter or half of a calendar year or, counted from its beginning, a fiscal year."""
    number = _ordinal(groups.get("n") or groups.get("n2") or "", 12 // count)
    return _months_from(count * (number - 1) + 1, (count, granularity), groups, context)


def _months_from(
    first: int, length: tuple[int, str], groups: Groups, context: Context
) -> TimeInterval:
    year = _number(groups, "y")
    if not groups.get("fy"):
        return months(year, first, *length)
    full = fiscal(year, context.fiscal_start)
    built = months(int(full.first[:4]), int(full.first[5:7]) + first - 1, *length)
    return replace(built, basis="fiscal", fiscal_year=str(year), flags=full.flags)


def _first_months(groups: Groups, context: Context) -> TimeInterval | None:
    count = SMALL_WORDS[groups["n"] or ""]
    first = 13 - count if groups["last"] else 1
    return _months_from(first, (count, "range"), groups, context)


def _fiscal(groups: Groups, context: Context) -> TimeInterval | None:
    """A fiscal year ("FY2019", "FY2019/20"), or several if the second number is not the next."""
    year, start = _number(groups, "y"), context.fiscal_start
    year += 2000 * (year < 100)
    end = _end_year(year, groups)
    if end and (end != year + 1 or groups.get("span")):
        return joined(fiscal(year, start), fiscal(end, start))
    return _part(fiscal(year, start, end), groups)


def _end_year(year: int, groups: Groups) -> int | None:
    """The second year of "2019-20" and "2019/2020", if there is one."""
    end = groups.get("y2")
    return int(end if len(end) == 4 else f"{year // 100}{end}") if end else None


def _fiscal_end(groups: Groups, context: Context) -> TimeInterval | None:
    """ "the fiscal year ending March 2019": twelve months whose name depends on the calendar."""
    year, by_end = _number(groups, "y"), context.fiscal_start >= NAMED_BY_END
    full = months(year - 1, month_number(groups["m"] or "") + 1, 12, "fiscal_year")
    name = str(year) if by_end else full.first[:4]
    return replace(full, basis="fiscal", fiscal_year=name)


def _years(groups: Groups, context: Context) -> TimeInterval | None:
    """ "2019", "2017-18"; "2019/20" is a fiscal year if the edition's begins after January."""
    year = _number(groups, "y")
    end = _end_year(year, groups)
    if end is None:
        return _part(year_of(year), groups)
    if groups.get("slash") and end == year + 1 and context.fiscal_start != 1:
        return fiscal(year, context.fiscal_start, end)
    return joined(year_of(year), year_of(end)) if end > year else None


def _decade(groups: Groups, context: Context) -> TimeInterval | None:
    first, last = _number(groups, "y"), _number(groups, "y2")
    built = decade(first if first > 99 else 1900 + first)
    return joined(built, decade(last)) if last else _part(built, groups)


def _century(groups: Groups, context: Context) -> TimeInterval | None:
    return _part(century(_ordinal(groups["n"] or "", 21)), groups)


# ---- the patterns ----------------------------------------------------------------------------

FULL = ("May", "June", "July")  # short names that are not abbreviations
_LONG = "|".join(name for name in MONTHS if name.istitle() and (len(name) > 4 or name in FULL))
_ANY = "|".join(
    name if name.capitalize() in FULL or len(name) > 4 else f"{name}\\.?"
    for name in sorted(MONTHS, key=len)[::-1]
)
_YYYY = r"(?:1[5-9]|20|21)[0-9][0-9]"
_DD = r"(?:[12]?[0-9]|0[1-9]|3[01])(?:st|nd|rd|th)?(?![0-9])"
_MM = r"0[1-9]|1[0-2]"
_Y, _Y2, _N = f"(?P<y>{_YYYY})", f"(?P<y2>{_YYYY}|[0-9]{{2}})", "(?P<n>{})"
_D, _D2 = f"(?P<d>{_DD})", f"(?P<d2>{_DD})"
_M, _M2 = f"(?P<m>{_ANY})", f"(?P<m2>{_ANY})"
_DASH = r"\s?[-–—‐‑]\s?"
_TO_DAY = rf"(?:{_DASH}|\s(?:to|and|through)\s)"
_YEAR_AFTER = rf"(?:,\s?|\s){_Y}"
_SAME = r"(?P<same>(?:of\s)?(?:the\ssame|that)\syear)"
_FY = (
    r"(?:J?FYs?|(?:[Ff]iscal|[Ff]inancial|FISCAL|FINANCIAL)"
    r"(?:\s(?:[Yy]ears?|YEARS?))?(?:\s\(FY\))?)"
)
_IN_FY = rf"(?P<fy>(?:the\s)?{_FY}\s?)?"
_PART = (
    r"(?:(?P<part>(?:[Ee]arly|[Ll]ate)(?:\sin)?|[Mm]id|[Mm]id-?year"
    r"|(?:[Yy]ear-)?[Ee]nd|(?:[Tt]he\s)?(?:end|beginning|start|middle)\sof)[\s-](?:the\s)?)?"
)
_PART_OR_HALF = _PART.replace("middle)", r"middle|(?:first|second|latter)\shalf)")
_IN = "|".join(rf"(?<={word}\s)" for word in (
    *("[Ii]n", "[Ss]ince", "[Uu]ntil", "[Bb]y", "[Ff]rom", "[Dd]uring"),
    *("last", "this", "early", "late", "following"),
))  # fmt: skip
_DECADE = "(?:1[5-9]|20)[0-9]0"
_ORDINAL = "(?P<n>first|second|third|fourth|latter|final|last|1st|2nd|3rd|4th)"
_quarter = partial(_months_of, 3, "quarter")

PATTERNS: Mapping[str, DatePattern] = {
    "iso_day": DatePattern(
        r"(?P<y>[12][0-9]{3})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])", _dated,
        "It began on 2019-03-12.", "It has the number 2019-03-123.",
    ),
    "dot_day": DatePattern(
        rf"(?P<d>[0-3]?[0-9])\.(?P<m>[01]?[0-9])\.{_Y}", _dated,
        "It began on 12.03.2019.", "It is section 12.03.4.",
    ),
    "named_day": DatePattern(
        rf"(?P<d>[0-3]?[0-9])[-./]{_M}[-./]{_Y}", _dated,
        "It began on 12-Mar-2019.", "It is part 12-Mar-2.",
    ),
    "number_month_span": DatePattern(
        rf"(?P<m>{_MM})/(?P<y0>{_YYYY}){_DASH}(?P<m2>{_MM})/{_Y}(?![0-9/])", _dated,
        "It ran 11/2014 - 04/2020.", "It is law 11/2014.",
    ),
    "slash_day": DatePattern(
        rf"(?P<d>[0-3]?[0-9])/(?P<m>[0-3]?[0-9])/{_Y}", _slash_day,
        "It began on 25/03/2019.", "It is file 25/03/20191.",
    ),
    "day_span": DatePattern(
        rf"{_D}{_TO_DAY}{_D2}\s(?:of\s)?{_M}(?:{_YEAR_AFTER})?", _dated,
        "It met on 3-5 May 2019.", "It took 3-5 vessels.",
    ),
    "month_day_span": DatePattern(
        rf"{_M}\s{_D}{_TO_DAY}{_D2}(?:{_YEAR_AFTER})?", _dated,
        "It met on May 3–5, 2019.", "It may take 3–5 days.",
    ),
    "day_month": DatePattern(
        rf"{_D}\s(?:of\s)?{_M}(?:{_YEAR_AFTER}|\s{_SAME})?", _dated,
        "It met on 3 May 2019.", "The 3 may meet.",
    ),
    "month_day": DatePattern(
        rf"{_M}\s{_D}(?:{_YEAR_AFTER}|,?\s{_SAME}"
        rf"|(?=[,.;:)]|\Z|(?:\s(?:to|and|until|through)\s|{_DASH})(?:{_ANY})\s{_DD}))", _dated,
        "It met on May 3, 2019.", "In May 3 vessels left.",
    ),
    "on_month_day": DatePattern(
        r"(?:(?<=[Oo]n\s)|(?<=as\sof\s)|(?<=[Ss]ince\s)|(?<=[Uu]ntil\s))"
        rf"{_M}\s{_D}(?!,?\s?{_YYYY})", _dated,
        "It met on May 3 in Rome.", "It lasts until May 2003 ends.",
    ),
    "month_span": DatePattern(
        rf"{_M}(?:{_DASH}|/|\s(?:and|to|through|until)\s){_M2}"
        rf"(?:,?\s(?:of\s)?{_Y}|\s{_SAME})", _dated,
        "It met in March-April 2019.", "It met in March-like cold.",
    ),
    "month_pair": DatePattern(
        rf"(?:(?<=[Ff]rom\s)|(?<=[Bb]etween\s))(?P<m>{_LONG})"
        rf"\s(?:to|until|through|and)\s(?P<m2>{_LONG})(?!\s(?:[0-9]|[A-Z]|of\b))", _dated,
        "It ran from May to July.", "It ran from May to July 2019.",
    ),
    "month_year": DatePattern(
        rf"{_PART_OR_HALF}{_M}(?:,?\s(?:of\s|in\s)?{_Y}|,?\s{_SAME})", _dated,
        "It met in May 2019.", "It may reach 2019 people.",
    ),
    "season": DatePattern(
        rf"{_PART}(?P<n>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\s(?:of\s)?{_Y}"
        r"(?:[-–/][0-9]{2}(?![0-9]))?", _season,
        "It met in spring 2019.", "It found a spring in 2019.",
    ),
    "quarter": DatePattern(
        rf"(?:{_ORDINAL}\squarter\s(?:of\s)?|Q(?P<n2>[1-4])\s?(?:of\s)?,?"
        rf"|(?P<n3>[1-4])Q\s?){_IN_FY}{_Y}", _quarter,
        "It met in the third quarter of 2019.", "It met in the old quarter of town.",
    ),
    "year_quarter": DatePattern(
        rf"{_Y}\s?[-:,]?\s?Q(?P<n>[1-4])", _quarter,
        "It met in 2019 Q3.", "It met in 2019 Quito.",
    ),
    "half": DatePattern(
        rf"(?:{_ORDINAL}\shalf\sof\s|H(?P<n2>[12])\s?){_IN_FY}{_Y}",
        partial(_months_of, 6, "half",
    ),
        "It met in the first half of 2019.", "The first half of it was late.",
    ),
    "fiscal_span": DatePattern(
        rf"{_FY}\s?{_Y}(?P<span>{_DASH}|/|\sto\s|\sthrough\s)(?:FY\s?)?"
        rf"(?P<y2>{_YYYY})", _fiscal,
        "It grew in FY2015-2018.", "It grew in FY2015-16.",
    ),
    "fiscal": DatePattern(
        rf"{_PART}(?:Japanese\s)?{_FY}\s?(?P<y>{_YYYY}|[0-9]{{2}})"
        r"(?:[-–/](?P<y2>[0-9]{2}))?(?![0-9])", _fiscal,
        "It grew in FY2019.", "It grew in fiscal space.",
    ),
    "fiscal_end": DatePattern(
        r"(?:[Ff]iscal|[Ff]inancial)\s[Yy]ear\s(?:ending|ended|to)\s(?:in\s|on\s)?"
        rf"(?:{_DD}\s)?{_M}\s(?:{_DD},\s)?{_Y}", _fiscal_end,
        "The fiscal year ending March 2019.", "The fiscal year ending soon.",
    ),
    "first_months": DatePattern(
        r"(?:first|(?P<last>last))\s(?P<n>two|three|four|five|six|seven|eight|nine"
        rf"|ten|eleven)\smonths\sof\s{_IN_FY}{_Y}", _first_months,
        "The first six months of 2019.", "The first six months of work.",
    ),
    "year_fiscal": DatePattern(
        rf"{_Y}(?:[-–/](?P<y2>(?:20)?[0-9]{{2}}))?\s(?:Japanese\s)?"
        r"(?:[Ff]iscal|[Ff]inancial)\s[Yy]ear", _fiscal,
        "The 2019 fiscal year.", "The 2019 fiscal gap.",
    ),
    "decade_span": DatePattern(
        rf"(?P<y>{_DECADE})s?(?:{_DASH}|\sto\s(?:the\s)?)(?P<y2>{_DECADE})s",
        _decade, "It grew in the 1950s-1960s.", "It grew from 1950 to 1960.",
    ),
    "decade": DatePattern(
        rf"{_PART_OR_HALF}(?P<y>{_DECADE})[’']?s", _decade,
        "It grew in the 1990s.", "It grew in 1990.",
    ),
    "short_decade": DatePattern(
        r"(?<=the\s)[’']?(?P<y>[2-9]0)[’']?s(?=[\s.,;)])", _decade,
        "It grew in the 90s.", "It hit the 90.",
    ),
    "century": DatePattern(
        rf"{_PART}(?P<n>1[5-9]th|20th|21st|twentieth|twenty-first"
        r"|(?:fif|six|seven|eigh|nine)teenth)[\s-]century", _century,
        "It began in the 19th century.", "It was the 19th centurion.",
    ),
    "split_year": DatePattern(
        rf"{_Y}(?P<slash>/)(?P<y2>[0-9]{{2}}|{_YYYY})(?![0-9/])", _years,
        "The 2019/20 harvest.", "The ratio is 2019/200.",
    ),
    "year_span": DatePattern(
        rf"{_Y}{_DASH}{_Y2}(?![0-9]|[-–/][0-9])", _years,
        "It ran in 2017-18.", "The file is 2017-188.",
    ),
    "year": DatePattern(
        rf"{_PART}(?:calendar\s)?(?:year\s)?{_Y}(?!/[0-9]{{2}})", _years,
        "It ran in 2017.", "It reached 2017 people.",
    ),
    "month": DatePattern(
        rf"(?:{_IN}|(?<=mid-))(?P<m>{_LONG})(?!\s(?:[0-9]|[A-Z]))", _dated,
        "It ran in May.", "It ran in Mayfair.",
    ),
}  # fmt: skip
# how any of them begins: most words of a text are skipped at their first letter
_OPENING = (
    r"[0-9A-Z'’]|the\s|early|late|latter|last|mid|end|beginning|start|first|second|third|fourth"
    r"|final|spring|summer|autumn|fall|winter|fiscal|financial|calendar|year|twent|fif|six|seven"
    r"|eigh|nine"
)
_ENDING = rf"(?![\w%])(?![-–](?!{_DD}\s(?:of\s)?(?:{_ANY})\b)[0-9])(?!,[0-9]{{3}}|\.[0-9])"
_COMPILED = {name: re.compile(f"(?:{row.regex}){_ENDING}") for name, row in PATTERNS.items()}
ANY_DATE = re.compile(
    rf"(?<![\w$€£¥.,/+])(?=(?:{_OPENING}))(?:(?<!-)|(?<=[0-9]{{4}}-))(?:"
    + "|".join(
        f"(?P<{name}>{re.sub('[?]P<[a-z0-9]+>', '?:', row.regex)})"
        for name, row in PATTERNS.items()
    )
    + f"){_ENDING}"
)
