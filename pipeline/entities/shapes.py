"""Names by their shape: a head noun ("Fund", "Ministry", "Agreement") with its modifiers.

A name extends left over the capitalised words before its head and right over "of", "on", "for",
"against" … with the capitalised words that follow: "Regional Cooperation Agreement on Combating
Piracy and Armed Robbery against Ships in Asia".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.entities.gazetteer import Match
from pipeline.entities.head_nouns import LONGEST, Headed, headed
from pipeline.entities.reach_left import reach_left
from pipeline.entities.reach_right import reach_right
from pipeline.entities.words import Line

NATIONAL_ORGANISATIONS = frozenset(
    (
        *("Commission", "Council", "Office", "Service", "Agency", "Board", "Unit", "Division"),
        *("Bank", "Court", "Tribunal", "Secretariat", "Committee", "Organization", "Organisation"),
        *("Institution", "Team", "Task Force", "Taskforce", "Working Group", "Panel"),
    )
)


# heads of units inside a government or an agency, unless the name says otherwise
INTERNAL_UNITS = frozenset(
    (
        *("Board", "Unit", "Division", "Office", "Service", "Agency", "Court", "Subcommittee"),
        "Committee",
        *("Sub-Committee", "Standing Committee", "Select Committee"),
    )
)
PAPERS = frozenset(("Strategy", "Policy", "Framework", "Plan", "Vision", "Roadmap", "Law"))
PLANS = frozenset(
    (
        *("Action Plan", "Plan of Action", "Plan", "Strategy", "Policy", "Framework", "Roadmap"),
        *("Guidelines", "Programme of Action"),
    )
)
SIGNED = frozenset(("signed", "ratified", "concluded", "sign", "signing"))
MINISTRIES = frozenset(("Ministry", "Federal Ministry", "Ministries"))
MULTINATIONAL = frozenset(("World", "International", "Regional"))
LENDERS = MULTINATIONAL | {"Development", "Investment"}  # of many countries, before "Bank"


@dataclass(frozen=True, slots=True)
class Shape:
    """A name at words first .. last - 1; bare if the head is alone."""

    first: int
    last: int
    kind: str
    head: tuple[int, int]
    bare: bool = False


def find_shapes(line: Line, known: Sequence[Match]) -> list[Shape]:
    """The names of a text by their head nouns, in order, none overlapping."""
    parsed, heads = headed(line, known)
    found: list[Shape] = []
    done = 0
    for head in heads:
        if head.first < done:
            continue
        shape = _shape_of(parsed, _with_second(parsed, _last_head(parsed, head)), done)
        found.append(shape)
        done = shape.last
    return found


def _last_head(parsed: Headed, head: Match) -> Match:
    """The last head among the capitalised words that follow: "Trust Fund Office" is an office."""
    i, last = head.last, head
    while parsed.line.spaced(i) and parsed.is_name_word(i) and i - head.last < LONGEST:
        match = parsed.heads.get(i)
        if match:
            last = match
            i = match.last
        else:
            i += 1
    return last


def _is_place(parsed: Headed, end: int) -> bool:
    before = parsed.known_ends.get(end)
    return before is not None and before.known.kind == "place"


def _is_owned(parsed: Headed, first: int, head: Match) -> bool:
    """ "the country’s Election Commission", "Nepal’s Parliament": owned by a country."""
    owner = parsed.line.possessive_before(first)
    owning_country = parsed.known_ends.get(owner + 1) if owner >= 0 else None
    country = parsed.line.at(owner) == "country" or (
        owning_country is not None and owning_country.known.kind == "country"
    )
    return country and head.known.spelling not in ("Government", "Department", "Administration")


def _with_second(parsed: Headed, head: Match) -> Match:
    """ "Biodiversity Strategy and Action Plan": one document with two head nouns."""
    second = parsed.heads.get(head.last + 1) if parsed.line.at(head.last) == "and" else None
    if second is None or head.known.spelling not in PAPERS or second.known.spelling not in PLANS:
        return head
    return Match(head.first, second.last, head.known)


def _shape_of(parsed: Headed, head: Match, floor: int) -> Shape:
    first = reach_left(parsed, head, floor)
    if head.known.spelling == "Division of" and first < head.first:
        known = replace(head.known, spelling="Division", kind="international_organisation")
        head = Match(head.first, head.last - 1, known)  # "Procurement Division of the Treasury"
    kind = head.known.kind
    if head.known.spelling == "Division" and _is_place(parsed, head.first):
        kind = "place"  # "Chittagong Division"
    last = reach_right(parsed, head, kind, first < head.first)
    of_tail = parsed.line.at(head.last) == "of" and last > head.last
    if head.known.spelling in MINISTRIES:
        first = _without(parsed, first, head.first, ("nationality", "country"))
    elif kind == "government_body" and of_tail:
        first = _without(parsed, first, head.first, ("nationality",))
    alone = " of " not in head.known.spelling
    bare = alone and first == head.first and last == head.last
    bare = bare and not (kind == "government_body" and _is_owned(parsed, first, head))
    if kind == "programme" and parsed.line.at(first - 2) in SIGNED:
        kind = "agreement"
    if kind == "international_organisation":
        kind = _kind_of_organisation(parsed, first, last, head)
    return Shape(first, last, kind, (head.first, head.last), bare)


def _kind_of_organisation(parsed: Headed, first: int, last: int, head: Match) -> str:
    """National, international, or a bank with no country in its name: "Equity Bank", a company."""
    after = parsed.known.get(head.last)
    branch = after is not None and after.known.kind == "country" and first < head.first
    if branch and head.known.spelling == "Bank":
        return "company"  # "Access Bank Rwanda"
    if _is_national(parsed, first, last, head):
        return "government_body"
    words = {parsed.line.at(i) for i in range(first, last)}
    many = LENDERS if head.known.spelling == "Bank" else MULTINATIONAL
    shared = any(i in parsed.known for i in range(first, last)) or words & many
    inside = {parsed.known[i].known.kind for i in range(first, last) if i in parsed.known}
    if words & {"Ministry", "Department"} or "government_body" in inside:
        return "government_body"  # "Planning Unit of the Ministry of Health"
    if shared or first == head.first:
        return "international_organisation"
    if head.known.spelling in INTERNAL_UNITS:
        return "government_body"
    return "company" if head.known.spelling == "Bank" else "international_organisation"


def _is_national(parsed: Headed, first: int, last: int, head: Match) -> bool:
    """ "Kenya Wildlife Service", "National Election Board": an organisation of one country."""
    if head.known.spelling not in NATIONAL_ORGANISATIONS:
        return False
    inside = [parsed.known[i].known for i in range(first, last) if i in parsed.known]
    if any(known.rule == "organisation" for known in inside):
        return False
    owned = any(known.kind in ("country", "nationality") for known in inside)
    return owned or parsed.line.at(first) in ("National", "Federal", "State", "Presidential")


def _without(parsed: Headed, first: int, head: int, kinds: tuple[str, ...]) -> int:
    """ "Kenyan Ministry of Health", "Kenya Ministry of Health": the country is another name."""
    match = parsed.known.get(first)
    whose = match is not None and match.known.kind in kinds
    return match.last if match and whose and match.last <= head else first
