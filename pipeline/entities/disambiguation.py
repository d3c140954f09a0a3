"""Disambiguates organisations that many countries have: which Ministry of Finance is meant.

The country comes from the words next to the name ("of Kenya", "Kenya’s", "Kenyan"); else from the
same name earlier in its block, from the only country with that name in its section, for an acronym
from its definition, or from the section's heading.  Without any of these the name keeps its bare
id, and is flagged if the edition links that name to a country elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.entities.candidates import Candidate
from pipeline.entities.codes import country_by_iso3, known_entities
from pipeline.entities.gazetteer import find_known, vocabulary
from pipeline.entities.identity import identify
from pipeline.entities.layers import Read
from pipeline.entities.words import Line, split_words
from pipeline.records.text import Section

ABROAD = ("foreign", "external", "international")  # the provider's own, in a partner's section
OWNERS = ("country", "nationality")


@dataclass(frozen=True, slots=True)
class SharedName:
    """A mention of an organisation that any country may have."""

    line: int  # number of the line
    at: int  # where its name begins
    bare: str  # the id of its name alone
    short: bool  # whether it is an acronym
    owner: str  # iso3, by the words next to it; empty if they name none


@dataclass(frozen=True, slots=True)
class Tie:
    """The country of a mention of an organisation."""

    bare: str
    iso3: str  # empty if unknown
    unsure: bool  # unknown, though the edition links the name to a country elsewhere

    @property
    def entity_id(self) -> str:
        return f"{self.bare}-of-{country_by_iso3(self.iso3)}" if self.iso3 else self.bare


def disambiguate(
    reads: Sequence[Read], sections: Sequence[str], headed: Mapping[str, str]
) -> list[Read]:
    """The lines, with the id of each organisation that of its country.

    `sections` are the lines' section ids; `headed` gives the country (iso3) of a section whose
    headings name exactly one.
    """
    shared = [name for n, read in enumerate(reads) for name in _shared_names(n, read)]
    ties = _ties(shared, sections, headed)
    tied = {name.bare for name, iso3 in zip(shared, ties, strict=True) if iso3}
    by_line: list[dict[int, Tie]] = [{} for _ in reads]
    for name, iso3 in zip(shared, ties, strict=True):
        by_line[name.line][name.at] = Tie(name.bare, iso3, unsure=not iso3 and name.bare in tied)
    return [_with_ids(read, own) if own else read for read, own in zip(reads, by_line, strict=True)]


def countries_of(sections: Sequence[Section], provider: str) -> dict[str, str]:
    """Section id -> the only country that its headings name, without the provider."""
    found: dict[str, str] = {}
    for section in sections:
        title = " / ".join(section.path)
        known = find_known(Line(title, split_words(title), frozenset()), vocabulary())
        codes = {_iso3(match.known.entity_id) for match in known if match.known.kind == "country"}
        codes -= {provider, ""}
        if len(codes) == 1:
            found[section.section_id] = codes.pop()
    return found


def _iso3(entity_id: str) -> str:
    known = known_entities(0).get(entity_id)
    return known.iso3 if known else ""


# ---- the organisations of a line -------------------------------------------------------------


def _shared_names(number: int, read: Read) -> Iterator[SharedName]:
    longs = {d.definition.short_start: d.name for d in read.definitions if d.is_name}
    for name in read.names:
        if name.kind != "government_body" or name.layer == "reference":
            continue
        own = longs.get(name.start, name)
        bare = name.entity_id or identify(read.line.text[own.start : own.end])
        short = " " not in read.line.text[name.start : name.end]
        if not _is_unambiguous(read, own, bare):
            yield SharedName(number, name.start, bare, short, read.owners.get(name.start, ""))


def _is_unambiguous(read: Read, name: Candidate, bare: str) -> bool:
    """Whether the name itself is unambiguous: a known one, "Bank of Ghana", a government."""
    if bare in known_entities(0) or bare.startswith("government-of-"):
        return True
    inside = read.line.word_at(name.start), read.line.word_at(name.end)
    words = Line(read.line.text, read.line.words[slice(*inside)], frozenset())
    return any(match.known.kind in OWNERS for match in find_known(words, vocabulary()))


# ---- the country of each ---------------------------------------------------------------------


def _ties(
    shared: Sequence[SharedName], sections: Sequence[str], headed: Mapping[str, str]
) -> list[str]:
    """The country of each organisation, by iso3; empty if unknown."""
    by_section: dict[tuple[str, str], set[str]] = {}
    by_short: dict[str, set[str]] = {}
    for name in shared:
        if name.owner:
            by_section.setdefault((sections[name.line], name.bare), set()).add(name.owner)
            by_short.setdefault(name.bare, set()).add(name.owner)
    found: list[str] = []
    last: dict[tuple[int, str], str] = {}
    for name in shared:
        section = sections[name.line]
        near = name.owner or last.get((name.line, name.bare), "")
        near = near or _sole(by_section.get((section, name.bare), set()))
        near = near or (_sole(by_short.get(name.bare, set())) if name.short else "")
        home = headed.get(section, "") if not any(w in name.bare for w in ABROAD) else ""
        found.append(near or home)
        last[name.line, name.bare] = found[-1]
    return found


def _sole(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def _with_ids(read: Read, own: Mapping[int, Tie]) -> Read:
    names = tuple(_with_id(name, own) for name in read.names)
    defined = tuple(
        replace(one, name=_with_id(one.name, own)) if one.is_name else one
        for one in read.definitions
    )
    owners = {at: tie.iso3 for at, tie in own.items() if tie.iso3}
    return replace(read, names=names, definitions=defined, owners={**read.owners, **owners})


def _with_id(name: Candidate, own: Mapping[int, Tie]) -> Candidate:
    tie = own.get(name.start)
    if tie is None:
        return name
    flags = (*name.flags, "which_country") if tie.unsure else name.flags
    return replace(name, entity_id=tie.entity_id, flags=flags)
