"""make: only stale stages run, a killed stage leaves nothing half-written, folders can move."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.helpers.paths import ROOT
from tests.test_determinism import tables_in

STAGES = ("clean", "sections", "entities", "money", "tables", "reviewed", "publish")
FILES = {
    "clean": "1_clean.jsonl",
    "sections": "2_sections.jsonl",
    "entities": "3_entities.jsonl",
    "money": "4_money.jsonl",
    "tables": "5_tables",
    "reviewed": "6_reviewed",
    "publish": "7_publish",
}


@pytest.fixture
def project(tmp_path):
    """A place outside the repository with a copy of the real edition."""
    shutil.copytree(ROOT / "raw" / "2019", tmp_path / "texts" / "2019")
    return tmp_path


def make(project, *arguments):
    """Run make as a person does, with the folders moved."""
    return subprocess.run(
        [
            "make",
            f"PYTHON={sys.executable}",
            f"RAW={project / 'texts'}",
            f"OUTPUTS={project / 'made'}",
            f"REVIEWS={project / 'judged'}",
            *READY,
            *arguments,
        ],
        cwd=ROOT,
        env=OUTERMOST,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


# as from a shell, though the tests themselves may run under make
OUTERMOST = {name: value for name, value in os.environ.items() if name[:4] not in ("MAKE", "MFLA")}

# the environment under test is the one that runs this test: make need not build it
READY = ("-o", ".venv/run", "-o", ".venv/dev")


def stages_of(done):
    return [line.split()[3] for line in done.stdout.splitlines() if " -m pipeline " in line]


def test_folders_can_be_anywhere_and_nothing_stale_runs_twice(project):
    first = make(project)
    assert first.returncode == 0, first.stderr
    assert stages_of(first) == list(STAGES)
    again = make(project)
    assert (again.returncode, again.stdout.strip()) == (0, ""), "doing nothing starts no command"

    (project / "made/2019/5_tables/money.csv").unlink()
    assert stages_of(make(project)) == ["tables", "reviewed", "publish"]

    (project / "judged").mkdir()
    for journal in ("2019", "entities"):
        (project / f"judged/{journal}.jsonl").write_text("")
        assert stages_of(make(project)) == ["reviewed", "publish"]
    assert stages_of(make(project, "REVIEWERS=2")) == ["reviewed", "publish"]
    assert stages_of(make(project, "REVIEWERS=2", "REVIEWED_ONLY=1")) == ["publish"]


def test_rates_are_no_edition_and_a_change_of_them_converts_anew(project):
    rates = project / "texts" / "rates" / "my rates (1).csv"
    rates.parent.mkdir()
    assert stages_of(make(project)) == list(STAGES)
    rates.write_text("currency,year,units_per_usd\nJPY,2019,109\n")
    assert stages_of(make(project)) == ["reviewed", "publish"]
    assert "in USD, 2019" in (project / "made/2019/6_reviewed/contributions.csv").read_text()
    assert stages_of(make(project)) == []
    rates.unlink()
    assert stages_of(make(project)) == ["reviewed", "publish"]


def test_a_changed_text_makes_its_tables_anew(project, outputs_2019):
    text = project / "texts/2019/security-and-stability.txt"
    facts = project / "texts/2019/edition.toml"
    facts.write_text(facts.read_text().split("[sha256]")[0])
    assert make(project).returncode == 0
    text.write_text(text.read_text().replace("$15.1 million", "$15.2 million"))
    assert stages_of(make(project)) == list(STAGES)
    assert "15200000" in (project / "made/2019/6_reviewed/money.csv").read_text()


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_killed_at_any_moment_leaves_make_to_finish(project, outputs_2019, stage):
    made = project / "made" / "2019"
    shutil.copytree(outputs_2019, made)
    done = make(project, "-t")
    assert done.returncode == 0, done.stderr
    target = made / FILES[stage]
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    _kill_after_first_write(project, stage, made)
    assert make(project).returncode == 0
    assert tables_in(made) == tables_in(outputs_2019)


def _kill_after_first_write(project, stage, made):
    """Kill the stage (-9) as soon as anything new lies in its output folder."""
    before = _paths(made)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "pipeline", stage, "2019"),
            *("--raw", project / "texts", "--outputs", project / "made"),
            *("--reviews", project / "judged"),
        ],
        cwd=ROOT,
        env=os.environ,
    )
    while process.poll() is None:
        if _paths(made) - before:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()


def _paths(folder):
    """Every path below a folder, though the stage renames some of them at this moment."""
    found = os.walk(folder)
    return {os.path.join(here, name) for here, below, names in found for name in (*below, *names)}


def test_a_text_that_is_taken_away_leaves_the_tables(project):
    (project / "texts/2019/more.txt").write_text("B. More\n\nNorway gave $5 million to Kenya.\n")
    assert make(project).returncode == 0
    (project / "texts/2019/more.txt").unlink()
    assert stages_of(make(project)) == list(STAGES)
    assert "Kenya" not in (project / "made/2019/6_reviewed/entities.csv").read_text()


def test_a_folder_without_its_facts_is_told(project):
    (project / "texts/2020").mkdir()
    done = make(project)
    assert done.returncode == 2
    assert "texts/2020/edition.toml: missing; write title" in done.stderr


def test_help_names_every_target():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("all", "test", "verify", "evaluate", "bench", "lint", "clean"):
        assert f"\n{target} " in f"\n{shown.stdout}"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["EDITION=2031"], "texts/2031: no such edition (there: 2019)"),
        (["EDITION=a b"], "must be free of spaces"),
        (["EDITION=../2019"], "not a path"),
    ],
)
def test_a_wrong_word_gives_one_clear_line(project, arguments, says):
    done = make(project, *arguments)
    assert done.returncode == 2
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert says in done.stderr
    assert len(lines) <= 1
