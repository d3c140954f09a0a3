"""How far a name extends to the right of its head noun."""

from collections.abc import Mapping
from functools import cache

from pipeline.entities.gazetteer import Match
from pipeline.entities.head_nouns import ARTICLES, LONGEST, OWNERS, TITLED, Headed, stands_alone
from pipeline.entities.words import APOSTROPHE, DASHES, HYPHENS
from pipeline.vocab import read_vocab

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
QUARTERS = frozenset(("Northern", "Southern", "Eastern", "Western", "Central", "Greater"))
OFFICES = frozenset(("Government", "Ministry", "Department", "Embassy"))
WORKS = frozenset(("for", "on", "against"))
COUNTED = frozenset(("Phase", "Stage", "Round", "Level", "Part", "Tranche", "Volume"))


def reach_right(parsed: Headed, head: Match, kind: str, led: bool) -> int:
    """The word after the tail; `led`: words of the name come before its head."""
    tail = "organisation" if kind in ORGANISATIONS else "place"
    if kind in TITLED:
        tail = "led" if led else "titled"
    last = capitals_right(parsed, head.last, head.last)
    own_tail = any(parsed.line.at(i) == "of" for i in range(head.first, head.last))
    while last - head.last < LONGEST:
        if kind == "government_body" and _is_complete(parsed, head, last, own_tail):
            break
        step = _step_right(parsed, last, tail, own_tail or last > head.last)
        if step == last:
            break
        last = step
    return last


def _is_complete(parsed: Headed, head: Match, last: int, own_tail: bool) -> bool:
    """ "Ministry of Health", "Government of Kenya" before "for the": the name is complete."""
    office = parsed.line.at(head.first) in OFFICES and (own_tail or last > head.last)
    return office and parsed.line.at(last) in WORKS and parsed.line.at(last + 1) in ARTICLES


def _step_right(parsed: Headed, last: int, tail: str, tailed: bool) -> int:
    """One more piece of a tail: "of the Child", "and Punish", ", Trade and Industry"."""
    word = parsed.line.at(last)
    if word == "and" and tailed:
        return _after_and(parsed, last)
    if word == "," and tailed and parsed.line.joined(last):
        return _after_comma(parsed, last)
    if word in FOREIGN:
        return _after_foreign(parsed, last)
    return _after_word(parsed, last, tail, tailed)


def _after_word(parsed: Headed, last: int, tail: str, tailed: bool) -> int:
    """Past "of the Child", "between Japan and Mongolia", "in Rural Areas"."""
    word = parsed.line.at(last)
    if word in TAIL_WORDS[tail]:
        owned = word == "of" and (tailed or tail == "led") and _names_owner(parsed, last)
        return last if owned else _after_link(parsed, last, word)
    titled = tail in ("titled", "led")
    if word == "between" and titled:
        return _after_between(parsed, last)
    place = parsed.known.get(last + 1)
    venue = word == "in" and place is not None and place.known.kind == "place"
    agent = word == "by" and (place is not None or parsed.line.at(last + 1) in ARTICLES)
    if word in ("in", "by") and tailed and titled and not (venue or agent):
        return _after_link(parsed, last, word)
    return last


def _after_foreign(parsed: Headed, at: int) -> int:
    """Past "de Lausanne", "de la República", "für Technik": links of other languages."""
    line = parsed.line
    i = at + 1
    if line.at(i) in FOREIGN_ARTICLES:
        i += 1
    elif line.at(i).lower() == "l" and line.at(i + 1) in APOSTROPHE:
        i += 2
    if not line.is_capital(i):
        return at
    return capitals_right(parsed, i, i)


def _names_owner(parsed: Headed, at: int) -> bool:
    """Whether "of Kenya" is the country of a complete name: "Ministry of Health of Kenya"."""
    line = parsed.line
    match = parsed.known.get(at + 2 if line.at(at + 1) in ARTICLES else at + 1)
    return match is not None and match.known.kind == "country"


def _after_between(parsed: Headed, at: int) -> int:
    """Past "between Japan and Mongolia"; `at` unless two known parties follow."""
    line = parsed.line
    i = at + 2 if line.at(at + 1) in ARTICLES else at + 1
    one = parsed.known.get(i)
    if one is None or line.at(one.last) != "and":
        return at
    j = one.last + 2 if line.at(one.last + 1) in ARTICLES else one.last + 1
    two = parsed.known.get(j)
    return two.last if two else at


def _after_link(parsed: Headed, at: int, word: str) -> int:
    """Past "of the Japan Coast Guard"; `at` itself if no word of a name follows."""
    line = parsed.line
    i = at + 1
    if line.at(i) in ARTICLES or (line.at(i) == "The" and i + 1 in parsed.known):
        i += 1
    match = parsed.known.get(i)
    if line.joined(i + 1) and line.at(i + 1) in SYMBOLS:
        return at  # "of US$3 million"
    if match and word == "to" and match.known.kind in OWNERS:
        return at
    if match:
        end = capitals_right(parsed, match.last, i)
        if word != "of" and end == match.last and _owns_more(parsed, end):
            return at  # "Report on Kenya's development policies"
        people = match.known.kind == "nationality" and (
            end == match.last or line.at(match.last) in ("Fiscal", "Financial")
        )
        return at if people else end  # "Plan for the Rohingya crisis"
    if not line.is_capital(i) or _is_plain(parsed, i):
        return at
    end = capitals_right(parsed, i, i)
    return end if end > i else at


def _owns_more(parsed: Headed, i: int) -> bool:
    """Whether the known name before word i owns something that is not a name."""
    line = parsed.line
    after = i + 2 if line.at(i + 1) == "s" else i + 1
    owns = line.joined(i) and line.at(i) in APOSTROPHE and line.spaced(after)
    return owns and line.at(after).islower()


def _after_and(parsed: Headed, at: int) -> int:
    line = parsed.line
    i = at + 1
    article = line.at(i) in ARTICLES
    i += article
    if not line.is_capital(i) or _is_plain(parsed, i):
        return at
    match = parsed.known.get(i)
    if match or at in parsed.known_ends or line.is_acronym(i):
        return at
    end = capitals_right(parsed, i, i)
    if any(j in parsed.heads for j in range(i, end)):
        return at
    return end


def _after_comma(parsed: Headed, at: int) -> int:
    """Past ", Suppress and Punish": a list closed by "and" whose parts are not names."""
    line = parsed.line
    i = at
    if line.at(at + 1) == "and":
        return at  # "the Ministry of Health, and Ada Berg"
    for _ in range(6):
        if line.at(i) != ",":
            return at
        if line.at(i + 1) == "and":
            end = _after_and(parsed, i + 1)
            return end if end > i + 1 else at
        end = _list_part(parsed, i + 1)
        if end == i + 1:
            return at
        if line.at(end) in ("and", "&"):
            last = _after_and(parsed, end)
            return last if last > end else at
        i = end
    return at


def _list_part(parsed: Headed, i: int) -> int:
    if not parsed.line.is_capital(i) or _is_plain(parsed, i):
        return i
    end = capitals_right(parsed, i, i)
    head = parsed.heads.get(i)
    single = head is not None and end == head.last and head.known.kind in ("region", "place")
    alone = any(stands_alone(parsed, j) for j in range(i, end)) and not single
    return i if alone or end - i > 4 else end


def capitals_right(parsed: Headed, i: int, start: int) -> int:
    """The word after the capitalised words, numbers and possessives that begin at word i."""
    line = parsed.line
    while i < len(line.words) and i - start < LONGEST:
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
    return _number_right(parsed, i)


def _number_right(parsed: Headed, i: int) -> int:
    """Past "2015", "Phase 2", and the end of "2010 - 2015"."""
    line = parsed.line
    if line.is_year(i - 1) and line.at(i) in DASHES and line.is_year(i + 1):
        return i + 2
    if i > 0 and (line.is_year(i) or (line.is_number(i) and len(line.at(i)) <= 2)):
        counted = line.is_year(i) or line.at(i - 1) in COUNTED
        return i + 1 if counted or not line.at(i + 1).islower() else i
    return i


def _joined_right(parsed: Headed, i: int) -> int:
    """Past "-term" of "Long-term", "–2030" of "2015–2030", "’s" or "’" inside a name."""
    line = parsed.line
    if not line.joined(i):
        return i
    if line.at(i) in HYPHENS and line.joined(i + 1) and line.at(i + 1)[:1].isalnum():
        return i + 2
    if line.at(i) in DASHES and line.joined(i + 1) and line.is_year(i + 1):
        return i + 2
    if line.at(i) in APOSTROPHE:
        return _past_apostrophe(parsed, i)
    return i


def _past_apostrophe(parsed: Headed, i: int) -> int:
    line = parsed.line
    after = i + 2 if line.at(i + 1) == "s" and line.joined(i + 1) else i + 1
    owner_known = i in parsed.known_ends or i in parsed.head_ends or line.is_acronym(i - 1)
    if owner_known or not line.spaced(after) or not line.is_capital(after):
        return i
    return after


@cache
def _plain() -> frozenset[str]:
    return frozenset(row["word"] for row in read_vocab("names") if row["use"] == "plain")


def _is_plain(parsed: Headed, i: int) -> bool:
    """Whether the word is capitalised but not part of a name: a month, "Internet"."""
    months = parsed.line.at(i) in _plain()
    return months and parsed.line.at(i) not in ("Internet", "States", "Parties", "Part")
