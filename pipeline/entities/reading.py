"""The names of one block: what each layer proposes, and what remains of it."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.entities.acronyms import Defined, name_definitions, propose_defined
from pipeline.entities.candidates import Candidate, settle
from pipeline.entities.gazetteer import Match, Node, find_inside, find_known, vocabulary
from pipeline.entities.guesses import (
    propose_acronyms,
    propose_apposed,
    propose_capitals,
    propose_model,
    propose_places,
)
from pipeline.entities.head_nouns import find_heads
from pipeline.entities.identity import identify
from pipeline.entities.persons import find_persons
from pipeline.entities.shapes import (
    propose_quoted,
    propose_shapes,
    propose_vessels,
    with_nicknames,
)
from pipeline.entities.words import Line, listed_words, split_words
from pipeline.records.text import Block, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

TITLES = ("heading", "banner")
OWN = ("named_elsewhere", "surname")  # rules of names that the edition prints in full elsewhere
OCCASIONS = (" Ceremony", " Contract", " Visit", " Handover")
PLAIN_PARTS = ("country", "place", "region", "group")  # no other entity is named inside them
_DATED = re.compile(r"\s(?:19|20)\d\d$")  # "Annual Report 2010"


@dataclass(frozen=True, slots=True)
class Guesses:
    """Proposals that do not depend on known names: acronyms, and the model's names."""

    acronyms: tuple[Candidate, ...]
    model: tuple[Candidate, ...]
    persons: frozenset[int]  # first words of what the model takes for persons


@dataclass(frozen=True, slots=True)
class Read:
    """The names of one block, and the names inside them."""

    block: Block
    sentences: tuple[Span, ...]
    line: Line
    known: tuple[Match, ...]
    guesses: Guesses | None  # None for a title, where capitals mean nothing
    names: tuple[Candidate, ...] = ()
    parts: tuple[Candidate, ...] = ()
    definitions: tuple[Defined, ...] = ()
    # where an organisation's name begins -> iso3 of its country
    owners: Mapping[int, str] = field(default_factory=dict)

    def words_of(self, name: Candidate) -> str:
        return self.line.text[name.start : name.end]

    def id_of(self, name: Candidate) -> str:
        """The entity of a name: the vocabulary's, else by its words."""
        return name.entity_id or identify(self.words_of(name))


def read_first(block: Block, doc: "Doc") -> Read:
    """All names of one block by itself."""
    sentences = tuple((s.start_char, s.end_char) for s in doc.sents)
    line = Line(doc.text, split_words(doc.text), frozenset(start for start, _ in sentences))
    guesses = None
    if block.kind not in TITLES and not line.is_title:
        persons = (s for s in doc.ents if s.label_ == "PERSON" and len(s) > 1)
        guesses = Guesses(
            tuple(propose_acronyms(line)),
            (*propose_model(doc, line), *propose_capitals(doc, line)),
            frozenset(line.word_at(span.start_char) for span in persons),
        )
    known = tuple(find_known(line, vocabulary()))
    return _named(Read(block, sentences, line, known, guesses), ())


def read_again(first: Read, known_names: Node, own_names: Node) -> Read:
    """The same block, read again with the names that the edition itself defines or prints."""
    known, own = find_known(first.line, known_names), find_known(first.line, own_names)
    if not own and tuple(known) == first.known:
        return first
    return _named(replace(first, known=tuple(known)), own)


def _named(read: Read, own: Sequence[Match]) -> Read:
    """With the names that remain of all proposals; `own` are printed in full elsewhere."""
    line, known, guesses = read.line, read.known, read.guesses
    heads = find_heads(line)
    found = [*_propose_known(line, known), *_propose_branches(line, known)]
    found += [*propose_vessels(line, heads), *_propose_known(line, own)]
    defined: list[Defined] = []
    if guesses:
        found += find_persons(line, known, heads, guesses.persons)
        found += [*propose_quoted(line, heads), *propose_shapes(line, known)]
        defined = name_definitions(line, known, found)
        found += [*propose_defined(defined), *guesses.acronyms, *guesses.model]
        found += propose_places(line, known, guesses.model)
        found += propose_apposed(line, known, heads)
    plain = (one.definition for one in defined if not one.is_name)
    unnamed = {words for one in plain for words in (one.short, one.long)}
    names = settle(_as_elsewhere([c for c in found if not _is_generic(line, c, unnamed)]))
    names = [*with_nicknames(line, names)]
    parts = (part for name in names for part in _parts_of(read, name))
    return replace(read, names=tuple(names), parts=tuple(parts), definitions=tuple(defined))


# ---- known names -----------------------------------------------------------------------------


def _propose_known(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    for match in known:
        layer = "own" if match.known.rule in OWN else "vocabulary"
        one = _candidate(line, match, layer)
        yield _numbered(line, one, match) if one.kind == "meeting" else one


def _candidate(line: Line, match: Match, layer: str = "vocabulary") -> Candidate:
    start, end = line.span(match.first, match.last)
    name = match.known
    return Candidate(start, end, layer, name.kind, name.entity_id, name.rule, name.flags)


def _propose_branches(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    """ "World Vision Canada": an organisation's branch in one country."""
    for one, two in pairwise(known):
        joined = one.last == two.first and line.spaced(two.first)
        if joined and one.known.kind == "ngo" and two.known.kind == "country":
            start, end = line.span(one.first, two.last)
            yield Candidate(start, end, "vocabulary", "ngo", rule="branch")


def _numbered(line: Line, name: Candidate, match: Match) -> Candidate:
    """ "TICAD VI", "the 2021 Nutrition for Growth Summit": a meeting of a series."""
    year, i = match.first - 1, match.last
    is_acronym = line.text[name.start : name.end].isupper()
    number = is_acronym and (line.is_roman(i) or re.fullmatch(r"\d{1,2}", line.at(i)))
    start, end = name.start, name.end
    if line.spaced(i) and (number or line.is_year(i)):
        end = line.words[i].end
    elif line.is_year(year) and line.at(year - 1).lower() in ("the", "this", "its"):
        start = line.words[year].start
    else:
        return name
    return replace(name, start=start, end=end, entity_id="", rule="series")


def _parts_of(read: Read, name: Candidate) -> Iterator[Candidate]:
    """The known names inside a longer one: "Guinea" in "Gulf of Guinea"."""
    if name.kind != "country":
        inside = read.line.word_at(name.start), read.line.word_at(name.end)
        yield from _parts_inside(read.line, inside, read.id_of(name))


def _parts_inside(line: Line, inside: tuple[int, int], own: str) -> Iterator[Candidate]:
    """The names of other entities in a range of words; `own` is the entity of all the words."""
    for match in find_inside(line, vocabulary(), inside):
        known = match.known
        if known.kind == "nationality":
            continue
        if known.entity_id != own:
            yield _candidate(line, match)
        if match.last - match.first > 1 and known.kind not in PLAIN_PARTS:
            yield from _parts_inside(line, (match.first, match.last), known.entity_id)


# ---- which proposals may remain --------------------------------------------------------------


def _is_generic(line: Line, name: Candidate, unnamed: Set[str]) -> bool:
    """Whether it is a term that reports capitalise ("Steering Committee") and no name."""
    text = _DATED.sub("", line.text[name.start : name.end])
    if name.layer in ("definition", "vocabulary", "reference"):
        return text in unnamed
    listed = text in listed_words("plain") or text in listed_words("unnamed")
    occasion = name.layer in ("model", "capitals") and text.endswith(OCCASIONS)
    return text in unnamed or listed or occasion


def _as_elsewhere(found: Sequence[Candidate]) -> list[Candidate]:
    """Quoted names with the entity that they are elsewhere in the edition."""
    own = {(c.start, c.end): c for c in found if c.layer == "own"}
    return [
        replace(c, entity_id=known.entity_id, kind=known.kind)
        if c.layer == "quotation" and (known := own.get((c.start, c.end)))
        else c
        for c in found
    ]
