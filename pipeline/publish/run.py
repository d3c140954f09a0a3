"""The record of a run, as run.json: digests of its inputs, versions, counts.

The same inputs on the same machine give the same record: it holds no date and no path.  The time
that each stage took is added separately.
"""

import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd

PACKAGES = ("babel", "ftfy", "numpy", "pandas", "spacy")
MADE_BY = {  # stage -> the tables that it finds
    "clean": ("documents", "repairs"),
    "sections": ("sections", "blocks", "notes", "note_anchors", "figures"),
    "entities": ("entities", "mentions", "acronyms"),
    "money": ("money", "dates"),
    "tables": (
        *("contributions", "money_relations", "checks", "results", "events"),
        *("ledger", "issues"),
    ),
}
PIPELINE = Path(__file__).parent.parent


def run_record(
    tables: "Mapping[str, pd.DataFrame]",
    inputs: Mapping[str, bytes],
    journals: Iterable[Path],
    model: str,
) -> dict[str, Any]:
    """What went into the tables; `inputs`: raw files, edition.toml and rate files, by name."""
    return {
        "inputs": {name: _sha256(inputs[name]) for name in sorted(inputs)},
        "decisions": {
            path.name: {"sha256": _digest(path), "lines": path.read_bytes().count(b"\n")}
            for path in journals
            if path.is_file()
        },
        "vocabularies": _digests((PIPELINE / "vocab").glob("*.csv")),
        "code": code_digest(),
        "model": _model(model),
        "versions": {"python": platform.python_version(), **_versions()},
        "stages": {
            stage: {name: len(tables[name]) for name in names} for stage, names in MADE_BY.items()
        },
        "rows": {table.name: len(tables[table.name]) for table in TABLES},
        "review": {
            table.name: dict(sorted(Counter(map(str, tables[table.name]["review_status"])).items()))
            for table in TABLES
            if table.extracted
        },
    }


def _model(name: str) -> dict[str, str]:
    """The model's version, and the digest of the list of its files with theirs."""
    try:
        installed = distribution(name.replace("_", "-"))
    except PackageNotFoundError:
        return {"name": name}
    record = installed.read_text("RECORD") or ""
    files = sorted(line for line in record.splitlines() if line.startswith(f"{name}/"))
    digest = sha256("\n".join(line for line in files if ".pyc" not in line).encode())
    return {"name": name, "version": installed.version, "files": f"sha256:{digest.hexdigest()}"}


def _versions() -> dict[str, str]:
    return {name: version(name) for name in PACKAGES}


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: _digest(path) for path in sorted(paths)}


def _digest(path: Path) -> str:
    return _sha256(path.read_bytes())


def _sha256(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def code_digest() -> str:
    """One digest of the code: its files by their names inside the pipeline and their digests."""
    paths = sorted(PIPELINE.rglob("*.py"))
    lines = [f"{path.relative_to(PIPELINE).as_posix()} {_digest(path)}" for path in paths]
    return f"sha256:{sha256(chr(10).join(lines).encode()).hexdigest()}"
