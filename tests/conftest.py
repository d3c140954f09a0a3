"""What several tests share: the real edition's tables, made once a session."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run_pipeline(*arguments, env=None, cwd=ROOT):
    """Run the command line as a person does; the result holds its exit code and what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def run_code(code, cwd):
    """What a block of Python prints, line by line, and what its comments say that it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), re.findall(r"^# (.*)$", code, re.MULTILINE)


def calls_of(function, *arguments):
    """How many calls a function makes, Python's and C's: its work, told without a clock."""
    count = 0

    def tally(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tally)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="session")
def outputs_2019(tmp_path_factory):
    """The outputs of the real edition."""
    outputs = tmp_path_factory.mktemp("outputs")
    done = run_pipeline("run", "2019", "--outputs", outputs)
    assert done.returncode == 0, done.stderr
    return outputs / "2019"
