"""Adds a report: its files -> raw/<edition>/*.txt in reading order, and a draft edition.toml."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.docx import read_docx
from pipeline.ingest.draft import Source, draft_checks, draft_edition
from pipeline.ingest.html import read_html
from pipeline.ingest.incoming import Incoming
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.sources import is_index, list_sources, raw_names, read_bytes
from pipeline.records.errors import BadInputError
from pipeline.storage.edition import check_name
from pipeline.storage.files import write_bytes


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What was written, and what a person should look at."""

    written: tuple[Path, ...]
    checks: tuple[str, ...]  # complete sentences


def read_text(content: bytes, place: str) -> Incoming:
    """A text file, unchanged: stage 1 finds its encoding and counts its repairs."""
    if not content.strip():
        raise BadInputError(f"{place}: is empty; choose a file with text")
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInputError(f"{place}: is not text (it contains zero bytes); save it as UTF-8 text")
    return Incoming(content, has_marks=False)


READERS: Mapping[str, Callable[[bytes, str], Incoming]] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}


def ingest(source: Path, edition: str, raw_dir: Path, *, replace: bool = False) -> IngestReport:
    """Write the text of a file or folder to raw_dir/<edition>/ with a draft edition.toml.

    Nothing is written unless every file could be read.  Existing files are overwritten only with
    `replace`.  Raises BadInputError.
    """
    folder = raw_dir / check_name(edition)
    paths, skipped = list_sources(source, READERS)
    existing = sorted([*folder.glob("*.txt"), *folder.glob("edition.toml")])
    if existing and not replace:
        raise BadInputError(
            f"{existing[0]}: exists already; choose another edition name or use --replace"
        )
    files, empty = _read_all(paths)
    draft = draft_edition(edition, files)
    for file in files:
        write_bytes(folder / file.name, file.read.content)
    write_bytes(folder / "edition.toml", draft.encode())
    written = (*(folder / file.name for file in files), folder / "edition.toml")
    left = [path for path in existing if path not in written]
    checks = (
        *(check for file in files for check in file.read.checks),
        *(f"{path}: gives the order of the pages and contains no other text." for path in empty),
        *(f"{path}: was skipped: this file type cannot be read." for path in skipped),
        *(f"{path}: was there before; delete it if it is unwanted." for path in left),
        *draft_checks(edition, draft, folder, files),
    )
    return IngestReport(written, checks)


def _read_all(paths: Sequence[Path]) -> tuple[list[Source], list[Path]]:
    """The contents of the files, and the index pages that contain only links."""
    read: list[tuple[Path, bytes, Incoming]] = []
    empty: list[Path] = []
    for path in paths:
        content = read_bytes(path)
        try:
            read.append((path, content, READERS[path.suffix.lower()](content, str(path))))
        except BadInputError:
            if not is_index(path) or len(paths) == 1:
                raise
            empty.append(path)
    if not read:
        raise BadInputError(f"{paths[0].parent}: its pages contain only links; save those pages")
    names = raw_names([path for path, _, _ in read])
    files = [
        Source(path, n, content, one) for n, (path, content, one) in zip(names, read, strict=True)
    ]
    return files, empty
