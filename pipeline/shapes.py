"""Names by their shape: a head noun ("Fund", "Ministry", "Agreement") with what belongs to it.

A name reaches left over the capitalised words before its head and right over "of", "on", "for",
"against" … with the capitalised words that follow: "Regional Cooperation Agreement on Combating
Piracy and Armed Robbery against Ships in Asia".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.gazetteer import Known, Match, Node, build_tree, find_known
from pipeline.vocab import read_vocab
from pipeline.words import APOSTROPHE, DASHES, HYPHENS, Line

TITLED = frozenset(("agreement", "programme", "meeting", "fund"))  # kinds named by a whole title
TAIL_WORDS: Mapping[str, frozenset[str]] = {
    "titled": frozenset(("of", "for", "on", "to", "against", "concerning", "regarding")),
    "body": frozenset(("of", "for", "on", "against")),
    "place": frozenset(("of",)),
}
BODIES = frozenset(
    ("government_body", "international_organisation", "ngo", "university", "facility", "company")
)
LISTERS = frozenset(("government_body", "agreement", "programme", "international_organisation"))
ARTICLES = frozenset(("the", "a", "an"))
OWNERS = frozenset(("country", "place", "nationality", "region", "group"))
LONGEST = 40  # words; no name is longer


@dataclass(frozen=True, slots=True)
class Shape:
    """A name at words first .. last - 1; bare where the head stands alone."""

    first: int
    last: int
    kind: str
    head: tuple[int, int]
    bare: bool = False


@cache
def _heads() -> Node:
    rows = (row for row in read_vocab("names") if row["use"] == "head")
    return build_tree(Known(row["word"], row["word"], row["kind"], "head") for row in rows)


@dataclass(frozen=True)
class Scene:
    """A line with what is known at each word."""

    line: Line
    heads: Mapping[int, Match]  # by their first word
    head_ends: Mapping[int, Match]  # by the word after their last
    known: Mapping[int, Match]  # known names by their first word
    known_ends: Mapping[int, Match]

    def is_name_word(self, i: int) -> bool:
        return self.line.is_capital(i) or self.line.is_ordinal(i)


def find_heads(line: Line) -> list[Match]:
    """The capitalised head nouns of a text, in order."""
    return [m for m in find_known(line, _heads()) if line.is_capital(m.first)]


def find_shapes(line: Line, known: Sequence[Match]) -> list[Shape]:
    """The names of a text that a head noun shows, in order, none overlapping."""
    heads = find_heads(line)
    scene = Scene(
        line,
        {m.first: m for m in heads},
        {m.last: m for m in heads},
        {m.first: m for m in known},
        {m.last: m for m in known},
    )
    found: list[Shape] = []
    done = 0
    for head in heads:
        if head.first < done:
            continue
        shape = _shape_of(scene, _last_head(scene, head), done)
        found.append(shape)
        done = shape.last
    return found


def _last_head(scene: Scene, head: Match) -> Match:
    """The last head among the capitalised words that follow: "Trust Fund Office" is an office."""
    i, last = head.last, head
    while scene.line.spaced(i) and scene.is_name_word(i):
        match = scene.heads.get(i)
        if match:
            last = match
            i = match.last
        else:
            i += 1
    return last


def _shape_of(scene: Scene, head: Match, floor: int) -> Shape:
    kind = head.known.kind
    first = _reach_left(scene, head, floor)
    last = _reach_right(scene, head, kind)
    of_tail = scene.line.at(head.last) == "of" and last > head.last
    if kind == "government_body" and of_tail:
        first = _without_people(scene, first, head.first)
    bare = first == head.first and last == head.last
    return Shape(first, last, kind, (head.first, head.last), bare)


def _without_people(scene: Scene, first: int, head: int) -> int:
    """ "Kenyan Ministry of Health": the adjective names the country, not the ministry."""
    match = scene.known.get(first)
    people = match is not None and match.known.kind == "nationality"
    return match.last if match and people and match.last <= head else first


# ---- to the left -----------------------------------------------------------------------------


def _reach_left(scene: Scene, head: Match, floor: int) -> int:
    first = _capitals_left(scene, head.first, floor)
    first = _coordinated_left(scene, first, head.first, floor)
    line = scene.line
    if first - 1 >= floor and line.is_year(first - 1) and line.spaced(first):
        before = line.at(first - 2)
        if before.lower() in ARTICLES or before in "“\"'‘s" or before in ("this", "its", "their"):
            first -= 1
    return first


def _capitals_left(scene: Scene, at: int, floor: int) -> int:
    """The first of the capitalised words that lead up to word `at`."""
    first = at
    while first > floor and at - first < LONGEST:
        before = _word_before(scene, first)
        if before < floor or before == first:
            break
        first = before
    return first


def _word_before(scene: Scene, i: int) -> int:
    """Where the piece of a name that stands before word i begins; i where there is none."""
    line = scene.line
    owner = line.possessive_before(i)
    if owner >= 0:
        return owner if _may_own(scene, owner) else i
    if not (line.spaced(i) or (line.joined(i) and line.at(i - 1) in HYPHENS)):
        return i
    head = scene.head_ends.get(i)
    if head and head.last - head.first > 1:
        return head.first
    if line.at(i - 1) in HYPHENS and line.joined(i) and line.joined(i - 1):
        return i - 2 if scene.is_name_word(i - 2) or line.is_number(i - 2) else i
    if _is_abbreviation(line, i - 1):
        return i - 2
    return _piece(scene, i - 1, i)


def _piece(scene: Scene, j: int, i: int) -> int:
    """The word j with what is joined to it by hyphens, if it may stand in a name."""
    line = scene.line
    first = j
    while line.joined(first) and line.at(first - 1) in HYPHENS and line.joined(first - 1):
        first -= 2
    word_ok = scene.is_name_word(first) or (first != j and scene.is_name_word(j))
    if first != j and line.is_number(first):
        word_ok = scene.is_name_word(j)
    return first if word_ok and not line.starts_only(first) else i


def _is_abbreviation(line: Line, i: int) -> bool:
    return line.at(i) == "." and line.joined(i) and line.at(i - 1) in ("St", "Mt", "U", "S")


def _may_own(scene: Scene, owner: int) -> bool:
    """Whether "Ministers’" belongs to the name; a known or abbreviated owner stands by itself."""
    line = scene.line
    return (
        line.is_capital(owner)
        and owner + 1 not in scene.known_ends
        and owner + 1 not in scene.head_ends
        and not line.is_acronym(owner)
    )


def _coordinated_left(scene: Scene, first: int, head: int, floor: int) -> int:
    """ "Food and Agriculture Organization": words before "and" that have no head of their own."""
    line = scene.line
    if line.at(first - 1) not in ("and", "&") or first - 2 < floor:
        return first
    left = _capitals_left(scene, first - 1, floor)
    if left == first - 1 or first - 1 - left > 4 or not line.spaced(first):
        return first
    if any(_stands_alone(scene, i) for i in range(left, first - 1)):
        return first
    while line.at(left - 1) == "," and left - 2 >= floor and line.joined(left - 1):
        before = _capitals_left(scene, left - 1, floor)
        if before == left - 1 or any(_stands_alone(scene, i) for i in range(before, left - 1)):
            break
        left = before
    return left


def _stands_alone(scene: Scene, i: int) -> bool:
    return i in scene.known or i in scene.heads or scene.line.is_acronym(i)


# ---- to the right ----------------------------------------------------------------------------


def _reach_right(scene: Scene, head: Match, kind: str) -> int:
    sort = "titled" if kind in TITLED else "body" if kind in BODIES else "place"
    last = _capitals_right(scene, head.last, head.last)
    while last - head.last < LONGEST:
        step = _step_right(scene, head.last, last, sort)
        if step == last:
            break
        last = step
    return last


def _step_right(scene: Scene, head: int, last: int, sort: str) -> int:
    """One more piece of a tail: "of the Child", "and Punish", ", Trade and Industry"."""
    line = scene.line
    word = line.at(last)
    if word in TAIL_WORDS[sort]:
        return _after_link(scene, last, word)
    tailed = last > head
    if word == "in" and tailed and sort == "titled":
        return _after_link(scene, last, word)
    if word == "and" and tailed:
        return _after_and(scene, last)
    if word == "," and tailed and line.joined(last):
        return _after_comma(scene, last)
    return last


def _after_link(scene: Scene, at: int, word: str) -> int:
    """Past "of the Japan Coast Guard"; `at` itself where no name word follows."""
    line = scene.line
    i = at + 1
    if line.at(i) in ARTICLES:
        i += 1
    match = scene.known.get(i)
    if match and word == "to" and match.known.kind in OWNERS:
        return at
    if match:
        return _capitals_right(scene, match.last, match.last)
    if not line.is_capital(i) or _is_plain(scene, i):
        return at
    end = _capitals_right(scene, i, i)
    return end if end > i else at


def _after_and(scene: Scene, at: int) -> int:
    line = scene.line
    i = at + 1
    article = line.at(i) in ARTICLES
    i += article
    if not line.is_capital(i) or _is_plain(scene, i):
        return at
    match = scene.known.get(i)
    if match or line.is_acronym(i):
        return at
    end = _capitals_right(scene, i, i)
    if any(j in scene.heads for j in range(i, end)):
        return at
    return end


def _after_comma(scene: Scene, at: int) -> int:
    """Past ", Suppress and Punish": a list that "and" closes and whose parts are no names."""
    line = scene.line
    i = at
    for _ in range(6):
        if line.at(i) != ",":
            return at
        if line.at(i + 1) == "and":
            end = _after_and(scene, i + 1)
            return end if end > i + 1 else at
        end = _list_part(scene, i + 1)
        if end == i + 1:
            return at
        if line.at(end) in ("and", "&"):
            last = _after_and(scene, end)
            return last if last > end else at
        i = end
    return at


def _list_part(scene: Scene, i: int) -> int:
    if not scene.line.is_capital(i) or _is_plain(scene, i):
        return i
    end = _capitals_right(scene, i, i)
    alone = any(_stands_alone(scene, j) for j in range(i, end))
    return i if alone or end - i > 4 else end


def _capitals_right(scene: Scene, i: int, start: int) -> int:
    """The word after the capitalised words, numbers and possessives that begin at word i."""
    line = scene.line
    while i < len(line.words) and i - start < LONGEST:
        step = _piece_right(scene, i, start)
        if step == i:
            break
        i = step
    return i


def _piece_right(scene: Scene, i: int, start: int) -> int:
    line = scene.line
    if i > start and not line.spaced(i):
        return _joined_right(scene, i)
    if i == start and start in scene.head_ends and not line.spaced(i):
        return _joined_right(scene, i)
    if line.is_capital(i):
        match = scene.known.get(i)
        if match and i > start and match.known.kind in ("country", "place"):
            return i
        return match.last if match else i + 1
    if i > 0 and (line.is_year(i) or (line.is_number(i) and len(line.at(i)) <= 2)):
        return i + 1 if not line.at(i + 1).islower() or line.is_year(i) else i
    return i


def _joined_right(scene: Scene, i: int) -> int:
    """Past "-term" of "Long-term", "–2030" of "2015–2030", "’s" or "’" inside a name."""
    line = scene.line
    if not line.joined(i):
        return i
    if line.at(i) in HYPHENS and line.joined(i + 1) and line.at(i + 1)[:1].isalnum():
        return i + 2
    if line.at(i) in DASHES and line.joined(i + 1) and line.is_year(i + 1):
        return i + 2
    if line.at(i) in APOSTROPHE:
        return _past_apostrophe(scene, i)
    return i


def _past_apostrophe(scene: Scene, i: int) -> int:
    line = scene.line
    after = i + 2 if line.at(i + 1) == "s" and line.joined(i + 1) else i + 1
    owner_known = i in scene.known_ends or i in scene.head_ends or line.is_acronym(i - 1)
    if owner_known or not line.spaced(after) or not line.is_capital(after):
        return i
    return after


@cache
def _plain() -> frozenset[str]:
    return frozenset(row["word"] for row in read_vocab("names") if row["use"] == "plain")


def _is_plain(scene: Scene, i: int) -> bool:
    """Whether the word is capitalised for another reason: a month, "Internet"."""
    months = scene.line.at(i) in _plain()
    return months and scene.line.at(i) not in ("Internet", "States", "Parties", "Part")
