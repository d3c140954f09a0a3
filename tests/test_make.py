"""make: only stale stages run, a killed stage leaves nothing half-written, folders can move."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.helpers.paths import ROOT

FILES = {  # one that make waits for
    "clean": "1_clean.jsonl",
    "sections": "2_sections.jsonl",
    "entities": "3_entities.jsonl",
    "money": "4_money.jsonl",
    "tables": "5_tables/money.csv",
    "reviewed": "6_reviewed/money.csv",
    "publish": "7_publish/datapackage.json",
}
STAGES = list(FILES)
TEXT = "texts/2019/security-and-stability.txt"
TOUCH = """# stands in for a stage, whose files become new, where only make's own choice is tested
stage=$1 edition=$2 outputs=$6
case $stage in
"""
TOUCH += "".join(f"{stage}) file={file} ;;\n" for stage, file in FILES.items())
TOUCH += """esac
cd "$outputs/$edition"
touch "$file"
find "${file%%/*}" -exec touch {} +
"""


@pytest.fixture
def project(tmp_path):
    """A place outside the repository with a copy of the real edition."""
    shutil.copytree(ROOT / "raw" / "2019", tmp_path / "texts" / "2019")
    (tmp_path / "pipeline").write_text(TOUCH)
    return tmp_path


@pytest.fixture
def finished(project, outputs_2019):
    """The same with its tables, of which none is stale."""
    shutil.copytree(outputs_2019, project / "made" / "2019")
    shutil.copy(outputs_2019.parent / ".annotations", project / "made")
    touched(project)
    return project


def make(project, *arguments):
    """Run make as a person does, with the folders moved."""
    return subprocess.run(
        [
            "make",
            f"PYTHON={sys.executable}",
            f"RAW={project / 'texts'}",
            f"OUTPUTS={project / 'made'}",
            f"REVIEWS={project / 'reviews'}",
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
    """The stages that make has run, in order: its commands are `… pipeline STAGE EDITION …`."""
    assert done.returncode == 0, done.stderr
    return re.findall(r"\bpipeline (\w+) 2019 ", done.stdout)


def touched(project, *arguments):
    """The stages that make would run; what they would write becomes new."""
    return stages_of(make(project, f"ODA=sh {project / 'pipeline'}", *arguments))


# ---- real runs -------------------------------------------------------------------------------


def test_tables_are_made_anywhere_and_anew_when_the_text_changes(project):
    more = project / "texts/2019/more.txt"
    more.write_text("B. More\n\nNorway gave $5 million to Kenya.\n")
    facts = project / "texts/2019/edition.toml"
    facts.write_text(facts.read_text().split("[sha256]")[0])
    tables = project / "made/2019/6_reviewed"
    assert stages_of(make(project)) == STAGES
    assert "Kenya" in (tables / "entities.csv").read_text()
    again = make(project)
    assert (again.returncode, again.stdout.strip()) == (0, ""), "doing nothing starts no command"

    more.unlink()
    text = project / TEXT
    text.write_text(text.read_text().replace("$15.1 million", "$15.2 million"))
    assert stages_of(make(project)) == STAGES
    assert "Kenya" not in (tables / "entities.csv").read_text()
    assert "15200000" in (tables / "money.csv").read_text()


def test_rates_are_no_edition_and_a_change_of_them_converts_anew(finished):
    rates = finished / "texts" / "rates" / "my rates (1).csv"
    rates.parent.mkdir()
    assert touched(finished) == []
    rates.write_text("currency,year,units_per_usd\nJPY,2019,109\n")
    assert touched(finished) == ["reviewed", "publish"]
    assert touched(finished) == []
    rates.unlink()
    assert touched(finished) == ["reviewed", "publish"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_killed_at_any_moment_leaves_make_to_finish(finished, outputs_2019, stage):
    made = finished / "made" / "2019"
    target = made / FILES[stage]
    target.unlink() if target.parent == made else shutil.rmtree(target.parent)
    _kill_after_first_write(finished, stage, made)
    done = make(finished, str(target))
    assert done.returncode == 0, done.stderr
    assert content(made) == content(outputs_2019)


def content(outputs):
    """The bytes of each file that a person opens, but for run.json, which states times."""
    paths = [*outputs.glob("?_*.jsonl"), *outputs.glob("?_*/[!.]*")]
    return {p.relative_to(outputs): p.read_bytes() for p in paths if p.name != "run.json"}


def _kill_after_first_write(project, stage, made):
    """Kill the stage (-9) as soon as anything new lies in its output folder."""
    before = _paths(made)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "pipeline", stage, "2019"),
            *("--raw", project / "texts", "--outputs", project / "made"),
            *("--reviews", project / "reviews"),
        ],
        cwd=ROOT,
        env=os.environ,
    )
    while process.poll() is None:
        if _paths(made) - before:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.001)  # a core for the stage itself
    process.wait()


def _paths(folder):
    """Every path below a folder, though the stage renames some of them at this moment."""
    found = os.walk(folder)
    return {os.path.join(here, name) for here, below, names in found for name in (*below, *names)}


# ---- which stages are stale ------------------------------------------------------------------


def test_nothing_stale_means_nothing_to_do(finished):
    assert touched(finished) == []


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_missing_is_made_with_all_that_rests_on_it(finished, stage):
    (finished / "made" / "2019" / FILES[stage]).unlink()
    later = STAGES[STAGES.index(stage) :]
    if stage == "entities":
        later.remove("money")
    assert touched(finished) == later


@pytest.mark.parametrize("change", ["changed", "added", "taken away", "facts"])
def test_a_change_of_the_texts_makes_all_stale(finished, change):
    text, more = finished / TEXT, finished / "texts/2019/more.txt"
    if change == "changed":
        text.write_text(text.read_text() + "\nMore.\n")
    elif change == "added":
        more.write_text("More.\n")
    elif change == "taken away":
        text.unlink()
    else:
        (finished / "texts/2019/edition.toml").touch()
    assert touched(finished) == STAGES
    assert touched(finished) == []


def test_a_new_journal_and_a_new_setting_make_only_what_they_concern(finished):
    (finished / "reviews").mkdir()
    for journal in ("2019", "entities"):
        (finished / f"reviews/{journal}.jsonl").write_text("")
        assert touched(finished) == ["reviewed", "publish"]
    assert touched(finished, "REVIEWERS=2") == ["reviewed", "publish"]
    assert touched(finished, "REVIEWERS=2", "REVIEWED_ONLY=1") == ["publish"]
    assert touched(finished, "REVIEWERS=2", "REVIEWED_ONLY=1", "SPACY_MODEL=other") == [
        *("entities", "tables", "reviewed", "publish")
    ]


# ---- what a person is told -------------------------------------------------------------------


def test_a_folder_without_its_facts_is_named(project):
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
