"""Countries behind names: whose government, whose nationality, which ISO code."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.entities import slug
from pipeline.model import Mention
from pipeline.vocab import COLUMNS, read_vocab

GOVERNMENT = re.compile(
    r"(?:the\s+)?(?:(?:royal|federal|transitional|national|central)\s+)*"
    r"governments?\s+of\s+(?:the\s+)?(?P<of>.+)",
    re.IGNORECASE,
)
GOVERNMENT_AFTER = re.compile(r"(?:the\s+)?(?P<of>.+?)(?:['’]s)?\s+governments?", re.IGNORECASE)
OF_COUNTRY = re.compile(r".+?\s(?:of|for)\s+(?:the\s+)?(?P<of>[A-Z].+)")


@dataclass(frozen=True, slots=True)
class Country:
    name: str
    iso3: str

    @property
    def entity_id(self) -> str:
        """The slug under which stage 3 keeps the country."""
        return slug(self.name)


def country_named(text: str, kind: str) -> Country | None:
    """The country that a name is, or whose government it is; None for any other name."""
    if kind == "country":
        return _find(text)
    if kind not in ("government_body", "nationality", "other"):
        return None
    matched = GOVERNMENT.fullmatch(text) or GOVERNMENT_AFTER.fullmatch(text)
    if matched is None:
        return None
    return _find(matched["of"]) or _demonyms().get(matched["of"].lower())


def country_of_body(mention: Mention) -> Country | None:
    """The country that a government body's own name holds: "Ministry of Health of Kenya"."""
    matched = OF_COUNTRY.fullmatch(mention.text)
    if matched and (found := _find(matched["of"])):
        return found
    words = mention.text.split()
    return _find(words[0]) or _demonyms().get(words[0].lower()) if words else None


def nationality_of(mention: Mention) -> Country | None:
    """The country of "Japanese", "Norwegian"; None for a mention of another kind."""
    if mention.kind != "nationality":
        return None
    return _demonyms().get(mention.text.lower()) or _find(mention.text)


def iso3_of(mention: Mention) -> str:
    """ISO 3166-1 alpha-3 of a country or nationality; empty for other kinds."""
    found = country_named(mention.text, mention.kind) or nationality_of(mention)
    return found.iso3 if found else ""


def _find(text: str) -> Country | None:
    bare = re.sub(r"^the\s+|['’]s?$", "", text.strip(), flags=re.IGNORECASE).lower()
    return _countries().get(bare)


@cache
def _countries() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for row in read_vocab("countries") if "countries" in COLUMNS else ():
        country = Country(row["name"], row["iso3"])
        for name in (row["name"], row["iso3"], *row["aliases"].split("|")):
            found.setdefault(re.sub(r"^the\s+", "", name.strip().lower()), country)
    found.pop("", None)
    return found


@cache
def _demonyms() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for row in read_vocab("countries") if "countries" in COLUMNS else ():
        for name in row.get("demonyms", "").split("|"):
            found.setdefault(name.strip().lower(), Country(row["name"], row["iso3"]))
    found.pop("", None)
    return found
