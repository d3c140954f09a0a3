"""What stands beside a name tells of it: whose body it is, what it is called besides."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.entities.candidates import Candidate
from pipeline.entities.codes import known_entities
from pipeline.entities.identity import identify
from pipeline.entities.words import Line

BODIES = frozenset(("government_body", "international_organisation", "university"))
OWNERS = frozenset(("country", "nationality"))
SHAPED = frozenset(("shape", "definition"))  # layers whose kinds are told by a noun alone
_OF = re.compile(r"(?:\s\([^()]{2,20}\))?\s(?:of|in)\s(?:the\s)?")
_OWNER = re.compile(r"['’]s?\s|\s")
_QUOTE = re.compile(r",?\s[“\"‘']")
NICKNAMED = frozenset(("facility", "vessel", "programme", "fund", "agreement"))


def find_owners(line: Line, names: Sequence[Candidate]) -> dict[int, str]:
    """Where a body's name begins -> the iso3 of its country.

    "Multi-Disciplinary Team (MDT) of Thailand", "Rwanda's Election Board", "Kenyan High Court".
    """
    codes = known_entities(0)
    states = [n for n in names if n.kind in OWNERS and n.entity_id in codes]
    starts = {n.start: codes[n.entity_id].iso3 for n in states}
    ends = {n.end: codes[n.entity_id].iso3 for n in states}
    found: dict[int, str] = {}
    for name in (name for name in names if name.kind in BODIES and name.entity_id not in codes):
        after = _OF.match(line.text, name.end)
        iso3 = starts.get(after.end(), "") if after else ""
        iso3 = iso3 or _owner_before(line, name.start, ends)
        if iso3:
            found[name.start] = iso3
    return found


def _owner_before(line: Line, start: int, ends: Mapping[int, str]) -> str:
    for end in range(start - 1, max(start - 4, -1), -1):
        if end in ends and _OWNER.fullmatch(line.text, end, start):
            return ends[end]
    return ""


def of_its_state(name: Candidate, owners: Mapping[int, str]) -> Candidate:
    """A body that the text says to be of one country is none of many."""
    if name.start in owners and name.layer in SHAPED and name.kind == "international_organisation":
        return replace(name, kind="government_body")
    return name


def with_nicknames(line: Line, names: Sequence[Candidate]) -> Iterator[Candidate]:
    """A quoted name right after one of its kind is the same thing: the Module “Kibo”."""
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
    """Quoted names that the edition prints elsewhere are what they are there."""
    own = {(c.start, c.end): c for c in found if c.layer == "own"}
    return [
        replace(c, entity_id=known.entity_id, kind=known.kind)
        if c.layer == "quotation" and (known := own.get((c.start, c.end)))
        else c
        for c in found
    ]
