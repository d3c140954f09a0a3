"""Decisions that come by mail: a file that a report page saved, checked and merged once."""

import csv
import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions.imported import read_handed
from pipeline.decisions.journal import Decision
from pipeline.records.errors import BadInputError
from tests.helpers.commands import run_pipeline

ACCEPT = Decision("d1", "2026-01-02T03:04:05Z", "Aiko", "money", "abc", "accept")
ORIGIN = {"edition": "2019", "sources": {"a.txt": "f" * 64}, "decisions": 1}


def lines_of(*cells):
    return "".join(json.dumps(line) + "\n" for line in cells).encode()


@pytest.fixture
def saved(outputs_2019, tmp_path):
    """Write a file as the report of 2019 saves it; returns how to import it, and the journal."""
    rows = {name: rows_of(outputs_2019, name) for name in ("documents", "money")}
    sources = {row["source"]: row["sha256"] for row in rows["documents"]}
    path, reviews = tmp_path / "decisions-2019-Aiko.jsonl", tmp_path / "reviews"

    def save(*decisions, **origin):
        first = {"edition": "2019", "sources": sources, "decisions": len(decisions)} | origin
        path.write_bytes(lines_of(first, *map(asdict, decisions)))

    def take(*options):
        folders = ("--outputs", outputs_2019.parent, "--reviews", reviews)
        return run_pipeline("import-decisions", "2019", path, *folders, *options)

    return rows["money"], save, take, reviews / "2019.jsonl"


def rows_of(outputs, table):
    with (outputs / "6_reviewed" / f"{table}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def correction(row, field, after, reviewer="Aiko", **more):
    made = Decision(
        f"{reviewer}-{field}",
        "2026-01-02T03:04:05.123Z",
        reviewer,
        "money",
        row["row_id"],
        "correct",
    )
    told = {"field": field, "before": row[field], "after": after, "evidence": row["evidence"]}
    return replace(made, reason="wrong_value", **told | more)


def test_a_saved_file_comes_in_once(saved):
    rows, save, take, journal = saved
    save(correction(rows[0], "currency", "CAD"))
    shown = take("--dry")
    assert ("Aiko: 1 correct" in shown.stdout, journal.exists()) == (True, False), shown.stderr
    assert "1 decisions imported, 0 already there" in take().stdout
    kept = journal.read_bytes()
    assert "0 decisions imported, 1 already there" in take().stdout
    assert journal.read_bytes() == kept


def test_two_files_that_say_otherwise_give_a_dispute(saved):
    rows, save, take, _ = saved
    save(correction(rows[0], "currency", "CAD"))
    take()
    save(correction(rows[0], "currency", "AUD", "Ben"))
    done = take()
    assert f"reviewers disagree now: money {rows[0]['row_id']}" in done.stderr
    assert "1 decisions imported" in done.stdout


def test_a_file_that_takes_back_what_another_decided_is_reported(saved):
    rows, save, take, _ = saved
    first = correction(rows[0], "currency", "CAD")
    undo = replace(first, id="u1", reviewer="Eve", action="undo", field="", after=first.id)
    save(first, undo)
    assert f"Eve undoes what Aiko decided: money {rows[0]['row_id']}" in take("--dry").stderr


def test_a_row_that_says_otherwise_than_the_reviewer_saw_is_reported(saved):
    rows, save, take, _ = saved
    save(correction(rows[0], "currency", "CAD", before="CHF"))
    assert f"asked again: money {rows[0]['row_id']}, by Aiko" in take("--dry").stderr


@pytest.mark.parametrize(
    ("change", "origin", "says"),
    [
        ({}, {"edition": "2020"}, "made from the report of 2020, not 2019; name it with EDITION="),
        ({}, {"sources": {"a.txt": "0"}}, "made from another text (a.txt has another sha256)"),
        ({}, {"decisions": 2}, "2 decisions were saved, 1 are here; ask for the file again"),
        ({}, {"decisions": "2"}, "jsonl:1: does not say what the file was made from"),
        ({"after": "dollars"}, {}, "jsonl:2: money: currency 'dollars': write an ISO 4217 code"),
        ({"action": "agree"}, {}, "jsonl:2: action 'agree' is not known"),
        ({"field": "reviewer"}, {}, "jsonl:2: money: 'reviewer' is not a column"),
        ({"time": "1"}, {}, "jsonl:2: time '1' is not a time"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_line_and_changes_nothing(
    saved, change, origin, says
):
    rows, save, take, journal = saved
    save(replace(correction(rows[0], "currency", "CAD"), **change), **origin)
    done = take()
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    assert not journal.parent.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            lines_of(ORIGIN, asdict(ACCEPT))[:-20],
            "jsonl:2: incomplete line; ask for the file again",
        ),
        (b"\xff\xfe\x00", "jsonl:1: not a line of JSON"),
        (b'{"id":' * 100_000, "jsonl:1: "),
        (b"[" * 100_000, "jsonl:1: not a line of JSON"),
        (
            lines_of(ORIGIN, asdict(ACCEPT) | {"note": "\ud800"}),
            "jsonl:2: contains half a character",
        ),
        (lines_of(ORIGIN, ORIGIN), "jsonl:2: not a decision"),
        (lines_of(ORIGIN, *[{"id": "x"}] * 30), "jsonl: 10 more faults"),
    ],
)
def test_a_torn_or_hostile_file_is_reported_by_its_line(tmp_path, content, says):
    path = tmp_path / "theirs.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match="nothing is imported") as fault:
        read_handed(path)
    assert says in str(fault.value)


@given(st.binary(max_size=300), st.integers(0, 400))
def test_whatever_bytes_come_they_are_decisions_or_one_clear_fault(tmp_path_factory, more, cut):
    path = tmp_path_factory.mktemp("mail") / "theirs.jsonl"
    path.write_bytes((lines_of(ORIGIN, asdict(ACCEPT)) + more)[cut:])
    try:
        handed = read_handed(path)
    except BadInputError as fault:
        assert str(path) in str(fault)
    else:
        assert all(decision == ACCEPT for _, decision in handed.lines)


def test_a_file_of_an_excel_or_an_editor_with_a_mark_and_other_line_ends_is_read(tmp_path):
    path = tmp_path / "theirs.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + lines_of(ORIGIN, asdict(ACCEPT)).replace(b"\n", b"\r\n"))
    assert [number for number, _ in read_handed(path).lines] == [2]
