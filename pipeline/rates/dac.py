"""Tables of the OECD DAC, saved as CSV: a title, then a row for each donor, a column for each year.

"Deflators for Resource Flows from DAC Donors (2021 = 100)" and "Annual Exchange Rates for DAC
Donor Countries".
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.rates.countries import country_codes, currency_now, is_home
from pipeline.rates.records import Deflators, Quote, RateFile, usable
from pipeline.rates.sheets import Sheet, years_in

RANK = 1
HEAD = 12  # lines in which the header is looked for
LEAST_YEARS = 2
BASE = re.compile(r"\b(\d{4})\s*=\s*100\b")
TITLE = re.compile(r"deflator|exchange\s+rate", re.IGNORECASE)
NOTE = re.compile(r"\s*(\(.*\)|\[.*\]|\*+)$")  # "Germany (1)"


def is_dac(sheet: Sheet) -> bool:
    """Whether a title about deflators or exchange rates is followed by a line of years."""
    at = _header(sheet)
    return at is not None and bool(TITLE.search(_title(sheet, at)))


def read_dac(sheet: Sheet) -> RateFile:
    """Deflators or rates.  Raises BadInputError without donors or base year, or a bad line."""
    at = _header(sheet) or 0
    title = _title(sheet, at)
    found = dict(_values(sheet, at))
    if not found:
        raise sheet.fault(sheet.lines[at][0], "no row of a donor; expected one for each DAC donor")
    if "deflator" not in title.casefold():
        return RateFile(RANK, _rates(found, sheet.file))
    base = _base(title, found)
    if base is None:
        raise sheet.fault(sheet.lines[0][0], "no base year; expected a title with '(2021 = 100)'")
    return RateFile(RANK, deflators=Deflators("OECD DAC", found, base, sheet.file))


def _header(sheet: Sheet) -> int | None:
    counts = [len(years_in(cells)) for _, cells in sheet.lines[:HEAD]]
    return next((at for at, count in enumerate(counts) if count >= LEAST_YEARS), None)


def _title(sheet: Sheet, at: int) -> str:
    return " ".join(cell for _, cells in sheet.lines[: at + 1] for cell in cells)


def _values(sheet: Sheet, at: int) -> Iterator[tuple[tuple[str, int], Decimal]]:
    """Each value with its donor and year; rows that name no donor are notes or groups."""
    years = years_in(sheet.lines[at][1])
    for line, cells in sheet.lines[at + 1 :]:
        name = next((cell for cell in cells[: min(years)] if cell), "")
        donor = country_codes().get(NOTE.sub("", name).casefold())
        if not donor:
            continue
        for column, year in years.items():
            value = usable(sheet.number(line, cells[column])) if column < len(cells) else None
            if value is not None:
                yield (donor, year), value


def _base(title: str, found: dict[tuple[str, int], Decimal]) -> int | None:
    """The year that the title names, or the only one in which every donor's index is 100."""
    if match := BASE.search(title):
        return int(match[1])
    years = {year for _, year in found}
    same = years - {year for (_, year), value in found.items() if value != 100}
    return same.pop() if len(same) == 1 else None


def _rates(found: dict[tuple[str, int], Decimal], file: str) -> dict[tuple[str, int], Quote]:
    rates: dict[tuple[str, int], Quote] = {}
    by_home = sorted(found, key=lambda key: not is_home(key[0], currency_now(*key)))
    for donor, year in by_home:
        if (currency := currency_now(donor, year)) not in ("", "USD"):
            rates.setdefault((currency, year), Quote(found[donor, year], file, "OECD DAC"))
    return rates
