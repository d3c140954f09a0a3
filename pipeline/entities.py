"""Stage 3: who and where is named, with codes; vocabulary first, the model for the rest."""

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.edition import Edition
from pipeline.model import Entity, Mention, Names, Naming, Structure
from pipeline.vocab import read_vocab

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL_KINDS = {
    "GPE": "place",
    "ORG": "international_organisation",
    "PERSON": "person",
    "NORP": "nationality",
    "LOC": "region",
    "FAC": "facility",
    "EVENT": "meeting",
}


def slug(name: str) -> str:
    """The id of a name: lower case letters and digits without accents, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", ""))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def read_names(structure: Structure, docs: "Mapping[str, Doc]", edition: Edition) -> Naming:
    """Every name of an edition, in reading order, each with its entity."""
    del edition
    entities: dict[str, Entity] = {}
    names: list[Names] = []
    for block in structure.blocks:
        doc = docs.get(block.block_id)
        if doc is None:
            continue
        sentences = tuple((s.start_char, s.end_char) for s in doc.sents)
        mentions = tuple(find_mentions(doc))
        names.append(Names(block.block_id, sentences, mentions))
        for mention in mentions:
            entities.setdefault(mention.entity_id, _entity(mention))
    return Naming(tuple(names), tuple(entities.values()), ())


def find_mentions(doc: "Doc") -> list[Mention]:
    """The names of one text, in reading order, none overlapping."""
    countries = {row["name"]: row for row in read_vocab("countries")}
    found: dict[tuple[int, int], Mention] = {}
    taken = [False] * (len(doc.text) + 1)
    for name, row in countries.items():
        for match in re.finditer(rf"\b{re.escape(name)}\b", doc.text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found[start, end] = Mention(
                    start, end, name, slug(row["name"]), "country", rule="country"
                )
    for span in doc.ents:
        start = span.start_char + (4 if span.text.lower().startswith("the ") else 0)
        kind = MODEL_KINDS.get(span.label_)
        if kind and start < span.end_char and not any(taken[start : span.end_char]):
            text = doc.text[start : span.end_char]
            if slug(text):
                found[start, span.end_char] = Mention(
                    start, span.end_char, text, slug(text), kind, rule="model", confidence="low"
                )
    return [found[key] for key in sorted(found)]


def _entity(mention: Mention) -> Entity:
    iso3 = {slug(row["name"]): row["iso3"] for row in read_vocab("countries")}
    return Entity(
        mention.entity_id, mention.text, mention.kind, iso3=iso3.get(mention.entity_id, "")
    )
