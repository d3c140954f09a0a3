"""What the reader's probabilities say to people: percents, doubts by name, the queue's order."""

import json
from decimal import Decimal

import pytest

from pipeline.explain.probabilities import FIELDS, in_doubt, likely_columns, percent, row_percent
from pipeline.review.page.queue import ordered
from pipeline.review.page.state import REVIEWED
from pipeline.schema import TABLE


def read(row_id="1", reasons="", probability="0.74", cells=None, **shares):
    """A contribution of which the reader said so much; fields that are not named are sure."""
    row = dict.fromkeys((column.name for column in TABLE["contributions"].columns), "")
    told = {field: shares.get(field, 0.95) for field in FIELDS}
    row |= {"row_id": row_id, "probability": probability, "field_probabilities": json.dumps(told)}
    return row | {"reasons": reasons, "review_status": "unreviewed"} | (cells or {})


@pytest.mark.parametrize(
    ("share", "words"),
    [("0.92", "92 %"), ("0.07", "7 %"), ("1.00", "> 99 %"), ("0.00", "< 1 %"), ("0.5", "50 %")],
)
def test_a_probability_is_reported_in_percent_and_never_as_none_or_all(share, words):
    assert percent(Decimal(share)) == words


def test_a_row_that_a_person_added_has_no_probability():
    row = read(probability="", cells={"field_probabilities": ""})
    assert (row_percent(row), likely_columns(row), in_doubt(row)) == ("", {}, [])


def test_each_field_s_probability_is_that_of_the_column_that_holds_it():
    row = read(cells={"transaction_type_candidates": "2;3", "period_start": "2019-04-01"})
    held = ("provider", "recipients", "channels", "transaction_type_candidates", "period_start")
    assert tuple(likely_columns(row)) == held
    empty = ("provider", "recipients", "channels", "transaction_type", "period_text")
    assert tuple(likely_columns(read())) == empty


def test_what_a_person_corrected_is_theirs():
    assert "provider" not in likely_columns(read(), {"provider"})
    assert "transaction_type" not in likely_columns(read(), {"transaction_type_candidates"})


def test_a_field_is_in_doubt_below_80_percent_also_where_the_table_rounds_it_up():
    row = read(found=0.79, provider=0.8, period=0.8, reasons="provider_before;period_doubtful")
    assert in_doubt(row) == ["that it is a contribution (79 %)", "period (< 80 %)"]


# ---- the queue -------------------------------------------------------------------------------


def queue(*rows):
    tables = {table: {} for table in REVIEWED} | {"contributions": {r["row_id"]: r for r in rows}}
    return [item.key[1] for item in ordered(tables)]


def low(row_id, probability, amount="", currency="USD"):
    cells = {"high": amount, "currency": amount and currency, "confidence": "low"}
    return read(row_id, probability=probability, cells=cells)


def test_the_most_money_in_doubt_comes_first():
    assert queue(
        low("sure", "0.58", "9000000"),
        low("small", "0.10", "1000000"),
        low("both", "0.20", "8000000"),
    ) == ["both", "sure", "small"]


def test_amounts_count_against_the_largest_in_their_currency():
    assert queue(low("yen", "0.59", "1900000000", "JPY"), low("dollars", "0.1", "5000000")) == [
        "dollars",
        "yen",
    ]


def test_without_an_amount_the_most_doubtful_comes_first_after_those_with_one():
    rows = (low("a", "0.5"), low("b", "0.1"), low("c", "0.5"), low("usd", "0.59", "100"))
    assert queue(*rows) == ["usd", "b", "a", "c"]


def test_what_is_urgent_today_stays_first():
    flagged = read("flagged", probability="0.99", cells={"flags": "private_money"})
    assert queue(low("doubtful", "0.1", "9000000"), flagged) == ["flagged", "doubtful"]
