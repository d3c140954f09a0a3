"""One row laid out for review: its text and fields, why it needs review, who decided what."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions.journal import Decision
from pipeline.explain.probabilities import (
    DOUBTFUL,
    FIELDS,
    READ,
    Likely,
    likely_columns,
    likely_fields,
)
from pipeline.review.page.deciding import proposed, version_of
from pipeline.review.page.forms import Field, fields_of
from pipeline.review.page.passages import (
    NEIGHBOURS,
    OWN,
    SENTENCE,
    Passage,
    colours_of,
    glimpse,
    hidden_in,
    marks_of,
    passage_of,
)
from pipeline.review.page.state import ReviewState
from pipeline.review.page.words import flags_of, label, reasons_of
from pipeline.reviewed.rows import Key, Row
from pipeline.schema import TABLE


@dataclass(frozen=True, slots=True)
class Difference:
    """A field as it was when the decision was made, and as it is now."""

    field: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that the page shows of one row."""

    key: Key
    row: Row
    version: str
    path: tuple[str, ...]  # of sections, outermost first
    passage: Passage | None
    before: tuple[Passage, ...]
    after: tuple[Passage, ...]
    colours: Mapping[str, int]
    names: Mapping[str, str]  # of the marks
    main: tuple[Field, ...]
    more: tuple[Field, ...]
    is_likely: Likely | None  # that it is a contribution at all, according to the reader
    flags: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    history: tuple[Decision, ...]
    lapsed: tuple[tuple[Decision, tuple[Difference, ...]], ...]
    views: tuple[tuple[str, str, tuple[Difference, ...]], ...]  # reviewer, verdict, what differs
    proposed: tuple[Decision, ...]  # from another edition, made in one key press
    restated: tuple[Row, ...]  # other rows that state the same contribution
    hidden: tuple[str, ...]  # names of invisible characters in its cells


def card_of(state: ReviewState, key: Key) -> Card:
    """Lay a row out.  Raises KeyError if it does not exist."""
    return _card(state, key[0], state.rows[key[0]][key[1]], state.standing(key))


def card_of_draft(state: ReviewState, table: str, row: Row) -> Card:
    """Lay out a row that is not yet added."""
    return _card(state, table, row, ())


def _card(state: ReviewState, table: str, row: Row, history: Sequence[Decision]) -> Card:
    block = state.text.blocks.get(row["block_id"])
    marked = {mark.field for mark in marks_of(row, block)} if block else set()
    columns = [column.name for column in TABLE[table].own if column.name in marked]
    colours = colours_of([*columns, *([OWN] if OWN in marked else [])])
    corrected = {made.field for made in history if made.action == "correct"}
    fields = fields_of(table, row, colours, likely_columns(row, corrected))
    section = state.text.sections.get(block.section_id) if block else None
    return Card(
        (table, row["row_id"]),
        row,
        version_of(row),
        section.path if section else (),
        passage_of(row, block) if block else None,
        *_neighbours(state, row["block_id"]),
        colours,
        {name: label(name) for name in (*columns, SENTENCE)} | {OWN: "this row"},
        tuple(field for field in fields if field.is_main),
        tuple(field for field in fields if not field.is_main),
        likely_fields(row).get("found"),
        tuple(flags_of(row)),
        tuple(_reasons(row)),
        tuple(made for made in history if made.field != "field_spans"),
        tuple(_lapsed(row, history)),
        tuple(_views(state, (table, row["row_id"]), row)),
        tuple(proposed(state, (table, row["row_id"]))),
        tuple(_restated(state, table, row)),
        tuple(hidden_in("".join(row[column.name] for column in TABLE[table].own))),
    )


def _reasons(row: Row) -> Iterator[tuple[str, str]]:
    """The row's reasons with their meaning, except doubts about a field that is itself marked."""
    marked = {field + DOUBTFUL for field in likely_fields(row) if FIELDS[field][1]}
    yield from ((code, meaning) for code, meaning in reasons_of(row) if code not in marked)


def _restated(state: ReviewState, table: str, row: Row) -> Iterator[Row]:
    """The other rows that state the same contribution, in reading order."""
    first = row.get("duplicate_of") or row["row_id"]
    if table == "contributions":
        for other in state.rows[table].values():
            is_same = first in (other["row_id"], other["duplicate_of"])
            if is_same and other["row_id"] != row["row_id"]:
                yield other


def _lapsed(
    row: Row, history: Sequence[Decision]
) -> Iterator[tuple[Decision, tuple[Difference, ...]]]:
    """The decisions that no longer match the row, with what differs."""
    if row.get("review_status") == "lapsed":
        for decision in history:
            if found := tuple(differences(row, decision)):
                yield decision, found


def _views(
    state: ReviewState, key: Key, row: Row
) -> Iterator[tuple[str, str, tuple[Difference, ...]]]:
    """Each reviewer's version of a row about which they disagree."""
    if row.get("review_status") == "disputed":
        for reviewer, view in state.views.get(key, {}).items():
            found = state.found[key[0]].get(key[1], {})
            changed = {n: cell for n, cell in view.cells.items() if found.get(n, "") != cell}
            parts = (Difference(n, found.get(n, ""), cell) for n, cell in changed.items())
            yield reviewer, view.verdict, tuple(parts)


def differences(row: Row, decision: Decision) -> Iterator[Difference]:
    """Where a row differs from what it was when a decision about it was made."""
    if decision.field == "field_spans":
        return  # they follow the cells
    if decision.action == "correct" and row[decision.field] != decision.after:
        yield Difference(decision.field, decision.after, row[decision.field])
    if decision.action in ("accept", "reject") and decision.before:
        for name, then in json.loads(decision.before).items():
            if name not in READ and row.get(name, then) != then:
                yield Difference(name, then, row[name])


def _neighbours(
    state: ReviewState, block_id: str
) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    order: Sequence[str] = state.text.order
    if block_id not in state.text.blocks:
        return (), ()
    at = state.text.places[block_id]
    before = order[max(at - NEIGHBOURS, 0) : at]
    after = order[at + 1 : at + 1 + NEIGHBOURS]
    return (
        tuple(glimpse(state.text.blocks[name], tail=True) for name in before),
        tuple(glimpse(state.text.blocks[name], tail=False) for name in after),
    )
