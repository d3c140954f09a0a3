"""Rate files beside an edition: what stage 6 makes of them, and who else must know of them."""

import csv
import json
import shutil
import subprocess
import sys

import pytest

from pipeline.corpus.documents import find_documents
from pipeline.decisions.journal import Decision, append_decisions, read_journal
from pipeline.records.errors import BadInputError
from pipeline.review.validity import check_cell
from pipeline.reviewed.rows import seen
from pipeline.schema import TABLE, USD
from pipeline.stages import Folders, run_publish, run_reviewed
from pipeline.storage.edition import check_name, parse_edition
from pipeline.storage.files import read_rate_files, read_rows
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT

RATES = "currency,year,units_per_usd\nJPY,2019,100\n"
NAMES = [column.name for column in USD]


@pytest.fixture
def folders(outputs_2019, tmp_path):
    """The real edition up to stage 5, in folders that a test may change."""
    shutil.copytree(ROOT / "raw" / "2019", tmp_path / "raw" / "2019")
    shutil.copytree(outputs_2019, tmp_path / "outputs" / "2019")
    return Folders("2019", tmp_path / "raw", tmp_path / "outputs", tmp_path / "reviews")


def add_rates(folder, text=RATES, name="rates.csv"):
    (folder / "rates").mkdir(exist_ok=True)
    (folder / "rates" / name).write_text(text)


def reviewed(folders):
    run_reviewed(folders)
    return read_rows(folders.out("6_reviewed") / "contributions.csv")


def verified(folders):
    command = [sys.executable, "-I", ROOT / "pipeline" / "verify.py"]
    places = [folders.raw / folders.edition, folders.out("6_reviewed")]
    done = subprocess.run([*command, *places], capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


def in_yen(folders):
    """A decision that the first amount is in yen."""
    row = next(
        row for row in read_rows(folders.out("5_tables") / "contributions.csv") if row["low"]
    )
    decision = Decision(
        *("d1", "2026-01-02T03:04:05Z", "Aiko", "contributions", row["row_id"], "correct"),
        **{"field": "currency", "before": row["currency"], "after": "JPY"},
        **{"evidence": row["evidence"], "reason": "wrong_value"},
    )
    append_decisions(folders.journal, [decision])
    return row


def test_without_rates_the_columns_are_empty_and_nothing_else_changes(folders):
    before = {path.name: path.read_bytes() for path in folders.out("6_reviewed").iterdir()}
    rows = reviewed(folders)
    after = {path.name: path.read_bytes() for path in folders.out("6_reviewed").iterdir()}
    assert after == before
    assert {row[name] for row in rows for name in NAMES} == {""}


def test_rates_fill_the_new_columns_and_no_other_cell(folders):
    before = read_rows(folders.out("6_reviewed") / "contributions.csv")
    add_rates(folders.raw)
    after = reviewed(folders)
    assert [{**row, **dict.fromkeys(NAMES, "")} for row in after] == before
    assert [row["usd_low"] for row in after] == [row["low"] for row in after]


def test_a_corrected_currency_gives_other_dollars(folders):
    add_rates(folders.raw)
    was = in_yen(folders)
    row = next(row for row in reviewed(folders) if row["row_id"] == was["row_id"])
    assert (row["usd_rate"], float(row["usd_low"])) == ("100", float(was["low"]) / 100)
    assert verified(folders)[-1].endswith(" 0 faults")


def test_decisions_do_not_see_the_dollars_and_cannot_change_them(folders, tmp_path):
    add_rates(folders.raw)
    row = next(row for row in reviewed(folders) if row["usd_low"])
    assert not set(NAMES) & json.loads(seen(row, TABLE["contributions"])).keys()
    with pytest.raises(BadInputError, match="'usd_low' is not a column"):
        check_cell("contributions", "usd_low", "5")
    journal = tmp_path / "2019.jsonl"
    line = {"id": "1", "time": "2026-01-02T03:04:05Z", "reviewer": "A", "table": "contributions"}
    line |= {"row_id": row["row_id"], "action": "correct", "field": "usd_low", "after": "5"}
    journal.write_text(json.dumps(line) + "\n")
    with pytest.raises(BadInputError, match="field 'usd_low' is not a column"):
        read_journal(journal)


def test_a_bad_rate_file_stops_the_stage_and_leaves_its_tables(folders):
    before = (folders.out("6_reviewed") / "contributions.csv").read_bytes()
    add_rates(folders.raw / "2019", "currency,year,units_per_usd\nJPY,2019,many\n", "my rates.csv")
    done = run_pipeline(
        *("reviewed", "2019", "--raw", folders.raw, "--outputs", folders.outputs),
        *("--reviews", folders.reviews),
    )
    assert done.returncode == 2
    assert done.stderr.endswith(
        "2019/rates/my rates.csv:2: 'many' is not a number; correct it or leave it empty\n"
    )
    assert (folders.out("6_reviewed") / "contributions.csv").read_bytes() == before


def test_the_edition_s_file_replaces_the_one_of_its_name(folders):
    add_rates(folders.raw, "common", "a.csv")
    add_rates(folders.raw, "common", "b.csv")
    add_rates(folders.raw / "2019", "own", "a.csv")
    add_rates(folders.raw, "hidden", ".DS_Store")
    own, common = read_rate_files(folders.raw, "2019")
    assert list(own.values()) == [b"own"]
    assert [name.rpartition("/")[2] for name in common] == ["b.csv"]


def test_run_json_has_the_digests_of_the_rate_files(folders):
    add_rates(folders.raw)
    reviewed(folders)
    run_publish(folders)
    run = json.loads((folders.out("7_publish") / "run.json").read_text())
    assert run["inputs"]["rates/rates.csv"].startswith("sha256:")


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("usd_low", "1", "'1', but its rate gives"),
        ("usd_high", "", "'', but its rate gives"),
        ("usd_rate", "101", "'101', but rates.csv has '100'"),
    ],
)
def test_verify_finds_a_wrong_cell(folders, column, cell, says):
    add_rates(folders.raw)
    was = in_yen(folders)
    rows = reviewed(folders)
    next(row for row in rows if row["row_id"] == was["row_id"])[column] = cell
    with (folders.out("6_reviewed") / "contributions.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert any(f"{was['row_id']}: {column}: {says}" in line for line in verified(folders))


def test_the_folder_of_rates_is_no_edition_and_its_notes_no_documents(folders):
    add_rates(folders.raw, "where they come from", "readme.txt")
    add_rates(folders.raw / "2019", "where they come from", "readme.txt")
    names = [document.name for document in find_documents(folders.raw)]
    assert names == ["2019.security-and-stability"]
    with pytest.raises(BadInputError, match="'rates': that folder is reserved"):
        check_name("rates")


def test_an_archive_may_have_a_folder_of_this_name(tmp_path):
    (tmp_path / "rates").mkdir()
    (tmp_path / "rates" / "a.txt").write_text("In 2020, Norway gave $5 million to Chad.\n")
    assert [document.name for document in find_documents(tmp_path)] == ["rates.a"]


FACTS = 'title = "Aid"\npublisher = "Ministry"\nprovider = "NOR"\nyear = 2021\n'


def test_the_base_year_is_a_setting_of_the_edition():
    assert parse_edition("2021", FACTS, "x").constant_base_year is None
    assert (
        parse_edition("2021", FACTS + "constant_base_year = 2015", "x").constant_base_year == 2015
    )
    with pytest.raises(BadInputError, match="constant_base_year must be a whole number"):
        parse_edition("2021", FACTS + 'constant_base_year = "2015"', "x")
