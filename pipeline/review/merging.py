"""Decisions from elsewhere merged into a journal: a colleague's lines, or a report page's.

Each decision is taken once, by its id, and in the order in which it was made.  Nothing is taken
unless all of it is valid, by the rules of the review page's form.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.decisions.journal import Decision
from pipeline.records.errors import BadInputError
from pipeline.review.entities import SPLIT_CELLS
from pipeline.review.validity import RANGES, check_cell, check_place, check_row, is_above
from pipeline.reviewed.rows import Tables
from pipeline.schema import TABLE

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)", re.ASCII)
ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
ROW_ID = re.compile(r"[^\s\x00-\x1f]{1,300}")  # of entities the words of a name
LONGEST_NAME = 80
DIFFERS = "the journal has a different decision under this id; ask who sent it"
BOUNDS = tuple(name for bounds in RANGES for name in bounds)


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge would do."""

    new: tuple[Decision, ...]  # in the order of the file
    taken: int  # decisions that the journal holds already
    gone: tuple[
        Decision, ...
    ]  # new ones about rows that no longer exist: kept, and reported as orphans
    refusals: tuple[tuple[int, str], ...] = ()  # line, fault and fix

    def lines(self) -> list[str]:
        """How many decisions are new, by person and action."""
        counts = Counter((d.reviewer, d.action) for d in self.new)
        return [f"{who}: {count} {action}" for (who, action), count in sorted(counts.items())]


def merge_decisions(
    incoming: Sequence[tuple[int, Decision]], journal: Sequence[Decision], rows: Tables
) -> Merge:
    """What of a file, given with its line numbers, is new to a journal; `rows` are the latest."""
    known = {decision.id: decision for decision in journal}
    new: list[tuple[int, Decision]] = []
    refusals: list[tuple[int, str]] = []
    for number, decision in incoming:
        if decision.id not in known:
            refusals.extend((number, fault) for fault in _faults(decision, known))
            known[decision.id] = decision
            new.append((number, decision))
        elif known[decision.id] != decision:
            refusals.append((number, DIFFERS))
    if not refusals:
        refusals.extend((*_range_faults(new, rows), *_taken_ids(new, rows)))
    made = tuple(decision for _, decision in new)
    added = {decision.row_id for decision in made if decision.action == "add"}
    gone = tuple(
        decision
        for decision in made
        if decision.action in ("accept", "correct", "reject")
        and decision.row_id not in rows[decision.table]
        and decision.row_id not in added
    )
    return Merge(made, len(incoming) - len(made), gone, tuple(refusals))


def _faults(decision: Decision, known: Mapping[str, Decision]) -> Iterator[str]:
    """What is wrong with a decision beyond its form, and how to fix it."""
    if not ID.fullmatch(decision.id) or not ROW_ID.fullmatch(decision.row_id):
        yield "id or row_id was not made by this program; restore the original"
    if not TIME.fullmatch(decision.time):
        yield f"time '{decision.time[:40]}' is not a time; write it as 2026-01-31T12:00:00Z"
    if len(decision.reviewer) > LONGEST_NAME or not decision.reviewer.isprintable():
        yield f"reviewer is not a name; write at most {LONGEST_NAME} printable characters"
    if decision.action == "undo" and decision.after not in known:
        yield f"it undoes '{decision.after[:40]}', which is missing; send that decision too"
    try:
        _check_cells(decision)
    except BadInputError as error:
        yield str(error)


def _check_cells(decision: Decision) -> None:
    """Raise BadInputError unless the tables can hold what a decision writes into them."""
    table, action = decision.table, decision.action
    if action == "correct" and decision.field == "field_spans":
        for text in (decision.before, decision.after):
            _check_spans(table, text)
    elif action == "correct":
        check_cell(table, decision.field, decision.after)
    elif action == "add":
        _check_added(table, _texts(decision.after, "the row to add"))
    elif action == "split":
        _check_split(_object(decision.after, "the new entity"))
    elif action in ("merge", "keep_apart"):
        for cells in _object(decision.before, "before").values():
            _texts(json.dumps(cells), "an entity of before")


def _check_added(table: str, cells: Mapping[str, str]) -> None:
    known = {column.name for column in TABLE[table].editable}
    if unknown := cells.keys() - known:
        raise BadInputError(f"{table}: '{min(unknown)[:40]}' is not a column; leave it out")
    check_place(table, cells)
    check_row(table, cells)
    _check_spans(table, cells.get("field_spans", ""))


def _check_split(wish: Mapping[str, Any]) -> None:
    mentions = wish.get("mentions", [])
    if not wish.get("entity_id") or not isinstance(mentions, list) or not mentions:
        raise BadInputError("entities: a split needs the new entity_id and its mentions; add them")
    for mention in mentions:
        _texts(json.dumps(mention), "a mention")
    cells = _texts(json.dumps({n: c for n, c in wish.items() if n != "mentions"}), "the new entity")
    for name, cell in cells.items():
        if name not in SPLIT_CELLS:
            raise BadInputError(f"entities: '{name[:40]}' cannot be set by a split; leave it out")
        check_cell("entities", name, cell)


def _check_spans(table: str, text: str) -> None:
    """Raise BadInputError unless a cell is empty or holds raw spans by the columns of a table."""
    spans = _object(text, "field_spans")
    names = {*(column.name for column in TABLE[table].own), "evidence"}
    for name, places in spans.items():
        if name not in names or not isinstance(places, list) or not places:
            raise BadInputError(f"{table}: field_spans '{name[:40]}' has no spans; leave it out")
        if not all(map(_is_span, places)):
            raise BadInputError(
                f"{table}: field_spans of {name} are not [start, end]; leave it out"
            )


def _is_span(place: object) -> bool:
    if not isinstance(place, list) or len(place) != 2:
        return False
    return all(type(edge) is int for edge in place) and 0 <= place[0] < place[1]


def _texts(text: str, what: str) -> dict[str, str]:
    cells = _object(text, what)
    if not all(isinstance(cell, str) for cell in cells.values()):
        raise BadInputError(f"{what} has a value that is not text; export the decisions again")
    return cells


def _object(text: str, what: str) -> dict[str, Any]:
    try:
        made = json.loads(text or "{}")
    except (ValueError, RecursionError):
        made = None
    if not isinstance(made, dict):
        raise BadInputError(f"{what} is not a JSON object; export the decisions again")
    return made


def _range_faults(new: Sequence[tuple[int, Decision]], rows: Tables) -> Iterator[tuple[int, str]]:
    """Rows that a person's corrections leave with a lower bound above the upper one."""
    corrections: dict[tuple[str, str, str], list[tuple[int, Decision]]] = defaultdict(list)
    for number, made in new:
        if made.action == "correct" and made.field in BOUNDS:
            corrections[made.table, made.row_id, made.reviewer].append((number, made))
    for (table, row_id, _), lines in corrections.items():
        row = rows[table].get(row_id, {})
        changed = {made.field: made.after for _, made in lines}
        seen = {made.field: made.before for _, made in reversed(lines)}
        cells = {**row, **changed} if seen.items() <= row.items() else changed
        for low, high in RANGES:
            first, last = cells.get(low, ""), cells.get(high, "")
            if changed.keys() & {low, high} and first and last and is_above(first, last):
                yield (
                    lines[-1][0],
                    f"{table}: {low} '{first}' is above {high} '{last}'; correct one",
                )


def _taken_ids(new: Sequence[tuple[int, Decision]], rows: Tables) -> Iterator[tuple[int, str]]:
    """Added rows under the id of a row with other evidence."""
    for number, made in new:
        row = rows[made.table].get(made.row_id) if made.action == "add" else None
        if row and row.get("evidence") != json.loads(made.after).get("evidence"):
            yield (
                number,
                f"row_id '{made.row_id}' belongs to another row; keep the id that was exported",
            )
