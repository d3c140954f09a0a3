"""The layers that propose names, and the precedence that decides where they overlap.

Read `PRECEDENCE` from the top: a name wins over every layer below it, unless the lower name holds
all of it and its layer may widen ("Japan Coast Guard" inside "Hydrographic and Oceanographic
Department of the Japan Coast Guard").  Names inside longer ones become name parts.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.entities.bracketed import bracketed_names
from pipeline.entities.candidates import Candidate, Defined
from pipeline.entities.descriptions import (
    as_named_elsewhere,
    find_owners,
    of_its_country,
    with_nicknames,
)
from pipeline.entities.gazetteer import Match, Node, find_inside, find_known, vocabulary
from pipeline.entities.identity import identify
from pipeline.entities.model_names import propose_apposed, propose_capitals, propose_model
from pipeline.entities.proposals import (
    all_definitions,
    name_definitions,
    propose_acronyms,
    propose_branches,
    propose_defined,
    propose_known,
    propose_officers,
    propose_shapes,
    propose_vessels,
)
from pipeline.entities.unknown_places import propose_places
from pipeline.entities.words import Line, listed_words, split_words
from pipeline.records.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


PRECEDENCE = (
    "definition",  # "…… (XYZ)": the text itself says where the name ends
    "vocabulary",  # countries, regions, organisations, places, and names the edition defined
    "vessel",
    "person",
    "quotation",
    "shape",  # a head noun with its capitals
    "own",  # a name that the edition prints in full elsewhere
    "acronym",  # an acronym that the text does not define
    "place",  # an unknown capitalised word next to a known place
    "reference",  # "the Convention"
    "model",  # the model's own spans
    "capitals",  # words that the tagger takes for names
)
WIDENING = frozenset(
    ("definition", "vocabulary", "vessel", "person", "quotation", "shape", "own", "capitals")
)
CONFIDENCE = {
    "acronym": "medium",
    "place": "medium",
    "reference": "medium",
    "model": "low",
    "capitals": "low",
}


_DATED = re.compile(r"\s(?:19|20)\d\d$")  # "Annual Report 2010"
OCCASIONS = (" Ceremony", " Contract", " Visit", " Handover")
PLAIN_PARTS = ("country", "place", "region", "group")  # no other entity is named inside them


@dataclass(frozen=True, slots=True)
class Guesses:
    """Proposals that do not depend on known names: acronyms, and the model's names."""

    acronyms: tuple[Candidate, ...]
    model: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """The names of one line, and the names inside them."""

    line: Line
    known: tuple[Match, ...]
    guesses: Guesses | None  # None for a title, where capitals mean nothing
    names: tuple[Candidate, ...]
    parts: tuple[Candidate, ...]
    definitions: tuple[Defined, ...]
    owners: Mapping[int, str]  # where an organisation's name begins -> iso3 of its country


def line_of(text: str, sentences: Sequence[Span]) -> Line:
    """A text as words, with its sentences' starts."""
    return Line(text, split_words(text), frozenset(start for start, _ in sentences))


@dataclass(frozen=True, slots=True)
class Trees:
    """The names to look for: known and defined ones, and those that the edition prints in full."""

    known: Node
    own: Node


def read_first(doc: "Doc", line: Line, title: bool = False) -> Read:
    """All names of one text by itself; `title`: capitals mean nothing in it."""
    guesses = None
    if not (title or line.is_title):
        model = (*propose_model(doc, line), *propose_capitals(doc, line))
        guesses = Guesses(tuple(propose_acronyms(line)), model)
    return _read(doc, line, guesses, find_known(line, vocabulary()), ())


def read_again(doc: "Doc", first: Read, trees: Trees) -> Read:
    """The same text, read again with the names that the edition itself defines."""
    known, own = find_known(first.line, trees.known), find_known(first.line, trees.own)
    if not own and tuple(known) == first.known:
        return first
    return _read(doc, first.line, first.guesses, known, own)


def _read(
    doc: "Doc",
    line: Line,
    guesses: Guesses | None,
    known: Sequence[Match],
    own: Sequence[Match],
) -> Read:
    definitions = all_definitions(line, known)
    found = [*propose_known(line, known), *propose_branches(line, known), *propose_vessels(line)]
    found += propose_known(line, own)
    defined: list[Defined] = []
    if guesses:
        shaped = [*propose_officers(doc, line, known), *propose_shapes(line, known)]
        defined = name_definitions(line, definitions, found + shaped, doc)
        shorts = {one.definition.short for one in defined}
        defined += bracketed_names(line, found + shaped, shorts)
        found += [
            *shaped,
            *propose_defined(defined),
            *guesses.acronyms,
            *propose_places(line, known, guesses.model),
            *guesses.model,
        ]
        found += propose_apposed(line, known)
    unnamed = _unnamed(defined)
    plain_spans = _plain_spans(defined)
    named = [
        c for c in found if not _is_generic(line, c, unnamed) and not _is_inside(c, plain_spans)
    ]
    names = settle(as_named_elsewhere(named))
    owners = find_owners(line, names)
    defined = [replace(one, name=of_its_country(one.name, owners)) for one in defined]
    names = [*with_nicknames(line, [of_its_country(name, owners) for name in names])]
    parts = tuple(find_parts(line, names))
    return Read(line, tuple(known), guesses, tuple(names), parts, tuple(defined), owners)


def _is_generic(line: Line, name: Candidate, unnamed: Set[str]) -> bool:
    """Whether it is a term that reports capitalise ("Steering Committee") and no name."""
    text = _DATED.sub("", line.text[name.start : name.end])
    if name.layer in ("definition", "vocabulary", "reference"):
        return text in unnamed
    is_generic = text in unnamed or text in listed_words("plain") or text in listed_words("unnamed")
    return is_generic or (name.layer in ("model", "capitals") and text.endswith(OCCASIONS))


def _plain_spans(definitions: Sequence[Defined]) -> list[Span]:
    """The spans of long forms that are not names, in order."""
    plain = (found.definition for found in definitions if not found.is_name)
    return sorted((one.long_start, one.long_end) for one in plain)


def _is_inside(name: Candidate, spans: Sequence[Span]) -> bool:
    """Whether it is a guess inside the long form of an acronym that is not a name."""
    if name.layer not in ("model", "capitals", "place"):
        return False
    at = bisect_right(spans, name.start, key=lambda span: span[0]) - 1
    return at >= 0 and name.end <= spans[at][1]


def _unnamed(definitions: Sequence[Defined]) -> set[str]:
    """Acronyms whose long form is not a name, and these long forms."""
    plain = [found.definition for found in definitions if not found.is_name]
    return {one.short for one in plain} | {one.long for one in plain}


def settle(found: Sequence[Candidate]) -> list[Candidate]:
    """The names that remain by `PRECEDENCE`, in reading order."""
    order = {layer: n for n, layer in enumerate(PRECEDENCE)}
    kept: list[Candidate] = []  # by start; none overlaps another, so the ends rise too
    for new in sorted(found, key=lambda c: (order[c.layer], c.start - c.end, c.start)):
        low = bisect_right(kept, new.start, key=lambda c: c.end)
        high = bisect_left(kept, new.end, key=lambda c: c.start)
        met = kept[low:high]
        same = any(old.holds(new) for old in met) or _adds_nothing(new, met)
        if same or (met and not (new.layer in WIDENING and all(new.holds(old) for old in met))):
            continue
        kept[low:high] = [new]
    return kept


def _adds_nothing(new: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether capitalised words are only adjacent names: "UN Sustainable Development Goals"."""
    names = [old for old in met if new.holds(old)]
    touching = all(two.start - one.end <= 1 for one, two in pairwise(names))
    is_covered = len(names) > 1 and names[0].start == new.start and names[-1].end == new.end
    return new.layer == "capitals" and is_covered and touching


def find_parts(line: Line, names: Sequence[Candidate]) -> Iterator[Candidate]:
    """The known names inside longer ones: "Guinea" in "Gulf of Guinea"."""
    for name in (name for name in names if name.kind != "country"):
        inside = line.word_at(name.start), line.word_at(name.end)
        own = name.entity_id or identify(line.text[name.start : name.end])
        yield from _parts_inside(line, inside, own)


def _parts_inside(line: Line, inside: tuple[int, int], own: str) -> Iterator[Candidate]:
    """The names of other entities in a range of words; `own` is the entity of all the words."""
    for match in find_inside(line, vocabulary(), inside):
        known = match.known
        if known.kind == "nationality":
            continue
        if known.entity_id != own:
            start, end = line.span(match.first, match.last)
            yield Candidate(
                start, end, "vocabulary", known.kind, known.entity_id, known.rule, known.flags
            )
        if match.last - match.first > 1 and known.kind not in PLAIN_PARTS:
            yield from _parts_inside(line, (match.first, match.last), known.entity_id)
