"""Dates: the example file, the calendar's edges, and what holds for every text."""

from datetime import date
from itertools import pairwise

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money.calendar_dates import PATTERNS
from pipeline.money.dates import find_periods
from pipeline.records.closed_lists import DATE_BASES, GRANULARITIES
from pipeline.records.numbers import Period
from tests.helpers.number_examples import Example, found_periods, periods_in, read_examples
from tests.helpers.properties import examples


@pytest.mark.parametrize("example", read_examples("dates.txt"), ids=lambda e: e.text[:40])
def test_an_example(example: Example) -> None:
    assert found_periods(example) == example.wanted
    for period in periods_in(example):
        check(period, example.text)


def check(period: Period, text: str) -> None:
    """What holds for every period: its words, closed lists, ISO days, valid EDTF."""
    assert text[period.start : period.end] == period.text
    assert period.granularity in GRANULARITIES
    assert period.basis in DATE_BASES
    days = [date.fromisoformat(day) for day in (period.date_start, period.date_end) if day]
    assert days == sorted(days)
    if period.edtf:
        parse_edtf(period.edtf)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in FY2019", "2019-04-01", "2020-03-31"),
        ("in February 2020", "2020-02-01", "2020-02-29"),
        ("in winter 2019", "2019-12-01", "2020-02-29"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in the 21st century", "2001-01-01", "2100-12-31"),
        ("since 2007", "2007-01-01", ""),
        ("by 2030", "", "2030-12-31"),
        ("from 2013 to 2017", "2013-01-01", "2017-12-31"),
    ],
)
def test_the_bounds_are_days_and_inclusive(text: str, start: str, end: str) -> None:
    [period] = find_periods(text, year=2019, fiscal_year_start=4)
    assert (period.date_start, period.date_end) == (start, end)


def test_a_relative_date_leans_on_the_paragraph_before() -> None:
    [before] = find_periods("In March 2016 it rained.", year=2019)
    [period] = find_periods("In May of the same year it snowed.", year=2019, before=before)
    assert (period.edtf, period.antecedent) == ("2016-05", "March 2016")


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    assert find_periods("It met on 31 February 2019.", year=2019) == []


PIECES = [
    *("2019", "1 May", " May ", "March", "FY", "FY2019", "2019/20", "2017-18", "Q3 ", "31 "),
    *(" of the same year", "the following month", "last year", "two years later", "every year"),
    *("since ", "until ", "by ", "from ", " to ", "between ", " and ", "-", "–", ", ", ".", "\n"),
    *("1990s", "21st century", "spring ", "three years", "in ", "the ", "0000-00-00", "9999-12-31"),
    *(
        "before ",
        "after ",
        " onwards",
        "0001-01-01",
        "1 January 1500",
        "first half of ",
        "ago",
        "end-",
        " to date",
        "–present",
        "1 April 2018–",
        "31 March 2019",
        "second half of the 2010s",
        "by the end of FY2019",
        " dollars",
        "%",
    ),
]


@examples(400)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=12).map("".join),
    st.integers(1, 12),
)
def test_any_text_gives_sound_periods_that_never_overlap(text: str, start: int) -> None:
    periods = find_periods(text, year=2019, fiscal_year_start=start)
    for period in periods:
        check(period, text)
    assert all(a.end <= b.start for a, b in pairwise(periods))


@given(st.dates(date(1500, 1, 1), date(2199, 12, 31)))
def test_a_day_in_any_style_is_read_back(when: date) -> None:
    month = f"{when:%B}"
    styles = [
        when.isoformat(),
        f"{when.day} {month} {when.year}",
        f"{month} {when.day}, {when.year}",
        f"{when.day}.{when.month}.{when.year}",
    ]
    for style in styles:
        [period] = find_periods(f"It was signed on {style}.", year=2019)
        assert period.date_start == period.date_end == when.isoformat()


@pytest.mark.parametrize("rule", PATTERNS)
def test_a_pattern_finds_its_sentence_and_skips_its_near_miss(rule: str) -> None:
    finds, skips = PATTERNS[rule].finds, PATTERNS[rule].skips
    assert rule in [period.rule for period in find_periods(finds, year=2019)]
    assert rule not in [period.rule for period in find_periods(skips, year=2019)]
