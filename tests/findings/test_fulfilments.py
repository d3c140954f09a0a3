"""Which payment fulfils which pledge: the words point back, and parties and size agree."""

import pytest

from tests.helpers.related import ties

PLEDGE = (
    "[Norway]{provider} pledged [$9 million]{amount 12} to [Mali]{recipient} for "
    "[schools]{purpose}."
)


@pytest.mark.parametrize(
    "text",
    [
        "[Norway]{provider} has paid [$3 million]{amount 3} of the [$9 "
        "million]{amount 12} it pledged.",
        "Of the [$9 million]{amount 12} pledged by [Norway]{provider}, [$3 "
        "million]{amount 3} has been paid.",
        "Of the [$9 million]{amount 12} that [Norway]{provider} promised, only "
        "[$3 million]{money share} "
        "was disbursed.",
    ],
)
def test_a_payment_in_the_sentence_of_its_pledge(monkeypatch, text):
    assert ties(monkeypatch, text) == [("fulfils", "$9 million", "$3 million")]


@pytest.mark.parametrize(
    ("payment", "type_"),
    [
        (
            "[It]{provider} has paid [$9 million]{amount 3}, as pledged, to [Mali]{recipient}.",
            "fulfils",
        ),
        (
            "[Norway]{provider} has paid [$4 million]{amount 3} of the aid that it had promised "
            "[Mali]{recipient}.",
            "fulfils",
        ),
        ("Of this commitment, [$4 million]{amount 3} has been paid.", "fulfils"),
        (
            "[Norway]{provider} paid [Mali]{recipient} a first tranche of [$4 million]{amount 3}.",
            "part_of",
        ),
    ],
)
def test_a_later_payment_whose_words_point_back(monkeypatch, payment, type_):
    [made] = ties(monkeypatch, f"{PLEDGE} {payment}")
    assert made[:2] == (type_, "$9 million")


@pytest.mark.parametrize(
    "payment",
    [
        "[Norway]{provider} has paid [$4 million]{amount 3} to [Mali]{recipient}.",
        "[Norway]{provider} has paid [Chad]{recipient} the [$4 million]{amount "
        "3} it pledged in 2018.",
        "[Sweden]{provider} has paid [Mali]{recipient} the [$4 million]{amount "
        "3} it pledged in 2018.",
        "[Norway]{provider} has paid [Mali]{recipient} the [$10 million]{amount "
        "3} it pledged in 2018.",
        "[Norway]{provider} has paid [Mali]{recipient} the [€4 million]{amount "
        "3} it pledged in 2018.",
    ],
)
def test_no_words_or_another_party_size_or_currency(monkeypatch, payment):
    assert ties(monkeypatch, PLEDGE, payment) == []


def test_two_pledges_that_fit_alike_are_tied_to_nothing(monkeypatch):
    again = (
        "[Norway]{provider} pledged [$8 million]{amount 12} to [Mali]{recipient} for "
        "[roads]{purpose}."
    )
    paid = "[Norway]{provider} paid [Mali]{recipient} the [$4 million]{amount 3} it had pledged."
    assert ties(monkeypatch, PLEDGE, again, paid) == []
    assert [made[0] for made in ties(monkeypatch, PLEDGE, paid)] == ["fulfils"]


def test_the_pledge_of_the_same_amount_comes_before_a_larger_one(monkeypatch):
    again = (
        "[Norway]{provider} pledged [$4 million]{amount 12} to [Mali]{recipient} for "
        "[roads]{purpose}."
    )
    paid = "[Norway]{provider} paid [Mali]{recipient} the [$4 million]{amount 3} it had pledged."
    assert ties(monkeypatch, PLEDGE, again, paid) == [("fulfils", "$4 million", "$4 million")]
