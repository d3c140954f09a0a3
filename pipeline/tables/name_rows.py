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

BESIDE = ("name_part", "venue", "seat", "implementer")


def add_mentions(
    table: TableRows, readings: Iterable[Reading], contributions: Iterable[Contribution]
) -> None:
    """Every naming; its role in a contribution, where it has one, stands above its role as a name."""
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
    """Its role in a contribution, save where the words right beside the name say what it is.

    A part of a longer name stays one, a place where something is held stays that, who carries out
    is no provider, and nobody gives or receives aid in person.
    """
    told = mention.role in BESIDE or mention.kind == "person"
    return in_contribution if in_contribution and not told else mention.role


def roles_in_contributions(contributions: Iterable[Contribution]) -> dict[tuple[str, Span], str]:
    """Where a contribution has its parties -> what they are to it; by block and span."""
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
    told: Iterable[tuple[Entity, Bearer]] = (),
) -> None:
    """Every named thing, placed at its first naming.

    `told` are countries that a contribution tells by their people alone, "the Egyptian government", with
    the words: they give or receive, so that they are rows too, named nowhere by themselves.
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
    for entity, bearer in told:
        if entity.entity_id not in seen:
            _add_entity(table, entity, bearer, 0)
            seen.add(entity.entity_id)


def countries_told(
    contributions: Iterable[Contribution], year: int
) -> Iterator[tuple[Entity, Bearer]]:
    """The countries that contributions have as parties, with the words that tell each, in order."""
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
