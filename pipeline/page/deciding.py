"""What a press of a key writes: the decisions that it stands for, checked against the row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pipeline.decisions import REASONS, Decision
from pipeline.files import as_json
from pipeline.follows import with_names
from pipeline.model import BadInputError, Block, evidence_id
from pipeline.page.forms import fault_of
from pipeline.page.passages import own_span
from pipeline.page.state import Desk, Key, Row
from pipeline.reviewed import seen
from pipeline.schema import TABLE

WORDS = 3  # on each side of the quotation, kept with the decision
Places = Mapping[str, Sequence[tuple[str, int, int]]]  # field -> block, start, end as selected


class ChangedMeanwhileError(Exception):
    """The row is no longer what the reviewer saw."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reviewer asks for."""

    key: Key
    action: str  # accept, correct, reject
    reviewer: str
    version: str  # of the row as shown
    changes: Mapping[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    reason: str = ""
    note: str = ""


def version_of(row: Row) -> str:
    """Tells two states of a row apart."""
    return evidence_id(as_json(row))


def decisions_for(desk: Desk, wish: Wish) -> list[Decision]:
    """The lines that a wish adds to the journal.

    Raises BadInputError for a value that a field cannot hold, ChangedMeanwhileError where another
    decision came first.
    """
    table, row_id = wish.key
    row = desk.rows.get(table, {}).get(row_id)
    if row is None:
        raise BadInputError(f"{table} {row_id}: no such row; reload the page")
    if version_of(row) != wish.version:
        raise ChangedMeanwhileError
    if not wish.reviewer.strip():
        raise BadInputError("who are you? write your name first")
    base = _base(desk, wish, row)
    if wish.action == "correct":
        return _corrections(desk, wish, row, base)
    if wish.action == "reject" and wish.reason not in filter(None, REASONS):
        raise BadInputError(f"a rejection needs a reason: {', '.join(filter(None, REASONS))}")
    before = seen(row, TABLE[table])
    return [Decision(**base, action=wish.action, before=before, reason=wish.reason)]


def latest(desk: Desk, reviewer: str) -> list[Decision]:
    """The reviewer's last decisions that stand and were made by one press, to be undone."""
    for decision in reversed(desk.decisions):
        if decision.reviewer != reviewer or decision.action == "undo":
            continue
        own = desk.standing((decision.table, decision.row_id))
        if decision in own:
            return [d for d in own if (d.reviewer, d.time) == (reviewer, decision.time)]
    return []


def undoing(decisions: Sequence[Decision], reviewer: str) -> list[Decision]:
    """Lines that take decisions back, the last first."""
    time = now()
    return [
        Decision(new_id(), time, reviewer, d.table, d.row_id, "undo", after=d.id)
        for d in reversed(decisions)
    ]


def now() -> str:
    """The time, in UTC, to the thousandth of a second."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    return uuid4().hex


def quotation(row: Mapping[str, str], block: Block | None) -> dict[str, str]:
    """The row's evidence and the words around its own span, as the person sees them."""
    if block is None:
        return {"evidence": row.get("evidence", "")}
    start, end = own_span(row, block)
    text = block.text.text
    return {
        "evidence": row.get("evidence", "") or text[start:end],
        "words_before": " ".join(text[max(start - 120, 0) : start].split()[-WORDS:]),
        "words_after": " ".join(text[end : end + 120].split()[:WORDS]),
    }


def _base(desk: Desk, wish: Wish, row: Row) -> dict[str, Any]:
    table, row_id = wish.key
    return {
        "id": new_id(),
        "time": now(),
        "reviewer": wish.reviewer.strip(),
        "table": table,
        "row_id": row_id,
        "note": wish.note,
        **quotation(row, desk.text.blocks.get(row["block_id"])),
    }


def _corrections(desk: Desk, wish: Wish, row: Row, base: dict[str, Any]) -> list[Decision]:
    columns = {column.name: column for column in TABLE[wish.key[0]].own}
    for name, cell in wish.changes.items():
        if name not in columns:
            raise BadInputError(f"{name}: no field of {wish.key[0]}")
        if fault := fault_of(columns[name], cell):
            raise BadInputError(f"{name}: {fault}")
    cells = with_names(wish.key[0], wish.changes, desk.rows["entities"].values())
    changed = {name: cell for name, cell in cells.items() if cell != row[name]}
    if not changed:
        raise BadInputError("nothing is changed; accept the row, or change a field")
    changed["field_spans"] = spans_after(desk, row, changed, wish.places)
    return [
        Decision(
            **{**base, "id": new_id()},
            action="correct",
            field=name,
            before=row[name],
            after=cell,
            reason=wish.reason or "wrong_value",
        )
        for name, cell in changed.items()
        if cell != row[name]
    ]


def spans_after(
    desk: Desk, row: Mapping[str, str], changed: Mapping[str, str], places: Places
) -> str:
    """The row's field_spans with the words that were selected for a field.

    A field that was written by hand is no longer read from the text: it has none.
    """
    import json

    spans = json.loads(row.get("field_spans") or "{}")
    for name in changed:
        spans.pop(name, None)
    for name, selected in places.items():
        if name in changed or not row.get("row_id"):
            raw = [_raw(desk, place) for place in selected if place[0] == row["block_id"]]
            if raw:
                spans[name] = raw
    return as_json(spans)


def _raw(desk: Desk, place: tuple[str, int, int]) -> list[int]:
    block, start, end = place
    return list(desk.text.blocks[block].text.raw_span(start, end))
