"""From the names of a block to its mentions: their entities, kinds, roles and antecedents."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.entities.candidates import CONFIDENCE, Candidate
from pipeline.entities.codes import known_entities
from pipeline.entities.identity import identify
from pipeline.entities.reading import Read
from pipeline.entities.roles import role_of_name
from pipeline.entities.words import key_of, split_words
from pipeline.records.names import Mention

FAR = 300  # how many earlier names are searched for an antecedent
ORGANISATIONS = frozenset(
    ("government_body", "international_organisation", "ngo", "facility", "university")
)


@dataclass(frozen=True, slots=True)
class Named:
    """An earlier name."""

    entity_id: str
    name: str  # the entity's full name
    kind: str
    block_id: str


def known_kind(entity_id: str, kind: str) -> str:
    """The kind of an entity by the vocabularies; `kind` if they do not know it."""
    known = known_entities(0).get(entity_id)
    return known.kind if known else kind


def person_id(name: str) -> str:
    """A person's id; distinct from that of a country of the same name."""
    entity_id = identify(name)
    return f"person-{entity_id}" if known_kind(entity_id, "person") != "person" else entity_id


def build_mentions(read: Read, before: list[Named]) -> tuple[Mention, ...]:
    """The mentions of a block, in order; `before` are earlier names, and grows by those found."""
    longs = {d.definition.short_start: d.name for d in read.definitions}
    found = [
        replace(_plain(read, part, part.entity_id, part.kind), role="name_part")
        for part in read.parts
    ]
    for name in read.names:
        own = longs.get(name.start, name) if name.rule == "defined_acronym" else name
        is_reference = name.layer == "reference"
        mention = _referring(read, name, before) if is_reference else _mention(read, name, own)
        if mention:
            found.append(mention)
            known = known_entities(0).get(mention.entity_id)
            full = mention.antecedent or (known.name if known else mention.text)
            before.append(Named(mention.entity_id, full, mention.kind, read.block.block_id))
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)))


def _plain(read: Read, name: Candidate, entity_id: str, kind: str) -> Mention:
    words = read.words_of(name)
    return Mention(name.start, name.end, words, entity_id, kind, rule=name.rule, flags=name.flags)


def _mention(read: Read, name: Candidate, own: Candidate) -> Mention:
    """The mention of a name; `own` is the long form of an acronym, which identifies it."""
    by_words = person_id(name.head) if name.layer == "person" else read.id_of(own)
    entity_id = name.entity_id or by_words
    kind = name.kind if name.kind == "nationality" else known_kind(entity_id, name.kind)
    return replace(
        _plain(read, name, entity_id, kind),
        role=_role(read, name, kind),
        confidence="medium" if name.flags else CONFIDENCE.get(name.layer, "high"),
        reasons=("model_only",) if name.layer == "model" else (),
        flags=(*name.flags, "acronym_undefined") if name.layer == "acronym" else name.flags,
    )


def _role(read: Read, name: Candidate, kind: str) -> str:
    """The role of a name by the words next to it; the tables add its role in contributions."""
    at = bisect_right(read.sentences, name.start, key=lambda span: span[0]) - 1
    sentence = read.sentences[at][0] if at >= 0 else 0
    return role_of_name(read.line.text, sentence, (name.start, name.end), kind)


# ---- back references -------------------------------------------------------------------------


def _referring(read: Read, name: Candidate, before: Sequence[Named]) -> Mention | None:
    """A back reference, "the Convention", with its antecedent; None if no earlier name fits."""
    found = next(_antecedents(name.head, name.kind, before), None)
    if found is None:
        return None
    return replace(
        _plain(read, name, found.entity_id, found.kind),
        antecedent=found.name,
        rule="reference",
        confidence="medium" if found.block_id == read.block.block_id else "low",
        reasons=("back_reference",),
        flags=("back_reference",),
    )


def _antecedents(noun: str, kind: str, before: Sequence[Named]) -> Iterator[Named]:
    """The earlier names that hold the noun, singular or plural, and are of its kind; last first."""
    wanted = _keys(noun)
    for named in reversed(before[-FAR:]):
        fits = named.kind in (kind, "other") or {kind, named.kind} <= ORGANISATIONS
        if (fits or noun == "Alliance") and _holds(_keys(named.name), wanted):
            yield named


def _holds(name: list[str], noun: list[str]) -> bool:
    return any(name[i : i + len(noun)] == noun for i in range(len(name) - len(noun) + 1))


def _keys(text: str) -> list[str]:
    return [key_of(word.text).removesuffix("s") for word in split_words(text)]
