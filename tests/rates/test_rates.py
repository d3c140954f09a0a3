"""Files of rates: each format as it is downloaded, with invented figures."""

import io
import zipfile
from decimal import Decimal

import pytest

from pipeline.rates import read_rates
from pipeline.rates.countries import currency_now, currency_then
from pipeline.records.errors import BadInputError

WORLD_BANK = """"Data Source","World Development Indicators",

"Last Updated Date","2030-01-01",

"Country Name","Country Code","Indicator Name","Indicator Code","1998","1999","2019",
"""
RATE = '"Official exchange rate (LCU per US$, period average)","PA.NUS.FCRF"'
OLD_OECD = (
    '"LOCATION","INDICATOR","SUBJECT","MEASURE","FREQUENCY","TIME","Value","Flag Codes"\n'
    '"JPN","EXCH","TOT","NATUSD","A","2019",108.5,\n'
)
EXPLORER = (
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,FREQ,Frequency of observation,REF_AREA,"
    "Reference area,TRANSACTION,Transaction,UNIT_MEASURE,Unit of measure,TIME_PERIOD,Time period,"
    "OBS_VALUE,Observation value,CURRENCY,Currency,UNIT_MULT,Unit multiplier\n"
)


def rates(content, name="file"):
    return read_rates([{name: content if isinstance(content, bytes) else content.encode()}])


def explorer(area, series, year, value, currency=""):
    """A line of the Data Explorer."""
    return (
        f"DATAFLOW,OECD:DF(1.0),Exchange rates,I,A,Annual,{area},,{series},,XDC_USD,,{year},,"
        f"{value},,{currency},,0,Units\n"
    )


def bank(name, code, *values, indicator=RATE):
    """A line of the World Bank."""
    cells = ",".join(f'"{value}"' for value in values)
    return f'"{name}","{code}",{indicator},{cells},\n'


def per_usd(found):
    return {key: float(quote.per_usd) for key, quote in found.yearly.items()}


def test_without_files_there_are_no_rates():
    assert read_rates([{}, {}]) is None


def test_own_rates_name_their_source():
    found = rates("currency,year,units_per_usd,source\nJPY,2019,109,Central bank\n", "a/own.csv")
    [quote] = found.yearly.values()
    assert (quote.per_usd, quote.file, quote.source) == (Decimal(109), "own.csv", "Central bank")


def test_own_rates_may_be_of_a_period():
    text = "currency,period,units_per_usd\nJPY,2019-04/2020-03,108\nJPY,2020,107\n"
    found = rates(text)
    assert list(found.stated) == [("JPY", "2019-04-01", "2020-03-31")]
    assert per_usd(found) == {("JPY", 2020): 107}


@pytest.mark.parametrize(
    "text",
    [
        "currency;year;units_per_usd\nJPY;2019;1.108,5\n",
        "currency\tyear\tunits_per_usd\nJPY\t2019\t1108.5\n",
        '\ufeffcurrency,year,units_per_usd\r\nJPY,2019,"1,108.5"\r\n',
    ],
)
def test_separators_and_decimal_commas_of_spreadsheet_programs(text):
    assert per_usd(rates(text)) == {("JPY", 2019): 1108.5}


def test_the_older_download_of_the_oecd():
    text = OLD_OECD + (
        '"JPN","EXCH","TOT","NATUSD","M","2019-01",107,\n'
        '"JPN","EXCHEND","TOT","NATUSD","A","2018",111,\n'
        '"EA19","EXCH","TOT","NATUSD","A","2019",0.9,\n'
        '"USA","EXCH","TOT","NATUSD","A","2019",1,\n'
    )
    assert per_usd(rates(text)) == {("JPY", 2019): 108.5, ("EUR", 2019): 0.9}


def test_the_data_explorer_of_the_oecd_has_other_series_beside_the_averages():
    text = EXPLORER + "".join(
        (
            explorer("JPN", "PPP_B1GQ", 2019, 100),
            explorer("JPN", "EXC_E", 2019, 110),
            explorer("JPN", "EXC_A", 2019, 109, "JPY"),
            explorer("NOR", "EXC_A", 2019, ""),
        )
    )
    found = rates(text)
    assert per_usd(found) == {("JPY", 2019): 109}
    assert found.yearly["JPY", 2019].source == "Exchange rates"


def test_codes_with_their_labels():
    text = (
        "STRUCTURE,ACTION,REF_AREA: Reference area,FREQ: Frequency,MEASURE: Measure,"
        "TIME_PERIOD: Time period,OBS_VALUE\nDATAFLOW,I,CHE: Switzerland,A: Annual,"
        "EXC_A: Exchange rates,2019,0.99\n"
    )
    assert per_usd(rates(text)) == {("CHF", 2019): 0.99}


def test_the_oecd_restates_national_currencies_in_euros_which_is_no_rate_of_anything():
    text = EXPLORER + explorer("DEU", "EXC_A", 1995, 0.7, "EUR")
    with pytest.raises(BadInputError, match="no annual average exchange rate"):
        rates(text)
    found = rates(text + explorer("DEU", "EXC_A", 2001, 1.1, "EUR"))
    assert per_usd(found) == {("EUR", 2001): 1.1}


def test_the_world_bank_states_marks_before_the_euro_and_the_euro_under_its_area():
    text = (
        WORLD_BANK + bank("Germany", "DEU", 1.7, "", "") + bank("Euro area", "EMU", "", 0.94, 0.9)
    )
    assert per_usd(rates(text)) == {("DEM", 1998): 1.7, ("EUR", 1999): 0.94, ("EUR", 2019): 0.9}


def test_a_currency_shared_by_countries_has_the_rate_of_its_own():
    text = (
        WORLD_BANK + bank("Kiribati", "KIR", 1.6, 1.5, 1.3) + bank("Australia", "AUS", "", "", 1.4)
    )
    assert per_usd(rates(text)) == {("AUD", 1998): 1.6, ("AUD", 1999): 1.5, ("AUD", 2019): 1.4}


def test_years_before_a_currency_reform_are_not_used():
    text = WORLD_BANK + bank("Ghana", "GHA", 0.2, 0.3, 5.2) + bank("Ecuador", "ECU", 5000, 9000, 1)
    assert per_usd(rates(text)) == {
        ("GHS", 2019): 5.2,
        ("ECS", 1998): 5000,
        ("ECS", 1999): 9000,
    }


def test_the_zip_of_the_world_bank():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("API_PA.NUS.FCRF.csv", WORLD_BANK + bank("Kenya", "KEN", 60, 70, 102))
        archive.writestr(
            "Metadata_Country.csv", '"Country Code","Region","SpecialNotes"\n"KEN",,\n'
        )
        archive.writestr("Metadata_Indicator.csv", '"INDICATOR_CODE","SOURCE_NOTE"\n"PA",""\n')
    found = rates(data.getvalue(), "a/rates (1).zip")
    assert per_usd(found)["KES", 2019] == 102
    assert {quote.file for quote in found.yearly.values()} == {"rates (1).zip"}


def test_the_databank_of_the_world_bank_names_columns_otherwise():
    text = (
        "Country Name,Country Code,Series Name,Series Code,2018 [YR2018],2019 [YR2019]\n"
        "Kenya,KEN,Official exchange rate,PA.NUS.FCRF,..,102\n\n\nData from database: WDI\n"
    )
    assert per_usd(rates(text)) == {("KES", 2019): 102}


def test_the_deflator_of_the_united_states_with_the_year_that_is_100():
    index = '"GDP deflator (base year varies by country)","NY.GDP.DEFL.ZS"'
    text = WORLD_BANK + bank("Kenya", "KEN", 50, 60, 110, indicator=index)
    text += bank("United States", "USA", 70, 100, 130, indicator=index)
    deflators = rates(text).deflators
    assert (deflators.method, deflators.base) == ("World Bank", 1999)
    assert deflators.index == {("USA", 1998): 70, ("USA", 1999): 100, ("USA", 2019): 130}


DAC = "Deflators for Resource Flows from DAC Donors (2019 = 100),,,\n"
DONORS = ",2018,2019,2020\nJapan,98,100,103\nSlovak Republic,97,100,..\nEU Institutions,96,100,0\n"


def test_deflators_of_the_dac():
    deflators = rates(DAC + DONORS + "TOTAL DAC,97,100,102\nSource: invented,,,\n").deflators
    assert (deflators.method, deflators.base) == ("OECD DAC", 2019)
    assert deflators.index["SVK", 2018] == 97
    assert deflators.index["EU", 2018] == 96
    assert {year for donor, year in deflators.index if donor != "JPN"} == {2018, 2019}


def test_the_base_year_is_the_one_with_100_if_the_title_does_not_name_it():
    assert rates("Deflators,,,\n" + DONORS).deflators.base == 2019


def test_exchange_rates_of_the_dac():
    text = "Annual Exchange Rates for DAC Donor Countries,,\n,2018,2019\nNorway (1),8.1,8.8\n"
    assert per_usd(rates(text)) == {("NOK", 2018): 8.1, ("NOK", 2019): 8.8}


def test_own_rates_come_before_the_oecd_and_the_edition_before_all():
    own = b"currency,year,units_per_usd\nJPY,2019,100\n"
    oecd = OLD_OECD.encode()
    found = read_rates([{}, {"a.csv": oecd, "b.csv": own}])
    assert found.yearly["JPY", 2019].file == "b.csv"
    found = read_rates([{"a.csv": oecd}, {"b.csv": own}])
    assert found.yearly["JPY", 2019].file == "a.csv"


def test_deflators_come_from_one_file():
    index = '"GDP deflator","NY.GDP.DEFL.ZS"'
    bank_file = (WORLD_BANK + bank("United States", "USA", 70, 100, 1, indicator=index)).encode()
    dac = (DAC + DONORS).encode()
    assert read_rates([{"a": bank_file, "b": dac}]).deflators.method == "OECD DAC"
    assert read_rates([{"a": bank_file}, {"b": dac}]).deflators.method == "World Bank"
    with pytest.raises(BadInputError, match=r"^x/b:1: deflators also in a; keep one of the two"):
        read_rates([{"x/a": dac, "x/b": dac}])


OWN = "currency,year,units_per_usd\nJPY,2019,109\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "r:1: not understood; expected the columns currency, year"),
        ("Dear colleague,\nhere they are\n", "r:1: not understood"),
        (b"\x00\x01", "r:1: not text; save the table as CSV"),
        (OWN + "JPY,2020,1o8\n", "r:3: '1o8' is not a number"),
        (OWN + "JPY,2020,\n", "r:3: '' is not a rate; write units per US dollar"),
        (OWN + "JPY,2020,-5\n", "r:3: '-5' is not a rate"),
        (OWN + "YEN,2020,108\n", "r:3: 'YEN' is not a currency; write an ISO 4217 code"),
        (OWN + "JPY,FY20,108\n", "r:3: 'FY20' is not a year or a period"),
        (OWN + "JPY,2020-03/2019-04,108\n", "r:3: '2020-03/2019-04' is not a year"),
        (OWN + "JPY,2019,110\n", "r:3: another rate of JPY for this time, 109; keep one"),
        ("currency,units_per_usd\nJPY,109\n", "r:1: no column 'year' or 'period'; add one"),
        (EXPLORER + explorer("JPN", "PPP_B1GQ", 2019, 100), "r:1: no annual average exchange rate"),
        (OLD_OECD.replace("108.5", "abc"), "r:2: 'abc' is not a number"),
        (WORLD_BANK + bank("Kenya", "KEN", 1, indicator='"PPP","PA.NUS.PPP"'), "has PA.NUS.PPP"),
        (WORLD_BANK + bank("Kenya", "KEN", "many"), "r:6: 'many' is not a number"),
        ("Deflators,,\n,2018,2019\nJapan,98,99\n", "r:1: no base year"),
        (DAC + ",2018,2019\nAtlantis,98,100\n", "r:2: no row of a donor"),
    ],
)
def test_a_file_that_is_not_understood_gives_its_line_and_what_was_expected(content, says):
    with pytest.raises(BadInputError) as fault:
        rates(content, "r")
    assert says in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_zip_without_a_table():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(BadInputError, match=r"^r:1: contains no CSV; save the table as CSV"):
        rates(data.getvalue(), "r")


@pytest.mark.parametrize(
    ("country", "year", "now", "then"),
    [
        ("JPN", 1990, "JPY", "JPY"),
        ("EST", 2010, "", "EEK"),
        ("EST", 2011, "EUR", "EUR"),
        ("AGO", 1990, "", ""),
        ("MNE", 2001, "", ""),  # used marks until 2002; the World Bank states euros for 2001
        ("NAM", 2019, "NAD", "NAD"),
        ("XXX", 2019, "", ""),
    ],
)
def test_the_currency_of_a_country_in_a_year(country, year, now, then):
    assert (currency_now(country, year), currency_then(country, year)) == (now, then)
