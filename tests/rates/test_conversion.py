"""Amounts in US dollars: which rate, which deflator, and what is said when there is none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rates import read_rates, to_usd
from pipeline.rates.conversion import Facts, usd_cells
from pipeline.rates.years import years_of
from pipeline.schema import TABLE, USD

OWN = """currency,year,units_per_usd,source
JPY,2018,100,Central bank
JPY,2019,110,Central bank
KES,2019,100,
"""
DAC = """Deflators for Resource Flows (2021 = 100),,,
,2018,2019,2021
Japan,80,90,100
Norway,50,60,100
"""
EMPTY = dict.fromkeys((column.name for column in TABLE["contributions"].columns), "")


def converted(*files, base=None, countries=None, **cells):
    row = EMPTY | {"provider": "Japan", "low": "1100", "high": "1100", "currency": "JPY"} | cells
    rates = read_rates([{f"{n}.csv": text.encode() for n, text in enumerate(files)}])
    return usd_cells(row, Facts(rates, 2019, base, countries or {}))


def test_an_amount_is_divided_by_the_rate_of_its_year():
    cells = converted(OWN, period_start="2018-01-01", period_end="2018-12-31")
    assert (cells["usd_low"], cells["usd_high"], cells["usd_rate"]) == ("11", "11", "100")
    assert cells["usd_basis"].startswith("100 JPY per USD in 2018, 0.csv (Central bank); ")


def test_a_fiscal_year_takes_the_year_with_most_of_its_days():
    assert converted(OWN, period_start="2019-04-01", period_end="2020-03-31")["usd_rate"] == "110"


def test_several_years_take_the_mean():
    cells = converted(OWN, period_start="2018-01-01", period_end="2019-12-31")
    assert (cells["usd_rate"], cells["usd_low"]) == ("105", "10.48")
    assert "105 JPY per USD as the mean of 2018–2019, 0.csv" in cells["usd_basis"]


def test_without_a_period_the_edition_s_year_counts_and_is_named():
    cells = converted(OWN)
    assert "110 JPY per USD in 2019, the edition's year, 0.csv" in cells["usd_basis"]


def test_a_rate_of_exactly_this_period_comes_first():
    own = "currency,period,units_per_usd\nJPY,2019-04/2020-03,55\nJPY,2019,110\n"
    cells = converted(own, period_start="2019-04-01", period_end="2020-03-31")
    assert cells["usd_low"] == "20"
    assert "55 JPY per USD from 2019-04-01 to 2020-03-31, 0.csv" in cells["usd_basis"]
    assert converted(own, period_start="2019-01-01", period_end="2019-12-31")["usd_low"] == "10"


def test_an_open_end_stays_open():
    cells = converted(OWN, high="")
    assert (cells["usd_low"], cells["usd_high"]) == ("10", "")


def test_constant_dollars_by_the_method_of_the_dac():
    cells = converted(OWN, DAC)
    assert (cells["usd_low"], cells["usd_deflator"]) == ("10", "90")
    assert cells["constant_usd_low"] == "11.11"
    assert cells["usd_basis"].endswith(
        "; constant USD of 2021: OECD DAC deflator of Japan, 90 in 2019, 1.csv"
    )


def test_another_base_year():
    cells = converted(OWN, DAC, base=2018)
    assert (cells["usd_deflator"], cells["constant_usd_low"]) == ("112.5", "8.89")


def test_an_agency_has_the_deflator_of_its_country():
    cells = converted(
        OWN, DAC, provider="Agency", provider_id="agency", countries={"agency": "NOR"}
    )
    assert "OECD DAC deflator of Norway" in cells["usd_basis"]


def test_the_world_bank_s_deflator_is_that_of_the_united_states_for_all():
    bank = (
        "Country Name,Country Code,Indicator Name,Indicator Code,2018,2019\n"
        "United States,USA,GDP deflator,NY.GDP.DEFL.ZS,100,125\n"
    )
    cells = converted(OWN, bank, provider="UNICEF")
    assert cells["constant_usd_low"] == "8"
    assert "constant USD of 2018: World Bank deflator of United States, 125" in cells["usd_basis"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"currency": "NOK"}, "no rate of NOK – Norwegian Krone for 2019"),
        ({"currency": ""}, "no currency is known"),
        (
            {"period_start": "2017-01-01", "period_end": "2018-12-31"},
            "no rate of JPY – Japanese Yen for 2017",
        ),
    ],
)
def test_what_has_no_rate_is_empty_and_says_why(cells, says):
    found = converted(OWN, DAC, **cells)
    assert found.pop("usd_basis") == says
    assert set(found.values()) == {""}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"provider": "UNICEF"}, "no deflator of UNICEF"),
        ({"provider": "Kenya"}, "no deflator of Kenya for 2019"),
        ({"provider": "Japan;Norway"}, "several providers"),
        ({"provider": "Japan;UNICEF"}, "several providers"),
        ({"provider": ""}, "no provider is named"),
        ({"base": 1999}, "no deflator of Japan for 1999"),
    ],
)
def test_what_has_no_deflator_keeps_its_current_dollars(cells, says):
    found = converted(OWN, DAC, **cells)
    assert (found["usd_low"], found["constant_usd_low"], found["usd_deflator"]) == ("10", "", "")
    assert found["usd_basis"].endswith(f"; not in constant USD: {says}")


def test_dollars_stay_and_a_row_without_an_amount_says_nothing():
    cells = converted(OWN, currency="USD", low="7.5", high="")
    assert (cells["usd_low"], cells["usd_high"], cells["usd_rate"]) == ("7.5", "", "1")
    assert set(converted(OWN, low="", high="").values()) == {""}


def test_a_converted_row_reads_as_one_in_dollars():
    row = EMPTY | {"low": "1100", "currency": "JPY"} | converted(OWN, DAC)
    assert [to_usd(row)[name] for name in ("low", "high", "currency")] == ["10", "10", "USD"]
    assert to_usd(row, constant=True)["low"] == "11.11"
    assert to_usd(EMPTY) is None


amounts = st.decimals(0, 10**15, places=2)
quotes = st.decimals(Decimal("0.001"), 10**6, places=3)


def ends(low, high, rate, index):
    own = f"currency,year,units_per_usd\nJPY,2019,{rate}\n"
    dac = f"Deflators (2021 = 100),,\n,2019,2021\nJapan,{index},100\n"
    cells = converted(own, dac, low=f"{low:f}", high=f"{high:f}")
    names = ("usd_low", "usd_high", "constant_usd_low", "constant_usd_high")
    return [Decimal(cells[name]) for name in names]


@given(amounts, amounts, quotes, quotes)
def test_both_ends_keep_their_order(one, other, rate, index):
    usd_low, usd_high, constant_low, constant_high = ends(*sorted((one, other)), rate, index)
    assert usd_low <= usd_high
    assert constant_low <= constant_high


@given(amounts, st.integers(2, 1000), quotes, quotes)
def test_a_multiple_of_an_amount_is_the_multiple_in_dollars(amount, times, rate, index):
    usd, usd_times, constant, constant_times = ends(amount, amount * times, rate, index)
    within = Decimal("0.005") * (times + 1)
    assert abs(usd * times - usd_times) <= within
    assert abs(constant * times - constant_times) <= within


days = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@given(days, st.integers(0, 20_000))
def test_the_years_of_a_period_are_some_of_those_that_it_touches(first, length):
    last = first + timedelta(length)
    years = years_of(first.isoformat(), last.isoformat(), 2019)
    assert years
    assert list(years) == list(range(years[0], years[-1] + 1))
    assert first.year <= years[0] <= years[-1] <= last.year


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("", "", (2019,)),
        ("2017-03-04", "2017-03-04", (2017,)),
        ("2017-10-01", "2018-09-30", (2018,)),
        ("2017-04-01", "2020-03-31", (2017, 2018, 2019)),
        ("2016-01-01", "", (2016, 2017, 2018, 2019)),
        ("2022-01-01", "", (2022,)),
        ("", "2015-12-31", (2015,)),
    ],
)
def test_the_years_of_some_periods(start, end, years):
    assert years_of(start, end, 2019) == years


def test_the_columns_come_last_and_nobody_reviews_them():
    table = TABLE["contributions"]
    assert table.columns[-len(USD) :] == USD
    assert not set(USD) & {*table.own, *table.editable}
