"""One row shown whole, on the real edition."""

import csv
import re
import shutil
from importlib.util import find_spec

import pandas as pd
import pytest
import spacy
from spacy.tokens import Doc

from pipeline.decisions.journal import Decision, append_decisions
from pipeline.explain import FATE_WORDS, FOUND_IN, Known, explain
from pipeline.records.closed_lists import FATES
from pipeline.schema import TABLES
from pipeline.schema.review_tables import DECISIONS
from tests.helpers.commands import run_pipeline


@pytest.fixture(scope="module")
def shown(outputs_2019):
    """The story of the first contribution with a sum, by the titles of its parts."""
    with (outputs_2019 / "6_reviewed" / "contributions.csv").open(newline="") as file:
        row_id = next(row["row_id"] for row in csv.DictReader(file) if row["low"])
    done = run_pipeline("explain", "2019", row_id, "--outputs", outputs_2019.parent)
    assert done.returncode == 0, done.stderr
    head, *parts = done.stdout.strip().split("\n\n")
    return {"head": head} | dict(part.split("\n", 1) for part in parts)


def test_the_raw_words_stand_among_their_neighbours(shown):
    assert "Japan contributed ⟦approximately $17 million⟧ for border control" in shown["raw text"]


def test_each_cell_has_its_raw_characters(shown):
    assert "  low: 17000000  [4115-4140]" in shown["row"]
    assert "  channels: (not stated)" in shown["row"]


def test_the_component_the_rule_and_the_confidence_are_reported(shown):
    rule, confidence, *_ = shown["found by"].split("\n")
    assert rule == "  component contributions, rule reader_amount"
    assert re.fullmatch(r"  confidence (high|medium|low): probability (> )?\d+ %", confidence)


def test_the_parse_is_drawn_as_a_tree(shown):
    lines = shown["parse"].splitlines()
    assert lines[0].split() == ["contributed", "VBD", "ROOT"]
    assert ["├", "Japan", "NNP", "nsubj"] in [line.split() for line in lines]
    assert all(line.lstrip()[0] in "├└│" for line in lines[1:])


def test_nothing_is_said_of_what_is_not_there(shown, outputs_2019):
    assert shown["decisions"] == shown["repairs"] == "  none"
    done = run_pipeline("explain", "2019", "zzz", "--outputs", outputs_2019.parent)
    assert (done.returncode, done.stderr) == (
        2,
        "row 'zzz': not in any table of this edition; copy it from a CSV\n",
    )


def test_a_field_s_probability_stands_beside_it_and_its_json_is_left_out(shown):
    assert re.search(
        r"^  provider: Japan  \[\d+-\d+\]  (> )?\d+ %( doubtful)?$", shown["row"], re.MULTILINE
    )
    assert "probabilit" not in shown["row"]


# ---- parts on their own ----------------------------------------------------------------------


def story(text="It gave 5.", sentence=None, **cells):
    """The story of one sum whose raw text is given."""
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns]) for t in TABLES}
    row = dict.fromkeys(tables["money"].columns, "")
    row |= {"row_id": "a1", "source": "a.txt", "raw_start": "8", "raw_end": "9", "rule": "column"}
    row |= {"confidence": "low", "review_status": "unreviewed"} | cells
    tables["money"] = pd.DataFrame([row])
    decisions = pd.DataFrame(columns=[column.name for column in DECISIONS.own])
    return explain(Known(tables, {"a.txt": text}, decisions), "a1", sentence)


def test_every_table_names_the_module_that_finds_its_rows():
    assert set(FOUND_IN) == {table.name for table in TABLES}
    assert all(find_spec(f"pipeline.{name}") for name in FOUND_IN.values())


def test_every_fate_has_its_words():
    assert set(FATE_WORDS) == set(FATES)


def test_a_rule_of_amounts_shows_a_sentence_that_it_finds():
    assert "rule word_after, as in “It gave five million yen.”" in story(rule="word_after")


def test_fields_in_doubt_are_shown_by_name():
    shares = '{"found":0.98,"provider":0.92,"recipients":0.62}'
    shown = story(probability="0.70", field_probabilities=shares)
    assert "confidence low: probability 70 %\n  doubtful fields: recipients (62 %)" in shown


def test_a_row_that_a_person_added_is_theirs():
    shown = story(review_status="added", reviewer="Aiko", confidence="")
    assert "found by\n  added by Aiko" in shown


def test_what_a_terminal_would_obey_is_reported_by_its_code_point():
    shown = story("It gave 5\x1b[2J\u202e.")
    assert "⟦5⟧[U+001B][2J[U+202E].…" in shown


def test_a_sentence_that_was_not_parsed_is_reported_as_such():
    doc = Doc(spacy.blank("en").vocab, ["It", "rained", "."])
    lines = story(sentence=doc[:]).split("parse\n")[1].split("\n\n")[0].splitlines()
    assert lines[0].startswith("  not parsed: ")
    assert [line.split() for line in lines[1:]] == [["It"], ["rained"], ["."]]


def test_a_sentence_of_any_depth_is_drawn():
    words = ["word"] * 3_000
    doc = Doc(spacy.blank("en").vocab, words, heads=[0, *range(2_999)], deps=["dep"] * 3_000)
    shown = story(sentence=doc[:])
    assert shown.count("└ word") == 2_999


# ---- decisions -------------------------------------------------------------------------------


def test_each_decision_is_reported_with_its_fate_reason_and_note_and_those_taken_back(
    outputs_2019, tmp_path
):
    shutil.copytree(outputs_2019, tmp_path / "made" / "2019")
    with (outputs_2019 / "6_reviewed" / "money.csv").open(newline="") as file:
        row = next(csv.DictReader(file))
    plain = ("money", row["row_id"])
    append_decisions(
        tmp_path / "reviews" / "2019.jsonl",
        [
            Decision("d1", "2026-01-02T03:04:05Z", "Aiko", *plain, "accept"),
            Decision("d2", "2026-01-02T03:05:05Z", "Aiko", *plain, "undo", after="d1"),
            Decision(
                *("d3", "2026-01-02T03:06:05Z", "Ben", *plain, "correct", "qualifier"),
                *(row["qualifier"], "over", "wrong_value", "see the annex", row["evidence"]),
            ),
        ],
    )
    folders = ("--outputs", tmp_path / "made", "--reviews", tmp_path / "reviews")
    done = run_pipeline("reviewed", "2019", *folders)
    assert done.returncode == 0, done.stderr
    done = run_pipeline("explain", "2019", row["row_id"], *folders)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.rstrip().split("decisions\n")[1].splitlines()
    assert lines == [
        f"  2026-01-02T03:06:05Z Ben: correct qualifier from '{row['qualifier']}' to 'over'",
        "    applies: the row is unchanged",
        "    reason: wrong value",
        "    note: see the annex",
        "  2026-01-02T03:04:05Z Aiko: accept",
        "    undone",
    ]
