"""What each layer proposes as a name: vocabulary, shapes, definitions, acronyms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.entities.acronyms import Definition, find_definitions, is_named, match_initials
from pipeline.entities.candidates import Candidate, Defined
from pipeline.entities.gazetteer import Match, vocabulary
from pipeline.entities.head_nouns import find_heads
from pipeline.entities.model_names import MODEL_KINDS, NO_NAME, POINTERS
from pipeline.entities.offices import find_officers
from pipeline.entities.persons import find_credited, find_persons, find_quoted, find_vessels, things
from pipeline.entities.shapes import Shape, find_shapes
from pipeline.entities.words import Line, key_of, listed_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

OWN = ("named_elsewhere", "surname")
SHOUTED = frozenset(("OF", "AND", "THE", "FOR", "IN", "TO", "BY", "ON", "WITH", "FROM", "AT"))
SYMBOLS = frozenset("$£€¥")  # "NZ$"
SCALES = frozenset(("thousand", "million", "billion", "trillion", "mn", "bn", "m", "crore", "lakh"))
_AMOUNT = re.compile(r"\d[\d.,]*[A-Z]{3}|[A-Za-z]{2,4}\d[\d.,]*(?:m|bn|k)|[A-Za-z]{2,4}\d{3,}")
_MONTHS = frozenset(
    (
        *("January", "February", "March", "April", "June", "July", "August", "September"),
        *("October", "November", "December", "Year", "Name", "Fiscal", "Total", "Note"),
    )
)
_PLURAL = re.compile(r"[A-Z]{2,6}s")  # "EPAs", "CSOs": several of a kind, not one by its name
_SERIES = re.compile(r"([A-Z]{3,8})[ -]?(?:\d{1,2}|[IVX]+)$")


def all_definitions(line: Line, known: Sequence[Match]) -> list[Definition]:
    """What the text defines, also without matching letters: "… (GIZ)" after GIZ's known name."""
    found = find_definitions(line.text)
    seen = {one.short_start for one in found}
    for one, two in pairwise(known):
        between = line.text[line.words[one.last - 1].end : line.words[two.first].start]
        after = line.text[line.words[two.last - 1].end :][:1]
        start, end = line.span(two.first, two.last)
        same = one.known.entity_id == two.known.entity_id and two.known.rule != "country"
        same = same and between == " (" and after in ")|,;"
        if same and start not in seen and two.last - two.first == 1:
            low, high = line.span(one.first, one.last)
            found.append(
                Definition(line.text[start:end], line.text[low:high], start, end, low, high)
            )
    return sorted(found, key=lambda one: one.short_start)


def propose_known(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    for match in known:
        start, end = line.span(match.first, match.last)
        name = match.known
        layer = "own" if name.rule in OWN else "vocabulary"
        one = Candidate(start, end, layer, name.kind, name.entity_id, name.rule, name.flags)
        yield _numbered(line, one, match.last) if name.kind == "meeting" else one


def propose_branches(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    """ "World Vision Canada": an organisation's branch in one country."""
    for one, two in pairwise(known):
        joined = one.last == two.first and line.spaced(two.first)
        if joined and one.known.kind == "ngo" and two.known.kind == "country":
            start, end = line.span(one.first, two.last)
            yield Candidate(start, end, "vocabulary", "ngo", rule="branch")


def _numbered(line: Line, name: Candidate, i: int) -> Candidate:
    """ "TICAD VI": a meeting of a series with its number."""
    if line.is_year(line.word_at(name.start) - 1):
        return _yearly(line, name)
    number = line.is_roman(i) or re.fullmatch(r"\d{1,2}", line.at(i))
    if line.is_year(i) and line.spaced(i):
        return replace(name, end=line.words[i].end, entity_id="", rule="series")
    short = line.text[name.start : name.end].isupper()
    if short and number and line.spaced(i):
        return replace(name, end=line.words[i].end, entity_id="", rule="series")
    return name


def _yearly(line: Line, name: Candidate) -> Candidate:
    """ "the 2021 Nutrition for Growth Summit": one of a series, by its year."""
    year = line.word_at(name.start) - 1
    if line.at(year - 1).lower() not in ("the", "this", "its") or not line.spaced(year + 1):
        return name
    return replace(name, start=line.words[year].start, entity_id="", rule="series")


def propose_officers(doc: "Doc", line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    """Persons with an office before or after their names."""
    persons = [span for span in doc.ents if span.label_ == "PERSON" and len(span) > 1]
    starts = {line.word_at(span.start_char) for span in persons}
    for shape in find_officers(line, known, find_heads(line), starts):
        yield _of_shape(line, shape, "person")


def propose_shapes(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    heads = find_heads(line)
    people = find_persons(line, known, (m.first for m in heads))
    for shape in (*people, *find_credited(line, known)):
        yield _of_shape(line, shape, "person")
    for start, end, kind in find_quoted(line, heads):
        yield Candidate(start, end, "quotation", kind, rule="quoted_name")
    for shape in find_shapes(line, known):
        if not shape.bare:
            yield _of_shape(line, shape, "shape")
        elif line.at(shape.first - 1) in POINTERS:
            yield _of_shape(line, shape, "reference")


def propose_vessels(line: Line) -> Iterator[Candidate]:
    for shape in find_vessels(line, find_heads(line)):
        found = _of_shape(line, shape, "vessel")
        yield found if shape.kind == "vessel" else replace(found, rule="named")


def _of_shape(line: Line, shape: Shape, layer: str) -> Candidate:
    start, end = line.span(shape.first, shape.last)
    low, high = line.span(*shape.head)
    return Candidate(start, end, layer, shape.kind, rule=layer, head=line.text[low:high])


def name_definitions(
    line: Line, definitions: Sequence[Definition], found: Sequence[Candidate], doc: "Doc"
) -> list[Defined]:
    """For each definition the name that the acronym stands for, with its kind."""
    by_end: dict[int, list[Candidate]] = {}
    by_start: dict[int, Candidate] = {}
    for candidate in found:
        if candidate.layer == "shape":
            by_start.setdefault(candidate.start, candidate)
        if candidate.layer != "reference":
            by_end.setdefault(candidate.end, []).append(candidate)
    countries = {c.start for c in found if c.kind == "country"}
    named = (
        _name_of(line, one, by_end.get(one.long_end, ()), _kind_inside(one, by_start, doc))
        for one in definitions
    )
    return [_as_national(one) if one.name.start in countries else one for one in named]


def _as_national(defined: Defined) -> Defined:
    """ "Kenya Research Organization": an organisation named after a country belongs to it."""
    if defined.name.kind != "international_organisation" or defined.name.entity_id:
        return defined
    return replace(defined, name=replace(defined.name, kind="government_body"))


def _name_of(line: Line, one: Definition, found: Sequence[Candidate], kind: str) -> Defined:
    over = [c for c in found if c.start <= one.long_start]
    over.sort(key=lambda c: (c.layer != "vocabulary", c.start))
    own = next((c for c in over if c.start == one.long_start), None)
    exact = match_initials(one.short, one.long) == 0
    if over and (_goes_on(line, over[0], one) or (own is None and not exact)):
        own = over[0]
    if own is None:
        kind = next((c.kind for c in found if c.layer == "shape"), kind)
        own = Candidate(one.long_start, one.long_end, "definition", kind, rule="defined")
    wider = next((c for c in over if c.start < own.start), None)
    within = line.text[wider.start : wider.end] if wider else ""
    named = is_named(line.text[own.start : own.end])
    is_name = own.layer == "vocabulary" or (named and one.short not in listed_words("common"))
    return Defined(one, replace(own, layer="definition"), within, is_name)


def _goes_on(line: Line, wider: Candidate, one: Definition) -> bool:
    """Whether only capitalised words are between the starts of a wider name and the long form."""
    between = line.text[wider.start : one.long_start].split()
    return bool(between) and all(word[0].isupper() for word in between)


def _kind_inside(one: Definition, shapes: Mapping[int, Candidate], doc: "Doc") -> str:
    """The kind of the name that a long form begins with, else what the model says of it."""
    if one.long_start in shapes:
        return shapes[one.long_start].kind
    span = doc.char_span(one.long_start, one.long_end, alignment_mode="expand")
    kinds = [MODEL_KINDS.get(entity.label_, "other") for entity in span.ents] if span else []
    return next((kind for kind in kinds if kind in ("facility", "agreement")), "other")


def propose_defined(definitions: Sequence[Defined]) -> Iterator[Candidate]:
    for found in definitions:
        if found.is_name:
            one = found.definition
            yield found.name
            yield replace(
                found.name, start=one.short_start, end=one.short_end, rule="defined_acronym"
            )


def propose_acronyms(line: Line) -> Iterator[Candidate]:
    i = len(line.words) if _shouts(line) else 0
    while i < len(line.words):
        last = _acronym_end(line, i)
        if last > i:
            start, end = line.span(i, last)
            unnamed = {line.text[start:end], line.at(i)} & listed_words("common")
            if (
                not unnamed
                and not _PLURAL.fullmatch(line.text[start:end])
                and not _is_quantity(line, i, last)
            ):
                base = _SERIES.match(line.text[start:end])
                kind = _series_kind(base[1]) if base else _kind_after(line, last)
                yield Candidate(start, end, "acronym", kind, rule="acronym")
        i = max(last, i + 1)


def _shouts(line: Line) -> bool:
    """Whether sentences are printed in capitals, small words included."""
    return line.is_shouted and any(word.text in SHOUTED for word in line.words)


def _is_quantity(line: Line, i: int, last: int) -> bool:
    """ "KES 5 million", "100 MW", "12 MPs", "USD200": a currency, a measure, a count; no name."""
    before, after = line.at(i - 1), line.at(last)
    if any(c.isdigit() for c in line.at(i)):
        return after in SCALES or bool(_AMOUNT.fullmatch(line.at(i)))
    numbered = after[:1].isdigit() and not line.is_year(last)
    counted = before[:1].isdigit() and not line.is_year(i - 1)
    numbered = numbered or (after in SYMBOLS and line.joined(last))
    return numbered or counted or before in SCALES or line.at(i).capitalize() in _MONTHS


def _series_kind(base: str) -> str:
    """The kind of "TICAD7" from what is known of "TICAD"."""
    ends = vocabulary().next.get(key_of(base))
    return ends.ends[0][0].kind if ends and ends.ends else "other"


def _acronym_end(line: Line, i: int) -> int:
    """The word after "BIRDS-3", "JJ-FAST"; i if no acronym begins there."""
    word = line.at(i)
    short = line.is_acronym(i) and len(word) <= 12 and not NO_NAME.match(word)
    if not short or line.at(i - 1) in ("$", "@", "#"):
        return i
    last = i + 1
    if line.spaced(last) and (line.is_roman(last) or re.fullmatch(r"\d{1,2}", line.at(last))):
        return last + 1 if _series_kind(word) == "meeting" else last
    while (
        line.at(last) == "-"
        and line.joined(last)
        and line.joined(last + 1)
        and (line.at(last + 1).isupper() or line.is_acronym(last + 1) or line.is_number(last + 1))
    ):
        last += 2
    return last


def _kind_after(line: Line, i: int) -> str:
    """The kind by the noun after an acronym: "BIRDS-3 mission"."""
    return things().get(line.at(i), "other")
