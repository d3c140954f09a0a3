"""The word that governs a name: "to", "through", "implemented by", "in".

It is searched to the left, past the names and nouns that are joined to the name.
"""

from dataclasses import dataclass

from pipeline.clauses.sentence import ParsedSentence
from pipeline.clauses.verbs import words_of

PREPOSITIONS = frozenset(
    (
        *("to", "for", "in", "through", "via", "by", "with", "from", "toward", "towards", "at"),
        *("on", "against", "under", "among", "amongst", "across", "within", "into", "as", "than"),
        *("between", "along", "around", "off", "near", "beside", "besides", "during", "since"),
        *("throughout", "benefiting", "benefitting", "after", "before", "over", "about", "using"),
        *("upon", "following", "concerning", "regarding", "targeting", "supporting"),
    )
)
CAUSES = (
    "response",
    "due",
    "addition",
    "owing",
    "relation",
    "according",
    "prior",
    "contrast",
    "next",
)
# "who are on their way to Spain", "announced on a visit to Spain", "the Ambassador to Spain"
ON_THE_WAY = ("way", "route", "visit", "trip", "tour", "journey", "ambassador", "envoy")
LYING = ("along", "around", "near", "off")
INNER = ("NN", "JJ", "CD", "POS", "PRP$", "DT", "HYPH", "RB")
PASSED = frozenset(
    (
        *("of", ",", "and", "or", "the", "a", "an", "(", ")", "including", "especially", "as"),
        *("such", "mainly", "like", "both", "well", "&", "’s", "'s", "its", "other", "notably"),
        *("particularly", "namely", "“", "”", '"', "’", "'", "-", "–", "/", "particular"),
    )
)
TOGETHER = frozenset(
    (
        *("cooperation", "partnership", "collaboration", "coordination", "conjunction"),
        *("alongside", "jointly", "together", "cooperate", "collaborate", "partner"),
    )
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The word that governs a name, and the verb before it where it is "by"."""

    word: str
    verb: str
    at: int  # its token
    direct: bool  # nothing but the name's own article is between them


def marker_of(parsed: ParsedSentence, first: int) -> Marker:
    """What governs the name that begins at a token."""
    listing = False
    for k in range(first - 1, max(first - 40, -1), -1):
        word, tag = parsed.word(k), parsed.tag(k)
        listing = listing or word in ("including", "such")
        if word == "," and (clause_begins(parsed, k + 1) or _ends_date(parsed, k)):
            return Marker("", "", k, False)  # "In April 2018, Kenya": the date alone is "in"
        if (listing and word in LYING) or _leads_on(parsed, k):
            continue  # "countries along the coast, including Kenya"
        if fixed := _fixed(parsed, k, first):
            return fixed
        if word in PREPOSITIONS and not (word == "as" and parsed.word(k - 1) in ("such", "well")):
            at = _shared(parsed, k)
            return Marker(parsed.word(at), _verb_before(parsed, at), at, at >= first - 2)
        verbal = tag.startswith("VB") and word != "including"
        if verbal and parsed.tokens[k].dep_ not in ("amod", "compound"):
            return Marker("", parsed.lemma(k), k, k >= first - 2)
        if not verbal and word not in PASSED and not tag.startswith(INNER):
            return Marker("", "", k, False)
    return Marker("", "", max(first - 40, -1), False)


def _leads_on(parsed: ParsedSentence, k: int) -> bool:
    """ "Ministry for Trade (MT)": inside a name; "five countries: Ghana": before what it lists."""
    inside = parsed.word(k) in PREPOSITIONS and parsed.mention_at(k) is not None
    return inside or (parsed.word(k) == ":" and parsed.word(k - 1) in words_of("group"))


def _fixed(parsed: ParsedSentence, k: int, first: int) -> Marker | None:
    """What a fixed phrase says: "in response to the war in X", "in support of WFP"."""
    if parsed.word(k) == "to" and parsed.word(k - 1) in (*CAUSES, *ON_THE_WAY):
        return Marker("after", "", k, False)
    if parsed.word(k) == "of" and (parsed.word(k - 2), parsed.word(k - 1)) == ("in", "support"):
        return Marker("supporting", "", k, k >= first - 2)
    return None


def _ends_date(parsed: ParsedSentence, comma: int) -> bool:
    start = parsed.starts[comma - 1] if comma else -1
    return any(period.start <= start < period.end for period in parsed.periods)


def _shared(parsed: ParsedSentence, k: int) -> int:
    """ "to and participates in X": the first preposition, which shares its object."""
    for at in range(k - 1, max(k - 5, 0), -1):
        if parsed.word(at) in ("and", "or") and parsed.word(at - 1) in PREPOSITIONS:
            return at - 1
    return k


def _verb_before(parsed: ParsedSentence, k: int) -> str:
    """The verb, participle or "cooperation" that a preposition depends on."""
    for at in range(k - 1, max(k - 5, -1), -1):
        lemma = parsed.lemma(at)
        if parsed.tag(at).startswith("VB") or lemma in TOGETHER or lemma in ("behalf", "support"):
            return lemma
        if parsed.tag(at) == "NN" and at < k - 1:
            break
    return ""


def clause_begins(parsed: ParsedSentence, k: int) -> bool:
    """The subject of the main clause, after a phrase that opens the sentence."""
    if k >= len(parsed.tokens):
        return False
    for at in range(k, min(k + 8, len(parsed.tokens))):
        token = parsed.tokens[at]
        if token.dep_ in ("nsubj", "nsubjpass") and parsed.index(token.left_edge) == k:
            return True
    return False


def is_subject(parsed: ParsedSentence, first: int, last: int) -> bool:
    """Whether a name is a subject: by the tree, or if a finite verb follows it directly."""
    if any(parsed.tokens[k].dep_.startswith("nsubj") for k in range(first, last)):
        return True
    after = last + 1 if parsed.tag(last).startswith("RB") else last
    opens = first == 0 or parsed.word(first - 1) in (",", "the")
    if parsed.has_tree:
        return opens and parsed.tag(after) in ("VBD", "VBN") and parsed.word(first - 2) != "of"
    return parsed.tag(after) in ("VBD", "VBZ", "VBP", "MD")
