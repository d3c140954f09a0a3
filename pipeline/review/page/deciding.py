"""What a key press writes: the journal lines for what a reviewer asks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.decisions.consequences import spans_without, with_names
from pipeline.decisions.journal import Decision
from pipeline.explain.probabilities import READ
from pipeline.records.errors import BadInputError
from pipeline.records.text import evidence_id
from pipeline.review import making
from pipeline.review.making import Sight
from pipeline.review.page.state import ReviewState
from pipeline.review.validity import check_cell
from pipeline.reviewed.rows import Key, Row
from pipeline.storage.files import as_json

Places = Mapping[str, Sequence[tuple[str, int, int]]]  # field -> block, start, end as selected


class ChangedMeanwhileError(Exception):
    """The row is no longer what the reviewer saw."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reviewer asks for."""

    key: Key
    action: str  # accept, correct, reject, take, adjudicate
    reviewer: str
    version: str  # of the row as shown
    changes: Mapping[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    reason: str = ""
    note: str = ""
    upheld: str = ""  # the reviewer whose version stands, of a disputed row


def version_of(row: Row) -> str:
    """A text that differs between two states of a row."""
    return evidence_id(as_json(row))


def decisions_for(state: ReviewState, wish: Wish) -> list[Decision]:
    """The lines that a wish adds to the journal.

    Raises BadInputError for a value that a field cannot hold, ChangedMeanwhileError where another
    decision came first.
    """
    table, row_id = wish.key
    row = state.rows.get(table, {}).get(row_id)
    if row is None:
        raise BadInputError(f"{table} {row_id}: no such row; reload the page")
    if version_of(row) != wish.version:
        raise ChangedMeanwhileError
    reviewed = {name: cell for name, cell in row.items() if name not in READ}
    sight = Sight(table, reviewed, state.text.blocks.get(row["block_id"]))
    if wish.action != "correct":
        return _whole_row(state, wish, sight)
    changes = changed_cells(state, table, row, wish.changes, wish.places)
    return making.correct(sight, wish.reviewer, changes, wish.reason, wish.note)


def _whole_row(state: ReviewState, wish: Wish, sight: Sight) -> list[Decision]:
    """A decision about the row as a whole."""
    if wish.action == "reject":
        return [making.reject(sight, wish.reviewer, wish.reason, wish.note)]
    if wish.action == "accept":
        return [making.accept(sight, wish.reviewer, wish.note)]
    if wish.action == "adjudicate":
        return [making.adjudicate(sight, wish.reviewer, wish.upheld, wish.note)]
    if wish.action != "take":
        raise BadInputError(f"'{wish.action}' is not a decision; reload the page")
    taken = [
        decision
        for proposal in proposed(state, wish.key)
        for decision in making.take(proposal, sight, wish.reviewer)
    ]
    if not taken:
        raise BadInputError("there is nothing to take over; review the row here")
    return [replace(decision, time=taken[0].time) for decision in taken]  # one key press


def proposed(state: ReviewState, key: Key) -> list[Decision]:
    """What one person decided about the same sentence in another edition, in one key press."""
    found = [d for d in state.proposals.get(key, ()) if d.action != "add"]
    return [d for d in found if (d.reviewer, d.time) == (found[-1].reviewer, found[-1].time)]


def changed_cells(
    state: ReviewState, table: str, row: Row, changes: Mapping[str, str], places: Places
) -> dict[str, str]:
    """The changed cells with what follows from them: ids of names, the words of each field.

    Raises BadInputError for a value that its column cannot hold.
    """
    for name, cell in changes.items():
        check_cell(table, name, cell)
    named = with_names(table, changes, state.rows["entities"].values())
    changed = {name: cell for name, cell in named.items() if cell != row[name]}
    if changed:
        changed["field_spans"] = _spans(state, row, changed, places)
    return changed


def latest(state: ReviewState, reviewer: str) -> list[Decision]:
    """The reviewer's last decisions, made in one key press and not yet undone."""
    for decision in sorted(state.decisions, key=lambda made: made.time, reverse=True):
        if decision.reviewer != reviewer or decision.action == "undo":
            continue
        own = state.standing(state.homes[decision.id])
        if decision in own:
            return [d for d in own if (d.reviewer, d.time) == (reviewer, decision.time)]
    return []


def undoing(decisions: Sequence[Decision], reviewer: str) -> list[Decision]:
    """Lines that take decisions back, the last first."""
    return [making.undo(decision, reviewer) for decision in reversed(decisions)]


def _spans(state: ReviewState, row: Row, changed: Mapping[str, str], places: Places) -> str:
    """The row's field_spans; a field that was written by hand has none."""
    spans = json.loads(spans_without(row.get("field_spans", ""), changed) or "{}")
    for name, selected in places.items():
        raw = [_raw(state, place) for place in selected if place[0] == row["block_id"]]
        if name in changed and raw:
            spans[name] = raw
    return as_json(spans)


def _raw(state: ReviewState, place: tuple[str, int, int]) -> list[int]:
    block, start, end = place
    return list(state.text.blocks[block].text.raw_span(start, end))
