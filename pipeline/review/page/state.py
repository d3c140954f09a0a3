"""What the page knows: the text, the rows as reviewed, the journals, kept in step.

The tables are read once.  After a decision only the row that it is about is updated, by the same
function as stage 6, so that an answer takes as long for twenty thousand rows as for twenty.
Lines that another program appends to a journal are read before each answer.
"""

import os
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.decisions.by_edition import Journals, is_for_every_edition
from pipeline.decisions.journal import Decision, read_journal, standing
from pipeline.records.names import EditionNames
from pipeline.records.text import Block, Section, Span
from pipeline.reviewed.agreement import Policy, View, read_policy
from pipeline.reviewed.fold import ReviewedTables, apply_decisions
from pipeline.reviewed.proposals import as_decision, propose
from pipeline.reviewed.rows import Key, Tables
from pipeline.schema import TABLES
from pipeline.stages import Folders, read_rows, read_structure
from pipeline.storage import files

REVIEWED = tuple(table.name for table in TABLES if table.extracted)


@dataclass(frozen=True, slots=True)
class Text:
    """The edition's blocks in reading order, with what they belong to."""

    blocks: Mapping[str, Block]  # by block_id
    order: Sequence[str]  # block_ids
    places: Mapping[str, int]  # block_id -> where in `order`
    sections: Mapping[str, Section]
    sentences: Mapping[str, Sequence[Span]]  # by block_id


@dataclass(slots=True)
class ReviewState:
    """An edition under review; its methods may be called from several threads."""

    folders: Folders
    text: Text
    found: Tables  # the rows as the rules found them
    policy: Policy
    rows: Tables = field(default_factory=dict)  # as reviewed
    views: dict[Key, dict[str, View]] = field(default_factory=dict)  # row -> reviewer -> version
    decisions: list[Decision] = field(default_factory=list)  # both journals, in order
    about: dict[Key, list[Decision]] = field(default_factory=dict)  # the current row -> its lines
    homes: dict[str, Key] = field(default_factory=dict)  # decision -> the current row
    proposals: dict[Key, list[Decision]] = field(default_factory=dict)  # of other editions
    warnings: tuple[str, ...] = ()
    shape: int = 0  # grows when rows are added or removed
    ages: Counter[str] = field(default_factory=Counter)  # table -> how often a row was updated
    read: int = 0  # bytes of the edition's journal read so far
    shared: int = 0  # bytes of the journal about entities
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def journals(self) -> Journals:
        """The files that decisions are written to."""
        return self.folders.journals

    def follow(self) -> None:
        """Take in what was appended to the journals since they were last read.

        Raises BadInputError for a line that is not a decision.
        """
        with self.lock:
            own, shared = _size(self.journals.own), _size(self.journals.entities)
            if (
                shared != self.shared or own < self.read
            ):  # git may replace a file by another version
                self.load()
            elif own > self.read:
                journal = read_journal(self.journals.own, self.read)
                self.read, self.warnings = journal.size, journal.warnings
                self._take(journal.decisions)

    def load(self) -> None:
        """Read both journals and apply them to every row.  Raises BadInputError."""
        self.read, self.shared = _size(self.journals.own), _size(self.journals.entities)
        journal = self.journals.read()
        self.decisions, self.warnings = list(journal.decisions), journal.warnings
        made = self._reviewed(self.found, standing(self.decisions))
        self.rows, self.views = made.tables, dict(made.views)
        self.homes = {
            fate.decision.id: (fate.decision.table, fate.row_id or fate.decision.row_id)
            for fate in made.fates
        }
        self.about = defaultdict(list)
        for decision in self.decisions:
            self.about[self._home(decision)].append(decision)
        self.proposals = defaultdict(list)
        for row in propose(made, _others(self.journals), lambda: self.text.blocks):
            proposal = as_decision(row)
            self.proposals[proposal.table, proposal.row_id].append(proposal)
        self.shape += 1
        self.ages.update(self.found.keys())

    def append(self, decisions: Iterable[Decision]) -> None:
        """Write decisions to the journals, all or none, and only then show them.

        Raises OSError where they cannot be written.
        """
        with self.lock:
            try:
                self.journals.append(decisions)
            finally:
                self.follow()

    def standing(self, key: Key) -> list[Decision]:
        """The decisions about a row that nobody has undone, in order."""
        return standing(self.about.get(key, ()))

    def editions(self) -> dict[str, Tables]:
        """The rows that the rules found in each edition that has tables."""
        paths = sorted(self.folders.outputs.glob("*/5_tables"))
        return {
            path.parent.name: self.found
            if path.parent.name == self.folders.edition
            else read_rows(path)
            for path in paths
        }

    def _take(self, decisions: Sequence[Decision]) -> None:
        if any(self._reaches_far(decision) for decision in decisions):
            self.load()
            return
        touched: dict[Key, None] = {}
        for decision in decisions:
            self.decisions.append(decision)
            key = self._home(decision)
            self.about[key].append(decision)
            touched[key] = None
        for key in touched:
            self._update(key)

    def _reaches_far(self, decision: Decision) -> bool:
        """Whether a decision may touch other rows than its own."""
        home = self._home(decision)
        known = home[1] in self.rows.get(home[0], ()) or decision.action == "nothing"
        added = any(made.action == "add" for made in self.about.get(home, ()))
        return is_for_every_edition(decision) or added or not (known or decision.action == "undo")

    def _home(self, decision: Decision) -> Key:
        """The current row that a decision is about; for an undo, that of the decision it undoes."""
        if decision.action == "undo" and decision.after in self.homes:
            return self.homes[decision.after]
        return self.homes.setdefault(decision.id, (decision.table, decision.row_id))

    def _update(self, key: Key) -> None:
        table, row_id = key
        found = self.found.get(table, {}).get(row_id)
        if found is None:
            return
        about = [decision for decision in self.decisions if is_for_every_edition(decision)]
        tables = {table: {row_id: found}}
        if about:
            tables |= {name: self.found[name] for name in ("entities", "mentions")}
        made = self._reviewed(tables, [*standing(about), *self.standing(key)])
        self.rows[table][row_id] = made.tables[table][row_id]
        self.views[key] = made.views.get(key, {})
        self.proposals.pop(key, None)
        self.ages[table] += 1

    def _reviewed(self, tables: Tables, decisions: Sequence[Decision]) -> ReviewedTables:
        return apply_decisions(tables, decisions, lambda: self.text.blocks, self.policy)


def open_state(folders: Folders) -> ReviewState:
    """Read an edition's text, tables and journals.  Raises BadInputError."""
    policy = read_policy(*(os.environ.get(name, "") for name in ("REVIEWERS", "REVIEWERS_ABOVE")))
    state = ReviewState(folders, read_text(folders), read_rows(folders.out("5_tables")), policy)
    state.load()
    return state


def read_text(folders: Folders) -> Text:
    """The edition's blocks, sections and sentences, as stages 2 and 3 left them."""
    structure = read_structure(folders)
    records = files.read_records(folders.out("3_entities.jsonl"))
    named = next(record for record in records if isinstance(record, EditionNames)).names
    return Text(
        {block.block_id: block for block in structure.blocks},
        [block.block_id for block in structure.blocks],
        {block.block_id: place for place, block in enumerate(structure.blocks)},
        {section.section_id: section for section in structure.sections},
        {names.block_id: names.sentences for names in named},
    )


def _others(journals: Journals) -> dict[str, list[Decision]]:
    return {path.stem: standing(read_journal(path).decisions) for path in journals.others}


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
