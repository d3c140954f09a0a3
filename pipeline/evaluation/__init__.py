"""Tables compared with gold: found and missed rows, and how often each confidence is right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.clean.decode import decode
from pipeline.evaluation.scores import Row, Score, score_tables
from pipeline.records.closed_lists import CONFIDENCES
from pipeline.schema import TABLES

SHOWN = 240  # characters of the line that are shown with a miss


def evaluate(gold_dir: Path, tables_dir: Path, raw_dir: Path) -> str:
    """Score each table that has a gold file, as plain text.  Raises BadInputError."""
    raws = {path.name: _read_raw(path) for path in sorted(raw_dir.glob("*.txt"))}
    return report(score_tables(gold_dir, tables_dir, raws), raws)


def _read_raw(path: Path) -> str:
    return decode(path.read_bytes(), str(path)).raw


def report(scores: Sequence[Score], raws: dict[str, str]) -> str:
    """The scores as plain text: tables, columns, confidence, misses."""
    parts = (_tables(scores), _columns(scores), _confidences(scores), _misses(scores, raws))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _tables(scores: Iterable[Score]) -> Iterator[str]:
    yield f"{'table':<16}{'gold':>6}{'found':>7}{'both':>6}{'precision':>11}{'recall':>8}{'F1':>7}"
    for one in scores:
        both = len(one.pairs)
        yield (
            f"{one.table:<16}{both + len(one.missed):>6}{both + len(one.extra):>7}{both:>6}"
            f"{one.precision:>11.3f}{one.recall:>8.3f}{one.f1:>7.3f}"
        )


def _columns(scores: Iterable[Score]) -> Iterator[str]:
    yield f"{'table':<16}{'column':<24}{'right':>6}{'of':>5}{'exact':>8}"
    for one in scores:
        for column in one.columns:
            if of := one.compared(column):
                right = one.right(column)
                yield f"{one.table:<16}{column:<24}{right:>6}{of:>5}{right / of:>8.3f}"


def _confidences(scores: Iterable[Score]) -> Iterator[str]:
    """A found row is right if gold has it and every compared column is as in gold."""
    right: Counter[tuple[str, str]] = Counter()
    rows: Counter[tuple[str, str]] = Counter()
    for one in scores:
        paired = [(pair[1], not one.wrong_columns(pair)) for pair in one.pairs]
        for row, is_right in (*paired, *((row, False) for row in one.extra)):
            for table in (one.table, "all"):
                rows[table, row.cells.get("confidence", "")] += 1
                right[table, row.cells.get("confidence", "")] += is_right
    yield f"{'table':<16}{'confidence':<12}{'right':>6}{'of':>5}{'share':>8}"
    for table in (*(table.name for table in TABLES), "all"):
        for level in CONFIDENCES:
            if of := rows[table, level]:
                good = right[table, level]
                yield f"{table:<16}{level:<12}{good:>6}{of:>5}{good / of:>8.3f}"


def _misses(scores: Iterable[Score], raws: dict[str, str]) -> Iterator[str]:
    yield "misses"
    for one in scores:
        for row in one.missed:
            yield f"{one.table}: missed {_shown(row, raws)}"
        for row in one.extra:
            yield f"{one.table}: extra {_shown(row, raws)}"
        for gold, found in one.pairs:
            for column in one.wrong_columns((gold, found)):
                wanted, cell = gold.cells[column], found.cells.get(column, "")
                yield (
                    f"{one.table}: wrong {column}: gold {wanted!r} found {cell!r} "
                    f"{_shown(found, raws)}"
                )


def _shown(row: Row, raws: dict[str, str]) -> str:
    """The row's own words within their line: … before [own words] after …."""
    raw = raws.get(row.source, "")
    first = max(raw.rfind("\n", 0, row.start) + 1, row.start - SHOWN // 2)
    line_end = raw.find("\n", row.end)
    last = min(line_end if line_end >= 0 else len(raw), row.end + SHOWN // 2)
    own = raw[row.start : row.end]
    own = own if len(own) <= SHOWN else own[:SHOWN] + "…"
    return f"{row.start}: {raw[first : row.start]}[{own}]{raw[row.end : last]}"
