"""The years whose rates an amount is converted with."""

from collections.abc import Sequence
from datetime import date


def years_of(start: str, end: str, edition_year: int) -> tuple[int, ...]:
    """The years of a period, given by its first and last day (ISO 8601, empty where open).

    A year belongs to the period if this holds at least half of it; where none does, the one with
    most of its days: fiscal year 2019, from April 2019 to March 2020, is 2019.  A period without
    an end goes on until the edition's year; one without a beginning is the year of its end.
    Without any day it is the edition's year.
    """
    first, last = _day(start), _day(end)
    if first is None:
        return (last.year,) if last else (edition_year,)
    if last is None:
        last = date(max(first.year, min(edition_year, date.max.year)), 12, 31)
    days = {
        year: (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1
        for year in range(first.year, last.year + 1)
    }
    held = [year for year, count in days.items() if 2 * count >= _length(year)]
    return tuple(held) or (max(days, key=lambda year: days[year]),)


def years_in_words(years: Sequence[int]) -> str:
    """One year, or the first and the last."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _length(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
