"""Words of giving: what each does, and in which mood the sentence says it.

The words are rows of vocab/flows.csv.  A verb's mood is read from the auxiliaries and governing
verbs on its left ("has been providing", "decided to extend", "may lend"), without the parser.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.contributions.scene import Scene
from pipeline.vocab import read_vocab

LONGEST = 4  # words of the longest row of flows.csv
AUXILIARIES = frozenset({"be", "have", "do", "’s", "'s"})
FUTURE = frozenset({"will", "shall", "’ll", "'ll"})
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
PLANNING_NOUNS = frozenset(
    (
        *("pledge", "commitment", "decision", "plan", "agreement", "intention", "promise"),
        *("interest", "willingness", "readiness", "intent"),
    )
)
TOGETHER = frozenset(("cooperate", "co-operate", "collaborate", "partner", "team", "join"))
GLAD = frozenset(("pleased", "proud", "happy", "glad", "delighted", "honoured", "honored"))

SAYING = frozenset(
    ("say", "announce", "tell", "report", "add", "note", "state", "explain", "declare", "confirm")
)


@dataclass(frozen=True, slots=True)
class Flow:
    """A row of flows.csv."""

    word: str
    act: str
    types: tuple[str, ...]
    modality: str
    finance_type: str


@dataclass(frozen=True, slots=True)
class Giving:
    """A verb or noun of giving in a sentence, by its tokens, half-open."""

    first: int
    last: int
    pos: str  # verb, noun
    flows: tuple[Flow, ...]  # what the word may do; the first that fits decides
    voice: str = ""  # verbs: active, passive, participle
    mood: str = "fact"  # fact, planned, promised, possible, negated, purpose
    chain: int = 0  # verbs: first token of the auxiliaries and governing verbs
    perfect: bool = False

    def does(self, *acts: str) -> bool:
        return any(flow.act in acts for flow in self.flows)

    @property
    def flow(self) -> Flow:
        return self.flows[0]

    def __contains__(self, token: int) -> bool:
        return self.first <= token < self.last


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
def _openers(pos: str) -> frozenset[str]:
    """How the words of one part of speech begin: "co-finance", and "co" where it is cut."""
    first = [word.split()[0] for word in flows(pos)]
    return frozenset((*first, *(word.split("-")[0] for word in first)))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one class of relation_words.csv: person, group, programme, owned_work."""
    return frozenset(row["word"] for row in read_vocab("relation_words") if row["class"] == name)


def find_givings(scene: Scene) -> tuple[Giving, ...]:
    """Every verb and noun of giving in the sentence, in order, the longest words first."""
    return tuple(_givings(scene))


def _givings(scene: Scene) -> Iterator[Giving]:
    at = 0
    while at < len(scene.tokens):
        giving = _verb_at(scene, at) or _noun_at(scene, at)
        if giving:
            yield giving
        at = giving.last if giving else at + 1


def _words(scene: Scene, at: int, length: int) -> str:
    """Lemmas of tokens, hyphens closed up: "co - finance" is "co-finance"."""
    return " ".join(scene.lemma(k) for k in range(at, at + length)).replace(" - ", "-")


def _noun_at(scene: Scene, at: int) -> Giving | None:
    if scene.lemma(at) not in _openers("noun"):
        return None
    if (
        scene.word(at - 1) == "in"
        and scene.word(at) in ("support", "aid")
        and scene.word(at + 1) == "of"
    ):
        return None  # "in support of UNICEF": for whom, and not whose support
    for length in range(LONGEST, 0, -1):
        last = at + length
        if last > len(scene.tokens) or not scene.tag(last - 1).startswith(("NN", "VBG")):
            continue
        found = flows("noun").get(_words(scene, at, length))
        if found and not _names_something(scene, at):
            return Giving(at, last, "noun", found)
    return None


def _names_something(scene: Scene, at: int) -> bool:
    """ "Fund" in "Green Climate Fund": a word of a name gives nothing."""
    mention = scene.mention_at(at)
    return mention is not None and mention.kind not in ("programme", "agreement", "other")


def _verb_at(scene: Scene, at: int) -> Giving | None:
    if _sums_up(scene, at):
        return Giving(at, at + 1, "verb", flows("verb")[scene.lemma(at)], "active", chain=at)
    if not scene.tag(at).startswith("VB") or scene.lemma(at) not in _openers("verb"):
        return None
    if _describes(scene, at):
        return None
    for length in (3, 2, 1):
        found = flows("verb").get(_words(scene, at, length))
        if found:
            return _mood(scene, Giving(at, at + length, "verb", found))
    return None


def _sums_up(scene: Scene, at: int) -> bool:
    """ "assistance in 2024 totals €7 million", where the tagger saw a noun."""
    if scene.word(at) not in ("totals", "amounts") or scene.tag(at) != "NNS":
        return False
    after = scene.starts[at + 1] if at + 1 < len(scene.tokens) else -1
    return scene.word(at + 1) == "to" or any(amount.start == after for amount in scene.amounts)


def _describes(scene: Scene, at: int) -> bool:
    """ "supporting documents"; but "in co-organizing courses" tells what is done."""
    if scene.tokens[at].dep_ not in ("amod", "compound"):
        return False
    before = at - 3 if scene.word(at - 1) == "-" else at - 1
    return scene.tag(at) != "VBG" or scene.word(before) not in ("in", "by")


def _mood(scene: Scene, verb: Giving) -> Giving:
    first = chain_start(scene, verb.first)
    lemmas = [scene.lemma(k) for k in range(first, verb.first)]
    words = [scene.word(k) for k in range(first, verb.first)]
    return Giving(
        verb.first,
        verb.last,
        verb.pos,
        _pledged(scene, verb, lemmas, words) or verb.flows,
        voice=_voice(scene, verb, lemmas),
        mood=_mood_of(scene, verb, first, words, lemmas),
        chain=first,
        perfect="have" in lemmas,
    )


def _pledged(scene: Scene, verb: Giving, lemmas: list[str], words: list[str]) -> tuple[Flow, ...]:
    """What a promise in or above the verb's chain makes of it; nothing where there is none."""
    first = chain_start(scene, verb.first)
    return _promised(lemmas) or _reported(scene, verb, words) or _meant(scene, first, verb.first)


def _promised(lemmas: list[str]) -> tuple[Flow, ...]:
    """What "decided to", "pledged to" make of the verb that they govern."""
    for lemma in lemmas:
        for flow in flows("verb").get(lemma, ()):
            if flow.act == "promise" or flow.types in (("2",), ("12",)):
                return (Flow(lemma, "give", flow.types, "", ""),)
    return ()


def _reported(scene: Scene, verb: Giving, words: list[str]) -> tuple[Flow, ...]:
    """What "announced that it would" makes of a verb: the promise of the verb above."""
    if "would" not in words:
        return ()
    above = scene.head(verb.first)
    return _promised([scene.lemma(above)]) if above < verb.first else ()


def _is_foretold(scene: Scene, verb: Giving, words: list[str]) -> bool:
    """ "said that it would": what was to come when it was said."""
    above = scene.head(verb.first)
    said = scene.tag(above) in ("VBD", "VBN") and scene.lemma(above) in SAYING
    return "would" in words and said and above < verb.first


def _meant(scene: Scene, first: int, verb: int) -> tuple[Flow, ...]:
    """What "its commitment to", "pledged to train and to", "signed notes to" make of a verb."""
    if scene.tag(first) != "TO":
        return ()
    at = promise_of(scene, first)
    if at >= 0 or scene.lemma(at := first - 1) in PLANNING_NOUNS:
        types = ("12",) if scene.lemma(at) == "pledge" else ("12", "2")
        return (Flow(scene.lemma(at), "give", types, "", ""),)
    k = verb
    for _ in range(3):
        above = scene.head(k)
        if above == k or above > verb:
            return ()
        k = above
        if scene.tag(k).startswith("VB"):
            chain = [scene.lemma(at) for at in range(chain_start(scene, k), k + 1)]
            return _promised(chain)
    return ()


def promise_of(scene: Scene, first: int) -> int:
    """The noun of "pledges by Qatar and Oman to give", before the verb's chain; -1 for none."""
    for k in range(first - 1, max(first - 12, -1), -1):
        if scene.lemma(k) in ("pledge", "promise", "commitment"):
            return k if scene.word(k + 1) in ("by", "of", "from") else -1
        if not scene.tag(k).startswith(("NN", "DT", "CC", "IN", ",")):
            break
    return -1


def chain_start(scene: Scene, at: int) -> int:
    """The first of the auxiliaries, adverbs and governing verbs that lead up to a verb."""
    first = at
    k = at - 1
    while k >= 0 and at - k < 12:
        lemma, tag = scene.lemma(k), scene.tag(k)
        if lemma in AUXILIARIES or tag in ("MD", "TO") or _governs(scene, k, first):
            first = k
        elif not (tag.startswith("RB") or _joins_adverbs(scene, k) or _links(scene, k, first)):
            break
        k -= 1
    return first


def _links(scene: Scene, k: int, first: int) -> bool:
    """ "plans on providing", "committed to spending"."""
    return scene.tag(k) == "IN" and scene.tag(first) == "VBG" and _governs(scene, k - 1, first)


def _joins_adverbs(scene: Scene, k: int) -> bool:
    """ "to strategically and effectively offer"."""
    joint = scene.word(k) in ("and", ",")
    return joint and scene.tag(k - 1).startswith("RB") and scene.tag(k + 1).startswith("RB")


def _governs(scene: Scene, k: int, first: int) -> bool:
    if scene.tag(first) != "TO" and not scene.tag(first).startswith("VBG"):
        return False
    lemma = scene.lemma(k)
    promise = any(
        flow.act == "promise" or flow.types in (("2",), ("12",))
        for flow in flows("verb").get(lemma, ())
    )
    verb = scene.tag(k).startswith("VB") or scene.tag(k) == "JJ"
    verb = verb or (scene.parsed and scene.head(k) == k)  # "The Bank plans on", seen as a noun
    return verb and (promise or lemma in GOING_ON or lemma in DOUBT)


def _voice(scene: Scene, verb: Giving, lemmas: list[str]) -> str:
    if scene.tag(verb.first) not in ("VBN", "VBD"):
        return "active"
    if "be" in lemmas and scene.tag(verb.first) == "VBN":
        return "passive"
    if scene.tokens[verb.first].dep_ == "csubj":  # "The $5 million pledged in Oslo is"
        return "participle"
    by = scene.word(verb.last) == "by"
    if not by and scene.parsed and scene.head(verb.first) == verb.first:
        return "active"  # the sentence's own verb, however the tagger saw it
    if not lemmas and (by or (scene.tag(verb.first) == "VBN" and not _has_subject(scene, verb))):
        return "participle"
    return "active"


def _has_subject(scene: Scene, verb: Giving) -> bool:
    token = scene.tokens[verb.first]
    return any(child.dep_ in ("nsubj", "csubj") for child in token.children)


def _mood_of(scene: Scene, verb: Giving, first: int, words: list[str], lemmas: list[str]) -> str:
    asked = _is_asked(scene, first)
    awaited = ("be", "expect") in pairwise(lemmas)  # "is expected to provide"
    foretold = awaited or _is_foretold(scene, verb, words)
    doubts = (DOUBT - {"expect"} if awaited else DOUBT) & set(lemmas)
    modal = not (foretold or _reported(scene, verb, words)) and any(
        scene.tag(k) == "MD" and scene.word(k) not in FUTURE for k in _range(first, verb)
    )
    tests = (
        ("negated", bool({"not", "n’t", "n't", "never", "no"} & set(words))),
        ("possible", asked or modal or bool(doubts) or _is_condition(scene, verb)),
        ("promised", bool(_pledged(scene, verb, lemmas, words))),
        (
            "planned",
            foretold
            or bool(FUTURE & set(words))
            or {("be", "to"), ("go", "to")} & set(pairwise(lemmas)),
        ),
        ("purpose", _is_purpose(scene, verb, first)),
    )
    return next((mood for mood, holds in tests if holds), "fact")


def _is_asked(scene: Scene, first: int) -> bool:
    """ "asked Japan to provide", "important for donors to provide", "ready to provide"."""
    if scene.tag(first) != "TO":
        return False
    for k in range(first - 1, max(first - 8, -1), -1):
        lemma, tag = scene.lemma(k), scene.tag(k)
        if tag.startswith("VB"):
            return lemma in DOUBT
        if tag == "JJ" and (k == first - 1 or scene.word(k + 1) == "for"):
            return lemma not in GLAD
        if not tag.startswith(("NN", "DT", "JJ", "IN", "PRP", "CD", "POS")):
            return False
    return False


def _range(first: int, verb: Giving) -> range:
    return range(first, verb.first)


def _is_condition(scene: Scene, verb: Giving) -> bool:
    token = scene.tokens[verb.first]
    return any(
        c.dep_ == "mark" and c.text.lower() in ("if", "unless", "whether") for c in token.children
    )


def _is_purpose(scene: Scene, verb: Giving, first: int) -> bool:
    """An infinitive that nothing in its chain turns into a fact or a promise."""
    if scene.tag(first) != "TO" or scene.tag(verb.first) not in ("VB", "VBP"):
        return False
    return scene.lemma(first - 1) not in PLANNING_NOUNS and not _works_together(scene, verb)


def _works_together(scene: Scene, verb: Giving) -> bool:
    """ "cooperates with UNDP to provide": what they do together is done."""
    above = scene.head(verb.first)
    plain = scene.tag(above) in ("VBZ", "VBP", "VBD", "VBN", "VBG")
    return plain and above < verb.first and scene.lemma(above) in TOGETHER
