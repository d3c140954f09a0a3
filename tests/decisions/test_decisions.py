"""The journal: lines are appended and never lost, what stands is their fold."""

import json
import multiprocessing
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions.journal import Decision, append_decisions, read_journal, standing
from pipeline.records.errors import BadInputError
from tests.helpers.paths import ROOT

FIRST = Decision("d1", "2026-01-02T03:04:05Z", "Aiko", "money", "abc", "accept")


def test_what_is_appended_is_read_in_order(tmp_path):
    path = tmp_path / "2019.jsonl"
    second = replace(
        FIRST, id="d2", action="reject", reason="not_aid", note="a loss, “no contribution”"
    )
    append_decisions(path, [FIRST])
    append_decisions(path, [second])
    assert read_journal(path).decisions == (FIRST, second)


def test_no_journal_is_an_empty_journal(tmp_path):
    assert read_journal(tmp_path / "2019.jsonl").decisions == ()


def test_a_last_line_cut_short_is_set_aside_and_the_next_is_safe(tmp_path):
    path = tmp_path / "2019.jsonl"
    append_decisions(path, [FIRST])
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:30])
    journal = read_journal(path)
    assert journal.decisions == (FIRST,)
    assert journal.warnings == (f"{path}:2: an incomplete line is skipped",)
    append_decisions(path, [replace(FIRST, id="d2")])
    assert [decision.id for decision in read_journal(path).decisions] == ["d1", "d2"]


@given(st.integers(min_value=0))
def test_wherever_a_crash_cuts_the_file_the_lines_before_count(tmp_path_factory, at):
    path = tmp_path_factory.mktemp("reviews") / "2019.jsonl"
    made = [replace(FIRST, id=f"d{n}") for n in range(3)]
    for decision in made:
        append_decisions(path, [decision])
    whole = path.read_bytes()
    cut = at % (len(whole) + 1)
    path.write_bytes(whole[:cut])
    read = read_journal(path).decisions
    assert list(read) == made[: len(read)]
    assert len(read) >= whole[:cut].count(b"\n")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"action": "yes"},
            "action 'yes' is not known; write accept, correct, reject, add, nothing, undo",
        ),
        ({"table": "colours"}, "table 'colours' is not known"),
        ({"reason": "because"}, "reason 'because' is not known"),
        ({"reviewer": ""}, "reviewer is missing"),
        ({"colour": "red"}, "not a decision; write text for"),
    ],
)
def test_a_faulty_line_is_named(tmp_path, change, says):
    path = tmp_path / "2019.jsonl"
    append_decisions(path, [FIRST])
    cells = json.loads(path.read_text()) | change
    with path.open("a") as file:
        file.write(json.dumps(cells) + "\n")
    with pytest.raises(BadInputError, match=says) as caught:
        read_journal(path)
    assert str(caught.value).startswith(f"{path}:2: ")


def test_undo_takes_a_decision_back_and_can_be_undone():
    undo = replace(FIRST, id="d2", action="undo", after="d1")
    again = replace(FIRST, id="d3", action="undo", after="d2")
    assert standing([FIRST]) == [FIRST]
    assert standing([FIRST, undo]) == []
    assert standing([FIRST, undo, again]) == [FIRST]


def _append_many(path, reviewer):
    for number in range(40):
        append_decisions(path, [replace(FIRST, id=f"{reviewer}{number}", reviewer=reviewer)])


def test_two_reviewers_at_once_lose_nothing(tmp_path):
    path = tmp_path / "2019.jsonl"
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_append_many, args=(path, name)) for name in ("A", "B")]
    for process in both:
        process.start()
    for process in both:
        process.join()
    ids = [decision.id for decision in read_journal(path).decisions]
    assert sorted(ids) == sorted(f"{name}{n}" for name in "AB" for n in range(40))


# ---- crashes and full disks ------------------------------------------------------------------

ENDLESS = """
import sys
from pathlib import Path
from pipeline.decisions.journal import Decision, append_decisions
for number in range(1000):
    one = Decision(f"d{number}", "2026", "Aiko", "money", "abc", "accept", note="x" * 200)
    append_decisions(Path(sys.argv[1]), [one])
    print(one.id, flush=True)
"""


@pytest.mark.parametrize("confirmed", [1, 40, 150])
def test_a_kill_in_the_midst_of_a_thousand_decisions_loses_none_that_was_confirmed(
    tmp_path, confirmed
):
    path = tmp_path / "2019.jsonl"
    command = [sys.executable, "-c", ENDLESS, path]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline().strip() for _ in range(confirmed)]
        process.kill()
        told += process.stdout.read().split()
    assert len(told) < 1000, "it was killed in the midst"
    kept = [decision.id for decision in read_journal(path).decisions]
    assert kept[: len(told)] == told
    append_decisions(path, [FIRST])
    assert read_journal(path).decisions[-1] == FIRST, "and the journal goes on"


FULL = """
import resource, sys
from pathlib import Path
from pipeline.decisions.journal import Decision, append_decisions
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 300, resource.RLIM_INFINITY))
group = [Decision(f"e{n}", "2026", "Ben", "money", "abc", "accept") for n in range(3)]
try:
    append_decisions(path, group)
except OSError:
    print("refused")
"""


def test_a_full_disk_takes_all_lines_or_none_and_says_so(tmp_path):
    path = tmp_path / "2019.jsonl"
    append_decisions(path, [FIRST])
    whole = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL, path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "refused\n"
    assert path.read_bytes() == whole
