"""The journal of people's decisions: append, read, fold, undo.

One JSON line for each decision, in reviews/<edition>.jsonl; decisions about an entity in every
edition are in reviews/entities.jsonl.  Lines are only ever appended, under a lock and synced to
disk; an undo is a line, too.  The decisions in force result from reading the whole journal.
"""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.records.errors import BadInputError
from pipeline.schema import TABLE, Table

ABOUT_ENTITIES = ("merge", "keep_apart", "split")
ACTIONS = ("accept", "correct", "reject", "add", "nothing", "undo", "adjudicate", *ABOUT_ENTITIES)
REASONS = (
    "wrong_span",
    "wrong_value",
    "wrong_role",
    "duplicate",
    "not_aid",
    "typo_in_source",
    "other",
    "",
)


# a string of JSON, also one that the end of the line cuts off
STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)')


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided about one row, and what they saw at that time."""

    id: str
    time: str  # ISO 8601, UTC
    reviewer: str
    table: str
    row_id: str
    action: str  # ACTIONS; `nothing`: no row is missing in the sentence `evidence`
    field: str = ""  # the column that `correct` changes
    before: str = ""  # `correct`: the cell; other actions: the row's own cells as JSON
    after: str = ""  # see AFTER
    reason: str = ""  # REASONS
    note: str = ""
    evidence: str = ""  # the sentence as the person saw it
    words_before: str = ""  # the words before and after the row's own words
    words_after: str = ""
    quotation: str = ""  # the row's own words
    at: str = ""  # how many words of the evidence come before them


AFTER = {
    "correct": "the new cell",
    "add": "the row's cells as JSON",
    "undo": "the id of the decision to undo",
    "adjudicate": "the reviewer whose decision about the row applies",
    "merge": "the entity_id that the row's entity is the same as",
    "keep_apart": "the entity_id that the row's entity differs from",
    "split": "JSON: the new entity's cells, and under `mentions` its mentions",
}


@dataclass(frozen=True, slots=True)
class Journal:
    decisions: tuple[Decision, ...]
    warnings: tuple[str, ...] = ()
    size: int = 0  # bytes up to which the file was read


def read_journal(path: Path, start: int = 0) -> Journal:
    """The decisions of a journal, in order; a missing file is an empty journal.

    `start` skips as many bytes, the size of an earlier reading.  A line that a crash left
    incomplete is skipped with a warning.  Raises BadInputError for any other line that is not a
    decision.
    """
    if not path.exists():
        return Journal(())
    content = path.read_bytes()
    *lines, last = content[start:].split(b"\n")
    first = content.count(b"\n", 0, start) + 1
    decisions, warnings, size = [], [], len(content)
    for number, line in enumerate((*lines, last), first):
        place = f"{path}:{number}"
        try:
            decisions += [decision_of(line, place)] if line.strip() else []
        except BadInputError:
            if not is_cut(line):
                raise
            warnings.append(f"{place}: an incomplete line is skipped")
            size -= len(line) if line is last else 0
    return Journal(tuple(decisions), tuple(warnings), size)


def append_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Add lines, all or none, and sync them to disk before returning.

    Raises BadInputError if one is not valid, OSError if they cannot be written; the earlier lines
    of the journal stay unchanged.
    """
    from filelock import FileLock

    lines = [json.dumps(asdict(made), ensure_ascii=False).encode() for made in decisions]
    for line in lines:
        decision_of(line, str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.name}.lock")):
        is_new = not path.exists()
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            _write_all(file, b"".join(line + b"\n" for line in lines))
        finally:
            os.close(file)
        if is_new:
            _sync_folder(path.parent)


def _write_all(file: int, lines: bytes) -> None:
    """Append all lines, after ending one that a crash left incomplete; on failure, none."""
    size = os.fstat(file).st_size
    line_end = b"\n" if size and os.pread(file, 1, size - 1) != b"\n" else b""
    content = line_end + lines
    try:
        written = os.write(file, content)
        while written < len(content):  # a full disk accepts a part first, then fails
            written += os.write(file, content[written:])
        os.fsync(file)
    except OSError:
        os.ftruncate(file, size)
        raise


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions in force, in order: no later line undoes them; an undo can be undone."""
    made = list(decisions)
    undone: set[str] = set()
    for decision in reversed(made):
        if decision.action == "undo" and decision.id not in undone:
            undone.add(decision.after)
    return [d for d in made if d.action != "undo" and d.id not in undone]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def decision_of(line: bytes, place: str) -> Decision:
    """The decision of a line; `place` names the line in errors.  Raises BadInputError."""
    cells = cells_of(line, place)
    names = [field.name for field in fields(Decision)]
    if not all(name in names and isinstance(cell, str) for name, cell in cells.items()):
        raise BadInputError(f"{place}: not a decision; write text for {', '.join(names)}")
    for name in names[:6]:
        if not cells.get(name):
            raise BadInputError(f"{place}: {name} is missing; write it")
    for name, allowed in (("action", ACTIONS), ("reason", REASONS), ("table", tuple(TABLE))):
        if cells.get(name, "") not in allowed:
            known = ", ".join(filter(None, allowed))
            raise BadInputError(f"{place}: {name} '{cells.get(name)}' is not known; write {known}")
    decision = Decision(**cells)
    if fault := _fault_of(decision):
        raise BadInputError(f"{place}: {fault}")
    return decision


def cells_of(line: bytes, place: str) -> dict[str, Any]:
    """A line's JSON object; `place` names the line in errors.  Raises BadInputError."""
    try:
        cells = json.loads(line)
        json.dumps(cells, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadInputError(f"{place}: contains half a character; write it completely") from None
    except (ValueError, RecursionError):
        raise BadInputError(f"{place}: not a line of JSON; restore it from git") from None
    if not isinstance(cells, dict):
        raise BadInputError(f"{place}: not a decision; write one JSON object")
    return cells


def _fault_of(decision: Decision) -> str:
    """What is wrong with the fields of a decision for its action, with the fix; else empty."""
    action, table = decision.action, TABLE[decision.table]
    if action == "correct" and decision.field not in _writable(table):
        return f"field '{decision.field}' is not a column of {table.name}; write one of its columns"
    if action in AFTER and action != "correct" and not decision.after:
        return f"after is missing; write {AFTER[action]}"
    if table.name == "matches" and action in ("correct", "add", "nothing"):
        return f"{action} is not for matches; write accept or reject"
    if action in ABOUT_ENTITIES and table.name != "entities":
        return f"{action} is only for entities; write table entities"
    objects = [decision.after] if action in ("add", "split") else []
    objects += [decision.before] if action in ("accept", "reject") and decision.before else []
    if not all(_is_object(text) for text in objects):
        return f"{action} without its cells; write them as one JSON object"
    return ""


def _writable(table: Table) -> set[str]:
    return {column.name for column in table.columns} - {column.name for column in table.derived}


def is_cut(line: bytes) -> bool:
    """Whether a line ends before its JSON object is closed."""
    return line.startswith(b"{") and not STRING.sub(b"", line).rstrip().endswith(b"}")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
