"""Words of giving and helping, and the verbs that govern a verb.

The words are rows of vocab/flows.csv and vocab/relation_words.csv.
"""

from dataclasses import dataclass
from functools import cache

from pipeline.clauses.sentence import ParsedSentence
from pipeline.vocab import read_vocab

AUXILIARIES = frozenset({"be", "have", "do", "’s", "'s"})
GOING_ON = frozenset(
    (
        "continue",
        "start",
        "begin",
        "keep",
        "help",
        "manage",
        "proceed",
        "serve",
        "work",
        "agree",
        "go",
        "seek",
        "strive",
    )
)
DOUBT = frozenset(
    (
        "need",
        "expect",
        "want",
        "wish",
        "hope",
        "require",
        "request",
        "ask",
        "urge",
        "call",
        "fail",
        "refuse",
        "consider",
        "should",
        "unable",
    )
)


@dataclass(frozen=True, slots=True)
class Flow:
    """A row of flows.csv."""

    word: str
    act: str
    types: tuple[str, ...]
    modality: str
    finance_type: str


@cache
def flows(pos: str) -> dict[str, tuple[Flow, ...]]:
    """The vocabulary of one part of speech, by word."""
    found: dict[str, tuple[Flow, ...]] = {}
    for row in read_vocab("flows"):
        if row["pos"] == pos:
            types = tuple(kind for kind in row["types"].split("|") if kind)
            flow = Flow(row["word"], row["act"], types, row["modality"], row["finance_type"])
            found[row["word"]] = (*found.get(row["word"], ()), flow)
    return found


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one class of relation_words.csv: person, group, programme, owned_work."""
    return frozenset(row["word"] for row in read_vocab("relation_words") if row["class"] == name)


def chain_start(parsed: ParsedSentence, at: int) -> int:
    """The first of the auxiliaries, adverbs and governing verbs that lead up to a verb."""
    first = at
    k = at - 1
    while k >= 0 and at - k < 12:
        lemma, tag = parsed.lemma(k), parsed.tag(k)
        if lemma in AUXILIARIES or tag in ("MD", "TO") or _governs(parsed, k, first):
            first = k
        elif not (tag.startswith("RB") or _joins_adverbs(parsed, k) or _links(parsed, k, first)):
            break
        k -= 1
    return first


def _links(parsed: ParsedSentence, k: int, first: int) -> bool:
    """ "plans on providing", "committed to spending"."""
    return parsed.tag(k) == "IN" and parsed.tag(first) == "VBG" and _governs(parsed, k - 1, first)


def _joins_adverbs(parsed: ParsedSentence, k: int) -> bool:
    """ "to strategically and effectively offer"."""
    joint = parsed.word(k) in ("and", ",")
    return joint and parsed.tag(k - 1).startswith("RB") and parsed.tag(k + 1).startswith("RB")


def _governs(parsed: ParsedSentence, k: int, first: int) -> bool:
    if parsed.tag(first) != "TO" and not parsed.tag(first).startswith("VBG"):
        return False
    lemma = parsed.lemma(k)
    promise = any(
        flow.act == "promise" or flow.types in (("2",), ("12",))
        for flow in flows("verb").get(lemma, ())
    )
    verb = parsed.tag(k).startswith("VB") or parsed.tag(k) == "JJ"
    verb = verb or (parsed.has_tree and parsed.head(k) == k)  # "The Bank plans on", seen as a noun
    return verb and (promise or lemma in GOING_ON or lemma in DOUBT)
