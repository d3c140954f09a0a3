"""Found rows compared with gold rows: which are the same, and which cells.

A gold row is a `quote` of the raw text, its `nth` occurrence there, and the columns to compare
under the schema's names.  An empty gold cell means that the cell must be empty, `?` that it is not
compared.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipeline.records.errors import BadInputError
from pipeline.schema import TABLE, TABLES
from pipeline.storage.files import read_table_rows, split_list

EXACT = ("mentions", "dates")  # tables whose rows must have exactly the same span
BY_SENTENCE = ("contributions", "events")  # tables whose span is one of several words of a sentence
NOT_COMPARED = "?"
OWN_COLUMNS = ("quote", "nth", "source")  # of a gold file, in addition to the compared ones

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its own span and its sentence, in raw characters, half-open."""

    source: str
    start: int
    end: int
    sentence: tuple[int, int]
    cells: Cells


@dataclass(frozen=True, slots=True)
class Score:
    """One table: its pairs of a gold and a found row, and the rows without a partner."""

    table: str
    columns: tuple[str, ...]  # the compared ones
    pairs: tuple[tuple[Row, Row], ...]
    missed: tuple[Row, ...]
    extra: tuple[Row, ...]

    @property
    def precision(self) -> float:
        """Share of the found rows that are in gold; 1 if none was found."""
        found = len(self.pairs) + len(self.extra)
        return len(self.pairs) / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold rows that were found; 1 if gold has none."""
        gold = len(self.pairs) + len(self.missed)
        return len(self.pairs) / gold if gold else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def right(self, column: str) -> int:
        """In how many of the compared pairs the column is exactly as in gold."""
        wrong = sum(column in self.wrong_columns(pair) for pair in self.pairs)
        return self.compared(column) - wrong

    def compared(self, column: str) -> int:
        return sum(gold.cells[column] != NOT_COMPARED for gold, _ in self.pairs)

    def wrong_columns(self, pair: tuple[Row, Row]) -> tuple[str, ...]:
        return tuple(column for column in self.columns if not same(self.table, column, *pair))


def score_tables(gold_dir: Path, tables_dir: Path, raws: dict[str, str]) -> list[Score]:
    """Score each table that has a gold file, in the schema's order.  Raises BadInputError."""
    known = {f"{table.name}.csv": table.name for table in TABLES}
    for path in sorted(gold_dir.glob("*.csv")):
        if path.name not in known:
            raise BadInputError(f"{path}: no such table; use one of {', '.join(known.values())}")
    scores = []
    for file_name, table in known.items():
        path = gold_dir / file_name
        if path.is_file():
            columns, gold = read_gold(path, table, raws)
            found = read_found(tables_dir / file_name)
            scores.append(score(table, columns, gold, found))
    return scores


def read_gold(path: Path, table: str, raws: dict[str, str]) -> tuple[tuple[str, ...], list[Row]]:
    """The compared columns and the rows of a gold file.  Raises BadInputError."""
    rows = _records(path)
    columns = tuple(name for name in (rows[0] if rows else ()) if name not in OWN_COLUMNS)
    if rows and not {"quote", "nth"} <= set(rows[0]):
        raise BadInputError(f"{path}: the columns quote and nth are missing; add them")
    strange = [name for name in columns if name not in _types(table)]
    if strange:
        raise BadInputError(f"{path}: table {table} has no column {', '.join(strange)}")
    made = []
    for number, cells in enumerate(rows, start=2):
        source = cells.get("source") or next(iter(raws), "")
        nth = int(cells["nth"]) if cells["nth"].isdecimal() else 0
        start = nth_place(raws.get(source, ""), cells["quote"], nth)
        if start < 0:
            raise BadInputError(
                f"{path}:{number}: {cells['quote']!r} does not occur {cells['nth']} times "
                f"in {source}; quote the raw text verbatim"
            )
        end = start + len(cells["quote"])
        made.append(Row(source, start, end, (start, end), cells))
    return columns, made


def nth_place(text: str, quote: str, nth: int) -> int:
    """Where the nth occurrence of the quote begins, counted from 1; -1 if there is none."""
    at = -1
    for _ in range(nth):
        at = text.find(quote, at + 1) if quote else -1
        if at < 0:
            return -1
    return at


def read_found(path: Path) -> list[Row]:
    """The rows of a table that the pipeline wrote.  Raises BadInputError."""
    made = []
    for cells in _records(path):
        start, end = int(cells["raw_start"]), int(cells["raw_end"])
        spans = json.loads(cells.get("field_spans") or "{}")
        first, last = (spans.get("evidence") or [[start, end]])[0]
        made.append(Row(cells["source"], start, end, (first, last), cells))
    return made


def score(table: str, columns: Sequence[str], gold: Sequence[Row], found: Sequence[Row]) -> Score:
    """Pair rows one to one, the closest first, ties in reading order."""
    candidates = sorted(
        (distance, left, right)
        for left, wanted in enumerate(gold)
        for right, row in enumerate(found)
        if wanted.source == row.source
        for distance in closeness(table, wanted, row)
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in candidates:
        if left not in partner and right not in taken:
            partner[left] = right
            taken.add(right)
    return Score(
        table,
        tuple(columns),
        tuple((gold[left], found[right]) for left, right in sorted(partner.items())),
        tuple(row for place, row in enumerate(gold) if place not in partner),
        tuple(row for place, row in enumerate(found) if place not in taken),
    )


def closeness(table: str, gold: Row, found: Row) -> Iterator[tuple[bool, int]]:
    """The distance of two rows, smaller is closer; nothing if they cannot be the same."""
    apart = abs(gold.start - found.start) + abs(gold.end - found.end)
    if table in BY_SENTENCE:
        if found.sentence[0] <= gold.start < found.sentence[1]:
            yield not _same_amount(gold, found), apart
    elif table in EXACT:
        if apart == 0:
            yield False, 0
    elif gold.start < found.end and found.start < gold.end:
        yield False, apart


def _same_amount(gold: Row, found: Row) -> bool:
    return _number(gold.cells.get("low", "")) == _number(found.cells.get("low", ""))


def same(table: str, column: str, gold: Row, found: Row) -> bool:
    """Whether a cell is as in gold: lists as sets, decimals as numbers, else as text."""
    wanted, cell = gold.cells[column], found.cells.get(column, "")
    if wanted == NOT_COMPARED:
        return True
    kind = _types(table)[column]
    if kind == "list":
        return set(split_list(wanted)) == set(split_list(cell))
    if kind in ("decimal", "integer"):
        return _number(wanted) == _number(cell)
    return wanted == cell


def _number(cell: str) -> Decimal | str:
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell


def _types(table: str) -> dict[str, str]:
    return {column.name: column.type for column in TABLE[table].columns}


def _records(path: Path) -> list[Cells]:
    rows = read_table_rows(path)
    names = [str(name) for name in rows.columns]
    return [dict(zip(names, cells, strict=True)) for cells in rows.itertuples(index=False)]
