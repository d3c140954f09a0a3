"""Files of rates as lines of cells: CSV with any common separator, alone or in a zip."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from pipeline.records.errors import BadInputError

LARGEST = 64 * 2**20  # bytes of a table, a hundred times as many as one indicator has
SEPARATORS = (",", ";", "\t")
MISSING = ("", "..", "...", "…", "-", "–", ":", "n.a.", "n/a", "na", "nan")
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")  # 1,234.5
NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,40})?([eE][+-]?\d{1,2})?")
YEAR = re.compile(r"(?:19|20|21)\d\d")
YEAR_HEAD = re.compile(r"((?:19|20|21)\d\d)(?: \[YR\d{4}\])?")  # "2019 [YR2019]": DataBank


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in a file."""

    place: str  # its path, as errors name it
    file: str  # the file's name, as tables name it
    lines: tuple[tuple[int, list[str]], ...]  # line number and cells; empty lines are left out
    comma: bool = False  # whether a comma is the decimal point

    def fault(self, line: int, says: str) -> BadInputError:
        """The error of a line."""
        return BadInputError(f"{self.place}:{line}: {says}")

    def number(self, line: int, cell: str) -> Decimal | None:
        """The number of a cell; None where it states no value.  Raises BadInputError."""
        text = re.sub(r"[\s\u00a0\u202f]", "", cell)
        if text.casefold() in MISSING:
            return None
        if self.comma:
            text = text.replace(".", "").replace(",", ".") if "," in text else text
        elif GROUPED.fullmatch(text):
            text = text.replace(",", "")
        if not NUMBER.fullmatch(text):
            raise self.fault(line, f"'{cell[:40]}' is not a number; correct it or leave it empty")
        return Decimal(text)


def read_sheets(place: str, content: bytes) -> Iterator[Sheet]:
    """The tables of a file.  Raises BadInputError if it is neither CSV nor a zip of CSVs."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield _sheet(place, PurePath(place).name, content)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [one for one in archive.infolist() if one.filename.casefold().endswith(".csv")]
        if not members:
            raise BadInputError(f"{place}:1: contains no CSV; save the table as CSV")
        for member in members:
            inner = f"{place}/{member.filename}"
            _check_size(inner, member.file_size)
            try:
                data = archive.read(member)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                raise BadInputError(f"{inner}:1: {error}; download the zip again") from None
            yield _sheet(inner, PurePath(place).name, data)


def _check_size(place: str, size: int) -> None:
    if size > LARGEST:
        raise BadInputError(f"{place}:1: too large; download only the indicator that you need")


def _sheet(place: str, file: str, content: bytes) -> Sheet:
    _check_size(place, len(content))
    text = _text(place, content)
    opening = "\n".join(text.splitlines()[:10])
    separator = max(SEPARATORS, key=opening.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise BadInputError(f"{place}:{reader.line_num}: {error}; save the table as CSV") from None
    return Sheet(place, file, tuple(lines), comma=separator == ";")


def _text(place: str, content: bytes) -> str:
    if b"\0" in content:
        raise BadInputError(f"{place}:1: not text; save the table as CSV (UTF-8)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # as spreadsheet programs save it


def years_in(cells: list[str]) -> dict[int, int]:
    """The columns of a header that are years: position -> year."""
    found = {at: YEAR_HEAD.fullmatch(cell) for at, cell in enumerate(cells)}
    return {at: int(match[1]) for at, match in found.items() if match}
