"""What a second source states, and what a contribution says to be compared with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Party:
    """A country, region or organisation as a source writes it."""

    name: str
    code: str = ""
    scheme: str = ""  # of the code: iso2, iso3, dac, channel, iati
    share: str = ""  # percentage of the activity, where the source states it

    @property
    def shown(self) -> str:
        """Its name, or else its code, with its share."""
        return (
            f"{self.name or self.code} ({self.share} %)" if self.share else self.name or self.code
        )


@dataclass(frozen=True, slots=True)
class Money:
    value: Decimal  # units of the currency
    currency: str  # ISO 4217
    is_converted: bool = False  # by the source, at its own rate


@dataclass(frozen=True, slots=True)
class Record:
    """One commitment, disbursement or pledge of a second source."""

    record_id: str
    providers: tuple[Party, ...]
    recipients: tuple[Party, ...]
    channels: tuple[Party, ...]
    transaction_type: str  # IATI: 2, 3, 12
    amounts: tuple[Money, ...]  # the original first, then the source's own conversions
    start: date | None  # the first and last day that its date may mean
    end: date | None
    title: str
    purposes: tuple[str, ...]  # CRS purpose codes

    @property
    def content(self) -> tuple[str, ...]:
        """What identifies it: the same words in any order of the file."""
        parties = (";".join(p.shown for p in ps) for ps in self._parties)
        amounts = (f"{m.value.normalize():f} {m.currency}" for m in self.amounts)
        days = (str(self.start or ""), str(self.end or ""))
        return (self.record_id, *parties, self.transaction_type, ";".join(amounts), *days)

    @property
    def _parties(self) -> tuple[tuple[Party, ...], ...]:
        return self.providers, self.recipients, self.channels
