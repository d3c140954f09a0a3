"""A file of a second source, recognised by its content and read piece by piece.

An IATI activity file, an OECD CRS download (pipe-delimited text or CSV), an OCHA FTS download (CSV
or workbook), or any of these in a .zip or .gz.
"""

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, Any

from pipeline.entities.codes import slug
from pipeline.matching.iati import read_activities
from pipeline.matching.records import Record
from pipeline.matching.tables import format_of, read_lines
from pipeline.records.errors import BadInputError

KNOWN = "use an IATI activity file, an OECD CRS download or an OCHA FTS download"
HEADER_LINES = 12  # a download may have a title above its header
DELIMITERS = "|,;\t"
LONGEST_CELL = 2**24  # characters; a longer one comes from a quotation mark that nothing closes
SUFFIXES = (".zip", ".gz", ".txt", ".csv", ".xml", ".xlsx", ".tsv")
HXL = "#"  # the line of tags below the header of files from HDX


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is not UTF-8, in the encoding that older CRS files have."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as-windows", _as_windows)


def read_source(path: Path) -> Iterator[Record]:
    """The records of a file.

    Raises BadInputError, also while reading, for a file that is missing, damaged or of no known
    format.
    """
    if path.is_dir():
        raise BadInputError(f"{path}: is a folder; name the second source with SOURCE=file")
    if not path.is_file():
        raise BadInputError(f"{path}: no such file; name the second source with SOURCE=file")
    try:
        with path.open("rb") as file:
            yield from _read(file, str(path))
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, csv.Error) as error:
        fault = (str(error).splitlines() or ["it is damaged"])[0]
        raise BadInputError(f"{path}: cannot be read ({fault}); download it again") from None


def name_of(path: Path) -> str:
    """The name of a source: its file's name in safe letters, without what says how it is packed."""
    stem = path.name
    while Path(stem).suffix.casefold() in SUFFIXES:
        stem = Path(stem).stem
    return slug(stem) or "source"


def _read(file: io.BufferedReader, place: str) -> Iterator[Record]:
    start = file.peek(4)
    if start.startswith(b"\x1f\x8b"):
        yield from _read(_buffered(gzip.GzipFile(fileobj=file)), place)
    elif start.startswith(b"PK"):
        yield from _read_zip(file, place)
    else:
        yield from _read_plain(file, place)


def _buffered(file: Any) -> io.BufferedReader:
    return io.BufferedReader(file)


def _read_zip(file: IO[bytes], place: str) -> Iterator[Record]:
    with zipfile.ZipFile(file) as parts:
        if "xl/workbook.xml" in parts.namelist():
            yield from _read_workbook(file, place)
            return
        names = [n for n in sorted(parts.namelist()) if not n.endswith("/") and "__MACOSX" not in n]
        if not names:
            raise BadInputError(f"{place}: is an empty archive; {KNOWN}")
        for name in names:
            yield from _read(_member(parts, name, place), f"{place}/{name}")


def _member(parts: zipfile.ZipFile, name: str, place: str) -> io.BufferedReader:
    try:
        return _buffered(parts.open(name))
    except RuntimeError as error:  # encrypted, or compressed in a way that zipfile does not know
        raise BadInputError(f"{place}: {error}; unpack it first") from None


def _read_plain(file: io.BufferedReader, place: str) -> Iterator[Record]:
    start = file.peek(512)
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        yield from read_activities(file, place)
        return
    encoding = "utf-16" if wide else "utf-8-sig"
    text = io.TextIOWrapper(file, encoding, errors="as-windows", newline="")
    first = [line for _, line in zip(range(HEADER_LINES), text, strict=False)]
    delimiter = _delimiter(first)
    csv.field_size_limit(LONGEST_CELL)
    yield from _read_table(csv.reader(chain(first, text), delimiter=delimiter), place)


def _read_workbook(file: IO[bytes], place: str) -> Iterator[Record]:
    from openpyxl.reader import excel

    try:
        load: Callable[..., Any] = excel.load_workbook
        book = load(file, read_only=True, data_only=True)
    except Exception:  # whatever a reader of arbitrary bytes may raise
        raise BadInputError(f"{place}: cannot be read as a workbook; save it as CSV") from None
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        lines = ([_cell(value) for value in row] for row in rows)
        if found := _header(lines):
            yield from read_lines(*found, lines)
            return
    raise BadInputError(f"{place}: no sheet has columns of FTS or CRS; {KNOWN}")


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _read_table(lines: Iterator[Sequence[str]], place: str) -> Iterator[Record]:
    found = _header(lines)
    if found is None:
        raise BadInputError(f"{place}: its first lines have no columns of FTS or CRS; {KNOWN}")
    yield from read_lines(*found, (line for line in lines if not _is_tags(line)))


def _header(lines: Iterator[Sequence[str]]) -> tuple[str, Sequence[str]] | None:
    """The format and the header, which is read; None where no early line is one."""
    for _, line in zip(range(HEADER_LINES), lines, strict=False):
        if kind := format_of(line):
            return kind, line
    return None


def _is_tags(line: Sequence[str]) -> bool:
    return bool(line) and line[0].startswith(HXL)


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter under which one of the first lines is a known header."""
    for delimiter in DELIMITERS:
        if any(format_of(cells) for cells in csv.reader(lines, delimiter=delimiter)):
            return delimiter
    return ","
