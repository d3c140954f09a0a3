"""What stage 3 produces: mentions, the entities that they name, acronyms."""

from dataclasses import dataclass

from pipeline.records.text import FieldSpans, Issue, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an entity in a block, without its article."""

    start: int
    end: int
    text: str
    entity_id: str
    kind: str  # terms.ENTITY_KINDS
    role: str = "context"  # terms.MENTION_ROLES
    antecedent: str = ""  # the name that a back reference such as "the Fund" stands for
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
    oda_eligible: str = ""  # yes, no, or empty if not on the list, for the edition's year
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


@dataclass(frozen=True, slots=True)
class Names:
    """Stage 3 for one block."""

    block_id: str
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class EditionNames:
    """Stage 3 for an edition."""

    names: tuple[Names, ...]  # one for each block that is not furniture or a copy, in order
    entities: tuple[Entity, ...]
    acronyms: tuple[Acronym, ...]
    issues: tuple[Issue, ...] = ()
