"""The records that stages hand on: small, frozen, with their units told.

Spans inside a block are code points of the block's clean text, half-open; `block.text.raw_span`
gives the raw ones.  `spans` of a record holds, for each field that was read from the text, where
it was read; a field that was inherited or inferred has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from pipeline.aligned import AlignedText

if TYPE_CHECKING:
    pass

Span = tuple[int, int]  # start, end in a block's clean text
FieldSpans = Mapping[str, tuple[Span, ...]]  # field of a table -> where the block says it


class BadInputError(Exception):
    """A fault in what a person gave us, told in one line: place, fault, mend."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something of the text that was not understood."""

    code: str  # a row of vocab/flags.csv
    block_id: str
    start: int
    end: int
    note: str = ""


# ---- stages 1 and 2: the text and its tree --------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A raw file, decoded."""

    name: str  # file name inside the edition's folder
    encoding: str  # a Python codec; decoding the file's bytes with it gives the raw characters
    sha256: str  # of the file's bytes
    raw: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A note's marker, which cleaning took out of the running text."""

    number: str
    at: int  # where it stood in the clean text
    raw_start: int
    raw_end: int
    style: str = ""  # words, bare, paren, bracket, raised, glued, star


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of one source that cleaning holds together: a line, or wrapped lines joined."""

    source: str
    text: AlignedText
    markers: tuple[Marker, ...] = ()
    furniture: bool = False  # a running head, page number, banner line
    line: int = 0  # of the raw file, from 1; 0 where it is not known
    gap: bool = True  # a blank line, or the file's start, stands before it
    form: str = ""  # what a mark before it says that it is: heading 2, caption, table, item, text


@dataclass(frozen=True, slots=True)
class Section:
    section_id: str
    parent_id: str  # empty for a top section
    level: int  # 1 for the outermost
    marker: str  # as printed: "(3)", "●", "A.", "1-2", or empty
    title: str
    path: tuple[str, ...]  # titles with markers, outermost first, its own last
    kind: str
    level_reason: str
    order: int


@dataclass(frozen=True, slots=True)
class Block:
    block_id: str
    section_id: str
    order: int  # over the whole edition
    kind: str  # banner, heading, body, list_item, caption, note, furniture, table
    source: str
    text: AlignedText
    copies: int = 1
    duplicate_of: str = ""  # block_id of the first copy


@dataclass(frozen=True, slots=True)
class Note:
    number: str  # as the marker says it: "17", "*"
    list_number: str
    block_id: str
    start: int  # of the note's text
    end: int


@dataclass(frozen=True, slots=True)
class NoteAnchor:
    number: str
    anchor_term: str  # the words that the marker follows
    block_id: str
    start: int  # of the anchor term; the marker itself is a `note_marker` repair at `end`
    end: int
    raw_start: int  # of the marker
    raw_end: int
    note_block_id: str = ""  # of the note that it points to; empty where there is none


@dataclass(frozen=True, slots=True)
class Figure:
    """A caption; `spans` tells caption and credit apart."""

    caption: str
    credit: str
    date: str
    copies: int
    block_id: str
    start: int
    end: int
    spans: FieldSpans


@dataclass(frozen=True, slots=True)
class Structure:
    """An edition's text as a tree."""

    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    anchors: tuple[NoteAnchor, ...]
    figures: tuple[Figure, ...]
    issues: tuple[Issue, ...]


# ---- stage 3: names --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an entity in a block, without its article."""

    start: int
    end: int
    text: str
    entity_id: str
    kind: str  # terms.ENTITY_KINDS
    role: str = "context"  # terms.MENTION_ROLES
    antecedent: str = ""  # the words that "the Fund" stands for
    rule: str = ""
    confidence: str = "high"
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    entity_id: str  # a slug of its name, the same in every edition
    name: str
    kind: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    iso3: str = ""
    m49: str = ""
    dac_code: str = ""
    crs_channel_code: str = ""
    iati_org_id: str = ""
    oda_eligible: str = ""  # yes, no, or empty where the list does not tell, for the edition's year
    members: tuple[str, ...] = ()  # iso3, for closed groups
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acronym:
    acronym: str
    long_form: str  # empty where the text uses but never defines it
    entity_id: str
    defined: bool
    used_before_definition: bool
    nested_in: str
    block_id: str  # of the definition, or of the first use
    start: int
    end: int
    spans: FieldSpans  # acronym, long_form


# ---- stage 4: sums, dates, counts ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money; `low` equals `high` unless it is a range, one is None for an open bound."""

    start: int
    end: int
    text: str
    low: Decimal | None  # whole units of the currency, never thousands or millions
    high: Decimal | None
    currency: str | None  # ISO 4217; None where the text does not tell
    currency_basis: str = "explicit"  # explicit, edition_rule, context, reviewer
    qualifier: str = "exact"  # exact, approximately, over, at_least, under, up_to
    per: str = ""  # day, year, person, tonne, or empty
    equivalent_of: int | None = None  # start of the amount that this one tells again
    carried: tuple[str, ...] = ()  # what came from outside its span: scale, currency, sign
    rule: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A date or a stretch of time; bounds are ISO 8601 days, inclusive, empty where open."""

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

    start: int  # of the whole expression, "over 250 people"
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


# ---- what one block gave, and what stage 5 makes of it ---------------------------------------


@dataclass(frozen=True, slots=True)
class Names:
    """Stage 3 for one block."""

    block_id: str
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Stage 4 for one block."""

    block_id: str
    amounts: tuple[Amount, ...]
    periods: tuple[Period, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """Stage 3 for a whole edition."""

    names: tuple[Names, ...]  # one for each block that is not furniture or a copy, in order
    entities: tuple[Entity, ...]
    acronyms: tuple[Acronym, ...]
    issues: tuple[Issue, ...] = ()


def evidence_id(*parts: str) -> str:
    """12 hex digits from the evidence itself: the same words give the same id in every run."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
