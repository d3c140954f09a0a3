"""What stage 5 finds: contributions, money roles and relations, checks, results and events.

Spans inside a block are code points of the block's clean text, half-open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.records.closed_lists import NOT_PROVIDED, STATUS_OF_TYPE
from pipeline.records.names import Mention
from pipeline.records.numbers import Amount, Count, Period
from pipeline.records.text import Block, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Reading:
    """One block with all that was read from it: the input of stage 5."""

    block: Block
    section_path: tuple[str, ...]
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    amounts: tuple[Amount, ...]
    periods: tuple[Period, ...]
    counts: tuple[Count, ...]
    doc: "Doc | None" = (
        None  # of the block's clean text; parsed where a sentence bears a contribution
    )
    parsed_sentences: list[Any] = field(
        default_factory=list, init=False, repr=False, compare=False
    )  # made once


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a block, as printed."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """A provider, channel or recipient; `at` is None where the block does not print its name."""

    name: str  # the entity's name, or the words as printed where there is no entity
    entity_id: str = ""
    at: Phrase | None = None
    iso3: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What two mentions of one party share."""
        return self.entity_id or self.name


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a row says what it says, and how far to trust it."""

    rule: str
    confidence: str = "high"  # high, medium, low
    reasons: tuple[str, ...] = ()  # codes of vocab/flags.csv
    flags: tuple[str, ...] = ()  # codes of vocab/flags.csv: what a person should check
    unknown: Mapping[str, str] = field(default_factory=dict)  # column -> terms.UNKNOWN
    probabilities: Mapping[str, float] = field(default_factory=dict)  # field -> 0 to 1; "row"


@dataclass(frozen=True, slots=True)
class Bearer:
    """The words that a row stands for: an amount, or the verb or noun where there is none."""

    block_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a loan; `value` is None where the words give no single number."""

    value: Decimal | None  # percent a year, or years
    at: Phrase


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods or people that a contribution consists of: "200 tents"."""

    at: Phrase  # with the number's qualifier
    value: Decimal | None
    value_at: Phrase | None
    unit: str  # the noun counted, as printed
    unit_at: Phrase | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """A contribution that a sentence states: who gives how much to whom, through whom, for what."""

    bearer: Bearer
    sentence: Span
    basis: Basis
    provider: Party | None = None
    co_providers: tuple[Party, ...] = ()  # who gives the same amount together with the provider
    provider_type: str = ""  # IATI organisation type code
    recipients: tuple[Party, ...] = ()  # in reading order, as everywhere
    recipient_scope: str = "not_stated"  # single, joint, group, not_stated
    beneficiaries: tuple[Phrase, ...] = ()
    channels: tuple[Party, ...] = ()
    implementers: tuple[Party, ...] = ()
    purpose: Phrase | None = None
    purpose_codes: tuple[str, ...] = ()  # candidate CRS purpose codes
    verb: Phrase | None = None  # the verb or noun that states the contribution
    transaction_types: tuple[str, ...] = ()  # IATI: 12 pledge, 2 commitment, 3 disbursement
    pledge_words: Phrase | None = None  # that it fulfils a pledge: "that it pledged in 2018"
    status_words: Phrase | None = None  # that it was cancelled, suspended, returned, redirected
    modality: str = ""  # terms.MODALITIES
    finance_type: str = ""  # OECD DAC: 110 standard grant, 421 standard loan …
    amount: Amount | None = None
    period: Period | None = None
    period_basis: str = ""  # stated, inherited, inferred, or empty where there is no period
    cumulative: bool = False
    known_only_from: str = ""  # "caption", or empty
    not_countable: str = ""  # why totals leave it out: a reason of vocab/flags.csv
    duplicate_of: Bearer | None = None
    terms: Mapping[str, Term] = field(default_factory=dict)  # of a loan, by column
    grant_element: Decimal | None = None  # percent of the face value
    in_kind: tuple[Goods, ...] = ()

    @property
    def status(self) -> str:
        """One of closed_lists.STATUSES, or empty where the text does not say."""
        if self.not_countable in NOT_PROVIDED:
            return self.not_countable
        is_open = len(self.transaction_types) != 1 or not self.took_place
        return "" if is_open else STATUS_OF_TYPE[self.transaction_types[0]]

    @property
    def took_place(self) -> bool:
        """Whether it was not cancelled, suspended, returned or redirected, as far as is known."""
        return self.not_countable not in ("not_provided", *NOT_PROVIDED)


@dataclass(frozen=True, slots=True)
class MoneyRole:
    """What an amount is: a contribution, its component or total, a budget, need, price, loss …"""

    bearer: Bearer
    role: str  # terms.MONEY_ROLES
    period: Period | None = None
    period_basis: str = ""  # as in Contribution
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoneyRelation:
    whole: Bearer
    part: Bearer
    type: str  # part_of, fulfils, example_of, same_as, overlap_unknown, disjoint
    stated: Phrase | None  # the words that say so, in the block of `whole`
    basis: Basis


@dataclass(frozen=True, slots=True)
class Check:
    """A stated total against the total of its components, by the intervals that the words imply."""

    whole: Bearer
    parts: tuple[Bearer, ...]
    stated_low: Decimal
    stated_high: Decimal | None  # None: the words set no bound
    computed_low: Decimal
    computed_high: Decimal
    currency: str
    verdict: str  # exact, within_rounding, inconsistent, not_checkable
    basis: Basis


@dataclass(frozen=True, slots=True)
class Result:
    """A count that the text states, and whether aid brought it about."""

    bearer: Bearer
    sentence: Span
    count: Count
    basis: Basis
    pair: Bearer | None = None  # "72 graduates from 41 countries": each points to the other
    is_aid_result: bool = False
    cumulative: bool = False
    programme: Party | None = None
    provider: Party | None = None
    iso3: str = ""
    period: Period | None = None
    period_basis: str = ""  # as in Contribution


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event."""

    bearer: Bearer
    sentence: Span
    basis: Basis
    what: Phrase
    kind: str  # terms.EVENT_KINDS
    period: Period
    participants: tuple[Party, ...] = ()
    place: Party | None = None
    tense: str = "done"  # done, ongoing, planned
