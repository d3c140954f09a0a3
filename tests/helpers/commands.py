"""Commands as a person runs them, in this process or in one of their own."""

import io
import os
import re
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from unittest.mock import patch

from pipeline.__main__ import main
from tests.helpers.paths import ROOT


def run_pipeline(*arguments, env=None, cwd=ROOT):
    """Run the command line in this process, whose model and libraries are loaded only once.

    Returns what `run_process` does; an exception that a person would see as a traceback is raised.
    """
    command = ["oda-tables", *map(str, arguments)]
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        chdir(cwd),
        patch.dict(os.environ, env or {}),
        patch.object(sys, "argv", command),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as done:
            code = done.code or 0
    return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())


def run_process(*arguments, env=None, cwd=ROOT):
    """Run the command line in a process of its own: exit code and output as a shell has them."""
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
    """What a block of Python prints in this process, and what its comments say that it prints."""
    out = io.StringIO()
    with chdir(cwd), redirect_stdout(out):
        exec(compile(code, "<block>", "exec"), {"__name__": "__main__"})
    return out.getvalue().splitlines(), said_in(code)


def run_script(code, cwd):
    """The same in a process of its own, into which nothing is imported before."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), said_in(code)


def said_in(code):
    """The lines that stand as comments in a block of Python."""
    return re.findall(r"^# (.*)$", code, re.MULTILINE)
