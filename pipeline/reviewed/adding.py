"""Rows that a person added, at the place of their sentence on this run."""

import json
from collections.abc import Mapping

from pipeline.decisions.journal import Decision
from pipeline.records.text import Block
from pipeline.reviewed.rows import Row, Rows
from pipeline.schema import TABLE
from pipeline.storage.files import as_json


def added_row(decision: Decision, blocks: Mapping[str, Block]) -> Row | None:
    """The row, or None if its sentence is no longer in the text.

    Without blocks it keeps the place where the person saw it.
    """
    table = TABLE[decision.table]
    row = dict.fromkeys((column.name for column in table.columns), "")
    row |= {name: str(cell) for name, cell in json.loads(decision.after).items() if name in row}
    row["row_id"] = decision.row_id
    evidence = row.get("evidence") or decision.evidence
    if not blocks or not evidence:
        return row
    known = blocks.get(row["block_id"])
    others = (b for b in blocks.values() if not b.duplicate_of)
    for block in (*([known] if known else []), *others):
        at = block.text.text.find(evidence)
        if at >= 0:
            return row | _place(row, block, (at, at + len(evidence)))
    return None


def _place(row: Row, block: Block, sentence: tuple[int, int]) -> Row:
    """The cells with the place of the row, moved with its sentence."""
    spans = json.loads(row.get("field_spans") or "{}")
    here = block.text.raw_span(*sentence)
    was = spans.get("evidence", [None])[0]
    own = [int(row["raw_start"] or here[0]), int(row["raw_end"] or here[1])]
    there = was or ([own[0], own[1]] if own[1] - own[0] == here[1] - here[0] else list(here))
    shift = here[0] - there[0]
    fits = there[1] - there[0] == here[1] - here[0]
    kept = {n: [[s + shift, e + shift] for s, e in places] for n, places in spans.items()}
    own = [own[0] + shift, own[1] + shift] if fits else list(here)
    spans = (kept if fits else {}) | {"evidence": [list(here)]}
    return {
        "block_id": block.block_id,
        "source": block.source,
        "raw_start": str(own[0]),
        "raw_end": str(own[1]),
        "field_spans": as_json(spans),
    }


def found_since(row: Row, rows: Rows, table: str) -> str:
    """The id of a found row at the same place with all the cells that the person added."""
    place = ("source", "raw_start", "raw_end")
    filled = {column.name for column in TABLE[table].own if row.get(column.name)}
    for row_id, other in rows.items():
        if all(other[name] == row[name] for name in (*place, *filled)):
            return row_id
    return ""
