"""The journal of people's decisions: append, read, fold, undo.

One JSON line a decision, in reviews/<edition>.jsonl.  Lines are only ever appended, under a lock
and synced to disk; undoing is a line.  What stands is the fold of the whole journal.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pipeline.model import BadInputError
from pipeline.schema import TABLE

ACTIONS = ("accept", "correct", "reject", "add", "nothing", "undo")
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


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided about one row, and what they saw when they did."""

    id: str
    time: str  # ISO 8601, UTC
    reviewer: str
    table: str
    row_id: str
    action: str  # ACTIONS; `nothing`: the sentence in `evidence` holds no row that was missed
    field: str = ""  # the column that `correct` changes
    before: str = ""  # `correct`: the cell; `accept`, `reject`: the row's own cells as JSON
    after: str = ""  # `correct`: the new cell; `add`: the row's cells as JSON; `undo`: an id
    reason: str = ""  # REASONS
    note: str = ""
    evidence: str = ""  # the quotation as the person saw it
    words_before: str = ""  # what stood before and after it
    words_after: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    decisions: tuple[Decision, ...]
    warnings: tuple[str, ...] = ()
    size: int = 0  # bytes up to which the file was read


def read_journal(path: Path, start: int = 0) -> Journal:
    """The decisions of a journal, in order; a missing file is an empty journal.

    `start` leaves out so many bytes, which an earlier reading told as its size.

    A last line cut short is set aside with a warning.  Raises BadInputError for any other line
    that is no decision.
    """
    if not path.exists():
        return Journal(())
    content = path.read_bytes()
    *lines, torn = content[start:].split(b"\n")
    first = content.count(b"\n", 0, start) + 1
    decisions = [
        _decision(line, f"{path}:{n}") for n, line in enumerate(lines, first) if line.strip()
    ]
    if not torn.strip():
        return Journal(tuple(decisions), size=len(content))
    last = f"{path}:{first + len(lines)}"
    try:
        return Journal((*decisions, _decision(torn, last)), size=len(content))
    except BadInputError:
        warning = f"{last}: the last line is cut short and set aside"
        return Journal(tuple(decisions), (warning,), len(content) - len(torn))


def append_decision(path: Path, decision: Decision) -> None:
    """Add a line and sync it to disk before returning.  Raises BadInputError if it is not valid."""
    from filelock import FileLock

    line = json.dumps(asdict(decision), ensure_ascii=False).encode()
    _decision(line, str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.name}.lock")):
        is_new = not path.exists()
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            size = os.fstat(file).st_size
            heal = b"\n" if size and os.pread(file, 1, size - 1) != b"\n" else b""
            os.write(file, heal + line + b"\n")
            os.fsync(file)
        finally:
            os.close(file)
        if is_new:
            _sync_folder(path.parent)


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that no later line undoes, in order; an undo can itself be undone."""
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


def _decision(line: bytes, place: str) -> Decision:
    try:
        cells = json.loads(line)
    except ValueError:
        raise BadInputError(f"{place}: not a line of JSON; restore it from git") from None
    names = [field.name for field in fields(Decision)]
    if not isinstance(cells, dict) or not all(
        name in names and isinstance(cell, str) for name, cell in cells.items()
    ):
        raise BadInputError(f"{place}: no decision; write text for {', '.join(names)}")
    for name in names[:6]:
        if not cells.get(name):
            raise BadInputError(f"{place}: {name} is missing; write it")
    for name, allowed in (("action", ACTIONS), ("reason", REASONS), ("table", tuple(TABLE))):
        if cells.get(name, "") not in allowed:
            known = ", ".join(filter(None, allowed))
            raise BadInputError(f"{place}: {name} '{cells.get(name)}' is not known; write {known}")
    return Decision(**cells)
