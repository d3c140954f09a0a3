"""Dated happenings: a meeting, a launch, an attack, a training under way since 2009.

The date's own grammar decides what happened: a noun of happening on which the date hangs ("the
Summit in June 2019"), else the verb above it.  Words are rows of vocab/event_words.csv.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.edition import Edition
from pipeline.givers import GIVER_KINDS, party_of
from pipeline.model import Basis, Bearer, Event, Party, Period, Phrase, Reading
from pipeline.parties import marker_of
from pipeline.scene import Scene, scenes_of
from pipeline.verbs import chain_start, flows
from pipeline.vocab import read_vocab

LONGEST = 28  # words of a happening's phrase
GIVING = ("give", "fund", "help", "receive")
ENDS = frozenset((";", ":", "which", "where", "while", "whereas", "but", "making", "—"))
VENUES = ("country", "place", "region", "facility")


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
            event = _event(scene, period)
            if event and (event.what.start, event.what.end) not in seen:
                seen.add((event.what.start, event.what.end))
                yield event


def _event(scene: Scene, period: Period) -> Event | None:
    if not (period.date_start or period.date_end or period.recurrence):
        return None
    at = scene.token_span(period.start, period.end)[0]
    if scene.mention_at(at):
        return None  # a year inside a name
    noun = _noun_of(scene, at)
    if noun is not None:
        return _built(scene, period, noun, _noun_phrase(scene, noun))
    verb = _verb_of(scene, at)
    if verb is None or _is_gift(scene, verb):
        return None
    return _built(scene, period, verb, _verb_phrase(scene, verb))


def _noun_of(scene: Scene, at: int) -> int | None:
    """The noun of happening on which a date hangs: "the Summit in June 2019"."""
    k = at - 1
    while k >= 0 and scene.word(k) in ("in", "on", "of", "the", "during", "from", "since", "at"):
        k -= 1
    mention = scene.mention_at(k) if k >= 0 else None
    if mention and mention.kind == "meeting":
        return k
    if _kinds("noun").get(scene.lemma(k)) and scene.tag(k).startswith("NN") and k != at - 1:
        return k
    return None


def _noun_phrase(scene: Scene, noun: int) -> Phrase:
    mention = scene.mention_at(noun)
    if mention:
        return Phrase(mention.text, mention.start, mention.end)
    first = noun
    while first > 0 and scene.tag(first - 1).startswith(("JJ", "NN", "CD", "HYPH", "POS", "VBG")):
        first -= 1
    return scene.phrase(first, noun + 1)


def _verb_of(scene: Scene, at: int) -> int | None:
    """The verb above a date in the tree; without a tree, the nearest one."""
    if scene.tokens[at].dep_:
        k = at
        for _ in range(10):
            above = scene.head(k)
            if above == k or scene.tag(k).startswith("VB"):
                break
            k = above
        return k if scene.tag(k).startswith("VB") else None
    verbs = [k for k in range(len(scene.tokens)) if scene.tag(k) in ("VBD", "VBN", "VBG", "VBZ")]
    return min(verbs, key=lambda k: (abs(k - at), k), default=None)


def _is_gift(scene: Scene, verb: int) -> bool:
    """A sum or a thing given is a contribution, not an event again."""
    if _kinds("verb").get(scene.lemma(verb)):
        return False
    return any(flow.act in GIVING for flow in flows("verb").get(scene.lemma(verb), ()))


def _verb_phrase(scene: Scene, verb: int) -> Phrase:
    """Subject and verb with what follows, to the end of its clause."""
    first = _subject_start(scene, verb)
    last = verb + 1
    for k in range(verb + 1, min(len(scene.tokens), first + LONGEST)):
        if (
            scene.word(k) in ENDS
            or scene.word(k) == "."
            or (scene.word(k) == "," and not _is_list(scene, k))
        ):
            break
        last = k + 1
    return scene.phrase(first, last)


def _subject_start(scene: Scene, verb: int) -> int:
    for child in scene.tokens[verb].children:
        if child.dep_ in ("nsubj", "nsubjpass") and scene.index(child) >= 0:
            edge = scene.index(child.left_edge)
            head = scene.index(child)
            return edge if edge >= 0 and head - edge < 15 else head
    if any(token.dep_ for token in scene.tokens):
        return chain_start(scene, verb)
    start = chain_start(scene, verb)
    for mention in reversed(scene.mentions):
        first, last = scene.token_span(mention.start, mention.end)
        if last <= start:
            return first
    return start


def _is_list(scene: Scene, k: int) -> bool:
    return scene.tag(k + 1).startswith(("NN", "JJ")) and scene.tag(k - 1).startswith("NN")


def _built(scene: Scene, period: Period, head: int, what: Phrase) -> Event | None:
    first, last = scene.token_span(what.start, what.end)
    kind = _kind_of(scene, head, range(first, last))
    if not kind:
        return None
    place = _place(scene, head)
    parsed = bool(scene.tokens[head].dep_)
    return Event(
        bearer=Bearer(scene.block_id, what.start, what.end),
        sentence=scene.span,
        basis=Basis(
            "verb_of_date" if scene.tag(head).startswith("VB") else "noun_of_date",
            "high" if parsed and kind != "other" else "medium",
            () if parsed else ("unparsed",),
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
    verb = _kinds("verb").get(scene.lemma(head), "")
    if verb in ("meeting", "launch", "operation", ""):
        for k in span:
            mention = scene.mention_at(k)
            noun = _kinds("noun").get(scene.lemma(k)) if scene.tag(k).startswith("NN") else None
            if verb != "launch" and (noun or (mention and mention.kind == "meeting")):
                return noun or "meeting"
    return verb or ("other" if scene.tag(head) in ("VBD", "VBN") else "")


def _place(scene: Scene, head: int) -> Party | None:
    """The place that "in" or "at" names, the nearest to the happening."""
    found = []
    for mention in scene.mentions:
        first, _ = scene.token_span(mention.start, mention.end)
        if mention.kind in VENUES and marker_of(scene, first).word in ("in", "at", "near", "off"):
            found.append((abs(first - head), mention))
    if not found:
        return None
    return party_of(scene, min(found, key=lambda pair: pair[0])[1])


def _participants(scene: Scene, first: int, last: int, place: Party | None) -> Iterator[Party]:
    for mention in scene.mentions:
        at, _ = scene.token_span(mention.start, mention.end)
        party = party_of(scene, mention)
        if not first <= at < last or mention.kind not in GIVER_KINDS - {"programme", "fund"}:
            continue
        if place and party.at == place.at:
            continue
        yield party


def _tense(scene: Scene, head: int, period: Period) -> str:
    words = [scene.word(k) for k in range(chain_start(scene, head), head)]
    if any(word in ("will", "shall", "to") for word in words):
        return "planned"
    perfect = any(word in ("has", "have") for word in words)
    if perfect and ("been" in words and scene.tag(head) == "VBG"):
        return "ongoing"
    since = not period.date_end and period.granularity == "open"
    present = scene.tag(head) in ("VBZ", "VBP")
    return "ongoing" if (perfect and since) or present or "are" in words else "done"
