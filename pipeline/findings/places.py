"""Where an event took place: the country or place that its words name."""

from dataclasses import replace

from pipeline.clauses.countries import iso3_of
from pipeline.clauses.governing import is_subject, marker_of
from pipeline.clauses.parties import party_of
from pipeline.clauses.sentence import ParsedSentence
from pipeline.records.facts import Party
from pipeline.records.names import Mention

VENUES = ("country", "place", "region", "facility")
STRIKING = ("visit", "disaster", "attack")  # kinds whose verb takes a place as its object
MOVING = frozenset(
    ("dispatch", "send", "deploy", "withdraw", "return", "travel", "arrive", "fly", "go", "come")
)


def venue_of(parsed: ParsedSentence, head: int, kind: str) -> Party | None:
    """The place of an event: what "in" names, where it moves to, what it visits or strikes."""
    return _place(parsed, head) or (_object(parsed, head) if kind in STRIKING else None)


def _place(parsed: ParsedSentence, head: int) -> Party | None:
    """The place that "in" or "at" names, the nearest to the event."""
    found = []
    moves = parsed.lemma(head) in MOVING
    for mention in parsed.mentions:
        first, last = parsed.token_span(mention.start, mention.end)
        if is_subject(parsed, first, last):
            continue
        markers = ("in", "at", "near", "off", *(("to", "from") if moves else ()))
        if mention.kind in VENUES and marker_of(parsed, first).word in markers:
            found.append((abs(first - head), mention))
    if not found:
        return None
    place = min(found, key=lambda pair: pair[0])[1]
    party = party_of(place)
    return party if party.iso3 else replace(party, iso3=_country_after(parsed, place))


def _country_after(parsed: ParsedSentence, place: Mention) -> str:
    """ "in Elmina and Accra, Ghana": the country that closes a row of places."""
    text, at = parsed.reading.block.text.text, place.end
    for other in parsed.mentions:
        if other.start < at:
            continue
        if text[at : other.start] not in (", ", " and ", ", and "):
            return ""
        if other.kind == "country":
            return iso3_of(other)
        at = other.end
    return ""


def _object(parsed: ParsedSentence, verb: int) -> Party | None:
    """ "visited Jordan", "hit Lombok, Indonesia": what the verb has as its object."""
    for mention in parsed.mentions:
        first, _ = parsed.token_span(mention.start, mention.end)
        if mention.kind in VENUES and verb < first <= verb + 3:
            party = party_of(mention)
            return party if party.iso3 else replace(party, iso3=_country_after(parsed, mention))
    return None
