"""Dated happenings: a meeting, a launch, an attack, a training under way since 2009.

The date's own grammar decides what happened: a noun of happening on which the date hangs ("the
Summit in June 2019"), else the verb above it.  Words are rows of vocab/event_words.csv.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.clauses.parties import GIVER_KINDS, party_of
from pipeline.clauses.sentence import Scene, scenes_of
from pipeline.clauses.verbs import chain_start, flows
from pipeline.findings.places import venue_of
from pipeline.records.facts import Basis, Bearer, Event, Party, Phrase, Reading
from pipeline.records.numbers import Period
from pipeline.storage.edition import Edition
from pipeline.vocab import read_vocab

LONGEST = 28  # words of a happening's phrase
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
    """Every dated happening, in reading order."""
    del edition
    return [event for reading in readings for event in _events(reading)]


def _events(reading: Reading) -> Iterator[Event]:
    for scene in scenes_of(reading):
        seen: set[tuple[int, int]] = set()
        for period in scene.periods:
            for event in _dated(scene, period):
                if (event.what.start, event.what.end) not in seen:
                    seen.add((event.what.start, event.what.end))
                    yield event


def _dated(scene: Scene, period: Period) -> list[Event]:
    """What happened at a date: one happening, or two meetings that "and" joins."""
    at = scene.token_span(period.start, period.end)[0]
    undated = not (period.date_start or period.date_end or period.recurrence)
    if undated or _is_in_name(scene, period, at):
        return []
    nouns = _nouns_of(scene, at)
    if nouns:
        found = [_built(scene, period, noun, _noun_phrase(scene, noun)) for noun in nouns]
    else:
        found = [_of_verb(scene, period, at)]
    return [event for event in found if event]


def _nouns_of(scene: Scene, at: int) -> list[int]:
    """The nouns of happening on which a date hangs, "the A Meeting and the B Meeting" both."""
    noun = _noun_of(scene, at)
    mention = scene.mention_at(noun) if noun is not None else None
    if noun is None or mention is None:
        return [] if noun is None else [noun]
    k = scene.token_span(mention.start, mention.end)[0] - 1
    while scene.word(k) in ("the", "and"):
        k -= 1
    before = scene.mention_at(k) if scene.word(k + 1) == "and" else None
    return [k, noun] if before and before.kind == "meeting" else [noun]


def _of_verb(scene: Scene, period: Period, at: int) -> Event | None:
    verb = _verb_of(scene, at)
    if verb is None or _is_gift(scene, verb):
        return None
    there = _there_was(scene, verb)
    if there is not None:
        return _built(scene, period, there, _noun_phrase(scene, there))
    return _built(scene, period, verb, _verb_phrase(scene, verb))


def _is_in_name(scene: Scene, period: Period, at: int) -> bool:
    """ "the 2014 Action Plan", "Plan of Actions 2019": a year that belongs to a name."""
    if scene.mention_at(at):
        return True
    _, last = scene.token_span(period.start, period.end)
    bare = period.text.strip().isdigit()
    before = scene.tag(at - 1).startswith("NNP") or scene.word(at - 1) in ("“", '"')
    return bare and (before or scene.tag(last).startswith("NNP"))


def _noun_of(scene: Scene, at: int) -> int | None:
    """The noun of happening on which a date hangs: "the Summit (held in Osaka) in June 2019"."""
    k = at - 1
    while k >= 0 and scene.word(k) in PREPOSITIONS:
        k -= 1
    if k == at - 1 or k < 0:
        return None
    if _happens(scene, k):
        return k
    held = _held(scene, k)
    return held if held is not None and _happens(scene, held) else None


def _happens(scene: Scene, k: int) -> bool:
    mention = scene.mention_at(k)
    kind = _kinds("noun").get(scene.lemma(k)) if scene.tag(k).startswith("NN") else None
    noun = kind is not None and kind not in ("publication", "agreement")
    return noun or (mention is not None and mention.kind == "meeting")


def _held(scene: Scene, k: int) -> int | None:
    """The noun before "held in Osaka", where a date ends that phrase."""
    for at in range(k, max(k - 10, 0), -1):
        if scene.tag(at) in ("VBN", "VBD"):
            participle = scene.lemma(at) in HELD and scene.tag(at - 1) != "MD"
            aux = scene.lemma(at - 1) in ("be", "have")
            before = at - 2 if scene.word(at - 1) == "," else at - 1
            return before if participle and not aux else None
    return None


def _there_was(scene: Scene, verb: int) -> int | None:
    """The happening of "there was a terrorist attack"."""
    if scene.lemma(verb) != "be":
        return None
    for k in range(verb + 1, min(verb + 8, len(scene.tokens))):
        if _happens(scene, k) and not scene.tag(k + 1).startswith("NN"):
            return k
    return None


def _noun_phrase(scene: Scene, noun: int) -> Phrase:
    """A happening's name with the words that describe it and, if it follows at once, its place."""
    mention = scene.mention_at(noun)
    first, last = noun, noun + 1
    if mention:
        first, last = scene.token_span(mention.start, mention.end)
    while first > 0 and scene.tag(first - 1).startswith(NOMINAL) and first > last - LONGEST:
        first -= 1
    while scene.tag(first) == "DT":
        first += 1
    return scene.phrase(first, last)


def _verb_of(scene: Scene, at: int) -> int | None:
    """The verb above a date in the tree; without a tree, the one of its own clause."""
    if scene.parsed:
        k = at
        for _ in range(10):
            above = scene.head(k)
            if above == k or (scene.tag(k).startswith("VB") and not _is_gerund(scene, k)):
                break
            k = above
        return k if scene.tag(k).startswith("VB") else None
    verbs = [k for k in range(len(scene.tokens)) if _is_main(scene, k)]
    opens = at <= 3
    after = [k for k in verbs if k > at]
    before = [k for k in verbs if k < at]
    chosen = (after or before) if opens else (before[-1:] or after)
    return chosen[0] if chosen else None


def _is_gerund(scene: Scene, k: int) -> bool:
    """ "its report on learning in 2018": a noun made of a verb, which nothing happens by."""
    object_of = scene.tokens[k].dep_ in ("pobj", "pcomp") and scene.tag(k) == "VBG"
    known = _kinds("verb").get(scene.lemma(k))
    bare = not any(child.dep_ in ("dobj", "nsubj") for child in scene.tokens[k].children)
    return object_of and bare and known is None


def _is_main(scene: Scene, k: int) -> bool:
    """A full verb that a clause may hang on: no auxiliary, no participle that describes a noun."""
    if not scene.tag(k).startswith("VB") or scene.lemma(k) == "have":
        return False
    if scene.lemma(k) == "be":
        return not any(scene.tag(at).startswith("VB") for at in (k + 1, k + 2))
    return scene.tag(k) != "VB" or scene.tag(k - 1) == "MD"


def _is_gift(scene: Scene, verb: int) -> bool:
    """A sum or a thing given is a contribution, not an event again."""
    if _kinds("verb").get(scene.lemma(verb)):
        return False
    return any(flow.act in GIVING for flow in flows("verb").get(scene.lemma(verb), ()))


def _verb_phrase(scene: Scene, verb: int) -> Phrase:
    """Subject and verb with what follows, to the end of its clause."""
    first = _subject_start(scene, verb)
    last = verb + 1
    for k in range(verb + 1, min(len(scene.tokens), max(first, verb - LONGEST) + LONGEST)):
        if scene.word(k) in ENDS or scene.word(k) == "." or _ends_clause(scene, k):
            break
        last = k + 1
    while last > verb + 1 and scene.tag(last - 1) in ("IN", "DT", "CC", "TO", "WDT", ",", "-LRB-"):
        last -= 1
    return scene.phrase(first, last)


def _ends_clause(scene: Scene, k: int) -> bool:
    """A comma that no list needs, or "with the aim of", "in which"."""
    if scene.word(k) == "," and not _is_list(scene, k):
        place = scene.starts[k]
        return not any(p.start < place < p.end for p in scene.periods)
    return scene.tag(k) == "IN" and scene.word(k + 1) == "which"


def _subject_start(scene: Scene, verb: int) -> int:
    start = chain_start(scene, verb)
    if scene.tag(verb) == "VB" and scene.tag(verb - 1) == "TO":
        return verb
    if scene.tokens[verb].dep_ == "acl" and scene.head(verb) < verb:
        return _nominal_start(scene, scene.head(verb) + 1)
    for child in scene.tokens[verb].children:
        if child.dep_ in ("nsubj", "nsubjpass") and scene.index(child) >= 0:
            edge, head = scene.index(child.left_edge), scene.index(child)
            whole = edge >= 0 and head - edge < LONGEST_SUBJECT
            return edge if whole else _nominal_start(scene, head + 1)
    return _nominal_start(scene, start)


def _nominal_start(scene: Scene, end: int) -> int:
    """The first word of the noun phrase that ends before a token: "an unprecedented case"."""
    first = end
    while first > 0 and end - first < 15:
        if scene.word(first - 1) in OPENING:
            first = _opening(scene, first - 1)
            continue
        inside = scene.tag(first - 1).startswith(NOMINAL) or scene.word(first - 1) in PASSED
        if not inside:
            break
        first -= 1
    while first < end and scene.word(first) in (*PASSED, ","):
        first += 1
    return first


def _opening(scene: Scene, closing: int) -> int:
    """The quotation mark or bracket that opens what another closes."""
    for k in range(closing - 1, max(closing - LONGEST, 0) - 1, -1):
        if scene.word(k) == OPENING[scene.word(closing)]:
            return k
    return closing


def _is_list(scene: Scene, k: int) -> bool:
    return scene.tag(k + 1).startswith(("NN", "JJ")) and scene.tag(k - 1).startswith("NN")


def _built(scene: Scene, period: Period, head: int, what: Phrase) -> Event | None:
    first, last = scene.token_span(what.start, what.end)
    kind = _kind_of(scene, head, range(first, last))
    if not kind:
        return None
    place = venue_of(scene, head, kind)
    return Event(
        bearer=Bearer(scene.block_id, what.start, what.end),
        sentence=scene.span,
        basis=Basis(
            "verb_of_date" if scene.tag(head).startswith("VB") else "noun_of_date",
            "high" if scene.parsed and kind != "other" else "medium",
            () if scene.parsed else ("unparsed",),
            unknown={} if place else {"place": "not_stated"},
        ),
        what=what,
        kind=kind,
        period=period,
        participants=tuple(_participants(scene, first, last, place)),
        place=place,
        tense=_tense(scene, head, period),
    )


def _kind_of(scene: Scene, head: int, span: range) -> str:
    if not scene.tag(head).startswith("VB"):
        return _kinds("noun").get(scene.lemma(head), "meeting")
    lemma = scene.lemma(head)
    verb = _kinds("verb").get(f"{lemma} {scene.word(head + 1)}") or _kinds("verb").get(lemma, "")
    verb = (lemma in OPENING_VERBS and _opened(scene, span, head)) or verb
    loose = verb != "meeting"
    nouns = [kind for k in span if (kind := _noun_kind(scene, k, head, loose))]
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
    chained = chain_start(scene, head) < head
    finite = scene.tag(head) == "VBD" or (chained and scene.tag(head) in ("VBN", "VBG"))
    return verb or ("other" if finite else "")


def _opened(scene: Scene, span: range, verb: int) -> str:
    """What opens or ends, where it is a happening itself: "the summit was opened"."""
    kinds = [_noun_kind(scene, k, verb, False) for k in span if k < verb]
    return next((kind for kind in kinds if kind in (*GATHERINGS, "disaster")), "")


def _noun_kind(scene: Scene, k: int, verb: int, loose: bool) -> str:
    """The kind of happening that the verb's subject or object names; `loose`: any noun of it."""
    mention = scene.mention_at(k)
    near = loose or k < verb or scene.head(k) == verb or not scene.parsed
    if mention is not None and mention.kind == "meeting":
        return "meeting" if near or scene.head(k) >= k else ""
    noun = _kinds("noun").get(scene.lemma(k), "") if scene.tag(k).startswith("NN") else ""
    return noun if near else ""


def _participants(scene: Scene, first: int, last: int, place: Party | None) -> Iterator[Party]:
    seen: set[str] = set()
    for mention in scene.mentions:
        at, _ = scene.token_span(mention.start, mention.end)
        party = party_of(mention)
        if not first <= at < last or mention.kind not in GIVER_KINDS - {"programme", "fund"}:
            continue
        if (place and party.at == place.at) or party.entity_id in seen:
            continue
        seen.add(party.entity_id)
        yield party


def _tense(scene: Scene, head: int, period: Period) -> str:
    if not scene.tag(head).startswith("VB") and (verb := _governing(scene, head)) is not None:
        head = verb
    words = [scene.word(k) for k in range(chain_start(scene, head), head)]
    if any(word in PLANS for word in words):
        return "planned"
    perfect = any(word in ("has", "have") for word in words)
    if perfect and ("been" in words and scene.tag(head) == "VBG"):
        return "ongoing"
    since = bool(period.date_start) and not period.date_end
    present = scene.tag(head) in ("VBZ", "VBP")
    return "ongoing" if (perfect and since) or present or "are" in words else "done"


def _governing(scene: Scene, noun: int) -> int | None:
    """The verb that plans a happening: "will host the conference", "is to be held"."""
    above = scene.verb_above(noun, 4)
    if above is None:
        return None
    chain = range(chain_start(scene, above), above)
    return above if any(scene.word(at) in PLANS for at in chain) else None
