"""Bodies that many states have, told apart: the Ministry of Finance of Kenya, and of Nepal.

A body is tied to a country by the words beside its name ("of Kenya", "Kenya’s", "Kenyan"); else by
the same name before it in its block, by its section's heading, by the one tie of its section, or,
for a short form, by the words that define it.  What nothing ties keeps its bare id, and is flagged
where the edition names such a body of a country elsewhere.
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

ABROAD = ("foreign", "external", "international")  # the donor's own, in a section on a partner
OWNERS = ("country", "nationality")


@dataclass(frozen=True, slots=True)
class Body:
    """A naming of a body that any state may have."""

    line: int  # which of the lines
    at: int  # where its name begins
    bare: str  # the id of its name alone
    short: bool  # whether it is a short form
    owner: str  # iso3, by the words beside it; empty where they tell none


@dataclass(frozen=True, slots=True)
class Tie:
    """Which country a naming of a body is of."""

    bare: str
    iso3: str  # empty where nothing tells
    unsure: bool  # whether the edition knows such a body of a country

    @property
    def entity_id(self) -> str:
        return f"{self.bare}-of-{country_by_iso3(self.iso3)}" if self.iso3 else self.bare


def tell_apart(
    reads: Sequence[Read], sections: Sequence[str], headed: Mapping[str, str]
) -> list[Read]:
    """The lines with each body's id that of its country's own.

    `sections` are the lines' section ids; `headed` gives the one country (iso3) that a section's
    headings name, where they name one.
    """
    bodies = [body for n, read in enumerate(reads) for body in _bodies(n, read)]
    ties = _ties(bodies, sections, headed)
    tied = {body.bare for body, iso3 in zip(bodies, ties, strict=True) if iso3}
    told: list[dict[int, Tie]] = [{} for _ in reads]
    for body, iso3 in zip(bodies, ties, strict=True):
        told[body.line][body.at] = Tie(body.bare, iso3, unsure=not iso3 and body.bare in tied)
    return [_with_ids(read, own) if own else read for read, own in zip(reads, told, strict=True)]


def countries_of(sections: Sequence[Section], provider: str) -> dict[str, str]:
    """Section id -> the one country that its headings name, the provider left out."""
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


# ---- the bodies of a line --------------------------------------------------------------------


def _bodies(number: int, read: Read) -> Iterator[Body]:
    longs = {d.definition.short_start: d.name for d in read.definitions if d.is_name}
    for name in read.names:
        if name.kind != "government_body" or name.layer == "reference":
            continue
        own = longs.get(name.start, name)
        bare = name.entity_id or identify(read.line.text[own.start : own.end])
        short = " " not in read.line.text[name.start : name.end]
        if not _is_one_states(read, own, bare):
            yield Body(number, name.start, bare, short, read.owners.get(name.start, ""))


def _is_one_states(read: Read, name: Candidate, bare: str) -> bool:
    """Whether the name by itself tells which: a known body, "Bank of Ghana", a government."""
    if bare in known_entities(0) or bare.startswith("government-of-"):
        return True
    inside = read.line.word_at(name.start), read.line.word_at(name.end)
    words = Line(read.line.text, read.line.words[slice(*inside)], frozenset())
    return any(match.known.kind in OWNERS for match in find_known(words, vocabulary()))


# ---- which country each is of ----------------------------------------------------------------


def _ties(bodies: Sequence[Body], sections: Sequence[str], headed: Mapping[str, str]) -> list[str]:
    """The country of each body, by iso3; empty where nothing tells."""
    by_section: dict[tuple[str, str], set[str]] = {}
    by_short: dict[str, set[str]] = {}
    for body in bodies:
        if body.owner:
            by_section.setdefault((sections[body.line], body.bare), set()).add(body.owner)
            by_short.setdefault(body.bare, set()).add(body.owner)
    found: list[str] = []
    last: dict[tuple[int, str], str] = {}
    for body in bodies:
        section = sections[body.line]
        near = body.owner or last.get((body.line, body.bare), "")
        near = near or _sole(by_section.get((section, body.bare), set()))
        near = near or (_sole(by_short.get(body.bare, set())) if body.short else "")
        home = headed.get(section, "") if not any(w in body.bare for w in ABROAD) else ""
        found.append(near or home)
        last[body.line, body.bare] = found[-1]
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
