"""Head nouns ("Fund", "Ministry", "Agreement") in a text, with the known names around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.entities.gazetteer import Known, Match, Node, build_tree, find_known
from pipeline.entities.words import DASHES, Line
from pipeline.vocab import read_vocab

OWNERS = frozenset(("country", "place", "nationality", "region", "group"))
# kinds whose known names are complete: a head noun inside them begins no longer name
NO_HEADS = OWNERS | {"ngo", "international_organisation", "government_body"}
# words that make a head noun before them part of the name of a post or a conference room
POSTS = frozenset(
    ("Manager", "Officer", "Coordinator", "Leader", "Assistant", "Advisor", "Adviser")
)
NO_HEAD_BEFORE = {
    "State": frozenset(("Secretary", "Minister")),
    "Project": POSTS | {"Director"},
    "Programme": POSTS,
    "Program": POSTS,
    "Conference": frozenset(("Room", "Rooms", "Hall", "Call", "Calls")),
}
DIRECTING = frozenset(("Directors", "Governors", "Trustees", "Executive"))
QUALIFYING = frozenset(  # after a hyphen
    (
        *("funded", "led", "supported", "backed", "financed", "assisted", "sponsored", "owned"),
        *("run", "based", "wide", "level", "related", "approved", "managed", "driven", "specific"),
    )
)
ARTICLES = frozenset(("the", "a", "an"))
TITLED = frozenset(("agreement", "programme", "meeting", "fund"))  # kinds named by a full title
LONGEST = 40  # words; no name is longer


@cache
def _heads() -> Node:
    rows = (row for row in read_vocab("names") if row["use"] == "head")
    return build_tree(Known(row["word"], row["word"], row["kind"], "head") for row in rows)


@dataclass(frozen=True)
class Headed:
    """A line with what is known at each word."""

    line: Line
    heads: Mapping[int, Match]  # by their first word
    head_ends: Mapping[int, Match]  # by the word after their last
    known: Mapping[int, Match]  # known names by their first word
    known_ends: Mapping[int, Match]

    def is_name_word(self, i: int) -> bool:
        return self.line.is_capital(i) or self.line.is_ordinal(i)


@lru_cache(maxsize=4)  # each of the layers that propose names for a line asks
def find_heads(line: Line) -> tuple[Match, ...]:
    """The capitalised head nouns of a text, in order."""
    return tuple(m for m in find_known(line, _heads()) if line.is_capital(m.first))


def headed(line: Line, known: Sequence[Match]) -> "tuple[Headed, list[Match]]":
    """A line with its heads and known names; heads inside a known name are left out."""
    places = [m for m in known if m.known.kind in NO_HEADS and m.last - m.first > 1]
    heads = [h for h in find_heads(line) if not any(covers(m, h) for m in places)]
    heads = [h for h in heads if not _is_office(line, h) and not _is_qualifier(line, h)]
    parsed = Headed(
        line,
        {m.first: m for m in heads},
        {m.last: m for m in heads},
        {m.first: m for m in known},
        {m.last: m for m in known},
    )
    return parsed, heads


def _is_office(line: Line, head: Match) -> bool:
    """ "Deputy Head of Mission", "State Secretary", "Conference Room": no name of its kind."""
    if head.known.spelling == "Board" and line.at(head.last) == "of":
        # the organisation that it directs is the name
        of_organisation = line.at(head.first - 1) == "Executive" and line.at(head.last + 1) == "the"
        return of_organisation or line.at(head.last + 1) in DIRECTING
    if line.at(head.last) in NO_HEAD_BEFORE.get(head.known.spelling, ()):
        return True
    return (
        head.known.spelling in ("Mission", "Government", "State", "Delegation")
        and line.at(head.first - 1) == "of"
        and line.at(head.first - 2) in ("Head", "Heads", "Chief", "Chiefs")
    )


def _is_qualifier(line: Line, head: Match) -> bool:
    """ "State-backed", "Fund-supported": the noun only modifies what follows."""
    mark, after = head.last, head.last + 1
    hyphened = line.at(mark) in DASHES and line.joined(mark) and line.joined(after)
    return hyphened and line.at(after) in QUALIFYING


def covers(outer: Match, inner: Match) -> bool:
    inside = outer.first <= inner.first and inner.last <= outer.last
    return inside and (outer.first, outer.last) != (inner.first, inner.last)


def stands_alone(parsed: Headed, i: int) -> bool:
    return i in parsed.known or i in parsed.heads or parsed.line.is_acronym(i)
