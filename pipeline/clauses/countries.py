"""Countries behind names: whose government, whose nationality, which ISO code."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.entities.codes import country_by_iso3, known_entities
from pipeline.entities.identity import government_of, identify
from pipeline.records.facts import Party
from pipeline.records.names import Entity, Mention
from pipeline.vocab import read_vocab

OF_COUNTRY = re.compile(r"(?:of|for|in) (?:the )?(?P<of>[A-Z][^,]*)$")
YEAR = 9999  # names do not depend on the year; eligibility does, and is not used here


@dataclass(frozen=True, slots=True)
class Country:
    name: str
    iso3: str
    entity_id: str


@cache
def _known() -> dict[str, Entity]:
    return known_entities(YEAR)


def _country(entity_id: str) -> Country | None:
    entity = _known().get(entity_id)
    if entity is None or entity.kind != "country":
        return None
    return Country(entity.name, entity.iso3, entity_id)


def country_coded(iso3: str) -> Country | None:
    """The country of an ISO 3166-1 alpha-3 code."""
    return _country(country_by_iso3(iso3)) if iso3 else None


@cache
def governments() -> frozenset[str]:
    """Organisations that are the government of their country, in lower case."""
    rows = read_vocab("relation_words")
    return frozenset(row["word"] for row in rows if row["class"] == "government")


def is_listed(party: Party) -> bool:
    """Whether a vocabulary knows a party: a country, its government, an organisation."""
    return is_country(party) or party.entity_id in _known()


def is_country(party: Party) -> bool:
    """Whether a party is a country itself, not a town or an organisation in one."""
    return bool(party.iso3) and _country(party.entity_id) is not None


def country_of(mention: Mention) -> Country | None:
    """The country that a mention is, or whose government it is; None for any other name."""
    if mention.kind == "country":
        return _country(mention.entity_id)
    known = _known().get(mention.entity_id)
    if known and known.name.lower() in governments():  # "the Federal Council"
        return country_coded(known.iso3)
    if mention.kind in ("government_body", "other"):
        words = mention.antecedent or mention.text
        return _country(government_of(words)) or _country(
            mention.entity_id.removeprefix("government-of-")
        )
    return None


def country_in_name(mention: Mention) -> Country | None:
    """The country in a government organisation's name: "Ministry of Health of Kenya"."""
    known = _known().get(mention.entity_id)
    if known and known.iso3:
        return country_coded(known.iso3)
    matched = OF_COUNTRY.search(mention.text)
    words = mention.text.split()
    suffix = mention.entity_id.rpartition("-of-")[2]  # "Ministry of Health" before "of Chad"
    return (
        _country(suffix)
        or (_country(identify(matched["of"])) if matched else None)
        or _country(government_of(f"{words[0]} government"))
    )


def nationality_of(mention: Mention) -> Country | None:
    """The country of "Japanese", "Norwegian"; None for a mention of another kind."""
    if mention.kind != "nationality":
        return None
    known = _known().get(mention.entity_id)
    coded = country_coded(known.iso3) if known else None
    return coded or _country(government_of(f"{mention.text} government"))


def iso3_of(mention: Mention) -> str:
    """ISO 3166-1 alpha-3 of a country, town or nationality; empty for other kinds."""
    found = country_of(mention) or nationality_of(mention)
    if found:
        return found.iso3
    known = _known().get(mention.entity_id)
    return known.iso3 if known and mention.kind == "place" else ""


def name_of(mention: Mention) -> str:
    """The entity's name; the antecedent, or the words as printed, if no vocabulary knows it."""
    known = _known().get(mention.entity_id)
    if known and mention.kind != "nationality":
        return known.name
    return mention.antecedent or mention.text
