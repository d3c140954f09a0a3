"""Finds sums of money in plain text: exact bounds, currency, qualifier, rate.  No model."""

import re
from collections.abc import Mapping
from decimal import Decimal

from pipeline.edition import DEFAULT_SYMBOLS
from pipeline.model import Amount
from pipeline.numerals import DIGITS, SCALES, parse_digits

_CODES = {
    "US$": "USD", "U.S.$": "USD", "US $": "USD", "USD": "USD", "A$": "AUD", "C$": "CAD",
    "JPY": "JPY", "EUR": "EUR", "GBP": "GBP", "CHF": "CHF", "NOK": "NOK",
}  # fmt: skip
_WORDS = {"yen": "JPY", "euros": "EUR", "dollars": "$", "us dollars": "USD"}
_QUALIFIERS = {
    "approximately": "approximately", "about": "approximately", "around": "approximately",
    "over": "over", "more than": "over", "at least": "at_least", "up to": "up_to",
    "under": "under", "less than": "under",
}  # fmt: skip
_SCALE = r"(?:thousand|million|billion|trillion|mn|bn|m)"
_AMOUNT = re.compile(
    rf"""(?:\b(?P<qualifier>{"|".join(_QUALIFIERS)})\s)?
    (?:(?P<before>{"|".join(map(re.escape, _CODES))}|[$€£¥])\s?(?P<n1>{DIGITS})
      (?:[\s-]?(?P<s1>{_SCALE})\b)?
    |\b(?P<n2>{DIGITS})(?:[\s-]?(?P<s2>{_SCALE}))?[\s-](?P<after>us\sdollars|dollars|yen|euros)\b)
    (?:\s(?:a|per)\s(?P<per>day|year|person|tonne)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)


def find_amounts(text: str, symbols: Mapping[str, str] | None = None) -> list[Amount]:
    """Every sum of money in the text, in reading order, never overlapping; never raises."""
    shared = {**DEFAULT_SYMBOLS, **(symbols or {})}
    return [_amount(match, shared) for match in _AMOUNT.finditer(text)]


def _amount(match: re.Match[str], shared: Mapping[str, str]) -> Amount:
    value = parse_digits(match["n1"] or match["n2"]) or Decimal(0)
    scale = (match["s1"] or match["s2"] or "").lower()
    value = value * SCALES.get(scale, Decimal(1))
    marker = match["before"] or match["after"]
    code = _CODES.get(marker) or _WORDS.get(marker.lower(), marker)
    basis = "explicit"
    if len(code) == 1:
        code, basis = shared[code], "explicit" if code == "€" else "edition_rule"
    qualifier = _QUALIFIERS[match["qualifier"].lower()] if match["qualifier"] else "exact"
    return Amount(
        *match.span(),
        match.group(),
        None if qualifier in ("under", "up_to") else value,
        None if qualifier in ("over", "at_least") else value,
        code,
        currency_basis=basis,
        qualifier=qualifier,
        per=match["per"] or "",
    )
