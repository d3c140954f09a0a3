"""What README shows is true: its code runs, its rows are in the tables, its targets are there."""

import csv
import os
import re
import subprocess
import sys

import pytest

from pipeline.schema import TABLES
from pipeline.storage.edition import parse_edition
from tests.helpers.commands import run_script
from tests.helpers.paths import ROOT

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_of_code_prints_what_its_comments_say(block, outputs_2019, tmp_path):
    os.symlink(outputs_2019.parent, tmp_path / "outputs")
    printed, said = run_script(block, tmp_path)
    assert printed == said


def test_the_first_table_is_in_the_tables(outputs_2019):
    with (outputs_2019 / "6_reviewed" / "contributions.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["low"]]
    shown = re.search(r"<!-- contributions.*?\n((?:\|.*\n)+)", README)[1].splitlines()[2:]
    assert [cells_of(line) for line in shown] == [readme_cells(row) for row in rows]


def cells_of(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def readme_cells(row):
    """A row of contributions.csv as README shows it."""
    qualifier = "" if row["qualifier"] == "exact" else row["qualifier"] + " "
    through = [*row["channels"].split(";"), *row["implementers"].split(";")]
    return [
        row["provider"],
        f"{qualifier}{row['currency']} {int(row['low']):,}",
        ", ".join(filter(None, through)),
        row["recipients"].replace(";", ", "),
        row["period_text"],
        "yes" if row["countable"] == "true" else f"no: {row['not_countable_reason']}",
    ]


def test_every_table_is_listed(outputs_2019):
    told = re.findall(r"^\| `(\w+)` \| (.*) \|$", README, re.MULTILINE)
    assert told == [(table.name, table.meaning) for table in TABLES]


def test_every_target_and_variable_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"\bmake ([a-z]+)\b(?= |`|$)", README, re.MULTILINE))
    assert {"test", "verify", "evaluate", "outline", "bench", "help", "new"} <= targets
    for target in targets & set(re.findall(r"^    make (\w+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_edition_shown_is_valid():
    [block] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert parse_edition("2020", block, "README.md").symbols["$"] == "USD"


def test_the_figures_shown_are_those_printed(outputs_2019):
    from pipeline.evaluation import evaluate

    golden, raw = ROOT / "tests" / "golden" / "2019", ROOT / "raw" / "2019"
    printed = evaluate(golden, outputs_2019 / "6_reviewed", raw)
    [shown] = re.findall(r"It prints today:\n\n```\n(.*?)```", README, re.DOTALL)
    assert shown in printed


def test_the_verifier_s_last_line_is_as_shown(outputs_2019):
    tables = outputs_2019 / "6_reviewed"
    verify = [sys.executable, "-I", ROOT / "pipeline" / "verify.py", ROOT / "raw" / "2019", tables]
    printed = subprocess.run(verify, capture_output=True, text=True, check=True).stdout
    [shown] = re.findall(r"`make verify` prints `([^`]*)`", README)
    assert shown == printed.splitlines()[-1]
