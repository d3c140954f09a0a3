"""Expressions of time without a date of their own: relative dates, durations, recurrences."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pipeline.money.calendar_dates import Context
from pipeline.money.intervals import TimeInterval, day, fiscal, month, year_of
from pipeline.money.numbers import SMALL_WORDS, read_words

_SMALL = "|".join(sorted(SMALL_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:[0-9]{{1,3}}(?:\.[0-9])?|(?:{_SMALL})(?:[\s-](?:{_SMALL}))?|a|an|half\sa)"
_UNIT = r"(?:year|month|week|day|decade)"
_AGE = r"(?!\s(?:old|of\sage|and\s(?:older|under|over|above))|-olds?\b|[\s-]old)"
STEPS = {
    **dict.fromkeys(("following", "next", "subsequent", "later"), 1),
    **dict.fromkeys(("previous", "preceding", "prior", "before", "earlier", "last"), -1),
}
LETTER = {"year": "Y", "month": "M", "week": "W", "day": "D", "decade": "Y", "century": "Y"}

RELATIVE = re.compile(
    rf"""(?<![\w-])(?:
      (?:the|that)\s(?P<way>same|following|next|subsequent|previous|preceding|prior)\s
        (?P<unit>fiscal\syear|year|month|week|day)(?!s)
    | that\s(?P<that>year|month)(?=[\s,.;)])
    | (?:(?P<number>{_NUMBER})|the)\s(?P<moved>{_UNIT})(?(number)s?|)\s
        (?P<from>earlier|(?(number)later|before))
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
OF_EDITION = re.compile(
    r"""(?<![\w-])(?:(?P<part>early|earlier|late|later)\s)?
    (?P<way>(?:the\s)?last|this|next|the\scurrent)\s
    (?P<fiscal>fiscal\s|financial\s)?year(?![s'’])(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
RECURRING = re.compile(
    rf"""(?<![\w-])(?:
      (?:(?:once|twice|(?:three|[0-9]+)\stimes)\s)?
        (?:every|each)\s(?:(?:{_SMALL}|[0-9]{{1,2}}|other|single)\s)?{_UNIT}s?
    | (?:once|twice|(?:{_SMALL}|[0-9]+)\stimes)\s(?:a|per)\s{_UNIT}
    | (?:annually|biannually|biennially|yearly)
    | on\san?\s(?:annual|monthly|weekly|daily|quarterly|yearly)\sbasis
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
DURATION = re.compile(
    rf"""(?<![\w$€£¥.,-])(?:
      (?P<lead>(?:over|for|within|during|in|after|spanning|lasting)\s
        (?:the\s(?:past|last|next|coming|following|first)\s|a\speriod\sof\s|about\s|around\s|some\s
          |approximately\s|nearly\s|almost\s|more\sthan\s|over\s|at\sleast\s|up\sto\s)?
        |the\s(?:past|last|next|coming)\s)?
      (?P<number>{_NUMBER})[\s-](?P<unit>{_UNIT})s?
    | (?:over|for|within|during|in)\sthe\s(?:past|last|next|coming)\s(?P<one>decade|century)
    ){_AGE}(?!\w)(?!\s(?:later|earlier|ago|before)\b|\sof\s(?:the\s)?(?:J?FY|[12][0-9]{{3}}))""",
    re.VERBOSE | re.IGNORECASE,
)
AGO = re.compile(
    rf"(?<![\w-])(?P<number>{_NUMBER})\s(?P<unit>year|decade)s?\sago(?!\w)", re.IGNORECASE
)


def number_of(words: str) -> Decimal:
    """ "three", "twenty-five", "18", "a", "half a"."""
    parts = re.split(r"[\s-]", words.lower())
    if parts[0] in ("half", "a", "an"):
        return Decimal("0.5") if parts[0] == "half" else Decimal(1)
    read = read_words(parts)
    return read[0] if read else Decimal(parts[0])


def duration_of(number: Decimal, unit: str) -> str:
    """ISO 8601: "P3Y", "P18M", "P6M" for half a year; empty for other fractions."""
    number *= {"decade": 10, "century": 100}.get(unit, 1)
    if number != int(number) and unit == "year":
        number, unit = number * 12, "month"
    return f"P{int(number)}{LETTER[unit]}" if number == int(number) else ""


def duration(match: re.Match[str], context: Context) -> TimeInterval | None:
    """A bare length of time, without bounds."""
    number, lead = match["number"] or "one", (match["lead"] or "").lower()
    if number.lower() in ("a", "an") and lead in ("", "in ", "after "):
        return None
    length = duration_of(number_of(number), (match["unit"] or match["one"]).lower())
    return TimeInterval("", "", "", "duration", duration=length) if length else None


def recurring(match: re.Match[str], context: Context) -> TimeInterval:
    return TimeInterval("", "", "", "recurrence", recurrence=match.group().lower())


def relative(match: re.Match[str], context: Context) -> TimeInterval | None:
    """A date relative to the last one read; None without one."""
    last = context.last
    if last is None or last.year is None:
        return None
    unit = (match["unit"] or match["that"] or match["moved"]).lower()
    steps = STEPS.get((match["way"] or match["from"] or "").lower(), 0)
    steps *= int(number_of(match["number"] or "one"))
    built = _step(last, unit, steps, context.fiscal_start)
    return replace(built, basis="relative", antecedent=context.last_text) if built else None


def _step(last: TimeInterval, unit: str, steps: int, fiscal_start: int) -> TimeInterval | None:
    """The unit that holds the beginning of `last`, moved by `steps`."""
    start = date.fromisoformat(last.first or last.last)
    if unit == "fiscal year" or (unit == "year" and last.granularity == "fiscal_year"):
        name = last.fiscal_year[:4]
        return fiscal(int(name) + steps, fiscal_start) if name.isdigit() else None
    if unit in ("year", "decade"):
        return year_of(start.year + steps * (10 if unit == "decade" else 1))
    if unit == "month" and last.granularity in ("day", "month", "range", "open"):
        index = start.year * 12 + start.month - 1 + steps
        return month(index // 12, index % 12 + 1)
    if unit == "day" and last.granularity == "day":
        moved = start + timedelta(days=steps)
        return day(moved.year, moved.month, moved.day)
    return None


def of_edition(match: re.Match[str], context: Context) -> TimeInterval:
    """ "last year", "the current fiscal year": against the edition's year."""
    year = context.year + STEPS.get(match["way"].lower().split()[-1], 0)
    built = fiscal(year, context.fiscal_start) if match["fiscal"] else year_of(year)
    return _against_edition(built.flagged("part_of_period") if match["part"] else built, context)


def ago(match: re.Match[str], context: Context) -> TimeInterval:
    """ "ten years ago", against the edition's year."""
    years = int(number_of(match["number"])) * (10 if match["unit"].lower() == "decade" else 1)
    return _against_edition(year_of(context.year - years).flagged("relative_to_edition"), context)


def _against_edition(built: TimeInterval, context: Context) -> TimeInterval:
    return replace(built, basis="relative", antecedent=f"edition {context.year}")


# rule, pattern, and how its match becomes an interval
EXPRESSIONS: Sequence[
    tuple[str, re.Pattern[str], Callable[[re.Match[str], Context], TimeInterval | None]]
] = (
    ("relative", RELATIVE, relative),
    ("relative", OF_EDITION, of_edition),
    ("ago", AGO, ago),
    ("recurring", RECURRING, recurring),
    ("duration", DURATION, duration),
)
