"""What a total may add: nothing stated twice, nothing over many years beside a single one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.contributions.counting import EXAMPLE, is_cumulative, marked_duplicates
from pipeline.records.facts import Basis, Bearer, Contribution, Party
from pipeline.records.numbers import Amount, Period

OPEN = Period(0, 10, "since 2007", "2007-01-01", "", "2007/..", "open")
YEAR = Period(0, 4, "2018", "2018-01-01", "2018-12-31", "2018", "year")
YEARS = Period(0, 9, "2015–2018", "2015-01-01", "2018-12-31", "2015/2018", "range")
MONTHS = Period(0, 20, "December to February", "2013-12-01", "2014-02-28", "", "range")


def cumulative(sentence, period=None, before="", types=("3",), year=2019):
    return is_cumulative(sentence, sentence.index("$"), period, before, types, year)


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


def test_what_is_promised_from_a_year_on_has_not_added_up_yet():
    assert not cumulative("Norway will give $5 million from 2007.", OPEN, types=("12",))


@pytest.mark.parametrize("before", ["Norway had given $5 million as of ", "As of the end of "])
def test_an_amount_as_of_a_day_is(before):
    assert cumulative(f"{before} 2018 $5 million", YEAR, before)


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


# ---- stated twice ----------------------------------------------------------------------------

KENYA = Party("Kenya", "kenya", None, "KEN")
FIVE = Amount(5, 15, "$5 million", Decimal(5_000_000), Decimal(5_000_000), "USD")


def row(block="b0", start=5, **fields):
    made = Contribution(
        bearer=Bearer(block, start, start + 10),
        sentence=(0, 40),
        basis=Basis("reader_amount"),
        provider=Party("Norway", "norway", None, "NOR"),
        recipients=(KENYA,),
        amount=FIVE,
    )
    return replace(made, **fields)


def reasons(*rows):
    return [found.not_countable for found in marked_duplicates(rows)]


def test_the_same_again_points_to_the_first():
    first, second = marked_duplicates([row("b0"), row("b1")])
    assert (first.duplicate_of, second.duplicate_of) == (None, first.bearer)
    assert second.not_countable == "duplicate"


@pytest.mark.parametrize(
    "other",
    [
        {"provider": Party("Sweden", "sweden", None, "SWE")},
        {"recipients": (Party("Chad", "chad", None, "TCD"),)},
        {"amount": replace(FIVE, currency="EUR")},
        {"amount": replace(FIVE, low=Decimal(4_000_000))},
        {"channels": (Party("UNICEF", "united-nations-childrens-fund"),)},
        {"amount": None},
        {"provider": None},
        {"not_countable": "cancelled"},
    ],
)
def test_anything_else_is_another_contribution(other):
    assert "duplicate" not in reasons(row("b0"), row("b1", **other))


def test_the_order_in_which_recipients_are_named_does_not_matter():
    chad = Party("Chad", "chad", None, "TCD")
    both = [row("b0", recipients=(KENYA, chad)), row("b1", recipients=(chad, KENYA))]
    assert reasons(*both) == ["", "duplicate"]


def test_two_of_one_size_in_one_sentence_are_two():
    assert reasons(row(start=5), row(start=25)) == ["", ""]
    assert reasons(row(start=5), row(start=45, sentence=(40, 80))) == ["", "duplicate"]
