"""Exchange rates as the OECD's Data Explorer and the older stats.oecd.org save them as CSV.

One line for each country, series and time; only annual averages per US dollar are read.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.rates.countries import currency_now, is_currency, is_home
from pipeline.rates.records import Quote, RateFile, usable
from pipeline.rates.sheets import YEAR, Sheet

RANK = 1
# the same column in the Data Explorer's SDMX-CSV and in the older files
AREA, TIME, VALUE = ("REF_AREA", "LOCATION"), ("TIME_PERIOD", "TIME"), ("OBS_VALUE", "Value")
FREQUENCY, CURRENCY = ("FREQ", "FREQUENCY"), ("CURRENCY", "Unit Code")
POWER, TITLE = ("UNIT_MULT", "PowerCode Code"), ("STRUCTURE_NAME",)
SERIES = ("TRANSACTION", "TRANSACT", "INDICATOR", "MEASURE")
AVERAGES = ("EXC_A", "EXC", "EXCH", "CC")  # not EXC_E and EXCE, the end of a period, nor PPP_…
LABELLED = re.compile(r"^([A-Za-z0-9_]+): ")  # "REF_AREA: Reference area"
Row = Mapping[str, str]


def is_oecd(sheet: Sheet) -> bool:
    """Whether the first line names an area, a time and a value as the OECD does."""
    names = _codes(sheet.lines[0][1]) if sheet.lines else []
    return all(any(name in names for name in column) for column in (AREA, TIME, VALUE))


def read_oecd(sheet: Sheet) -> RateFile:
    """The annual average rates.  Raises BadInputError if there is none or a line is not valid."""
    (number, header), *lines = sheet.lines
    names = _codes(header)
    best: dict[tuple[str, int], tuple[bool, Quote]] = {}
    for line, cells in lines:
        row = dict(zip(names, _codes(cells), strict=False))
        if not _is_annual_average(row):
            continue
        rate = usable(sheet.number(line, _cell(row, VALUE)))
        year = int(_cell(row, TIME))
        currency = _currency(row, year)
        if rate is None or currency in ("", "USD"):
            continue
        power = _cell(row, POWER)
        if power not in ("", "0"):
            raise sheet.fault(line, f"the rate is in units of 10^{power}; download it in units")
        quote = Quote(rate, sheet.file, _cell(row, TITLE) or "OECD")
        away = not is_home(_cell(row, AREA), currency)
        if (currency, year) not in best or away < best[currency, year][0]:
            best[currency, year] = (away, quote)
    if not best:
        raise sheet.fault(
            number, "no annual average exchange rate; expected EXC_A or EXCH with frequency A"
        )
    return RateFile(RANK, {key: quote for key, (_, quote) in best.items()})


def _codes(cells: Sequence[str]) -> list[str]:
    """The cells, those of a file with codes and labels ("AUS: Australia") without their labels."""
    return [match[1] if (match := LABELLED.match(cell)) else cell for cell in cells]


def _cell(row: Row, columns: Sequence[str]) -> str:
    return next((row[name] for name in columns if row.get(name)), "")


def _is_annual_average(row: Row) -> bool:
    is_average = any(row.get(name) in AVERAGES for name in SERIES)
    is_annual = _cell(row, FREQUENCY) in ("", "A") and bool(YEAR.fullmatch(_cell(row, TIME)))
    return is_average and is_annual


def _currency(row: Row, year: int) -> str:
    """The currency that the file names, or that of the country if it names none.

    The OECD names the euro also for years before it, in which it restates the old currency.
    """
    stated, now = _cell(row, CURRENCY), currency_now(_cell(row, AREA), year)
    return stated if is_currency(stated) and stated != "EUR" else now
