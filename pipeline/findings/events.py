"""Dated events: a meeting, a launch, an attack, a training under way since 2009.

The grammar of the date decides what happened: an event noun that the date depends on ("the
Summit in June 2019"), else the verb above it.  The words are rows of vocab/event_words.csv.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.clauses.parties import PROVIDER_KINDS, party_of
from pipeline.clauses.sentence import ParsedSentence, parsed_sentences
from pipeline.clauses.verbs import chain_start, flows
from pipeline.findings.places import venue_of
from pipeline.records.facts import Basis, Bearer, Event, Party, Phrase, Reading
from pipeline.records.numbers import Period
from pipeline.storage.edition import Edition
from pipeline.vocab import read_vocab

LONGEST = 28  # words of an event's phrase
LONGEST_SUBJECT = 15
GIVING = ("give", "fund", "help", "receive")
ENDS = frozenset((";", ":", "which", "where", "while", "whereas", "but", "making", "—"))
HELD = frozenset(("hold", "convene", "organize", "organise", "host", "conclude", "sign", "launch"))
PREPOSITIONS = frozenset(("in", "on", "of", "the", "during", "from", "since", "at", "(", "early"))
NOMINAL = ("JJ", "NN", "CD", "HYPH", "POS", "VBG", "DT", "PRP$", "FW", "``", "''")
PASSED = ("of", "for", "and", "on")
OPENING = {"”": "“", ")": "("}
STRIKES = frozenset(("hit", "strike"))  # of a disaster only where one is named
STATIVE = frozenset(
    ("be", "amount", "total", "stand", "represent", "account", "equal", "exceed", "average")
) | frozenset(("remain", "cost", "number", "comprise", "constitute", "intend", "have"))
GATHERINGS = ("meeting", "training", "visit")
PLANS = ("will", "shall", "to")
OPENING_VERBS = frozenset(("open", "close", "begin", "end", "start", "conclude"))


@cache
def _kinds(pos: str) -> dict[str, str]:
    return {row["word"]: row["kind"] for row in read_vocab("event_words") if row["pos"] == pos}


def find_events(readings: Sequence[Reading], edition: Edition) -> list[Event]:
    """Every dated event, in reading order."""
    del edition
    return [event for reading in readings for event in _events(reading)]


def _events(reading: Reading) -> Iterator[Event]:
    for parsed in parsed_sentences(reading):
        seen: set[tuple[int, int]] = set()
        for period in parsed.periods:
            for event in _dated(parsed, period):
                if (event.what.start, event.what.end) not in seen:
                    seen.add((event.what.start, event.what.end))
                    yield event


def _dated(parsed: ParsedSentence, period: Period) -> list[Event]:
    """What happened at a date: one event, or two meetings that "and" joins."""
    at = parsed.token_span(period.start, period.end)[0]
    undated = not (period.date_start or period.date_end or period.recurrence)
    if undated or _is_in_name(parsed, period, at):
        return []
    nouns = _nouns_of(parsed, at)
    if nouns:
        found = [_built(parsed, period, noun, _noun_phrase(parsed, noun)) for noun in nouns]
    else:
        found = [_of_verb(parsed, period, at)]
    return [event for event in found if event]


def _nouns_of(parsed: ParsedSentence, at: int) -> list[int]:
    """The event nouns that a date depends on: both of "the A Meeting and the B Meeting"."""
    noun = _noun_of(parsed, at)
    mention = parsed.mention_at(noun) if noun is not None else None
    if noun is None or mention is None:
        return [] if noun is None else [noun]
    k = parsed.token_span(mention.start, mention.end)[0] - 1
    while parsed.word(k) in ("the", "and"):
        k -= 1
    before = parsed.mention_at(k) if parsed.word(k + 1) == "and" else None
    return [k, noun] if before and before.kind == "meeting" else [noun]


def _of_verb(parsed: ParsedSentence, period: Period, at: int) -> Event | None:
    verb = _verb_of(parsed, at)
    if verb is None or _is_contribution(parsed, verb):
        return None
    there = _there_was(parsed, verb)
    if there is not None:
        return _built(parsed, period, there, _noun_phrase(parsed, there))
    return _built(parsed, period, verb, _verb_phrase(parsed, verb))


def _is_in_name(parsed: ParsedSentence, period: Period, at: int) -> bool:
    """ "the 2014 Action Plan", "Plan of Actions 2019": a year that belongs to a name."""
    if parsed.mention_at(at):
        return True
    _, last = parsed.token_span(period.start, period.end)
    bare = period.text.strip().isdigit()
    before = parsed.tag(at - 1).startswith("NNP") or parsed.word(at - 1) in ("“", '"')
    return bare and (before or parsed.tag(last).startswith("NNP"))


def _noun_of(parsed: ParsedSentence, at: int) -> int | None:
    """The event noun that a date depends on: "the Summit (held in Osaka) in June 2019"."""
    k = at - 1
    while k >= 0 and parsed.word(k) in PREPOSITIONS:
        k -= 1
    if k == at - 1 or k < 0:
        return None
    if _happens(parsed, k):
        return k
    held = _held(parsed, k)
    return held if held is not None and _happens(parsed, held) else None


def _happens(parsed: ParsedSentence, k: int) -> bool:
    mention = parsed.mention_at(k)
    kind = _kinds("noun").get(parsed.lemma(k)) if parsed.tag(k).startswith("NN") else None
    noun = kind is not None and kind not in ("publication", "agreement")
    return noun or (mention is not None and mention.kind == "meeting")


def _held(parsed: ParsedSentence, k: int) -> int | None:
    """The noun before "held in Osaka", where a date ends that phrase."""
    for at in range(k, max(k - 10, 0), -1):
        if parsed.tag(at) in ("VBN", "VBD"):
            participle = parsed.lemma(at) in HELD and parsed.tag(at - 1) != "MD"
            aux = parsed.lemma(at - 1) in ("be", "have")
            before = at - 2 if parsed.word(at - 1) == "," else at - 1
            return before if participle and not aux else None
    return None


def _there_was(parsed: ParsedSentence, verb: int) -> int | None:
    """The event of "there was a terrorist attack"."""
    if parsed.lemma(verb) != "be":
        return None
    for k in range(verb + 1, min(verb + 8, len(parsed.tokens))):
        if _happens(parsed, k) and not parsed.tag(k + 1).startswith("NN"):
            return k
    return None


def _noun_phrase(parsed: ParsedSentence, noun: int) -> Phrase:
    """An event's name with the words that describe it."""
    mention = parsed.mention_at(noun)
    first, last = noun, noun + 1
    if mention:
        first, last = parsed.token_span(mention.start, mention.end)
    while first > 0 and parsed.tag(first - 1).startswith(NOMINAL) and first > last - LONGEST:
        first -= 1
    while parsed.tag(first) == "DT":
        first += 1
    return parsed.phrase(first, last)


def _verb_of(parsed: ParsedSentence, at: int) -> int | None:
    """The verb above a date in the tree; without a tree, the verb of its clause."""
    if parsed.has_tree:
        k = at
        for _ in range(10):
            above = parsed.head(k)
            if above == k or (parsed.tag(k).startswith("VB") and not _is_gerund(parsed, k)):
                break
            k = above
        return k if parsed.tag(k).startswith("VB") else None
    verbs = [k for k in range(len(parsed.tokens)) if _is_main(parsed, k)]
    opens = at <= 3
    after = [k for k in verbs if k > at]
    before = [k for k in verbs if k < at]
    chosen = (after or before) if opens else (before[-1:] or after)
    return chosen[0] if chosen else None


def _is_gerund(parsed: ParsedSentence, k: int) -> bool:
    """ "its report on learning in 2018": a gerund used as a noun, which states no event."""
    object_of = parsed.tokens[k].dep_ in ("pobj", "pcomp") and parsed.tag(k) == "VBG"
    known = _kinds("verb").get(parsed.lemma(k))
    bare = not any(child.dep_ in ("dobj", "nsubj") for child in parsed.tokens[k].children)
    return object_of and bare and known is None


def _is_main(parsed: ParsedSentence, k: int) -> bool:
    """A main verb of a clause: no auxiliary, no participle that describes a noun."""
    if not parsed.tag(k).startswith("VB") or parsed.lemma(k) == "have":
        return False
    if parsed.lemma(k) == "be":
        return not any(parsed.tag(at).startswith("VB") for at in (k + 1, k + 2))
    return parsed.tag(k) != "VB" or parsed.tag(k - 1) == "MD"


def _is_contribution(parsed: ParsedSentence, verb: int) -> bool:
    """Whether a verb states a contribution, which is not counted as an event too."""
    if _kinds("verb").get(parsed.lemma(verb)):
        return False
    return any(flow.act in GIVING for flow in flows("verb").get(parsed.lemma(verb), ()))


def _verb_phrase(parsed: ParsedSentence, verb: int) -> Phrase:
    """Subject and verb with what follows, to the end of its clause."""
    first = _subject_start(parsed, verb)
    last = verb + 1
    for k in range(verb + 1, min(len(parsed.tokens), max(first, verb - LONGEST) + LONGEST)):
        if parsed.word(k) in ENDS or parsed.word(k) == "." or _ends_clause(parsed, k):
            break
        last = k + 1
    while last > verb + 1 and parsed.tag(last - 1) in ("IN", "DT", "CC", "TO", "WDT", ",", "-LRB-"):
        last -= 1
    return parsed.phrase(first, last)


def _ends_clause(parsed: ParsedSentence, k: int) -> bool:
    """A comma that is not part of a list, or "in which"."""
    if parsed.word(k) == "," and not _is_list(parsed, k):
        place = parsed.starts[k]
        return not any(p.start < place < p.end for p in parsed.periods)
    return parsed.tag(k) == "IN" and parsed.word(k + 1) == "which"


def _subject_start(parsed: ParsedSentence, verb: int) -> int:
    start = chain_start(parsed, verb)
    if parsed.tag(verb) == "VB" and parsed.tag(verb - 1) == "TO":
        return verb
    if parsed.tokens[verb].dep_ == "acl" and parsed.head(verb) < verb:
        return _nominal_start(parsed, parsed.head(verb) + 1)
    for child in parsed.tokens[verb].children:
        if child.dep_ in ("nsubj", "nsubjpass") and parsed.index(child) >= 0:
            edge, head = parsed.index(child.left_edge), parsed.index(child)
            is_short = edge >= 0 and head - edge < LONGEST_SUBJECT
            return edge if is_short else _nominal_start(parsed, head + 1)
    return _nominal_start(parsed, start)


def _nominal_start(parsed: ParsedSentence, end: int) -> int:
    """The first word of the noun phrase that ends before a token: "an unprecedented case"."""
    first = end
    while first > 0 and end - first < 15:
        if parsed.word(first - 1) in OPENING:
            first = _opening(parsed, first - 1)
            continue
        inside = parsed.tag(first - 1).startswith(NOMINAL) or parsed.word(first - 1) in PASSED
        if not inside:
            break
        first -= 1
    while first < end and parsed.word(first) in (*PASSED, ","):
        first += 1
    return first


def _opening(parsed: ParsedSentence, closing: int) -> int:
    """The quotation mark or bracket that opens what another closes."""
    for k in range(closing - 1, max(closing - LONGEST, 0) - 1, -1):
        if parsed.word(k) == OPENING[parsed.word(closing)]:
            return k
    return closing


def _is_list(parsed: ParsedSentence, k: int) -> bool:
    return parsed.tag(k + 1).startswith(("NN", "JJ")) and parsed.tag(k - 1).startswith("NN")


def _built(parsed: ParsedSentence, period: Period, head: int, what: Phrase) -> Event | None:
    first, last = parsed.token_span(what.start, what.end)
    kind = _kind_of(parsed, head, range(first, last))
    if not kind:
        return None
    place = venue_of(parsed, head, kind)
    return Event(
        bearer=Bearer(parsed.block_id, what.start, what.end),
        sentence=parsed.span,
        basis=Basis(
            "verb_of_date" if parsed.tag(head).startswith("VB") else "noun_of_date",
            "high" if parsed.has_tree and kind != "other" else "medium",
            () if parsed.has_tree else ("unparsed",),
            unknown={} if place else {"place": "not_stated"},
        ),
        what=what,
        kind=kind,
        period=period,
        participants=tuple(_participants(parsed, first, last, place)),
        place=place,
        tense=_tense(parsed, head, period),
    )


def _kind_of(parsed: ParsedSentence, head: int, span: range) -> str:
    if not parsed.tag(head).startswith("VB"):
        return _kinds("noun").get(parsed.lemma(head), "meeting")
    lemma = parsed.lemma(head)
    verb = _kinds("verb").get(f"{lemma} {parsed.word(head + 1)}") or _kinds("verb").get(lemma, "")
    verb = (lemma in OPENING_VERBS and _opened(parsed, span, head)) or verb
    loose = verb != "meeting"
    nouns = [kind for k in span if (kind := _noun_kind(parsed, k, head, loose))]
    harm = next((kind for kind in nouns if kind in ("attack", "disaster")), "")
    if verb in ("attack", "disaster") and harm:
        return harm
    if lemma in STRIKES or lemma in STATIVE:
        return "other" if lemma in STRIKES else ""
    if verb == "meeting":
        nouns = [kind for kind in nouns if kind in GATHERINGS]
        verb = "other" if lemma == "attend" and not nouns else verb
    if verb in ("meeting", "operation", "") and nouns:
        return nouns[0]
    if verb == "release" and "publication" in nouns:
        return "publication"
    chained = chain_start(parsed, head) < head
    finite = parsed.tag(head) == "VBD" or (chained and parsed.tag(head) in ("VBN", "VBG"))
    return verb or ("other" if finite else "")


def _opened(parsed: ParsedSentence, span: range, verb: int) -> str:
    """What opens or ends, where it is an event itself: "the summit was opened"."""
    kinds = [_noun_kind(parsed, k, verb, False) for k in span if k < verb]
    return next((kind for kind in kinds if kind in (*GATHERINGS, "disaster")), "")


def _noun_kind(parsed: ParsedSentence, k: int, verb: int, loose: bool) -> str:
    """The kind of event that the verb's subject or object names; `loose`: any noun."""
    mention = parsed.mention_at(k)
    near = loose or k < verb or parsed.head(k) == verb or not parsed.has_tree
    if mention is not None and mention.kind == "meeting":
        return "meeting" if near or parsed.head(k) >= k else ""
    noun = _kinds("noun").get(parsed.lemma(k), "") if parsed.tag(k).startswith("NN") else ""
    return noun if near else ""


def _participants(
    parsed: ParsedSentence, first: int, last: int, place: Party | None
) -> Iterator[Party]:
    seen: set[str] = set()
    for mention in parsed.mentions:
        at, _ = parsed.token_span(mention.start, mention.end)
        party = party_of(mention)
        if not first <= at < last or mention.kind not in PROVIDER_KINDS - {"programme", "fund"}:
            continue
        if (place and party.at == place.at) or party.entity_id in seen:
            continue
        seen.add(party.entity_id)
        yield party


def _tense(parsed: ParsedSentence, head: int, period: Period) -> str:
    if not parsed.tag(head).startswith("VB") and (verb := _governing(parsed, head)) is not None:
        head = verb
    words = [parsed.word(k) for k in range(chain_start(parsed, head), head)]
    if any(word in PLANS for word in words):
        return "planned"
    perfect = any(word in ("has", "have") for word in words)
    if perfect and ("been" in words and parsed.tag(head) == "VBG"):
        return "ongoing"
    since = bool(period.date_start) and not period.date_end
    present = parsed.tag(head) in ("VBZ", "VBP")
    return "ongoing" if (perfect and since) or present or "are" in words else "done"


def _governing(parsed: ParsedSentence, noun: int) -> int | None:
    """The verb that plans an event: "will host the conference", "is to be held"."""
    above = parsed.verb_above(noun, 4)
    if above is None:
        return None
    chain = range(chain_start(parsed, above), above)
    return above if any(parsed.word(at) in PLANS for at in chain) else None
