"""How long the review page takes to answer with many rows: make bench-page ROWS=20000."""

import shutil
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from pipeline.schema import TABLE
from pipeline.stages import Folders
from pipeline.storage.files import read_table_rows, table_bytes
from tests.helpers.commands import run_pipeline
from tests.helpers.paths import ROOT
from tests.helpers.review_page import client_of
from tests.review.test_page import decide, shown

DECISIONS = 50
SHARES = {"contributions": 0.1, "money": 0.1, "events": 0.1, "mentions": 0.5, "dates": 0.2}


def swollen(folder, rows):
    """The real edition with each of some tables repeated to its share of so many rows."""
    done = run_pipeline("run", "2019", "--outputs", folder / "outputs")
    assert done.returncode == 0, done.stderr
    for table, share in SHARES.items():
        path = folder / "outputs" / "2019" / "5_tables" / f"{table}.csv"
        frame = read_table_rows(path)
        many = frame.loc[list(islice(cycle(range(len(frame))), int(rows * share)))]
        many = many.assign(row_id=[f"{n:012x}" for n in range(len(many))])
        path.write_bytes(table_bytes(many, TABLE[table].columns))
    return Folders("2019", ROOT / "raw", folder / "outputs", folder / "reviews")


def timed(function):
    start = perf_counter()
    made = function()
    return made, (perf_counter() - start) * 1000


def main(rows):
    """Print milliseconds: to start, to the first page, for a search, for a decision."""
    folder = Path(tempfile.mkdtemp())
    try:
        folders = swollen(folder, rows)
        (client, state), start = timed(lambda: client_of(folders))
        number = sum(len(held) for held in state.rows.values())
        print(f"{number} rows in all tables, {rows} of them to review")
        print(f"{'start':20}{start:8.0f} ms")
        for name, address in (
            ("first page", "/"),
            ("page", "/"),
            ("search", "/?q=japan+coast+guard"),
            ("filter", "/?table=contributions&confidence=low"),
            ("read, first", "/read"),
            ("read", "/read?from=20"),
            ("progress", "/progress"),
        ):
            answer, took = timed(lambda address=address: client.get(address))
            print(f"{name:20}{took:8.1f} ms{len(answer.data) / 1000:9.0f} kB")
        _, card = shown(client)
        times = []
        for _ in range(DECISIONS):
            _, took = timed(lambda card=card: decide(client, card))
            times.append(took)
            _, card = shown(client)
        print(f"{'decision, median':20}{median(times):8.1f} ms")
        print(f"{'decision, worst':20}{max(times):8.1f} ms of {DECISIONS}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
