"""Cells that follow from a correction: ids from names, what a status means, spans left out."""

import json
from collections.abc import Iterable, Mapping
from functools import cache

from pipeline.records.closed_lists import NOT_PROVIDED, STATUS_OF_TYPE
from pipeline.schema import TABLE
from pipeline.storage.files import as_json, joined_list, split_list
from pipeline.vocab import read_vocab

# columns with names -> the column with their entity_ids
NAMES = {
    "provider": "provider_id",
    "recipients": "recipient_ids",
    "channels": "channel_ids",
    "implementers": "implementer_ids",
    "participants": "participant_ids",
    "place": "place_id",
    "programme": "programme_id",
}
TYPES_OF_STATUS = {status: code for code, status in STATUS_OF_TYPE.items()}
COUNTRIES = {"recipients": "recipient_iso3", "place": "iso3"}  # -> the column with their codes


def with_names(
    table: str, changed: Mapping[str, str], entities: Iterable[Mapping[str, str]]
) -> dict[str, str]:
    """The changed cells with the ids and country codes of the changed names."""
    known = _by_name(entities)
    columns = {column.name for column in TABLE[table].own}
    more = dict(changed)
    for names, ids in NAMES.items():
        if names in changed and ids in columns and ids not in changed:
            parties = split_list(changed[names])
            found = [known.get(name.casefold(), {}) for name in parties]
            more[ids] = joined_list([entity.get("entity_id", "") for entity in found])
            codes = COUNTRIES.get(names, "")
            if codes in columns and codes not in changed:
                more[codes] = joined_list(list(filter(None, map(_iso3, parties, found))))
    return more


def with_status(row: Mapping[str, str], name: str, after: str) -> dict[str, str]:
    """A corrected cell with the cells that follow from a contribution's status or type.

    What was cancelled, suspended, returned or redirected is not countable, for that reason; where
    the status says again that it was provided, the row counts, unless another reason left it out.
    """
    cells = {name: after}
    if name == "transaction_type" and row.get("status") in ("", *TYPES_OF_STATUS):
        cells["status"] = STATUS_OF_TYPE.get(after, "")
    if name != "status":
        return cells
    if after in NOT_PROVIDED:
        return cells | {"countable": "false", "not_countable_reason": after}
    if row.get("not_countable_reason") in ("not_provided", *NOT_PROVIDED):
        has_amount = row.get("low") or row.get("high")
        cells["countable"] = "true" if has_amount else "false"
        cells["not_countable_reason"] = "" if has_amount else "no_amount"
    if type_ := TYPES_OF_STATUS.get(after):
        cells |= {"transaction_type": type_, "transaction_type_candidates": ""}
    return cells


def spans_without(field_spans: str, changed: Iterable[str]) -> str:
    """A row's field_spans as JSON, without the fields that a person changed."""
    spans = json.loads(field_spans or "{}")
    gone = spans.keys() & set(changed)
    return as_json({name: spans[name] for name in spans.keys() - gone}) if gone else field_spans


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """ISO 3166-1 alpha-3 codes with their names, in the order of the vocabulary."""
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
