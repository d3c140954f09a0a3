"""Takes a report's files in: raw/<edition>/*.txt in reading order, and a draft edition.toml."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.edition import check_name, parse_edition
from pipeline.files import write_bytes
from pipeline.ingest.docx import read_docx
from pipeline.ingest.html import read_html
from pipeline.ingest.incoming import Incoming, one_line
from pipeline.ingest.pdf import read_pdf
from pipeline.model import BadInputError

NUMBERS = re.compile(r"(\d+)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
UNSAFE = re.compile(r"[^\w.-]+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
EXAMPLES = {"title": '"Annual Report 2020"', "publisher": '"Ministry of …"', "year": "2020"}


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What was written, and what a person should look at."""

    written: tuple[Path, ...]
    checks: tuple[str, ...]  # whole sentences


def read_text(content: bytes, place: str) -> Incoming:
    """A text file as it is: stage 1 finds its encoding and counts its repairs."""
    if not content.strip():
        raise BadInputError(f"{place}: is empty; give a file that holds text")
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInputError(f"{place}: is no text (it holds zero bytes); save it as UTF-8 text")
    return Incoming(content)


READERS: Mapping[str, Callable[[bytes, str], Incoming]] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}


def ingest(source: Path, edition: str, raw_dir: Path, *, replace: bool = False) -> IngestReport:
    """Write the text of a file or folder to raw_dir/<edition>/ with a draft edition.toml.

    Nothing is written unless every file could be read.  What stands there is never overwritten
    unless `replace` says so.  Raises BadInputError.
    """
    folder = raw_dir / check_name(edition)
    paths, passed_over = _list_sources(source)
    names = _raw_names(paths)
    standing = sorted([*folder.glob("*.txt"), *folder.glob("edition.toml")])
    if standing and not replace:
        raise BadInputError(
            f"{standing[0]}: stands there already; take another edition name, or say replace"
        )
    contents = [_read(path) for path in paths]
    incoming = [
        READERS[path.suffix.lower()](content, str(path))
        for path, content in zip(paths, contents, strict=True)
    ]
    draft = _draft(edition, paths, contents, incoming)
    for name, one in zip(names, incoming, strict=True):
        write_bytes(folder / name, one.content)
    write_bytes(folder / "edition.toml", draft.encode())
    written = (*(folder / name for name in names), folder / "edition.toml")
    left = [path for path in standing if path not in written]
    checks = (
        *(check for one in incoming for check in one.checks),
        *(f"{path}: was passed over: its kind cannot be read." for path in passed_over),
        *(f"{path}: stands there from before; delete it if it does not belong." for path in left),
        *_draft_checks(edition, draft, folder),
    )
    return IngestReport(written, checks)


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """A sorting key in which 2 comes before 10."""
    parts = NUMBERS.split(name.casefold())
    return tuple((int(p), "") if i % 2 else (-1, p) for i, p in enumerate(parts))


def _list_sources(source: Path) -> tuple[list[Path], list[Path]]:
    known = ", ".join(READERS)
    if source.is_dir():
        files = [p for p in source.iterdir() if p.is_file() and not p.name.startswith(".")]
        files.sort(key=lambda path: (natural_key(path.name), path.name))
        paths = [path for path in files if path.suffix.lower() in READERS]
        if not paths:
            raise BadInputError(f"{source}: holds no file that can be read; put {known} there")
        return paths, [path for path in files if path not in paths]
    if not source.is_file():
        raise BadInputError(f"{source}: no such file or folder; give the path of the report")
    if source.suffix.lower() not in READERS:
        raise BadInputError(f"{source}: this kind cannot be read; give {known}")
    return [source], []


def _raw_names(paths: Sequence[Path]) -> list[str]:
    stems = [UNSAFE.sub("-", path.stem).strip("-.") or "text" for path in paths]
    if len(stems) == 1:
        return [f"{stems[0]}.txt"]
    width = max(2, len(str(len(stems))))
    return [f"{number:0{width}}-{stem}.txt" for number, stem in enumerate(stems, 1)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read ({error.strerror}); mend its rights") from None


# ---- the draft of edition.toml -------------------------------------------------------------------


def _draft(
    edition: str, paths: Sequence[Path], contents: Sequence[bytes], incoming: Sequence[Incoming]
) -> str:
    """The facts the documents state, and a marked line for each that they do not."""
    title = next((one.title for one in incoming if one.title), "")
    named = YEAR.fullmatch(edition) or YEAR.search(paths[0].stem)
    year = next((one.year for one in incoming if one.year), None)
    language = next((one.language for one in incoming if one.language), "")
    address = next((one.address for one in incoming if one.address), "")
    publisher = next((one.publisher for one in incoming if one.publisher), "")
    lines = [
        _fact("title", _quoted(title) if title else ""),
        _fact("publisher", _quoted(publisher) if publisher else ""),
        '# provider = "JPN"  # check: whose aid it reports, ISO 3166-1 alpha-3',
        _fact("year", named[0] if named else str(year or "")),
        _fact("language", _quoted(language)) if language else '# language = "en"  # check',
        "# fiscal_year_start = 1  # check: the month in which its fiscal year begins",
    ]
    if address:
        lines.append(_fact("address", _quoted(address)))
    lines += ["", "[sha256]  # of the raw files"]
    names = _raw_names(paths)
    lines += [
        f"{_quoted(n)} = {_quoted(_digest(one.content))}"
        for n, one in zip(names, incoming, strict=True)
    ]
    lines += ["", "[origin]  # the files they were read from"]
    lines += [
        f"{_quoted(path.name)} = {_quoted(f'sha256 {_digest(content)}, {one.reader}')}"
        for path, content, one in zip(paths, contents, incoming, strict=True)
    ]
    return "\n".join(lines) + "\n"


def _fact(key: str, value: str) -> str:
    return f"{key} = {value}  # check" if value else f"# {key} = {EXAMPLES[key]}  # check: fill in"


def _quoted(text: str) -> str:
    return json.dumps(CONTROLS.sub(" ", text), ensure_ascii=False)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _draft_checks(edition: str, draft: str, folder: Path) -> tuple[str, ...]:
    place = folder / "edition.toml"
    look = f"{place}: look at every line marked '# check'."
    try:
        parse_edition(edition, draft, str(place))
    except BadInputError as error:
        return (look, one_line(str(error)))
    return (look,)
