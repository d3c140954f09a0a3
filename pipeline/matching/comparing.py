"""A contribution compared with a record, field by field: what agrees, what differs, how much.

A record is a candidate if the provider is the same, the amount agrees or nearly agrees, and neither
the date nor the recipient rules it out.  It is a match if nothing differs among amount, date,
recipient, channel and transaction type; otherwise a near match, and `why` says what differs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipeline.matching.claims import Claim
from pipeline.matching.names import Identity, identity
from pipeline.matching.records import Money, Record
from pipeline.schema.code_names import label_of
from pipeline.storage.files import split_list

# how a field compares -> its share of the field's weight
SHARES = {"agree": 2, "near": 1, "one_sided": 1, "unknown": 1, "differ": 0}  # in halves
WEIGHTS = {  # of 100: the amount identifies a contribution best
    "amount": 30,
    "provider": 20,
    "date": 15,
    "recipient": 15,
    "channel": 8,
    "transaction_type": 7,
    "purpose": 5,
}
RULES_OUT = ("amount", "date", "recipient")  # a record that differs in one is no candidate
MUST_AGREE = ("amount", "date", "recipient", "channel", "transaction_type")
OWN_RATE = Decimal("0.01")  # in the same currency, beyond what the printed digits allow
OTHER_RATE = Decimal("0.05")  # converted: the report and the source use different rates
OPEN_BOUND = Decimal("0.2")  # how far "over" and "up to" may be from the stated number
YEAR = timedelta(days=366)  # a fiscal year and the calendar years that it touches
THIN = "No recipient, channel or purpose confirms it."
WORDS = re.compile(r"[^\W\d_]{4,}")
COMMON = frozenset(("support", "project", "programme", "program", "assistance", "through", "with"))
SHARED_WORDS = 2  # of purpose and title, which show the same purpose


@dataclass(frozen=True, slots=True)
class Field:
    """How one field compares."""

    name: str
    level: str  # agree, near, one_sided, unknown, differ
    words: str = ""  # the difference, for people


@dataclass(frozen=True, slots=True)
class Comparison:
    fields: tuple[Field, ...]

    @property
    def points(self) -> int:
        """0 to 100: the weight of each field that agrees; half where it is near or not stated."""
        return sum(WEIGHTS[field.name] * SHARES[field.level] for field in self.fields) // 2

    @property
    def outcome(self) -> str:
        """match or near."""
        levels = {field.name: field.level for field in self.fields}
        is_match = all(levels[name] in ("agree", "unknown") for name in MUST_AGREE)
        return "match" if is_match else "near"

    def named(self, *levels: str) -> list[str]:
        """The fields at these levels."""
        return [field.name for field in self.fields if field.level in levels]

    @property
    def is_thin(self) -> bool:
        """Whether nothing but provider, amount, date and type agrees: it may be a coincidence."""
        return not {"recipient", "channel", "purpose"} & set(self.named("agree"))

    @property
    def why(self) -> str:
        """What differs, in words."""
        thin = THIN if self.is_thin else ""
        return " ".join(filter(None, (*(field.words for field in self.fields), thin)))


def compare(claim: Claim, record: Record) -> Comparison | None:
    """The comparison with a record of the same provider; None where it is no candidate."""
    amount = _amount(claim, record.amounts)
    if amount.level == "differ":
        return None
    theirs = identity(record.recipients), identity(record.channels)
    fields = (
        Field("provider", "agree"),
        amount,
        _date(claim, record),
        _recipient(claim, *theirs),
        _channel(claim, *theirs),
        _type(claim, record),
        _purpose(claim, record),
    )
    if any(field.name in RULES_OUT and field.level == "differ" for field in fields):
        return None
    return Comparison(fields)


# ---- amounts ---------------------------------------------------------------------------------


def _amount(claim: Claim, amounts: Iterable[Money]) -> Field:
    """The best of the record's amounts, in the contribution's currency."""
    own = claim.row["currency"]
    found = [_money(claim, money) for money in amounts if not own or money.currency == own]
    order = ("agree", "near", "differ")
    best = min(found, key=lambda field: order.index(field.level), default=None)
    if best is None:
        return Field("amount", "differ")
    if not own and best.level == "agree":
        return Field("amount", "near", "The report does not say which currency it means.")
    return best


def _money(claim: Claim, money: Money) -> Field:
    low, high, is_open = _interval(claim)
    inside = low <= money.value <= high
    if inside and not money.is_converted:
        return Field("amount", "agree")
    rate = OTHER_RATE if money.is_converted else OWN_RATE
    # digits that were cut off instead of rounded are up to a whole unit away
    slack = max((high - low) / 2, claim.stated * rate)
    near_low, near_high = low - slack, high + slack
    if is_open:
        near_low = claim.stated * (1 - OPEN_BOUND) if not claim.row["low"] else near_low
        near_high = claim.stated * (1 + OPEN_BOUND) if not claim.row["high"] else near_high
    if not near_low <= money.value <= near_high:
        return Field("amount", "differ")
    if money.is_converted:
        return Field("amount", "near", f"The source converted the amount to {money.currency}.")
    return Field("amount", "near", _apart(claim, money, is_open))


def _interval(claim: Claim) -> tuple[Decimal, Decimal, bool]:
    """What the words allow; around the stated number where they leave one side open."""
    if claim.high is not None and claim.row["low"]:
        return claim.low, claim.high, False
    return claim.stated, claim.stated, True


def _apart(claim: Claim, money: Money, is_open: bool) -> str:
    if is_open:
        qualifier = claim.row["qualifier"].replace("_", " ") or "an open range"
        return f"The report says '{qualifier}'."
    share = abs(money.value - claim.stated) / claim.stated * 100
    return f"The amounts differ by {share:.1f} %."


# ---- dates -----------------------------------------------------------------------------------


def _date(claim: Claim, record: Record) -> Field:
    if record.start is None or record.end is None or claim.start is None:
        has_date = record.start is not None, claim.start is not None
        if not any(has_date):
            return Field("date", "unknown")
        return Field("date", "one_sided", f"Only the {_side(has_date[0])} states a date.")
    last = claim.end or date.max
    if claim.start <= record.end and record.start <= last:
        return Field("date", "agree")
    gap = max(claim.start - record.end, record.start - last)
    if gap <= YEAR:
        return Field("date", "near", f"The source dates it {_days(record)}.")
    return Field("date", "differ")


def _days(record: Record) -> str:
    if record.start == record.end:
        return str(record.start)
    same_year = record.start and record.end and record.start.year == record.end.year
    return str(record.start.year) if same_year and record.start else f"{record.start}/{record.end}"


def _side(is_source: bool) -> str:
    return "source" if is_source else "report"


# ---- parties ---------------------------------------------------------------------------------


def _recipient(claim: Claim, recipients: Identity, channels: Identity) -> Field:
    """Countries that differ rule a record out; a region may contain a country."""
    own = claim.recipients
    if own.is_same(recipients) or own.ids & channels.ids:
        return Field("recipient", "agree")
    if own.countries and recipients.countries:
        return Field("recipient", "differ")
    if not own and not recipients:
        return Field("recipient", "unknown")
    if own and recipients:
        return Field("recipient", "near", "The recipients are not named alike.")
    return Field("recipient", "one_sided", f"Only the {_side(bool(recipients))} names a recipient.")


def _channel(claim: Claim, recipients: Identity, channels: Identity) -> Field:
    own = claim.channels
    if own.ids & (channels.ids | recipients.ids):
        return Field("channel", "agree")
    if own and channels:
        return Field("channel", "differ", "The channels are not named alike.")
    return Field("channel", "unknown")


# ---- the rest --------------------------------------------------------------------------------


def _type(claim: Claim, record: Record) -> Field:
    if not claim.types:
        return Field("transaction_type", "unknown")
    if record.transaction_type in claim.types:
        return Field("transaction_type", "agree")
    label = label_of("transaction_type", record.transaction_type)
    return Field("transaction_type", "differ", f"The source reports it as {label}.")


def _purpose(claim: Claim, record: Record) -> Field:
    """The same category of purposes, or words that purpose and title share."""
    ours = {code[:3] for code in split_list(claim.row["purpose_codes"])}
    theirs = {code[:3] for code in record.purposes}
    shared = _content(claim.row["purpose"]) & _content(record.title)
    if ours & theirs or len(shared) >= SHARED_WORDS:
        return Field("purpose", "agree")
    if ours and theirs:
        return Field("purpose", "differ", "The purpose codes differ.")
    return Field("purpose", "unknown")


def _content(text: str) -> set[str]:
    return set(WORDS.findall(text.casefold())) - COMMON
