"""What became of each pledge and commitment, in its edition and the next."""

import json
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compare.pledges import track_pledges
from pipeline.compare.signals import find_signals
from pipeline.compare.totals import compare_totals
from pipeline.schema import TABLE

TYPES = {"pledged": "12", "committed": "2", "disbursed": "3"}


def contribution(row_id, status, millions, **cells):
    value = str(int(millions * 1_000_000))
    texts = {"pledged": "will provide", "committed": "has agreed", "disbursed": "paid"}
    return {
        "row_id": row_id,
        "edition": "2020",
        "block_id": f"b{row_id}",
        "source": "a.txt",
        "raw_start": "0",
        "provider": "Norway",
        "provider_id": "norway",
        "provider_type": "10",
        "recipients": "Malawi",
        "recipient_ids": "malawi",
        "purpose": "rural schools",
        "status": status,
        "transaction_type": TYPES.get(status, "3"),
        "countable": "true",
        "low": value,
        "high": value,
        "currency": "NOK",
        "qualifier": "exact",
        "money_id": f"m{row_id}",
        "evidence": f"Norway {texts.get(status, status)} NOK {millions} million to Malawi.",
        **cells,
    }


def tables(*contributions, relations=(), money=(), edition="2020"):
    rows = {name: [] for name in TABLE}
    rows["documents"] = [{"year": edition}]
    rows["contributions"] = [{**row, "edition": edition} for row in contributions]
    rows["money_relations"], rows["money"] = list(relations), list(money)
    return {
        name: pd.DataFrame(rows[name], columns=[c.name for c in table.columns]).fillna("")
        for name, table in TABLE.items()
    }


def tracked(before, after=(), relations=()):
    after = tables(*after, edition="2021")
    return list(track_pledges(tables(*before, relations=relations), after))


def states(*arguments, **more):
    return [
        (row["state"], row["open_low"], row["open_high"]) for row in tracked(*arguments, **more)
    ]


FIVE = contribution("1", "pledged", 5)


@pytest.mark.parametrize(
    ("later", "state", "still_open"),
    [
        ([], "not_mentioned_again", "5000000"),
        ([contribution("2", "disbursed", 5)], "fulfilled", "0"),
        ([contribution("2", "disbursed", 2)], "partly_fulfilled", "3000000"),
        ([contribution("2", "committed", 5)], "open", "5000000"),
        ([contribution("2", "suspended", 5)], "cancelled", "5000000"),
        ([contribution("2", "disbursed", 6)], "not_mentioned_again", "5000000"),
        ([contribution("2", "disbursed", 5, currency="SEK")], "not_mentioned_again", "5000000"),
        (
            [contribution("2", "disbursed", 5, provider_id="sweden")],
            "not_mentioned_again",
            "5000000",
        ),
        (
            [contribution("2", "disbursed", 5, recipient_ids="chad")],
            "not_mentioned_again",
            "5000000",
        ),
        ([contribution("2", "disbursed", 2, purpose="roads")], "not_mentioned_again", "5000000"),
    ],
)
def test_what_the_later_edition_says(later, state, still_open):
    assert states([FIVE], later) == [(state, still_open, still_open)]


def test_payments_add_up_and_are_quoted():
    paid = [contribution("2", "disbursed", 2), contribution("3", "disbursed", 3)]
    [row] = tracked([FIVE], paid)
    assert (row["state"], row["followed_row_ids"]) == ("fulfilled", "2;3")
    assert (row["followed_editions"], row["followed_amounts"]) == (
        "2021;2021",
        "NOK 2000000;NOK 3000000",
    )
    assert json.loads(row["followed_evidence"])[0] == "Norway paid NOK 2 million to Malawi."


def test_a_payment_of_its_own_edition_is_named_by_a_relation():
    relation = {"row_id": "r", "whole": "m1", "part": "m2", "type": "fulfils"}
    rows = [FIVE, contribution("2", "disbursed", 4)]
    assert states(rows, relations=[relation]) == [("partly_fulfilled", "1000000", "1000000")]
    assert states(rows) == [("not_mentioned_again", "5000000", "5000000")]


def test_a_new_pledge_of_the_later_edition_is_open():
    roads = contribution("2", "pledged", 8, recipients="Chad", recipient_ids="chad")
    assert [(row["edition"], row["state"]) for row in tracked([FIVE], [roads])] == [
        ("2020", "not_mentioned_again"),
        ("2021", "open"),
    ]


def test_a_pledge_stated_again_is_one_row():
    assert states([FIVE], [FIVE]) == [("open", "5000000", "5000000")]


AMOUNTS = st.lists(st.integers(1, 9), max_size=5)


@given(AMOUNTS, AMOUNTS)
@settings(deadline=None, max_examples=50)
def test_each_payment_counts_for_one_pledge_and_no_pledge_is_open_for_more_than_it_is(owed, paid):
    pledges = [contribution(f"p{n}", "pledged", size) for n, size in enumerate(owed)]
    payments = [contribution(f"d{n}", "disbursed", size) for n, size in enumerate(paid)]
    rows = tracked(pledges, payments)
    followed = [row_id for row in rows for row_id in row["followed_row_ids"].split(";") if row_id]
    assert len(rows) == len(pledges)
    assert len(followed) == len(set(followed)) <= len(payments)
    for row in rows:
        assert 0 <= Decimal(row["open_low"]) <= Decimal(row["pledged_low"])


# ---- faults of one edition beside the next ---------------------------------------------------


def signals(before, after):
    return [
        (row["kind"], row["from_row_id"])
        for row in find_signals(before, tables(*after, edition="2021"), last_day="2021-12-31")
    ]


def test_a_promise_is_not_mentioned_by_a_like_sentence_about_another_country():
    kenya = {"recipients": "Kenya", "recipient_ids": "kenya"}
    like = contribution("2", "disbursed", 8, evidence=FIVE["evidence"] + " So it was.", **kenya)
    assert signals(tables(FIVE), [like]) == [("commitment_not_told", "1")]


def test_a_promise_that_was_paid_is_mentioned():
    assert signals(tables(FIVE), [contribution("2", "disbursed", 3)]) == []


def test_a_changed_number_names_the_row_that_holds_it():
    def edition(second):
        evidence = f"It gave $3 million to Chad and ${second} million to Mali."
        made = [
            {"row_id": f"{n}", "block_id": "b", "evidence": evidence, "text": f"${size} million"}
            for n, size in enumerate(("3", second))
        ]
        return tables(money=made)

    found = list(find_signals(edition("5"), edition("6"), last_day="2021-12-31"))
    assert [(row["from_row_id"], row["from_value"], row["to_value"]) for row in found] == [
        ("1", "5", "6")
    ]


def test_what_is_repeated_word_for_word_did_not_change():
    row = contribution("1", "disbursed", 5, qualifier="approximately")
    money = {"row_id": "m1", "text": "about NOK 5 million", "low": row["low"], "high": row["high"]}
    both = [tables(row, money=[{**money, "currency": "NOK"}], edition=e) for e in ("2020", "2021")]
    found = [cells for cells in compare_totals(*both, {}) if cells["by"] == "recipients"]
    assert [(c["from_low"], c["from_high"]) for c in found] == [("4500000", "5500000")]
    assert [(c["difference_low"], c["difference_high"]) for c in found] == [("0", "0")]
