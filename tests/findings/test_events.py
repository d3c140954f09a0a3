"""Events with their dates, one sentence in."""

import pytest

from pipeline.findings.events import find_events
from tests.helpers.event_examples import event_examples, found_events
from tests.helpers.readings import EDITION, reading_of


def events_in(text: str):
    return find_events([reading_of(text)], EDITION)


@pytest.mark.parametrize(
    ("text", "what", "kind", "tense"),
    [
        (
            "The 3rd Cybercrime Dialogue was held in Brunei in January 2019.",
            "The 3rd Cybercrime Dialogue was held in Brunei in January 2019",
            "meeting",
            "done",
        ),
        (
            "Japan has been conducting anti-piracy operations since 2009.",
            "Japan has been conducting anti-piracy operations since 2009",
            "operation",
            "ongoing",
        ),
        (
            "In April 2015, an earthquake struck Nepal.",
            "an earthquake struck Nepal",
            "disaster",
            "done",
        ),
        (
            "In May 2017, there was a terrorist attack in Kabul.",
            "terrorist attack",
            "attack",
            "done",
        ),
        (
            "The ministry will publish its report in March 2020.",
            "The ministry will publish its report in March 2020",
            "publication",
            "planned",
        ),
    ],
)
def test_what_happens_on_a_date_is_an_event(text, what, kind, tense):
    [event] = events_in(text)
    assert (event.what.text, event.kind, event.tense) == (what, kind, tense)


@pytest.mark.parametrize(
    "text",
    [
        "Norway gave $2 million to Kenya in 2018.",
        "The 2014 Action Plan is important.",
        "Piracy is a threat to shipping.",
    ],
)
def test_a_contribution_or_a_year_in_a_name_is_no_event(text):
    assert events_in(text) == []


def test_a_date_on_a_meeting_names_the_meeting():
    [event] = events_in("At the summit in June 2019, leaders agreed on a statement.")
    assert (event.what.text, event.kind) == ("summit", "meeting")


def test_an_event_knows_its_place():
    [event] = events_in("The Mekong Forum was held in Thailand in July 2018.")
    assert event.place.iso3 == "THA"


def test_a_row_of_places_is_closed_by_its_country():
    [event] = events_in("The Mekong Forum was held in Zorbay and Hanoi, Viet Nam in July 2018.")
    assert event.place.iso3 == "VNM"


def test_a_date_with_its_comma_says_nothing_of_the_place():
    [event] = events_in("In April 2018, Rwanda's first satellite was released from the station.")
    assert event.place is None


@pytest.mark.parametrize("kind", ["first", "second", "third"])
def test_our_examples_are_read_as_marked(kind):
    examples = [example for example in event_examples() if example.kind == kind]
    marked = [(example.text, row) for example in examples for row in example.wanted]
    found = {(example.text, row) for example in examples for row in found_events(example)}
    assert len(found.intersection(marked)) >= 0.9 * len(marked)


def test_what_a_disaster_strikes_is_its_place():
    [event] = events_in("An earthquake hit Lombok, Indonesia, in August 2018.")
    assert event.place and event.place.iso3 == "IDN"


def test_a_team_that_is_sent_somewhere_is_there():
    [event] = events_in("A team was dispatched to Mozambique in March 2019.")
    assert event.place and event.place.iso3 == "MOZ"


def test_a_meeting_that_will_be_hosted_is_planned():
    [event] = events_in("Japan will host the next Tokyo conference in 2022.")
    assert event.tense == "planned"
