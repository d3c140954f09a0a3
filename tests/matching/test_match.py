"""Contributions looked up in a second source: what matches, what nearly does, what is kept."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions.journal import Decision
from pipeline.matching import match
from pipeline.matching.records import Money, Party, Record
from pipeline.reviewed.rows import seen
from pipeline.schema import MATCHES, TABLE

EMPTY = {
    name: dict.fromkeys((column.name for column in TABLE[name].columns), "")
    for name in ("contributions", "money")
}
ROW = EMPTY["contributions"] | {
    "row_id": "c1",
    "provider": "Norway",
    "provider_id": "norway",
    "recipients": "Kenya",
    "recipient_ids": "kenya",
    "recipient_iso3": "KEN",
    "channels": "UNDP",
    "channel_ids": "united-nations-development-programme",
    "purpose": "wells for villages",
    "purpose_codes": "14030",
    "transaction_type": "3",
    "low": "3400000",
    "high": "3400000",
    "currency": "NOK",
    "qualifier": "exact",
    "money_id": "m1",
    "period_start": "2021-01-01",
    "period_end": "2021-12-31",
    "review_status": "unreviewed",
    "evidence": "Norway gave NOK 3.4 million to Kenya for wells.",
}
PRINTED = {"row_id": "m1", "text": "NOK 3.4 million", "low": "3400000", "high": "3400000"}
RECORD = Record(
    "R1",
    (Party("Norway", "8", "dac"),),
    (Party("Kenya", "248", "dac"),),
    (Party("UNDP", "41114", "channel"),),
    "3",
    (Money(Decimal(3_400_000), "NOK"),),
    date(2021, 1, 1),
    date(2021, 12, 31),
    "Wells for coastal villages",
    ("14030",),
)


def looked_up(records, *rows, decisions=(), relations=()):
    """The rows of the look-up of contributions, each with the amount NOK 3.4 million."""
    printed = [EMPTY["money"] | PRINTED | {"currency": "NOK"}]
    tables = {"contributions": rows or (ROW,), "money": printed, "money_relations": relations}
    return match(tables, records, "crs", decisions).rows


def outcome(*records, **changes):
    """Outcome and explanation of the best record of one contribution, with some cells changed."""
    [row, *_] = looked_up(records, ROW | changes)
    return row["outcome"], row["why"]


def paid(value, currency="NOK", **changes):
    return replace(RECORD, amounts=(Money(Decimal(value), currency),), **changes)


# ---- one contribution and one record ----------------------------------------------------------


def test_a_record_that_says_the_same_is_a_match_and_shows_both_sides():
    [row] = looked_up([RECORD])
    assert (row["outcome"], row["score"], row["why"]) == ("match", "1.00", "")
    assert (row["contribution_id"], row["amount"]) == ("c1", "NOK 3.4 million")
    assert (row["record_id"], row["record_provider"], row["record_amount"]) == (
        "R1",
        "Norway",
        "3400000",
    )
    assert row["evidence"] == ROW["evidence"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3360000", "match"),  # NOK 3.4 million is 3.35 to 3.45 million
        ("3449999", "match"),
        ("3480000", "near"),  # cut off instead of rounded
        ("3600000", "none"),
    ],
)
def test_an_amount_agrees_within_what_its_digits_allow(value, expected):
    assert outcome(paid(value))[0] == expected


def test_an_amount_converted_by_the_source_is_near():
    both = (Money(Decimal(3_400_000), "NOK"), Money(Decimal(405_000), "USD", is_converted=True))
    dollars = {"currency": "USD", "low": "400000", "high": "400000"}
    record = replace(RECORD, amounts=both)
    assert outcome(record, **dollars) == ("near", "The source converted the amount to USD.")
    assert outcome(record)[0] == "match", "in the currency of the original"
    assert outcome(record, currency="EUR")[0] == "none"


def test_an_open_amount_is_near_what_is_a_little_more():
    over = {"high": "", "qualifier": "over"}
    assert outcome(paid("3400000"), **over)[0] == "match"
    assert outcome(paid("3900000"), **over) == ("near", "The report says 'over'.")
    assert outcome(paid("9000000"), **over)[0] == "none"
    assert outcome(paid("3000000"), low="", qualifier="up_to")[0] == "near"
    assert outcome(paid("300000"), low="", qualifier="up_to")[0] == "none"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2021, 5, 1), date(2021, 5, 1), "match"),
        (date(2022, 2, 1), date(2022, 2, 1), "near"),
        (date(2020, 1, 1), date(2020, 12, 31), "near"),
        (date(2018, 1, 1), date(2018, 12, 31), "none"),
        (None, None, "near"),
    ],
)
def test_an_adjacent_year_is_near_and_any_other_rules_a_record_out(start, end, expected):
    assert outcome(replace(RECORD, start=start, end=end))[0] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"providers": (Party("Denmark", "3", "dac"),)}, "none"),
        ({"providers": (Party("", "XM-DAC-8-1", "iati"),)}, "match"),  # an agency of Norway
        ({"providers": (Party("Norway, Government of"),)}, "match"),
        ({"recipients": (Party("Uganda", "285", "dac"),)}, "none"),
        ({"recipients": ()}, "near"),
        ({"recipients": (Party("Developing countries, unspecified", "998", "dac"),)}, "near"),
        ({"recipients": (Party("South of Sahara, regional", "289", "dac"),)}, "near"),
        ({"channels": (Party("UNICEF"),)}, "near"),
        ({"channels": (Party("United Nations Development Programme (UNDP)"),)}, "match"),
        ({"transaction_type": "12"}, "near"),
        ({"purposes": ("21020",), "title": "Roads"}, "match"),  # lowers the score alone
    ],
)
def test_parties_are_compared_as_entities_and_a_difference_makes_it_near(change, expected):
    assert outcome(replace(RECORD, **change))[0] == expected


def test_what_differs_is_named_and_explained():
    record = replace(RECORD, transaction_type="2", channels=(Party("UNICEF"),))
    [row] = looked_up([record])
    assert row["differs"] == "channel;transaction_type"
    assert row["agrees"] == "provider;amount;date;recipient;purpose"
    assert row["score"] == "0.85"
    assert row["why"] == (
        "The channels are not named alike. The source reports it as 2 – Outgoing Commitment."
    )


def test_a_match_that_only_the_amount_supports_says_so():
    bare = {"recipients": "", "recipient_ids": "", "channels": "", "channel_ids": ""}
    row = ROW | bare | {"purpose": "", "purpose_codes": ""}
    [found] = looked_up([replace(RECORD, recipients=())], row)
    assert (found["outcome"], found["confidence"]) == ("match", "low")
    assert found["why"] == "No recipient, channel or purpose confirms it."


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"low": "", "high": ""}, "The row states no amount."),
        ({"provider": "", "provider_id": ""}, "The row names no provider."),
        ({"not_countable_reason": "rate"}, "The amount is a rate, such as one per year."),
    ],
)
def test_a_row_that_cannot_be_compared_says_why(change, why):
    assert outcome(RECORD, **change) == ("not_comparable", why)


def test_a_rejected_contribution_is_not_looked_up():
    assert looked_up([RECORD], ROW | {"review_status": "rejected"}) == ()


# ---- several ----------------------------------------------------------------------------------


def test_the_best_record_comes_first_and_at_most_three_are_kept():
    worse = [replace(RECORD, record_id=f"R{n}", transaction_type="2") for n in range(5, 9)]
    rows = looked_up([*worse, RECORD])
    assert [row["record_id"] for row in rows] == ["R1", "R5", "R6"]
    assert [row["candidate"] for row in rows] == ["1", "2", "3"]


def test_a_record_that_fits_a_repetition_or_a_component_says_so():
    again = ROW | {"row_id": "c2", "duplicate_of": "c1"}
    [first, second] = looked_up([RECORD], ROW, again)
    assert (first["shared_with"], second["shared_with"]) == ("c2", "c1")
    assert first["why"] == "The record also fits a row that states the same contribution again."
    total = ROW | {"row_id": "c3", "money_id": "m3"}
    relation = {"whole": "m3", "part": "m1", "type": "part_of", "review_status": "unreviewed"}
    [first, _] = looked_up([RECORD], ROW, total, relations=[relation])
    assert first["why"] == "The record also fits a component or the total of this amount."


AMOUNTS = st.decimals(1, 10**12, places=2, allow_nan=False)
CONTRIBUTIONS = st.builds(
    lambda country, to, amount, year, kind, n: (
        ROW
        | {
            "row_id": f"c{n}",
            "provider": country,
            "provider_id": country.lower(),
            "recipients": to,
            "recipient_ids": to.lower(),
            "low": f"{amount:f}",
            "high": f"{amount:f}",
            "money_id": "",
            "transaction_type": kind,
            "period_start": f"{year}-01-01" if year else "",
            "period_end": f"{year}-12-31" if year else "",
        }
    ),
    st.sampled_from(("Norway", "Japan", "Chad")),
    st.sampled_from(("Kenya", "Uganda", "")),
    AMOUNTS,
    st.sampled_from((2019, 2021, None)),
    st.sampled_from(("2", "3", "12")),
    st.integers(0, 10**6),
)
ROWS = st.lists(CONTRIBUTIONS, max_size=6, unique_by=lambda row: row["row_id"])


def record_of(row):
    """A record that states what a contribution says."""
    year = row["period_start"][:4]
    return replace(
        RECORD,
        record_id=f"of {row['row_id']}",
        providers=(Party(row["provider"]),),
        recipients=(Party(row["recipients"]),) if row["recipients"] else (),
        transaction_type=row["transaction_type"],
        amounts=(Money(Decimal(row["low"]), row["currency"]),),
        start=date(int(year), 1, 1) if year else None,
        end=date(int(year), 12, 31) if year else None,
    )


@given(ROWS)
def test_a_source_made_from_the_contributions_matches_each_of_them(rows):
    made = looked_up([record_of(row) for row in rows], *rows) if rows else ()
    best = {row["contribution_id"]: row for row in made if row["candidate"] == "1"}
    assert {row["outcome"] for row in best.values()} <= {"match"}
    assert set(best) == {row["row_id"] for row in rows}


@given(ROWS.filter(bool), st.data())
def test_the_order_of_the_records_changes_nothing(rows, data):
    records = [record_of(row) for row in rows] * 2
    records += [replace(one, record_id="other", title="x") for one in records]
    shuffled = data.draw(st.permutations(records))
    assert looked_up(records, *rows) == looked_up(shuffled, *rows)


# ---- decisions --------------------------------------------------------------------------------


def decided(row, action, **more):
    """A decision of a person who sees the row."""
    before = seen(row, MATCHES)
    key = (MATCHES.name, row["row_id"])
    return Decision("d1", "2026-01-31T12:00:00Z", "Ada", *key, action, before=before, **more)


def test_a_rejected_pair_stays_rejected_and_the_next_record_is_the_best():
    other = replace(RECORD, record_id="R2", transaction_type="2")
    wrong = looked_up([RECORD, other])[0]
    rows = looked_up([RECORD, other], decisions=[decided(wrong, "reject", reason="wrong_value")])
    assert [(row["record_id"], row["candidate"]) for row in rows] == [("R2", "1"), ("R1", "2")]
    assert rows[1]["review_status"] == "rejected"


def test_an_accepted_pair_stays_however_many_better_records_come():
    poor = replace(RECORD, record_id="A", channels=(Party("UNICEF"),), transaction_type="2")
    accept = decided(looked_up([poor])[0], "accept")
    better = [replace(RECORD, record_id=f"R{n}") for n in range(100)]
    rows = looked_up([*better, poor], decisions=[accept])
    assert (rows[0]["record_id"], rows[0]["review_status"]) == ("A", "accepted")
    assert len(rows) == 4


def test_an_accepted_pair_counts_as_found_and_a_rejected_one_as_not():
    tables = {"contributions": [ROW], "money": [], "money_relations": []}
    near = replace(RECORD, transaction_type="2")
    [row] = match(tables, [near], "crs").rows
    for action, expected in (("accept", "match"), ("reject", "none")):
        made = [decided(row, action, reason="wrong_value" if action == "reject" else "")]
        found = match(tables, [near], "crs", made)
        assert found.by_provider()["Norway"][expected] == 1
        assert found.fates == {"same": 1}


def test_a_decision_about_a_contribution_that_has_changed_lapses():
    accept = decided(looked_up([RECORD])[0], "accept")
    [row] = looked_up([RECORD], ROW | {"recipients": "Kenya;Chad"}, decisions=[accept])
    assert row["review_status"] == "lapsed"


def test_a_decision_about_a_record_that_is_gone_touches_no_other():
    accept = decided(looked_up([RECORD])[0], "accept")
    tables = {"contributions": [ROW], "money": [], "money_relations": []}
    found = match(tables, [replace(RECORD, record_id="R2")], "crs", [accept])
    assert [row["review_status"] for row in found.rows] == ["unreviewed"]
    assert found.fates == {"gone": 1}
    assert json.loads(accept.before)["record_source"] == "crs"
