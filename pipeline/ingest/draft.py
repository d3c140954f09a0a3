"""The draft of edition.toml: the facts that the documents state, and those to fill in."""

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
class Source:
    """A source file, and the text read from it."""

    path: Path
    name: str  # of the raw file
    content: bytes  # of the source file
    read: Incoming


def draft_edition(edition: str, files: Sequence[Source]) -> str:
    """The facts that the documents state, and a line to fill in for each missing one."""
    read = [file.read for file in files]
    title = next((one.title for one in read if one.title), "")
    publisher = next((one.publisher for one in read if one.publisher), "")
    language = next((one.language for one in read if one.language), "")
    address = next((one.address for one in read if one.address), "")
    lines = [
        _fact("title", _quoted(title) if title else ""),
        _fact("publisher", _quoted(publisher) if publisher else ""),
        '# provider = "JPN"  # check: the country whose aid is reported, ISO 3166-1 alpha-3',
        _fact("year", str(_year(edition, files) or "")),
        _fact("language", _quoted(language)) if language else '# language = "en"  # check',
        "# fiscal_year_start = 1  # check: the month in which the fiscal year begins",
    ]
    if address:
        lines.append(_fact("address", _quoted(address)))
    lines += ["", "# [symbols]  # check: the currency of a shared currency symbol"]
    lines += [f'# "$" = "{DEFAULT_SYMBOLS["$"]}"']
    lines += ["", "[sha256]  # of the raw files"]
    lines += [f"{_quoted(f.name)} = {_quoted(_digest(f.read.content))}" for f in files]
    lines += ["", "[origin]  # the source files"]
    lines += [
        f"{_quoted(f.path.name)} = {_quoted(f'sha256 {_digest(f.content)}, {f.read.reader}')}"
        for f in files
    ]
    return "\n".join(lines) + "\n"


def draft_checks(edition: str, draft: str, folder: Path, files: Sequence[Source]) -> Iterator[str]:
    """What a person should check, as complete sentences with their place."""
    for file in files:
        yield from _counted(folder / file.name, file.read)
    place = folder / "edition.toml"
    stated = next((one.read.year for one in files if one.read.year), None)
    year = _year(edition, files)
    if stated and year and stated != year:
        yield f"{place}: the name states the year {year}, but the title {stated}."
    yield f"{place}: check every line marked '# check'."
    try:
        parse_edition(edition, draft, str(place))
    except BadInputError as error:
        yield f"{one_line(str(error))}."


def _counted(place: Path, read: Incoming) -> Iterator[str]:
    """Counts of the contents of a file, to compare with the printed report."""
    if not read.has_marks:
        return
    text = read.content.decode()
    kinds = [match[1] or match[2] for match in FORM.finditer(text)]
    counts = [f"{len(text.split())} words"]
    counts += [f"{kinds.count(kind)} {name}" for kind, name in NAMES.items() if kind in kinds]
    yield f"{place}: has {', '.join(counts)}: does the report have as many?"
    if "heading" not in kinds:
        yield f"{place}: no heading was marked; `make outline` shows the guessed ones."


def _year(edition: str, files: Sequence[Source]) -> int | None:
    """The year in the name of the edition or the file, else in the title."""
    named = YEAR.fullmatch(edition) or YEAR.search(files[0].path.stem)
    return int(named[0]) if named else next((f.read.year for f in files if f.read.year), None)


def _fact(key: str, value: str) -> str:
    return f"{key} = {value}  # check" if value else f"# {key} = {EXAMPLES[key]}  # check: fill in"


def _quoted(text: str) -> str:
    return json.dumps(CONTROLS.sub(" ", text), ensure_ascii=False)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
