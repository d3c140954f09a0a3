"""Disambiguates organisations that many countries have: which Ministry of Finance is meant.

The country comes from the words next to the name ("of Kenya", "Kenya’s", "Kenyan"); else from the
same name earlier in its block, from the only country with that name in its section, for an acronym
from its definition, or from the section's heading.  Without any of these the name keeps its bare
id, and is flagged if the edition links that name to a country elsewhere.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.entities.candidates import Candidate
from pipeline.entities.codes import country_by_iso3, known_entities
from pipeline.entities.gazetteer import find_known, vocabulary
from pipeline.entities.reading import Read
from pipeline.entities.words import Line, split_words
from pipeline.records.text import Section

ORGANISATIONS = frozenset(("government_body", "international_organisation", "university"))
OWNERS = frozenset(("country", "nationality"))
SHAPED = frozenset(("shape", "definition"))  # layers whose kinds come from a noun alone
ABROAD = ("foreign", "external", "international")  # the provider's own, in a partner's section
_OF = re.compile(r"(?:\s\([^()]{2,20}\))?\s(?:of|in)\s(?:the\s)?")
_COMMA = re.compile(r"(?:\s\([^()]{2,20}\))?,\s(?=[A-Z])")  # "the Ministry of Health, Nepal,"
_MORE = re.compile(r"(?:,\s(?:and\s)?|\sand\s)(?:the\s)?")
_JOINED = re.compile(r"(?:\s\([^()]{2,20}\))?(?:,\sand|,|\sand|\sas\swell\sas)\s(?:the\s|its\s)?")
_OWNER = re.compile(r"['’]s?\s|\s")


# ---- by the words next to a name -------------------------------------------------------------


def find_owners(line: Line, names: Sequence[Candidate]) -> dict[int, str]:
    """Where an organisation's name begins -> the iso3 of its country.

    "Multi-Disciplinary Team (MDT) of Thailand", "Rwanda's Election Board", "Kenyan High Court".
    """
    codes = known_entities(0)
    countries = [n for n in names if n.kind in OWNERS and n.entity_id in codes]
    starts = {n.start: codes[n.entity_id].iso3 for n in countries}
    ends = {n.end: codes[n.entity_id].iso3 for n in countries}
    reach = {n.start: n.end for n in countries if n.kind == "country"}
    found: dict[int, str] = {}
    before: Candidate | None = None
    for name in names:
        if name.kind in ORGANISATIONS and name.entity_id not in codes:
            after = _OF.match(line.text, name.end)
            iso3 = starts.get(after.end(), "") if after else ""
            iso3 = iso3 or _after_comma(line, name.end, starts, reach)
            iso3 = iso3 or _owner_before(line, name.start, ends)
            joined = before and _JOINED.fullmatch(line.text, before.end, name.start)
            if before and joined and before.kind == name.kind:  # "Kenya’s Senate and Court"
                iso3 = iso3 or found.get(before.start, "")
            if iso3:
                found[name.start] = iso3
            before = name
    return found


def _after_comma(line: Line, end: int, starts: Mapping[int, str], reach: Mapping[int, int]) -> str:
    """The country between commas: "the Ministry of Health, Nepal, and …"."""
    comma = _COMMA.match(line.text, end)
    at = comma.end() if comma else -1
    if at not in reach:
        return ""
    more = _MORE.match(line.text, reach[at])
    return "" if more and more.end() in reach else starts[at]  # a list of countries


def _owner_before(line: Line, start: int, ends: Mapping[int, str]) -> str:
    for end in range(start - 1, max(start - 4, -1), -1):
        if end in ends and _OWNER.fullmatch(line.text, end, start):
            return ends[end]
    return ""


def with_owners(read: Read) -> Read:
    """With the countries of its organisations; those of one country are government bodies."""
    owners = find_owners(read.line, read.names)
    names = tuple(_of_its_country(name, owners) for name in read.names)
    defined = tuple(replace(d, name=_of_its_country(d.name, owners)) for d in read.definitions)
    return replace(read, names=names, definitions=defined, owners=owners)


def _of_its_country(name: Candidate, owners: Mapping[int, str]) -> Candidate:
    if name.start in owners and name.layer in SHAPED and name.kind == "international_organisation":
        return replace(name, kind="government_body")
    return name


# ---- by the rest of the edition --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SharedName:
    """A mention of an organisation that any country may have."""

    line: int  # number of the line
    at: int  # where its name begins
    bare: str  # the id of its name alone
    is_acronym: bool
    owner: str  # iso3, by the words next to it; empty if they name none


def disambiguate(reads: Sequence[Read], sections: Sequence[Section], provider: str) -> list[Read]:
    """The lines, with the id of each organisation that of its country.

    A section whose headings name exactly one country other than the provider (iso3) is about it.
    """
    headed = _countries_of(sections, provider)
    shared = [name for n, read in enumerate(reads) for name in _shared_names(n, read)]
    countries = _countries(shared, [read.block.section_id for read in reads], headed)
    owned = {name.bare for name, iso3 in zip(shared, countries, strict=True) if iso3}
    by_line: list[dict[int, tuple[str, str]]] = [{} for _ in reads]
    for name, iso3 in zip(shared, countries, strict=True):
        if iso3 or name.bare in owned:
            by_line[name.line][name.at] = name.bare, iso3
    return [_with_ids(read, own) if own else read for read, own in zip(reads, by_line, strict=True)]


def _countries_of(sections: Sequence[Section], provider: str) -> dict[str, str]:
    """Section id -> the only country that its headings name, without the provider."""
    found: dict[str, str] = {}
    for section in sections:
        title = " / ".join(section.path)
        known = find_known(Line(title, split_words(title), frozenset()), vocabulary())
        ids = {match.known.entity_id for match in known if match.known.kind == "country"}
        codes = {known_entities(0)[entity_id].iso3 for entity_id in ids} - {provider}
        if len(codes) == 1:
            found[section.section_id] = codes.pop()
    return found


def _shared_names(number: int, read: Read) -> Iterator[SharedName]:
    longs = {d.definition.short_start: d.name for d in read.definitions if d.is_name}
    for name in read.names:
        if name.kind != "government_body" or name.layer == "reference":
            continue
        own = longs.get(name.start, name)
        bare = name.entity_id or read.id_of(own)
        if not _is_unambiguous(read, own, bare):
            is_acronym = " " not in read.words_of(name)
            yield SharedName(number, name.start, bare, is_acronym, read.owners.get(name.start, ""))


def _is_unambiguous(read: Read, name: Candidate, bare: str) -> bool:
    """Whether the name itself is unambiguous: a known one, "Bank of Ghana", a government."""
    if bare in known_entities(0) or bare.startswith("government-of-"):
        return True
    inside = read.line.word_at(name.start), read.line.word_at(name.end)
    words = Line(read.line.text, read.line.words[slice(*inside)], frozenset())
    return any(match.known.kind in OWNERS for match in find_known(words, vocabulary()))


def _countries(
    shared: Sequence[SharedName], sections: Sequence[str], headed: Mapping[str, str]
) -> list[str]:
    """The country of each organisation, by iso3; empty if unknown."""
    by_section: dict[tuple[str, str], set[str]] = {}
    by_name: dict[str, set[str]] = {}
    for name in shared:
        if name.owner:
            by_section.setdefault((sections[name.line], name.bare), set()).add(name.owner)
            by_name.setdefault(name.bare, set()).add(name.owner)
    found: list[str] = []
    last: dict[tuple[int, str], str] = {}
    for name in shared:
        section = sections[name.line]
        near = name.owner or last.get((name.line, name.bare), "")
        near = near or _sole(by_section.get((section, name.bare), set()))
        near = near or (_sole(by_name.get(name.bare, set())) if name.is_acronym else "")
        home = headed.get(section, "") if not any(w in name.bare for w in ABROAD) else ""
        found.append(near or home)
        last[name.line, name.bare] = found[-1]
    return found


def _sole(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def _with_ids(read: Read, own: Mapping[int, tuple[str, str]]) -> Read:
    """With the ids of its organisations; `own` gives the bare id and country of each."""
    definitions = (
        replace(one, name=_with_id(one.name, own)) if one.is_name else one
        for one in read.definitions
    )
    return replace(
        read,
        names=tuple(_with_id(name, own) for name in read.names),
        definitions=tuple(definitions),
        owners={**read.owners, **{at: iso3 for at, (_, iso3) in own.items() if iso3}},
    )


def _with_id(name: Candidate, own: Mapping[int, tuple[str, str]]) -> Candidate:
    """With its country in its id, or flagged if the edition links the name to one elsewhere."""
    if name.start not in own:
        return name
    bare, iso3 = own[name.start]
    if not iso3:
        return replace(name, entity_id=bare, flags=(*name.flags, "which_country"))
    return replace(name, entity_id=f"{bare}-of-{country_by_iso3(iso3)}")
