"""Goods and people that a contribution consists of: "provided 200 tents and 50 generators".

They are the counts (stage 4) that stand where the object of the contribution's verb stands: after
an active verb or a noun of giving, before a passive verb; a list goes on over "and" and commas.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.clauses.verbs import flows
from pipeline.records.facts import Goods, Phrase, Reading
from pipeline.records.numbers import Count
from pipeline.records.text import Span

ACTS = ("give", "send", "make", "contribution", "handing", "receive")
KINDS = ("count", "measure")
NOT_GOODS = ("contribution", "aid", "sum", "project")  # "two loans", "three projects"
TIMES = ("hour", "day", "week", "month", "year", "time")
GROUP = r"(?:a|an|the|its|their)\s+(?:total|team|group|shipment|consignment|batch)\s+of"
NAME = r"(?:the\s+)?[A-Z][\w’'-]*(?:\s+(?:of\s+|and\s+|the\s+)*[A-Z][\w’'-]*){0,5}"
PREPOSITION = r"\b(?:to|for|in|from|by|at|on|with|that|which|who)\b"
# between a verb and its object: "sent a team of 12 doctors", "provided Kenya with 40 ambulances"
TO_OBJECT = re.compile(rf"\s*(?:(?:{GROUP}|with|of|over)\s+)?|\s+{NAME}\s+(?:with\s+)?")
INCLUDED = re.compile(r"[^.;:()]*\b(?:including|consisting of|comprising)\s+", re.IGNORECASE)
# between two items of a list: " and ", " of rice and ", ", blankets and "
IN_LIST = re.compile(
    rf"\s*(?:of\s+[\w-]+)?\s*(?:,|and|as well as|plus|along with)(?:(?!{PREPOSITION})[^.;:()])*",
    re.IGNORECASE,
)
# between a subject and its passive verb: "three boats were donated"
PASSIVE = re.compile(
    r"(?:\s+of\s+[\w-]+)?\s+(?:(?:was|were|is|are|been|being|has|have|will|be|also)\s+)+"
)
MOST_BETWEEN = 60  # characters between two items of a list


def goods_of(reading: Reading, act: Phrase | None, until: int) -> tuple[Goods, ...]:
    """What is counted as the object of a verb or noun of giving, in reading order.

    `act` is the verb ("sent"), the noun ("donation"), or behind a light verb the things themselves
    ("provided 200 [tents]"); `until` is where the next contribution of the block begins.
    """
    if act is None:
        return ()
    text = reading.block.text.text
    start, end = next((s for s in reading.sentences if s[0] <= act.start < s[1]), (0, len(text)))
    counts = [count for count in reading.counts if start <= count.start < min(end, until)]
    return tuple(_goods(text, count) for count in _listed(text, act, counts))


def _listed(text: str, act: Phrase, counts: Sequence[Count]) -> list[Count]:
    own = next((c for c in counts if c.start < act.end and act.start < c.end), None)
    if own is not None:
        return list(_list_from(text, own.start, [c for c in counts if c.start >= own.start]))
    if not _may_give(act.text):
        return []
    after = list(_list_from(text, act.end, [c for c in counts if c.start >= act.end]))
    return after or [
        c for c in counts if _is_thing(c) and PASSIVE.fullmatch(text[c.end : act.start])
    ]


@cache
def _may_give(words: str) -> bool:
    """Whether a word of giving hands over things, not money, help or training alone."""
    known = [*flows("verb").items(), *flows("noun").items()]
    acts = {flow.act for word, rows in known if _is_form(words.lower(), word) for flow in rows}
    return bool(acts.intersection(ACTS))


def _is_form(words: str, lemma: str) -> bool:
    """ "provided" of "provide", "handed over" of "hand over"."""
    first, stem = words.split(maxsplit=1)[0], lemma.split(maxsplit=1)[0]
    return first.startswith(stem.removesuffix("e")) and len(first) - len(stem) <= 4


def _list_from(text: str, start: int, counts: Sequence[Count]) -> Iterator[Count]:
    """The counts of one list that begins at the object of a verb."""
    at, begun = start, False
    for count in counts:
        between = text[at : count.start]
        if not (_goes_on(between) if begun else _begins(between) and _is_thing(count)):
            return
        if _is_thing(count):
            yield count
        at, begun = count.end, True


def _begins(between: str) -> bool:
    return bool(TO_OBJECT.fullmatch(between) or INCLUDED.fullmatch(between))


def _goes_on(between: str) -> bool:
    return len(between) <= MOST_BETWEEN and IN_LIST.fullmatch(between) is not None


def _is_thing(count: Count) -> bool:
    """Goods or people, neither money nor help, training or time."""
    noun = count.unit.lower()
    single = noun.removesuffix("s")
    known = [flow for word in {noun, single} for flow in flows("noun").get(word, ())]
    return (
        count.kind in KINDS
        and count.value is not None
        and bool(noun)
        and single not in TIMES
        and not any(flow.act in NOT_GOODS or flow.modality == "training" for flow in known)
    )


def _goods(text: str, count: Count) -> Goods:
    return Goods(
        at=Phrase(text[count.start : count.end], count.start, count.end),
        value=count.value,
        value_at=_phrase(text, count.spans.get("value", ())),
        unit=count.unit,
        unit_at=_phrase(text, count.spans.get("unit", ())),
    )


def _phrase(text: str, spans: Sequence[Span]) -> Phrase | None:
    return Phrase(text[slice(*spans[0])], *spans[0]) if spans else None
