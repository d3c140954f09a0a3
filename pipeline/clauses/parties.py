"""Mentions as parties: a government stands for its country, a nationality for its nation."""

from dataclasses import replace

from pipeline.clauses.countries import (
    Country,
    country_coded,
    country_in_name,
    country_of,
    iso3_of,
    name_of,
    nationality_of,
)
from pipeline.clauses.verbs import words_of
from pipeline.records.facts import Party, Phrase
from pipeline.records.names import Mention

PROVIDER_KINDS = frozenset(
    (
        *("country", "region", "group", "international_organisation", "government_body", "ngo"),
        *("university", "company", "fund", "person", "nationality", "other"),
    )
)


def party_of(mention: Mention) -> Party:
    """A mention as a party; a government stands for its country."""
    country = country_of(mention)
    if country:
        return _country(country, mention)
    return Party(name_of(mention), mention.entity_id, _at(mention), iso3_of(mention))


def provider_of(mention: Mention) -> Party:
    """A mention as a provider: a nationality or capital is its country; a government is named."""
    nation = nationality_of(mention) or _country_of_capital(mention)
    party = _country(nation, mention) if nation else party_of(mention)
    if mention.kind == "government_body" and party.iso3:
        return replace(party, name=mention.text.removeprefix("the ").removeprefix("The "))
    return party


def _country_of_capital(mention: Mention) -> Country | None:
    """The country of a capital: "Oslo" as a provider is the government of Norway."""
    capital = mention.kind == "place" and mention.text.lower() in words_of("capital")
    return country_coded(iso3_of(mention)) if capital else None


def recipient_of(mention: Mention) -> Party:
    """A mention as a recipient: a nationality or a government organisation is its country."""
    country = country_in_name(mention) if mention.kind == "government_body" else None
    nation = nationality_of(mention) or country
    return _country(nation, mention) if nation else party_of(mention)


def country_party(iso3: str) -> Party | None:
    """The country of an ISO 3166-1 alpha-3 code as a party that the text does not print."""
    country = country_coded(iso3)
    return Party(country.name, country.entity_id, None, country.iso3) if country else None


def _country(country: Country, mention: Mention) -> Party:
    return Party(country.name, country.entity_id, _at(mention), country.iso3)


def _at(mention: Mention) -> Phrase:
    return Phrase(mention.text, mention.start, mention.end)
