"""The providers, recipients, channels and implementers of a contribution, by name, id and code.

A group or region is known by its members in the edition's year: those that its row of `entities`
states, else those of vocab/regions.csv and vocab/group_members.csv.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from pipeline.entities.codes import listed, members_of, slug
from pipeline.storage.files import split_list
from pipeline.totals.inputs import Cells, Tables
from pipeline.vocab import read_vocab

ISO3 = "recipient_iso3"
NAMES_AND_IDS = (
    ("provider", "provider_id"),
    ("recipients", "recipient_ids"),
    ("channels", "channel_ids"),
    ("implementers", "implementer_ids"),
)
COLUMNS = {column: pair for pair in NAMES_AND_IDS for column in pair} | {ISO3: NAMES_AND_IDS[1]}


@dataclass(frozen=True, slots=True)
class Party:
    label: str  # as the column has it: its name, id or ISO 3166-1 code
    entity_id: str
    iso3: str = ""  # of a country or of a place in it
    spellings: frozenset[str] = frozenset()  # name, id, acronym and code, without case


class Parties:
    """Finds the parties of rows; `tables` are those of one edition."""

    def __init__(self, tables: Tables) -> None:
        self._year = tables.year
        self._entities = {
            cells["entity_id"]: cells
            for cells in tables.entities
            if cells.get("review_status") != "rejected"
        }

    def of(self, cells: Cells, column: str) -> list[Party]:
        """The parties in a column; for countries, also the recipients that are none."""
        names, ids = (split_list(cells[name]) for name in COLUMNS[column])
        if len(names) != len(ids):
            ids = [slug(name) for name in names]
        labels = ids if column == COLUMNS[column][1] else names
        parties = [self._party(*party) for party in zip(labels, names, ids, strict=True)]
        if column != ISO3:
            return parties
        codes = [self._country(code) for code in split_list(cells[ISO3])]
        return codes + [party for party in parties if not party.iso3]

    def _party(self, label: str, name: str, entity_id: str) -> Party:
        entity = self._entities.get(entity_id, {})
        country = _countries_by_id().get(entity_id, "")
        iso3 = entity.get("iso3", "") or country
        if entity.get("kind", "country") != "country" and entity.get("kind") != "place":
            iso3 = ""  # an agency has the code of its country
        words = (label, name, entity_id, entity.get("acronym", ""), country)
        return Party(label, entity_id, iso3, frozenset(word.casefold() for word in words if word))

    def _country(self, iso3: str) -> Party:
        name = country_name(iso3)
        words = (iso3, name, slug(name))
        return Party(iso3, slug(name), iso3, frozenset(word.casefold() for word in words))

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        stated = {key: split_list(row.get("members", "")) for key, row in self._entities.items()}
        own = {key: frozenset(members) for key, members in stated.items() if members}
        return {**groups(self._year), **own}

    def includes(self, party: Party, iso3: str) -> bool:
        """Whether a party is a group or region that has this country."""
        return bool(iso3) and iso3 in self._groups.get(party.entity_id, ())


@cache
def groups(year: int) -> dict[str, frozenset[str]]:
    """The countries of each group and region of the vocabularies in a year, by entity id."""
    rows = {row["m49"]: row["name"] for row in read_vocab("regions") if row["m49"]}
    stated = {row["name"]: members_of(row, year) for row in read_vocab("regions")}
    more = {row["name"]: members_of(row, year) for row in read_vocab("group_members")}
    known = {name: (*stated.get(name, ()), *more.get(name, ())) for name in {*stated, *more}}

    def countries(name: str) -> Iterator[str]:
        for member in known[name]:
            if member.isdigit():
                yield from countries(rows[member])
            else:
                yield member

    return {slug(name): frozenset(countries(name)) for name in known if known[name]}


def iso3_of(words: str) -> str:
    """The ISO 3166-1 code of a country's name, id or code in any case; empty for anything else."""
    return _countries_by_words().get(words.casefold(), "")


def country_name(iso3: str) -> str:
    """The name of a country; a code that no country has as it is."""
    return _names_by_iso3().get(iso3, iso3)


@cache
def _names_by_iso3() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in read_vocab("countries")}


@cache
def _countries_by_id() -> dict[str, str]:
    return {slug(name): iso3 for iso3, name in _names_by_iso3().items()}


@cache
def _countries_by_words() -> dict[str, str]:
    return {
        word.casefold(): row["iso3"]
        for row in read_vocab("countries")
        for word in (row["name"], row["iso3"], slug(row["name"]), *listed(row["aliases"]))
    }
