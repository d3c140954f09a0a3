"""Indicators as the World Bank's data site and its DataBank save them as CSV.

One row for each country and indicator, a column for each year, below a head of up to four lines.
"""

from decimal import Decimal

from pipeline.rates.countries import currency_then, is_home
from pipeline.rates.records import Deflators, Quote, RateFile, usable
from pipeline.rates.sheets import Sheet, years_in

RANK = 2
RATE = "PA.NUS.FCRF"  # official exchange rate, units per US dollar, mean of the year
INDEXES = ("NY.GDP.DEFL.ZS", "NY.GDP.DEFL.ZS.AD")  # GDP deflators, the second linked
CODES = ("Indicator Code", "Series Code")  # of the data site, of DataBank
HEAD = 6  # lines in which the header is looked for
# the lists of countries and of indicators that lie beside the data in the zip
BESIDE = ({"Country Code", "SpecialNotes"}, {"INDICATOR_CODE", "SOURCE_NOTE"})


def is_beside(sheet: Sheet) -> bool:
    """Whether it is a list of countries or indicators that the World Bank adds to its data."""
    return bool(sheet.lines) and any(names <= set(sheet.lines[0][1]) for names in BESIDE)


def is_world_bank(sheet: Sheet) -> bool:
    """Whether one of the first lines names the columns of the World Bank."""
    return _header(sheet) is not None


def read_world_bank(sheet: Sheet) -> RateFile:
    """Rates and the deflator of the United States.

    Raises BadInputError if the file has another indicator or a line is not valid.
    """
    at = _header(sheet) or 0
    header = sheet.lines[at][1]
    country = header.index("Country Code")
    indicator = next(header.index(name) for name in CODES if name in header)
    rows = [(n, cells) for n, cells in sheet.lines[at + 1 :] if len(cells) > indicator]
    codes = {cells[indicator] for _, cells in rows}
    index = next((code for code in INDEXES if code in codes), "")
    if RATE not in codes and not index:
        other = next(iter(sorted(codes)), "no indicator")
        raise sheet.fault(sheet.lines[at][0], f"has {other}; expected {RATE} or {INDEXES[0]}")
    years = years_in(header)
    prices: dict[int, Decimal] = {}
    best: dict[tuple[str, int], tuple[bool, Quote]] = {}
    for line, cells in rows:
        values = {
            year: usable(sheet.number(line, cells[column]))
            for column, year in years.items()
            if column < len(cells) and cells[indicator] in (RATE, index)
        }
        known = {year: value for year, value in values.items() if value is not None}
        if cells[indicator] == RATE:
            _add_rates(best, cells[country], known, sheet.file)
        elif cells[indicator] == index and cells[country] == "USA":
            prices = known
    rates = {key: quote for key, (_, quote) in best.items()}
    return RateFile(RANK, rates, deflators=_deflators(prices, sheet.file) if prices else None)


def _header(sheet: Sheet) -> int | None:
    for at, (_, cells) in enumerate(sheet.lines[:HEAD]):
        if "Country Code" in cells and any(name in cells for name in CODES):
            return at
    return None


def _add_rates(
    best: dict[tuple[str, int], tuple[bool, Quote]],
    country: str,
    values: dict[int, Decimal],
    file: str,
) -> None:
    """Add a country's rates; those of a currency's own country replace those of others."""
    for year, value in values.items():
        currency = currency_then(country, year)
        away = not is_home(country, currency)
        if currency in ("", "USD"):
            continue
        if (currency, year) not in best or away < best[currency, year][0]:
            best[currency, year] = (away, Quote(value, file, f"World Bank {RATE}"))


def _deflators(prices: dict[int, Decimal], file: str) -> Deflators:
    base = [year for year, value in prices.items() if value == 100]
    index = {("USA", year): value for year, value in prices.items()}
    return Deflators("World Bank", index, base[0] if len(base) == 1 else None, file)
