"""Whether aid brought about what a verb states, by the words of its sentence.

Aid did it where a programme, a contribution or a provider is the verb's subject or the agent of
its passive, or where the sentence credits them: "with support from", "under the project".
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.clauses.parties import PROVIDER_KINDS
from pipeline.clauses.sentence import ParsedSentence
from pipeline.clauses.verbs import chain_start, flows, words_of
from pipeline.vocab import read_vocab

AIMS = frozenset(("aim", "plan", "will", "shall", "expect", "intend", "hope", "target", "should"))
WOULD_BE = AIMS | {"would", "could", "may", "might", "can", "seek", "need", "propose"}
GIVING = ("give", "fund", "help", "send", "train", "contribution")  # acts of flows.csv
HELPING = frozenset(("help", "enable", "allow", "use", "manage", "assist", "able", "support"))
JOINED_IN = frozenset(("attend", "participate", "benefit", "join", "complete", "enrol", "enroll"))
STATES = frozenset(
    ("be", "have", "include", "consist", "involve", "cover", "exceed", "total")
) | frozenset(("represent", "amount", "account", "carry", "cost", "stand"))
MEANT = frozenset(("envisage", "foresee", "target", "plan", "pledge", "commit", "expect", "seek"))
CHANGES = frozenset(
    ("rise", "fall", "increase", "decrease", "reduce", "drop", "grow", "raise", "cut", "improve")
) | frozenset(("double", "triple", "halve", "decline", "lower", "boost", "climb", "expand"))
JOINS = frozenset(("conj", "xcomp", "advcl", "acl", "pcomp", "dep", "prep", "relcl"))
DEPTH = 6  # heads between a clause and the verb whose subject it shares


@cache
def words(*sorts: str) -> frozenset[str]:
    """The words of vocab/result_words.csv of some sorts."""
    return frozenset(row["word"] for row in read_vocab("result_words") if row["sort"] in sorts)


@cache
def _credit() -> re.Pattern[str]:
    named = "|".join(sorted(words("credit") | words_of("programme")))
    return re.compile(
        rf"""\b(?:with|under|through|via|within|by|due\sto|owing\sto|because\sof|thanks\sto
        |as\s(?:a\s)?(?:part|result)\sof|in)\s
        (?:[^\s,;.()]+\s){{0,7}}?(?:{named})s?\b(?!\s(?:who|of\s(?:crops|lives|life|land)))
        | \b(?:supported|funded|financed|sponsored|backed|assisted|donated)\sby\b""",
        re.IGNORECASE | re.VERBOSE,
    )


def is_credited(parsed: ParsedSentence, verb: int) -> bool:
    """ "with Danish support", "under the scheme", "attended the project's classes"."""
    if parsed.lemma(verb) in JOINED_IN:
        tokens = range(verb + 1, len(parsed.tokens))
        if any(parsed.lemma(k) in words_of("programme") for k in tokens):
            return True
    return _credit().search(parsed.reading.block.text.text[slice(*parsed.span)]) is not None


def is_aim(parsed: ParsedSentence, verb: int) -> bool:
    """Whether a verb states an aim: "aims to vaccinate", "will train", "is expected to reach"."""
    before = {parsed.lemma(k) for k in range(chain_start(parsed, verb), verb)}
    if before & WOULD_BE or _is_purpose(parsed, verb) or parsed.lemma(verb) in MEANT:
        return True
    above = _above(parsed, verb)
    bare = parsed.tokens[verb].dep_ == "conj" and parsed.tag(verb) == "VB"
    return above is not None and (parsed.tag(verb) == "VBG" or bare) and is_aim(parsed, above)


def _is_purpose(parsed: ParsedSentence, verb: int) -> bool:
    """ "trucks to reach 200 people"; but "helped to reach", "was used to train"."""
    if parsed.tag(verb - 1) != "TO":
        return False
    above = parsed.head(verb)
    return parsed.lemma(verb - 2) not in HELPING and parsed.lemma(above) not in HELPING


def is_target(parsed: ParsedSentence, count: int) -> bool:
    """ "against a target of 500 schools": a number that was to be reached."""
    near = [parsed.lemma(k) for k in range(max(count - 3, 0), count)]
    return near[-1:] == ["of"] and bool(words("aim").intersection(near))


def is_known(parsed: ParsedSentence, count: int) -> bool:
    """ "these four crises": things that the text has mentioned before."""
    return parsed.word(count - 1) in ("these", "those", "both")


def is_done_for_them(parsed: ParsedSentence, count: int, verb: int) -> bool:
    """ "24,000 children received meals", "wells drilled in Chad": nobody is named who did it."""
    if count < verb and parsed.lemma(verb) in ("receive", "benefit", "access"):
        return True
    reduced = parsed.tag(verb) == "VBN" and parsed.tokens[verb].dep_ == "acl"
    passive = reduced or is_passive(parsed, verb)
    return parsed.lemma(verb) in words("deed") and passive and not has_agent(parsed, verb)


def is_taken(parsed: ParsedSentence, count: int, verb: int) -> bool:
    """ "received 596 proposals", but not "received ten vessels from Japan"."""
    after = [parsed.word(k) for k in range(count, len(parsed.tokens))]
    return parsed.lemma(verb) == "receive" and count > verb and "from" not in after


def is_aid_activity(parsed: ParsedSentence, verb: int) -> bool:
    """Whether a verb states an aid activity: "train", "hand over", "provide"."""
    lemma = parsed.lemma(verb)
    both = f"{lemma} {parsed.word(verb + 1)}"
    if lemma in words("result", "deed") or both in words("result", "deed"):
        return True
    acts = (*flows("verb").get(lemma, ()), *flows("verb").get(both, ()))
    return any(flow.act in GIVING for flow in acts)


def did(parsed: ParsedSentence, verb: int, *, before: bool) -> bool:
    """Whether an aid actor is the subject of a verb, or the agent of its passive.

    `before`: one acted in the sentences before, to whom "it" and "they" may point.
    """
    aid_activity = is_aid_activity(parsed, verb)
    for head, span in _actors(parsed, verb):
        if _is_work(parsed, head, span) and parsed.lemma(verb) not in STATES:
            return True
        points = before and parsed.word(head) in ("it", "they")
        if aid_activity and (points or _is_actor(parsed, head, span)):
            return True
    return False


def acts(parsed: ParsedSentence) -> bool:
    """Whether an aid actor or a programme does something in the sentence."""
    verbs = (k for k in range(len(parsed.tokens)) if parsed.tag(k).startswith("VB"))
    return parsed.has_tree and any(did(parsed, k, before=False) for k in verbs)


def has_agent(parsed: ParsedSentence, verb: int) -> bool:
    """Whether a passive names its agent, or the verb is active."""
    return parsed.tag(verb) != "VBN" or any(
        parsed.word(k) == "by" for k in range(verb + 1, min(verb + 12, len(parsed.tokens)))
    )


def is_passive(parsed: ParsedSentence, verb: int) -> bool:
    if parsed.tag(verb) != "VBN":
        return False
    chain = range(chain_start(parsed, verb), verb)
    return any(parsed.lemma(k) == "be" for k in chain)


def _actors(parsed: ParsedSentence, verb: int) -> Iterator[tuple[int, range]]:
    """Head and tokens of each subject or agent of a verb, its own or shared with a verb above."""
    if not parsed.has_tree:
        span = _words_before(parsed, verb)
        if span:
            yield span[-1], span
        return
    at: int | None = verb
    for _ in range(DEPTH):
        if at is None:
            return
        wanted = "agent" if is_passive(parsed, at) else "nsubj"
        for child in parsed.tokens[at].children:
            k = parsed.index(child)
            if k >= 0 and child.dep_ == wanted:
                head = _object_of(parsed, k) if wanted == "agent" else k
                yield head, _subtree(parsed, k)
        if parsed.tokens[at].dep_ == "acl" and parsed.tag(parsed.head(at)).startswith("NN"):
            yield parsed.head(at), _subtree(parsed, parsed.head(at))
        at = _above(parsed, at)


def _above(parsed: ParsedSentence, verb: int) -> int | None:
    """The verb whose subject this one shares: "was built by Japan and serves", "…, reaching"."""
    if not parsed.has_tree or parsed.tokens[verb].dep_ not in JOINS:
        return None
    return parsed.verb_above(verb, 3)


def _object_of(parsed: ParsedSentence, by: int) -> int:
    for child in parsed.tokens[by].children:
        if child.dep_ == "pobj" and (k := parsed.index(child)) >= 0:
            return k
    return by


def _subtree(parsed: ParsedSentence, k: int) -> range:
    inside = [parsed.index(token) for token in parsed.tokens[k].subtree]
    known = [at for at in inside if at >= 0]
    return range(min(known, default=k), max(known, default=k) + 1)


def _words_before(parsed: ParsedSentence, verb: int) -> range:
    """Without a tree: the words from the clause's beginning to the verb."""
    last = chain_start(parsed, verb)
    first = last
    while first > 0 and parsed.word(first - 1) not in (",", ";", ":", "(", "that", "which"):
        first -= 1
    return range(first, last)


def _is_work(parsed: ParsedSentence, head: int, span: range) -> bool:
    """A programme or a contribution: "the project", "EU funding", "a grant"."""
    mention = parsed.mention_at(head)
    if mention is not None and mention.kind == "programme":
        return True
    works = words_of("programme") | words("credit")
    return parsed.lemma(head) in works or (head in span and parsed.word(head) in works)


def _is_actor(parsed: ParsedSentence, head: int, span: range) -> bool:
    """An aid actor, by name or by a word for one: "Sida", "the Embassy", "our teams", "we"."""
    mention = parsed.mention_at(head)
    named = mention is not None and mention.kind in PROVIDER_KINDS
    joined = (parsed.mention_at(k) for k in span if parsed.word(k - 1) in ("and", "&"))
    named = named or any(m is not None and m.kind in PROVIDER_KINDS for m in joined)
    ours = any(parsed.word(k) in ("we", "our") for k in span)
    return named or ours or parsed.lemma(head) in words("actor")
