"""Persons by the titles before their names and by the offices next to them.

"Vice President for South Asia Ada Berg": the office is part of the mention, like other titles.
"Ada Berg, Director of Trade": a comma separates them, and only the name is the mention.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.entities.candidates import Candidate, proposal
from pipeline.entities.gazetteer import Match, find_known, listed_tree
from pipeline.entities.words import Line, listed_words, split_words

OFFICES = frozenset(
    (
        *("President", "Minister", "Director", "Head", "Chair", "Chairman", "Chief", "Member"),
        *("Coordinator", "Officer", "Envoy", "Adviser", "Advisor", "Senator", "Judge", "Leader"),
        *("Secretary", "Governor", "Ambassador", "Mayor", "Representative", "Commissioner"),
        *("Professor", "Chairperson", "Spokesperson", "Administrator", "Manager"),
    )
)
LOWER = OFFICES | {"Deputy", "Vice", "Executive", "Managing", "Permanent"}
PARTICLES = frozenset(
    (
        *("de", "da", "dos", "van", "von", "der", "bin", "ibn", "al", "el", "ul", "della", "di"),
        *("du", "la"),
    )
)
ADDRESSES = frozenset(  # they begin a person's name
    (
        *("Mr", "Mrs", "Ms", "Miss", "Mme", "Dr", "Prof", "Professor", "Sir", "Dame", "Hon", "H"),
        *("Her", "His", "Honourable", "Right", "Lady", "Lord", "Madam", "Madame", "Rev", "Engr"),
    )
)
HONOURED = frozenset(("His", "Her", "Their"))  # they begin "Her Excellency"
SURNAMES = frozenset(("Park", "Law", "Price", "Bank", "Lake", "Rivers"))  # also head nouns
LINKS = frozenset(("of", "for", "to", "on"))
INSIDE = frozenset((*LINKS, "the", "and", "in", ",", "&", "-", "at"))  # an office
BEFORE_OFFICE = frozenset(("the", "a", "an", "its", "his", "her", "their", "our", "and", "then"))
BOUNDING = frozenset(("region", "country", "place", "group", "international_organisation"))
ALSO_PERSONS = ("people", "surname")  # lists whose names may begin a person's name
LONGEST_OFFICE = 16  # words
LONGEST_NAME = 8  # words and marks
NEAR = 6  # words between a name's comma and the office
SHORTEST_SURNAME = 4  # letters in capitals, beside another name
LONGEST_SHORT = 5  # letters of an acronym that may be next to a title


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A line with the words that bound the names of persons in it."""

    line: Line
    titles: Mapping[int, Match]  # by their first word
    stops: Set[int]  # first words of known names and of head nouns
    ends: Container[int]  # words after known names
    starts: Container[int]  # first words of what the model takes for persons


def find_persons(
    line: Line, known: Sequence[Match], heads: Sequence[Match], starts: Container[int]
) -> Iterator[Candidate]:
    """Persons with a title or an office; `starts` are the first words of the model's persons."""
    titles = find_known(line, listed_tree("title"))
    heads_at = {m.first for m in heads}
    names = {m.first: m.known.rule for m in known if m.known.rule not in ALSO_PERSONS}
    stops = heads_at | {i for i, rule in names.items() if rule != "place"}
    for title in _chained(line, titles):
        yield from _after_title(line, title, stops)
    parsed = ParsedSentence(
        line,
        {m.first: m for m in titles if line.is_capital(m.first)},
        heads_at | names.keys(),
        {m.last for m in known if m.known.kind in BOUNDING},
        starts,
    )
    for title in parsed.titles.values():
        yield from _after_office(parsed, title)
    yield from _before_office(parsed)


def without_title(name: str) -> str:
    """A person's name without the title before it: "Motegi" of "Foreign Minister Motegi"."""
    line = Line(name, split_words(name), frozenset())
    title = next(iter(find_known(line, listed_tree("title"))), None)
    if title is None or title.first > 0 or title.last == len(line.words):
        return name
    return name[line.words[title.last].start :]


def _person(line: Line, first: int, own: int, last: int) -> Candidate:
    """The person at words first .. last - 1, whose name without title begins at word `own`."""
    return proposal(line, (first, last), "person", "person", head=(own, last))


# ---- titles ----------------------------------------------------------------------------------


def _after_title(line: Line, title: Match, stops: Set[int]) -> Iterator[Candidate]:
    """A title with the name that follows: "Foreign Minister Motegi"."""
    surname = line.at(title.last) in SURNAMES and line.is_capital(title.last + 1)
    if surname or line.at(title.first) in ADDRESSES:  # "President Park Ada", "Mr. Chad Berg"
        stops = stops - {title.last}
    last = _name_end(line, title.last, stops)
    if last > title.last and (line.is_capital(title.first) or line.at(title.first) in HONOURED):
        yield _person(line, title.first, title.last, last)


def _chained(line: Line, titles: Sequence[Match]) -> list[Match]:
    """Titles joined with those that follow and the portfolio before: "Finance Secretary Dr"."""
    found: list[Match] = []
    for title in titles:
        if found and found[-1].last == title.first and line.spaced(title.first):
            found[-1] = replace(found[-1], last=title.last)
            continue
        first = title.first
        while line.at(first - 1) in listed_words("portfolio") and line.spaced(first):
            first -= 1
        found.append(replace(title, first=first))
    return found


# ---- offices ---------------------------------------------------------------------------------


def _after_office(parsed: ParsedSentence, title: Match) -> Iterator[Candidate]:
    """The person named after "Minister of Trade and Industry", with or without a comma."""
    line, i = parsed.line, title.last
    has_portfolio = any(line.at(k) in LINKS for k in range(title.first, i))
    if line.at(i) == "," and not has_portfolio:  # "the Country Director, Ada Berg, said"
        last = _name_end(line, i + 1, parsed.stops)
        listed = line.is_capital(last + 1) or line.at(last + 1) == "and"
        if last - i > 2 and line.at(last) == "," and not listed:
            yield _person(line, i + 1, i + 1, last)
    if line.at(i) not in LINKS and not (has_portfolio and line.at(i) in (",", "and")):
        return
    for j in range(i + 1, i + LONGEST_OFFICE):
        own = parsed.titles[j].last if j in parsed.titles else j
        if _begins_name(parsed, j):
            last = _name_end(line, own, parsed.stops)
            if last - own >= 2 or last > own > j:
                first = j if line.at(j - 1) in (",", "and") else title.first
                yield _person(line, first, own, last)
            return
        if not (line.is_capital(j) or line.at(j) in INSIDE):
            return


def _begins_name(parsed: ParsedSentence, j: int) -> bool:
    """Whether a person's name may begin at word j after an office."""
    line, portfolio = parsed.line, listed_words("portfolio")
    if j in parsed.starts or j in parsed.titles:
        return True
    # "Minister of Planning and Trade Ada Berg": the portfolio ends before the name
    ended = line.at(j - 1) in portfolio and line.at(j) not in portfolio and line.spaced(j)
    if not (j in parsed.ends or line.at(j - 1) == "," or ended):
        return False
    last = _name_end(line, j, parsed.stops)
    return last - j >= 2 and line.at(last) != "and"


def _before_office(parsed: ParsedSentence) -> Iterator[Candidate]:
    """The person named before ", Director of Trade" or ", the Minister"."""
    line = parsed.line
    for i in range(2, len(line.words)):
        if line.at(i) == "," and line.joined(i) and _office_follows(parsed, i + 1):
            first = _name_start(parsed, i)
            if i - first >= 2:
                yield _person(line, first, first, i)


def _office_follows(parsed: ParsedSentence, i: int) -> bool:
    line = parsed.line
    for j in range(i, i + NEAR):
        word = line.at(j)
        if j in parsed.titles:  # but not "Ada Berg, Dr. Bo Lind"
            return not (line.is_capital(parsed.titles[j].last) and word in ADDRESSES)
        if word.capitalize() in (LOWER if word.islower() else OFFICES):
            return word.islower() or not line.is_unknown(j + 1)
        owner = j in parsed.stops or j in parsed.ends or word in ("’", "'", "s")
        if not (owner or word in BEFORE_OFFICE or line.is_acronym(j) or line.is_capital(j)):
            return False
    return False


# ---- the words of a name ---------------------------------------------------------------------


def _name_start(parsed: ParsedSentence, end: int) -> int:
    """Where the name before word `end` begins; `end` if none does."""
    line, first = parsed.line, end
    while end - first < LONGEST_NAME and first - 1 not in parsed.stops:
        if first - 1 in parsed.titles or not _is_name_word(line, first - 1):
            break
        first -= 1
    opens = first < end and line.at(first - 1) in (".", "-")
    return end if opens or first - 1 in parsed.titles else first


def _name_end(line: Line, first: int, stops: Container[int]) -> int:
    """The word after a person's name that begins at word `first`; `first` if none does."""
    i = first
    while i - first < LONGEST_NAME:
        parted = line.spaced(i) or line.at(i - 1) in (".", "-")
        named = i not in stops and parted and _is_name_word(line, i)
        if not (named or (i > first and _links_names(line, i))):
            break
        i += 1
    return i


def _links_names(line: Line, i: int) -> bool:
    """The mark of "A. Berg", "St. John", "Ana-Maria", the particle of "Rosa de la Cruz"."""
    if line.at(i) == ".":
        return len(line.at(i - 1)) == 1 or line.at(i - 1) == "St"
    if line.at(i) == "-":
        return line.joined(i) and line.joined(i + 1)
    follows = line.is_capital(i + 1) or line.at(i + 1) in PARTICLES
    return line.at(i) in PARTICLES and follows


def _is_name_word(line: Line, i: int) -> bool:
    """A capitalised word, or a surname in capitals beside another name: "Hiroko TANABE"."""
    word = line.at(i)
    if len(word) >= SHORTEST_SURNAME and word.isupper() and re.search("[AEIOUY]", word):
        beside = line.at(i - 1).istitle() or line.at(i + 1).istitle()
        return word.isalpha() and (beside or len(word) > LONGEST_SHORT)
    return line.is_unknown(i)
