"""The command line: quick to answer, and one line for every fault of its user."""

import shutil
import subprocess
import sys

import pytest

from tests.helpers.commands import run_pipeline, run_process
from tests.helpers.paths import ROOT


def modules_after(code):
    """Which heavy libraries a piece of code has loaded."""
    heavy = "[m for m in ('spacy', 'pandas', 'pydantic') if m in sys.modules]"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint({heavy})"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_help_loads_no_heavy_library():
    assert modules_after("import pipeline.__main__") == "[]"


def test_reviewing_loads_no_heavy_library(outputs_2019, tmp_path):
    shutil.copytree(outputs_2019, tmp_path / "2019")
    code = f"""
from pathlib import Path
from pipeline.stages import Folders, run_reviewed
out = Path({str(tmp_path)!r})
run_reviewed(Folders("2019", Path("raw"), out, Path("reviews")))
"""
    assert modules_after(code) == "[]"


def test_every_stage_is_a_command():
    shown = run_pipeline("--help").stdout
    for name in ("clean", "sections", "entities", "money", "tables", "reviewed", "publish", "run"):
        assert f" {name} " in shown


def test_the_outline_shows_the_tree():
    shown = run_pipeline("outline", "2019").stdout.splitlines()
    assert shown[0].startswith("(3) Assistance for Security and Stability")
    assert any(line.startswith("    A. Enhancing") for line in shown)


@pytest.mark.parametrize(
    ("run", "arguments", "says"),
    [
        (run_pipeline, ("run", "../2019"), "not a path"),
        (run_pipeline, ("run", "1066"), "no such edition (there: 2019)"),
        (run_process, ("money", "2019", "--outputs", "nowhere"), "2_sections.jsonl: missing; run"),
        (run_pipeline, ("new", "2020", "nothing.pdf"), "nothing.pdf"),
    ],
)
def test_a_fault_is_one_line_and_exit_code_2(run, arguments, says):
    done = run(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_model_that_is_not_there_is_reported(tmp_path):
    done = run_pipeline("run", "2019", "--outputs", tmp_path, env={"SPACY_MODEL": "xx_none"})
    assert done.returncode == 2
    assert "xx_none" in done.stderr
    assert len(done.stderr.splitlines()) == 1
