"""What the page knows: the text, the rows as people judged them, the journal, kept in step.

The tables are read once.  After a decision only the row that it is about is judged anew, by the
same function as stage 6, so that an answer takes as long for twenty thousand rows as for twenty.
Lines that another program appends to the journal are read before each answer.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import files
from pipeline.decisions import Decision, read_journal, standing
from pipeline.journals import Journals
from pipeline.model import Block, Naming, Section, Span
from pipeline.reviewed import review
from pipeline.schema import TABLES
from pipeline.stages import Folders, read_structure

Row = dict[str, str]
Key = tuple[str, str]  # table, row_id
JUDGED = tuple(table.name for table in TABLES if table.extracted)


@dataclass(frozen=True, slots=True)
class Text:
    """The edition's blocks in reading order, with what they belong to."""

    blocks: Mapping[str, Block]  # by block_id
    order: Sequence[str]  # block_ids
    places: Mapping[str, int]  # block_id -> where in `order`
    sections: Mapping[str, Section]
    sentences: Mapping[str, Sequence[Span]]  # by block_id


@dataclass(slots=True)
class Desk:
    """An edition on the reviewer's desk; its methods may be called from several threads."""

    folders: Folders
    text: Text
    found: dict[str, dict[str, Row]]  # table -> row_id -> the row as the rules found it
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)  # as people judged it
    decisions: list[Decision] = field(default_factory=list)  # the whole journal, in order
    about: dict[Key, list[Decision]] = field(default_factory=lambda: defaultdict(list))
    warnings: tuple[str, ...] = ()
    shape: int = 0  # grows when rows come or go
    ages: Counter[str] = field(default_factory=Counter)  # table -> how often a row was judged anew
    read: int = 0  # bytes of the edition's journal read so far
    shared: int = 0  # bytes of the journal about entities
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def journals(self) -> Journals:
        """The files that decisions are written to."""
        return Journals(self.folders.reviews, self.folders.edition)

    def follow(self) -> None:
        """Take in what was appended to the journal since it was last read.

        Raises BadInputError for a line that is no decision.
        """
        with self.lock:
            own, shared = _size(self.journals.own), _size(self.journals.entities)
            if shared != self.shared or own < self.read:  # git may bring another state of a file
                self.load()
            elif own > self.read:
                journal = read_journal(self.journals.own, self.read)
                self.read, self.warnings = journal.size, journal.warnings
                self._take(journal.decisions)

    def load(self) -> None:
        """Read both journals and judge every row by them.  Raises BadInputError."""
        self.read, self.shared = _size(self.journals.own), _size(self.journals.entities)
        journal = self.journals.read()
        self.decisions, self.warnings = list(journal.decisions), journal.warnings
        self.about.clear()
        for decision in journal.decisions:
            self.about[decision.table, decision.row_id].append(decision)
        self.rows = judged(
            {name: list(rows.values()) for name, rows in self.found.items()},
            standing(journal.decisions),
        )
        self.shape += 1
        self.ages.update(self.found.keys())

    def append(self, decisions: Iterable[Decision]) -> None:
        """Write decisions to the journals, all or none, and only then show them.

        Raises OSError where the disk does not take them.
        """
        with self.lock:
            try:
                self.journals.append(decisions)
            finally:
                self.follow()

    def standing(self, key: Key) -> list[Decision]:
        """The decisions about a row that nobody has undone, in order."""
        return standing(self.about.get(key, ()))

    def _take(self, decisions: Sequence[Decision]) -> None:
        touched: dict[Key, None] = {}
        for decision in decisions:
            key = (decision.table, decision.row_id)
            self.decisions.append(decision)
            self.about[key].append(decision)
            touched[key] = None
        for key in touched:
            self._judge(key)

    def _judge(self, key: Key) -> None:
        table, row_id = key
        found = self.found[table].get(row_id)
        made = judged({table: [found] if found else []}, self.standing(key))[table]
        self.ages[table] += 1
        self.shape += (row_id in made) != (row_id in self.rows[table])
        if row_id in made:
            self.rows[table][row_id] = made[row_id]
        else:
            self.rows[table].pop(row_id, None)


def open_desk(folders: Folders) -> Desk:
    """Read an edition's text, tables and journal.  Raises BadInputError."""
    found = {table.name: _by_id(folders, table.name) for table in TABLES if table.name != "repairs"}
    desk = Desk(folders, read_text(folders), found)
    desk.load()
    return desk


def read_text(folders: Folders) -> Text:
    """The edition's blocks, sections and sentences, as stages 2 and 3 left them."""
    structure = read_structure(folders)
    records = files.read_records(folders.out("3_entities.jsonl"))
    named = next(record for record in records if isinstance(record, Naming)).names
    return Text(
        {block.block_id: block for block in structure.blocks},
        [block.block_id for block in structure.blocks],
        {block.block_id: place for place, block in enumerate(structure.blocks)},
        {section.section_id: section for section in structure.sections},
        {names.block_id: names.sentences for names in named},
    )


def judged(
    rows: Mapping[str, Sequence[Row]], decisions: Iterable[Decision]
) -> dict[str, dict[str, Row]]:
    """Rows as stage 6 judges them: table -> row_id -> row."""
    import pandas as pd

    columns = {table.name: [column.name for column in table.columns] for table in TABLES}
    frames = {name: pd.DataFrame(made, columns=columns[name]) for name, made in rows.items()}
    after, _ = review(frames, [d for d in decisions if d.action != "nothing"])
    return {name: _indexed(frame.to_dict("records")) for name, frame in after.items()}


def _by_id(folders: Folders, table: str) -> dict[str, Row]:
    frame = files.read_table_rows(folders.out("5_tables") / f"{table}.csv")
    return _indexed(frame.to_dict("records"))


def _indexed(records: Iterable[Mapping[object, object]]) -> dict[str, Row]:
    rows = ({str(name): str(cell) for name, cell in record.items()} for record in records)
    return {row["row_id"]: row for row in rows}


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
