"""What the docs show is true: code runs and prints what it says, commands and targets exist."""

import doctest
import re
import shutil
import sqlite3
import tomllib

import pytest
from typer.main import get_command

import pipeline
from docs.draw_packages import ORDER
from pipeline.__main__ import app
from pipeline.schema.reference import column_reference
from pipeline.storage.edition import parse_edition
from pipeline.storage.files import read_rows
from tests.helpers.commands import run_code, run_pipeline, run_script
from tests.helpers.paths import ROOT

PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
BLOCKS = [
    pytest.param(language, code, id=f"{page.stem}-{number}-{language}")
    for page in PAGES
    for number, (language, code) in enumerate(BLOCK.findall(page.read_text()), 1)
]
SHOWN_ONLY = ("", "text")  # what a command prints, a text to take in
SHELL = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
TARGETS = set(re.findall(r"^([\w/.%-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
COMMANDS = set(get_command(app).commands)


@pytest.fixture(scope="module")
def folder(outputs_2019, tmp_path_factory):
    """A folder as a reader has it: outputs with all formats, an archive read into TARGET."""
    here = tmp_path_factory.mktemp("docs")
    shutil.copytree(outputs_2019, here / "outputs" / "2019")
    done = run_pipeline("publish-more", "2019", "--outputs", here / "outputs")
    assert done.returncode == 0, done.stderr
    (here / "SOURCE").mkdir()
    (here / "SOURCE" / "corpus.toml").write_text('publisher = "P"\nprovider = "NOR"\nyear = 2021\n')
    (here / "SOURCE" / "a.txt").write_text("In 2020, Norway gave $5 million to Chad.\n")
    done = run_pipeline("corpus", here / "SOURCE", here / "TARGET", "--workers", "1")
    assert done.returncode == 0, done.stderr
    return here


@pytest.mark.parametrize(("language", "code"), BLOCKS)
def test_each_block_is_true(language, code, folder):
    if language == "r":
        pytest.skip("R is not among the tools of this project's tests")
    if language not in SHOWN_ONLY:
        RUN[language](code, folder)


def run_python(code, folder):
    if code.startswith(">>>"):
        test = doctest.DocTestParser().get_doctest(code, {"pipeline": pipeline}, "docs", None, 0)
        assert doctest.DocTestRunner(verbose=False).run(test).failed == 0
        return
    forks = "n_process" in code  # not safe beside the threads of the reader in this process
    printed, said = (run_script if forks else run_code)(code, folder)
    assert not said or printed == said


def run_sql(code, folder):
    database = sqlite3.connect(folder / "outputs" / "2019" / "7_publish" / "tables.sqlite")
    for statement in re.sub(r"--.*", "", code).split(";"):
        if statement.strip():
            assert database.execute(statement).description


def run_toml(code, _folder):
    facts = tomllib.loads(code)
    assert facts
    if "title" in facts:
        parse_edition("2022", code, "docs")


RUN = {"python": run_python, "sql": run_sql, "toml": run_toml}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_command_exists(page):
    for line in SHELL.findall(BLOCK.sub("", page.read_text())):
        words = line.split("#")[0].split()
        if words[:1] == ["make"]:
            targets = [word for word in words[1:] if "=" not in word]
            assert set(targets) <= TARGETS, line
        elif "-m pipeline" in line:
            assert words[words.index("pipeline") + 1] in COMMANDS, line


def test_the_page_of_columns_is_that_of_the_schema():
    """`make columns` writes the page anew."""
    assert (ROOT / "docs" / "columns.md").read_text() == column_reference()


def test_every_package_is_in_the_architecture():
    page = (ROOT / "docs" / "architecture.md").read_text()
    cells = re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
    told = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    # verify imports nothing and has no place in the order; the two others are the package itself
    assert sorted(told) == sorted({*ORDER, "verify"} - {"__init__", "__main__"})


def test_the_tutorial_s_report_gives_what_it_says(tmp_path):
    blocks = dict(BLOCK.findall((ROOT / "docs" / "tutorial.md").read_text()))
    (tmp_path / "example.txt").write_text(blocks["text"])
    raw, outputs = tmp_path / "raw", tmp_path / "outputs"
    done = run_pipeline("new", "2022", tmp_path / "example.txt", "--raw", raw)
    assert done.returncode == 0, done.stderr
    (raw / "2022" / "edition.toml").write_text(blocks["toml"])
    places = ("--raw", raw, "--outputs", outputs, "--reviews", tmp_path / "reviews")
    done = run_pipeline("run", "2022", *places)
    assert done.returncode == 0, done.stderr
    tables = outputs / "2022" / "6_reviewed"
    contributions = read_rows(tables / "contributions.csv")
    assert [
        (contribution["recipients"], contribution["low"], contribution["countable"])
        for contribution in contributions
    ] == [
        ("Malawi", "40000000", "true"),
        ("Zambia", "25000000", "true"),
        ("Zambia", "70000000", "false"),
        ("Nepal", "3000000", "true"),
        ("Nepal", "", "false"),
    ]
    [check] = read_rows(tables / "checks.csv")
    [result] = read_rows(tables / "results.csv")
    assert (check["verdict"], result["text"], result["iso3"]) == (
        "inconsistent",
        "1,200 teachers",
        "NPL",
    )
