"""Names that only the model finds: its entity spans, and words that it tags as names."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.entities.candidates import Candidate
from pipeline.entities.gazetteer import Match
from pipeline.entities.head_nouns import find_heads
from pipeline.entities.persons import FIRST_NAMES, things
from pipeline.entities.reach_left import OFFICES
from pipeline.entities.unknown_places import is_unknown_word, may_be_place
from pipeline.entities.words import APOSTROPHE, Line, listed_words
from pipeline.records.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

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
POINTERS = frozenset(("the", "this", "that", "these", "said", "The", "This", "That", "These"))
NUMBERED_PARTS = frozenset(  # words that come before a number, not before a name
    ("Annex", "Table", "Figure", "Box", "Chapter", "Section", "Gate", "Room", "Article", "Chart")
)
NO_NAME = re.compile(r"[ACFS]Y\s?\d|US$")  # academic, calendar, fiscal, school years; US$
_NO_PLACE = re.compile(r"(?:Global\s)?(?:North|South|East|West)|(?:[A-Z]\.?){1,3}")
_LATIN = re.compile(r"[^\W\d_]")
_PEOPLE = re.compile(r".*(?:an|ans|ian|ese|ish|i|is|ic|ch)")  # how names of peoples end


def propose_capitals(doc: "Doc", line: Line) -> Iterator[Candidate]:
    """Capitalised words that the tagger takes for names: "at Cúcuta", "the Grand Reset"."""
    proper = {int(doc.vocab.strings[tag]) for tag in ("NNP", "NNPS")}
    at = {idx for idx, tag in doc.to_array(["IDX", "TAG"]).tolist() if tag in proper}
    i = 0
    while i < len(line.words):
        last = i
        while _proper(line, last, at) and (last == i or line.spaced(last)):
            last += 1
        kind = _kind_of_run(line, i, last)
        if kind:
            start, end = line.span(i, last)
            yield Candidate(start, end, "capitals", kind, rule="capitals_" + kind)
        i = max(last, i + 1)


def _proper(line: Line, i: int, names: Container[int]) -> bool:
    if i >= len(line.words) or line.words[i].start not in names or len(line.at(i)) < 3:
        return False
    return is_unknown_word(line, i) and not line.opens_sentence(i) and line.at(i) not in OFFICES


def _kind_of_run(line: Line, first: int, last: int) -> str:
    """A place after "in", a name of two words or more after "the"; else nothing."""
    before = line.at(first - 1)
    if line.at(last) in OFFICES or last == first:
        return ""
    cue = kind_by_noun(line, first, last)
    if cue:
        return cue
    if line.spaced(last) and line.is_capital(last):
        return ""  # "Aid Investment" of "Aid Investment Plans"
    if 1 <= last - first <= 3 and before in ("in", "at", "near", "from") and line.spaced(first):
        return "place" if may_be_place(line, last - 1) else ""
    least = {"the": 2, "The": 2, "a": 3, "an": 3}.get(before, 9)
    return "other" if least <= last - first <= 5 else ""


def propose_model(doc: "Doc", line: Line) -> Iterator[Candidate]:
    for span in doc.ents:
        kind = MODEL_KINDS.get(span.label_)
        if not kind:
            continue
        start, end = _trimmed(line.text, span.start_char, span.end_char)
        kind = _own_kind(line, start, end, kind)
        if start < end and _believed(line, start, end, kind):
            layer = "person" if _is_first_name(line, start, end, kind) else "model"
            rule, head = "model_" + span.label_.lower(), line.text[start:end]
            yield Candidate(start, end, layer, kind, rule=rule, head=head)


def _own_kind(line: Line, start: int, end: int, kind: str) -> str:
    """The model's kind, or that of a noun next to the name; nationalities need their endings."""
    cue = kind_by_noun(line, line.word_at(start), line.word_at(end)) if start < end else ""
    if kind == "nationality" and not _PEOPLE.fullmatch(line.text[start:end]):
        return cue or "other"
    return cue or kind


def kind_by_noun(line: Line, first: int, last: int) -> str:
    """The kind by a noun next to a name: "the firm Outotec", "Better Work programme"."""
    after = things().get(line.at(last), "") if line.spaced(last) else ""
    before = things().get(line.at(first - 1), "") if line.spaced(first) else ""
    return before or after


def _is_first_name(line: Line, start: int, end: int, kind: str) -> bool:
    """Whether a person has the name of a country or city: "Georgia Rossi", "Michael Jordan"."""
    names = line.text[start:end].split()
    return kind == "person" and len(names) == 2 and bool(FIRST_NAMES & set(names))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without article, possessive and marks at the ends."""
    opening = re.match(r"(?:['’]s\s+|(?:[Tt]he|[Aa]n?)\s+|[^\w]+)+", text[start:end])
    if opening and opening.end() > 0:
        start += opening.end()
    closing = re.search(r"(?:['’]s?|[^\w)])+$", text[start:end])
    return start, start + closing.start() if closing else end


def _is_of_office(line: Line, i: int, words: Sequence[str]) -> bool:
    """ "Minister of Trade and Rural Development": the words after an office are not a name."""
    portfolio = listed_words("portfolio")
    if all(word in portfolio for word in words):
        while line.at(i - 1) in portfolio or line.at(i - 1) in (",", "and"):
            i -= 1
    link = i - 2 if line.at(i - 1) == "the" else i - 1
    return line.at(link) in ("of", "for") and line.at(link - 1).capitalize() in OFFICES


def _goes_on(line: Line, i: int) -> bool:
    return line.spaced(i) and line.is_capital(i) and not line.is_acronym(i)


def _is_plain(text: str) -> bool:
    return text in listed_words("plain") or text in listed_words("common")


def _is_pair(text: str) -> bool:
    """ "Kusiro, Magora", "Nursing, Accounting and Law": a list of single words names nothing."""
    parts = text.replace(" and ", ", ").split(", ")
    return len(parts) > 1 and "," in text and all(" " not in part for part in parts)


def _believed(line: Line, start: int, end: int, kind: str) -> bool:
    """Whether a span of the model looks like a name at all."""
    text = line.text[start:end]
    words = [w for w in text.split() if len(w) > 3 or w[0].isupper()]
    if not words or not all(w[0].isupper() for w in words) or text.split()[-1].islower():
        return False
    # "Resident Representative", "Minister of Trade": an office, not a person's name
    office = words[-1] in OFFICES or (kind != "person" and words[0] in OFFICES)
    if (
        office
        or _is_plain(text)
        or _NO_PLACE.fullmatch(text)
        or words[0] in NUMBERED_PARTS
        or NO_NAME.match(text)
    ):
        return False
    marked = any(c in '()[]“”";:\n' for c in text) or not _LATIN.match(text)
    if marked or _is_of_office(line, line.word_at(start), words):
        return False
    if kind in ("facility", "meeting", "agreement"):
        return len(words) >= 2 and line.at(line.word_at(start) - 1) in POINTERS
    if kind in ("place", "region", "nationality"):
        return start not in line.sentence_starts and text not in listed_words("subject")
    # "Aid Investment" of "… Plans"; "Kusiro, Magora" of a list
    cut = kind == "other" and (_goes_on(line, line.word_at(end)) or _is_pair(text))
    return 2 <= len(words) <= 6 and not cut


# ---- titles with small words inside, before the noun for their kind --------------------------

SMALL_KINDS = ("region", "nationality", "place")
TITLED = frozenset(("programme", "agreement", "meeting", "fund"))
INSIDE = frozenset(("of", "for", "to", "in", "and", "the", "on", "with", "against", "by", "at"))
BOUNDS = frozenset(("the", "The", "its", "our", "their", "Its", "Our", "this", "This"))
LONGEST_TITLE = 12  # words


def propose_apposed(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    """ "the Desert to Power initiative": a title before the common noun for its kind."""
    starts = [m.first for m in known if m.known.kind not in SMALL_KINDS]
    heads = [m for m in find_heads(line) if m.known.kind not in SMALL_KINDS]
    begins = [head.first for head in heads]
    owners = {m.last - 1 for m in known if m.known.kind in ("country", "government_body")}
    for i, word in enumerate(line.words):
        kind = things().get(word.text, "")
        if kind in TITLED and line.spaced(i) and line.is_capital(i - 1):
            first = _title_start(line, i, owners)
            own = heads[bisect_left(begins, first) : bisect_left(begins, i)]
            is_unbroken = bisect_left(starts, first) == bisect_left(starts, i)
            if first < i and is_unbroken and not any(head.last < i for head in own):
                start, end = line.span(first, i)
                yield Candidate(start, end, "capitals", kind, rule="apposed")


def _title_start(line: Line, end: int, owners: Container[int]) -> int:
    """Where the title that ends before word `end` begins; `end` if no article is before one."""
    i, small = end - 1, False
    while end - i < LONGEST_TITLE and i > 0:
        before = line.at(i - 1)
        bound = before in BOUNDS or (line.possessive_before(i) >= 0 and i - 3 in owners)
        if bound and small and line.is_capital(i):
            return i
        if not (line.is_capital(i - 1) or before in INSIDE or _is_possessive(line, i - 1)):
            break
        small = small or before in INSIDE
        i -= 1
    return end


def _is_possessive(line: Line, i: int) -> bool:
    marked = line.at(i) in APOSTROPHE or (line.at(i) == "s" and line.at(i - 1) in APOSTROPHE)
    return marked and line.joined(i)
