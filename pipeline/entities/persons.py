"""Persons by their titles, ships by their prefixes, and names in quotation marks."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from pipeline.entities.gazetteer import Known, Match, Node, build_tree, find_known
from pipeline.entities.shapes import Shape
from pipeline.entities.words import HYPHENS, Line, listed_words, split_words
from pipeline.vocab import read_vocab

PARTICLES = frozenset(
    (
        "de",
        "da",
        "dos",
        "van",
        "von",
        "der",
        "bin",
        "ibn",
        "al",
        "el",
        "ul",
        "della",
        "di",
        "du",
        "la",
    )
)
CALLED = frozenset(("called", "named", "titled", "entitled", "the", "a", "an", ",", "“", '"', "‘"))
_QUOTED = re.compile(r"“([^“”\n]{2,160})”|\"([^\"\n]{2,160})\"|‘([^‘’\n]{2,160})’(?!\w)")
_EXPLAINED = re.compile(r"\s\([^()]{2,16}\)[.,]?$")  # “Clean Water for All (CWA)”
_CREDIT = re.compile(
    r"\b(?:Photo|Photos|Photograph|Credit|Picture)s?(?:\ by)?:?\s+"
    r"([A-Z][\w'’.-]+(?:\ [A-Z][\w'’.-]*){1,3})\s*(?=[/)])"
)
_NUMBERED = re.compile(r"[A-Z][\w]*-\d+\w*")
FIRST_NAMES = frozenset(  # also countries and cities
    ("Jordan", "Chad", "Georgia", "Israel", "Florence", "Sydney", "Paris", "Sofia", "Chelsea")
)
ADDRESSES = frozenset(("Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Sir", "Judge"))
HONOURED = frozenset(("His", "Her", "Their"))  # they begin "Her Excellency"
SURNAMES = frozenset(("Park", "Law", "Price", "Bank", "Lake", "Rivers"))  # also head nouns
LONGEST_NAME = 5


@cache
def _tree(use: str) -> Node:
    rows = (row for row in read_vocab("names") if row["use"] == use)
    return build_tree(Known(row["word"], row["word"], row["kind"], use) for row in rows)


@cache
def _prefixes() -> Node:
    rows = (row for row in read_vocab("names") if row["use"] in ("vessel", "named"))
    return build_tree(Known(row["word"], row["word"], row["kind"], row["use"]) for row in rows)


@cache
def things() -> dict[str, str]:
    """Nouns before a quoted name or after an acronym, with the kind that they show."""
    return {row["word"]: row["kind"] for row in read_vocab("names") if row["use"] == "thing"}


def find_persons(line: Line, known: Sequence[Match], heads: Iterable[int]) -> list[Shape]:
    """Titles with the names that follow: "Foreign Minister Motegi"; the head is the name."""
    places = {(m.first, m.last) for m in known if m.known.rule == "place"}
    names = ("people", "surname", "place")  # also names of persons
    stops = {m.first for m in known if m.known.rule not in names} | set(heads)
    found: list[Shape] = []
    for title in _chained(line, find_known(line, _tree("title"))):
        surname = line.at(title.last) in SURNAMES and line.is_capital(title.last + 1)
        called = line.at(title.last) in FIRST_NAMES
        surname = surname or (called and line.at(title.first) in ADDRESSES)
        last = _name_end(line, title.last, stops - {title.last} if surname else stops)
        alone = (title.last, last) in places
        capital = line.is_capital(title.first) or line.at(title.first) in HONOURED
        if last > title.last and capital and not alone:
            found.append(Shape(title.first, last, "person", (title.last, last)))
    return found


def _chained(line: Line, titles: Sequence[Match]) -> list[Match]:
    """Titles joined with those that follow and the portfolio before: "Finance Secretary Dr"."""
    found: list[Match] = []
    for title in titles:
        before = found[-1] if found else None
        if before and before.last == title.first and line.spaced(title.first):
            found[-1] = replace(before, last=title.last)
        else:
            found.append(replace(title, first=_with_portfolio(line, title.first)))
    return found


def _with_portfolio(line: Line, first: int) -> int:
    """Where "Foreign Affairs" of "Foreign Affairs Minister" begins."""
    while line.at(first - 1) in listed_words("portfolio") and line.spaced(first):
        first -= 1
    return first


def without_title(name: str) -> str:
    """A person's name without the title before it: "Motegi" of "Foreign Minister Motegi"."""
    line = Line(name, split_words(name), frozenset())
    title = next(iter(find_known(line, _tree("title"))), None)
    if title is None or title.first > 0 or title.last == len(line.words):
        return name
    return name[line.words[title.last].start :]


def _name_end(line: Line, first: int, stops: set[int]) -> int:
    """The word after a person's name that begins at word `first`; `first` if none does."""
    i = first
    while i - first < 2 * LONGEST_NAME:
        named = _name_word(line, i) or (i == first and _is_surname(line, i))
        if line.at(i) in HYPHENS and line.joined(i) and line.joined(i + 1) and i > first:
            i += 2
        elif (i > first and _links_names(line, i)) or (i not in stops and named):
            i += 1
        else:
            break
    return i


def _is_surname(line: Line, i: int) -> bool:
    """ "Mr. SENTA Keisuke": a surname in capitals after a title."""
    word = line.at(i)
    return word.isupper() and len(word) >= 4 and word.isalpha() and bool(set(word) & set("AEIOUY"))


def _links_names(line: Line, i: int) -> bool:
    initial = line.at(i) == "." and len(line.at(i - 1)) == 1
    follows = line.is_capital(i + 1) or line.at(i + 1) in PARTICLES
    return initial or (line.at(i) in PARTICLES and follows)


def _name_word(line: Line, i: int) -> bool:
    after_mark = line.at(i - 1) in (".", "-") or line.spaced(i)
    return line.is_capital(i) and after_mark and (not line.is_acronym(i) or len(line.at(i)) > 5)


def find_credited(line: Line, known: Sequence[Match]) -> list[Shape]:
    """Photographers: "(Photo: Shinichi Kuno / JICA)"."""
    stops = {match.first for match in known}
    found: list[Shape] = []
    for match in _CREDIT.finditer(line.text):
        first, last = line.word_at(match.start(1)), line.word_at(match.end(1))
        if not any(i in stops for i in range(first, last)):
            found.append(Shape(first, last, "person", (first, last)))
    return found


def find_vessels(line: Line, heads: Sequence[Match]) -> list[Shape]:
    """Ships with the prefixes that navies use, storms: "BRP Malabrigo", "Typhoon Haiyan"."""
    found: list[Shape] = []
    for prefix in find_known(line, _prefixes()):
        last = prefix.last
        while line.spaced(last) and line.is_capital(last) and last - prefix.last < 3:
            last += 1
        titled = any(prefix.last < h.last <= last for h in heads)  # "Camp Renewal Initiative"
        if last > prefix.last and not line.is_acronym(prefix.last) and not titled:
            found.append(Shape(prefix.first, last, prefix.known.kind, (prefix.first, prefix.last)))
            if line.at(prefix.last - 1).endswith("s") and line.at(last) == "and":
                found += _another(line, last + 1, prefix.known.kind)
    return found


def _another(line: Line, first: int, kind: str) -> list[Shape]:
    """The second of "Cyclones Idai and Kenneth"."""
    known = line.is_capital(first) and not line.is_acronym(first) and not line.starts_only(first)
    return [Shape(first, first + 1, kind, (first, first + 1))] if known else []


def find_quoted(line: Line, head_kinds: Sequence[Match]) -> list[tuple[int, int, str]]:
    """Names in quotation marks: start, end, kind; the marks are not part of them."""
    found: list[tuple[int, int, str]] = []
    for match in _QUOTED.finditer(line.text):
        group = next(n for n in (1, 2, 3) if match[n] is not None)
        inside = _EXPLAINED.sub("", match[group]).rstrip(" .,;:!?")
        start = match.start(group) + len(inside) - len(inside.lstrip())
        inside = inside.strip()
        if _is_name(inside):
            end = start + len(inside)
            found.append((start, end, _kind_of(line, start, end, head_kinds)))
    return found


def _is_name(text: str) -> bool:
    words = [w for w in re.findall(r"[^\W_][\w'’-]*", text) if len(w) > 3 or w[0].isupper()]
    if not words or not (text[0].isupper() or text[0].isdigit()) or re.search(r"[.!?]\s", text):
        return False
    return sum(not w[0].islower() for w in words) >= 0.75 * len(words)


def _kind_of(line: Line, start: int, end: int, heads: Sequence[Match]) -> str:
    near = line.words[max(0, line.word_at(start) - 6) : line.word_at(start)]
    before = [word.text.lower() for word in near if word.text not in CALLED]
    kind = things().get(before[-1]) if before else None
    if kind:
        return kind
    low, high = line.word_at(start), line.word_at(end)
    begins = [match.first for match in heads]
    inner = heads[bisect_left(begins, low) : bisect_left(begins, high)]
    if inner:
        return inner[0].known.kind
    return "vessel" if _NUMBERED.fullmatch(line.text[start:end]) else "other"
