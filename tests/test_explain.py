"""One row told whole, on the real edition."""

import csv

import pytest
from conftest import run_pipeline


@pytest.fixture(scope="module")
def told(outputs_2019):
    """The story of the first contribution with a sum, by the titles of its parts."""
    with (outputs_2019 / "6_reviewed" / "contributions.csv").open(newline="") as file:
        row_id = next(row["row_id"] for row in csv.DictReader(file) if row["low"])
    done = run_pipeline("explain", "2019", row_id, "--outputs", outputs_2019.parent)
    assert done.returncode == 0, done.stderr
    head, *parts = done.stdout.strip().split("\n\n")
    return {"head": head} | dict(part.split("\n", 1) for part in parts)


def test_the_raw_words_stand_among_their_neighbours(told):
    assert "Japan contributed ⟦approximately $17 million⟧ for border control" in told["raw text"]


def test_each_cell_has_its_raw_characters(told):
    assert "  low: 17000000  [4115-4140]" in told["row"]
    assert "  channels: (not stated)" in told["row"]


def test_the_rule_and_the_parse_are_told(told):
    assert told["found by"].split("\n")[0] == "  rule sum_verb, confidence high"
    assert ["Japan", "NNP", "nsubj", "contributed"] in [
        line.split() for line in told["parse"].splitlines()
    ]


def test_nothing_is_told_of_what_is_not_there(told, outputs_2019):
    assert told["decisions"] == told["repairs"] == "  none"
    done = run_pipeline("explain", "2019", "zzz", "--outputs", outputs_2019.parent)
    assert (done.returncode, done.stderr) == (
        2,
        "row 'zzz': in no table of this edition; copy it from a CSV\n",
    )
