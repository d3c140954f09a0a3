"""Commands as a person runs them, each in a process of its own."""

import os
import re
import subprocess
import sys

from tests.helpers.paths import ROOT


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
