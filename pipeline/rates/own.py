"""Rates that people write themselves: currency, year or period, units_per_usd, source."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from pipeline.rates.countries import is_currency
from pipeline.rates.records import Quote, RateFile, plain, usable
from pipeline.rates.sheets import YEAR, Sheet

RANK = 0
REQUIRED = ("currency", "units_per_usd")
DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def is_own(sheet: Sheet) -> bool:
    """Whether the first line names the columns of such a file."""
    return bool(sheet.lines) and set(REQUIRED) <= {cell.casefold() for cell in sheet.lines[0][1]}


def read_own(sheet: Sheet) -> RateFile:
    """The rates of such a file.  Raises BadInputError for a line that is not valid."""
    (number, header), *lines = sheet.lines
    names = [cell.casefold() for cell in header]
    if not {"year", "period"} & set(names):
        raise sheet.fault(number, "no column 'year' or 'period'; add one")
    yearly: dict[tuple[str, int], Quote] = {}
    stated: dict[tuple[str, str, str], Quote] = {}
    for line, cells in lines:
        row = dict(zip(names, [*cells, *[""] * len(names)], strict=False))
        quote = Quote(_rate(sheet, line, row["units_per_usd"]), sheet.file, row.get("source", ""))
        currency = _currency(sheet, line, row["currency"])
        when = _when(sheet, line, row.get("year") or row.get("period", ""))
        if isinstance(when, int):
            known = yearly.setdefault((currency, when), quote)
        else:
            known = stated.setdefault((currency, *when), quote)
        if known.per_usd != quote.per_usd:
            raise sheet.fault(
                line, f"another rate of {currency} for this time, {plain(known.per_usd)}; keep one"
            )
    return RateFile(RANK, yearly, stated)


def _currency(sheet: Sheet, line: int, cell: str) -> str:
    if not is_currency(cell):
        raise sheet.fault(line, f"'{cell[:40]}' is not a currency; write an ISO 4217 code")
    return cell


def _rate(sheet: Sheet, line: int, cell: str) -> Decimal:
    rate = usable(sheet.number(line, cell))
    if rate is None:
        raise sheet.fault(line, f"'{cell[:40]}' is not a rate; write units per US dollar")
    return rate


def _when(sheet: Sheet, line: int, cell: str) -> int | tuple[str, str]:
    """A year, or the first and the last day of a period such as 2019-04/2020-03."""
    if YEAR.fullmatch(cell):
        return int(cell)
    first, _, last = cell.partition("/")
    days = _day(first, end=False), _day(last, end=True)
    if not all(days) or days[0] > days[1]:
        raise sheet.fault(
            line, f"'{cell[:40]}' is not a year or a period; write 2019 or 2019-04/2020-03"
        )
    return days


def _day(text: str, *, end: bool) -> str:
    """A day as ISO 8601, also of a month: its first or its last; empty if it is none."""
    match = DAY.fullmatch(text)
    try:
        year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        day = day or (monthrange(year, month)[1] if end else 1)
        return date(year, month, day).isoformat()
    except ValueError:  # IllegalMonthError is one
        return ""
