"""Acronyms as a text defines them: long form then acronym, or acronym then long form.

The method is Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (2003), after a stricter match by the initials of words.  Other languages give
other letters: an acronym in brackets directly after a name is that name's, too.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.entities.candidates import Candidate
from pipeline.entities.codes import known_entities
from pipeline.entities.gazetteer import Match
from pipeline.entities.identity import identify
from pipeline.entities.words import Line, listed_words

_PAREN = re.compile(r"\(([^()]{2,120})(?=[()])")
_SHORT = re.compile(
    r"[A-Za-z][\w.&/‐‑–-]{0,14}[\w.](?:\ (?:Office|Centre|Center|Fund|Women|[IVX]+|\d+))?"
)
_CALLED = re.compile(
    r"^(?:(?:here(?:in)?after|henceforth)?\s*(?:referred\s+to\s+as|called|known\s+as)?"
    r"|abbreviated\s+(?:as|to)|or|the)\s*[:,]?\s*(?:the\s+)?[“\"‘']?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[,;:]|\s(?:or|and)\s")
_POSSESSIVE = re.compile(r"['’]s?$")  # "the World Food Programme’s (WFP) work"
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"[.;:!?]\s|[()“]")
_WORD_BEFORE = re.compile(r"([^\s()“”\",;]{2,16})\s*$")
_BRACKETED = re.compile(r"\s?[”\"]?\s\((?P<short>[A-Z][A-Za-z0-9&/-]{1,9})\)")
_SMALL = frozenset(
    (
        *("of", "for", "on", "and", "in", "to", "the", "a", "an", "with", "against", "at", "by"),
        *("de", "du", "la", "des", "et", "or"),
    )
)
NAMED = frozenset(("shape", "vocabulary", "quotation"))  # layers of names before brackets
UNBRACKETED = frozenset(("country", "place", "region", "nationality", "person", "vessel", "other"))


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and its long form, with their offsets."""

    short: str
    long: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition with the name that it defines; the name may be longer than the long form."""

    definition: Definition
    name: Candidate
    within: str = ""  # the longer name that the long form is part of
    is_name: bool = True  # false for "foreign terrorist fighters (FTF)"


def find_definitions(text: str) -> list[Definition]:
    """Every acronym that the text defines, in order."""
    return [found for match in _PAREN.finditer(text) if (found := _defined(text, match))]


def _defined(text: str, match: re.Match[str]) -> Definition | None:
    inside, start = match[1], match.start(1)
    called = _CALLED.match(inside)
    offset = called.end() if called else 0
    shown = _REMARK.split(inside[offset:], maxsplit=1)[0].strip().strip("“”\"‘’'").rstrip(".")
    if is_short(shown):
        return _long_before(text, match.start(), shown, start + inside.index(shown, offset))
    return _short_before(text, match.start(), inside, start)


def is_short(text: str) -> bool:
    """Whether a text looks like an acronym: few letters, at least two of them capitals."""
    capitals = sum(c.isupper() for c in text)
    digits = any(c.isdigit() for c in text)
    return bool(_SHORT.fullmatch(text)) and (capitals >= 2 or (capitals == 1 and digits))


def _long_before(text: str, end: int, short: str, at: int) -> Definition | None:
    low = _sentence_start(text, end, len(short))
    window = _POSSESSIVE.sub("", text[low:end].rstrip())
    for read in (match_initials, _named_long_form):
        for part in _parts(short):
            begin = read(part, window)
            if begin is not None and len(_TOKEN.findall(window, begin)) >= 2:
                offsets = (at, at + len(short), low + begin, low + len(window))
                return Definition(short, window[begin:], *offsets)
    return None


def _named_long_form(short: str, window: str) -> int | None:
    begin = best_long_form(short, window)
    if begin is None or window[begin].islower():  # "between the Bank of …" begins no name
        return None
    return begin if is_named(window[begin:]) else None


def is_named(long: str) -> bool:
    """Whether a long form is written as a name: its long words begin with capitals."""
    words = [w for w in _TOKEN.findall(long) if len(w) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def _parts(short: str) -> Iterator[str]:
    """The acronym, then its parts: "ReCAAP-ISC" may have the long form of "ISC"."""
    yield short
    if short.endswith("s") and short[:-1].isupper():
        yield short[:-1]
    pieces = [p for p in re.split(r"[\s/‐‑–-]", short) if len(p) > 1]
    if len(pieces) > 1:
        yield from reversed([p for p in pieces if p.isupper()])


def _sentence_start(text: str, end: int, letters: int) -> int:
    """Where the search begins: within the sentence, a few words for each letter."""
    low = max(0, end - 300)
    breaks = [m.end() for m in _BREAK.finditer(text, low, end)]
    low = breaks[-1] if breaks else low
    words = list(_TOKEN.finditer(text, low, end))
    most = max(letters + 5, letters * 2) + 2
    return words[-most].start() if len(words) > most else low


def match_initials(short: str, window: str) -> int | None:
    """Where the words begin whose initials spell the acronym; small words may be left out."""
    letters = [c.casefold() for c in short if c.isalnum()]
    left = {len(letters)}  # how many letters may be left to spell
    for match in reversed(list(_TOKEN.finditer(window))):
        word = match.group().casefold()
        small = word in _SMALL
        spelled = {n - 1 for n in left if word[0] == letters[n - 1]}
        if 0 in spelled and not small:
            return match.start()
        left = (spelled | (left if small else set())) - {0}
        if not left:
            return None
    return None


def best_long_form(short: str, window: str) -> int | None:
    """Where the shortest long form begins, by Schwartz and Hearst; None if none fits."""
    at = len(window) - 1
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].casefold()
        if not letter.isalnum():
            continue
        while at >= 0 and (
            window[at].casefold() != letter or (index == 0 and at > 0 and window[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
        at -= 1
    return window.rfind(" ", 0, at + 2) + 1


def _short_before(text: str, end: int, inside: str, start: int) -> Definition | None:
    before = _WORD_BEFORE.search(text, max(0, end - 40), end)
    if not before or not is_short(before[1]):
        return None
    short = before[1]
    for long in (inside.rstrip(), inside.split(",", maxsplit=1)[0].rstrip()):
        bare = re.sub(r"^(?:the|an?)\s+", "", long)
        fits = match_initials(short, bare) == 0 or best_long_form(short, bare) == 0
        if fits and len(_TOKEN.findall(bare)) >= 2:
            first = start + len(long) - len(bare)
            return Definition(short, bare, *before.span(1), first, first + len(bare))
    return None


# ---- the names that acronyms stand for -------------------------------------------------------


def name_definitions(
    line: Line, known: Sequence[Match], found: Sequence[Candidate]
) -> list[Defined]:
    """For each definition of a text the name that the acronym stands for, with its kind.

    `found` are the names proposed so far, `known` those of the vocabularies.
    """
    by_end: dict[int, list[Candidate]] = {}
    kinds: dict[int, str] = {}
    for name in found:
        if name.layer == "shape":
            kinds.setdefault(name.start, name.kind)
        if name.layer != "reference":
            by_end.setdefault(name.end, []).append(name)
    definitions = find_definitions(line.text)
    definitions += _of_known(line, known, {one.short_start for one in definitions})
    defined = [
        _name_of(line, one, by_end.get(one.long_end, ()), kinds.get(one.long_start, "other"))
        for one in sorted(definitions, key=lambda one: one.short_start)
    ]
    return [*defined, *_bracketed(line, found, {one.definition.short for one in defined})]


def _of_known(line: Line, known: Sequence[Match], seen: Container[int]) -> Iterator[Definition]:
    """ "… (GIZ)" directly after the known name of GIZ, without matching letters."""
    for one, two in pairwise(known):
        (low, high), (start, end) = line.span(one.first, one.last), line.span(two.first, two.last)
        same = one.known.entity_id == two.known.entity_id and two.known.rule != "country"
        bracketed = line.text[high:start] == " (" and two.last - two.first == 1
        if same and bracketed and start not in seen:
            yield Definition(line.text[start:end], line.text[low:high], start, end, low, high)


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


def _bracketed(line: Line, found: Sequence[Candidate], seen: Container[str]) -> Iterator[Defined]:
    """ "Ministry of Climate and Environment (KLD)": its letters are of another language."""
    longest: dict[int, Candidate] = {}
    for name in found:
        if name.layer in NAMED and name.kind not in UNBRACKETED:
            other = longest.get(name.end, name)
            longest[name.end] = min(other, name, key=lambda one: one.start)
    for name in longest.values():
        match = _BRACKETED.match(line.text, name.end)
        if match and match["short"] not in seen and _is_new(match["short"]):
            long = line.text[name.start : name.end]
            one = Definition(match["short"], long, *match.span("short"), name.start, name.end)
            yield Defined(one, replace(name, layer="definition", rule="defined"))


def _is_new(short: str) -> bool:
    """Whether it is an acronym, and not that of a known entity, nor a term such as "ODA"."""
    common = short in listed_words("common") or identify(short) in known_entities(0)
    return sum(c.isupper() for c in short) >= 2 and not common


def propose_defined(definitions: Sequence[Defined]) -> Iterator[Candidate]:
    """The names that a text defines, and their acronyms where it defines them."""
    for found in definitions:
        if found.is_name:
            at, end = found.definition.short_start, found.definition.short_end
            yield found.name
            yield replace(found.name, start=at, end=end, rule="defined_acronym")
