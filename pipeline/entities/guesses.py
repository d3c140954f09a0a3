"""Names that no list or head noun shows: undefined acronyms, unknown places, the model's spans."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.entities.candidates import Candidate
from pipeline.entities.gazetteer import Match, vocabulary
from pipeline.entities.persons import OFFICES
from pipeline.entities.shapes import POINTERS
from pipeline.entities.words import APOSTROPHE, Line, key_of, listed_kinds, listed_words
from pipeline.records.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

# ---- acronyms --------------------------------------------------------------------------------

SHOUTED = frozenset(("OF", "AND", "THE", "FOR", "IN", "TO", "BY", "ON", "WITH", "FROM", "AT"))
SYMBOLS = frozenset("$£€¥")  # "NZ$"
SCALES = frozenset(("thousand", "million", "billion", "trillion", "mn", "bn", "m", "crore", "lakh"))
LONGEST_ACRONYM = 12  # letters
NO_NAME = re.compile(r"[ACFS]Y\s?\d|US$")  # academic, calendar, fiscal, school years; US$
_AMOUNT = re.compile(r"\d[\d.,]*[A-Z]{3}|[A-Za-z]{2,4}\d[\d.,]*(?:m|bn|k)|[A-Za-z]{2,4}\d{3,}")
_PLURAL = re.compile(r"[A-Z]{2,6}s")  # "EPAs", "CSOs": several of a kind, not one by its name
_SERIES = re.compile(r"([A-Z]{3,8})[ -]?(?:\d{1,2}|[IVX]+)$")


def propose_acronyms(line: Line) -> Iterator[Candidate]:
    """Words written as acronyms, "JICA", "BIRDS-3", but for quantities and common terms."""
    shouts = line.is_shouted and any(word.text in SHOUTED for word in line.words)
    i = len(line.words) if shouts else 0
    while i < len(line.words):
        last = _acronym_end(line, i)
        if last > i and not _is_quantity(line, i, last):
            start, end = line.span(i, last)
            text = line.text[start:end]
            common = {text, line.at(i)} & listed_words("common")
            if not common and not _PLURAL.fullmatch(text):
                series = _SERIES.match(text)
                after = listed_kinds("thing").get(line.at(last), "other")  # "BIRDS-3 mission"
                kind = _series_kind(series[1]) if series else after
                yield Candidate(start, end, "acronym", kind, rule="acronym")
        i = max(last, i + 1)


def _acronym_end(line: Line, i: int) -> int:
    """The word after "BIRDS-3", "JJ-FAST"; i if no acronym begins there."""
    word = line.at(i)
    short = line.is_acronym(i) and len(word) <= LONGEST_ACRONYM and not NO_NAME.match(word)
    if not short or line.at(i - 1) in ("$", "@", "#"):
        return i
    last = i + 1
    if line.spaced(last) and (line.is_roman(last) or re.fullmatch(r"\d{1,2}", line.at(last))):
        return last + 1 if _series_kind(word) == "meeting" else last
    while line.at(last) == "-" and line.joined(last) and line.joined(last + 1):
        after = line.at(last + 1)
        if not (after.isupper() or line.is_number(last + 1) or line.is_acronym(last + 1)):
            break
        last += 2
    return last


def _is_quantity(line: Line, i: int, last: int) -> bool:
    """ "KES 5 million", "100 MW", "12 MPs", "USD200": a currency, a measure, a count; no name."""
    before, after = line.at(i - 1), line.at(last)
    if any(c.isdigit() for c in line.at(i)):
        return after in SCALES or bool(_AMOUNT.fullmatch(line.at(i)))
    numbered = after[:1].isdigit() and not line.is_year(last)
    counted = before[:1].isdigit() and not line.is_year(i - 1)
    return numbered or counted or before in SCALES or (after in SYMBOLS and line.joined(last))


def _series_kind(base: str) -> str:
    """The kind of "TICAD7" from what is known of "TICAD"."""
    ends = vocabulary().next.get(key_of(base))
    return ends.ends[0][0].kind if ends and ends.ends else "other"


# ---- places beside others --------------------------------------------------------------------

LED = frozenset(("in", "at", "from", "to", "near", "across", "between", "around", "throughout"))
WITHIN = frozenset(("in", "across", "near", "around", "throughout"))
KNOWN = ("country", "place", "region")
GUESS = "guess"  # what the model takes for a place
GUESSED = ("model_gpe", "model_loc")
LONGEST_PLACE = 3  # words of an unknown place
MOST = 12  # places of a list


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a list of places, at words first .. last - 1."""

    first: int
    last: int
    kind: str  # of a known place; GUESS; or empty
    after_and: bool

    @property
    def is_known(self) -> bool:
        return self.kind not in ("", GUESS)


def may_be_place(line: Line, i: int) -> bool:
    """Whether an unknown capitalised word may name a place, unlike "Nursing"."""
    return line.is_unknown(i) and line.at(i) not in listed_words("subject")


def propose_places(
    line: Line, known: Sequence[Match], model: Sequence[Candidate]
) -> Iterator[Candidate]:
    """ "in Quelimane, Mozambique", "in Dinard and Paris", "Binh Dinh and Phu Yen provinces".

    `model` are the model's names: other places may be listed with them.
    """
    kinds: dict[int, tuple[int, str]] = {}
    for guess in model:
        if guess.rule in GUESSED:
            kinds[line.word_at(guess.start)] = line.word_at(guess.end), GUESS
    kinds |= {m.first: (m.last, m.known.kind) for m in known if m.known.kind in KNOWN}
    for items in _lists(line, kinds):
        for item in (*_of_division(line, items), *_beside_known(line, items)):
            start, end = line.span(item.first, item.last)
            yield Candidate(start, end, "place", "place", rule="place_beside")


def _lists(line: Line, kinds: Mapping[int, tuple[int, str]]) -> Iterator[list[Item]]:
    """The lists of what may be places, of one or more, none overlapping."""
    i = 0
    while i < len(line.words):
        items: list[Item] = []
        start = i
        while len(items) < MOST:
            last, kind = kinds.get(start) or (_run_end(line, start), "")
            if last == start or (items and start == items[-1].last):
                break
            items.append(Item(start, last, kind, line.at(start - 1) == "and"))
            start = _link_end(line, last)
        if items:
            yield items
        i = items[-1].last if items else i + 1


def _run_end(line: Line, start: int) -> int:
    """The word after the unknown capitalised words at `start`; `start` if they are no place."""
    last = start
    while may_be_place(line, last) and (last == start or line.spaced(last)):
        last += 1
    cut = last > start and (line.joined(start) or line.opens_sentence(start))
    return start if cut or last - start > LONGEST_PLACE else last


def _link_end(line: Line, last: int) -> int:
    """The word after the comma or "and" of a list at word `last`; `last` if there is none."""
    last += line.at(last) == ","
    return last + (line.at(last) == "and")


def _of_division(line: Line, items: Sequence[Item]) -> Iterator[Item]:
    """Those before "province" or after "the cities of"; several only with a plural."""
    first, last = items[0].first, items[-1].last
    nouns = listed_kinds("thing")
    unknown = [item for item in items if not item.is_known]
    if nouns.get(line.at(last)) == "place" and line.spaced(last):
        yield from unknown if line.at(last).endswith("s") else unknown[-1:]
    if line.at(first - 1) == "of" and nouns.get(line.at(first - 2)) == "place":
        yield from unknown if line.at(first - 2).endswith("s") else unknown[:1]


def _beside_known(line: Line, items: Sequence[Item]) -> Iterator[Item]:
    """Those before a known place, "in Quelimane, Mozambique"; after one, a list with "and"."""
    first = items[0].first
    before = first - 2 if line.at(first - 1) in ("the", "both") else first - 1
    led = line.at(before).lower()
    if led not in LED:
        return
    last_known = max((n for n, item in enumerate(items) if item.is_known), default=0)
    yield from (item for item in items[:last_known] if not item.is_known)
    if items[0].kind == "place" or (items[0].kind == GUESS and led in WITHIN):
        closing = next((n for n, item in enumerate(items) if item.after_and), 0)
        yield from (item for item in items[1 : closing + 1] if not item.kind)


# ---- the model -------------------------------------------------------------------------------

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
NUMBERED_PARTS = frozenset(  # words that come before a number, not before a name
    ("Annex", "Table", "Figure", "Box", "Chapter", "Section", "Gate", "Room", "Article", "Chart")
)
FIRST_NAMES = frozenset(  # also countries and cities
    ("Jordan", "Chad", "Georgia", "Israel", "Florence", "Sydney", "Paris", "Sofia", "Chelsea")
)
_NO_PLACE = re.compile(r"(?:Global\s)?(?:North|South|East|West)|(?:[A-Z]\.?){1,3}")
_LATIN = re.compile(r"[^\W\d_]")
_PEOPLE = re.compile(r".*(?:an|ans|ian|ese|ish|i|is|ic|ch)")  # how names of peoples end


def propose_model(doc: "Doc", line: Line) -> Iterator[Candidate]:
    """The model's spans that look like names, with its kinds or that of a noun next to them."""
    for span in doc.ents:
        start, end = _trimmed(line.text, span.start_char, span.end_char)
        if span.label_ not in MODEL_KINDS or start >= end:
            continue
        text = line.text[start:end]
        kind = MODEL_KINDS[span.label_]
        no_people = kind == "nationality" and not _PEOPLE.fullmatch(text)
        kind = _kind_by_noun(line, start, end) or ("other" if no_people else kind)
        if _is_plausible(line, start, end, kind):
            names = text.split()
            named = kind == "person" and len(names) == 2 and not FIRST_NAMES.isdisjoint(names)
            layer = "person" if named else "model"  # "Georgia Rossi" is not of Georgia
            rule = "model_" + span.label_.lower()
            yield Candidate(start, end, layer, kind, rule=rule, head=text)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without article, possessive and marks at the ends."""
    opening = re.match(r"(?:['’]s\s+|(?:[Tt]he|[Aa]n?)\s+|[^\w]+)+", text[start:end])
    start += opening.end() if opening else 0
    closing = re.search(r"(?:['’]s?|[^\w)])+$", text[start:end])
    return start, start + closing.start() if closing else end


def _kind_by_noun(line: Line, start: int, end: int) -> str:
    """The kind by a noun next to a name: "the firm Outotec", "Better Work programme"."""
    first, last = line.word_at(start), line.word_at(end)
    before = listed_kinds("thing").get(line.at(first - 1), "") if line.spaced(first) else ""
    return before or (listed_kinds("thing").get(line.at(last), "") if line.spaced(last) else "")


def _is_plausible(line: Line, start: int, end: int, kind: str) -> bool:
    """Whether a span of the model looks like a name of its kind."""
    text = line.text[start:end]
    first, last = line.word_at(start), line.word_at(end)
    words = [w for w in text.split() if len(w) > 3 or w[0].isupper()]
    if not words or not all(w[0].isupper() for w in words) or text.split()[-1].islower():
        return False
    if _is_term(text, words, kind) or _is_of_office(line, first, words):
        return False
    if kind in ("facility", "meeting", "agreement"):
        return len(words) >= 2 and line.at(first - 1) in POINTERS
    if kind in ("place", "region", "nationality"):
        return start not in line.sentence_starts and text not in listed_words("subject")
    # "Aid Investment" of "… Plans"; "Kusiro, Magora" of a list
    goes_on = line.spaced(last) and line.is_capital(last) and not line.is_acronym(last)
    cut = kind == "other" and (goes_on or _is_list(text))
    return 2 <= len(words) <= 6 and not cut


def _is_term(text: str, words: Sequence[str], kind: str) -> bool:
    """ "Resident Representative", "Annex 2", "South": an office, a part, a direction; no name."""
    office = words[-1] in OFFICES or (kind != "person" and words[0] in OFFICES)
    plain = text in listed_words("plain") or text in listed_words("common")
    marked = any(c in '()[]“”";:\n' for c in text) or not _LATIN.match(text)
    no_name = _NO_PLACE.fullmatch(text) or words[0] in NUMBERED_PARTS or NO_NAME.match(text)
    return office or plain or marked or bool(no_name)


def _is_of_office(line: Line, i: int, words: Sequence[str]) -> bool:
    """ "Minister of Trade and Rural Development": the words after an office are not a name."""
    portfolio = listed_words("portfolio")
    if all(word in portfolio for word in words):
        while line.at(i - 1) in portfolio or line.at(i - 1) in (",", "and"):
            i -= 1
    link = i - 2 if line.at(i - 1) == "the" else i - 1
    return line.at(link) in ("of", "for") and line.at(link - 1).capitalize() in OFFICES


def _is_list(text: str) -> bool:
    """ "Kusiro, Magora", "Nursing, Accounting and Law": a list of single words names nothing."""
    parts = text.replace(" and ", ", ").split(", ")
    return len(parts) > 1 and "," in text and all(" " not in part for part in parts)


# ---- capitalised words -----------------------------------------------------------------------

SMALL_KINDS = ("region", "nationality", "place")
TITLED = frozenset(("programme", "agreement", "meeting", "fund"))
INSIDE = frozenset(("of", "for", "to", "in", "and", "the", "on", "with", "against", "by", "at"))
BOUNDS = frozenset(("the", "The", "its", "our", "their", "Its", "Our", "this", "This"))
LONGEST_TITLE = 12  # words


def propose_capitals(doc: "Doc", line: Line) -> Iterator[Candidate]:
    """Capitalised words that the tagger takes for names: "at Cúcuta", "the Grand Reset"."""
    proper = {int(doc.vocab.strings[tag]) for tag in ("NNP", "NNPS")}
    at = {idx for idx, tag in doc.to_array(["IDX", "TAG"]).tolist() if tag in proper}
    i = 0
    while i < len(line.words):
        last = i
        while _is_proper(line, last, at) and (last == i or line.spaced(last)):
            last += 1
        kind = _kind_of_run(line, i, last) if last > i else ""
        if kind:
            start, end = line.span(i, last)
            yield Candidate(start, end, "capitals", kind, rule="capitals_" + kind)
        i = max(last, i + 1)


def _is_proper(line: Line, i: int, names: Container[int]) -> bool:
    if i >= len(line.words) or line.words[i].start not in names or len(line.at(i)) < 3:
        return False
    return line.is_unknown(i) and not line.opens_sentence(i) and line.at(i) not in OFFICES


def _kind_of_run(line: Line, first: int, last: int) -> str:
    """A place after "in", a name of two words or more after "the"; else nothing."""
    if line.at(last) in OFFICES:
        return ""
    kind = _kind_by_noun(line, line.words[first].start, line.words[last - 1].end)
    if kind or (line.spaced(last) and line.is_capital(last)):
        return kind  # none for "Aid Investment" of "Aid Investment Plans"
    before = line.at(first - 1)
    if last - first <= 3 and before in ("in", "at", "near", "from"):
        return "place" if may_be_place(line, last - 1) else ""
    least = {"the": 2, "The": 2, "a": 3, "an": 3}.get(before, 9)
    return "other" if least <= last - first <= 5 else ""


def propose_apposed(
    line: Line, known: Sequence[Match], heads: Sequence[Match]
) -> Iterator[Candidate]:
    """ "the Desert to Power initiative": a title before the common noun for its kind."""
    starts = [m.first for m in known if m.known.kind not in SMALL_KINDS]
    heads = [m for m in heads if m.known.kind not in SMALL_KINDS]
    begins = [head.first for head in heads]
    owners = {m.last - 1 for m in known if m.known.kind in ("country", "government_body")}
    for i, word in enumerate(line.words):
        kind = listed_kinds("thing").get(word.text, "")
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
        if bound and small:
            return i
        mark = before in APOSTROPHE or (before == "s" and line.at(i - 2) in APOSTROPHE)
        inside = before in INSIDE or (mark and line.joined(i - 1))
        if not (line.is_capital(i - 1) or inside):
            break
        small = small or before in INSIDE
        i -= 1
    return end
