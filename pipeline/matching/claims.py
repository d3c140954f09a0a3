"""The contributions that can be looked up, each with its amount as an interval and its parties."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.matching.names import Identity, identity_of_ids
from pipeline.matching.records import Row
from pipeline.storage.files import split_list
from pipeline.totals.figures import figure_of

RATE = "rate"  # an amount per day or person: no record states it


@dataclass(frozen=True, slots=True)
class Claim:
    """A contribution as it is compared with records."""

    row: Row  # of contributions.csv
    printed: str  # the amount's words
    low: Decimal  # the least and most that they allow
    high: Decimal | None
    stated: Decimal  # the number that they state
    provider: Identity
    recipients: Identity
    channels: Identity
    start: date | None
    end: date | None

    @property
    def row_id(self) -> str:
        return self.row["row_id"]

    @property
    def types(self) -> list[str]:
        """Its IATI transaction type, or those that its words leave possible."""
        candidates = split_list(self.row["transaction_type_candidates"])
        return [self.row["transaction_type"]] if self.row["transaction_type"] else candidates


def claims_of(contributions: Sequence[Row], money: Sequence[Row]) -> Iterator[Claim]:
    """The contributions with an amount and a provider that nobody rejected, in their order."""
    texts = {row["row_id"]: row for row in money}
    for row in contributions:
        if row["review_status"] != "rejected" and not why_not(row):
            yield _claim(row, texts)


def why_not(row: Row) -> str:
    """Why a contribution cannot be looked up; empty if it can."""
    if not (row["low"] or row["high"]):
        return "The row states no amount."
    if not row["provider"]:
        return "The row names no provider."
    if row["not_countable_reason"] == RATE:
        return "The amount is a rate, such as one per year."
    return ""


def _claim(row: Row, texts: Mapping[str, Row]) -> Claim:
    printed = texts.get(row["money_id"], {})
    figure = figure_of(row, printed)
    return Claim(
        row,
        printed.get("text", ""),
        figure.low,
        figure.high,
        Decimal(row["low"] or row["high"]),
        identity_of_ids(split_list(row["provider_id"]), split_list(row["provider"])),
        identity_of_ids(split_list(row["recipient_ids"]), split_list(row["recipients"])),
        identity_of_ids(split_list(row["channel_ids"]), split_list(row["channels"])),
        _day(row["period_start"]),
        _day(row["period_end"]),
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
