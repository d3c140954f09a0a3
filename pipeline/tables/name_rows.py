"""The rows of names: mentions, entities, acronyms."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.entities.codes import known_entities
from pipeline.records.facts import Basis, Bearer, Contribution, Reading
from pipeline.records.names import Acronym, Entity, Mention
from pipeline.records.text import FieldSpans, Span
from pipeline.storage.files import joined_list
from pipeline.tables.rows import (
    TableRows,
    boolean,
)

ROLES_BY_WORDING = ("name_part", "venue", "seat", "implementer")


def add_mentions(
    table: TableRows, readings: Iterable[Reading], contributions: Iterable[Contribution]
) -> None:
    """Every mention; its role in a contribution, if any, overrides its role as a name."""
    roles = roles_in_contributions(contributions)
    for reading in readings:
        for mention in reading.mentions:
            bearer = Bearer(reading.block.block_id, mention.start, mention.end)
            basis = Basis(mention.rule, mention.confidence, mention.reasons, mention.flags)
            spans = {"text": ((mention.start, mention.end),)}
            row = table.extracted(bearer, spans, basis, table.book.sentence(bearer))
            row |= {
                "entity_id": mention.entity_id,
                "text": mention.text,
                "kind": mention.kind,
                "role": role_of(
                    mention, roles.get((bearer.block_id, (mention.start, mention.end)))
                ),
                "antecedent": mention.antecedent,
            }


def role_of(mention: Mention, in_contribution: str | None) -> str:
    """Its role in a contribution, unless the words right next to the name say what it is.

    Parts of longer names, venues, seats and implementers keep their role, and a person is neither
    provider nor recipient.
    """
    is_worded = mention.role in ROLES_BY_WORDING or mention.kind == "person"
    return in_contribution if in_contribution and not is_worded else mention.role


def roles_in_contributions(contributions: Iterable[Contribution]) -> dict[tuple[str, Span], str]:
    """Block and span of each party of a contribution -> its role in it."""
    roles: dict[tuple[str, Span], str] = {}
    for contribution in contributions:
        fields = {
            "provider": (contribution.provider,) if contribution.provider else (),
            "channel": contribution.channels,
            "implementer": contribution.implementers,
            "recipient": contribution.recipients,
        }
        for role, parties in fields.items():
            for party in parties:
                if party.at:
                    at = (party.at.start, party.at.end)
                    roles.setdefault((contribution.bearer.block_id, at), role)
    return roles


def add_entities(
    table: TableRows,
    entities: Iterable[Entity],
    readings: Iterable[Reading],
    parties: Iterable[tuple[Entity, Bearer]] = (),
) -> None:
    """Every entity, placed at its first mention.

    `parties` are countries that are parties of a contribution, with the words: they are rows too,
    even where the text names only their people, as in "the Egyptian government".
    """
    first: dict[str, Bearer] = {}
    counts: Counter[str] = Counter()
    for reading in readings:
        for mention in reading.mentions:
            bearer = Bearer(reading.block.block_id, mention.start, mention.end)
            first.setdefault(mention.entity_id, bearer)
            counts[mention.entity_id] += mention.role != "name_part"
    seen: set[str] = set()
    for entity in entities:
        if entity.entity_id in first:
            _add_entity(table, entity, first[entity.entity_id], counts[entity.entity_id])
            seen.add(entity.entity_id)
    for entity, bearer in parties:
        if entity.entity_id not in seen:
            _add_entity(table, entity, bearer, 0)
            seen.add(entity.entity_id)


def party_countries(
    contributions: Iterable[Contribution], year: int
) -> Iterator[tuple[Entity, Bearer]]:
    """The countries that are parties of contributions, with the words that name each, in order."""
    known = known_entities(year)
    for contribution in contributions:
        providers = (contribution.provider,) if contribution.provider else ()
        for party in (
            *providers,
            *contribution.co_providers,
            *contribution.recipients,
            *contribution.channels,
        ):
            country = known.get(party.entity_id)
            if party.at and country and country.kind == "country":
                yield country, Bearer(contribution.bearer.block_id, party.at.start, party.at.end)


def _add_entity(table: TableRows, entity: Entity, first: Bearer, count: int) -> None:
    printed = table.book.text(first)
    span = ((first.start, first.end),)
    spans: FieldSpans = {"name": span} if printed == entity.name else {}
    basis = Basis("entity", reasons=(), flags=entity.flags)
    row = table.extracted(first, spans, basis, table.book.sentence(first))
    row |= {
        "row_id": entity.entity_id,
        "entity_id": entity.entity_id,
        "name": entity.name,
        "kind": entity.kind,
        "acronym": entity.acronym,
        "aliases": joined_list(entity.aliases),
        "iso3": entity.iso3,
        "m49": entity.m49,
        "dac_code": entity.dac_code,
        "crs_channel_code": entity.crs_channel_code,
        "iati_org_id": entity.iati_org_id,
        "oda_eligible": entity.oda_eligible,
        "members": joined_list(entity.members),
        "mentions": str(count),
    }


def add_acronyms(table: TableRows, acronyms: Iterable[Acronym]) -> None:
    for acronym in acronyms:
        bearer = Bearer(acronym.block_id, acronym.start, acronym.end)
        basis = Basis("acronym", flags=() if acronym.defined else ("acronym_undefined",))
        row = table.extracted(bearer, acronym.spans, basis, table.book.sentence(bearer))
        row |= {
            "acronym": acronym.acronym,
            "long_form": acronym.long_form,
            "entity_id": acronym.entity_id,
            "defined": boolean(acronym.defined),
            "first_use": row["raw_start"],
            "used_before_definition": boolean(acronym.used_before_definition),
            "nested_in": acronym.nested_in,
        }
