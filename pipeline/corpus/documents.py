"""The documents of an archive, and the facts of each.

Every .txt file below the source is a document, an edition of its own; only the folders of exchange
rates that lie beside editions are left out.  Its facts, where later ones
override earlier ones: `corpus.toml` (for all documents), its row of `documents.csv` (column `file`,
then facts as edition.toml names them), and the .toml file of the same name.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.records.errors import BadInputError
from pipeline.storage.edition import Edition, edition_of
from pipeline.storage.files import RATES

COMMON, LIST = "corpus.toml", "documents.csv"
WHOLE_NUMBERS = ("year", "fiscal_year_start")


@dataclass(frozen=True, slots=True)
class Document:
    """A document's path and facts; its bytes stay on disk until it is read."""

    name: str  # its path below the source without suffix, "/" written "."
    path: Path
    facts: Mapping[str, Any]

    def edition(self) -> Edition:
        """The facts, checked.  Raises BadInputError."""
        return edition_of(self.name, {"title": self.path.stem, **self.facts}, str(self.path))

    def digest(self, content: bytes) -> str:
        """The digest of the bytes, the name and the facts."""
        facts = repr((self.name, sorted(self.facts.items(), key=str)))
        return sha256(facts.encode() + b"\0" + content).hexdigest()


def find_documents(source: Path) -> Iterator[Document]:
    """Every document of the source, sorted by name.

    Raises BadInputError if the source or a file of facts cannot be read.
    """
    if not source.is_dir():
        raise BadInputError(f"{source}: no such folder; name one with .txt files")
    common = _toml(source / COMMON)
    listed = _listed(source / LIST)
    paths = {
        path.relative_to(source).as_posix(): path
        for path in source.rglob("*.txt")
        if not _holds_rates(path.parent, source)
    }
    for file in listed:
        if file not in paths:
            raise BadInputError(f"{source / LIST}: '{file}' does not exist; correct its row")
    named = sorted((file.removesuffix(".txt").replace("/", "."), file) for file in paths)
    for name, file in named:
        facts = {**common, **listed.get(file, {}), **_toml(paths[file].with_suffix(".toml"))}
        yield Document(name, paths[file], facts)


def _holds_rates(folder: Path, source: Path) -> bool:
    """Whether it is the folder of exchange rates of raw/ or of one of its editions."""
    is_beside_editions = any(folder.parent.glob("*/edition.toml"))
    is_in_edition = (folder.parent / "edition.toml").is_file()
    return folder != source and folder.name == RATES and (is_beside_editions or is_in_edition)


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path}: not TOML: {error}; correct that line") from None


def _listed(path: Path) -> dict[str, dict[str, Any]]:
    """File -> facts, from the rows of documents.csv; an empty cell states nothing."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if rows and "file" not in rows[0]:
        raise BadInputError(
            f"{path}: column 'file' is missing; add it, with paths below the folder"
        )
    return {
        row["file"]: {
            fact: int(cell) if fact in WHOLE_NUMBERS and cell.isdecimal() else cell
            for fact, cell in row.items()
            if fact and fact != "file" and cell
        }
        for row in rows
    }
