"""An amount in US dollars of its year, and in US dollars of a base year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from itertools import zip_longest

from pipeline.rates.countries import country_codes, country_names, currency_in_words
from pipeline.rates.records import PLACES, Deflators, Rates, plain
from pipeline.rates.years import years_in_words, years_of
from pipeline.schema import USD
from pipeline.storage.files import split_list

CENT, HUNDRED = Decimal("0.01"), Decimal(100)
DIGITS = 60  # of an intermediate result: more than any amount has
Row = Mapping[str, str]
EMPTY: Mapping[str, str] = {column.name: "" for column in USD}
PRICES = "USA"  # whose deflator applies to everybody if there is none of the DAC


class ConversionError(Exception):
    """Why an amount has no value in US dollars; its text is shown in `usd_basis`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a conversion needs beyond its row."""

    rates: Rates
    year: int  # the edition's
    base: int | None = None  # the year whose prices are wanted; None: the deflators' own
    countries: Mapping[str, str] = field(default_factory=dict)  # entity_id -> ISO 3166-1 alpha-3


def usd_cells(row: Row, facts: Facts) -> dict[str, str]:
    """The derived cells of a contribution, each a text; what cannot be computed is empty.

    US dollars are the amount divided by the rate, the mean of the rates of its years.  Constant
    US dollars are these divided by the deflator, in hundredths.
    """
    if not (row["low"] or row["high"]):
        return dict(EMPTY)
    years = years_of(row["period_start"], row["period_end"], facts.year)
    try:
        rate, words = _rate(row, years, facts)
    except ConversionError as reason:
        return {**EMPTY, "usd_basis": str(reason)}
    cells = {"usd_rate": plain(rate), **_ends(row, "usd", rate)}
    try:
        deflator, more = _deflator(row, years, facts)
    except ConversionError as reason:
        return {**EMPTY, **cells, "usd_basis": f"{words}; not in constant USD: {reason}"}
    constant = _ends(row, "constant_usd", rate, deflator)
    basis = f"{words}; {more}"
    return {**EMPTY, **cells, **constant, "usd_deflator": plain(deflator), "usd_basis": basis}


def to_usd(row: Row, *, constant: bool = False) -> dict[str, str] | None:
    """A row of contributions with its amount in US dollars; None if it has not been converted.

    With `constant`, in US dollars of the base year.
    """
    name = "constant_usd" if constant else "usd"
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return {**row, "low": low, "high": high, "currency": "USD"} if low or high else None


def _ends(row: Row, name: str, rate: Decimal, deflator: Decimal = HUNDRED) -> dict[str, str]:
    """Both ends of the amount, converted and rounded to the cent; an open end stays open."""
    with localcontext(prec=DIGITS):
        return {
            f"{name}_{end}": plain((Decimal(row[end]) * 100 / (rate * deflator)).quantize(CENT))
            for end in ("low", "high")
            if row[end]
        }


def _rate(row: Row, years: Sequence[int], facts: Facts) -> tuple[Decimal, str]:
    """Units of the row's currency per US dollar, and these in words."""
    currency, rates = row["currency"], facts.rates
    if not currency:
        raise ConversionError("no currency is known")
    when = years_in_words(years)
    if not (row["period_start"] or row["period_end"]):
        when = f"{when}, the edition's year"
    if currency == "USD":
        return Decimal(1), f"in USD, {when}"
    period = (currency, row["period_start"], row["period_end"])
    if quote := rates.stated.get(period):
        words = f"{plain(quote.per_usd)} {currency} per USD from {period[1]} to {period[2]}"
        return quote.per_usd, f"{words}, {_origin(quote.file, quote.source)}"
    missing = [year for year in years if (currency, year) not in rates.yearly]
    if missing:
        raise ConversionError(f"no rate of {currency_in_words(currency)} for {_listed(missing)}")
    quotes = [rates.yearly[currency, year] for year in years]
    rate = _mean([quote.per_usd for quote in quotes])
    link = "in" if len(years) == 1 else "as the mean of"
    origins = dict.fromkeys(_origin(quote.file, quote.source) for quote in quotes)
    return rate, f"{plain(rate)} {currency} per USD {link} {when}, {', '.join(origins)}"


def _deflator(row: Row, years: Sequence[int], facts: Facts) -> tuple[Decimal, str]:
    """The index of the row's years, 100 in the base year, and this in words."""
    deflators = facts.rates.deflators
    if deflators is None:
        raise ConversionError("no file of deflators")
    base = facts.base or deflators.base
    if base is None:
        raise ConversionError(f"{deflators.file} has no base year; set constant_base_year")
    donor = PRICES if deflators.method == "World Bank" else _donor(row, facts)
    index = _mean([_index(deflators, donor, year) for year in years])
    if base != deflators.base:
        with localcontext(prec=DIGITS):
            index = (index / _index(deflators, donor, base) * 100).quantize(PLACES)
    whose = f"{deflators.method} deflator of {country_names()[donor]}"
    words = f"{plain(index)} in {years_in_words(years)}, {deflators.file}"
    return index, f"constant USD of {base}: {whose}, {words}"


def _index(deflators: Deflators, donor: str, year: int) -> Decimal:
    try:
        return deflators.index[donor, year]
    except KeyError:
        name = country_names().get(donor, donor)
        raise ConversionError(f"no deflator of {name} for {year}") from None


def _donor(row: Row, facts: Facts) -> str:
    """The DAC donor whose money it is: ISO 3166-1 alpha-3, or EU."""
    names, ids = split_list(row["provider"]), split_list(row["provider_id"])
    known = country_codes()
    codes = {
        facts.countries.get(entity_id, "") or known.get(name.casefold(), "")
        for name, entity_id in zip_longest(names, ids, fillvalue="")
    }
    if len(codes) > 1:
        raise ConversionError("several providers")
    code = codes.pop() if codes else ""
    if not code:
        raise ConversionError(f"no deflator of {names[0]}" if names else "no provider is named")
    return code


def _mean(values: Sequence[Decimal]) -> Decimal:
    with localcontext(prec=DIGITS):
        return (sum(values, Decimal(0)) / len(values)).quantize(PLACES)


def _listed(years: Sequence[int]) -> str:
    return ", ".join(map(str, years)) if len(years) <= 3 else years_in_words(years)


def _origin(file: str, source: str) -> str:
    return f"{file} ({source})" if source else file
