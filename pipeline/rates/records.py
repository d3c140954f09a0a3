"""Exchange rates and deflators as records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

PLACES = Decimal("0.000000001")  # as many as Parquet keeps
LEAST, MOST = Decimal("0.0001"), Decimal(10) ** 15  # units per US dollar, of any currency in use


@dataclass(frozen=True, slots=True)
class Quote:
    """A rate and where it stands."""

    per_usd: Decimal  # units of the currency for one US dollar
    file: str
    source: str  # who publishes it, in the words of the file; empty if it does not say


@dataclass(frozen=True, slots=True)
class Deflators:
    """A table of price indexes."""

    method: str  # OECD DAC, World Bank
    index: Mapping[tuple[str, int], Decimal]  # ISO 3166-1 alpha-3 or EU, year -> index
    base: int | None  # the year with index 100; None where the file has none
    file: str


@dataclass(frozen=True, slots=True)
class RateFile:
    """What one file, or one table in a zip, states."""

    rank: int = 0  # of its kind: if several files have the same rate, the lowest is used
    yearly: Mapping[tuple[str, int], Quote] = field(default_factory=dict)  # ISO 4217, year
    stated: Mapping[tuple[str, str, str], Quote] = field(default_factory=dict)  # first, last day
    deflators: Deflators | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """All that an edition's rate files state."""

    yearly: Mapping[tuple[str, int], Quote]
    stated: Mapping[tuple[str, str, str], Quote]
    deflators: Deflators | None


def usable(value: Decimal | None) -> Decimal | None:
    """A rate or an index rounded to the places that are kept; None if it is not a usable one.

    Downloads write 0 where they have no value.
    """
    return None if value is None or not LEAST <= value <= MOST else value.quantize(PLACES)


def plain(value: Decimal) -> str:
    """The number in digits, without an exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
