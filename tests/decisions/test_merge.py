"""Decisions from elsewhere: each is taken once, in order, and only if all are valid."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions.journal import Decision, append_decisions, read_journal
from pipeline.review.merging import merge_decisions
from tests.helpers.commands import run_pipeline

PLACE = {
    "source": "a.txt",
    "block_id": "b1",
    "raw_start": "3",
    "raw_end": "5",
    "evidence": "It: $7",
}
FIRST = Decision("d1", "2026-01-02T03:04:05Z", "Aiko", "money", "abc", "accept")
CORRECT = replace(FIRST, id="d2", action="correct", field="currency", before="USD", after="AUD")
LOW = replace(CORRECT, field="low", before="5")
SPANS = replace(CORRECT, field="field_spans", before="")
UNDO = replace(FIRST, id="d3", reviewer="Ben", action="undo", after="d1")
ADD = replace(FIRST, id="d4", action="add", row_id="new", after=json.dumps({**PLACE, "low": "7"}))
SPLIT = Decision("d6", "2026-01-02T03:04:05Z", "Aiko", "entities", "e1", "split", after="{}")
ROWS = {
    "entities": {},
    "money": {"abc": {"row_id": "abc", "low": "5", "high": "5", "currency": "USD"}},
}


def merged(incoming, journal=()):
    return merge_decisions(list(enumerate(incoming, start=1)), list(journal), ROWS)


def test_what_is_new_comes_in_in_its_order():
    merge = merged([FIRST, CORRECT, UNDO, ADD], [CORRECT])
    assert merge.new == (FIRST, UNDO, ADD)
    assert (merge.taken, merge.gone, merge.refusals) == (1, (), ())
    assert merge.lines() == ["Aiko: 1 accept", "Aiko: 1 add", "Ben: 1 undo"]


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_whatever_comes_in_nothing_is_taken_twice_and_order_is_kept(here, there):
    journal = [replace(FIRST, id=f"d{n}") for n in dict.fromkeys(here)]
    incoming = [replace(FIRST, id=f"d{n}") for n in there]
    merge = merged(incoming, journal)
    assert list(merge.new) == [d for d in dict.fromkeys(incoming) if d not in journal]
    assert len(merge.new) + merge.taken == len(incoming)
    again = merged(incoming, [*journal, *merge.new])
    assert (again.new, again.taken) == ((), len(incoming))


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (replace(FIRST, note="other"), "the journal has a different decision under this id"),
        (replace(UNDO, after="d9"), "it undoes 'd9', which is missing"),
        (replace(CORRECT, field="row_id"), "money: 'row_id' is not a column"),
        (replace(LOW, after="much"), "low 'much': write a number in digits"),
        (replace(CORRECT, after="DOLLARS"), "write an ISO 4217 code"),
        (
            replace(CORRECT, field="low", before="5", after="6"),
            "low '6' is above high '5'; correct one",
        ),
        (replace(SPANS, after="{"), "field_spans is not a JSON object"),
        (replace(SPANS, after='{"low":[]}'), "'low' has no spans"),
        (replace(SPANS, after='{"low":[[9,"x"]]}'), "are not [start, end]"),
        (replace(SPANS, after='{"low":[[9,9]]}'), "are not [start, end]"),
        (replace(ADD, after="[]"), "the row to add is not a JSON object"),
        (replace(ADD, after='{"low":7}'), "the row to add has a value that is not text"),
        (replace(ADD, after=json.dumps({**PLACE, "qualifier": "about"})), "qualifier 'about'"),
        (replace(ADD, after=json.dumps({**PLACE, "raw_end": "2"})), "raw_start 3 is not before"),
        (
            replace(ADD, after=json.dumps({**PLACE, "reviewer": "Eve"})),
            "'reviewer' is not a column",
        ),
        (replace(ADD, after='{"low":"7"}'), "source is missing"),
        (replace(ADD, row_id="abc"), "row_id 'abc' belongs to another row"),
        (replace(FIRST, id="d5", time="yesterday"), "time 'yesterday' is not a time"),
        (replace(FIRST, id="d5", reviewer="A\u202eB"), "reviewer is not a name"),
        (replace(FIRST, id="d 5"), "id or row_id was not made by this program"),
        (replace(SPLIT, after='{"entity_id":"x"}'), "needs the new entity_id and its mentions"),
        (
            replace(SPLIT, after='{"entity_id":"x","mentions":[3]}'),
            "a mention is not a JSON object",
        ),
        (replace(SPLIT, action="merge", before='{"from":3}'), "an entity of before is not a JSON"),
    ],
)
def test_what_is_not_valid_is_refused_with_its_place(decision, says):
    [(line, refusal)] = merged([decision], [FIRST]).refusals
    assert (line, says in refusal) == (1, True), refusal


def test_decisions_about_rows_that_are_gone_are_kept_and_reported():
    merge = merged([replace(FIRST, row_id="gone"), replace(FIRST, id="d5")])
    assert len(merge.new) == 2
    assert [decision.row_id for decision in merge.gone] == ["gone"]


def test_a_correction_of_a_row_that_the_file_adds_is_about_a_row():
    merge = merged([ADD, replace(CORRECT, row_id="new")])
    assert merge.gone == ()


def test_the_command_merges_a_colleague_s_journal_once(outputs_2019, tmp_path):
    row_id = (outputs_2019 / "5_tables/money.csv").read_text().splitlines()[1].split(",")[0]
    theirs = tmp_path / "theirs.jsonl"
    append_decisions(theirs, [replace(FIRST, row_id=row_id)])
    append_decisions(theirs, [replace(UNDO, row_id=row_id)])
    reviews = tmp_path / "reviews"
    command = ("import-decisions", "2019", theirs, "--outputs", outputs_2019.parent)
    shown = run_pipeline(*command, "--reviews", reviews, "--dry")
    assert "Aiko: 1 accept" in shown.stdout
    assert not reviews.exists()
    done = run_pipeline(*command, "--reviews", reviews)
    assert "2 decisions imported, 0 already there" in done.stdout
    again = run_pipeline(*command, "--reviews", reviews)
    assert "0 decisions imported, 2 already there" in again.stdout
    assert read_journal(reviews / "2019.jsonl").decisions == read_journal(theirs).decisions


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([{**asdict(FIRST), "row_id": "ffff"}], "it has no row of 2019; name the edition"),
        ([{**asdict(UNDO)}], "it undoes 'd1', which is missing"),
        ([{"id": "d1"}], "theirs.jsonl:1: time is missing"),
    ],
)
def test_a_file_that_does_not_fit_gives_its_fault_and_changes_nothing(
    outputs_2019, tmp_path, lines, says
):
    theirs = tmp_path / "theirs.jsonl"
    theirs.write_text("".join(json.dumps(line) + "\n" for line in lines))
    folders = ("--outputs", outputs_2019.parent, "--reviews", tmp_path / "reviews")
    done = run_pipeline("import-decisions", "2019", theirs, *folders)
    assert done.returncode == 2
    assert says in done.stderr
    assert not (tmp_path / "reviews").exists()
