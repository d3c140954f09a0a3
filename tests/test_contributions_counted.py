"""What counts as a gift of its own, as annual reports tell it: ranks, totals, parts, years."""

from dataclasses import replace

import pytest
from gifts import gifts_of
from readings import EDITION

NORWAY = replace(EDITION, provider="NOR")
NOBODY = replace(EDITION, provider="")


def told(text, edition=NOBODY):
    """Giver, receivers and size of each gift, in order."""
    return [
        (gift.provider.iso3, [str(party) for party in gift.recipients], int(gift.amount.low))
        for gift in gifts_of(text, edition)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Malawi was the largest recipient of Norwegian aid with $6 million, followed by Niger"
        " with $4 million.",
        "The largest recipients of Norwegian aid were Malawi ($6 million) and Niger ($4 million).",
        "The top recipients of Norway's ODA were Malawi with $6 million and Niger with $4 million.",
        "Malawi received the most aid from Norway ($6 million), followed by Niger ($4 million).",
    ],
)
def test_each_receiver_of_a_list_has_its_sum(text):
    assert told(text) == [("NOR", ["Malawi"], 6_000_000), ("NOR", ["Niger"], 4_000_000)]


def test_a_list_without_a_giver_is_of_whose_report_it_is():
    text = "The largest recipients were Malawi (NOK 6 million) and Niger (NOK 4 million)."
    assert told(text, NORWAY) == [("NOR", ["Malawi"], 6_000_000), ("NOR", ["Niger"], 4_000_000)]
    assert told(text) == []


def test_what_the_largest_recipient_received():
    text = "Malawi was the largest recipient of aid from Norway, receiving $6 million in 2018."
    assert told(text) == [("NOR", ["Malawi"], 6_000_000)]


@pytest.mark.parametrize(
    "text",
    [
        "Malawi was the largest recipient of remittances from Norway with $6 million.",
        "Malawi was the largest recipient of Norwegian exports, with $6 million.",
    ],
)
def test_who_receives_what_is_no_aid(text):
    assert told(text) == []


def test_a_gift_beside_a_list_keeps_its_own_receiver():
    text = "Malawi is the largest recipient of Norwegian aid, and Sweden gave $6 million to Niger."
    assert told(text) == [("SWE", ["Niger"], 6_000_000)]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("In 2020, Norway provided NOK 9 billion in development aid.", "total"),
        ("Norway's ODA disbursements totalled NOK 9 billion in 2020.", "total"),
        ("In 2020, Norway provided NOK 9 billion in development aid to Mali.", ""),
        ("In 2020, Norway provided NOK 9 billion in development aid for schools.", ""),
        ("In 2020, Norway provided NOK 9 billion in emergency aid.", ""),
        ("Norway's development cooperation with Mali came to NOK 9 billion.", ""),
    ],
)
def test_all_that_a_donor_gave_is_no_gift_beside_the_others(text, counted):
    [gift] = gifts_of(text, NOBODY)
    assert gift.not_countable == counted
    assert [str(party) for party in gift.recipients] == (["Mali"] if "Mali" in text else [])


@pytest.mark.parametrize(
    ("after", "counted"),
    [
        ("This includes grants of $5 million and loans of $4 million.", ["", "part", "part"]),
        ("The package comprises a loan of $5 million.", ["", "part"]),
        ("Of this, $5 million went to schools.", ["", "part"]),
        ("The project includes $5 million from the EU.", ["", ""]),
        ("This includes a loan of $12 million.", ["", ""]),
    ],
)
def test_what_a_sum_includes_is_not_counted_beside_it(after, counted):
    gifts = gifts_of(f"Norway gave $9 million to Mali. {after}", NOBODY)
    assert [gift.not_countable for gift in gifts] == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Between 2015 and 2018 Norway gave $6 million to Mali.", "cumulative"),
        ("Norway will provide $6 million to Mali from 2019 to 2021.", ""),
        ("Norway gave Mali $6 million in the fiscal year 2018/19.", ""),
        ("From December 2013 to February 2014 Norway gave Mali $6 million.", ""),
    ],
)
def test_what_was_given_over_years_does_not_count_beside_one_year(text, counted):
    [gift] = gifts_of(text, NOBODY)
    assert (gift.not_countable, gift.cumulative) == (counted, bool(counted))
