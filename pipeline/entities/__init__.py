"""Stage 3: names and their entities, with codes; by the vocabularies first, then by the model."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.entities.activities import organisation_role
from pipeline.entities.candidates import Candidate
from pipeline.entities.codes import known_entities
from pipeline.entities.coreference import Named, find_antecedent
from pipeline.entities.disambiguation import countries_of, disambiguate
from pipeline.entities.entity_records import (
    DefinedHere,
    build_acronyms,
    build_entities,
    disputed_acronyms,
)
from pipeline.entities.gazetteer import Known, build_tree, vocabulary
from pipeline.entities.identity import identify
from pipeline.entities.layers import CONFIDENCE, Read, Trees, line_of, read_again, read_first
from pipeline.entities.misspelt import likely_meant, likely_misspellings
from pipeline.entities.venues import place_role
from pipeline.records.aligned import copied
from pipeline.records.names import EditionNames, Mention, Names
from pipeline.records.text import Block, Span, Structure
from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    from spacy.tokens import Doc

TITLES = ("heading", "banner")
YEAR = 2019  # for a text without an edition; codes that change with the year are not used then


@dataclass(frozen=True, slots=True)
class Lines:
    """The names read in one block."""

    block_id: str
    order: int
    read: Read
    sentences: tuple[Span, ...]


def read_names(structure: Structure, docs: "Mapping[str, Doc]", edition: Edition) -> EditionNames:
    """Every name of an edition, in reading order, each with its entity."""
    blocks = [block for block in structure.blocks if block.block_id in docs]
    first = [_read(block, docs[block.block_id]) for block in blocks]
    trees = _own_names(first)
    pairs = zip(blocks, first, strict=True)
    lines = [_again(one, docs[block.block_id], trees) for block, one in pairs]
    headed = countries_of(structure.sections, edition.provider)
    lines = _same_persons(lines)
    return _name(_apart(lines, [block.section_id for block in blocks], headed), edition.year)


def find_mentions(doc: "Doc") -> list[Mention]:
    """The names of one text by itself, in reading order."""
    block = Block("", "", 0, "body", "", copied(doc.text))
    first = _read(block, doc)
    again = _again(first, doc, _own_names([first]))
    return list(_name(_apart([again], [""], {}), YEAR).names[0].mentions)


def _same_persons(lines: Sequence[Lines]) -> list[Lines]:
    """ "Mr. Berg" is Ada Berg where the edition names no other Berg."""
    full: dict[str, set[str]] = {}
    for name in (n for line in lines for n in line.read.names if n.kind == "person"):
        if " " in name.head:
            full.setdefault(name.head.split()[-1], set()).add(_person(name.head))

    def identified(name: Candidate) -> Candidate:
        ids = full.get(name.head, ()) if name.layer == "person" and not name.entity_id else ()
        return replace(name, entity_id=next(iter(ids))) if len(ids) == 1 else name

    return [
        replace(line, read=replace(line.read, names=tuple(map(identified, line.read.names))))
        for line in lines
    ]


def _apart(
    lines: Sequence[Lines], sections: Sequence[str], headed: Mapping[str, str]
) -> list[Lines]:
    reads = disambiguate([line.read for line in lines], sections, headed)
    return [replace(line, read=read) for line, read in zip(lines, reads, strict=True)]


def _read(block: Block, doc: "Doc") -> Lines:
    sentences = tuple((s.start_char, s.end_char) for s in doc.sents)
    line = line_of(doc.text, sentences)
    read = read_first(doc, line, block.kind in TITLES)
    return Lines(block.block_id, block.order, read, sentences)


def _again(first: Lines, doc: "Doc", trees: Trees) -> Lines:
    """The same block, read again with the names that the edition itself defines."""
    return replace(first, read=read_again(doc, first.read, trees))


# ---- names that the edition itself defines ---------------------------------------------------


def _own_names(lines: Sequence[Lines]) -> Trees:
    """The names that the edition defines, before the vocabulary's; and those it prints in full."""
    defined = [known for line in lines for known in _defined_names(line.read)]
    printed = [known for line in lines for known in _printed_names(line.read)]
    known = build_tree(_once(defined), vocabulary()) if defined else vocabulary()
    return Trees(known, build_tree(_once(printed)))


def _once(names: Sequence[Known]) -> list[Known]:
    """The first of each spelling."""
    return list({known.spelling: known for known in reversed(names)}.values())[::-1]


def _defined_names(read: Read) -> list[Known]:
    found: list[Known] = []
    for defined in read.definitions:
        if not defined.is_name:
            continue
        long = read.line.text[defined.name.start : defined.name.end]
        entity_id = defined.name.entity_id or identify(long)
        kind = _kind(entity_id, defined.name.kind)
        short = defined.definition.short
        found.append(Known(short, entity_id, kind, "defined_acronym"))
        if short.isupper():
            found.append(Known(short + "s", entity_id, kind, "defined_acronym"))
        found.append(Known(long, entity_id, kind, "defined"))
    return found


def _printed_names(read: Read) -> list[Known]:
    found: list[Known] = []
    for name in read.names:
        text = read.line.text[name.start : name.end]
        surname = name.head.split()[-1] if name.kind == "person" and name.head else ""
        if len(surname) > 3 and (name.layer == "person" or _is_full(name)):
            found.append(Known(surname, _person(name.head), "person", "surname"))
            found.append(Known(name.head, _person(name.head), "person", "named_elsewhere"))
        elif name.layer in ("quotation", "vessel") or (name.layer == "shape" and " " in text):
            entity_id = name.entity_id or identify(text)
            found.append(Known(text, entity_id, _kind(entity_id, name.kind), "named_elsewhere"))
    return found


def _is_full(name: Candidate) -> bool:
    """Whether the model finds first name and surname, each capitalised."""
    words = name.head.split()
    return name.rule == "model_person" and 2 <= len(words) <= 4 and all(map(str.istitle, words))


def _person(name: str) -> str:
    """A person's id; distinct from that of a country of the same name."""
    entity_id = identify(name)
    return f"person-{entity_id}" if _kind(entity_id, "person") != "person" else entity_id


def _kind(entity_id: str, kind: str) -> str:
    known = known_entities(YEAR).get(entity_id)
    return known.kind if known else kind


# ---- from candidates to mentions -------------------------------------------------------------


def _name(lines: Sequence[Lines], year: int) -> EditionNames:
    before: list[Named] = []
    names = [Names(line.block_id, line.sentences, tuple(_mentions(line, before))) for line in lines]
    used = [
        (line.block_id, line.order, mention)
        for line, named in zip(lines, names, strict=True)
        for mention in named.mentions
    ]
    definitions = _definitions(lines)
    mentions = [mention for _, _, mention in used]
    entities = build_entities(mentions, definitions, year, _owners(lines))
    kinds = {entity.entity_id: entity.kind for entity in entities}
    named = tuple(
        replace(one, mentions=tuple(_with_kind(mention, kinds) for mention in one.mentions))
        for one in names
    )
    issues = (*disputed_acronyms(definitions), *likely_misspellings(used))
    return EditionNames(named, entities, build_acronyms(used, definitions), issues)


def _owners(lines: Sequence[Lines]) -> dict[str, set[str]]:
    """Entity ids with the countries that the text says they are of."""
    found: dict[str, set[str]] = {}
    for line in lines:
        for name in line.read.names:
            owner = line.read.owners.get(name.start)
            if owner:
                text = line.read.line.text[name.start : name.end]
                found.setdefault(name.entity_id or identify(text), set()).add(owner)
    return found


def _with_kind(mention: Mention, kinds: Mapping[str, str]) -> Mention:
    """A mention with its entity's kind, flagged if it is spelled almost like a known name."""
    typed = replace(mention, kind=kinds.get(mention.entity_id, mention.kind))
    return replace(typed, flags=(*typed.flags, "maybe_misspelt")) if likely_meant(typed) else typed


def _definitions(lines: Sequence[Lines]) -> list[DefinedHere]:
    found: list[DefinedHere] = []
    for line in lines:
        for defined in line.read.definitions:
            long = line.read.line.text[defined.name.start : defined.name.end]
            entity_id = defined.name.entity_id or identify(long) if defined.is_name else ""
            found.append(DefinedHere(line.block_id, line.order, defined, entity_id, long))
    return found


def _mentions(line: Lines, before: list[Named]) -> list[Mention]:
    text = line.read.line.text
    longs = {d.definition.short_start: d for d in line.read.definitions}
    found: list[Mention] = []
    for name in line.read.names:
        if name.layer == "reference":
            mention = _referring(text, name, line.block_id, before)
        else:
            defined = longs.get(name.start) if name.rule == "defined_acronym" else None
            own = defined.name if defined else name
            mention = _mention(text, name, text[own.start : own.end], line.sentences)
        if mention:
            found.append(mention)
            before.append(_named(mention, line.block_id))
    found += [_part(text, part) for part in line.read.parts]
    return sorted(found, key=lambda m: (m.start, -m.end))


def _named(mention: Mention, block_id: str) -> Named:
    known = known_entities(YEAR).get(mention.entity_id)
    name = mention.antecedent or (known.name if known else mention.text)
    return Named(mention.entity_id, name, mention.kind, block_id, mention.start)


def _mention(text: str, name: Candidate, own: str, sentences: Sequence[Span]) -> Mention:
    entity_id = name.entity_id or (_person(name.head) if name.layer == "person" else identify(own))
    kind = name.kind if name.kind == "nationality" else _kind(entity_id, name.kind)
    role = _role(text, name, kind, sentences)
    flags = name.flags + (("acronym_undefined",) if name.layer == "acronym" else ())
    return Mention(
        name.start,
        name.end,
        text[name.start : name.end],
        entity_id,
        kind,
        role,
        rule=name.rule,
        confidence="medium" if name.flags else CONFIDENCE.get(name.layer, "high"),
        reasons=("model_only",) if name.layer == "model" else (),
        flags=flags,
    )


def _role(text: str, name: Candidate, kind: str, sentences: Sequence[Span]) -> str:
    """The role of a name by the words next to it; the tables add its role in contributions."""
    at = bisect_right(sentences, name.start, key=lambda span: span[0]) - 1
    sentence = sentences[at] if at >= 0 else (0, len(text))
    where = name.start, name.end
    role = organisation_role(text, sentence, where, kind)
    if role == "context" and kind in ("country", "place", "region", "facility"):
        return place_role(text, sentence[0], where)
    return role


def _part(text: str, part: Candidate) -> Mention:
    return Mention(
        part.start,
        part.end,
        text[part.start : part.end],
        part.entity_id,
        part.kind,
        "name_part",
        rule=part.rule,
        flags=part.flags,
    )


def _referring(
    text: str, name: Candidate, block_id: str, before: Sequence[Named]
) -> Mention | None:
    """A back reference with its antecedent; None if no earlier name fits."""
    antecedent = find_antecedent(name.head, name.kind, before)
    if antecedent is None:
        return None
    near = antecedent.block_id == block_id
    return Mention(
        name.start,
        name.end,
        text[name.start : name.end],
        antecedent.entity_id,
        antecedent.kind,
        antecedent=antecedent.name,
        rule="reference",
        confidence="medium" if near else "low",
        reasons=("back_reference",),
        flags=("back_reference",),
    )
