"""A row that the rules missed, made from words that the reviewer selected."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.decisions.journal import Decision
from pipeline.records.errors import BadInputError
from pipeline.records.facts import Basis, Bearer
from pipeline.review import making
from pipeline.review.making import Sight
from pipeline.review.page.deciding import Places, changed_cells
from pipeline.review.page.missed import giving_verbs
from pipeline.review.page.reading import Selection, Value, amount_in, period_in
from pipeline.review.page.state import ReviewState
from pipeline.reviewed.rows import Row
from pipeline.schema import REVIEW, TABLE
from pipeline.storage.edition import Edition
from pipeline.tables.rows import Book, TableRows

ADDABLE = ("contributions", "money", "results", "events", "acronyms", "dates", "figures", "notes")
WHOLE = {  # the field that holds the selected words
    "results": "text",
    "acronyms": "acronym",
    "figures": "caption",
    "notes": "text",
}
RULE = "reviewer"


@dataclass(frozen=True, slots=True)
class Addition:
    """What the reviewer asks to add."""

    table: str
    block: str
    start: int  # of the selected words in the block's clean text
    end: int
    reviewer: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    note: str = ""


def draft(state: ReviewState, wanted: Addition) -> Row:
    """A row as the selected words alone give it.  Raises BadInputError if they are not there."""
    bearer = _bearer(state, wanted)
    columns = [column.name for column in TABLE[wanted.table].own]
    text = state.text.blocks[wanted.block].text.text
    selection = Selection(text, wanted.start, wanted.end)
    read = {
        name: value
        for name, value in _read(wanted.table, selection, bearer, state.folders.facts()).items()
        if name in columns and value.cell
    }
    rows = TableRows(wanted.table, _book(state))
    spans = {name: (value.span,) for name, value in read.items() if value.span}
    row: Row = {}
    while (
        not row or row["row_id"] in state.rows[wanted.table]
    ):  # several rows may come from the same words
        row = rows.extracted(bearer, spans, Basis(RULE), rows.book.sentence(bearer))
    cells = {name: value.cell for name, value in read.items()}
    return {**dict.fromkeys(columns, ""), **row, **cells}


def addition(state: ReviewState, wanted: Addition) -> Decision:
    """The line that adds a row.  Raises BadInputError for a cell that its column cannot hold."""
    row = draft(state, wanted)
    columns = [column.name for column in TABLE[wanted.table].own]
    changed = changed_cells(state, wanted.table, row, wanted.cells, wanted.places)
    kept = {**row, **changed}
    if not any(kept[name] for name in columns):
        raise BadInputError("every field is empty; fill one first")
    review = {column.name for column in REVIEW}
    cells = {name: cell for name, cell in kept.items() if cell and name not in review}
    sight = Sight(wanted.table, cells, state.text.blocks[wanted.block])
    return making.add(sight, wanted.reviewer, wanted.note)


def fitting(state: ReviewState) -> list[tuple[Decision, Row]]:
    """The rows that people added in other editions and that fit this text, with their cells."""
    added = (made for held in state.proposals.values() for made in held if made.action == "add")
    return [(made, json.loads(made.after)) for made in added if not _is_there(state, made)]


def taken_over(state: ReviewState, decision_id: str, reviewer: str) -> Decision:
    """The line that adds such a row here.  Raises BadInputError for an unknown id."""
    for made, cells in fitting(state):
        if made.id == decision_id:
            sight = Sight(made.table, cells, state.text.blocks.get(cells["block_id"]))
            return making.add(sight, reviewer, made.note)
    raise BadInputError("this row was added already; reload the page")


def _is_there(state: ReviewState, made: Decision) -> bool:
    return made.row_id in state.rows[made.table]


def _bearer(state: ReviewState, wanted: Addition) -> Bearer:
    block = state.text.blocks.get(wanted.block)
    if wanted.table not in ADDABLE or block is None:
        raise BadInputError("unknown table or paragraph; reload the page")
    if not 0 <= wanted.start < wanted.end <= len(block.text.text):
        raise BadInputError("select words within one paragraph first")
    words = block.text.text[wanted.start : wanted.end]
    if wanted.table in ("contributions", "money"):
        selection = Selection(block.text.text, wanted.start, wanted.end)
        read = amount_in(selection, state.folders.facts())
        verb = next(giving_verbs(words), None)
        low = read["low"].span or read["high"].span if read else None
        span = low or (selection.within(*verb) if verb else (wanted.start, wanted.end))
        return Bearer(wanted.block, *span)
    return Bearer(wanted.block, wanted.start, wanted.end)


def _read(table: str, selection: Selection, bearer: Bearer, edition: Edition) -> dict[str, Value]:
    """What the words say for the fields of a table."""
    span = (bearer.start, bearer.end)
    own = Value(selection.text[slice(*span)], span)
    read: dict[str, Value] = {}
    if table in ("contributions", "money"):
        read = {**period_in(selection, edition), **amount_in(selection, edition)}
        read["text"] = own
        if verb := next(giving_verbs(selection.words), None):
            at = selection.within(*verb)
            read["verb"] = Value(selection.text[slice(*at)], at)
    elif table in ("events", "dates"):
        read = {**period_in(selection, edition), "what": own, "text": own}
    else:
        read[WHOLE[table]] = own
    return read


def _book(state: ReviewState) -> Book:
    return Book(state.folders.facts(), state.text.blocks, state.text.sections, state.text.sentences)
