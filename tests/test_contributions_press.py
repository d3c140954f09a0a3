"""Gifts as the press tells them, in texts that are no donor's own report."""

from dataclasses import replace

import pytest
from gifts import gifts_of
from readings import EDITION

PRESS = replace(EDITION, provider="")


def give(text):
    """The first gift with a sum of a text."""
    return next(gift for gift in gifts_of(text, PRESS) if gift.amount)


@pytest.mark.parametrize(
    "text",
    [
        "The Norwegian Minister for Trade, Aid and Climate, Ann Lind, gave $4 million to Chad.",
        "Norway's Minister for Foreign Affairs, Climate and Trade gave $4 million to Chad.",
        "Norway helps. The money is on top of the $4 million that the Government gave Chad.",
        "Norway's Federal Government met. In all, $4 million will be provided to Chad.",
        "The Norwegian government met. In all, $4 million will be provided to Chad.",
        "Norway has reacted. The additional $4 million will be used by Oxfam in Chad.",
        "The aid that Norway has given to Chad amounted to $4 million.",
    ],
)
def test_the_country_behind_a_sum_of_the_press(text):
    assert str(give(text).provider) == "Norway"


def test_where_a_minister_is_gives_nothing():
    assert (
        give("In Kenya, Minister Ann Lind announced a grant of $4 million to Chad.").provider
        is None
    )


@pytest.mark.parametrize(
    "board",
    ["The ADB board of directors", "The board of executive directors of the ADB", "ADB's board"],
)
def test_a_board_in_small_letters_is_its_bank_s(board):
    gift = give(f"{board} approved $4 million for Chad.")
    assert str(gift.provider) == "Asian Development Bank"


def test_a_bank_known_by_its_letters_alone_is_the_bank():
    gifts = gifts_of(
        "ADB lent $3 million to Fiji. The bank approved $4 million for Samoa.", EDITION
    )
    assert {str(gift.provider) for gift in gifts} == {"Asian Development Bank"}


@pytest.mark.parametrize("bodies", ["Austrian NGOs", "Austrian aid organisations"])
def test_the_charities_of_a_donor_pass_its_aid_on(bodies):
    gift = give(f"Austria gave $4 million to {bodies} in Chad.")
    assert [str(party) for party in gift.channels] == [bodies]
    assert [str(party) for party in gift.recipients] == ["Chad"]


def test_the_organisations_of_a_country_that_gives_no_aid_pass_none_on_by_that_name():
    assert give("Austria gave $4 million to Kenyan organisations in Turkana.").channels == ()
