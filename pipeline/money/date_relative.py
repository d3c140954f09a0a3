"""Expressions of time without a date of their own: relative dates, durations, recurrences."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pipeline.money.date_atoms import Context
from pipeline.money.date_values import TimeInterval, day, fiscal, month, year_of
from pipeline.money.numerals import SMALL_WORDS, read_words

_SMALL = "|".join(sorted(SMALL_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:[0-9]{{1,3}}(?:\.[0-9])?|(?:{_SMALL})(?:[\s-](?:{_SMALL}))?|a|an|half\sa)"
_UNIT = r"(?:year|month|week|day|decade)"
_AGE = r"(?!\s(?:old|of\sage|and\s(?:older|under|over|above))|-olds?\b|[\s-]old)"

RELATIVE = re.compile(
    rf"""(?<![\w-])(?:
      (?P<same>(?:the|that)\ssame\s(?P<same_unit>fiscal\syear|year|month|day|week))
    | (?P<that>that\s(?P<that_unit>year|month))(?=[\s,.;)])
    | (?P<next>(?:the\s)(?:following|next|subsequent)\s(?P<next_unit>fiscal\syear|year|month|day)
        (?!s))
    | (?P<previous>the\s(?:previous|preceding|prior)\s(?P<previous_unit>fiscal\syear|year|month|day)
        (?!s)|the\s(?P<before_unit>year|month|day)\s(?:before|earlier))
    | (?P<later>(?P<later_number>{_NUMBER})\s(?P<later_unit>{_UNIT})s?\s(?P<way>later|earlier))
    | (?P<edition>(?:(?P<part>early|earlier|late|later)\s)?
        (?P<which>last|this|next|the\scurrent|the\slast)\s
        (?P<edition_unit>(?:fiscal\s|financial\s)?year)(?!s|'|’))
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
RECURRING = re.compile(
    rf"""(?<![\w-])(?:
      (?:(?:once|twice|three\stimes|[0-9]+\stimes)\s)?
        (?:every|each)\s(?:(?:{_SMALL}|[0-9]{{1,2}}|other|single)\s)?(?:year|month|week|day|decade)s?
    | (?:once|twice|(?:{_SMALL}|[0-9]+)\stimes)\s(?:a|per)\s(?:year|month|week|day)
    | (?:annually|biannually|biennially|yearly)
    | on\sa(?:n)?\s(?:annual|monthly|weekly|daily|quarterly|yearly)\sbasis
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
DURATION = re.compile(
    rf"""(?<![\w$€£¥.,-])(?:
      (?P<lead>(?:over|for|within|during|in|after|spanning|lasting)\s
        (?:the\s(?:past|last|next|coming|following|first)\s|a\speriod\sof\s|about\s|around\s|some\s
          |approximately\s|nearly\s|almost\s|more\sthan\s|over\s|at\sleast\s|up\sto\s)?)?
      (?P<number>{_NUMBER})[\s-](?P<unit>year|month|week|day|decade)s?
    | (?P<past>the\s(?:past|last|next|coming))\s(?P<pnumber>{_NUMBER})\s
        (?P<punit>year|month|week|day|decade)s?
    | (?:over|for|within|during|in)\sthe\s(?:past|last|next|coming)\s(?P<sunit>decade|century)
    ){_AGE}(?!\w)(?!\s(?:later|earlier|ago|before)\b|\sof\s(?:the\s)?(?:J?FY|[12][0-9]{{3}}))""",
    re.VERBOSE | re.IGNORECASE,
)
AGO = re.compile(
    rf"(?<![\w-])(?P<number>{_NUMBER})\s(?P<unit>year|decade)s?\sago(?!\w)", re.IGNORECASE
)
LETTER = {"year": "Y", "month": "M", "week": "W", "day": "D", "decade": "Y", "century": "Y"}


def number_of(words: str) -> Decimal:
    """ "three", "twenty-five", "18", "a", "half a"."""
    parts = re.split(r"[\s-]", words.lower())
    if parts[0] == "half":
        return Decimal("0.5")
    if parts[0] in ("a", "an"):
        return Decimal(1)
    read = read_words(parts)
    return read[0] if read else Decimal(parts[0])


def duration_of(number: Decimal, unit: str) -> str:
    """ISO 8601: "P3Y", "P18M", "P6M" for half a year."""
    unit = unit.lower()
    number *= {"decade": 10, "century": 100}.get(unit, 1)
    if number != int(number) and unit == "year":
        number, unit = number * 12, "month"
    if number != int(number):
        return ""
    return f"P{int(number)}{LETTER[unit]}"


def duration(match: re.Match[str], context: Context) -> TimeInterval | None:
    """A bare length of time, without bounds."""
    unit = match["unit"] or match["punit"] or match["sunit"]
    number = match["number"] or match["pnumber"]
    if match["number"] and number.lower() in ("a", "an") and not match["lead"]:
        return None
    if match["lead"] and re.match(r"(?:in|after)\s\Z", match["lead"], re.IGNORECASE):
        return None if number.lower() in ("a", "an") else _length(number, unit)
    return _length(number, unit)


def _length(number: str | None, unit: str) -> TimeInterval | None:
    value = number_of(number) if number else Decimal(1)
    length = duration_of(value, unit)
    return TimeInterval("", "", "", "duration", duration=length) if length else None


def recurring(match: re.Match[str], context: Context) -> TimeInterval:
    return TimeInterval("", "", "", "recurrence", recurrence=match.group().lower())


def relative(match: re.Match[str], context: Context) -> TimeInterval | None:
    """A date relative to the last one read, or to the edition's year; None without one."""
    if match["edition"]:
        return _against_edition(match, context)
    last = context.last
    if last is None or last.year is None:
        return None
    if match["later"]:
        sign = 1 if match["way"].lower() == "later" else -1
        steps = sign * int(number_of(match["later_number"]))
        built = _step(last, match["later_unit"].lower(), steps)
    else:
        unit = next(
            match[f"{name}_unit"]
            for name in ("same", "that", "next", "previous", "before")
            if match[f"{name}_unit"]
        )
        steps = 1 if match["next"] else -1 if match["previous"] else 0
        built = _step(last, unit.lower(), steps, context.fiscal_start)
    return replace(built, basis="relative", antecedent=context.last_text) if built else None


def _step(last: TimeInterval, unit: str, steps: int, fiscal_start: int = 1) -> TimeInterval | None:
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


def _against_edition(match: re.Match[str], context: Context) -> TimeInterval:
    which = match["which"].lower()
    steps = {"last": -1, "the last": -1, "next": 1}.get(which, 0)
    year = context.year + steps
    if match["edition_unit"].lower() == "year":
        built = year_of(year)
    else:
        built = fiscal(year, context.fiscal_start)
    flags = ("part_of_period",) if match["part"] else ()
    antecedent = f"edition {context.year}"
    return replace(built, basis="relative", antecedent=antecedent, flags=(*built.flags, *flags))


def ago(match: re.Match[str], context: Context) -> TimeInterval | None:
    """ "ten years ago", against the edition's year."""
    years = int(number_of(match["number"])) * (10 if match["unit"].lower() == "decade" else 1)
    built = year_of(context.year - years)
    return replace(
        built,
        basis="relative",
        antecedent=f"edition {context.year}",
        flags=("relative_to_edition",),
    )
