"""Gifts told as a list under a sentence, or under a line that only opens it."""

import pytest
from readings import EDITION, readings_of

from pipeline.checks import check_totals, find_relations
from pipeline.contributions import find_contributions


def told(*texts):
    """(giver, receivers and channels, sum, why it is not counted) of each gift."""
    return [
        (
            gift.provider.name,
            [party.name for party in (*gift.recipients, *gift.channels)],
            f"{gift.amount.low} {gift.amount.currency}" if gift.amount else "",
            gift.not_countable,
        )
        for gift in find_contributions(readings_of(*texts), EDITION)
    ]


def test_items_of_a_list_take_their_giver_from_the_sentence_above():
    readings = readings_of(
        "On 3 March 2021, Norway decided to extend emergency aid of $10 million to Malawi through:",
        "(1) United Nations Children's Fund (UNICEF): $4 million (for water and sanitation)",
        "(2) Tents worth 6 million dollars",
        "The storm did $50 million of damage.",
    )
    told = [
        (
            gift.provider.name,
            [party.name for party in (*gift.recipients, *gift.channels)],
            gift.purpose and gift.purpose.text,
            str(gift.amount.low),
            gift.not_countable,
        )
        for gift in find_contributions(readings, EDITION)
    ]
    unicef = "United Nations Children's Fund"
    assert told == [
        ("Norway", ["Malawi"], None, "10000000", ""),
        ("Norway", ["Malawi", unicef], "water and sanitation", "4000000", "part"),
        ("Norway", ["Malawi"], "Tents", "6000000", "part"),
    ]


def test_a_list_that_no_giver_opens_gives_nothing():
    readings = readings_of("The costs are as follows:", "(1) Roads: $4 million", "(2) $2 million")
    assert find_contributions(readings, EDITION) == []


def test_a_line_that_opens_a_breakdown_leaves_it_the_gift_before():
    assert told(
        "Sweden gave 9 million US dollars to Mali and Niger in 2020.",
        "Peace is the aim of all this.",
        "(Reference) Breakdown of the aid (USD)",
        "1. Mali",
        "World Food Programme (WFP): 6.5 million",
        "2. Niger",
        "WFP: 2,500,000",
        "Total: 9 million",
    ) == [
        ("Sweden", ["Mali", "Niger"], "9000000 USD", ""),
        ("Sweden", ["Mali", "World Food Programme"], "6500000 USD", "part"),
        ("Sweden", ["Niger", "World Food Programme"], "2500000 USD", "part"),
    ]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Nepal: €4 million", "Nepal"),
        ("UNICEF – €4 million", "United Nations Children's Fund"),
        ("Save the Children (€4 million)", "Save the Children"),
        ("€4 million to Laos", "Lao People's Democratic Republic"),
    ],
)
@pytest.mark.parametrize("title", ["Support by country", "Amount of aid for each organisation"])
def test_lines_under_it_need_no_mark(title, line, named):
    gift = told("Finland gave €9 million to Asia.", title, line)[1]
    assert named in gift[1]
    assert gift[2:] == ("4000000 EUR", "part")


def test_what_stands_between_the_name_and_the_sum_is_the_purpose():
    readings = readings_of(
        "Malta gave $3 million to Chad.", "Breakdown of the grant", "IOM: new wells (USD 1 million)"
    )
    assert find_contributions(readings, EDITION)[1].purpose.text == "new wells"


@pytest.mark.parametrize(
    "texts",
    [
        ("Italy gave $9 million to Kenya.", "Breakdown of costs", "Kenya: $5 million"),
        ("Italy gave $9 million to Kenya.", "The rains came early.", "Kenya: $5 million"),
        ("The rains came early.", "Breakdown by country", "Kenya: $5 million"),
        ("Italy gave $9 million to Kenya.", "Breakdown by country", "Kenya lost $5 million."),
    ],
)
def test_other_lines_with_a_sum_are_no_gifts(texts):
    assert len(told(*texts)) == ("Italy" in texts[0])


@pytest.mark.parametrize(
    ("last", "verdict"), [("WFP: $4 million", "exact"), ("WFP: $0.4 million", "inconsistent")]
)
def test_a_breakdown_is_added_up(last, verdict):
    readings = readings_of(
        "Norway gave $9.5 million to Mali.", "Breakdown by agency", "UNICEF: $5.5 million", last
    )
    relations = find_relations(readings, find_contributions(readings, EDITION))
    assert [check.verdict for check in check_totals(readings, relations)] == [verdict]


def test_a_record_of_a_donor_lists_its_aid():
    given = find_contributions(
        readings_of(
            "Norway's record in FY2018 is as follows:",
            "Loan aid (ODA loans): NOK 4 million (to one country)",
            "Grant aid: NOK 3 million (to 28 countries)",
            "Technical cooperation: NOK 2 million",
            "Costs: NOK 1 million",
        ),
        EDITION,
    )
    assert [(str(gift.provider), gift.modality, gift.period.text) for gift in given] == [
        ("Norway", "loan", "FY2018"),
        ("Norway", "money", "FY2018"),
        ("Norway", "technical_cooperation", "FY2018"),
    ]


def test_a_line_of_nobody_s_aid_lists_none():
    assert told("The record of the harvest is as follows:", "Maize: $4 million") == []
    assert told("Norway's exports are as follows:", "Fish: $4 million") == []
