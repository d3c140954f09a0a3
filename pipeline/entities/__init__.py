"""Stage 3: names and their entities, with codes; by the vocabularies first, then by the model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.entities.candidates import Candidate
from pipeline.entities.entity_records import (
    build_acronyms,
    build_entities,
    definitions_of,
    disputed_acronyms,
    likely_misspellings,
    with_kind,
)
from pipeline.entities.gazetteer import Known, build_tree, vocabulary
from pipeline.entities.mentions import Named, build_mentions, known_kind, person_id
from pipeline.entities.owners import disambiguate, with_owners
from pipeline.entities.reading import Read, read_again, read_first
from pipeline.records.names import EditionNames, Names
from pipeline.records.text import Structure
from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    from spacy.tokens import Doc


def read_names(structure: Structure, docs: "Mapping[str, Doc]", edition: Edition) -> EditionNames:
    """Every name of an edition, in reading order, each with its entity.

    Each block is read by itself, then again with the names that the edition defines and prints.
    `docs` are the blocks' texts by block id; other blocks are left out.
    """
    blocks = [block for block in structure.blocks if block.block_id in docs]
    first = [with_owners(read_first(block, docs[block.block_id])) for block in blocks]
    defined = _once(known for read in first for known in _defined_names(read))
    known = build_tree(defined, vocabulary()) if defined else vocabulary()
    own = build_tree(_once(known for read in first for known in _printed_names(read)))
    again = [read_again(read, known, own) for read in first]
    reads = [one if one is two else with_owners(two) for one, two in zip(first, again, strict=True)]
    reads = disambiguate(_same_persons(reads), structure.sections, edition.provider)
    return _naming(reads, edition.year)


def _naming(reads: Sequence[Read], year: int) -> EditionNames:
    before: list[Named] = []
    mentions = [build_mentions(read, before) for read in reads]
    used = [
        (read.block.block_id, read.block.order, mention)
        for read, of_block in zip(reads, mentions, strict=True)
        for mention in of_block
    ]
    definitions = definitions_of(reads)
    entities = build_entities(reads, [mention for *_, mention in used], definitions, year)
    kinds = {entity.entity_id: entity.kind for entity in entities}
    names = tuple(
        Names(
            read.block.block_id,
            read.sentences,
            tuple(with_kind(mention, kinds) for mention in of_block),
        )
        for read, of_block in zip(reads, mentions, strict=True)
    )
    issues = (*disputed_acronyms(definitions), *likely_misspellings(used))
    return EditionNames(names, entities, build_acronyms(used, definitions), issues)


# ---- names that the edition itself defines ---------------------------------------------------


def _once(names: Iterator[Known]) -> list[Known]:
    """The first of each spelling."""
    found: dict[str, Known] = {}
    for known in names:
        found.setdefault(known.spelling, known)
    return list(found.values())


def _defined_names(read: Read) -> Iterator[Known]:
    for defined in read.definitions:
        if defined.is_name:
            entity_id = read.id_of(defined.name)
            kind = known_kind(entity_id, defined.name.kind)
            short = defined.definition.short
            yield Known(short, entity_id, kind, "defined_acronym")
            if short.isupper():
                yield Known(short + "s", entity_id, kind, "defined_acronym")
            yield Known(read.words_of(defined.name), entity_id, kind, "defined")


def _printed_names(read: Read) -> Iterator[Known]:
    for name in read.names:
        text = read.words_of(name)
        surname = name.head.split()[-1] if name.kind == "person" and name.head else ""
        if len(surname) > 3 and (name.layer == "person" or _is_full(name)):
            yield Known(surname, person_id(name.head), "person", "surname")
            yield Known(name.head, person_id(name.head), "person", "named_elsewhere")
        elif name.layer in ("quotation", "vessel") or (name.layer == "shape" and " " in text):
            entity_id = read.id_of(name)
            kind = known_kind(entity_id, name.kind)
            yield Known(text, entity_id, kind, "named_elsewhere")


def _is_full(name: Candidate) -> bool:
    """Whether the model finds first name and surname, each capitalised."""
    return name.rule == "model_person" and all(map(str.istitle, name.head.split()))


def _same_persons(reads: Sequence[Read]) -> list[Read]:
    """ "Mr. Berg" is Ada Berg if the edition names no other Berg."""
    full: dict[str, set[str]] = {}
    for name in (name for read in reads for name in read.names if name.kind == "person"):
        if " " in name.head:
            full.setdefault(name.head.split()[-1], set()).add(person_id(name.head))

    def identified(name: Candidate) -> Candidate:
        ids = full.get(name.head, ()) if name.layer == "person" else ()
        return replace(name, entity_id=next(iter(ids))) if len(ids) == 1 else name

    return [replace(read, names=tuple(map(identified, read.names))) for read in reads]
