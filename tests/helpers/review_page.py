"""A real browser for the review page, and a server of its own for each test."""

import csv
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from pipeline.review.page.app import make_app
from pipeline.review.page.state import open_state
from pipeline.stages import Folders

SELECT_IN = """([where, words]) => {
  for (const run of document.querySelectorAll(where)) {
    const at = run.textContent.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(run.firstChild, at);
    range.setEnd(run.firstChild, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    return new Promise((done) => setTimeout(done, 0)); // the page reads a selection a turn later
  }
  throw new Error("not in the text: " + words);
}"""
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def folders_of(outputs_2019, folder):
    """A copy of the real edition's outputs, with a journal of its own."""
    shutil.copytree(outputs_2019, folder / "outputs" / "2019")
    return Folders("2019", Path("raw").resolve(), folder / "outputs", folder / "reviews")


def read_with(folders, **cells):
    """Give the edition's first contribution these cells of the reader; returns its row_id."""
    path = folders.out("5_tables") / "contributions.csv"
    with path.open(newline="") as file:
        first, *others = csv.DictReader(file)
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(first), lineterminator="\n")
        table.writeheader()
        table.writerows([first | cells, *others])
    return first["row_id"]


def client_of(folders, reviewer="Aiko"):
    """A test client of the page, and the state behind it."""
    state = open_state(folders)
    return make_app(state, reviewer).test_client(), state


@contextmanager
def served(folders, reviewer="Aiko"):
    """The page's address while a server answers for it."""
    app = make_app(open_state(folders), reviewer)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def browser():
    """Chromium; a test that needs it is skipped where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not there (apt-get install chromium)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # a machine may be busy with other tests
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        try:
            yield chromium
        finally:
            chromium.close()
