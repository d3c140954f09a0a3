"""Stretches of words as parties: each snaps to the mentions under it and takes their codes."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from pipeline.clauses.countries import iso3_of
from pipeline.clauses.parties import party_of, provider_of, recipient_of
from pipeline.clauses.verbs import words_of
from pipeline.contributions.passages import Passage
from pipeline.contributions.statements import Words
from pipeline.records.facts import Party, Phrase
from pipeline.records.names import Mention
from pipeline.vocab import read_vocab

WE = frozenset(("we", "our", "us", "ours", "my"))
POINTING = frozenset(
    (
        *("it", "its", "they", "their", "them", "he", "she", "his", "her", "who", "which", "that"),
        *("this", "these", "former", "latter", "both", "there", "same"),
    )
)
JOINTS = re.compile(
    r"[\s,&;]*(?:\b(?:and|both|as well as|together with|jointly with|the)\b[\s,&;]*)*"
)
OFFICES = frozenset(  # "the Ministry", in the report of its own country
    (
        *("government", "ministry", "minister", "agency", "department", "embassy", "cabinet"),
        *("administration", "parliament", "country", "state", "kingdom", "ambassador"),
    )
)
DEFINITE = re.compile(r"\b(?:the|our|its|their|this)\s+\Z", re.IGNORECASE)
ARTICLE = re.compile(r"(?:the|a|an|its|their|our)\s+", re.IGNORECASE)
DEFINITE_REACH = 8  # characters: the longest word of DEFINITE and spaces
JOINING = frozenset(("of", "and", "in", "for", "to", "by", "with", "from", "on", "or", "as"))
LEAST = 2  # letters that name something
NO_ORGANISATIONS = ("agreement", "programme", "meeting")  # kinds of names
INSIDE = 0.4  # of a mention's letters under the words: it is meant
LISTED = 3  # countries that make a list
FILLS = 0.5  # of the words' letters that a mention fills: it is all that they name


@dataclass(frozen=True, slots=True)
class Named:
    """A party with how likely it has its part, and whether a name says who it is."""

    party: Party
    score: float
    by_name: bool = True
    start: int = 0  # in the passage


def providers_in(passage: Passage, found: Sequence[Words]) -> list[Named]:
    """Who gives, by every stretch that says so; a pronoun stands for itself."""
    return [named for words in found for named in _providers(passage, words)]


def _providers(passage: Passage, words: Words) -> Iterator[Named]:
    first, _, more = passage.text[words.start : words.end].partition(" ")
    speaks = first.lower() in WE
    if speaks or (first.lower() in POINTING and not more):
        at = _at(passage, words.start, words.start + len(first))
        yield Named(Party(first, "", at), words.score, False, words.start)
    else:
        yield from parties_in(passage, words, provider_of)


def parties_in(
    passage: Passage, words: Words, make: Callable[[Mention], Party] = party_of
) -> Iterator[Named]:
    """The parties that a stretch names: each mention that "and" or a comma parts from the next."""
    for start, end, inside in _pieces(passage.text, words, _under(passage, words)):
        mention = _main(inside, end - start) or _governed(passage.text, start, end, inside)
        others = _other_words(passage.text, start, end, inside)
        if mention is not None and not (make is party_of and _describes(mention, others)):
            yield Named(_in_block(passage, make(mention)), words.score, True, mention.start)
        elif (phrase := _phrase(passage, start, end)) and not (
            _is_torn(phrase.party.name) or _is_modifier(passage, phrase.party.at)
        ):
            yield replace(phrase, score=words.score)


def _governed(text: str, start: int, end: int, mentions: list[Mention]) -> Mention | None:
    """ "Egyptian government": the country's mention, where only an office stands beside it."""
    others = _other_words(text, start, end, mentions)
    placed = len(mentions) == 1 and iso3_of(mentions[0]) and OFFICES.issuperset(others)
    return mentions[0] if placed else None


def _describes(mention: Mention, others: Sequence[str]) -> bool:
    """ "Norwegian NGOs": the nationality says of which country those are who are paid."""
    return mention.kind == "nationality" and not OFFICES.issuperset(others)


def stands_for(passage: Passage, named: Named, publisher: str) -> bool:
    """ "the Bank", in the report of the Export-Import Bank of Korea."""
    party, start = named.party, named.start
    if party.entity_id or party.iso3 or party.name not in publisher.split():
        return False
    return DEFINITE.search(passage.text, max(start - DEFINITE_REACH, 0), start) is not None


def _is_torn(words: str) -> bool:
    """ "of women and", "countries": a piece of a phrase, which names nobody."""
    said = words.lower().split()
    torn = said[0] in JOINING or said[-1] in JOINING
    return torn or (len(said) == 1 and said[0] in words_of("group"))


def _is_modifier(passage: Passage, at: Phrase | None) -> bool:
    """ "International" of "international cooperation": it names nobody without its noun."""
    parsed = passage.parsed(at.start + passage.begin) if at else None
    if at is None or parsed is None:
        return False
    _, after = parsed.token_span(at.start, at.end)
    last, following = parsed.tag(after - 1), parsed.tag(after)
    return last.startswith(("JJ", "VBG")) and following.startswith("NN")


def _under(passage: Passage, words: Words) -> list[Mention]:
    """The outermost mentions mostly inside the words; else the smallest that holds them."""
    overlap = passage.mentions_at(words.start, words.end)
    inside = [m for m in overlap if _shared(m, words) >= INSIDE * (m.end - m.start)]
    if not inside:
        holding = [m for m in overlap if m.start <= words.start and words.end <= m.end]
        return sorted(holding, key=lambda m: m.end - m.start)[:1]
    found: list[Mention] = []
    for mention in sorted(inside, key=lambda m: (m.start, -m.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return found


def _shared(mention: Mention, words: Words) -> int:
    return min(mention.end, words.end) - max(mention.start, words.start)


def _pieces(
    text: str, words: Words, mentions: list[Mention]
) -> Iterator[tuple[int, int, list[Mention]]]:
    """The words cut where only "and" or a comma stands between two mentions."""
    start, group = words.start, mentions[:1]
    for before, mention in pairwise(mentions):
        if JOINTS.fullmatch(text, before.end, mention.start):
            yield start, before.end, group
            start, group = mention.start, [mention]
        else:
            group.append(mention)
    yield start, max([words.end, *(m.end for m in group)]), group


def _main(mentions: list[Mention], length: int) -> Mention | None:
    """The mention that says who is meant, if one fills the words well enough."""
    longest = max(mentions, key=lambda m: m.end - m.start, default=None)
    if longest is None or longest.end - longest.start < FILLS * length:
        return None
    return longest


def _phrase(passage: Passage, start: int, end: int) -> Named | None:
    """Words that no mention fills, as printed, without their article."""
    said = passage.text[start:end]
    article = ARTICLE.match(said)
    start += article.end() if article else 0
    words = passage.text[start:end].strip(" ,;:.()“”‘’'\"")
    if sum(letter.isalpha() for letter in words) < LEAST:
        return None
    at = passage.text.index(words, start)
    bare = words.islower() or words.lower() in OFFICES
    by_name = not (bare and DEFINITE.search(passage.text, max(at - DEFINITE_REACH, 0), at))
    return Named(Party(words, "", _at(passage, at, at + len(words))), 0.0, by_name, at)


def recipients_in(passage: Passage, words: Words) -> Iterator[Named]:
    """The countries and groups that a stretch names; "northern Kenya" is Kenya."""
    for start, end, inside in _pieces(passage.text, words, _under(passage, words)):
        grouped = any(
            word in words_of("group") for word in _other_words(passage.text, start, end, inside)
        )
        placed = [m for m in inside if iso3_of(m) or m.kind in ("region", "group")]
        main = _main(inside, end - start)
        if main is not None and not grouped:
            yield Named(_in_block(passage, recipient_of(main)), words.score, True, main.start)
        elif placed and not grouped:
            for mention in placed:
                party = _in_block(passage, recipient_of(mention))
                yield Named(party, words.score, True, mention.start)
        elif (phrase := _phrase(passage, start, end)) and not _is_torn(phrase.party.name):
            yield replace(phrase, score=words.score)


def _other_words(text: str, start: int, end: int, mentions: list[Mention]) -> list[str]:
    """The words of a stretch that stand in no mention, in lower case."""
    inside = {k for mention in mentions for k in range(mention.start, mention.end)}
    words = re.finditer(r"\w+", text[start:end])
    return [word[0].lower() for word in words if start + word.start() not in inside]


def named_first(found: Iterable[Named]) -> list[Named]:
    """Without "there", "the country", "its" where a name says who is meant, or nothing does."""
    kept = [named for named in found if named.party.name.split()[0].lower() not in POINTING]
    return [named for named in kept if named.by_name] or kept


def only_coded(found: list[Named]) -> list[Named]:
    """Without a province or town whose country is named too: that country is the recipient."""
    coded = [named for named in found if named.party.iso3 or named.party.entity_id]
    return coded if any(named.party.iso3 for named in coded) else found


def organisations_in(found: list[Named]) -> list[Named]:
    """Those that can be paid: named ones, and common nouns for a kind of organisation."""
    kinds = _kinds_of_organisation()
    return [
        named
        for named in found
        if named.party.entity_id
        or not named.party.name.islower()
        or not kinds.isdisjoint(named.party.name.split())
    ]


@cache
def _kinds_of_organisation() -> frozenset[str]:
    """Head nouns of names of organisations, in lower case: "fund", "hospital", "agencies"."""
    heads = (row for row in read_vocab("names") if row["use"] == "head")
    return frozenset(row["word"].lower() for row in heads if row["kind"] not in NO_ORGANISATIONS)


def whole_lists(passage: Passage, found: list[Named]) -> list[Named]:
    """ "Mali, Niger and Chad": where one country of such a list is meant, all of them are."""
    starts = {named.start: named.score for named in found}
    added = [
        Named(_in_block(passage, recipient_of(mention)), min(scores), True, mention.start)
        for countries in _lists(passage)
        if (scores := [starts[m.start] for m in countries if m.start in starts])
        for mention in countries
        if mention.start not in starts
    ]
    return [*found, *added]


def _lists(passage: Passage) -> Iterator[list[Mention]]:
    """Runs of at least LISTED countries that only commas and "and" part."""
    row: list[Mention] = []
    for mention in passage.mentions:
        if not iso3_of(mention) or (row and mention.start < row[-1].end):
            continue
        if row and not JOINTS.fullmatch(passage.text, row[-1].end, mention.start):
            if len(row) >= LISTED:
                yield row
            row = []
        row.append(mention)
    if len(row) >= LISTED:
        yield row


def _in_block(passage: Passage, party: Party) -> Party:
    """A party with its place in the block; none where only the context names it."""
    if party.at is None:
        return party
    return replace(party, at=_at(passage, party.at.start, party.at.end))


def _at(passage: Passage, start: int, end: int) -> Phrase | None:
    if start < passage.begin:
        return None
    return Phrase(passage.text[start:end], start - passage.begin, end - passage.begin)


def beneficiary_of(passage: Passage, words: Words) -> Phrase | None:
    """Words that say who benefits; none for a lone adjective or gerund before its noun."""
    phrase = phrase_of(passage, words)
    return None if _is_modifier(passage, phrase) else phrase


def phrase_of(passage: Passage, words: Words) -> Phrase | None:
    """Words as a phrase of the block, without the article and marks at their edges."""
    named = _phrase(passage, words.start, words.end)
    return named.party.at if named else None
