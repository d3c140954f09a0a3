"""What each layer proposes as a name: vocabulary, shapes, definitions, short forms, the model."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.entities.acronyms import Definition, find_definitions, is_named, match_initials
from pipeline.entities.gazetteer import Match, vocabulary
from pipeline.entities.headed import find_heads
from pipeline.entities.persons import find_credited, find_persons, find_quoted, find_vessels, things
from pipeline.entities.reach_left import OFFICES
from pipeline.entities.shapes import Shape, find_shapes
from pipeline.entities.words import Line, key_of
from pipeline.model import Span
from pipeline.vocab import read_vocab

if TYPE_CHECKING:
    from spacy.tokens import Doc

OWN = ("named_elsewhere", "surname")
MODEL_KINDS = {
    "GPE": "place",
    "LOC": "region",
    "FAC": "facility",
    "ORG": "other",
    "PERSON": "person",
    "NORP": "nationality",
    "EVENT": "meeting",
    "LAW": "agreement",
}
FIRST_NAMES = frozenset(
    ("Jordan", "Chad", "Georgia", "Israel", "Florence", "Sydney", "Paris", "Sofia", "Chelsea")
)
DIVISIONS = frozenset(
    (
        *("province", "provinces", "district", "districts", "city", "county", "prefecture", "town"),
        *(
            "village",
            "governorate",
            "oblast",
            "municipality",
            "island",
            "islands",
            "camp",
            "region",
        ),
    )
)
POINTERS = frozenset(("the", "this", "that", "these", "said", "The", "This", "That", "These"))
_NO_NAME = re.compile(r"[ACFS]Y\s?\d|US$")  # academic, calendar, fiscal, school years; US$
_SERIES = re.compile(r"([A-Z]{3,8})[ -]?(?:\d{1,2}|[IVX]+)$")
_LATIN = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that a layer proposes."""

    start: int
    end: int
    layer: str
    kind: str
    entity_id: str = ""  # where the vocabulary knows it
    rule: str = ""
    flags: tuple[str, ...] = ()
    head: str = ""  # the part that names: a person's name without title, a reference's noun

    def holds(self, other: "Candidate") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition with the name that it defines; the name may be longer than the long form."""

    definition: Definition
    name: Candidate
    within: str = ""  # the longer name that the long form is only a part of
    is_name: bool = True  # "foreign terrorist fighters (FTF)" is none


def all_definitions(line: Line, known: Sequence[Match]) -> list[Definition]:
    """What the text defines, also where letters do not tell: "… (GIZ)" after GIZ's known name."""
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


def _numbered(line: Line, name: Candidate, i: int) -> Candidate:
    """ "TICAD VI": a meeting of a series with its number."""
    number = line.is_roman(i) or re.fullmatch(r"\d{1,2}", line.at(i))
    short = line.text[name.start : name.end].isupper()
    if short and number and line.spaced(i):
        return replace(name, end=line.words[i].end, entity_id="", rule="series")
    return name


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
    for shape in find_vessels(line):
        yield _of_shape(line, shape, "vessel")


def _of_shape(line: Line, shape: Shape, layer: str) -> Candidate:
    start, end = line.span(shape.first, shape.last)
    low, high = line.span(*shape.head)
    return Candidate(start, end, layer, shape.kind, rule=layer, head=line.text[low:high])


def name_definitions(
    line: Line, definitions: Sequence[Definition], found: Sequence[Candidate], doc: "Doc"
) -> list[Defined]:
    """For each definition the name that the short form stands for, with its kind."""
    by_end: dict[int, list[Candidate]] = {}
    by_start: dict[int, Candidate] = {}
    for candidate in found:
        if candidate.layer == "shape":
            by_start.setdefault(candidate.start, candidate)
        if candidate.layer != "reference":
            by_end.setdefault(candidate.end, []).append(candidate)
    return [
        _name_of(line, one, by_end.get(one.long_end, ()), _kind_inside(one, by_start, doc))
        for one in definitions
    ]


def _name_of(line: Line, one: Definition, found: Sequence[Candidate], kind: str) -> Defined:
    over = [c for c in found if c.start <= one.long_start]
    over.sort(key=lambda c: (c.layer != "vocabulary", c.start))
    whole = next((c for c in over if c.start == one.long_start), None)
    exact = match_initials(one.short, one.long) == 0
    if over and (_goes_on(line, over[0], one) or (whole is None and not exact)):
        whole = over[0]
    if whole is None:
        kind = next((c.kind for c in found if c.layer == "shape"), kind)
        whole = Candidate(one.long_start, one.long_end, "definition", kind, rule="defined")
    wider = next((c for c in over if c.start < whole.start), None)
    within = line.text[wider.start : wider.end] if wider else ""
    is_name = is_named(line.text[whole.start : whole.end]) and one.short not in _common()
    return Defined(one, replace(whole, layer="definition"), within, is_name)


def _goes_on(line: Line, wider: Candidate, one: Definition) -> bool:
    """Whether only capitals stand between a wider name's start and the long form's."""
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


@cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for row in read_vocab("names") if row["use"] == "common")


@cache
def _plain() -> frozenset[str]:
    return frozenset(row["word"] for row in read_vocab("names") if row["use"] == "plain")


def _second_places(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    """ "between Bangui and Bouar": a capital that "and" joins to a known place."""
    for match in known:
        i = match.last + 1
        led = line.at(match.first - 1) in ("in", "between", "at", "from", "near")
        if match.known.kind == "place" and led and line.at(i - 1) == "and":
            last = i
            while _unknown_place(line, last) and line.spaced(last) and last - i < 3:
                last += 1
            if last > i:
                start, end = line.span(i, last)
                yield Candidate(start, end, "place", "place", rule="place_beside")


def _divisions(line: Line) -> Iterator[Candidate]:
    """ "Binh Dinh province": a capital before the noun of a part of a country."""
    for i in range(1, len(line.words)):
        if line.at(i) not in DIVISIONS or not _unknown_place(line, i - 1):
            continue
        first = i - 1
        while i - first < 3 and line.spaced(first) and _unknown_place(line, first - 1):
            first -= 1
        if line.spaced(i) and not line.joined(first) and not line.opens_sentence(first):
            start, end = line.span(first, i)
            yield Candidate(start, end, "place", "place", rule="place_beside")


def propose_acronyms(line: Line) -> Iterator[Candidate]:
    i = 0
    while i < len(line.words):
        last = _acronym_end(line, i)
        if last > i:
            start, end = line.span(i, last)
            if not {line.text[start:end], line.at(i)} & _common():
                base = _SERIES.match(line.text[start:end])
                kind = _series_kind(base[1]) if base else _kind_after(line, last)
                yield Candidate(start, end, "acronym", kind, rule="acronym")
        i = max(last, i + 1)


def _series_kind(base: str) -> str:
    """The kind of "TICAD7" from what is known of "TICAD"."""
    ends = vocabulary().next.get(key_of(base))
    return ends.ends[0][0].kind if ends and ends.ends else "other"


def _acronym_end(line: Line, i: int) -> int:
    """The word after "BIRDS-3", "JJ-FAST"; i where no short form begins."""
    word = line.at(i)
    short = line.is_acronym(i) and len(word) <= 12 and not _NO_NAME.match(word)
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
    """The kind that the noun after a short form tells: "BIRDS-3 mission"."""
    return things().get(line.at(i), "other")


def _unknown_place(line: Line, i: int) -> bool:
    word = line.at(i)
    return line.is_capital(i) and not line.is_acronym(i) and word.isalpha() and word not in _plain()


def propose_places(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    """ "in Quelimane, Mozambique", "in Dinard and Paris": a capital beside a known place."""
    yield from _divisions(line)
    yield from _second_places(line, known)
    for match in known:
        if match.known.kind not in ("country", "place"):
            continue
        first = match.first
        if line.at(first - 1) not in (",", "and"):
            continue
        begin = first - 1
        while _unknown_place(line, begin - 1):
            begin -= 1
            if line.at(begin - 1) in ("in", "at", "from", "to", "near") and first - 1 - begin < 4:
                start, end = line.span(begin, first - 1)
                yield Candidate(start, end, "place", "place", rule="place_beside")


def propose_capitals(doc: "Doc", line: Line) -> Iterator[Candidate]:
    """Capitals that the tagger takes for names: "at Cúcuta", "the Grand Reset"."""
    tokens = {token.idx: token.tag_ for token in doc}
    i = 0
    while i < len(line.words):
        last = i
        while _proper(line, last, tokens) and (last == i or line.spaced(last)):
            last += 1
        kind = _kind_of_run(line, i, last)
        if kind:
            start, end = line.span(i, last)
            yield Candidate(start, end, "capitals", kind, rule="capitals_" + kind)
        i = max(last, i + 1)


def _proper(line: Line, i: int, tags: Mapping[int, str]) -> bool:
    if not _unknown_place(line, i) or line.opens_sentence(i) or len(line.at(i)) < 3:
        return False
    return tags.get(line.words[i].start, "").startswith("NNP") and line.at(i) not in OFFICES


def _kind_of_run(line: Line, first: int, last: int) -> str:
    """A place after "in", a name of two words or more after "the"; else nothing."""
    before = line.at(first - 1)
    if line.at(last) in OFFICES:
        return ""
    if 1 <= last - first <= 3 and before in ("in", "at", "near", "from") and line.spaced(first):
        return "place"
    least = {"the": 2, "The": 2, "a": 3, "an": 3}.get(before, 9)
    return "other" if least <= last - first <= 5 else ""


def propose_model(doc: "Doc", line: Line) -> Iterator[Candidate]:
    for span in doc.ents:
        kind = MODEL_KINDS.get(span.label_)
        if not kind:
            continue
        start, end = _trimmed(line.text, span.start_char, span.end_char)
        if start < end and _believed(line, start, end, kind):
            layer = "person" if _is_first_name(line, start, end, kind) else "model"
            rule, head = "model_" + span.label_.lower(), line.text[start:end]
            yield Candidate(start, end, layer, kind, rule=rule, head=head)


def _is_first_name(line: Line, start: int, end: int, kind: str) -> bool:
    """Whether a person is called as a country or city is: "Georgia Rossi", "Michael Jordan"."""
    names = line.text[start:end].split()
    return kind == "person" and len(names) == 2 and bool(FIRST_NAMES & set(names))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without article, possessive and marks at the ends."""
    opening = re.match(r"(?:(?:[Tt]he|[Aa]n?)\s+|[^\w]+)+", text[start:end])
    if opening and opening.end() > 0:
        start += opening.end()
    closing = re.search(r"(?:['’]s?|[^\w)])+$", text[start:end])
    return start, start + closing.start() if closing else end


def _believed(line: Line, start: int, end: int, kind: str) -> bool:
    """Whether a span of the model reads like a name at all."""
    text = line.text[start:end]
    words = [w for w in text.split() if len(w) > 3 or w[0].isupper()]
    if not words or not all(w[0].isupper() for w in words) or text in _plain() | _common():
        return False
    if _NO_NAME.match(text):
        return False
    if any(c in '()“”";:\n' for c in text) or not _LATIN.match(text) or text.split()[-1].islower():
        return False
    if kind in ("facility", "meeting", "agreement"):
        return len(words) >= 2 and line.at(line.word_at(start) - 1) in POINTERS
    if kind in ("place", "region", "nationality"):
        return start not in line.sentence_starts
    return len(words) >= 2 and len(words) <= 6
