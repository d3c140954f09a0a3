"""Places that no vocabulary knows, found by the words next to them."""

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.entities.candidates import Candidate
from pipeline.entities.gazetteer import Known, Match
from pipeline.entities.persons import things
from pipeline.entities.words import Line, listed_words
from pipeline.records.text import Span

LED = frozenset(("in", "at", "from", "to", "near", "across", "between", "around", "throughout"))
GUESSED = frozenset(("model_gpe", "model_loc"))
WITHIN = frozenset(("in", "across", "near", "around", "throughout"))
KNOWN = ("country", "place", "region")
LONGEST = 3  # words of an unknown place
MOST = 12  # places of a list


def is_unknown_word(line: Line, i: int) -> bool:
    """Whether a word is capitalised, may name a place or person, and is no acronym."""
    word = line.at(i)
    plain = word in listed_words("plain")
    return line.is_capital(i) and not line.is_acronym(i) and word.isalpha() and not plain


def may_be_place(line: Line, i: int) -> bool:
    """Whether an unknown capitalised word may name a place, unlike "Nursing"."""
    return is_unknown_word(line, i) and line.at(i) not in listed_words("subject")


def propose_places(
    line: Line, known: Sequence[Match], guessed: Sequence[Candidate] = ()
) -> Iterator[Candidate]:
    """ "in Quelimane, Mozambique", "in Dinard and Paris", "Binh Dinh and Phu Yen provinces".

    `guessed` are names that the model takes for places: others may be listed with them.
    """
    places = {m.first: m for m in known if m.known.kind in KNOWN}
    ends = {m.last: m for m in places.values()}
    lists = (*_divisions(line, ends), *_divided(line, places), *_listed(line, places, ends))
    lists += (*_listed_with_guesses(line, places, guessed), *_paired(line, places, ends))
    for first, last in lists:
        start, end = line.span(first, last)
        yield Candidate(start, end, "place", "place", rule="place_beside")


@cache
def _divisions_nouns() -> frozenset[str]:
    return frozenset(noun for noun, kind in things().items() if kind == "place")


def _divisions(line: Line, ends: dict[int, Match]) -> Iterator[Span]:
    """Capitalised words before a noun such as "province"; several before its plural."""
    for i in range(1, len(line.words)):
        if line.at(i) not in _divisions_nouns() or not line.spaced(i):
            continue
        end = i
        for _ in range(MOST):
            first = ends[end].first if end in ends else _run_before(line, end)
            if first == end or line.joined(first):
                break
            if end not in ends:
                yield first, end
            end = _link_before(line, first)
            if end == first or not line.at(i).endswith("s"):
                break


def _paired(line: Line, places: dict[int, Match], ends: dict[int, Match]) -> Iterator[Span]:
    """The second of "Adama in Oromia, Adwa in Tigray": a place inside another."""
    for match in places.values():
        end = match.first - 1
        start = _run_before(line, end) if line.at(end) == "in" and end not in ends else end
        before = ends.get(_link_before(line, start)) if end - start == 1 else None
        if before and line.at(before.first - 1) == "in" and line.is_capital(before.first - 2):
            yield start, end


def _divided(line: Line, places: dict[int, Match]) -> Iterator[Span]:
    """ "the cities of Orsha, Havel and Temir": capitalised words after such a noun."""
    for i in range(len(line.words)):
        if line.at(i) in _divisions_nouns() and line.at(i + 1) == "of":
            yield from _list_from(line, places, i + 2, line.at(i).endswith("s"))


def _list_from(line: Line, places: dict[int, Match], start: int, many: bool) -> Iterator[Span]:
    for _ in range(MOST):
        known = places.get(start)
        end = known.last if known else _run_after(line, start)
        if end == start:
            return
        if not known:
            yield start, end
        start = _link_after(line, end)
        if not many or start == end:
            return


def _listed(line: Line, places: dict[int, Match], ends: dict[int, Match]) -> Iterator[Span]:
    """The unknown places in a list of places."""
    for match in places.values():
        yield from _left_of(line, match, ends)
        yield from _right_of(line, match, places)


def _listed_with_guesses(
    line: Line, places: dict[int, Match], guessed: Sequence[Candidate]
) -> Iterator[Span]:
    """The unknown places of a list that begins with a guess: "in Dolakha and Okhaldhunga"."""
    guesses = [guess for guess in guessed if guess.rule in GUESSED]
    if not guesses:
        return
    matches = [_as_match(line, guess) for guess in guesses]
    starts = {m.first: m for m in matches} | places
    for match in matches:
        if line.at(match.first - 1) in WITHIN and match.first not in places:
            yield from _right_of(line, match, starts)


def _as_match(line: Line, guess: Candidate) -> Match:
    text = line.text[guess.start : guess.end]
    first, last = line.word_at(guess.start), line.word_at(guess.end)
    return Match(first, last, Known(text, guess.entity_id, guess.kind, guess.rule))


def _left_of(line: Line, match: Match, ends: dict[int, Match]) -> Sequence[Span]:
    found: list[Span] = []
    first = match.first
    for _ in range(MOST):
        end = _link_before(line, first)
        if end == first:
            break
        start = ends[end].first if end in ends else _run_before(line, end)
        if start == end:
            return ()
        if end not in ends:
            found.append((start, end))
        first = start
    return found if _is_led(line, first) else ()


def _right_of(line: Line, match: Match, places: dict[int, Match]) -> Sequence[Span]:
    """The unknown places listed after a known one; the list must end with "and"."""
    if match.known.kind != "place" or not _is_led(line, match.first):
        return ()
    found: list[Span] = []
    known, last, closed = 1, match.last, False
    for _ in range(MOST):
        start = _link_after(line, last)
        if closed or start == last:
            break
        closed = line.at(start - 1) == "and"
        end = places[start].last if start in places else _run_after(line, start)
        if end == start:
            return ()
        if start in places:
            known += 1
        else:
            found.append((start, end))
        last = end
    return found if closed and len(found) <= known + 1 else ()


def _is_led(line: Line, first: int) -> bool:
    before = first - 2 if line.at(first - 1) in ("the", "both") else first - 1
    return line.at(before).lower() in LED


def _link_before(line: Line, first: int) -> int:
    """Where the previous part of a list ends, before word `first`; `first` if it is no list."""
    i = first
    if line.at(i - 1) == "and":
        i -= 1
    return i - 1 if line.at(i - 1) == "," else i


def _link_after(line: Line, last: int) -> int:
    i = last
    if line.at(i) == ",":
        i += 1
    return i + 1 if line.at(i) == "and" else i


def _run_before(line: Line, end: int) -> int:
    """Where the unknown capitalised words before word `end` begin; `end` if there are none."""
    first = end
    while end - first < LONGEST and may_be_place(line, first - 1):
        if first < end and not line.spaced(first):
            break
        first -= 1
    return end if first < end and line.opens_sentence(first) else first


def _run_after(line: Line, start: int) -> int:
    last = start
    while last - start < LONGEST and line.spaced(last) and may_be_place(line, last):
        last += 1
    return last
