"""What the reader's probabilities say to people: percents, the field that each is of, the doubts.

The review page, the report, the workbook for review and `explain` show the same words.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.contributions.confidence import SURE
from pipeline.storage.files import split_list

READ = ("probability", "field_probabilities")  # the reader's own: nobody changes them
FIELD_TITLE = "the reader's probability for this field"
ROW_TITLE = "the reader's probability that the whole row is right"
FOUND_TITLE = "the reader's probability that it is a contribution at all"
FIELDS = {  # a field of the reader -> what it is called, and the columns that may hold it
    "found": ("that it is a contribution", ()),
    "provider": ("provider", ("provider",)),
    "recipients": ("recipients", ("recipients",)),
    "channels": ("channels", ("channels",)),
    "type": ("transaction type", ("transaction_type", "transaction_type_candidates")),
    "period": ("period", ("period_text", "period_start")),
}
DOUBTFUL = "_doubtful"  # ends the reason that names a field
LEAST = Decimal(str(SURE))  # of a field that is not in doubt


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely one field is right."""

    percent: str
    is_doubtful: bool


def percent(share: Decimal) -> str:
    """A probability in words, never none and never all: `92 %`, `> 99 %`, `< 1 %`."""
    number = round(share * 100)
    return "> 99 %" if number >= 100 else "< 1 %" if number <= 0 else f"{number} %"


def probability_of(row: Mapping[str, str]) -> Decimal | None:
    """How likely the whole row is right; None where no reader said it."""
    cell = row.get("probability", "")
    return Decimal(cell) if cell else None


def row_percent(row: Mapping[str, str]) -> str:
    """The same in words, empty where no reader said it."""
    share = probability_of(row)
    return "" if share is None else percent(share)


def likely_fields(row: Mapping[str, str]) -> dict[str, Likely]:
    """Field of the reader -> how likely it is right; none in a row that the reader did not find."""
    told = json.loads(row.get("field_probabilities") or "{}", parse_float=Decimal)
    named = split_list(row.get("reasons", ""))
    shares = {field: Decimal(told[field]) for field in FIELDS if field in told}
    return {field: _likely(share, field + DOUBTFUL in named) for field, share in shares.items()}


def _likely(share: Decimal, is_named: bool) -> Likely:
    """Of a field; a share that the table rounds up to the least is doubtful if a reason says so."""
    if share == LEAST and is_named:
        return Likely(f"< {percent(LEAST)}", True)
    return Likely(percent(share), share < LEAST)


def likely_columns(
    row: Mapping[str, str], corrected: Collection[str] = frozenset()
) -> dict[str, Likely]:
    """Column -> how likely its cell is right; what a person corrected is theirs and has none."""
    shown = {}
    for field, likely in likely_fields(row).items():
        columns = FIELDS[field][1]
        if columns and not set(columns) & set(corrected):
            shown[next((name for name in columns if row.get(name)), columns[0])] = likely
    return shown


def in_doubt(row: Mapping[str, str]) -> list[str]:
    """The doubtful fields by name, with their probabilities: `provider (62 %)`."""
    return [
        f"{FIELDS[field][0]} ({likely.percent})"
        for field, likely in likely_fields(row).items()
        if likely.is_doubtful
    ]
