"""What a person wrote into a workbook -> decisions, refusals and notices.

Each changed cell is a correction, each entry in the column `decision` a decision, each new row an
addition.  A decision's id comes from its content and from what the sheet was made from, so that the
same file gives it once.  A row that has changed since the sheet was made is left as it is.
"""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass, field, fields, replace

from pipeline.decisions.consequences import spans_without, with_names
from pipeline.decisions.journal import Decision
from pipeline.records.text import evidence_id
from pipeline.review.workbook.added import NewIds, Place, Texts, added_row
from pipeline.review.workbook.cells import is_filled, is_same, is_short, read
from pipeline.review.workbook.layout import DECISION, NOTE, REASON, known_sheets, own_columns
from pipeline.review.workbook.origin import seen_cells
from pipeline.review.workbook.read import Entry, Filled
from pipeline.review.workbook.validity import faults_of
from pipeline.reviewed.quoting import Quotation, quotation_of
from pipeline.schema import MATCHES, TABLE, Column, Table
from pipeline.storage.files import as_json

Row = Mapping[str, str]
ASKED = (DECISION, REASON, NOTE)
# what a decision's id does not depend on: a rerun may quote the same place differently
NOT_IN_ID = ("id", "time", *(field.name for field in fields(Quotation)))


@dataclass(frozen=True, slots=True)
class Change:
    """A decision, and the cell that asks for it."""

    place: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    changes: tuple[Change, ...]
    refusals: tuple[str, ...]
    not_imported: tuple[str, ...]  # one line for each, with the reason
    taken: int  # decisions that an earlier import made

    def lines(self) -> list[str]:
        """The changes, to be read before they are made."""
        width = max((len(change.place) for change in self.changes), default=0)
        return [
            f"{change.place:<{width}}  {_described(change.decision)}" for change in self.changes
        ]


@dataclass(frozen=True, slots=True)
class State:
    """What an import starts from: the rows as reviewed so far, the text, who imports, when."""

    rows: Mapping[str, Mapping[str, Row]]  # table -> row_id -> row
    texts: Texts
    taken: Container[str]  # ids of the decisions of the journal
    reviewer: str
    time: str  # ISO 8601, UTC


def plan_import(filled: Filled, state: State) -> Plan:
    """What the workbook asks for.  If there is any refusal, none of it may be done."""
    reading = _Import(filled, state)
    for entry in _in_order(filled):
        reading.take(entry)
    return Plan(
        tuple(reading.changes),
        (*filled.refusals, *reading.refusals),
        (*filled.notices, *reading.notices),
        reading.taken,
    )


def _described(decision: Decision) -> str:
    description = decision.action
    if decision.field == "field_spans":
        description = "cells written by hand no longer refer to the text"
    elif decision.action == "correct":
        description = f"{decision.field}: {_brief(decision.before)} -> {_brief(decision.after)}"
    if decision.action == "add":
        description = f"add: {_brief(decision.evidence)}"
    remarks = filter(None, (decision.reason, decision.note))
    return description + "".join(f" ({remark})" for remark in remarks)


def _brief(cell: str) -> str:
    return repr(cell if len(cell) <= 60 else f"{cell[:59]}…")


def has_edits(filled: Filled) -> bool:
    """Whether anybody wrote anything into the workbook since it was made."""
    for entry in filled.entries:
        before = filled.origin.rows.get(entry.table, {}).get(entry.row_id)
        if before is None or any(is_filled(entry.cells.get(column.name)) for column in ASKED):
            return True
        for column in own_columns(TABLE[entry.table]):
            value = entry.cells.get(column.name)
            if column.name in entry.cells and not is_same(
                value, before.get(column.name, ""), column
            ):
                return True
    return False


def _in_order(filled: Filled) -> list[Entry]:
    """The entries in the order of the rows when the sheet was made; new rows last."""
    places = {
        (table, row_id): at
        for table, rows in filled.origin.rows.items()
        for at, row_id in enumerate(rows)
    }
    tables = [table.name for table in known_sheets()]
    last = len(places)
    return sorted(
        filled.entries,
        key=lambda e: (tables.index(e.table), places.get((e.table, e.row_id), last)),
    )


@dataclass(slots=True)
class _Wish:
    """What a person asks for in one row, read and found valid."""

    action: str = ""
    reason: str = ""
    note: str = ""
    written: dict[str, str] = field(default_factory=dict)  # own column -> new cell

    def __bool__(self) -> bool:
        return bool(self.action or self.written)


class _Import:
    """An import while it is planned."""

    def __init__(self, filled: Filled, state: State) -> None:
        self.origin = filled.origin
        self.state = state
        self.new_ids = NewIds(state.rows)
        self.entities = list(state.rows.get("entities", {}).values())
        self.changes: list[Change] = []
        self.refusals: list[str] = []
        self.notices: list[str] = []
        self.taken = 0
        self.asked: dict[tuple[str, str], int] = {}  # how often the same row was added

    def take(self, entry: Entry) -> None:
        """Plan one row."""
        table = TABLE[entry.table]
        before = self.origin.rows.get(entry.table, {}).get(entry.row_id)
        faults = len(self.refusals)
        wish = self._wish(entry, table, before)
        if len(self.refusals) > faults:
            return
        if not entry.row_id:
            self._add(entry, table, wish)
        elif before is None:
            self._refuse(entry, "row_id", "this row_id was not in the sheet; clear the row")
        elif wish:
            self._plan_row(entry, wish, before)

    # ---- what is asked -----------------------------------------------------------------------

    def _wish(self, entry: Entry, table: Table, before: Row | None) -> _Wish:
        asked = {column.name: self._read(entry, column) for column in ASKED}
        wish = _Wish(asked["decision"], asked["reason"], asked["note"])
        for column in own_columns(table):
            if column.name not in entry.cells:
                continue
            cell = before.get(column.name, "") if before else ""
            if column.name in entry.faults or not is_same(entry.cells[column.name], cell, column):
                after = self._read(entry, column)
                if after != cell:
                    wish.written[column.name] = after
                if after != cell and not is_short(cell):
                    self._refuse(entry, column.name, "too long for a sheet; correct it on the page")
        self._check_wish(entry, wish)
        return wish

    def _read(self, entry: Entry, column: Column) -> str:
        if column.name in entry.faults:
            self._refuse(entry, column.name, entry.faults[column.name])
            return ""
        try:
            return read(entry.cells.get(column.name), column)
        except ValueError as error:
            self._refuse(entry, column.name, str(error))
            return ""

    def _check_wish(self, entry: Entry, wish: _Wish) -> None:
        """Refuse a row that asks for two things at once, or for nothing."""
        if not entry.row_id:
            if entry.table == MATCHES.name:
                self._refuse(entry, "row_id", "a match cannot be added; clear the row")
            elif wish.action != "add":
                self._refuse(entry, "decision", "a new row needs the decision add; choose it")
        elif wish.action == "add":
            self._refuse(entry, "decision", "the row exists already; use an empty row to add one")
        elif wish.action == "reject" and wish.written:
            self._refuse(entry, "decision", "the row is both rejected and changed; undo one")
        elif wish.action == "reject" and not wish.reason:
            self._refuse(entry, "reason", "a rejection needs a reason; choose one from the list")
        elif not wish and (wish.reason or wish.note):
            name = "reason" if wish.reason else "note"
            self._refuse(entry, name, "there is no decision; choose one or empty this cell")

    def _refuse(self, entry: Entry, column: str, fault: str) -> None:
        self.refusals.append(f"{entry.place(column)}: {column}: {fault}")

    def _check(self, entry: Entry, cells: Row, written: Container[str]) -> None:
        for column, fault in faults_of(TABLE[entry.table], cells, written, self.state.rows):
            self._refuse(entry, column, fault)

    # ---- existing rows -----------------------------------------------------------------------

    def _plan_row(self, entry: Entry, wish: _Wish, before: Row) -> None:
        now = self.state.rows[entry.table].get(entry.row_id)
        if now is None:
            self.notices.append(
                f"{entry.place('row_id')}: the row no longer exists; nothing is imported"
            )
            return
        self._check(entry, {**now, **wish.written}, wish.written)
        written = {
            name: cell
            for name, cell in with_names(entry.table, wish.written, self.entities).items()
            if cell != before.get(name, "")
        }
        done = [name for name in written if self._correct(entry, wish, name, written, before)]
        self._forget_spans(entry, wish, now, done)
        if wish.action and len(done) == len(written):
            self._decide(entry, wish, {**before, **written}, {**now, **written})

    def _correct(self, entry: Entry, wish: _Wish, column: str, written: Row, before: Row) -> bool:
        """Plan the correction of one cell; whether it is planned or made already."""
        now = self.state.rows[entry.table][entry.row_id]
        after = written[column]
        asked = {"action": "correct", "reason": wish.reason or "wrong_value"}
        seen = before.get(column, "")
        cells = {"field": column, "before": seen, "after": after}
        decision = self._named(replace(self._decision(entry, wish, now), **asked, **cells))
        if self._is_taken(decision) or now[column] == after:
            return True
        place = entry.place(column)
        if now[column] != seen:
            self.notices.append(
                f"{place}: {column} has changed since, from '{before.get(column, '')[:40]}' to "
                f"'{now[column][:40]}'; '{after[:40]}' is not imported"
            )
            return False
        self.changes.append(Change(place, decision))
        return True

    def _forget_spans(self, entry: Entry, wish: _Wish, now: Row, columns: list[str]) -> None:
        """Remove the spans of cells that a person wrote by hand."""
        before = now["field_spans"]
        after = spans_without(before, columns)
        if before and after != before:
            asked = {"action": "correct", "reason": wish.reason or "wrong_value"}
            cells = {"field": "field_spans", "before": before, "after": after}
            decision = replace(self._decision(entry, wish, now), **asked, **cells)
            self.changes.append(Change(entry.place("row_id"), self._named(decision)))

    def _decide(self, entry: Entry, wish: _Wish, expected: Row, now: Row) -> None:
        """Plan a decision about a row, if it is still as expected."""
        decision = replace(self._decision(entry, wish, now), before=as_json(expected))
        decision = self._named(decision)
        if self._is_taken(decision):
            return
        seen = seen_cells(now, TABLE[entry.table])
        if seen != dict(expected):
            changed = [name for name, cell in seen.items() if cell != expected.get(name, "")]
            self.notices.append(
                f"{entry.place('decision')}: {', '.join(changed)} changed since; "
                f"{wish.action} is not imported"
            )
            return
        self.changes.append(Change(entry.place("decision"), decision))

    # ---- new rows ----------------------------------------------------------------------------

    def _add(self, entry: Entry, table: Table, wish: _Wish) -> None:
        try:
            evidence = read(entry.cells.get("evidence"), Column("evidence", ""))
            if not evidence:
                raise ValueError("is missing; copy the sentence from the sheet text")
            place = self.state.texts.place(evidence)
            path = self.state.texts.path(place.block)
            cells = with_names(table.name, wish.written, self.entities)
            row = added_row(table, cells | {"evidence": evidence}, place, path)
        except ValueError as error:
            self._refuse(entry, "evidence", str(error))
            return
        self._check(entry, row, wish.written)
        self._append(entry, wish, row, place)

    def _append(self, entry: Entry, wish: _Wish, row: dict[str, str], place: Place) -> None:
        cells = as_json({"edition": self.origin.edition, **row})
        same = self.asked[entry.table, cells] = self.asked.get((entry.table, cells), 0) + 1
        asked = as_json({**wish.written, "evidence": row["evidence"]})
        decision = self._named(self._decision(entry, wish, row), asked, str(same))
        if not self._is_taken(decision):
            row_id = self.new_ids.give(entry.table, place)
            decision = replace(decision, row_id=row_id, after=cells)
            self.changes.append(Change(entry.place("decision"), decision))

    # ---- decisions ---------------------------------------------------------------------------

    def _decision(self, entry: Entry, wish: _Wish, row: Row) -> Decision:
        return Decision(
            id="",
            time=self.state.time,
            reviewer=self.state.reviewer,
            table=entry.table,
            row_id=entry.row_id,
            action=wish.action,
            reason=wish.reason,
            note=wish.note,
            **asdict(quotation_of(row, self.state.texts.block(row))),
        )

    def _named(self, decision: Decision, *more: str) -> Decision:
        """The decision with its id, which comes from everything the person wrote."""
        content = [cell for name, cell in asdict(decision).items() if name not in NOT_IN_ID]
        return replace(decision, id=evidence_id("sheet", self.origin.digest, *content, *more))

    def _is_taken(self, decision: Decision) -> bool:
        is_taken = decision.id in self.state.taken
        self.taken += is_taken
        return is_taken
