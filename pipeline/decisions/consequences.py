"""What follows from a cell that a person changes: ids from names, and words no longer read."""

import json
from collections.abc import Iterable, Mapping
from functools import cache

from pipeline.schema import TABLE
from pipeline.storage.files import as_json, joined_list, split_list
from pipeline.vocab import read_vocab

# columns that hold names, each with the column that holds the same by entity_id
NAMES = {
    "provider": "provider_id",
    "recipients": "recipient_ids",
    "channels": "channel_ids",
    "implementers": "implementer_ids",
    "participants": "participant_ids",
    "place": "place_id",
    "programme": "programme_id",
}
COUNTRIES = {"recipients": "recipient_iso3", "place": "iso3"}  # follows the names


def with_names(
    table: str, changed: Mapping[str, str], entities: Iterable[Mapping[str, str]]
) -> dict[str, str]:
    """The changed cells with the ids and country codes that follow from changed names."""
    known = _by_name(entities)
    columns = {column.name for column in TABLE[table].own}
    more = dict(changed)
    for names, ids in NAMES.items():
        if names in changed and ids in columns and ids not in changed:
            names_of = split_list(changed[names])
            found = [known.get(name.casefold(), {}) for name in names_of]
            more[ids] = joined_list([entity.get("entity_id", "") for entity in found])
            codes = COUNTRIES.get(names, "")
            if codes in columns and codes not in changed:
                more[codes] = joined_list(list(filter(None, map(_iso3, names_of, found))))
    return more


def spans_without(field_spans: str, changed: Iterable[str]) -> str:
    """A row's field_spans as JSON, without those of fields that a person wrote by hand."""
    spans = json.loads(field_spans or "{}")
    gone = spans.keys() & set(changed)
    return as_json({name: spans[name] for name in spans.keys() - gone}) if gone else field_spans


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """ISO 3166-1 alpha-3 codes with their names, by name."""
    return tuple((row["iso3"], row["name"]) for row in read_vocab("countries") if row["iso3"])


def _by_name(entities: Iterable[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    known: dict[str, Mapping[str, str]] = {}
    for row in entities:
        for name in (row["name"], row["acronym"], *split_list(row["aliases"])):
            if name:
                known.setdefault(name.casefold(), row)
    return known


def _iso3(name: str, entity: Mapping[str, str]) -> str:
    named = {country.casefold(): code for code, country in countries()}
    return entity.get("iso3") or named.get(name.casefold(), "")
