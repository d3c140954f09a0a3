"""Percentages and durations of a block, each with the words around it that say what it is.

Percentages come from counts and durations from periods (stage 4); what they do not hold is read
here: "14 and a half years", "grace 10", "40 and 12 years", "a decade", "interest-free".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipeline.records.facts import Reading
from pipeline.records.numbers import Count, Period
from pipeline.records.text import Span
from pipeline.vocab import read_vocab

PERCENT, YEARS, BARE = "percent", "years", "bare"
YEAR_UNITS = ("year", "years", "yr", "yrs")
MONTH_UNITS = ("month", "months")
OPEN_BOUNDS = ("over", "at_least", "under", "up_to")
DURATION = re.compile(r"P(?P<number>\d+)(?P<unit>[YM])")
AND_A_HALF = re.compile(r"(?:[\s-]years?)?\s+and\s+a\s+half(?:\s+years?)?", re.IGNORECASE)
DECADE = re.compile(r"\b(?:a|one)\s+decade\b", re.IGNORECASE)
LISTED = re.compile(r"\s*(?:,|and|or|/|,\s*and)\s*", re.IGNORECASE)
LED = re.compile(r"(?:over|within|for|in|during)\s+", re.IGNORECASE)  # "over 25 years"
AGO = re.compile(r"\s+(?:ago|earlier|later|old)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A percentage or a duration; `value` is None where the words give no single number."""

    start: int  # code points of the block
    end: int
    kind: str  # percent, years; bare while its unit is not known
    value: Decimal | None  # percent or years


def numbers_in(reading: Reading) -> list[Number]:
    """Every number of the block that may be a term of a loan, in reading order."""
    text = reading.block.text.text
    found = [*_from_periods(reading.periods), *_from_counts(reading.counts)]
    found += [Number(*m.span(), YEARS, Decimal(10)) for m in DECADE.finditer(text)]
    found += [Number(*m.span(), PERCENT, Decimal(0)) for m in pattern("free").finditer(text)]
    apart = _apart(_with_halves(text, sorted(found, key=lambda n: (n.start, -n.end))))
    return [n for n in _of_one_list(text, apart) if not AGO.match(text, n.end)]


def _from_periods(periods: Sequence[Period]) -> Iterator[Number]:
    for period in periods:
        if (match := DURATION.fullmatch(period.duration)) and period.granularity == "duration":
            led = LED.match(period.text)
            start = period.start + (led.end() if led else 0)
            years = _years(Decimal(match["number"]), match["unit"])
            yield Number(start, period.end, YEARS, years)


def _from_counts(counts: Sequence[Count]) -> Iterator[Number]:
    for count in counts:
        unit = count.unit.lower()
        start = min(span[0] for span in count.spans["value"])
        end = max(span[1] for name in ("value", "unit") for span in count.spans.get(name, ()))
        single = count.value if count.high is None else None
        if count.kind == "percentage":
            exact = single if count.bound not in OPEN_BOUNDS else None
            yield Number(count.start, end, PERCENT, exact)
        elif single is not None and not unit and count.kind == "count":
            yield Number(start, end, BARE, single)
        elif unit in YEAR_UNITS or unit in MONTH_UNITS:
            years = None if single is None else _years(single, unit[0].upper())
            yield Number(start, end, YEARS, years)


def _years(number: Decimal, unit: str) -> Decimal:
    return number if unit == "Y" else round(number / 12, 2)


def _with_halves(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """ "14 and a half years", which dates and counts read as 14."""
    for number in numbers:
        half = AND_A_HALF.match(text, number.end)
        if half and "year" in half[0].lower() + text[number.start : number.end].lower():
            value = None if number.value is None else number.value + Decimal("0.5")
            yield Number(number.start, half.end(), YEARS, value)
        else:
            yield number


def _apart(numbers: Iterator[Number]) -> list[Number]:
    """The numbers without those inside another."""
    kept: list[Number] = []
    for number in numbers:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
        elif kept[-1].kind == BARE or number.end > kept[-1].end:
            kept[-1] = number
    return kept


def _of_one_list(text: str, numbers: list[Number]) -> list[Number]:
    """The numbers, where a bare one has the unit of the next in its list: "40 and 12 years"."""
    made = list(numbers)
    for k in range(len(made) - 2, -1, -1):
        one, two = made[k], made[k + 1]
        if one.kind == BARE and LISTED.fullmatch(text[one.end : two.start]):
            made[k] = replace(one, kind=two.kind)
    return made


def are_listed(text: str, one: Number, two: Number) -> bool:
    """Whether only "and" or a comma stands between two numbers."""
    return LISTED.fullmatch(text[one.end : two.start]) is not None


def contexts(
    text: str, numbers: Sequence[Number], sentence: Span
) -> Iterator[tuple[Number, str, str]]:
    """Each number of a sentence with the words before it and those after it.

    They reach to the neighbouring numbers, or to the ends of the sentence.
    """
    edges = [sentence[0], *(n.end for n in numbers)]
    starts = [*(n.start for n in numbers[1:]), sentence[1]]
    for number, before, after in zip(numbers, edges, starts, strict=False):
        yield number, text[before : number.start], text[number.end : max(after, number.end)]


@cache
def pattern(*roles: str) -> re.Pattern[str]:
    """The words of loan_words.csv that have one of the roles, the longest first."""
    words = sorted(
        (row["word"] for row in read_vocab("loan_words") if row["role"] in roles),
        key=len,
        reverse=True,
    )
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in words)})(?!\w)", re.IGNORECASE
    )
