"""An archive of our own making: one process, this machine's cores, a Dask cluster; and a rerun.

    make bench-corpus
    python -m tests.bench.corpus --documents 2000

Each engine reads the same documents into a target of its own, start-up included; a rerun follows
after one document in a hundred has changed.  Peak memory is that of the largest process.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.helpers.paths import ROOT

SECTION = ROOT / "raw" / "2019" / "security-and-stability.txt"
FACTS = 'publisher = "Bench"\nprovider = "JPN"\nyear = 2019\n'
PLACES = ("Kenya", "Nepal", "Chad", "Peru", "Fiji", "Ghana", "Malawi", "Zambia", "Jordan", "Laos")
DASK = "tcp://127.0.0.1:8786"


def document(number: int, change: int = 0) -> str:
    """Three paragraphs of the section with other numbers and places."""
    chance = random.Random(number * 1000 + change)
    paragraphs = [line for line in SECTION.read_text("utf-8").split("\n") if len(line) > 150]
    text = "\n\n".join(chance.sample(paragraphs, 3))
    text = re.sub(r"\b\d{2,3}\b", lambda _: str(chance.randint(10, 999)), text)
    text = re.sub("Viet Nam|Sri Lanka|Indonesia", lambda _: chance.choice(PLACES), text)
    return f"1. Report {number}\n\n{text}\n"


def make_archive(folder: Path, documents: int) -> int:
    """Write the documents; the number of their words."""
    folder.mkdir()
    (folder / "corpus.toml").write_text(FACTS)
    texts = [document(number) for number in range(documents)]
    for number, text in enumerate(texts):
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
    return sum(len(text.split()) for text in texts)


def measure(source: Path, target: Path, *options: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a run."""
    command = [sys.executable, "-m", "pipeline", "corpus", str(source), str(target), *options]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


@contextmanager
def cluster() -> Iterator[None]:
    """A scheduler and two workers, on the loopback interface only."""
    host = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    roles = (("scheduler", "--port", "8786"), *[("worker", DASK, "--nthreads", "1")] * 2)
    with ExitStack() as stack:
        for role in roles:
            command = [sys.executable, "-m", "dask", *role, *host]
            process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=200)
    count = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "source"
        words = make_archive(source, count)
        print(f"{'':32}{'seconds':>10}{'words/s':>10}{'peak MB':>9}{'of one':>8}")
        with cluster():
            seconds = {}
            for label, options in (
                ("one process", ("--workers", "1")),
                ("two processes", ("--workers", "2")),
                ("Dask, two workers", ("--scheduler", DASK)),
            ):
                seconds[label], peak = measure(source, Path(place) / label, *options)
                ratio = seconds["one process"] / seconds[label]
                rate = words / seconds[label]
                name = f"{count} documents, {label}"
                print(f"{name:32}{seconds[label]:10.1f}{rate:10.0f}{peak:9.0f}{ratio:8.2f}")
        for number in range(0, count, 100):
            (source / f"{number:06}.txt").write_text(document(number, 1), encoding="utf-8")
        again, peak = measure(source, Path(place) / "one process", "--workers", "1")
        share = again / seconds["one process"]
        print(f"{'1 in 100 changed, one process':32}{again:10.1f}{'':10}{peak:9.0f}{share:8.3f}")


if __name__ == "__main__":
    main()
