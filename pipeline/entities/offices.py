"""Persons by the offices next to their names.

"Vice President for South Asia Ada Berg": the office is part of the mention, like other titles.
"Ada Berg, Director of Trade": a comma separates them, and only the name is the mention.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.entities.gazetteer import Known, Match, Node, build_tree, find_known
from pipeline.entities.persons import PARTICLES
from pipeline.entities.reach_left import OFFICES
from pipeline.entities.shapes import Shape
from pipeline.entities.unknown_places import is_unknown_word
from pipeline.entities.words import Line, listed_words
from pipeline.vocab import read_vocab

LINKS = frozenset(("of", "for", "to", "on"))
INSIDE = frozenset((*LINKS, "the", "and", "in", ",", "&", "-", "at"))
BOUNDS = frozenset((",", "(", "/"))
BEFORE_OFFICE = frozenset(("the", "a", "an", "its", "his", "her", "their", "our", "and", "then"))
CLOSING = frozenset((",", ".", ")", "(", "/", "”", '"'))
HONORIFICS = frozenset(  # they begin another person's name
    (
        *("Mr", "Mrs", "Ms", "Miss", "Mme", "Dr", "Prof", "Professor", "Sir", "Dame", "Hon", "H"),
        *("Her", "His", "Honourable", "Right", "Lady", "Lord", "Madam", "Madame", "Rev", "Engr"),
    )
)
LOWER = OFFICES | {"Deputy", "Vice", "Executive", "Managing", "Permanent", "Spokesperson"}
LOW_OFFICES = frozenset(office.lower() for office in OFFICES)
LONGEST_OFFICE = 16  # words
LONGEST_NAME = 4  # words
NEAR = 6  # words between a name's comma and the office
SHORTEST_SURNAME = 4  # letters in capitals
TITLED = frozenset(("region", "country", "place", "group", "international_organisation"))
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A line with the words that bound the names of persons in it."""

    line: Line
    titles: Mapping[int, Match]  # by their first word
    stops: Container[int]  # first words of known names and of head nouns
    ends: Mapping[int, int]  # words after known names: where those names begin
    starts: Container[int]  # first words of what the model takes for persons


@cache
def _titles() -> Node:
    rows = (row for row in read_vocab("names") if row["use"] == "title")
    return build_tree(Known(row["word"], row["word"], row["kind"], "title") for row in rows)


def find_officers(
    line: Line, known: Sequence[Match], heads: Sequence[Match], starts: Container[int]
) -> list[Shape]:
    """Persons whose office is next to their name; `starts` are the model's persons."""
    titles = {m.first: m for m in find_known(line, _titles()) if line.is_capital(m.first)}
    stops = {m.first for m in (*known, *heads) if m.known.rule not in ("people", "surname")}
    ends = {m.last: m.first for m in known if m.known.kind in TITLED}
    parsed = ParsedSentence(line, titles, stops, ends, starts)
    found = [shape for title in titles.values() for shape in _after_office(parsed, title)]
    return [*found, *_before_office(parsed), *_after_low_office(parsed)]


def _after_office(parsed: ParsedSentence, title: Match) -> Iterator[Shape]:
    """The person named after "Minister of Trade and Industry", with or without a comma."""
    line, i = parsed.line, title.last
    has_portfolio = any(
        line.at(k) in LINKS for k in range(title.first, i)
    )  # "Minister of Planning"
    if line.at(i) == "," and not has_portfolio:
        yield from _after_comma(parsed, i + 1)
    if line.at(i) not in LINKS and not (has_portfolio and line.at(i) in (",", "and")):
        return
    for j in range(i + 1, i + LONGEST_OFFICE):
        if _begins_name(parsed, j):
            last = _name_end(parsed, parsed.titles[j].last if j in parsed.titles else j)
            own = parsed.titles[j].last if j in parsed.titles else j
            if last - own >= 2 or (j in parsed.titles and last > own):
                first = j if line.at(j - 1) in (",", "and") else title.first
                yield Shape(first, last, "person", (own, last))
            return
        if not (line.is_capital(j) or line.at(j) in INSIDE) or line.opens_sentence(j):
            return


def _after_comma(parsed: ParsedSentence, first: int) -> Iterator[Shape]:
    """ "the Country Director, Ada Berg, said": a name closed by a mark or a verb."""
    last = _name_end(parsed, first)
    if last - first >= 2 and _is_closed(parsed.line, last):
        yield Shape(first, last, "person", (first, last))


def _is_closed(line: Line, last: int) -> bool:
    closing = line.at(last) in CLOSING or line.at(last).islower()
    listed = line.at(last) == "," and (line.is_capital(last + 1) or line.at(last + 1) == "and")
    return closing and not listed and line.at(last) != "and"


def _begins_name(parsed: ParsedSentence, j: int) -> bool:
    """Whether a person's name may begin at word j after an office."""
    line = parsed.line
    if j in parsed.starts or j in parsed.titles:
        return True
    bounded = j in parsed.ends or line.at(j - 1) == "," or _ends_portfolio(line, j)
    if not (bounded and _is_name_word(parsed, j)):
        return False
    last = _name_end(parsed, j)
    closed = line.at(last) in BOUNDS or line.at(last) in (".", ")") or line.at(last).islower()
    return last - j >= 2 and closed and line.at(last) != "and"


def _ends_portfolio(line: Line, j: int) -> bool:
    """ "Minister of Planning and Trade Ada Berg": whether the portfolio ends before word j."""
    portfolio = listed_words("portfolio")
    return line.at(j - 1) in portfolio and line.at(j) not in portfolio and line.spaced(j)


def _before_office(parsed: ParsedSentence) -> Iterator[Shape]:
    """The person named before ", Director of Trade" or ", the Minister"."""
    line = parsed.line
    for i in range(2, len(line.words)):
        if line.at(i) == "," and line.joined(i) and _office_follows(parsed, i + 1):
            first = _name_start(parsed, i)
            if i - first >= 2:
                yield Shape(first, i, "person", (first, i))


def _after_low_office(parsed: ParsedSentence) -> Iterator[Shape]:
    """The person named after "the ambassador to Kenya", without the lower-case title."""
    line = parsed.line
    for first, place in parsed.ends.items():
        office = place - 2 if line.at(place - 1) in LINKS else place - 3
        linked = line.at(office + 1) in LINKS and line.at(place - 1) in (*LINKS, "the")
        if linked and line.at(office) in LOW_OFFICES and line.spaced(first):
            last = _name_end(parsed, first)
            if last - first >= 2 and _is_closed(line, last):
                yield Shape(first, last, "person", (first, last))


def _office_follows(parsed: ParsedSentence, i: int) -> bool:
    for j in range(i, i + NEAR):
        line_word = parsed.line.at(j)
        if j in parsed.titles:
            own = parsed.titles[j].last  # "Ada Berg, Dr. Bo Lind"
            return not (parsed.line.is_capital(own) and parsed.line.at(j) in HONORIFICS)
        if line_word.capitalize() in (LOWER if line_word.islower() else OFFICES):
            return line_word.islower() or not is_unknown_word(parsed.line, j + 1)
        owner = j in parsed.stops or j in parsed.ends or parsed.line.at(j) in ("’", "'", "s")
        may_precede = (
            line_word in BEFORE_OFFICE or parsed.line.is_acronym(j) or parsed.line.is_capital(j)
        )
        if not (owner or may_precede):
            return False
    return False


def _name_start(parsed: ParsedSentence, end: int) -> int:
    first = end
    while end - first < LONGEST_NAME and _is_name_word(parsed, first - 1):
        if first < end and not parsed.line.spaced(first):
            return end
        first -= 1
    opens = first < end and parsed.line.at(first - 1) in (".", "-")
    return end if opens or first - 1 in parsed.titles else first


def _name_end(parsed: ParsedSentence, first: int) -> int:
    last = first
    while last - first < LONGEST_NAME + 1:
        short = len(parsed.line.at(last - 1)) == 1 or parsed.line.at(last - 1) == "St"
        initial = parsed.line.at(last) == "." and short and last > first
        particle = parsed.line.at(last) in PARTICLES and parsed.line.is_capital(last + 1)
        hyphened = parsed.line.at(last) == "-" and parsed.line.joined(last)
        named = last == first or parsed.line.spaced(last) or parsed.line.at(last - 1) in ".-"
        if not (initial or particle or hyphened or (named and _is_name_word(parsed, last))):
            break
        last += 1
    return last


def _is_name_word(parsed: ParsedSentence, i: int) -> bool:
    """A capitalised word that is no known name, or a surname in capitals: "Hiroko TANABE"."""
    line, word = parsed.line, parsed.line.at(i)
    if i in parsed.stops or i in parsed.titles or i < 0:
        return False
    shouted = word.isupper() and len(word) >= SHORTEST_SURNAME and word.isalpha()
    shouted = shouted and any(c in "AEIOUY" for c in word)
    paired = shouted and (_is_plain_name(line, i - 1) or _is_plain_name(line, i + 1))
    return paired or is_unknown_word(line, i)


def _is_plain_name(line: Line, i: int) -> bool:
    word = line.at(i)
    return bool(_NAME.fullmatch(word)) and word[:1].isupper() and word[1:].islower()
