"""What the words next to a name say of it: its country, its nickname."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.entities.candidates import Candidate
from pipeline.entities.codes import known_entities
from pipeline.entities.identity import identify
from pipeline.entities.words import Line

ORGANISATIONS = frozenset(("government_body", "international_organisation", "university"))
OWNERS = frozenset(("country", "nationality"))
SHAPED = frozenset(("shape", "definition"))  # layers whose kinds come from a noun alone
_OF = re.compile(r"(?:\s\([^()]{2,20}\))?\s(?:of|in)\s(?:the\s)?")
_COMMA = re.compile(r"(?:\s\([^()]{2,20}\))?,\s(?=[A-Z])")  # "the Ministry of Health, Nepal,"
_MORE = re.compile(r"(?:,\s(?:and\s)?|\sand\s)(?:the\s)?")
_JOINED = re.compile(r"(?:\s\([^()]{2,20}\))?(?:,\sand|,|\sand|\sas\swell\sas)\s(?:the\s|its\s)?")
_COUNTRYS = re.compile(r"\b(?:the|that|this)\scountry['’]s\s\Z")
_OWNER = re.compile(r"['’]s?\s|\s")
_QUOTE = re.compile(r",?\s[“\"‘']")
NICKNAMED = frozenset(("facility", "vessel", "programme", "fund", "agreement"))


def find_owners(line: Line, names: Sequence[Candidate]) -> dict[int, str]:
    """Where an organisation's name begins -> the iso3 of its country.

    "Multi-Disciplinary Team (MDT) of Thailand", "Rwanda's Election Board", "Kenyan High Court".
    """
    codes = known_entities(0)
    countries = [n for n in names if n.kind in OWNERS and n.entity_id in codes]
    starts = {n.start: codes[n.entity_id].iso3 for n in countries}
    ends = {n.end: codes[n.entity_id].iso3 for n in countries}
    reach = {n.start: n.end for n in countries if n.kind == "country"}
    organisations = [n for n in names if n.kind in ORGANISATIONS and n.entity_id not in codes]
    found: dict[int, str] = {}
    for name in organisations:
        after = _OF.match(line.text, name.end)
        iso3 = starts.get(after.end(), "") if after else ""
        iso3 = iso3 or _after_comma(line, name.end, starts, reach)
        iso3 = iso3 or _owner_before(line, name.start, ends)
        if not iso3 and _COUNTRYS.search(line.text, max(0, name.start - 20), name.start):
            last = bisect_left(countries, name.start, key=lambda country: country.start) - 1
            iso3 = starts[countries[last].start] if last >= 0 else ""
        if iso3:
            found[name.start] = iso3
    return _shared(line, organisations, found)


def _after_comma(line: Line, end: int, starts: Mapping[int, str], reach: Mapping[int, int]) -> str:
    """The country between commas: "the Ministry of Health, Nepal, and …"."""
    comma = _COMMA.match(line.text, end)
    at = comma.end() if comma else -1
    if at not in reach:
        return ""
    more = _MORE.match(line.text, reach[at])
    return "" if more and more.end() in reach else starts[at]  # a list of countries


def _shared(
    line: Line, organisations: Sequence[Candidate], owned: Mapping[int, str]
) -> dict[int, str]:
    """ "Kenya’s Ministry of Health and Ministry of Labour": those that "and" joins share theirs."""
    found = dict(owned)
    joined = [
        (one, two)
        for one, two in pairwise(organisations)
        if one.kind == two.kind and _JOINED.fullmatch(line.text, one.end, two.start)
    ]
    for one, two in joined:
        if one.start in found and two.start not in owned:
            found[two.start] = found[one.start]
    for one, two in reversed(joined):
        if two.start in found and one.start not in owned:
            found[one.start] = found[two.start]
    return found


def _owner_before(line: Line, start: int, ends: Mapping[int, str]) -> str:
    for end in range(start - 1, max(start - 4, -1), -1):
        if end in ends and _OWNER.fullmatch(line.text, end, start):
            return ends[end]
    return ""


def of_its_country(name: Candidate, owners: Mapping[int, str]) -> Candidate:
    """An organisation that belongs to one country is a government organisation."""
    if name.start in owners and name.layer in SHAPED and name.kind == "international_organisation":
        return replace(name, kind="government_body")
    return name


def with_nicknames(line: Line, names: Sequence[Candidate]) -> Iterator[Candidate]:
    """A quoted name directly after one of its kind is the same entity: the Module “Kibo”."""
    before: Candidate | None = None
    for name in names:
        own = name.entity_id
        if before and _is_nickname(line, name, before):
            own = before.entity_id or identify(line.text[before.start : before.end])
        before = replace(name, entity_id=own)
        yield before


def _is_nickname(line: Line, name: Candidate, before: Candidate) -> bool:
    quoted = name.layer == "quotation" and name.kind == before.kind and name.kind in NICKNAMED
    return quoted and bool(_QUOTE.fullmatch(line.text, before.end, name.start))


def as_named_elsewhere(found: Sequence[Candidate]) -> list[Candidate]:
    """Quoted names with the entity that they are elsewhere in the edition."""
    own = {(c.start, c.end): c for c in found if c.layer == "own"}
    return [
        replace(c, entity_id=known.entity_id, kind=known.kind)
        if c.layer == "quotation" and (known := own.get((c.start, c.end)))
        else c
        for c in found
    ]
