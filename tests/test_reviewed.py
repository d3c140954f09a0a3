"""What people decided, applied to the tables of a rerun."""

from dataclasses import replace

import pandas as pd

from pipeline.decisions import Decision
from pipeline.reviewed import review, seen
from pipeline.schema import TABLE, TABLES

MONEY = TABLE["money"]
ROW = {column.name: "" for column in MONEY.columns} | {
    "row_id": "abc",
    "text": "$5 million",
    "low": "5000000",
    "high": "5000000",
    "currency": "USD",
    "evidence": "It gave $5 million.",
    "review_status": "unreviewed",
}
ACCEPT = Decision("d1", "2026-01-02T03:04:05Z", "Aiko", "money", "abc", "accept", note="yes")
ACCEPT = replace(ACCEPT, before=seen(ROW, MONEY))
CORRECT = replace(
    ACCEPT, id="d2", action="correct", field="currency", before="USD", after="AUD", note=""
)


def tables(*rows):
    empty = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype=str) for t in TABLES}
    return empty | {"money": pd.DataFrame(rows, dtype=str)}


def judged(rows, *decisions):
    made, fates = review(tables(*rows), decisions)
    return made["money"].to_dict("records"), fates["fate"].tolist()


def test_an_accepted_row_says_who_and_when():
    [row], fates = judged([ROW], ACCEPT)
    assert (row["review_status"], row["reviewer"], row["review_note"]) == (
        "accepted",
        "Aiko",
        "yes",
    )
    assert row["reviewed_at"] == "2026-01-02T03:04:05Z"
    assert fates == ["same"]


def test_a_correction_changes_its_cell_and_no_other():
    [row], fates = judged([ROW], CORRECT)
    assert (row["currency"], row["review_status"]) == ("AUD", "corrected")
    assert {name for name in ROW if row[name] != ROW[name]} == {
        "currency",
        "review_status",
        "reviewer",
        "reviewed_at",
    }
    assert fates == ["same"]


def test_a_correction_that_the_rules_have_learned_still_stands():
    [row], fates = judged([ROW | {"currency": "AUD"}], CORRECT)
    assert (row["currency"], row["review_status"], fates) == ("AUD", "corrected", ["same"])


def test_a_rejected_row_stays_rejected():
    [row], _ = judged([ROW], replace(ACCEPT, action="reject", reason="not_aid"))
    assert row["review_status"] == "rejected"


def test_a_row_that_says_otherwise_now_is_asked_again():
    [row], fates = judged([ROW | {"low": "6000000"}], ACCEPT)
    assert (row["review_status"], row["low"], fates) == ("lapsed", "6000000", ["changed"])


def test_a_decision_whose_row_is_gone_is_told():
    rows, fates = judged([ROW | {"row_id": "other"}], ACCEPT)
    assert fates == ["gone"]
    assert rows[0]["review_status"] == "unreviewed"


def test_a_row_that_a_person_added_is_there():
    added = replace(ACCEPT, action="add", row_id="new", after='{"text":"$7","currency":"USD"}')
    rows, fates = judged([ROW], added)
    assert rows[1]["row_id"] == "new"
    assert (rows[1]["text"], rows[1]["review_status"], rows[1]["low"]) == ("$7", "added", "")
    assert fates == ["same"]


def test_nothing_missed_in_a_sentence_holds_while_the_sentence_stands():
    nothing = replace(ACCEPT, action="nothing", row_id="none", evidence="It gave on.")
    block = {"row_id": "b", "text": "It met. It gave on. It left."}
    made = tables(ROW) | {"blocks": pd.DataFrame([block])}
    assert review(made, [nothing])[1]["fate"].tolist() == ["same"]
    assert review(tables(ROW), [nothing])[1]["fate"].tolist() == ["gone"]
