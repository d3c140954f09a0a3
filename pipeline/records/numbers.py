"""What stage 4 produces: amounts of money, dates and periods, counts of things.

`spans` of a record holds, for each field that was read from the text, where it was read; a field
that was inherited or inferred has none.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.records.text import FieldSpans


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money; `low` equals `high` unless it is a range; None is an open bound."""

    start: int
    end: int
    text: str
    low: Decimal | None  # whole units of the currency, never thousands or millions
    high: Decimal | None
    currency: str | None  # ISO 4217; None where the text does not say
    currency_basis: str = "explicit"  # explicit, edition_rule, context, reviewer
    qualifier: str = "exact"  # exact, approximately, over, at_least, under, up_to
    per: str = ""  # day, year, person, tonne, or empty
    equivalent_of: int | None = None  # start of the amount that this one restates
    carried: tuple[str, ...] = ()  # what came from outside its span: scale, currency, sign
    rule: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A date or a period; bounds are ISO 8601 days, inclusive, empty where open."""

    start: int
    end: int
    text: str
    date_start: str
    date_end: str
    edtf: str  # empty for a bare duration
    granularity: str  # day, month, season, quarter, year, fiscal_year, decade, century, range, open
    basis: str = "explicit"  # explicit, relative, fiscal, inherited
    antecedent: str = ""  # the words that a relative date was resolved against
    recurrence: str = ""  # "every year"
    duration: str = ""  # ISO 8601: "P3Y" for "over three years"
    fiscal_year: str = ""  # "2019" where the words name one
    rule: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: "72 graduates"."""

    start: int  # of the full expression, "over 250 people"
    end: int
    text: str
    value: Decimal | None
    bound: str  # exact, approximately, over, at_least, under, up_to
    unit: str  # the noun counted, as printed: "graduates", or "percent"
    of_what: str  # the noun phrase after the number, as printed
    kind: str = "count"  # count, ordinal, percentage, fraction, measure, vague
    spans: FieldSpans = field(default_factory=dict)  # value, unit, of_what
    rule: str = ""
    flags: tuple[str, ...] = ()
    high: Decimal | None = None  # of a range ("30 to 40 trainees"), whose `value` is the low end


@dataclass(frozen=True, slots=True)
class Numbers:
    """Stage 4 for one block."""

    block_id: str
    amounts: tuple[Amount, ...]
    periods: tuple[Period, ...]
    counts: tuple[Count, ...]
