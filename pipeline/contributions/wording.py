"""What single words around a head say: the verb, the modality, the finance type, purpose codes.

The words are rows of vocab/flows.csv and vocab/purpose_codes.csv; the nearest to the head decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.clauses.sentence import ParsedSentence
from pipeline.clauses.verbs import Flow, flows
from pipeline.records.facts import Party, Phrase
from pipeline.records.names import Mention
from pipeline.records.text import Span
from pipeline.vocab import read_vocab

NEAR = 12  # tokens between a head and a word that says its modality or finance type
LONGEST = 4  # words of the longest row of flows.csv
GIVING = ("give", "promise", "fund", "make", "send", "receive", "spend", "sum", "train", "help")
MAX_CODES = 3
ORGANISATION_TYPES = {
    # IATI OrganisationType by kind of entity; a region or group that gives is a multilateral
    "country": "10",
    "government_body": "10",
    "nationality": "10",
    "international_organisation": "40",
    "fund": "40",
    "region": "40",
    "group": "40",
    "ngo": "21",
    "university": "80",
    "company": "70",
}
OFFICIAL = ("10", "11", "15", "40")  # organisation types whose money is official
FOUNDATION = ("foundation", "endowment", "trust", "philanthropies", "stichting", "fondation")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of giving near a head, with what it may do, and how many tokens away it stands."""

    phrase: Phrase
    pos: str
    flows: tuple[Flow, ...]
    far: int


def words_near(parsed: ParsedSentence, head: Span) -> list[Word]:
    """The words of giving of the head's sentence, the nearest first."""
    first, last = parsed.token_span(*head)
    found = []
    for at in range(len(parsed.tokens)):
        if (word := _word_at(parsed, at)) is not None:
            pos, known, length = word
            far = max(at - last + 1, first - at - length + 1, 0)
            found.append(Word(parsed.phrase(at, at + length), pos, known, far))
    return sorted(found, key=lambda word: word.far)


def _word_at(parsed: ParsedSentence, at: int) -> tuple[str, tuple[Flow, ...], int] | None:
    for pos, tags in (("verb", ("VB",)), ("noun", ("NN", "JJ", "VBG"))):
        if not parsed.tag(at).startswith(tags) or parsed.lemma(at) not in _openers(pos):
            continue
        for length in range(min(LONGEST, len(parsed.tokens) - at), 0, -1):
            words = " ".join(parsed.lemmas[at : at + length]).replace(" - ", "-")
            if known := flows(pos).get(words):
                return pos, known, length
    return None


@cache
def _openers(pos: str) -> frozenset[str]:
    """How the words of one part of speech begin: "co-finance", and "co" where it is cut."""
    first = [word.split()[0] for word in flows(pos)]
    return frozenset((*first, *(word.split("-")[0] for word in first)))


def act_words(parsed: ParsedSentence, head: Span) -> Phrase:
    """The words of an act: a particle with its verb, "carried out"; an adjective with its noun."""
    first, last = parsed.token_span(*head)
    if parsed.tag(first) == "RP" and parsed.tag(first - 1).startswith("VB"):
        first -= 1
    if parsed.tag(last - 1).startswith("JJ") and parsed.tag(last).startswith("NN"):
        last += 1
    return parsed.phrase(first, last)


def giving_word(words: list[Word]) -> Phrase | None:
    """The nearest verb of giving, else the nearest noun of it."""
    verbs = [w for w in words if w.pos == "verb" and any(f.act in GIVING for f in w.flows)]
    return next((word.phrase for word in [*verbs, *words]), None)


def modality(words: list[Word], has_amount: bool) -> str:
    """money, loan, training …: as the nearest word says; an amount without one is money."""
    near = (flow.modality for word in words if word.far <= NEAR for flow in word.flows)
    stated = next((modality for modality in near if modality), "")
    nouns = [f.modality for w in words if w.far <= NEAR and w.pos == "noun" for f in w.flows]
    return next(filter(None, nouns), "") or stated or ("money" if has_amount else "")


def finance_type(words: list[Word]) -> str:
    """OECD DAC finance type, only where a word near says grant, loan, equity or guarantee."""
    near = (flow.finance_type for word in words if word.far <= NEAR for flow in word.flows)
    return next(filter(None, near), "")


def provider_type(party: Party, mentions: tuple[Mention, ...]) -> str:
    """IATI OrganisationType of a provider; empty where its kind is not known."""
    words = party.name.lower().split()
    if words and words[-1].strip(".,") in FOUNDATION and "fund" not in words:
        return "60"
    if party.iso3:
        return "10"
    for mention in mentions:
        if mention.entity_id == party.entity_id or mention.text == party.name:
            return ORGANISATION_TYPES.get(mention.kind, "")
    return ""


def purpose_codes(purpose: Phrase | None) -> tuple[str, ...]:
    """CRS codes whose words the purpose holds, by place; candidates for a person to choose from."""
    if purpose is None:
        return ()
    text = purpose.text.lower()
    found = sorted(
        (match.start(), code)
        for word, code in _codes()
        if (match := re.search(rf"(?<![^\W\d_]){re.escape(word)}", text))
    )
    return tuple(dict.fromkeys(code for _, code in found))[:MAX_CODES]


@cache
def _codes() -> tuple[tuple[str, str], ...]:
    return tuple(_rows())


def _rows() -> Iterator[tuple[str, str]]:
    for row in read_vocab("purpose_codes"):
        yield row["word"], row["code"]
