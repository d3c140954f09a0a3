"""What several tests share: the real edition's tables, made once, one browser, settings."""

import os

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.helpers.commands import run_pipeline
from tests.helpers.properties import examples
from tests.helpers.review_page import browser

settings.register_profile("tests", examples(100))
settings.load_profile("tests")


@pytest.fixture(scope="session")
def outputs_2019(tmp_path_factory):
    """The outputs of the real edition, made by one worker for all; a test changes only a copy."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # of all workers of this session
    outputs, made = shared / "outputs-2019", shared / "outputs-2019.made"
    with FileLock(shared / "outputs-2019.lock"):
        if not made.exists():
            done = run_pipeline("run", "2019", "--outputs", outputs)
            assert done.returncode == 0, done.stderr
            made.touch()
    return outputs / "2019"


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of a worker; each test opens a context of its own."""
    with browser() as running:
        yield running
