"""How far a name extends to the left of its head noun."""

from pipeline.entities.gazetteer import Match
from pipeline.entities.head_nouns import ARTICLES, LONGEST, TITLED, Headed, stands_alone
from pipeline.entities.words import HYPHENS, Line

COMPANIES = frozenset(("Ltd", "Inc", "Co", "LLC", "Limited"))
LAWS = frozenset(("Act", "Bill", "Order", "Law", "Regulations"))
ABBREVIATED = frozenset(("St", "Mt", "U", "S"))
BRACKET = 10  # words that a law's name may hold in brackets
DONE = frozenset(("funded", "led", "supported", "backed", "financed", "assisted", "sponsored"))
OFFICES = frozenset(
    (
        *("President", "Minister", "Director", "Head", "Chair", "Chairman", "Chief", "Member"),
        *("Coordinator", "Officer", "Envoy", "Adviser", "Advisor", "Senator", "Judge", "Leader"),
        *("Secretary", "Governor", "Ambassador", "Mayor", "Representative", "Commissioner"),
        *("Professor", "Chairperson", "Spokesperson", "Administrator", "Manager"),
    )
)


def reach_left(parsed: Headed, head: Match, floor: int) -> int:
    first = _capitals_left(parsed, head.first, floor)
    first = _coordinated_left(parsed, first, head.first, floor)
    first = _linked_left(parsed, first, head.first, floor)
    line = parsed.line
    if first - 1 >= floor and line.is_year(first - 1) and line.spaced(first):
        before = line.at(first - 2)
        if before.lower() in ARTICLES or before in "“\"'‘s" or before in ("this", "its", "their"):
            first -= 1
    return first


def _capitals_left(parsed: Headed, at: int, floor: int) -> int:
    """The first of the capitalised words that lead up to word `at`."""
    first = at
    while first > floor and at - first < LONGEST:
        before = _word_before(parsed, first)
        if before < floor or before == first:
            break
        first = before
    return first


def _word_before(parsed: Headed, i: int) -> int:
    """Where the piece of a name before word i begins; i if there is none."""
    line = parsed.line
    owner = line.possessive_before(i)
    if owner >= 0:
        return owner if _may_own(parsed, owner) else i
    if line.at(i - 1) in (")", ","):
        return _before_mark(line, i)
    hyphened = line.joined(i) and line.at(i - 1) in HYPHENS
    if not (line.spaced(i) or hyphened or line.at(i) == ","):
        return i
    phrase = parsed.head_ends.get(i) or parsed.known_ends.get(i)
    if phrase and phrase.last - phrase.first > 1:
        return phrase.first
    if hyphened and line.joined(i - 1):
        return i - 2 if parsed.is_name_word(i - 2) or line.is_number(i - 2) else i
    return i - 2 if _is_abbreviation(line, i - 1) else _piece(parsed, i - 1, i)


def _before_mark(line: Line, i: int) -> int:
    """Past the comma of "Hitachi, Ltd.", or the bracket of "Wildlife (Trade and Sale) Act"."""
    if line.at(i - 1) == ",":
        return i - 2 if line.at(i) in COMPANIES and line.is_capital(i - 2) else i
    if line.at(i) not in LAWS:
        return i
    for j in range(i - 2, max(i - BRACKET, 0), -1):
        if line.at(j) == "(":
            return j if line.is_capital(j - 1) and line.is_capital(j + 1) else i
    return i


def _piece(parsed: Headed, j: int, i: int) -> int:
    """The word j with the words joined to it by hyphens, if it may be part of a name."""
    line = parsed.line
    first = j
    while line.joined(first) and line.at(first - 1) in HYPHENS and line.joined(first - 1):
        first -= 2
    word_ok = parsed.is_name_word(first) or (first != j and parsed.is_name_word(j))
    if first != j and line.is_number(first):
        word_ok = parsed.is_name_word(j)
    common = line.is_common(first) and not line.is_roman(first)
    barred = line.starts_only(first) or common or line.at(j) in DONE
    return first if word_ok and not barred else i


def _is_abbreviation(line: Line, i: int) -> bool:
    """ "St. Mary Hospital", "U.S. Agency", "Philip S. W. Goldson Highway"."""
    if line.at(i) != "." or not line.joined(i):
        return False
    before = line.at(i - 1)
    initial = (
        len(before) == 1 and before.isupper() and line.is_capital(i - 2 - (line.at(i - 2) == "."))
    )
    return before in ABBREVIATED or (initial and not line.opens_sentence(i + 1))


def _may_own(parsed: Headed, owner: int) -> bool:
    """Whether "Ministers’" belongs to the name; a known or abbreviated owner is a name itself."""
    line = parsed.line
    return (
        line.is_capital(owner)
        and owner + 1 not in parsed.known_ends
        and owner + 1 not in parsed.head_ends
        and not line.is_acronym(owner)
    )


def _coordinated_left(parsed: Headed, first: int, head: int, floor: int) -> int:
    """ "Food and Agriculture Organization": words before "and" that have no head of their own."""
    line = parsed.line
    if line.at(first - 1) not in ("and", "&") or first - 2 < floor:
        return first
    left = _capitals_left(parsed, first - 1, floor)
    if left == first - 1 or first - 1 - left > 4 or not line.spaced(first):
        return first
    whose = parsed.known.get(left)  # "Kenya Trade and Ports Authority", and no other place after
    is_country = whose is not None and whose.known.kind == "country" and first in parsed.known
    if is_country or _holds_full_name(parsed, left, first - 1):
        return first
    while line.at(left - 1) == "," and left - 2 >= floor and line.joined(left - 1):
        before = _capitals_left(parsed, left - 1, floor)
        if before == left - 1 or _holds_full_name(parsed, before, left - 1):
            break
        left = before
    return left


def _holds_full_name(parsed: Headed, first: int, last: int) -> bool:
    """Whether words first .. last - 1 hold a complete name: not the place of "Pacific Trade"."""
    opening = parsed.known.get(first)
    kinds = ("region", "nationality", "country")
    more = opening is not None and opening.known.kind in kinds and opening.last < last
    start = opening.last if opening and more else first
    return any(stands_alone(parsed, i) for i in range(start, last))


def _linked_left(parsed: Headed, first: int, head: int, floor: int) -> int:
    """ "Cyber Resilience for Development Project": words before "of" or "for" without a head."""
    line = parsed.line
    linked = line.at(first - 1) in ("of", "for") and first - 2 >= floor
    if first == head or not linked or parsed.heads[head].known.kind not in TITLED:
        return first
    left = _capitals_left(parsed, first - 1, floor)
    if left == first - 1:
        return first
    alone = any(stands_alone(parsed, i) for i in range(left, first - 1))
    office = any(line.at(i) in OFFICES for i in range(left, first - 1))
    return first if alone or office else left
