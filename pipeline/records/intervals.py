"""The interval that a printed amount stands for.

"approximately" or a scale word ("$8.2 million") shows that an amount was rounded: it may lie half
a unit of its last printed digit to either side.  An amount printed in full ("¥1,234,567") is exact.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.records.numbers import Amount

SCALE = re.compile(r"(?:thousand|million|billion|trillion|mn|bn|m|k|lakh|crore)\b", re.IGNORECASE)
MOST_APART = 50  # a rounded number is at most this part of it away
DIGITS = re.compile(r"\d[\d,.\s]*")


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the most that a printed amount may stand for, in currency units."""

    low: Decimal
    high: Decimal


def interval_of(amount: Amount) -> Interval | None:
    """The values that the printed digits and the qualifier allow; None for an open bound."""
    if amount.low is None or amount.high is None:
        return None
    rounded = amount.qualifier == "approximately" or SCALE.search(amount.text)
    half = half_unit(amount) if rounded else Decimal(0)
    return Interval(amount.low - half, amount.high + half)


def half_unit(amount: Amount) -> Decimal:
    """Half a unit in the last printed digit: 50,000 for "$8.2 million", 500,000 for "$8 million".

    Zeros at the end of a whole number without a scale word ("about 25,000") may be rounding too:
    the unit is that of the last digit that is not zero.
    """
    value = amount.low or amount.high or Decimal(0)
    printed = DIGITS.search(amount.text)
    digits = printed.group().strip(" ,.").replace(",", "").replace(" ", "") if printed else ""
    if not digits or not value:
        return Decimal(0)
    places = len(digits.split(".")[1]) if digits.count(".") == 1 else 0
    bare = digits.replace(".", "")
    if not places and not SCALE.search(amount.text):
        trailing = len(bare) - len(bare.rstrip("0"))
        return Decimal(10) ** trailing / 2 if trailing else Decimal(0)
    number = Decimal(int(bare)).scaleb(-places)
    if not number:
        return Decimal(0)
    return value / number * Decimal(10) ** -places / 2


def value_of(amount: Amount) -> Decimal:
    """The one number that stands for an amount: its upper end, else its lower, else 0."""
    return amount.high if amount.high is not None else amount.low or Decimal(0)


def is_restated(one: Amount, other: Amount, *, cut_off: bool = False) -> bool:
    """Whether two amounts are one number in one currency, perhaps rounded.

    `cut_off` allows digits that were left away, as in headings: $734 million for $734.7 million.
    """
    apart = abs(value_of(one) - value_of(other))
    half = max(half_unit(one), half_unit(other))
    is_near = apart < 2 * half if cut_off else apart <= half
    near = apart == 0 or (is_near and apart <= value_of(other) / MOST_APART)
    return one.currency == other.currency and near
