"""All editions in one set of tables."""

import csv
import os
import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT

EDITIONS = ROOT / "tests" / "editions"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    outputs = tmp_path_factory.mktemp("outputs")
    places = ("--raw", EDITIONS, "--outputs", outputs)
    for name in ("2021", "2022"):
        assert run_pipeline("run", name, *places).returncode == 0
    assert run_pipeline("series", "2022", "2021", *places).returncode == 0
    return outputs / "all"


def test_rows_of_every_edition_stand_in_the_order_of_their_years(folder):
    with (folder / "contributions.csv").open(newline="") as file:
        rows = [(row["edition"], row["recipients"]) for row in csv.DictReader(file)]
    editions = [edition for edition, _ in rows]
    assert editions == sorted(editions)
    assert set(editions) == {"2021", "2022"}
    assert ("2021", "Ghana") in rows
    assert ("2022", "Mozambique") in rows


def test_an_entity_has_one_id_in_all_editions(folder):
    with closing(sqlite3.connect(folder / "tables.sqlite")) as database:
        query = "SELECT edition FROM entities WHERE entity_id = 'malawi' ORDER BY edition"
        assert database.execute(query).fetchall() == [("2021",), ("2022",)]


def test_the_database_holds_its_keys_and_finds_words(folder):
    with closing(sqlite3.connect(folder / "tables.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        query = "SELECT edition, table_name FROM evidence_search('boreholes')"
        assert ("2022", "contributions") in database.execute(query).fetchall()


def test_no_view_adds_up_editions(folder):
    with closing(sqlite3.connect(folder / "tables.sqlite")) as database:
        query = "SELECT edition, amount FROM by_recipient WHERE recipient = 'Malawi'"
        assert database.execute(query).fetchall() == [("2021", 12e6), ("2022", 14.5e6)]


def planned(*variables):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    command = ["make", "-n", *variables]
    return subprocess.run(
        command, cwd=ROOT, env=clean, capture_output=True, text=True, check=True
    ).stdout


def test_make_leaves_the_series_where_there_are_several_editions(tmp_path):
    outputs = f"OUTPUTS={tmp_path}"
    assert "pipeline series 2021 2022" in planned(outputs, f"RAW={EDITIONS}")
    assert "pipeline series" not in planned(outputs)
    assert "pipeline series" not in planned(outputs, f"RAW={EDITIONS}", "EDITION=2021")
