"""Decisions of other editions about the same sentences: proposed, never applied."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from pipeline.decisions.journal import Decision
from pipeline.reviewed.adding import added_row, found_since
from pipeline.reviewed.entities import Who
from pipeline.reviewed.finding import Blocks, Finder, Found
from pipeline.reviewed.fold import ReviewedTables
from pipeline.reviewed.rows import Row, Tables
from pipeline.reviewed.unchanged import FOR_GOOD, Reading, is_same_cell, still_says
from pipeline.schema.review_tables import PROPOSALS
from pipeline.storage.files import as_json

OPEN = ("unreviewed", "lapsed")
HOLDS = ("same", "moved")
PROPOSED = ("accept", "correct", "reject", "add")


def propose(
    reviewed: ReviewedTables, others: Mapping[str, Sequence[Decision]], blocks: Blocks
) -> list[Row]:
    """The proposals for rows that nobody has reviewed yet, by the edition that they come from.

    `others`: edition -> its decisions in force.  A decision is proposed only for a row that says
    what the person saw there.
    """
    tables, made = reviewed.tables, []
    for edition, decisions in others.items():
        finder = Finder(tables, blocks, ())
        for decision in decisions:
            if decision.action not in PROPOSED or decision.table not in tables:
                continue
            if decision.action == "add":
                found = _added(decision, tables, blocks)
            else:
                found = _existing(decision, tables, finder, reviewed.who)
            made += [_row(edition, *found)] if found else []
    return made


def as_decision(row: Mapping[str, str]) -> Decision:
    """A row of proposals.csv as the decision that it proposes."""
    names = ("id", "time", "reviewer", "table", "row_id", "action")
    more = ("field", "before", "after", "reason", "note", "evidence")
    return Decision(*(row[name] for name in names), **{name: row[name] for name in more})


def _added(decision: Decision, tables: Tables, blocks: Blocks) -> tuple[Decision, Found] | None:
    row = added_row(decision, blocks())
    if row is None or found_since(row, tables[decision.table], decision.table):
        return None
    if row["row_id"] in tables[decision.table] or not blocks():
        return None
    edition = next((row["edition"] for row in tables["documents"].values()), "")
    cells = {name: cell for name, cell in row.items() if cell} | {"edition": edition}
    return replace(decision, after=as_json(cells)), Found("moved", decision.row_id)


def _existing(
    decision: Decision, tables: Tables, finder: Finder, who: Who
) -> tuple[Decision, Found] | None:
    """The decision for a row of this edition; None if it is missing, reviewed or different."""
    if decision.field == "field_spans":
        return None
    found = finder.find(decision)
    if found.fate not in HOLDS:
        return None
    row = tables[decision.table][found.row_id]
    if row.get("review_status", "") not in OPEN:
        return None
    reading = Reading(who.restate, tables, found.typo)
    if not _fits(decision, row, reading):
        return None
    return replace(decision, row_id=found.row_id), found


def _fits(decision: Decision, row: Row, reading: Reading) -> bool:
    table, name = decision.table, decision.field
    if decision.action == "correct":
        then = reading.cell(table, name, decision.before)
        return is_same_cell(table, name, (then, row[name]), reading)
    for_good = decision.action == "reject" and decision.reason in FOR_GOOD
    return (for_good and decision.reason != "duplicate") or still_says(
        table, decision.before, row, reading
    )


def _row(edition: str, decision: Decision, found: Found) -> Row:
    cells: Row = asdict(decision) | {"from_edition": edition, "fate": found.fate}
    return {column.name: cells[column.name] for column in PROPOSALS.own}
