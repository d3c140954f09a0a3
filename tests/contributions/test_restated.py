"""Which rows are one contribution stated again, and which only may be."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contributions.restated import marked_duplicates, similarity_of
from pipeline.records.facts import Basis, Bearer, Contribution, Party, Phrase
from pipeline.records.numbers import Amount, Period

KENYA = Party("Kenya", "kenya", None, "KEN")
FIVE = Amount(5, 15, "$5 million", Decimal(5_000_000), Decimal(5_000_000), "USD")


def row(block="b0", start=5, **fields):
    made = Contribution(
        bearer=Bearer(block, start, start + 10),
        sentence=(0, 40),
        basis=Basis("reader_amount"),
        provider=Party("Norway", "norway", None, "NOR"),
        recipients=(KENYA,),
        amount=FIVE,
    )
    return replace(made, **fields)


def reasons(*rows):
    return [found.not_countable for found in marked_duplicates(rows)]


def test_the_same_again_points_to_the_first():
    first, second = marked_duplicates([row("b0"), row("b1")])
    assert (first.duplicate_of, second.duplicate_of) == (None, first.bearer)
    assert second.not_countable == "duplicate"


@pytest.mark.parametrize(
    "other",
    [
        {"provider": Party("Sweden", "sweden", None, "SWE")},
        {"recipients": (Party("Chad", "chad", None, "TCD"),)},
        {"amount": replace(FIVE, currency="EUR")},
        {"amount": replace(FIVE, low=Decimal(4_000_000))},
        {"amount": None},
        {"provider": None},
        {"not_countable": "cancelled"},
        {"not_countable": "not_provided"},
    ],
)
def test_anything_else_is_another_contribution(other):
    assert "duplicate" not in reasons(row("b0"), row("b1", **other))


def test_the_order_in_which_recipients_are_named_does_not_matter():
    chad = Party("Chad", "chad", None, "TCD")
    both = [row("b0", recipients=(KENYA, chad)), row("b1", recipients=(chad, KENYA))]
    assert reasons(*both) == ["", "duplicate"]


def test_two_of_one_size_in_one_sentence_are_two():
    assert reasons(row(start=5), row(start=25)) == ["", ""]
    assert reasons(row(start=5), row(start=45, sentence=(40, 80))) == ["", "duplicate"]


# ---- with different detail -------------------------------------------------------------------

UNICEF = Party("UNICEF", "united-nations-childrens-fund")
CHAD = Party("Chad", "chad", None, "TCD")
ASEAN = Party("Association of Southeast Asian Nations", "asean")
LAOS = Party("Laos", "laos", None, "LAO")
ODD = replace(FIVE, low=Decimal(5_270_000), high=Decimal(5_270_000))
YEAR_2018 = Period(0, 4, "2018", "2018-01-01", "2018-12-31", "2018", "year")
YEAR_2019 = Period(0, 4, "2019", "2019-01-01", "2019-12-31", "2019", "year")


def similarity(one, other):
    return similarity_of(row("b0", **one), row("b1", **other), {})


SCHOOLS = Phrase("schools in the north", 20, 40)
FOR_SCHOOLS = Phrase("northern schools", 20, 36)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"recipients": ()}),
        ({"channels": (UNICEF,)}, {}),
        ({"recipients": (KENYA, CHAD)}, {}),
        ({"recipients": (ASEAN,)}, {"recipients": (LAOS,)}),
        ({"recipients": (), "channels": (UNICEF,)}, {}),
    ],
)
def test_a_specific_amount_with_less_detail_is_the_same_and_a_round_one_only_perhaps(one, other):
    one, other = {"purpose": SCHOOLS, **one}, {"purpose": FOR_SCHOOLS, **other}
    assert similarity({"amount": ODD, **one}, {"amount": ODD, **other}) == "same"
    assert similarity(one, other) == "perhaps"
    assert similarity(other, one) == "perhaps"


def test_of_another_purpose_and_without_a_common_party_it_is_another():
    roads = Phrase("roads", 20, 25)
    bare = {"purpose": roads, "recipients": ()}
    assert similarity({"purpose": SCHOOLS}, bare) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"recipients": (CHAD,)}),
        ({"channels": (UNICEF,)}, {"channels": (Party("WFP", "wfp"),)}),
        ({"recipients": (ASEAN,)}, {"recipients": (CHAD,)}),
        ({"period": YEAR_2018}, {"period": YEAR_2019}),
    ],
)
def test_what_contradicts_is_another_contribution(one, other):
    assert similarity({"amount": ODD, **one}, {"amount": ODD, **other}) == ""


def test_a_missing_time_may_be_any():
    assert similarity({"period": YEAR_2018}, {}) == "exact"


def test_a_row_that_fits_two_contributions_is_tied_to_neither():
    rows = [
        row("b0", amount=ODD),
        row("b1", amount=ODD, recipients=(CHAD,)),
        row("b2", amount=ODD, recipients=()),
    ]
    assert reasons(*rows) == ["", "", ""]


def test_a_row_is_not_tied_to_a_group_that_it_contradicts():
    rows = [
        row("b0", amount=ODD, recipients=()),
        row("b1", amount=ODD),
        row("b2", amount=ODD, recipients=(CHAD,)),
    ]
    assert reasons(*rows) == ["", "duplicate", ""]


def test_a_payment_of_what_was_pledged_is_not_the_pledge_stated_again():
    pledge = row("b0", transaction_types=("12",))
    words = Phrase("it pledged", 30, 40)
    payment = row("b1", transaction_types=("3",), pledge_words=words)
    assert reasons(pledge, payment) == ["", ""]
    assert reasons(pledge, replace(payment, pledge_words=None)) == ["", "duplicate"]


ROWS = st.builds(
    row,
    st.sampled_from(["b0", "b1", "b2", "b3"]),
    st.integers(0, 50),
    recipients=st.sampled_from([(), (KENYA,), (CHAD,), (KENYA, CHAD)]),
    channels=st.sampled_from([(), (UNICEF,)]),
    period=st.sampled_from([None, YEAR_2018, YEAR_2019]),
    amount=st.sampled_from([FIVE, ODD]),
)


@given(st.lists(ROWS, max_size=9, unique_by=lambda made: made.bearer))
def test_a_duplicate_points_to_an_earlier_row_that_is_none(rows):
    marked = marked_duplicates(rows)
    assert [made.bearer for made in marked] == [made.bearer for made in rows]
    firsts: set[Bearer] = set()
    for made in marked:
        assert made.duplicate_of is None or made.duplicate_of in firsts
        firsts |= {made.bearer} if made.duplicate_of is None else set()
