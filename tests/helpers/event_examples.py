"""Reads the examples of events, and states what the rules find in the same form."""

from pipeline.findings.events import find_events
from pipeline.records.facts import Event
from tests.helpers.number_examples import Example, Stated, read_examples
from tests.helpers.readings import EDITION, reading_of


def event_examples() -> list[Example]:
    return read_examples("events.txt")


def event_words(event: Event) -> str:
    """Kind, date, tense, country."""
    place = event.place.iso3 if event.place and event.place.iso3 else "-"
    return f"{event.kind} {event.period.edtf} {event.tense} {place}"


def found_events(example: Example) -> tuple[Stated, ...]:
    """The events of a text; a span is that of the marked word that its words hold, else its own."""
    found = []
    for event in find_events([reading_of(example.text)], EDITION):
        start, end = event.what.start, event.what.end
        marks = [stated[:2] for stated in example.wanted if start <= stated[0] and stated[1] <= end]
        found.append((*(marks[0] if marks else (start, end)), event_words(event)))
    return tuple(found)
