"""What an activity needs and the sentence states only in part: its day, value and recipient.

IATI wants one value, one day, and a country or region.  Where the report gives a range, no date, or
several recipients without their shares, these are derived, and `why` says from what.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.storage.edition import Edition
from pipeline.storage.files import split_list

Row = Mapping[str, str]

COUNTRY, REGION = "recipient-country", "recipient-region"
UNSPECIFIED = "998"  # OECD DAC: developing countries, unspecified


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an element; `why` is what it was derived from, empty where it is stated."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A country by ISO 3166-1 alpha-2, or a region by its OECD DAC code."""

    element: str
    code: str
    names: str = ""  # of recipients that the code does not name
    why: str = ""


def value_of(row: Row) -> Value:
    """The amount: as stated, the middle of a range, or the one bound that the words give."""
    low, high, qualifier = row["low"], row["high"], row["qualifier"].replace("_", " ")
    why = f"the text says '{qualifier}'" if qualifier not in ("", "exact") else ""
    if not low or not high:
        return Value(low or high, why or "the text states only one bound")
    if low == high:
        return Value(low, why)
    middle = (Decimal(low) + Decimal(high)) / 2
    return Value(f"{middle:f}", f"the middle of the range from {low} to {high}")


def day_of(row: Row, edition: Edition) -> Value:
    """The last day of the period, or of the edition's year where the text leaves it open."""
    end, words = row["period_end"], row["period_text"]
    if not end:
        stated = f"the period '{words}' has no end" if words else "the text states no date"
        return Value(str(last_day(edition)), f"last day of the edition's year: {stated}")
    return Value(end, "" if end == row["period_start"] else f"last day of the period '{words}'")


def start_of(row: Row, edition: Edition) -> Value:
    """The first day of the period, or of the edition's year: an activity needs a date."""
    if row["period_start"]:
        return Value(row["period_start"])
    if row["period_end"]:
        return Value(row["period_end"], "last day of the period, whose first is not stated")
    first = date(edition.year, edition.fiscal_year_start, 1)
    return Value(str(first), "first day of the edition's year: the text states no date")


def last_day(edition: Edition) -> date:
    """The last day of the fiscal year that an edition is named after."""
    month = edition.fiscal_year_start - 1
    year, month = (edition.year + 1, month) if month else (edition.year, 12)
    return date(year, month, calendar.monthrange(year, month)[1])


def recipient_of(row: Row, entities: Mapping[str, Row], alpha2: Mapping[str, str]) -> Recipient:
    """One country or region; several without their shares, or none, are unspecified.

    IATI requires the percentage of each of several countries, which a sentence does not state.
    """
    names, ids = split_list(row["recipients"]), split_list(row["recipient_ids"])
    if len(names) != 1:
        several = f"the shares of {len(names)} recipients are not stated"
        why = several if names else "the text names no recipient"
        return Recipient(REGION, UNSPECIFIED, ", ".join(names), why)
    if code := alpha2.get(row["recipient_iso3"]):
        return Recipient(COUNTRY, code)
    entity = entities.get(ids[0] if len(ids) == 1 else "", {})
    if entity.get("kind") == "region" and entity["dac_code"]:
        return Recipient(REGION, entity["dac_code"])
    return Recipient(REGION, UNSPECIFIED, names[0], "the recipient has no code of its own")
