"""Whether a row still says what a person saw."""

import json
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from pipeline.records.closed_lists import NOT_PROVIDED
from pipeline.reviewed.quoting import folded
from pipeline.reviewed.rows import Row
from pipeline.schema import TABLE
from pipeline.storage.files import as_json, split_list

REFINED = ("not_provided", *NOT_PROVIDED)  # earlier versions called all of these `cancelled`
Typo = tuple[str, str]  # a misspelt word and the corrected one
# cells that follow from other rows or from the row's place: nobody reviews them
FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "entities": ("mentions", "aliases", "evidence"),
    "acronyms": ("first_use", "used_before_definition", "evidence"),
    "contributions": ("theme", "probability", "field_probabilities", "grant_element"),
    "figures": ("copies",),
    "matches": (
        *("outcome", "candidate", "score", "agrees", "differs", "why", "shared_with"),
        "record_source",
    ),
}
# reasons that reject the row itself, whatever its cells say
FOR_GOOD = ("duplicate", "not_aid", "typo_in_source", "other")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read on this run the cells that a person saw."""

    restate: Callable[[str, Mapping[str, str]], Row]  # with the current entities
    ids: Mapping[str, Container[str]]  # table -> its rows' ids
    typo: Typo | None = None  # corrected since

    def cell(self, table: str, name: str, then: str) -> str:
        """A cell that a person saw or wrote, with the current entities."""
        return self.restate(table, {name: then})[name]


def reviewed_cells(table: str, cells: Mapping[str, str]) -> Row:
    """The cells that a person reviews."""
    skipped = FOLLOWING.get(table, ())
    names = [*(column.name for column in TABLE[table].own), "evidence"]
    return {name: cells[name] for name in names if name in cells and name not in skipped}


def still_says(table: str, before: str, row: Mapping[str, str], reading: Reading) -> bool:
    """Whether the row's cells are those that a person saw, given as JSON."""
    if not before:
        return False
    saw = reading.restate(table, {name: str(cell) for name, cell in json.loads(before).items()})
    then = reviewed_cells(table, saw)
    cells = {name: (cell, row.get(name, "")) for name, cell in then.items()}
    return all(is_same_cell(table, name, both, reading) for name, both in cells.items())


def is_same_cell(table: str, name: str, cells: tuple[str, str], reading: Reading) -> bool:
    """Whether a cell that a person saw says the same as the current one; `cells` is (then, now).

    Any row_id will do in place of one whose row no longer exists: the rows that a row points to
    are found again by its sentence.
    """
    then, now = cells
    if then == now or (name == "evidence" and folded(then) == folded(now)):
        return True
    if name == "not_countable_reason" and then == "cancelled" and now in REFINED:
        return True
    if reading.typo and _corrected(folded(then), reading.typo) == folded(now):
        return True
    column = next((column for column in TABLE[table].own if column.name == name), None)
    if column is None or not column.table:
        return False
    old, new = split_list(then), split_list(now)
    lost = not any(item in reading.ids[column.table] for item in old)
    return lost and len(old) == len(new) > 0


def _corrected(text: str, typo: Typo) -> str:
    return " ".join(typo[1] if word == typo[0] else word for word in text.split(" "))


def moved_spans(before: str, after: str, now: str) -> str:
    """`field_spans` as a person left them, moved to the current place of the sentence.

    Raw offsets stay valid inside a sentence of the same raw length; in another, a field that the
    person changed has none.
    """
    then, wish, spans = (json.loads(text or "{}") for text in (before, after, now))
    here = spans.get("evidence", [[0, 0]])[0]
    there = then.get("evidence", [here])[0]
    shift, fits = here[0] - there[0], here[1] - here[0] == there[1] - there[0]
    for name in then.keys() | wish.keys():
        if wish.get(name) == then.get(name):
            continue
        spans.pop(name, None)
        if fits and name in wish:
            spans[name] = [[start + shift, end + shift] for start, end in wish[name]]
    return as_json(spans)
