"""What became of a contribution: the verb that says it was cancelled, suspended, returned, …

The words are rows of vocab/status_words.csv.  The amount must be the verb's object or subject, in
the verb's own clause: "Norway suspended $5 million", "$5 million was suspended".  The clauses are
distinguished by the tags of their words, because only dated sentences have a grammar tree.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.clauses.sentence import ParsedSentence
from pipeline.clauses.verbs import DOUBT, chain_start
from pipeline.records.facts import Phrase
from pipeline.records.text import Span
from pipeline.vocab import read_vocab

STANDS = "stands"  # "was not cancelled", "would be suspended if": nothing became of it
FAR = 16  # tokens between a verb and its amount
LONGEST = 3  # words of the longest row of status_words.csv
FINITE = ("VBD", "VBZ", "VBP", "MD")
PASSIVE = ("be", "get", "remain", "stay", "become")
NEGATIONS = ("not", "n't", "n’t", "never", "neither", "nor", "without", "no")
FUTURE = {"will", "shall"}
PERHAPS = ("could", "may", "might", "should", "can", "must")
UNREAL = frozenset(("threaten", "propose", "plan", "risk", "avoid", "decline", "warn", "ought"))
CONDITIONS = ("if", "unless", "whether")
STOPS = frozenset((";", ":"))
OTHER_CLAUSE = STOPS | {  # words that begin another clause, or a phrase that is no object
    *("with", "by", "after", "before", "because", "as", "when", "while", "until", "if", "since"),
    *("than", "though", "although", "unless", "whereas", "whether", "but"),
}
REPORTING = ("say", "announce", "report", "confirm", "state", "note", "add", "learn")
PREFIXES = ("re", "de")
NEW_SUBJECT = ("DT", "PRP")
CARRIERS = re.compile(r"in|of|aid|grants?|loans?|support|assistance|funding|funds|money|,")


def what_became(parsed: ParsedSentence, head: Span) -> tuple[str, Phrase] | None:
    """cancelled, suspended, returned or redirected, or `STANDS` where that is denied; and its verb.

    `head` is where the amount, or the words that state help without one, stand in the block.  None
    where no verb of the vocabulary says what became of it.
    """
    first, last = parsed.token_span(*head)
    found = []
    for at in range(len(parsed.tokens)):
        for pos, status, length in _words_at(parsed, at):
            if _governs(parsed, (at, at + length), pos, (first, last)):
                stated = STANDS if _is_denied(parsed, at) else status
                if not (stated == STANDS and pos == "subject"):  # "will not come back"
                    far = max(at - last, first - at, 0)
                    found.append((far, at, stated, parsed.phrase(at, at + length)))
    return min(found)[2:] if found else None


# ---- the words -------------------------------------------------------------------------------


@cache
def _statuses() -> dict[tuple[str, str], str]:
    return {(row["word"], row["pos"]): row["status"] for row in read_vocab("status_words")}


@cache
def _openers() -> frozenset[str]:
    return frozenset(word.split()[0].split("-")[-1] for word, _ in _statuses())


def _words_at(parsed: ParsedSentence, at: int) -> Iterator[tuple[str, str, int]]:
    """The rows of the vocabulary that begin at a token: (pos, status, words)."""
    lemma, tag = _lemma(parsed, at), parsed.tag(at)
    if lemma not in _openers() or not tag.startswith(("VB", "NN", "JJ")):
        return
    cut = parsed.word(at - 1) == "-" and parsed.word(at - 2) in PREFIXES  # "re-routed"
    prefix = f"{parsed.word(at - 2)}-" if cut else ""
    places = ("noun",) if tag.startswith("NN") else ("object", "subject")
    for length in range(LONGEST, 0, -1):
        word = " ".join([prefix + lemma, *parsed.words[at + 1 : at + length]])
        found = [
            (pos, _statuses()[word, pos], length) for pos in places if (word, pos) in _statuses()
        ]
        if found:
            yield from found
            return


def _lemma(parsed: ParsedSentence, at: int) -> str:
    """The verb of a participle that is tagged as an adjective: "stays frozen"."""
    if parsed.tag(at) != "JJ":
        return parsed.lemma(at)
    return _participles().get(parsed.word(at), "")


@cache
def _participles() -> dict[str, str]:
    irregular = {"frozen": "freeze", "withheld": "withhold", "withdrawn": "withdraw"}
    regular = {
        form: word
        for word, pos in _statuses()
        if pos == "object"
        for form in (f"{word}ed", f"{word}{word[-1]}ed", f"{word.removesuffix('e')}ed")
    }
    return regular | irregular


# ---- what the amount is to the verb ----------------------------------------------------------


def _governs(parsed: ParsedSentence, verb: Span, pos: str, amount: Span) -> bool:
    at, end = verb
    first, last = amount
    if first <= at < last:
        return True  # help without an amount: the verb itself states it
    if pos == "noun":
        return parsed.word(end) == "of" and end < first and _is_phrase(parsed, end, first)
    if pos == "subject":
        return last <= at and _is_subject(parsed, amount, _chain_start(parsed, at))
    start = _chain_start(parsed, at)
    auxiliaries = [parsed.lemma(k) for k in range(start, at)]
    is_participle = parsed.tag(at) in ("VBN", "JJ")
    if is_participle and any(lemma in PASSIVE for lemma in auxiliaries):
        return last <= start and _is_subject(parsed, amount, start)
    if is_participle and "have" not in auxiliaries:
        return _is_described(parsed, verb, amount)
    return end <= first and _is_object(parsed, end, first)


def _is_object(parsed: ParsedSentence, end: int, first: int) -> bool:
    """ "suspended (its aid of) $5 million"; not "returned home with", "recovered from"."""
    opens = parsed.tag(end)
    return not opens.startswith(("IN", "TO", "W")) and _is_phrase(parsed, end, first)


def _chain_start(parsed: ParsedSentence, at: int) -> int:
    """The first of the words that lead up to the verb: "has been", "remained", "decided to"."""
    links = parsed.lemma(at - 1) in PASSIVE and parsed.tag(at - 1).startswith("VB")
    return chain_start(parsed, at - 1 if links else at)


def _is_subject(parsed: ParsedSentence, amount: Span, start: int) -> bool:
    """ "the grant of $5 million (for schools) was suspended", "$5 million, which was returned"."""
    first, last = amount
    between = range(last, start)
    if between and parsed.tag(start - 1) in ("WDT", "WP"):
        return all(CARRIERS.fullmatch(parsed.word(k)) for k in between[:-1])
    return _has_no_other_verb(parsed, between) and _opens_clause(parsed, first)


def _has_no_other_verb(parsed: ParsedSentence, between: range) -> bool:
    """Whether each verb after the amount has its own "which": "$5 million that it lent was …"."""
    verbs = relatives = 0
    for k in between:
        tag, word = parsed.tag(k), parsed.word(k)
        joins = tag == "CC" and (parsed.tag(k + 1) in NEW_SUBJECT or parsed.word(k - 1) == ",")
        if joins or word in STOPS or (tag == "PRP" and not relatives):
            return False
        relatives += tag in ("WDT", "WP") or word == "that"
        described = k == between[0] and tag == "VBD" and parsed.tag(k + 1) in ("IN", "TO")
        goes_on = k > between[0] and parsed.tag(k - 1) in FINITE
        verbs += tag in FINITE and not described and not goes_on
    return len(between) <= FAR and verbs == relatives


def _opens_clause(parsed: ParsedSentence, first: int) -> bool:
    """Whether no other verb of the clause stands before the amount."""
    led = parsed.tag(0) in ("IN", "WRB")  # "When the budget was cut, $5 million was …"
    for k in range(first - 1, -1, -1):
        tag, word = parsed.tag(k), parsed.word(k)
        if word == "that" or word in OTHER_CLAUSE - {"with", "by"} or (led and word == ","):
            return True
        if tag == "CC" or tag.startswith("W") or parsed.lemma(k) in REPORTING:
            return True
        if tag in (*FINITE, "VB", "VBG"):
            return False
    return True


def _is_described(parsed: ParsedSentence, verb: Span, amount: Span) -> bool:
    """ "$5 million (for schools) suspended by Norway", "the frozen $5 million"."""
    at, end = verb
    first, last = amount
    if end == first:
        return parsed.tag(at - 1) in ("DT", "PRP$", "POS")
    opens = parsed.tag(end).startswith(("IN", "TO", "RB", ",", ".", "CC")) or end >= len(
        parsed.tokens
    )
    return last <= at and opens and _is_phrase(parsed, last, at)


def _is_phrase(parsed: ParsedSentence, start: int, end: int) -> bool:
    """Whether the tokens between amount and verb hold no other clause."""
    if end - start > FAR:
        return False
    for k in range(start, end):
        tag, word = parsed.tag(k), parsed.word(k)
        joins = tag == "CC" and (parsed.tag(k + 1) in NEW_SUBJECT or parsed.word(k - 1) == ",")
        begins = tag.startswith("W") or tag in (*FINITE, "VB", "VBG", "PRP")
        if joins or begins or word in OTHER_CLAUSE:
            return False
    return True


# ---- denied or not real ----------------------------------------------------------------------


def _is_denied(parsed: ParsedSentence, at: int) -> bool:
    """ "had not been cancelled", "would be suspended if", "threatened to withhold"."""
    start = _chain_start(parsed, at)
    before = [parsed.word(k) for k in range(start)]
    words = {parsed.word(k) for k in range(max(start - 1, 0), at)}
    lemmas = {parsed.lemma(k) for k in range(max(start - 2, 0), at)}
    conditional = any(word in CONDITIONS for word in parsed.words)
    if words & {*NEGATIONS, *PERHAPS} or lemmas & (DOUBT | UNREAL):
        return True
    if "would" in words:  # "stated that it would be withheld" is a plan, "would be withheld" none
        return conditional or "that" not in before
    return any(word in CONDITIONS for word in before) or (conditional and bool(words & FUTURE))
