"""The DAC's rules: which countries may receive ODA, and the grant element of a loan.

The grant element is the part of a loan that is given: its face value less the present value of
what is paid back, in percent of the face value.  The formula is that of the DAC for equal
repayments of principal; the discount rates are those of the DAC's statistical directives.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from pipeline.entities.codes import known_entities, oda_eligible
from pipeline.vocab import read_vocab

REPAYMENTS_A_YEAR = 2  # what the DAC assumes where the terms do not say
FIRST_YEAR_BY_GROUP = 2018  # from this year's flows on the discount rate depends on the recipient
BEFORE = Decimal(10)  # percent, for all recipients
BY_GROUP = {"ldc": Decimal(9), "lic": Decimal(9), "lmic": Decimal(7), "umic": Decimal(6)}
GLOBAL = Decimal(5)  # percent, for loans to global institutions
# CRS channel codes of global institutions: United Nations, IMF, World Bank, WTO
GLOBAL_CHANNELS = ("41", "43", "44", "45")


def grant_element(
    rate: Decimal,
    maturity: Decimal,
    grace: Decimal,
    discount: Decimal,
    repayments: int = REPAYMENTS_A_YEAR,
) -> Decimal | None:
    """The grant element in percent, with one decimal, from 0 to 100.

    `rate` and `discount` are percent a year, `maturity` and `grace` years; `grace` ends with the
    first repayment, and without grace the first is due one interval after the loan.  Principal is
    repaid in equal parts, `repayments` times a year.  A rate above the discount rate gives 0.
    None where the grace period is longer than the maturity.
    """
    interval = 1 / repayments
    first, last = max(float(grace), interval), float(maturity)
    if first > last:
        return None
    by_period = (1 + float(discount) / 100) ** interval - 1
    start = first - interval  # from here on, principal is repaid
    present = (1 + by_period) ** (-repayments * start) - (1 + by_period) ** (-repayments * last)
    repaid = present / (by_period * repayments * (last - start))
    share = (1 - float(rate) / 100 / repayments / by_period) * (1 - repaid)
    return round(Decimal(max(100 * share, 0)), 1)


def income_group(iso3: str, year: int) -> str:
    """ldc, lic, lmic or umic, as the DAC list of a year groups a recipient; empty if not known."""
    return next(
        (group for first, last, group in _groups().get(iso3, ()) if first <= year <= last), ""
    )


@cache
def _groups() -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for row in read_vocab("oda_recipients"):
        term = (int(row["from_year"]), int(row["to_year"]), row["group"])
        found.setdefault(row["iso3"], []).append(term)
    return found


def discount_rate(countries: Sequence[str], channels: Sequence[str], year: int) -> Decimal | None:
    """The DAC's discount rate in percent for a loan of a year; None where it is not known.

    `countries` are the recipients' ISO 3166-1 alpha-3 codes, empty for one that is no country;
    `channels` entity ids of those that receive the loan where there is no other recipient.

    Up to 2017 it is 10 for every loan.  Since then a country has the rate of its income group,
    and a global institution to which a loan is made 5; several recipients have none in common
    unless their rates are equal.  The 6 of sub-regional institutions is left out: the vocabulary
    does not say which institutions are sub-regional.
    """
    if year < FIRST_YEAR_BY_GROUP:
        return BEFORE
    if countries:
        rates = {BY_GROUP.get(income_group(iso3, year)) for iso3 in countries}
    else:
        rates = {GLOBAL if _is_global(entity_id, year) else None for entity_id in channels}
    return rates.pop() if len(rates) == 1 else None


def _is_global(entity_id: str, year: int) -> bool:
    known = known_entities(year).get(entity_id)
    return known is not None and known.crs_channel_code.startswith(GLOBAL_CHANNELS)


def is_outside_list(iso3: str, year: int) -> bool:
    """Whether a country is not on the DAC list of ODA recipients in a year; no country never is."""
    country = _countries().get(iso3)
    return country is not None and oda_eligible(country, year) == "no"


@cache
def _countries() -> dict[str, dict[str, str]]:
    return {row["iso3"]: row for row in read_vocab("countries")}
