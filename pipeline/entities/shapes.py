"""Names by their shape: a head noun with its modifiers, quotation marks, a prefix of ships.

A name extends left over the capitalised words before its head and right over "of", "on", "for",
"against" … with the capitalised words that follow: "Regional Cooperation Agreement on Combating
Piracy and Armed Robbery against Ships in Asia".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.entities.candidates import Candidate, proposal
from pipeline.entities.gazetteer import Match, find_known, listed_tree
from pipeline.entities.head_nouns import LONGEST, Headed, parse_heads, reach_left, reach_right
from pipeline.entities.identity import identify
from pipeline.entities.words import Line, listed_kinds

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
        *("Committee", "Sub-Committee", "Standing Committee", "Select Committee"),
    )
)
SIGNED = frozenset(("signed", "ratified", "concluded", "sign", "signing"))
MINISTRIES = frozenset(("Ministry", "Federal Ministry", "Ministries"))
MULTINATIONAL = frozenset(("World", "International", "Regional"))
LENDERS = MULTINATIONAL | {"Development", "Investment"}  # of many countries, before "Bank"
POINTERS = frozenset(("the", "this", "that", "these", "said", "The", "This", "That", "These"))
CALLED = frozenset(("called", "named", "titled", "entitled", "the", "a", "an", ",", "“", '"', "‘"))
NEAR = 6  # words before a quotation that may say its kind
_QUOTED = re.compile(r"“([^“”\n]{2,160})”|\"([^\"\n]{2,160})\"|‘([^‘’\n]{2,160})’(?!\w)")
_EXPLAINED = re.compile(r"\s\([^()]{2,16}\)[.,]?$")  # “Clean Water for All (CWA)”
_NUMBERED = re.compile(r"[A-Z][\w]*-\d+\w*")
_MARK = re.compile(r",?\s[“\"‘']")
NICKNAMED = frozenset(("facility", "vessel", "programme", "fund", "agreement"))


def propose_shapes(line: Line, known: Sequence[Match]) -> Iterator[Candidate]:
    """The names of a text by their head nouns, in order; "the Convention" is a reference."""
    parsed = parse_heads(line, known)
    done = 0
    for head in parsed.heads.values():
        if head.first >= done:
            last_head = _last_head(parsed, head)
            first, done, kind = _shape_of(parsed, last_head, done)
            words, own = (first, done), (last_head.first, last_head.last)
            if not _is_bare(parsed, last_head, words):
                yield proposal(line, words, "shape", kind, head=own)
            elif line.at(first - 1) in POINTERS:
                yield proposal(line, words, "reference", kind, head=own)


def _last_head(parsed: Headed, head: Match) -> Match:
    """The last head among the capitalised words that follow: "Trust Fund Office" is an office."""
    i, last = head.last, head
    while parsed.line.spaced(i) and parsed.is_name_word(i) and i - head.last < LONGEST:
        last = parsed.heads.get(i, last)
        i = last.last if i in parsed.heads else i + 1
    return last


def _is_bare(parsed: Headed, head: Match, words: tuple[int, int]) -> bool:
    """Whether the head noun stands alone, unlike that of "Nepal’s Parliament"."""
    if words != (head.first, head.last) or " of " in head.known.spelling:
        return False
    country = parsed.known_ends.get(parsed.line.possessive_before(head.first) + 1)
    owned = country is not None and country.known.kind == "country"
    divided = head.known.spelling in ("Government", "Department", "Administration")
    return not owned or divided or head.known.kind != "government_body"


def _shape_of(parsed: Headed, head: Match, floor: int) -> tuple[int, int, str]:
    """The first word of the name with this head, the word after its last, and its kind."""
    first = reach_left(parsed, head, floor)
    kind = head.known.kind
    last = reach_right(parsed, head, first < head.first)
    of_tail = parsed.line.at(head.last) == "of" and last > head.last
    if head.known.spelling in MINISTRIES:
        first = _without(parsed, first, head.first, ("nationality", "country"))
    elif kind == "government_body" and of_tail:
        first = _without(parsed, first, head.first, ("nationality",))
    if kind == "programme" and parsed.line.at(first - 2) in SIGNED:
        kind = "agreement"
    if kind == "international_organisation":
        kind = _kind_of_organisation(parsed, first, last, head)
    return first, last, kind


def _kind_of_organisation(parsed: Headed, first: int, last: int, head: Match) -> str:
    """National, international, or a bank with no country in its name: "Equity Bank", a company."""
    noun = head.known.spelling
    inside = [parsed.known[i].known for i in range(first, last) if i in parsed.known]
    kinds = {known.kind for known in inside}
    country = parsed.known.get(head.last)
    if noun == "Bank" and first < head.first and country and country.known.kind == "country":
        return "company"  # "Access Bank Rwanda"
    if noun in NATIONAL_ORGANISATIONS and not any(one.rule == "organisation" for one in inside):
        official = parsed.line.at(first) in ("National", "Federal", "State", "Presidential")
        if official or not kinds.isdisjoint(("country", "nationality")):
            return "government_body"  # "Kenya Wildlife Service", "National Election Board"
    if "government_body" in kinds:
        return "government_body"  # "Planning Unit of the Ministry of Health"
    words = {parsed.line.at(i) for i in range(first, last)}
    if inside or words & (LENDERS if noun == "Bank" else MULTINATIONAL) or first == head.first:
        return "international_organisation"
    if noun in INTERNAL_UNITS:
        return "government_body"
    return "company" if noun == "Bank" else "international_organisation"


def _without(parsed: Headed, first: int, head: int, kinds: tuple[str, ...]) -> int:
    """ "Kenyan Ministry of Health", "Kenya Ministry of Health": the country is another name."""
    match = parsed.known.get(first)
    whose = match is not None and match.known.kind in kinds
    return match.last if match and whose and match.last <= head else first


# ---- quotation marks and prefixes -------------------------------------------------------------


def propose_quoted(line: Line, heads: Sequence[Match]) -> Iterator[Candidate]:
    """Names in quotation marks; the marks are not part of them."""
    for match in _QUOTED.finditer(line.text):
        marked = match[match.lastindex or 0]
        inside = _EXPLAINED.sub("", marked).rstrip(" .,;:!?")
        start = match.start(match.lastindex or 0) + len(inside) - len(inside.lstrip())
        inside = inside.strip()
        if _is_name(inside):
            end = start + len(inside)
            kind = _kind_of(line, start, end, heads)
            yield Candidate(start, end, "quotation", kind, rule="quoted_name")


def _is_name(text: str) -> bool:
    words = [w for w in re.findall(r"[^\W_][\w'’-]*", text) if len(w) > 3 or w[0].isupper()]
    if not words or not (text[0].isupper() or text[0].isdigit()) or re.search(r"[.!?]\s", text):
        return False
    return sum(not w[0].islower() for w in words) >= 0.75 * len(words)


def _kind_of(line: Line, start: int, end: int, heads: Sequence[Match]) -> str:
    """The kind by the noun before the quotation, else by the first head noun inside it."""
    low, high = line.word_at(start), line.word_at(end)
    near = (line.at(i).lower() for i in range(low - 1, low - 1 - NEAR, -1))
    noun = next((word for word in near if word not in CALLED), "")
    if noun in listed_kinds("thing"):
        return listed_kinds("thing")[noun]
    at = bisect_left(heads, low, key=lambda head: head.first)
    if at < len(heads) and heads[at].first < high:
        return heads[at].known.kind
    return "vessel" if _NUMBERED.fullmatch(line.text[start:end]) else "other"


def propose_vessels(line: Line, heads: Sequence[Match]) -> Iterator[Candidate]:
    """Ships with the prefixes that navies use, storms: "BRP Malabrigo", "Typhoon Haiyan"."""
    for prefix in find_known(line, listed_tree("vessel", "named")):
        last = prefix.last
        while line.spaced(last) and line.is_capital(last) and last - prefix.last < 3:
            last += 1
        titled = any(prefix.last < h.last <= last for h in heads)  # "Camp Renewal Initiative"
        if last > prefix.last and not line.is_acronym(prefix.last) and not titled:
            yield _named(line, prefix.first, last, prefix.known.kind)
            several = line.at(prefix.last - 1).endswith("s") and line.at(last) == "and"
            if several and line.is_unknown(last + 1):  # "Cyclones Idai and Kenneth"
                yield _named(line, last + 1, last + 2, prefix.known.kind)


def _named(line: Line, first: int, last: int, kind: str) -> Candidate:
    start, end = line.span(first, last)
    rule = "vessel" if kind == "vessel" else "named"
    return Candidate(start, end, "vessel", kind, rule=rule)


def with_nicknames(line: Line, names: Sequence[Candidate]) -> Iterator[Candidate]:
    """A quoted name directly after one of its kind is the same entity: the Module “Kibo”."""
    before: Candidate | None = None
    for name in names:
        quoted = name.layer == "quotation" and name.kind in NICKNAMED
        same = quoted and before and before.kind == name.kind
        if before and same and _MARK.fullmatch(line.text, before.end, name.start):
            own = before.entity_id or identify(line.text[before.start : before.end])
            before = replace(name, entity_id=own)
        else:
            before = name
        yield before
