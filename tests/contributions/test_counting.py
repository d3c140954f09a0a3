"""What a total may add: nothing over many years beside a single one, no example."""

from dataclasses import replace

import pytest

from pipeline.contributions.counting import EXAMPLE, is_cumulative
from pipeline.money.amounts import find_amounts
from pipeline.records.facts import Basis, Bearer, Contribution
from pipeline.records.numbers import Period

OPEN = Period(0, 10, "since 2007", "2007-01-01", "", "2007/..", "open")
YEAR = Period(0, 4, "2018", "2018-01-01", "2018-12-31", "2018", "year")
YEARS = Period(0, 9, "2015–2018", "2015-01-01", "2018-12-31", "2015/2018", "range")
MONTHS = Period(0, 20, "December to February", "2013-12-01", "2014-02-28", "", "range")


def cumulative(sentence, period=None, types=("3",), year=2019):
    """`period` stands where its text does, or nowhere near."""
    amount = find_amounts(sentence)[0]
    if period is not None:
        at = max(sentence.find(period.text), 0)
        period = replace(period, start=at, end=at + len(period.text))
    row = Contribution(
        Bearer("b", amount.start, amount.end),
        (0, len(sentence)),
        Basis("reader_amount"),
        transaction_types=types,
        amount=amount,
        period=period,
        period_basis="stated",
    )
    return is_cumulative(row, sentence, year)


@pytest.mark.parametrize(
    ("sentence", "period", "expected"),
    [
        ("Norway gave $5 million.", None, False),
        ("Norway gave $5 million in 2018.", YEAR, False),
        ("Norway has given $5 million since 2007.", OPEN, True),
        ("Norway gave $5 million from 2015 to 2018.", YEARS, True),
        ("Norway gave $5 million from December to February.", MONTHS, False),
        ("To date, Norway has given $5 million.", None, True),
        ("So far $5 million has been given.", YEAR, True),
        ("So far this year $5 million has been given.", YEAR, False),
        ("Since the flood of 2010 Norway has given $5 million.", None, True),
        ("Norway has given a total of $5 million.", None, True),
        ("Norway has given a total of $5 million in 2018.", YEAR, False),
        ("Norway gave a total of $5 million.", None, False),
        ("Norway has helped. A total of $5 million went to Chad.", None, False),
    ],
)
def test_an_amount_over_several_years_is_cumulative(sentence, period, expected):
    assert cumulative(sentence, period) is expected


def test_what_is_promised_over_years_is_not():
    assert not cumulative("Norway will give $5 million from 2015 to 2018.", YEARS, types=("12",))


def test_what_began_in_the_year_of_the_report_adds_up_no_other_year():
    assert cumulative("Norway has given $5 million since 2007.", OPEN, year=2008)
    assert not cumulative("Norway has given $5 million since 2007.", OPEN, year=2007)


@pytest.mark.parametrize("before", ["Norway had given $5 million as of ", "As of the end of "])
def test_an_amount_as_of_a_day_is(before):
    assert cumulative(f"{before}2018 $5 million", YEAR)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("For example, Norway gave $5 million.", True),
        ("(For instance, Norway gave $5 million.)", True),
        ("Norway, for example, gave $5 million.", False),
    ],
)
def test_an_example_opens_its_sentence(sentence, expected):
    assert bool(EXAMPLE.match(sentence)) is expected
