"""The DAC's rules: the grant element of loans, income groups, countries on the list."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.contributions.oda import discount_rate, grant_element, income_group, is_outside_list
from pipeline.entities.codes import oda_eligible
from pipeline.vocab import read_vocab
from tests.helpers.marked_reader import read_as


def general_formula(rate: float, maturity: float, grace: float, discount: float, a: int) -> float:
    """The general formula for equal principal payments of the DAC's "Grant element: formulas and
    examples" (annex of the CRS directives), with its own names of the variables."""
    interval, i, r = grace - 1 / a, discount / 100, rate / 100
    duration = maturity - interval
    d, nr = (1 + i) ** (1 / a) - 1, a * duration
    c1, c2 = (1 + i) ** interval, (1 + i) ** duration
    zg = r * (1 - 1 / c1) / (a * d)
    zm = (1 / nr) * (1 / c1) * ((1 - 1 / c2) / d)
    zx = (r / (a * nr)) * (1 / c1) * ((1 / c2) - 1 + d * nr) / (d * d)
    return 100 * (1 - zg - zm - zx)


def cash_flows(rate: float, maturity: float, grace: float, discount: float) -> float:
    """The definition itself: face value less each discounted payment, twice a year."""
    halves = [n / 2 for n in range(1, round(2 * maturity) + 1)]
    due = [year for year in halves if year >= grace]
    left, present = 100.0, 0.0
    for year in halves:
        principal = 100 / len(due) if year in due else 0
        present += (left * rate / 200 + principal) / (1 + discount / 100) ** year
        left -= principal
    return 100 - present


def element(*terms: float, repayments: int = 2) -> float:
    found = grant_element(*(Decimal(str(term)) for term in terms), repayments)
    assert found is not None
    return float(found)


@pytest.mark.parametrize(
    "terms",
    [
        (2.5, 10, 2.5, 10),  # the loan of the DAC's own examples: repaid from 1 July 2003 on
        (0.01, 40, 10, 9),  # Japan's terms for low-income LDCs, 2017: JICA, terms of ODA loans
        (1.2, 30, 10, 7),  # its general terms for lower middle-income countries, same source
        (0.75, 40, 10, 10),  # IDA credits of the time before 2018
        (2, 20, 0.5, 6),
    ],
)
def test_the_grant_element_is_that_of_the_definition_and_of_the_general_formula(terms):
    assert element(*terms) == pytest.approx(general_formula(*terms, 2), abs=0.051)
    assert element(*terms) == pytest.approx(cash_flows(*terms), abs=0.051)


def test_one_repayment_a_year_gives_another_element():
    yearly = element(2.5, 30, 8, 10, repayments=1)
    assert yearly == pytest.approx(general_formula(2.5, 30, 8, 10, 1), abs=0.051)
    assert yearly != element(2.5, 30, 8, 10)


def test_a_rate_above_the_discount_rate_gives_nothing():
    assert element(12, 20, 5, 9) == 0


def test_a_grace_period_longer_than_the_loan_gives_none():
    assert grant_element(Decimal(1), Decimal(5), Decimal(10), Decimal(9)) is None


RATES = st.decimals(0, 12, places=2)
YEARS = st.integers(1, 50)


@given(RATES, YEARS, YEARS, st.sampled_from([5, 6, 7, 9, 10]))
def test_it_lies_between_0_and_100(rate, maturity, grace, discount):
    found = grant_element(rate, Decimal(maturity), Decimal(grace), Decimal(discount))
    assert (found is None) == (grace > maturity)
    assert found is None or 0 <= found <= 100


@given(YEARS, YEARS, st.sampled_from([5, 6, 7, 9, 10]))
def test_interest_at_the_discount_rate_gives_nothing(maturity, grace, discount):
    assume(grace <= maturity)
    rate = 200 * ((1 + discount / 100) ** 0.5 - 1)  # paid twice a year, it is the discount rate
    assert element(round(rate, 6), maturity, grace, discount) == 0


@given(RATES, st.integers(2, 40), st.integers(1, 10), st.integers(0, 4))
def test_a_longer_loan_at_a_lower_rate_gives_at_least_as_much(rate, maturity, longer, lower):
    grace = Decimal(1)
    one = grant_element(rate, Decimal(maturity), grace, Decimal(10))
    two = grant_element(max(rate - lower, 0), Decimal(maturity + longer), grace, Decimal(10))
    assert one <= two


# ---- the list --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("iso3", "year", "group"),
    [
        ("NPL", 2019, "ldc"),
        ("ZWE", 2021, "lic"),
        ("ZWE", 2022, "lmic"),
        ("VUT", 2020, "ldc"),
        ("VUT", 2021, "lmic"),
        ("BTN", 2023, "ldc"),
        ("BTN", 2024, "lmic"),
        ("KEN", 2024, "lmic"),
        ("BRA", 2019, "umic"),
        ("CHL", 2019, ""),
        ("ATG", 2022, ""),
        ("NPL", 2012, ""),
    ],
)
def test_the_income_group_of_a_year(iso3, year, group):
    assert income_group(iso3, year) == group


def test_a_country_has_a_group_in_the_years_in_which_it_is_on_the_list():
    undecided = {("MSR", 2026)}  # the DAC had not decided on Montserrat
    for country in read_vocab("countries"):
        for year in range(2018, 2027):
            on_list = oda_eligible(country, year) == "yes"
            has_group = bool(income_group(country["iso3"], year))
            assert on_list == has_group or (country["iso3"], year) in undecided, (country, year)


def test_no_country_has_two_groups_in_a_year():
    rows = read_vocab("oda_recipients")
    years = [
        (row["iso3"], year)
        for row in rows
        for year in range(int(row["from_year"]), int(row["to_year"]) + 1)
    ]
    assert len(years) == len(set(years))


@pytest.mark.parametrize(
    ("iso3", "last"),
    [
        ("OMN", 2010),
        ("BRB", 2010),
        ("HRV", 2010),
        ("TTO", 2010),
        ("MYT", 2010),
        ("KNA", 2013),
        ("CHL", 2017),
        ("SYC", 2017),
        ("URY", 2017),
        ("COK", 2019),
        ("ATG", 2021),
        ("NRU", 2025),
    ],
)
def test_a_country_that_graduated_is_outside_the_list(iso3, last):
    assert (is_outside_list(iso3, last), is_outside_list(iso3, last + 1)) == (False, True)


@pytest.mark.parametrize(
    ("countries", "channels", "year", "rate"),
    [
        (["NPL"], [], 2017, 10),
        (["NPL"], [], 2018, 9),
        (["KEN"], [], 2018, 7),
        (["BRA"], [], 2018, 6),
        (["NPL", "ZWE"], [], 2018, 9),
        (["NPL", "KEN"], [], 2018, None),
        (["USA"], [], 2018, None),
        ([""], [], 2018, None),
        ([], ["international-development-association"], 2018, 5),
        ([], ["port-authority"], 2018, None),
        ([], [], 2018, None),
    ],
)
def test_the_discount_rate_of_a_loan(countries, channels, year, rate):
    assert discount_rate(countries, channels, year) == rate


# ---- contributions ---------------------------------------------------------------------------


def row_of(monkeypatch, sentence):
    [row] = read_as(monkeypatch, sentence).contributions
    return row


@pytest.mark.parametrize(
    ("sentence", "flagged"),
    [
        ("[Norway]{provider} gave [$2 million]{amount 3} to [Kuwait]{recipient}.", True),
        ("[Norway]{provider} gave [$2 million]{amount 3} to [Kenya]{recipient}.", False),
        (
            "[Norway]{provider} gave [$2 million]{amount 3} to [Kenya]{recipient} and "
            "[Oman]{recipient}.",
            True,
        ),
        (
            "[Norway]{provider} gave [$2 million]{amount 3} to [Chile]{recipient} in [2016]{time}.",
            False,
        ),
        ("[Norway]{provider} gave [$2 million]{amount 3} to [Chile]{recipient}.", True),
        ("[Norway]{provider} gave [$2 million]{amount 3} to [Asia]{recipient}.", False),
    ],
)
def test_a_recipient_that_is_not_on_the_years_list_is_flagged(monkeypatch, sentence, flagged):
    row = row_of(monkeypatch, sentence)
    assert ("not_oda_eligible" in row.basis.flags) == flagged
    assert row.not_countable == ""


def test_a_loan_with_all_terms_has_its_grant_element(monkeypatch):
    row = row_of(
        monkeypatch,
        "In [2019]{time}, [Norway]{provider} signed a loan of [$4 million]{amount 2} for "
        "[Nepal]{recipient} at 1 percent interest over 30 years with a 10-year grace period.",
    )
    assert row.grant_element == grant_element(Decimal(1), Decimal(30), Decimal(10), Decimal(9))


def test_a_loan_without_its_grace_period_has_none(monkeypatch):
    row = row_of(
        monkeypatch,
        "[Norway]{provider} signed a loan of [$4 million]{amount 2} for [Nepal]{recipient} at "
        "1 percent interest over 30 years.",
    )
    assert (row.grant_element, row.basis.unknown["grace_years"]) == (None, "not_stated")
