"""Numbers in words for reading: short amounts, intervals, shares, lists."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))  # powers of ten
DIGITS = 3  # of a short number


def short(value: Decimal, rounding: str = ROUND_HALF_UP) -> str:
    """A number in about three digits: `24.7 million`, `8,200`."""
    for power, word in SCALES:
        if abs(value) >= Decimal(10) ** power:
            return f"{_rounded(value.scaleb(-power), rounding)} {word}"
    return _rounded(value, rounding)


def _rounded(number: Decimal, rounding: str) -> str:
    integer_digits = len(str(int(abs(number))))
    places = Decimal(1).scaleb(min(integer_digits - DIGITS, 0))
    digits = f"{number.quantize(places, rounding):,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def between(low: Decimal, high: Decimal | None) -> str:
    """An interval, rounded outwards: `16.5–17.5 million`, `at least 4 million`."""
    if high is None:
        return f"at least {short(low, ROUND_FLOOR)}"
    if low == high:
        return short(low)
    if not low:
        return f"up to {short(high, ROUND_CEILING)}"
    least, most = short(low, ROUND_FLOOR), short(high, ROUND_CEILING)
    number, _, word = least.partition(" ")
    return f"{number}–{most}" if word == most.partition(" ")[2] else f"{least} to {most}"


def amount_in_words(currency: str, low: Decimal, high: Decimal | None) -> str:
    """The same with its currency: `USD 16.5–17.5 million`, `at least USD 4 million`."""
    if high is None:
        return f"at least {currency} {short(low, ROUND_FLOOR)}"
    if high and not low:
        return f"up to {currency} {short(high, ROUND_CEILING)}"
    return f"{currency} {between(low, high)}"


def share(part: Decimal, whole: Decimal) -> str:
    """A share in percent, never rounded to 0% or 100%: `66%`, `under 1%`, `over 99%`."""
    percent = part * 100 / whole
    if 0 < percent < 1:
        return "under 1%"
    if 99 < percent < 100:
        return "over 99%"
    return f"{percent.quantize(Decimal(1))}%"


def count_of(number: int, one: str, many: str = "") -> str:
    """`1 contribution`, `35 contributions`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def first_of(words: Sequence[str], number: int) -> str:
    """The first few, and how many more there are."""
    if len(words) <= number + 1:
        return listed(words)
    return f"{', '.join(words[:number])} and {len(words) - number} more"
