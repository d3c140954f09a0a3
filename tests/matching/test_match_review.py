"""Matches are reviewed like other rows: by a file of decisions and by a workbook, for ever."""

import json
import shutil
from dataclasses import asdict, replace

import pytest

from pipeline.decisions.journal import Decision, append_decisions, read_journal
from pipeline.records.errors import BadInputError
from pipeline.reviewed.rows import seen
from pipeline.schema import MATCHES
from pipeline.storage.files import read_rows
from tests.helpers.commands import run_pipeline

HEADER = "Year|DonorCode|DonorName|CrsID|RecipientCode|RecipientName|USD_Disbursement|ProjectTitle"


@pytest.fixture(scope="module")
def looked_up(outputs_2019, tmp_path_factory):
    """2019 looked up in a CRS file made from its own amounts; outputs, reviews, the file."""
    folder = tmp_path_factory.mktemp("match")
    outputs_2019 = shutil.copytree(outputs_2019, folder / "outputs" / "2019")
    rows = [r for r in read_rows(outputs_2019 / "6_reviewed" / "contributions.csv") if r["low"]]
    lines = [f"2019|701|Japan|X{n}|998||{int(r['low']) / 1e6}|T" for n, r in enumerate(rows)]
    source = folder / "own.txt"
    source.write_text("\n".join((HEADER, *lines)))
    run = run_match(outputs_2019, folder / "reviews", source)
    assert run.returncode == 0, run.stderr
    return outputs_2019, folder / "reviews", source


def run_match(outputs, reviews, source):
    folders = ("--outputs", outputs.parent, "--reviews", reviews)
    return run_pipeline("match", "2019", source, *folders)


def rows_of(outputs):
    return read_rows(outputs / "match" / "own.csv")


def accepting(row, action="accept"):
    before = seen(row, MATCHES)
    key = (MATCHES.name, row["row_id"])
    return Decision(
        f"{action}1", "2026-01-31T12:00:00Z", "Ada", *key, action,
        before=before, reason="wrong_value" if action == "reject" else "",
        evidence=row["evidence"],
    )  # fmt: skip


def test_a_decision_is_imported_and_applied_on_every_later_run(looked_up, tmp_path):
    outputs, reviews, source = looked_up
    row = next(row for row in rows_of(outputs) if row["record_id"])
    sent = tmp_path / "sent.jsonl"
    sent.write_text(json.dumps(asdict(accepting(row))) + "\n")
    folders = ("--outputs", outputs.parent, "--reviews", reviews)
    done = run_pipeline("import-decisions", "2019", sent, *folders)
    assert done.returncode == 0, done.stderr
    assert "1 decisions imported" in done.stdout and "no longer exists" not in done.stderr
    for _ in range(2):
        done = run_match(outputs, reviews, source)
        assert "1 decisions applied" in done.stdout
        [now] = [r for r in rows_of(outputs) if r["row_id"] == row["row_id"]]
        assert (now["review_status"], now["reviewer"]) == ("accepted", "Ada")
    again = run_pipeline("reviewed", "2019", *folders)
    assert again.returncode == 0, "a journal with matches still replays in stage 6"
    (reviews / "2019.jsonl").unlink()


def test_a_workbook_has_a_sheet_of_matches_whose_decisions_are_imported(looked_up):
    openpyxl = pytest.importorskip("openpyxl")
    outputs, reviews, source = looked_up
    folders = ("--outputs", outputs.parent, "--reviews", reviews)
    assert run_pipeline("sheet", "2019", *folders).returncode == 0
    path = outputs / "review.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book[MATCHES.name]
    heads = [cell.value for cell in sheet[1]]
    ids = [row[heads.index("row_id")].value for row in sheet.iter_rows(min_row=2)]
    assert ids == [row["row_id"] for row in rows_of(outputs)]
    sheet.cell(2, heads.index("decision") + 1).value = "reject"
    sheet.cell(2, heads.index("reason") + 1).value = "wrong_value"
    book.save(path)
    done = run_pipeline("import-sheet", path, "--reviewer", "Ada", *folders)
    assert done.returncode == 0 and "1 decisions by Ada" in done.stdout, done.stderr
    run_match(outputs, reviews, source)
    [row] = [row for row in rows_of(outputs) if row["row_id"] == ids[0]]
    assert row["review_status"] == "rejected"
    (reviews / "2019.jsonl").unlink()


@pytest.mark.parametrize("action", ["correct", "add", "nothing"])
def test_a_match_is_accepted_or_rejected_never_changed(tmp_path, action):
    row = dict.fromkeys((column.name for column in MATCHES.columns), "") | {"row_id": "m"}
    decision = replace(accepting(row), action=action, field="provider", after="{}")
    with pytest.raises(BadInputError, match="not for matches; write accept or reject"):
        append_decisions(tmp_path / "j.jsonl", [decision])
    append_decisions(tmp_path / "j.jsonl", [accepting(row)])
    assert len(read_journal(tmp_path / "j.jsonl").decisions) == 1
