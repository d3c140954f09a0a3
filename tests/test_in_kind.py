"""Gifts told by what a donor does in a country, without a sum, goods or a word of giving."""

import pytest
from gifts import gifts_of
from readings import EDITION


@pytest.mark.parametrize(
    ("text", "provider", "recipient"),
    [
        ("Norway assisted Fiji in drafting its laws.", "Norway", "Fiji"),
        ("Norway is supporting the construction of 12 schools in Chad.", "Norway", "Chad"),
        ("Norad has been implementing a health project in Laos since 2018.", "Norad", "Laos"),
        ("Norad carries out the “Project for Better Harvests” in Ghana.", "Norad", "Ghana"),
    ],
)
def test_help_is_told_by_its_deed(text, provider, recipient):
    [gift] = gifts_of(text, EDITION)
    giver = gift.provider
    assert provider in (giver.name, giver.at.text)
    assert recipient in {word for party in gift.recipients for word in (party.name, party.at.text)}
    assert gift.basis.reasons[0] == "told_by_deed"
    assert gift.basis.confidence != "high"


@pytest.mark.parametrize(
    "text",
    [
        "Kenya assisted Uganda in drafting its laws.",  # no donor
        "Norway supports the construction of a new tunnel.",  # for nobody named
        "Norway supports Fiji as a member of the Council.",
        "Norway supported the development of trade with Sweden in Germany.",
        "The storm helped Fiji to forget the drought.",
        "Norway should assist Fiji in drafting its laws.",
    ],
)
def test_other_deeds_are_no_gifts(text):
    assert gifts_of(text, EDITION) == []


def test_beside_a_gift_the_deed_is_what_the_gift_is_for():
    [gift] = gifts_of("Norway gave Fiji $2 million and assisted Fiji in drafting laws.", EDITION)
    assert gift.amount is not None
