"""What a reviewer asks for -> lines of the journal: ids, times, evidence, checked values.

Each function is pure but for the clock and the new ids; nothing is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from pipeline.decisions.consequences import spans_without
from pipeline.decisions.journal import REASONS, Decision
from pipeline.records.errors import BadInputError
from pipeline.records.text import Block, evidence_id
from pipeline.review.validity import Ids, check_place, check_row, column_of
from pipeline.reviewed.quoting import quotation_of
from pipeline.reviewed.rows import Row, seen
from pipeline.schema import TABLE
from pipeline.storage.files import as_json


@dataclass(frozen=True, slots=True)
class Sight:
    """A row as the reviewer sees it."""

    table: str
    row: Row  # of 6_reviewed, as shown
    block: Block | None = None  # that holds it: gives the words before and after the row's own
    ids: Ids | None = None  # rows that references may point to; None leaves them unchecked


def accept(sight: Sight, reviewer: str, note: str = "") -> Decision:
    """The row is right as shown."""
    return replace(about_row(sight, reviewer, "accept"), note=note)


def reject(sight: Sight, reviewer: str, reason: str, note: str = "") -> Decision:
    """The row should not be there.  Raises BadInputError without a known reason."""
    if not reason:
        known = ", ".join(filter(None, REASONS))
        raise BadInputError(f"a rejection needs a reason; choose one of {known}")
    return replace(about_row(sight, reviewer, "reject"), reason=_known(reason), note=note)


def correct(
    sight: Sight, reviewer: str, changes: Mapping[str, str], reason: str = "", note: str = ""
) -> list[Decision]:
    """One line for each changed cell; `field_spans` may be among them.

    Without `field_spans` a changed field is written by hand: it is no longer read from the text.
    Raises BadInputError if a column cannot hold its value, or nothing differs.
    """
    table, row = sight.table, sight.row
    changed = {name: cell for name, cell in changes.items() if cell != row.get(name, "")}
    if not changed.keys() - {"field_spans"}:
        raise BadInputError(
            f"{table} {row['row_id']}: nothing has changed; accept the row or change a field"
        )
    for name in changed.keys() - {"field_spans"}:
        column_of(table, name)
    others = {name: row.get(name, "") for name in BOUNDS if name in row}
    check_row(table, {**others, **changed}, sight.ids)
    if table != "entities" and "field_spans" not in changes and row.get("field_spans"):
        spans = spans_without(row["field_spans"], changed)
        changed |= {"field_spans": spans} if spans != row["field_spans"] else {}
    base = _base(sight, reviewer, "correct")
    remark = {"reason": _known(reason or "wrong_value"), "note": note}
    return [
        replace(base, id=new_id(), field=name, before=row.get(name, ""), after=cell, **remark)
        for name, cell in changed.items()
    ]


def add(sight: Sight, reviewer: str, note: str = "") -> Decision:
    """A row that the rules missed; the sight's row holds its cells.

    It needs source, block_id, raw_start, raw_end and evidence; its id comes from them.  Raises
    BadInputError if a place or a value is wrong.
    """
    table, cells = sight.table, dict(sight.row)
    check_place(table, cells)
    check_row(table, cells, sight.ids)
    known = {column.name for column in TABLE[table].editable}
    if unknown := cells.keys() - known:
        raise BadInputError(f"{table}: '{min(unknown)}' is not a column; leave it out")
    quoted = quotation_of(cells, sight.block)
    context = (quoted.words_before, quoted.words_after)
    content = as_json(own_cells(table, cells))
    words = (quoted.evidence, quoted.quotation, quoted.at, *context, content)
    row_id = cells.get("row_id") or evidence_id("added", table, *words)
    cells = {"rule": "reviewer"} | cells | {"row_id": row_id}
    base = _base(replace(sight, row=cells), reviewer, "add")
    return replace(base, after=as_json(cells), note=note)


def undo(decision: Decision, reviewer: str, note: str = "") -> Decision:
    """Take a decision back; the line belongs in the journal that holds the decision."""
    key = (decision.table, decision.row_id)
    return Decision(new_id(), now(), _named(reviewer), *key, "undo", after=decision.id, note=note)


def adjudicate(sight: Sight, reviewer: str, upheld: str, note: str = "") -> Decision:
    """Settle a dispute: the row is as `upheld`, one of its reviewers, left it."""
    return replace(about_row(sight, reviewer, "adjudicate"), after=_named(upheld), note=note)


def take(proposal: Decision, sight: Sight, reviewer: str) -> list[Decision]:
    """Take over a decision of another edition for the row in sight.

    Raises BadInputError for an action that cannot be taken over.
    """
    if proposal.action == "correct":
        changes = {proposal.field: proposal.after}
        return correct(sight, reviewer, changes, proposal.reason, proposal.note)
    if proposal.action == "reject":
        return [reject(sight, reviewer, proposal.reason, proposal.note)]
    if proposal.action == "accept":
        return [accept(sight, reviewer, proposal.note)]
    raise BadInputError(
        f"a decision to {proposal.action} cannot be taken over; review the row here"
    )


def new_id() -> str:
    """An id that no other decision has."""
    return uuid4().hex


def now() -> str:
    """The time, in UTC, to the thousandth of a second."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def own_cells(table: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The table's own cells of a row, without the empty ones."""
    names = [column.name for column in TABLE[table].own]
    return {name: cells[name] for name in names if cells.get(name)}


BOUNDS: Sequence[str] = (
    *("low", "high", "value", "value_high", "stated_low", "stated_high"),
    *("computed_low", "computed_high", "period_start", "period_end", "date_start", "date_end"),
)


def about_row(sight: Sight, reviewer: str, action: str) -> Decision:
    """A decision about the row as shown, with its evidence."""
    return replace(_base(sight, reviewer, action), before=seen(sight.row, TABLE[sight.table]))


def _base(sight: Sight, reviewer: str, action: str) -> Decision:
    quoted = asdict(quotation_of(sight.row, sight.block))
    key = (sight.table, sight.row["row_id"])
    return Decision(new_id(), now(), _named(reviewer), *key, action, **quoted)


def _named(reviewer: str) -> str:
    if not reviewer.strip():
        raise BadInputError("the reviewer's name is missing; write your name")
    return reviewer.strip()


def _known(reason: str) -> str:
    if reason not in REASONS:
        known = ", ".join(filter(None, REASONS))
        raise BadInputError(f"reason '{reason}' is not known; choose one of {known}")
    return reason
