"""Head nouns ("Fund", "Ministry", "Agreement") in a text, and how far their names extend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.entities.gazetteer import UNNAMED, Match, find_known, listed_tree
from pipeline.entities.persons import OFFICES
from pipeline.entities.words import APOSTROPHE, DASHES, HYPHENS, Line, listed_words

OWNERS = frozenset(("country", "place", "nationality", "region", "group"))
# kinds whose known names are complete: a head noun inside them begins no longer name
COMPLETE = OWNERS | {"ngo", "international_organisation", "government_body"}
ARTICLES = frozenset(("the", "a", "an"))
TITLED = frozenset(("agreement", "programme", "meeting", "fund"))  # kinds named by a full title
COMPANIES = frozenset(("Ltd", "Inc", "Co", "LLC", "Limited"))
ABBREVIATED = frozenset(("St", "Mt", "U", "S"))
DONE = frozenset(("funded", "led", "supported", "backed", "financed", "assisted", "sponsored"))
TAIL_WORDS: Mapping[str, frozenset[str]] = {
    "titled": frozenset(("of", "for", "on", "to", "against", "concerning", "regarding")),
    "led": frozenset(("of", "for", "on", "to", "against", "concerning", "regarding")),
    "organisation": frozenset(("of", "for", "on", "against")),
    "place": frozenset(("of",)),
}
ORGANISATIONS = frozenset(
    ("government_body", "international_organisation", "ngo", "university", "facility", "company")
)
FOREIGN = frozenset(("de", "du", "des", "del", "da", "do", "dos", "das", "della", "di", "für"))
FOREIGN_ARTICLES = frozenset(("la", "las", "le", "les", "los", "el"))
SYMBOLS = frozenset("$£€¥")
WORKS = frozenset(("for", "on", "against"))
IN_NAMES = frozenset(("Internet", "States", "Parties", "Part"))  # though also plain words
QUARTERS = frozenset(("Northern", "Southern", "Eastern", "Western", "Central", "Greater"))
COUNTED = frozenset(("Phase", "Stage", "Round", "Level", "Part", "Tranche", "Volume"))
LONGEST = 40  # words; no name is longer


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

    def stands_alone(self, i: int) -> bool:
        """Whether a name of its own begins at word i."""
        return i in self.known or i in self.heads or self.line.is_acronym(i)


@lru_cache(maxsize=4)  # each of the layers that propose names for a line asks
def find_heads(line: Line) -> tuple[Match, ...]:
    """The capitalised head nouns of a text, in order; none in "Head of Mission"."""
    found = find_known(line, listed_tree("head", UNNAMED))
    return tuple(m for m in found if line.is_capital(m.first))


def parse_heads(line: Line, known: Sequence[Match]) -> Headed:
    """A line with its heads and known names; heads inside a known name are left out."""
    covering = [m for m in known if m.known.kind in COMPLETE and m.last - m.first > 1]
    heads = [h for h in find_heads(line) if not any(_covers(m, h) for m in covering)]
    heads = [h for h in heads if not _is_qualifier(line, h)]
    return Headed(
        line,
        {m.first: m for m in heads},
        {m.last: m for m in heads},
        {m.first: m for m in known},
        {m.last: m for m in known},
    )


def _covers(outer: Match, inner: Match) -> bool:
    inside = outer.first <= inner.first and inner.last <= outer.last
    return inside and (outer.first, outer.last) != (inner.first, inner.last)


def _is_qualifier(line: Line, head: Match) -> bool:
    """ "State-backed", "Fund-supported": the noun only modifies what follows."""
    mark, after = head.last, head.last + 1
    hyphened = line.at(mark) in ("-", "‐", "‑") and line.joined(mark) and line.joined(after)
    return hyphened and line.at(after).islower()


# ---- to the left -----------------------------------------------------------------------------


def reach_left(parsed: Headed, head: Match, floor: int) -> int:
    """The first word of the name with this head; no word before `floor`."""
    line = parsed.line
    first = _capitals_left(parsed, head.first, floor)
    first = _coordinated_left(parsed, first, floor)
    first = _linked_left(parsed, first, head, floor)
    dated = first - 1 >= floor and line.is_year(first - 1) and line.spaced(first)
    return first - 1 if dated and line.at(first - 2).lower() in ARTICLES else first


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
    if line.at(i - 1) == "," and line.at(i) in COMPANIES:
        return i - 2 if line.is_capital(i - 2) else i  # "Hitachi, Ltd."
    hyphened = line.joined(i) and line.at(i - 1) in HYPHENS
    if not (line.spaced(i) or hyphened or line.at(i) == ","):
        return i
    phrase = parsed.head_ends.get(i) or parsed.known_ends.get(i)
    if phrase and phrase.last - phrase.first > 1:
        return phrase.first
    if hyphened:
        return i - 2 if parsed.is_name_word(i - 2) else i
    return i - 2 if _is_abbreviation(line, i - 1) else _piece(parsed, i - 1, i)


def _piece(parsed: Headed, j: int, i: int) -> int:
    """The word j with the words joined to it by hyphens, if it may be part of a name."""
    line = parsed.line
    first = j
    while line.joined(first) and line.at(first - 1) in HYPHENS and line.joined(first - 1):
        first -= 2
    named = parsed.is_name_word(first) or (first != j and parsed.is_name_word(j))
    common = line.is_common(first) and not line.is_roman(first)
    barred = line.starts_only(first) or common or line.at(j) in DONE
    return first if named and not barred else i


def _is_abbreviation(line: Line, i: int) -> bool:
    """ "St. Mary Hospital", "U.S. Agency", "Philip S. W. Goldson Highway"."""
    if line.at(i) != "." or not line.joined(i):
        return False
    before = line.at(i - 1)
    initial = len(before) == 1 and before.isupper()
    follows = line.is_capital(i - 2 - (line.at(i - 2) == ".")) and not line.opens_sentence(i + 1)
    return before in ABBREVIATED or (initial and follows)


def _may_own(parsed: Headed, owner: int) -> bool:
    """Whether "Ministers’" belongs to the name; a known or abbreviated owner is a name itself."""
    line = parsed.line
    named = owner + 1 in parsed.known_ends or owner + 1 in parsed.head_ends
    return line.is_capital(owner) and not named and not line.is_acronym(owner)


def _coordinated_left(parsed: Headed, first: int, floor: int) -> int:
    """ "Food and Agriculture Organization": words before "and" that have no head of their own."""
    line = parsed.line
    if line.at(first - 1) not in ("and", "&") or first - 2 < floor:
        return first
    left = _capitals_left(parsed, first - 1, floor)
    if left == first - 1 or first - 1 - left > 4 or _holds_full_name(parsed, left, first - 1):
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
    return any(parsed.stands_alone(i) for i in range(start, last))


def _linked_left(parsed: Headed, first: int, head: Match, floor: int) -> int:
    """ "Cyber Resilience for Development Project": words before "of" or "for" without a head."""
    line = parsed.line
    linked = line.at(first - 1) in ("of", "for") and first - 2 >= floor
    if first == head.first or not linked or head.known.kind not in TITLED:
        return first
    left = _capitals_left(parsed, first - 1, floor)
    words = range(left, first - 1)
    own = any(parsed.stands_alone(i) or line.at(i) in OFFICES for i in words)
    return first if own or left == first - 1 else left


# ---- to the right ----------------------------------------------------------------------------


def reach_right(parsed: Headed, head: Match, led: bool) -> int:
    """The word after the tail; `led`: words of the name come before its head."""
    kind = head.known.kind
    tail = "organisation" if kind in ORGANISATIONS else "place"
    if kind in TITLED:
        tail = "led" if led else "titled"
    last = capitals_right(parsed, head.last, head.last)
    own_tail = any(parsed.line.at(i) == "of" for i in range(head.first, head.last))
    while last - head.last < LONGEST:
        tailed = own_tail or last > head.last
        works = parsed.line.at(last) in WORKS and parsed.line.at(last + 1) in ARTICLES
        if kind == "government_body" and tailed and works:
            break  # "Ministry of Health for the", "Government of Kenya on the"
        step = _step_right(parsed, last, tail, tailed)
        if step == last:
            break
        last = step
    return last


def _step_right(parsed: Headed, last: int, tail: str, tailed: bool) -> int:
    """One more piece of a tail: "of the Child", "and Punish", ", Trade and Industry"."""
    line, word = parsed.line, parsed.line.at(last)
    if word == "and" and tailed:
        return _after_and(parsed, last)
    if word == "," and tailed and line.joined(last):
        return _after_comma(parsed, last)
    if word in FOREIGN:  # "de Lausanne", "de la República", "für Technik"
        start = last + 1 + (line.at(last + 1) in FOREIGN_ARTICLES)
        return capitals_right(parsed, start, start) if line.is_capital(start) else last
    if word in TAIL_WORDS[tail]:
        owned = word == "of" and (tailed or tail == "led") and _names_owner(parsed, last)
        return last if owned else _after_link(parsed, last, word)
    return _after_titled(parsed, last, tailed) if tail in ("titled", "led") else last


def _after_titled(parsed: Headed, last: int, tailed: bool) -> int:
    """Past "between Japan and Mongolia", "in Rural Areas"; not past a venue."""
    word, place = parsed.line.at(last), parsed.known.get(last + 1)
    if word == "between":
        return _after_between(parsed, last)
    venue = word == "in" and place is not None and place.known.kind == "place"
    linked = word in ("in", "by") and tailed and not venue
    return _after_link(parsed, last, word) if linked else last


def _past_article(parsed: Headed, i: int) -> int:
    return i + (parsed.line.at(i) in ARTICLES)


def _names_owner(parsed: Headed, at: int) -> bool:
    """Whether "of Kenya" is the country of a complete name: "Ministry of Health of Kenya"."""
    match = parsed.known.get(_past_article(parsed, at + 1))
    return match is not None and match.known.kind == "country"


def _after_between(parsed: Headed, at: int) -> int:
    """Past "between Japan and Mongolia"; `at` unless two known parties follow."""
    one = parsed.known.get(_past_article(parsed, at + 1))
    if one is None or parsed.line.at(one.last) != "and":
        return at
    two = parsed.known.get(_past_article(parsed, one.last + 1))
    return two.last if two else at


def _after_link(parsed: Headed, at: int, word: str) -> int:
    """Past "of the Japan Coast Guard"; `at` itself if no word of a name follows."""
    line = parsed.line
    i = _past_article(parsed, at + 1)
    if line.at(i) == "The" and i + 1 in parsed.known:
        i += 1
    if line.joined(i + 1) and line.at(i + 1) in SYMBOLS:
        return at  # "of US$3 million"
    match = parsed.known.get(i)
    if match and word == "to" and match.known.kind in OWNERS:
        return at
    if match:
        end = capitals_right(parsed, match.last, i)
        owns = end == match.last and line.joined(end) and line.at(end) in APOSTROPHE
        if owns and word != "of":
            return at  # "Report on Kenya's development policies"
        people = match.known.kind == "nationality" and end == match.last
        return at if people else end  # "Plan for the Rohingya crisis"
    return _capitals_from(parsed, i, at)


def _capitals_from(parsed: Headed, i: int, otherwise: int) -> int:
    """The word after the capitalised words at word i; `otherwise` if none belongs to a name."""
    word = parsed.line.at(i)
    plain = word in listed_words("plain") and word not in IN_NAMES
    if plain or not parsed.line.is_capital(i):
        return otherwise
    return capitals_right(parsed, i, i)


def _after_and(parsed: Headed, at: int) -> int:
    """Past "and Industry"; `at` if a name of its own follows."""
    i = _past_article(parsed, at + 1)
    if i in parsed.known or at in parsed.known_ends or parsed.line.is_acronym(i):
        return at
    end = _capitals_from(parsed, i, at)
    return at if any(j in parsed.heads for j in range(i, end)) else end


def _after_comma(parsed: Headed, at: int) -> int:
    """Past ", Suppress and Punish": a list closed by "and" whose parts are not names."""
    line, i = parsed.line, at
    if line.at(at + 1) == "and":
        return at  # "the Ministry of Health, and Ada Berg"
    for _ in range(6):
        if line.at(i) != ",":
            break
        last = i + 1 if line.at(i + 1) == "and" else _list_part(parsed, i + 1)
        if line.at(last) in ("and", "&"):
            end = _after_and(parsed, last)
            return end if end > last else at
        if last == i + 1:
            break
        i = last
    return at


def _list_part(parsed: Headed, i: int) -> int:
    end = _capitals_from(parsed, i, i)
    head = parsed.heads.get(i)
    place = head is not None and head.last == end and head.known.kind in ("region", "place")
    alone = any(parsed.stands_alone(j) for j in range(i, end)) and not place  # "Land, Sea and Air"
    return i if alone else end


def capitals_right(parsed: Headed, i: int, start: int) -> int:
    """The word after the capitalised words, numbers and possessives that begin at word i."""
    while i < len(parsed.line.words) and i - start < LONGEST:
        step = _piece_right(parsed, i, start)
        if step == i:
            break
        i = step
    return i


def _piece_right(parsed: Headed, i: int, start: int) -> int:
    line = parsed.line
    if not line.spaced(i) and (i > start or start in parsed.head_ends):
        return _joined_right(parsed, i)
    if line.is_capital(i):
        match = parsed.known.get(i)
        parted = line.at(i - 1) in QUARTERS  # "Northern Mali" is one place
        if match and i > start and match.known.kind in ("country", "place") and not parted:
            return i
        return match.last if match else i + 1
    if line.at(i) == "No" and line.at(i + 1) == "." and line.is_number(i + 2):
        return i + 3
    if line.is_year(i - 1) and line.at(i) in DASHES and line.is_year(i + 1):
        return i + 2  # the end of "2010 - 2015"
    counted = line.at(i - 1) in COUNTED or not line.at(i + 1).islower()
    numbered = line.is_number(i) and len(line.at(i)) <= 2 and counted
    return i + 1 if i > 0 and (line.is_year(i) or numbered) else i


def _joined_right(parsed: Headed, i: int) -> int:
    """Past "-term" of "Long-term", "–2030" of "2015–2030", "’s" or "’" inside a name."""
    line = parsed.line
    if line.at(i) in HYPHENS and line.joined(i + 1) and line.at(i + 1)[:1].isalnum():
        return i + 2
    if line.at(i) not in APOSTROPHE:
        return i
    after = i + 2 if line.at(i + 1) == "s" and line.joined(i + 1) else i + 1
    owner_known = i in parsed.known_ends or i in parsed.head_ends or line.is_acronym(i - 1)
    return i if owner_known or not line.is_capital(after) else after
