"""Parties of both sides as entities, so that names are never compared as strings alone.

A code decides where there is one: ISO 3166-1, OECD DAC recipient, provider or channel, IATI
organisation identifier.  Otherwise the name is looked up in the vocabularies, in the forms in which
IATI, CRS and FTS print it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.entities.codes import known_entities, slug
from pipeline.entities.gazetteer import vocabulary_names
from pipeline.matching.records import Party
from pipeline.records.names import Entity
from pipeline.vocab import read_vocab

GOVERNMENT = re.compile(  # "Japan, Government of", "Government of Japan", "Korea, Republic of"
    r"(?P<a>.+), (?P<b>(?:the )?(?:Government|Kingdom|Republic|State|Commonwealth) of(?: the)?)"
)
OPENING = re.compile(r"(?:the )?(?:government|people) of (?:the )?", re.IGNORECASE)
TAIL = re.compile(r",? (?:regional|unspecified|multi-?country|(?:regional )?programme)$", re.I)
BRACKET = re.compile(r"\s*\((?P<inside>[^()]*)\)\s*")
PARTS = re.compile(r"\s+[-–—/]\s+")
DAC_REF = re.compile(r"XM-DAC-(?P<code>\d{1,3})(?:-\d+)?")  # a DAC provider, with its agency
GOV_REF = re.compile(r"(?P<iso2>[A-Z]{2})-GOV-.+")
UNSPECIFIED = re.compile(
    r"(?:developing countries|bilateral|multilateral|global|worldwide|multiple|various)\b.*"
    r"|not specified|unspecified|unallocated.*",
    re.IGNORECASE,
)
UNSPECIFIED_CODES = ("998", "9998", "DPGC_X", "DPGC", "WXD", "_T", "_Z")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which entities a party or several may be."""

    ids: frozenset[str] = frozenset()  # entity_ids; the slug of a name that no list has
    countries: frozenset[str] = frozenset()  # ISO 3166-1 alpha-3 of countries among them
    governments: frozenset[str] = frozenset()  # countries of ministries and agencies among them

    def __or__(self, other: "Identity") -> "Identity":
        return Identity(
            self.ids | other.ids,
            self.countries | other.countries,
            self.governments | other.governments,
        )

    def __bool__(self) -> bool:
        return bool(self.ids)

    def is_same(self, other: "Identity") -> bool:
        """Whether they share an entity, or one is the country whose agency the other is."""
        return bool(
            self.ids & other.ids
            or self.countries & other.governments
            or self.governments & other.countries
        )


NOBODY = Identity()


def identity(parties: Iterable[Party]) -> Identity:
    """The entities of several parties together; what says "unspecified" is nobody."""
    made = NOBODY
    for party in parties:
        made |= _identity(party.name, party.code, party.scheme)
    return made


def identity_of_ids(entity_ids: Iterable[str], names: Iterable[str]) -> Identity:
    """The entities of a row of ours, by its ids and by its names."""
    made = identity(Party(name) for name in names if name)
    for entity_id in filter(None, entity_ids):
        entity = _entities().get(entity_id)
        made |= _of_entity(entity) if entity else Identity(frozenset((entity_id,)))
    return made


@lru_cache(maxsize=50_000)
def _identity(name: str, code: str, scheme: str) -> Identity:
    if code in UNSPECIFIED_CODES or (not code and UNSPECIFIED.fullmatch(name.strip())):
        return NOBODY
    known = _by_code().get((scheme, code)) or _by_reference(code, scheme)
    if known:
        return _of_entity(known)
    for form in _forms(name):
        if entity_id := _spellings().get(form.casefold()):
            return _of_entity(_entities()[entity_id])
    key = slug(name) or slug(code)
    return Identity(frozenset((key,))) if key else NOBODY


def _of_entity(entity: Entity) -> Identity:
    code = frozenset((entity.iso3,)) if entity.iso3 else frozenset()
    ids = frozenset((entity.entity_id,))
    if entity.kind == "country":
        return Identity(ids, countries=code)
    return Identity(ids, governments=code if entity.kind == "government_body" else frozenset())


def _by_reference(code: str, scheme: str) -> Entity | None:
    """The government behind an IATI identifier such as XM-DAC-701-8 or GB-GOV-1."""
    if scheme != "iati":
        return None
    if found := DAC_REF.fullmatch(code):
        return _by_code().get(("dac", found["code"]))
    found = GOV_REF.fullmatch(code)
    return _by_code().get(("iso2", found["iso2"])) if found else None


def _forms(name: str) -> Iterator[str]:
    """A name as printed, then what it may be a longer form of."""
    plain = " ".join(name.split())
    yield plain
    without = BRACKET.sub(" ", plain).strip()
    if without != plain:
        yield without
        yield from (found["inside"] for found in BRACKET.finditer(plain))
    for form in (plain, without):
        turned = GOVERNMENT.sub(r"\g<b> \g<a>", form)
        yield turned
        yield OPENING.sub("", turned)
        yield TAIL.sub("", form)
        if parts := PARTS.split(form)[:-1]:
            yield from (*PARTS.split(form)[1:], *parts)


@cache
def _entities() -> dict[str, Entity]:
    return known_entities(0)


@cache
def _spellings() -> dict[str, str]:
    """Spelling in lower case -> entity_id; the first list that has it decides."""
    found: dict[str, str] = {}
    for known in vocabulary_names():
        if known.entity_id in _entities() and known.kind != "nationality":
            found.setdefault(known.spelling.casefold(), known.entity_id)
    return found


@cache
def _by_code() -> dict[tuple[str, str], Entity]:
    """(scheme, code) -> the entity, by every code of the vocabularies."""
    found: dict[tuple[str, str], Entity] = {}
    for entity in _entities().values():
        if entity.kind in ("place", "nationality"):
            continue
        for scheme, code in (
            ("dac", entity.dac_code),
            ("channel", entity.crs_channel_code),
            ("iati", entity.iati_org_id),
            ("iso3", entity.iso3 if entity.kind == "country" else ""),
        ):
            if code:
                found.setdefault((scheme, code), entity)
    for iso3, iso2 in alpha2().items():
        if ("iso3", iso3) in found:
            found["iso2", iso2] = found["iso3", iso3]
    return found


@cache
def alpha2() -> dict[str, str]:
    """ISO 3166-1 alpha-3 -> alpha-2."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    codes = (row["iso3"] for row in read_vocab("countries"))
    return {iso3: aliases[iso3][0] for iso3 in codes if iso3 in aliases}


@cache
def currency_of_provider(dac_code: str) -> str:
    """ISO 4217 of a CRS currency code: the DAC code of the country whose currency it is.

    918 is the euro, as in the DAC code lists; other codes are those of providers.
    """
    from babel.numbers import get_territory_currencies

    if dac_code == "918":
        return "EUR"
    entity = _by_code().get(("dac", dac_code))
    territory = alpha2().get(entity.iso3, "") if entity else ""
    if not territory:
        return ""
    currencies = get_territory_currencies(territory)
    return str(currencies[0]) if currencies else ""
