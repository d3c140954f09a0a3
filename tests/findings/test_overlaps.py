"""Amounts that may overlap without the text saying so."""

import pytest

from tests.helpers.related import ties

HEALTH = (
    "[Norway]{provider} gave [NOK 100 million]{amount 3} for [health]{purpose} in "
    "[Malawi]{recipient}."
)
VACCINES = (
    "[Norway]{provider} gave [NOK 30 million]{amount 3} to [UNICEF]{channel} for "
    "[vaccines]{purpose} "
    "in [Malawi]{recipient}."
)


def test_a_smaller_amount_for_a_purpose_inside_a_larger_one(monkeypatch):
    expected = [("overlap_unknown", "NOK 100 million", "NOK 30 million")]
    assert ties(monkeypatch, HEALTH, VACCINES) == expected
    assert ties(monkeypatch, VACCINES, HEALTH) == expected


@pytest.mark.parametrize(
    "other",
    [
        VACCINES.replace("Malawi", "Kenya"),
        VACCINES.replace("Norway", "Sweden"),
        VACCINES.replace("NOK", "SEK"),
        VACCINES.replace("vaccines", "roads"),
        VACCINES.replace("gave", "also gave"),
        VACCINES.replace("amount 3", "amount 12"),
        VACCINES.replace("NOK 30", "NOK 300"),
    ],
)
def test_what_is_of_another_kind_is_tied_to_nothing(monkeypatch, other):
    assert ties(monkeypatch, HEALTH, other) == []


def test_a_round_amount_with_less_detail_stays_and_is_tied(monkeypatch):
    first = (
        "[Norway]{provider} gave [$5 million]{amount 3} to [Kenya]{recipient} for [roads]{purpose}."
    )
    second = "[Norway]{provider} gave [$5 million]{amount 3} for [rural roads]{purpose}."
    assert ties(monkeypatch, first, second) == [("overlap_unknown", "$5 million", "$5 million")]


def test_a_hundred_separate_grants_to_one_country_are_not_tied(monkeypatch):
    grants = [
        f"[Norway]{{provider}} gave [NOK {number} million]{{amount 3}} to [UNICEF]{{channel}} for "
        "[vaccines]{purpose} in [Malawi]{recipient}."
        for number in range(1, 41)
    ]
    assert ties(monkeypatch, *grants) == []
    assert len(ties(monkeypatch, HEALTH, *grants)) <= 2
