"""Reads and writes every file.

A file is written under a temporary name and then renamed, so that it is complete or absent
whenever the program stops.  Only journals of decisions are appended to: see decisions/journal.py.
"""

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.records import names, numbers, text
from pipeline.records.errors import BadInputError
from pipeline.schema import Column
from pipeline.storage.edition import Edition, check_name, parse_edition

if TYPE_CHECKING:
    import pandas as pd
    from pydantic import TypeAdapter

RECORDS = {**vars(text), **vars(names), **vars(numbers)}  # by name
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
AGAIN = "delete it and run make to create it again"  # a table that another program saved
NUMBERS = ("integer", "decimal")
RATES = "rates"  # the folder of exchange rates and deflators, in raw/ and in an edition
# characters that XML 1.0 forbids, and surrogates and specials that programs drop
XML_CANNOT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


# ---- raw/ ------------------------------------------------------------------------------------


def read_edition(raw: Path, name: str) -> Edition:
    """The facts of raw/<name>/edition.toml.  Raises BadInputError."""
    folder = raw / check_name(name)
    if not folder.is_dir():
        known = ", ".join(list_editions(raw)) or "none"
        raise BadInputError(f"{folder}: no such edition (there: {known}); put its text there")
    path = folder / "edition.toml"
    if not path.is_file():
        raise BadInputError(f"{path}: missing; write title, publisher, provider and year into it")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: byte {error.start} is not UTF-8; save it as UTF-8") from None
    return parse_edition(name, text, str(path))


def list_editions(raw: Path) -> list[str]:
    """The folders of raw/ with an edition.toml, in order."""
    return sorted(path.parent.name for path in raw.glob("*/edition.toml"))


def read_raw(raw: Path, name: str) -> dict[str, bytes]:
    """The bytes of each raw/<name>/*.txt, sorted by name.  Raises BadInputError."""
    paths = sorted((raw / name).glob("*.txt"))
    if not paths:
        raise BadInputError(f"{raw / name}: contains no .txt file; put the report's text there")
    return {path.name: path.read_bytes() for path in paths}


def read_rate_files(raw: Path, name: str) -> list[dict[str, bytes]]:
    """The files of raw/<name>/rates/ and of raw/rates/, which serves all editions: path -> bytes.

    A file of the edition replaces that of the same name for all.  Hidden files are left out.
    """
    return [
        {str(path): path.read_bytes() for path in paths.values()} for paths in _rates(raw, name)
    ]


def read_inputs(raw: Path, name: str) -> dict[str, bytes]:
    """All files that an edition's tables are made from, by their names."""
    paths = [raw / name / "edition.toml", *(raw / name).glob("*.txt")]
    inputs = {path.name: path.read_bytes() for path in paths}
    for folder in _rates(raw, name):
        inputs |= {f"{RATES}/{inside}": path.read_bytes() for inside, path in folder.items()}
    return inputs


def _rates(raw: Path, name: str) -> tuple[dict[str, Path], dict[str, Path]]:
    """The edition's rate files and those for all, by their paths inside the folder."""
    own, common = _visible(raw / name / RATES), _visible(raw / RATES)
    return own, {inside: path for inside, path in common.items() if inside not in own}


def _visible(folder: Path) -> dict[str, Path]:
    found = {path.relative_to(folder): path for path in sorted(folder.rglob("*"))}
    return {
        inside.as_posix(): path
        for inside, path in found.items()
        if path.is_file() and not any(part.startswith(".") for part in inside.parts)
    }


# ---- outputs/ --------------------------------------------------------------------------------


def write_bytes(path: Path, content: bytes) -> None:
    """Write a complete file, or leave the old one unchanged."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_folder(path: Path, contents: Mapping[str, bytes]) -> None:
    """Replace a folder; if the program stops meanwhile, the old one stays, or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(f".{path.name}.*"):
        shutil.rmtree(leftover)
    part, old = (path.with_name(f".{path.name}.{word}") for word in ("part", "old"))
    part.mkdir()
    for name, content in contents.items():
        (part / name).write_bytes(content)
    if path.exists():
        path.rename(old)
    part.rename(path)
    shutil.rmtree(old, ignore_errors=True)


def write_records(path: Path, records: Iterable[object]) -> None:
    """Write one JSON line for each record, under the name of its class in `pipeline.records`."""
    lines = []
    for record in records:
        name = type(record).__name__
        lines.append(b'{"%s":%s}\n' % (name.encode(), _adapter(name).dump_json(record)))
    write_bytes(path, b"".join(lines))


def read_records(path: Path) -> list[Any]:
    """The records that `write_records` wrote.  Raises BadInputError for any other file."""
    if not path.is_file():
        raise BadInputError(f"{path}: missing; run make, which runs the stages before this one")
    records = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            [(name, fields)] = json.loads(line).items()
            records.append(_adapter(name).validate_python(fields))
        except (ValueError, AttributeError) as error:
            fault = str(error).splitlines()[0]
            raise BadInputError(f"{path}:{number}: {fault}; delete it and run make") from None
    return records


@cache
def _adapter(name: str) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    if name not in RECORDS:
        raise ValueError(f"{name} is not a record")
    return TypeAdapter(RECORDS[name])


# ---- tables ----------------------------------------------------------------------------------


def table_bytes(rows: "pd.DataFrame", columns: Sequence[Column]) -> bytes:
    """The table as CSV: UTF-8, LF, RFC 4180, formulas disarmed."""
    names = [column.name for column in columns]
    return csv_bytes(rows[names].itertuples(index=False), columns)


def rows_bytes(rows: Iterable[Mapping[str, str]], columns: Sequence[Column]) -> bytes:
    """The same CSV from plain rows."""
    names = [column.name for column in columns]
    return csv_bytes(([row[name] for name in names] for row in rows), columns)


def csv_bytes(lines: Iterable[Iterable[str]], columns: Sequence[Column]) -> bytes:
    """Lines of cells as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    quoter = csv.writer(
        text, lineterminator="\n", quoting=csv.QUOTE_ALL
    )  # csv leaves a lone CR bare
    writer.writerow([column.name for column in columns])
    guards = [str if column.type in NUMBERS else disarmed for column in columns]
    for cells in lines:
        line = [guard(cell) for guard, cell in zip(guards, cells, strict=True)]
        (quoter if any("\r" in cell for cell in line) else writer).writerow(line)
    return text.getvalue().encode()


def read_table_rows(path: Path) -> "pd.DataFrame":
    """A table that `table_bytes` wrote, every cell as text, formulas restored.

    Raises BadInputError if the file is missing, or was saved by another program as something else.
    """
    import pandas as pd

    header, *lines = _csv_lines(path)
    return pd.DataFrame(lines, columns=header, dtype=str)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The same table as plain rows, without pandas.  Raises BadInputError."""
    header, *lines = _csv_lines(path)
    return [dict(zip(header, line, strict=True)) for line in lines]


def _csv_lines(path: Path) -> list[list[str]]:
    if not path.is_file():
        raise BadInputError(f"{path}: missing; run make to create it")
    csv.field_size_limit(2**31 - 1)  # a paragraph may be longer than the default of 128 kB
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *lines = csv.reader(file)
    except (OSError, ValueError, csv.Error):  # no line, or not UTF-8
        raise BadInputError(f"{path}: cannot be read as CSV; {AGAIN}") from None
    if any(not name.strip() or ";" in name or "\t" in name for name in header):
        raise BadInputError(f"{path}:1: has no commas between its columns; {AGAIN}")
    width = len(header)
    for number, line in enumerate(lines, 2):
        if len(line) != width:
            raise BadInputError(f"{path}: row {number} has {len(line)} of {width} cells; {AGAIN}")
    return [header, *([armed(cell) for cell in line] for line in lines)]


def typed(rows: "pd.DataFrame", columns: Sequence[Column]) -> "pd.DataFrame":
    """Text cells as Int64, exact Decimals, days, booleans, lists; an empty cell is missing."""
    import pandas as pd

    dtypes = {"integer": "Int64", "boolean": "boolean"}
    made = {
        column.name: pd.Series(
            column_values(rows[column.name].tolist(), column),
            index=rows.index,
            dtype=dtypes.get(column.type, "object"),
        )
        if column.type in READERS
        else rows[column.name]
        for column in columns
    }
    return pd.DataFrame(made)


def column_values(cells: Iterable[str], column: Column) -> list[Any]:
    """The values of a column's text cells; None for an empty one, but an empty list for a list."""
    read = READERS.get(column.type, str)
    if column.type == "list":
        return [read(cell) for cell in cells]
    return [read(cell) if cell else None for cell in cells]


def disarmed(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def armed(cell: str) -> str:
    """The cell as it was before `disarmed`."""
    return (
        cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell
    )


def joined_list(items: Sequence[str]) -> str:
    """A list as one cell; a `;` inside an item is written `\\;`."""
    return ";".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def split_list(cell: str) -> list[str]:
    """The items of a cell that `joined_list` wrote."""
    if not cell:
        return []
    kept = cell.replace("\\\\", "\0").replace("\\;", "\1")  # not in clean text
    return [item.replace("\1", ";").replace("\0", "\\") for item in kept.split(";")]


READERS: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
    "list": split_list,
}


def as_json(value: object) -> str:
    """Compact JSON with sorted keys, the same on every machine."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
