"""The currency of a country in a year, from CLDR's list of legal tender (Babel)."""

from collections.abc import Iterable
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_name, list_currencies

from pipeline.vocab import read_vocab

JOINT = ("EUR", "USD")  # which countries adopted in place of currencies of their own
EURO_AREA = ("EMU", "EA")  # World Bank; OECD, followed by the number of members: EA20
EU_NAMES = ("EU Institutions", "European Union", "European Commission")  # one DAC donor
EU = "EU"


def currency_now(iso3: str, year: int) -> str:
    """The currency that a country has today, ISO 4217; empty if it had another one in that year.

    Statistics restate earlier years in the present unit, so that their figures of such years are
    not rates of a currency that anybody used.
    """
    if iso3.startswith(EURO_AREA):
        return "EUR" if year >= 1999 else ""
    code, since = _present(iso3)
    return code if code and since <= year else ""


def currency_then(iso3: str, year: int) -> str:
    """The same; before the country adopted the euro or the US dollar, the last of its own.

    This is how the World Bank states PA.NUS.FCRF: in marks for Germany up to 1998, but in the
    present kwanza for all years of Angola.
    """
    if code := currency_now(iso3, year):
        return code
    if _present(iso3)[0] not in JOINT:
        return ""
    own = [
        (until, since, code)
        for code, since, until in _tender(iso3)
        if until is not None and is_home(iso3, code)  # not the marks of Kosovo
    ]
    _, since, code = max(own, default=((0, 0, 0), 0, ""))
    return code if since <= year else ""


@cache
def is_currency(code: str) -> bool:
    """Whether it is an ISO 4217 code, of today or of the past."""
    return code in list_currencies()


def currency_in_words(code: str) -> str:
    """The code with its name."""
    return f"{code} – {get_currency_name(code, locale='en')}"


def is_home(iso3: str, currency: str) -> bool:
    """Whether a currency is that of the country itself, as the Swiss franc of Switzerland."""
    if currency == "EUR":
        return iso3.startswith(EURO_AREA)
    return _alpha2(iso3) == currency[:2]


@cache
def _present(iso3: str) -> tuple[str, int]:
    """The present currency and its first year; empty if CLDR does not decide."""
    current = {code: since for code, since, until in _tender(iso3) if until is None}
    home = [code for code in current if is_home(iso3, code)]
    others = [code for code in current if code != "USD"]
    for codes in (home, others, [*current]):
        if len(codes) == 1:
            return codes[0], current[codes[0]]
    return "", 0


def _tender(iso3: str) -> Iterable[tuple[str, int, tuple[int, int, int] | None]]:
    """Each legal tender of a country: code, first year, last day."""
    entries = get_global("territory_currencies").get(_alpha2(iso3), [])
    for code, since, until, is_tender in entries:
        if is_tender:
            yield code, since[0] if since else 0, until


def _alpha2(iso3: str) -> str:
    found: list[str] = get_global("territory_aliases").get(iso3, [""])
    return found[0]


@cache
def country_codes() -> dict[str, str]:
    """Names of countries in lower case -> ISO 3166-1 alpha-3; `EU` for the EU institutions."""
    codes = {name.casefold(): EU for name in EU_NAMES}
    for row in read_vocab("countries"):
        for name in (row["name"], *row["aliases"].split("|")):
            codes.setdefault(name.casefold(), row["iso3"])
    return codes


@cache
def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-3 -> the country's name."""
    names = {row["iso3"]: row["name"] for row in read_vocab("countries") if row["iso3"]}
    return {**names, EU: EU_NAMES[0]}
