"""Workbook -> its rows, and what it was made from.

Whatever a person or a program did to the file, everything is found by name: sheets by their names,
columns by their headers, rows by their ids.  What is ambiguous is refused.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pipeline.records.errors import BadInputError
from pipeline.review.workbook.cells import Value, is_filled
from pipeline.review.workbook.layout import (
    HOW_TO,
    LISTS,
    MADE_FROM,
    TEXT,
    known_sheets,
    sheet_columns,
)
from pipeline.review.workbook.origin import Origin, unpacked
from pipeline.schema import MATCHES, TABLE, Table

OURS = (HOW_TO, TEXT, LISTS, MADE_FROM)
ID = "row_id"
HEADER_ROWS = 10  # a person may have put lines above the header
LARGEST = 2**30  # bytes of the parts of a workbook: our workbooks hold less


class Cell(Protocol):
    """What is used of openpyxl's cells."""

    value: Any
    data_type: str
    coordinate: str
    row: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a sheet."""

    table: str
    number: int  # of the row, from 1
    row_id: str  # empty for a row that a person added
    cells: Mapping[str, Value]  # column -> value; a deleted column is absent
    letters: Mapping[str, str]  # column -> its letter
    faults: Mapping[str, str] = field(default_factory=dict)  # column -> why it cannot be read

    def place(self, column: str) -> str:
        """Sheet and cell, as a spreadsheet names them."""
        return f"{self.table}!{self.letters.get(column, '')}{self.number}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook as it came back."""

    origin: Origin
    entries: tuple[Entry, ...]
    refusals: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # what was ignored without harm


def read_workbook(path: Path) -> Filled:
    """Read a workbook.  Raises BadInputError for a file that `make sheet` did not make."""
    book = _open(path)
    origin = None
    if MADE_FROM in book.sheetnames:
        origin = unpacked(
            row[0]
            for row in book[MADE_FROM].iter_rows(max_col=1, values_only=True)
            if row[0] is not None
        )
    if origin is None:
        raise BadInputError(
            f"{path}: hidden sheet {MADE_FROM} is missing or damaged; "
            "use a file that make sheet made"
        )
    entries: list[Entry] = []
    refusals: list[str] = []
    notices: list[str] = []
    for table in known_sheets():
        if table.name not in book.sheetnames:
            if table is not MATCHES:
                notices.append(f"{table.name}: the sheet is missing; its rows are left as they are")
            continue
        rows = _Sheet(table, list(book[table.name].iter_rows()))
        entries.extend(rows.entries())
        refusals.extend(rows.refusals)
        notices.extend(rows.notices)
    refusals.extend(_renamed_sheets(book))
    return Filled(origin, tuple(entries), tuple(refusals), tuple(notices))


def _open(path: Path) -> Any:
    from openpyxl.reader import excel

    load: Callable[[Path], Any] = excel.load_workbook
    if not path.is_file():
        raise BadInputError(f"{path}: file not found; name the workbook with FILE=…")
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > LARGEST:
            raise ValueError("it is too large")
        return load(path)
    except Exception as error:  # whatever a reader of arbitrary bytes may raise
        fault = (str(error).splitlines() or ["it is damaged"])[0]
        raise BadInputError(
            f"{path}: cannot be read as a workbook ({fault}); save it as .xlsx"
        ) from None


def _renamed_sheets(book: Any) -> Iterator[str]:
    """Sheets that look like a table's under another name, so that nobody's work is overlooked."""
    for name in book.sheetnames:
        if name not in TABLE and name not in OURS:
            rows = book[name].iter_rows(max_row=HEADER_ROWS, values_only=True)
            if any(ID in row for row in rows):
                yield f"{name}: unknown sheet name; restore the old name or delete the sheet"


class _Sheet:
    """One table's sheet while it is read."""

    def __init__(self, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
        self.table = table
        self.refusals: list[str] = []
        self.notices: list[str] = []
        self.open = {column.name for column in sheet_columns(table) if column.is_open}
        at = next(
            (at for at, row in enumerate(rows[:HEADER_ROWS]) if ID in [cell.value for cell in row]),
            None,
        )
        if at is None and rows:
            self.refusals.append(f"{table.name}: the column {ID} is missing; restore it")
        self.rows = rows[at + 1 :] if at is not None else []
        self.columns = self._columns(rows[at] if at is not None else [])

    def _columns(self, header: Sequence[Cell]) -> dict[int, str]:
        known = {column.name for column in sheet_columns(self.table)}
        columns: dict[int, str] = {}
        for at, cell in enumerate(header):
            name = str(cell.value or "").strip()
            place = f"{self.table.name}!{cell.coordinate}"
            if name in columns.values():
                self.refusals.append(f"{place}: the column {name} appears twice; delete one")
            elif name in known:
                columns[at] = name
            elif name:
                self.notices.append(f"{place}: unknown column '{name[:40]}' is ignored")
        gone = sorted(known & (self.open | {ID}) - set(columns.values()))
        if gone and columns:
            self.notices.append(
                f"{self.table.name}: missing columns, left unchanged: {', '.join(gone)}"
            )
        return columns

    def entries(self) -> Iterator[Entry]:
        """The rows that hold anything; a row_id may occur once."""
        seen: dict[str, Entry] = {}
        for row in self.rows:
            entry = self._entry(row)
            if not any(is_filled(value) for value in entry.cells.values()) and not entry.faults:
                continue
            first = seen.setdefault(entry.row_id, entry) if entry.row_id else entry
            if first is entry:
                yield entry
            elif dict(first.cells) != dict(entry.cells):
                self.refusals.append(
                    f"{entry.place(ID)}: repeats the row of {first.place(ID)}; delete one, or "
                    f"empty {ID} for a new row"
                )

    def _entry(self, row: Sequence[Cell]) -> Entry:
        cells: dict[str, Value] = {}
        letters: dict[str, str] = {}
        faults: dict[str, str] = {}
        for at, name in self.columns.items():
            if at >= len(row):
                continue
            cell = row[at]
            cells[name] = cell.value
            letters[name] = "".join(filter(str.isalpha, cell.coordinate))
            if name in self.open and cell.data_type in FAULTS:
                faults[name] = FAULTS[cell.data_type]
        row_id = cells.get(ID)
        number = row[0].row if row else 0
        text = str(row_id).strip() if row_id is not None else ""
        return Entry(self.table.name, number, text, cells, letters, faults)


FAULTS = {
    "f": "this is a formula; write the value itself",
    "e": "this is a spreadsheet error; write the value itself",
}


def refuse(path: Path, refusals: Iterable[str]) -> None:
    """Raise BadInputError if there is a refusal: a line each."""
    lines = [f"{path.name}: {refusal}" for refusal in refusals]
    if lines:
        count = "1 cell is" if len(lines) == 1 else f"{len(lines)} cells are"
        raise BadInputError("\n".join([*lines, f"{path}: {count} refused, so nothing is imported"]))
