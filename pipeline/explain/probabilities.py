"""The reader's probabilities in words: percentages, their fields, the doubtful ones.

The review page, the report, the review workbook and `explain` show the same words.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.contributions.confidence import SURE
from pipeline.storage.files import split_list

READ = ("probability", "field_probabilities")  # set by the reader: nobody changes them
FIELD_TITLE = "the reader's probability for this field"
ROW_TITLE = "the reader's probability that the whole row is right"
FOUND_TITLE = "the reader's probability that it is a contribution at all"
FIELDS = {  # a field of the reader -> its name for people, and the columns that may contain it
    "found": ("that it is a contribution", ()),
    "provider": ("provider", ("provider",)),
    "recipients": ("recipients", ("recipients",)),
    "channels": ("channels", ("channels",)),
    "type": ("transaction type", ("transaction_type", "transaction_type_candidates")),
    "period": ("period", ("period_text", "period_start")),
}
DOUBTFUL = "_doubtful"  # ending of the reason that names a field
LEAST = Decimal(str(SURE))  # lowest probability of a field that is not doubtful


@dataclass(frozen=True, slots=True)
class Likely:
    """The probability that one field is right."""

    percent: str
    is_doubtful: bool


def percent(share: Decimal) -> str:
    """A probability as a percentage, never 0 or 100: `92 %`, `> 99 %`, `< 1 %`."""
    number = round(share * 100)
    return "> 99 %" if number >= 100 else "< 1 %" if number <= 0 else f"{number} %"


def probability_of(row: Mapping[str, str]) -> Decimal | None:
    """The probability that the whole row is right; None if the reader did not find it."""
    cell = row.get("probability", "")
    return Decimal(cell) if cell else None


def row_percent(row: Mapping[str, str]) -> str:
    """The same as a percentage; empty if the reader did not find it."""
    share = probability_of(row)
    return "" if share is None else percent(share)


def likely_fields(row: Mapping[str, str]) -> dict[str, Likely]:
    """Field of the reader -> its probability; empty for a row that the reader did not find."""
    stated = json.loads(row.get("field_probabilities") or "{}", parse_float=Decimal)
    named = split_list(row.get("reasons", ""))
    shares = {field: Decimal(stated[field]) for field in FIELDS if field in stated}
    return {field: _likely(share, field + DOUBTFUL in named) for field, share in shares.items()}


def _likely(share: Decimal, is_named: bool) -> Likely:
    """A probability that was rounded up to LEAST is doubtful if a reason says so."""
    if share == LEAST and is_named:
        return Likely(f"< {percent(LEAST)}", True)
    return Likely(percent(share), share < LEAST)


def likely_columns(
    row: Mapping[str, str], corrected: Collection[str] = frozenset()
) -> dict[str, Likely]:
    """Column -> the probability of its cell; a column that a person corrected has none."""
    shown = {}
    for field, likely in likely_fields(row).items():
        columns = FIELDS[field][1]
        if columns and not set(columns) & set(corrected):
            shown[next((name for name in columns if row.get(name)), columns[0])] = likely
    return shown


def in_doubt(row: Mapping[str, str]) -> list[str]:
    """The doubtful fields with their probabilities: `provider (62 %)`."""
    return [
        f"{FIELDS[field][0]} ({likely.percent})"
        for field, likely in likely_fields(row).items()
        if likely.is_doubtful
    ]
