"""All decisions, applied in order to the rows of one run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.decisions.consequences import with_status
from pipeline.decisions.journal import ABOUT_ENTITIES, Decision
from pipeline.records.text import Block
from pipeline.reviewed.adding import added_row, found_since
from pipeline.reviewed.agreement import Policy, View, agreed
from pipeline.reviewed.entities import Who, apply_entities, chosen
from pipeline.reviewed.finding import Blocks, Finder, Found
from pipeline.reviewed.grant_elements import with_grant_elements
from pipeline.reviewed.quoting import folded
from pipeline.reviewed.rows import Key, Row, Tables, seen
from pipeline.reviewed.unchanged import (
    FOR_GOOD,
    Reading,
    is_same_cell,
    moved_spans,
    reviewed_cells,
    still_says,
)
from pipeline.schema import MATCHES, REVIEW, TABLE, TABLES

STATUS = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added"}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a decision on this run."""

    decision: Decision
    fate: str  # same, moved, changed, gone
    row_id: str = ""  # the row that it applies to now, or the nearest one if it is gone
    now: str = ""  # what that row says now


@dataclass(slots=True)
class ReviewedTables:
    """The tables as people reviewed them, and what led to them."""

    tables: Tables
    fates: list[Fate] = field(default_factory=list)
    views: dict[Key, dict[str, View]] = field(default_factory=lambda: defaultdict(dict))
    who: Who = field(default_factory=Who)


def no_blocks() -> Mapping[str, Block]:
    """For callers without text: rows are found only by their sentences."""
    return {}


def apply_decisions(
    tables: Tables,
    decisions: Sequence[Decision],
    blocks: Blocks = no_blocks,
    policy: Policy | None = None,
) -> ReviewedTables:
    """Apply the decisions in force; the given tables stay unchanged.

    Decisions about matches wait for a run of `make match`, which gives that table.
    """
    given = [d for d in decisions if d.table in tables or d.table != MATCHES.name]
    fold = Fold(tables, given, blocks)
    for decision in given:
        fold.take(decision)
    fold.settle(policy or Policy())
    return fold.reviewed


class Fold:
    """One pass over the decisions."""

    def __init__(self, tables: Tables, decisions: Sequence[Decision], blocks: Blocks) -> None:
        complete: Tables = {table.name: {} for table in TABLES} | dict(tables)
        made, self._who = apply_entities(complete, decisions)
        self._found = made
        self.reviewed = ReviewedTables(
            {name: dict(rows) for name, rows in made.items()}, who=self._who
        )
        self._finder = Finder(self.reviewed.tables, blocks, decisions)
        self._blocks = blocks
        self._alias: dict[Key, str] = {}  # added rows -> the found rows that replace them
        self._settled: dict[Key, dict[str, View]] = defaultdict(dict)
        self._last: dict[Key, Decision] = {}  # the last decision that applied
        self._lapsed: dict[Key, Decision] = {}
        # row, reviewer -> time of a decision made without seeing those of others
        self._apart: dict[tuple[Key, str], str] = {}
        # table, row, reviewer, time -> the fields corrected in one key press
        self._corrected: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
        for made_by in decisions:
            if made_by.action == "correct":
                press = (made_by.table, made_by.row_id, made_by.reviewer, made_by.time)
                self._corrected[press].add(made_by.field)
        self._texts: list[str] | None = None  # of the blocks, folded; read only if needed

    def take(self, decision: Decision) -> None:
        """Apply one decision and note its fate."""
        if decision.action in ABOUT_ENTITIES:
            fate = _fate_about_entity(decision, self._who, self._found)
        elif decision.action == "nothing":
            fate = self._nothing(decision)
        elif decision.action == "add":
            fate = self._add(decision)
        else:
            fate = self._about_row(decision)
        self.reviewed.fates += [fate] if fate else []

    def settle(self, policy: Policy) -> None:
        """Write the combined result of all reviewers into each row."""
        for key, decision in self._lapsed.items():
            _mark(self._row(key), decision, "lapsed")
        for key, decision in self._last.items():
            if key not in self._lapsed:
                views = self._settled[key]
                _mark(self._row(key), decision, self._status(key, views, policy))
        with_grant_elements(self.reviewed.tables, self._found)

    def _status(self, key: Key, views: Mapping[str, View], policy: Policy) -> str:
        row = self.reviewed.tables[key[0]][key[1]]
        if not agreed(views.values()):
            return "disputed"
        if len(views) < policy.needed(row):
            return "awaiting"
        return STATUS[list(views.values())[-1].verdict]

    # ---- kinds of decisions ------------------------------------------------------------------

    def _nothing(self, decision: Decision) -> Fate:
        if self._texts is None:
            self._texts = [folded(block["text"]) for block in self._found["blocks"].values()]
        sentence = folded(decision.evidence)
        exists = any(sentence in text for text in self._texts)
        return Fate(decision, "same" if exists else "gone")

    def _add(self, decision: Decision) -> Fate:
        key = (decision.table, decision.row_id)
        rows = self.reviewed.tables[decision.table]
        row = added_row(decision, self._blocks())
        if row is None:
            return Fate(decision, "gone")
        row = self._who.restate(decision.table, row)
        if since := found_since(row, rows, decision.table):
            self._alias[key] = since
            key = (decision.table, since)
        else:
            rows[decision.row_id] = row
        self._hold(key, decision, "add")
        return Fate(decision, "same" if key[1] == decision.row_id else "moved", key[1])

    def _about_row(self, decision: Decision) -> Fate | None:
        if decision.table == "entities" and decision.row_id in self._who.one:
            return Fate(decision, "moved", self._who.one[decision.row_id])
        found = self._find(decision)
        if not found.row_id and decision.table == "entities":
            return None if decision.action in ("correct", "reject") else Fate(decision, "gone")
        if found.fate == "gone":
            return Fate(decision, "gone", found.row_id)
        key = (decision.table, found.row_id)
        row = self.reviewed.tables[key[0]][key[1]]
        reading = Reading(self._who.restate, self.reviewed.tables, found.typo)
        now = row[decision.field] if decision.action == "correct" else seen(row, TABLE[key[0]])
        if found.fate == "changed" or not self._apply(decision, key, reading):
            self._lapsed[key] = decision
            return Fate(decision, "changed", key[1], now)
        self._lapsed.pop(key, None)
        return Fate(decision, found.fate, key[1], now)

    def _find(self, decision: Decision) -> Found:
        key = (decision.table, decision.row_id)
        if key in self._alias:
            return Found("moved", self._alias[key])
        found = self._finder.find(decision)
        if found.fate == "moved" and decision.reason == "duplicate":
            return Found("changed", found.row_id)  # the row that it duplicates may be gone
        return found

    def _apply(self, decision: Decision, key: Key, reading: Reading) -> bool:
        """Whether the row still says what the person saw; if so, the decision takes effect."""
        if decision.action == "correct":
            return self._correct(decision, key, reading)
        row = self.reviewed.tables[key[0]][key[1]]
        holds = still_says(key[0], decision.before, row, reading)
        if decision.action == "adjudicate":
            return holds and self._adjudicate(decision, key)
        if not holds and not (decision.action == "reject" and decision.reason in FOR_GOOD):
            cells = self._own_cells(key, decision.reviewer)
            saw = still_says(key[0], decision.before, cells, reading)
            return saw and self._hold_apart(key, decision, cells)
        self._hold(key, decision, decision.action)
        return True

    def _correct(self, decision: Decision, key: Key, reading: Reading) -> bool:
        table, name = key[0], decision.field
        row = self.reviewed.tables[table][key[1]]
        is_apart = self._apart.get((key, decision.reviewer)) == decision.time
        if name == "field_spans":
            if is_apart:
                return True  # the row's spans belong to the other person's decision
            lapsed = self._lapsed.get(key)
            if lapsed and (lapsed.reviewer, lapsed.time) == (decision.reviewer, decision.time):
                return False  # the cells that the spans belong to have lapsed
            spans = moved_spans(decision.before, decision.after, row[name])
            self._write(key, {name: spans})
            self._hold(key, decision, "correct")
            return True
        then, after = (
            reading.cell(table, name, cell) for cell in (decision.before, decision.after)
        )
        is_as_seen = is_same_cell(table, name, (then, row[name]), reading)
        if is_apart or (not is_as_seen and row[name] != after):
            cells = self._own_cells(key, decision.reviewer)
            seen_cells = (cells.get(name, ""), self._found[table].get(key[1], {}).get(name, ""))
            saw = any(is_same_cell(table, name, (then, cell), reading) for cell in seen_cells)
            made = cells | self._following(decision, cells, after)
            return saw and self._hold_apart(key, decision, made)
        self._write(key, self._following(decision, row, after))
        self._hold(key, decision, "correct")
        return True

    def _following(self, decision: Decision, row: Mapping[str, str], after: str) -> Row:
        """The corrected cell and those that follow, without those the person corrected, too."""
        if decision.table != "contributions":
            return {decision.field: after}
        cells = with_status(row, decision.field, after)
        one_press = (decision.table, decision.row_id, decision.reviewer, decision.time)
        own = self._corrected.get(one_press, set()) - {decision.field}
        return {name: cell for name, cell in cells.items() if name not in own}

    def _own_cells(self, key: Key, reviewer: str) -> Row:
        """The row as the person left it, or as it was found."""
        if view := self.reviewed.views[key].get(reviewer):
            return dict(view.cells)
        found = self._found[key[0]].get(key[1])
        return reviewed_cells(key[0], found) if found else {}

    def _hold_apart(self, key: Key, decision: Decision, cells: Row) -> bool:
        """Note a decision about the row by a person who had not seen that of another.

        The row stays as the other left it.  False if nobody else has reviewed it.
        """
        if not self.reviewed.views[key].keys() - {decision.reviewer}:
            return False
        self._apart[key, decision.reviewer] = decision.time
        self._note(key, decision, View(decision.action, cells))
        return True

    def _adjudicate(self, decision: Decision, key: Key) -> bool:
        view = self.reviewed.views[key].get(decision.after)
        if view is None:
            return False
        self._write(key, view.cells)
        self._settled[key] = {decision.after: view, decision.reviewer: view}
        self._last[key] = decision
        return True

    # ---- rows --------------------------------------------------------------------------------

    def _row(self, key: Key) -> Row:
        """The row to write into: a copy of the found row."""
        rows = self.reviewed.tables[key[0]]
        if rows[key[1]] is self._found[key[0]].get(key[1]):
            rows[key[1]] = dict(rows[key[1]])
        return rows[key[1]]

    def _write(self, key: Key, cells: Mapping[str, str]) -> None:
        self._row(key).update(cells)

    def _hold(self, key: Key, decision: Decision, verdict: str) -> None:
        """Note the person's view of the row, compared with the found row."""
        table, row_id = key
        cells = reviewed_cells(table, self.reviewed.tables[table][row_id])
        if verdict in ("accept", "correct"):
            found = self._found[table].get(row_id)
            was = reviewed_cells(table, found) if found else None
            verdict = "add" if was is None else "accept" if was == cells else "correct"
            verdict = "correct" if decision.action == "correct" and was is not None else verdict
        self._note(key, decision, View(verdict, cells))

    def _note(self, key: Key, decision: Decision, view: View) -> None:
        self.reviewed.views[key][decision.reviewer] = view
        self._settled[key].pop(decision.reviewer, None)
        self._settled[key][decision.reviewer] = view
        self._last[key] = decision


def _mark(row: Row, decision: Decision, status: str) -> None:
    cells = (status, decision.reviewer, decision.time, decision.note)
    row.update({c.name: cell for c, cell in zip(REVIEW, cells, strict=True) if c.name in row})


def _fate_about_entity(decision: Decision, who: Who, tables: Tables) -> Fate | None:
    """The fate of a merge, keep_apart or split; None if this edition has neither entity."""
    rows = tables["entities"]
    heads = [who.one.get(entity_id, entity_id) for entity_id in (decision.row_id, decision.after)]
    if decision.action == "split":
        if decision.row_id not in rows:
            return None
        fits = bool(chosen(decision, tables["mentions"])) or bool(who.own)
        return Fate(decision, "same" if fits else "gone", decision.row_id)
    if not any(head in rows for head in heads):
        return None
    is_one = heads[0] == heads[1]
    return Fate(decision, "same" if is_one == (decision.action == "merge") else "changed", heads[0])


def as_tables(rows: Mapping[str, Iterable[Mapping[str, str]]]) -> Tables:
    """Rows by table -> copies of the rows by table and id."""
    return {name: {row["row_id"]: dict(row) for row in made} for name, made in rows.items()}
