"""The draft of edition.toml: what the documents say of themselves, and what is to be filled in."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.incoming import Incoming, one_line
from pipeline.records.errors import BadInputError
from pipeline.storage.edition import DEFAULT_SYMBOLS, parse_edition

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
FORM = re.compile(r"^\{(heading|caption|table|item)\b|^(Note) \d+:", re.MULTILINE)
NAMES = {"heading": "headings", "caption": "captions", "table": "rows of tables",
         "item": "items of lists", "Note": "notes"}  # fmt: skip
EXAMPLES = {"title": '"Annual Report 2020"', "publisher": '"Ministry of …"', "year": "2020"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A source file, and what was read from it."""

    path: Path
    name: str  # of the raw file
    content: bytes  # of the source file
    read: Incoming


def draft_edition(edition: str, files: Sequence[Taken]) -> str:
    """The facts that the documents state, and a marked line for each that they do not."""
    read = [file.read for file in files]
    title = next((one.title for one in read if one.title), "")
    publisher = next((one.publisher for one in read if one.publisher), "")
    language = next((one.language for one in read if one.language), "")
    address = next((one.address for one in read if one.address), "")
    lines = [
        _fact("title", _quoted(title) if title else ""),
        _fact("publisher", _quoted(publisher) if publisher else ""),
        '# provider = "JPN"  # check: whose aid it reports, ISO 3166-1 alpha-3',
        _fact("year", str(_year(edition, files) or "")),
        _fact("language", _quoted(language)) if language else '# language = "en"  # check',
        "# fiscal_year_start = 1  # check: the month in which its fiscal year begins",
    ]
    if address:
        lines.append(_fact("address", _quoted(address)))
    lines += ["", "# [symbols]  # check: what a sign that several currencies share means here"]
    lines += [f'# "$" = "{DEFAULT_SYMBOLS["$"]}"']
    lines += ["", "[sha256]  # of the raw files"]
    lines += [f"{_quoted(f.name)} = {_quoted(_digest(f.read.content))}" for f in files]
    lines += ["", "[origin]  # the files they were read from"]
    lines += [
        f"{_quoted(f.path.name)} = {_quoted(f'sha256 {_digest(f.content)}, {f.read.reader}')}"
        for f in files
    ]
    return "\n".join(lines) + "\n"


def draft_checks(edition: str, draft: str, folder: Path, files: Sequence[Taken]) -> Iterator[str]:
    """What a person should look at, whole sentences with their place."""
    for file in files:
        yield from _counted(folder / file.name, file.read)
    place = folder / "edition.toml"
    stated = next((one.read.year for one in files if one.read.year), None)
    year = _year(edition, files)
    if stated and year and stated != year:
        yield f"{place}: year is {year} by its name, but the title says {stated}."
    yield f"{place}: look at every line marked '# check'."
    try:
        parse_edition(edition, draft, str(place))
    except BadInputError as error:
        yield f"{one_line(str(error))}."


def _counted(place: Path, read: Incoming) -> Iterator[str]:
    """How many of what a file holds, for a person to hold against the report."""
    if not read.has_marks:
        return
    text = read.content.decode()
    kinds = [match[1] or match[2] for match in FORM.finditer(text)]
    told = [f"{kinds.count(kind)} {name}" for kind, name in NAMES.items() if kind in kinds]
    yield f"{place}: holds {', '.join([f'{len(text.split())} words', *told])}: as many as printed?"
    if "heading" not in kinds:
        yield f"{place}: neither print nor tags told a heading; `make outline` shows the guesses."


def _year(edition: str, files: Sequence[Taken]) -> int | None:
    """By the edition's name, the file's name, or the title."""
    named = YEAR.fullmatch(edition) or YEAR.search(files[0].path.stem)
    return int(named[0]) if named else next((f.read.year for f in files if f.read.year), None)


def _fact(key: str, value: str) -> str:
    return f"{key} = {value}  # check" if value else f"# {key} = {EXAMPLES[key]}  # check: fill in"


def _quoted(text: str) -> str:
    return json.dumps(CONTROLS.sub(" ", text), ensure_ascii=False)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
