"""What a rule change would do to rows that people reviewed, before it is kept."""

import json
from dataclasses import replace

import pytest

from pipeline.decisions.journal import append_decisions
from pipeline.evaluation.preview import effects
from pipeline.review.making import Sight, accept, reject
from pipeline.reviewed.fold import Fate
from pipeline.storage.files import read_rows
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT


@pytest.fixture(scope="module")
def sums(outputs_2019):
    return read_rows(outputs_2019 / "6_reviewed" / "money.csv")


def preview(tmp_path, *decisions):
    append_decisions(tmp_path / "2019.jsonl", decisions)
    places = ("--raw", ROOT / "raw", "--outputs", tmp_path / "out", "--reviews", tmp_path)
    return run_pipeline("preview", "2019", *places)


def test_decisions_that_hold_are_no_news(tmp_path, sums):
    done = preview(tmp_path, *(accept(Sight("money", row), "Aiko") for row in sums))
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        ["0 decisions affected, 0 of them lost without an explanation"],
    )
    assert not (tmp_path / "out").exists(), "nothing but the answer is left"


def test_a_loss_and_a_change_are_reported_and_stop_ci(tmp_path, sums):
    read_as = sums[0] | {"low": "1", "high": "1"}
    gone = sums[1] | {"row_id": "gone", "evidence": "No such sentence stands in the report."}
    made = [accept(Sight("money", row), "Aiko") for row in (read_as, gone)]
    done = preview(tmp_path, *made, reject(Sight("money", gone), "Ben", "not_aid"))
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == f"changes: money {read_as['row_id']}, accept by Aiko"
    assert f"  low: was '1', now '{sums[0]['low']}'" in lines
    assert "loses: money gone, accept by Aiko" in lines
    assert "loses (explained): money gone, reject by Ben" in lines
    assert lines[-1].startswith("3 decisions affected, 2 of them")


def test_a_row_that_was_reviewed_anew_is_no_loss(sums):
    old = replace(accept(Sight("money", sums[0]), "Aiko"), time="2020")
    new = replace(accept(Sight("money", sums[0]), "Aiko"), time="2021")
    row_id = sums[0]["row_id"]
    fates = [Fate(old, "changed", row_id, json.dumps(sums[0])), Fate(new, "same", row_id)]
    assert [(effect.kind, effect.explained) for effect in effects(fates, {})] == [("changes", True)]
    assert [effect.kind for effect in effects(fates[1:], {new.id: "changed"})] == ["gains"]
