"""Entities that the vocabularies know, with their codes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from pipeline.records.names import Entity
from pipeline.vocab import read_vocab

_OTHERS = re.compile(r"[^a-z0-9]+")
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})


@lru_cache(maxsize=10_000)
def slug(name: str) -> str:
    """The id of a name: lower-case letters and digits without accents, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.translate(APOSTROPHES).replace("'", ""))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _OTHERS.sub("-", plain.lower()).strip("-")


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a vocabulary cell, which `|` separates."""
    return tuple(part for part in cell.split("|") if part)


def oda_eligible(row: dict[str, str], year: int) -> str:
    """Whether a country is on the DAC list of ODA recipients in a year: yes, no."""
    first, last = row["oda_from"], row["oda_to"]
    on_list = bool(first) and int(first) <= year and (not last or year <= int(last))
    return "yes" if on_list else "no"


def members_of(row: dict[str, str], year: int) -> tuple[str, ...]:
    """The members of a closed group in a year, by ISO 3166-1 alpha-3; none for an open one."""
    return tuple(code for code, since, until in _terms(row["members"]) if since <= year <= until)


def _terms(cell: str) -> Iterator[tuple[str, int, int]]:
    for part in listed(cell):
        code, _, years = part.partition(":")
        since, _, until = years.partition("-")
        yield code, int(since or 0), int(until or 9999)


@cache
def known_entities(year: int) -> dict[str, Entity]:
    """Every entity of the vocabularies by its id, with its codes of a year."""
    found: dict[str, Entity] = {}
    for entity in _entities(year):
        found.setdefault(entity.entity_id, entity)
    return found


def _entities(year: int) -> Iterator[Entity]:
    for row in read_vocab("countries"):
        yield replace(_entity(row, "country"), oda_eligible=oda_eligible(row, year))
    for row in read_vocab("regions"):
        short = next((a for a in listed(row["aliases"]) if a.isupper() and " " not in a), "")
        yield replace(_entity(row), acronym=short, members=members_of(row, year))
    yield from map(_entity, read_vocab("organisations"))
    yield from (_entity(row, "place") for row in read_vocab("places"))
    for word in _stateless():
        yield Entity(people_id(word), word.removesuffix("s"), "nationality")
    for name in ("countries", "regions"):
        for row in read_vocab(name):
            for people in listed(row["demonyms"])[:1]:
                yield Entity(slug(people), people, "nationality", iso3=row.get("iso3", ""))


def _entity(row: dict[str, str], kind: str = "") -> Entity:
    """The entity of a row; `kind` for vocabularies whose rows are all of one kind."""
    return Entity(
        slug(row["name"]),
        row["name"],
        kind or row["kind"],
        acronym=row.get("acronym", ""),
        iso3=row.get("iso3", ""),
        m49=row.get("m49", ""),
        dac_code=row.get("dac_code", ""),
        crs_channel_code=row.get("crs_channel_code", ""),
        iati_org_id=row.get("iati_org_id", ""),
    )


@cache
def _stateless() -> tuple[str, ...]:
    return tuple(row["word"] for row in read_vocab("names") if row["use"] == "people")


def people_id(word: str) -> str:
    """The id of a people without a country of its own; the plural has the id of the singular."""
    single = word.removesuffix("s")
    return slug(single if single in _stateless() else word)


def country_by_iso3(iso3: str) -> str:
    """The entity id of a country; empty for a code that is not in the vocabulary."""
    return _ids_by_iso3().get(iso3, "")


@cache
def _ids_by_iso3() -> dict[str, str]:
    return {row["iso3"]: slug(row["name"]) for row in read_vocab("countries")}
