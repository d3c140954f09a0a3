"""Decisions from elsewhere merged into a journal: a colleague's lines, or a report page's.

Each decision is taken once, by its id, and in the order in which it was made.  Nothing is taken
unless all of it is valid.
"""

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions import Decision
from pipeline.schema import TABLE
from pipeline.sheet.cells import read


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge would do."""

    new: tuple[Decision, ...]  # in the order of the file
    taken: int  # decisions that the journal holds already
    gone: tuple[Decision, ...]  # new ones about rows that are not there: kept, and told as orphans
    refusals: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """What came in, by person and action."""
        counts = Counter((d.reviewer, d.action) for d in self.new)
        return [f"{who}: {count} {action}" for (who, action), count in sorted(counts.items())]


def merge_decisions(
    incoming: Sequence[Decision],
    journal: Sequence[Decision],
    rows: Mapping[str, Container[str]],
) -> Merge:
    """What of a file is new to a journal; `rows` holds the row ids of each table now."""
    known = {decision.id: decision for decision in journal}
    new: list[Decision] = []
    refusals: list[str] = []
    for number, decision in enumerate(incoming, start=1):
        place = f"decision {number} ({decision.id[:40]})"
        if decision.id not in known:
            refusals.extend(f"{place}: {fault}" for fault in _faults(decision, known))
            known[decision.id] = decision
            new.append(decision)
        elif known[decision.id] != decision:
            refusals.append(f"{place}: the journal holds this id with other words; ask who sent it")
    added = {decision.row_id for decision in new if decision.action == "add"}
    gone = [
        decision
        for decision in new
        if decision.action in ("accept", "correct", "reject")
        and decision.row_id not in rows[decision.table]
        and decision.row_id not in added
    ]
    return Merge(tuple(new), len(incoming) - len(new), tuple(gone), tuple(refusals))


def _faults(decision: Decision, known: Container[str]) -> Iterator[str]:
    """What is wrong with a decision beyond its form, with the mend."""
    if decision.action == "undo" and decision.after not in known:
        yield f"it undoes '{decision.after[:40]}', which is nowhere; send that decision too"
    if decision.action == "correct":
        yield from _cell_faults(decision.table, {decision.field: decision.after})
    if decision.action == "add":
        try:
            cells = json.loads(decision.after)
        except ValueError:
            cells = None
        if not isinstance(cells, dict) or not all(isinstance(c, str) for c in cells.values()):
            yield "the row to add is no JSON object of texts; take it from the program that made it"
        else:
            yield from _cell_faults(decision.table, cells)


def _cell_faults(table: str, cells: Mapping[str, str]) -> Iterator[str]:
    columns = {column.name: column for column in TABLE[table].columns}
    for name, cell in cells.items():
        if name not in columns:
            yield f"'{name[:40]}' is no column of {table}; write one of its own"
            continue
        try:
            if columns[name].type == "json":
                json.loads(cell or "null")
            else:
                read(cell, columns[name])
        except ValueError as error:
            yield f"{name}: {error}"
