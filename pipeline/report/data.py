"""The data of the report's scripts: every row, its place in the text, what its codes mean."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from pipeline.explain.probabilities import (
    FIELD_TITLE,
    FOUND_TITLE,
    READ,
    ROW_TITLE,
    in_doubt,
    likely_columns,
    likely_fields,
    row_percent,
)
from pipeline.records.text import Block
from pipeline.review.page.passages import marks_of, own_span
from pipeline.review.page.queue import WEIGHT, ordered
from pipeline.review.page.reader import COLOUR
from pipeline.review.page.state import ReviewState
from pipeline.review.page.words import ONE, STATUS, UNKNOWN, in_words, label, plural, summary
from pipeline.reviewed.rows import Key, Row
from pipeline.schema import TABLE
from pipeline.schema.code_names import labels_of
from pipeline.stages import Folders
from pipeline.storage.files import split_list

SHARED = ("row_id", "edition", "section", "block_id", "evidence", "confidence", "review_status")
LEFT_OUT = (*SHARED, *READ, "field_spans", "unknown")  # cells that a row has outside of `cells`


@dataclass(frozen=True, slots=True)
class Numbered:
    """The rows that people review, each with a number: table by table, in reading order."""

    keys: Sequence[Key]
    numbers: Mapping[Key, int]

    @classmethod
    def of(cls, rows: Mapping[str, Mapping[str, Row]]) -> "Numbered":
        keys = [(table, row_id) for table in WEIGHT for row_id in rows[table]]
        return cls(keys, {key: number for number, key in enumerate(keys)})

    @property
    def tables(self) -> list[tuple[str, str, int, int]]:
        """Name, what its rows are called, colour and number of rows of each table."""
        return [
            (table, plural(table), COLOUR.get(table, 8), sum(key[0] == table for key in self.keys))
            for table in WEIGHT
        ]


def report_data(folders: Folders, state: ReviewState, numbered: Numbered) -> dict[str, Any]:
    """The data of report.js; spans are code points of a block's clean text.

    `rows[table]` holds the rows in the order of their numbers; `order` ranks them by their need
    for review.  Sentences and paths are stored once: a row's `evidence` and `section` are their
    numbers, which report.js replaces by the text.
    """
    sentences, paths = _Texts(), _Texts()
    order = {item.key: place for place, item in enumerate(ordered(state.rows, state.proposals))}
    return {
        "edition": folders.edition,
        "title": folders.facts().title,
        "sources": {row["source"]: row["sha256"] for row in state.rows["documents"].values()},
        "tables": {table: _table(table) for table in WEIGHT},
        "rows": {
            table: [
                _row(table, row, state.text.blocks.get(row["block_id"]))
                | dict(_likely(state, (table, row["row_id"])))
                | {
                    "order": order[table, row["row_id"]],
                    "evidence": sentences.number(row["evidence"]),
                    "section": paths.number(row["section"]),
                }
                for row in state.rows[table].values()
            ]
            for table in WEIGHT
        },
        "sentences": list(sentences.numbers),
        "paths": list(paths.numbers),
        "sections": {
            block_id: " / ".join(state.text.sections[block.section_id].path)
            for block_id, block in state.text.blocks.items()
            if block.section_id in state.text.sections
        },
        "words": dict(_words(state)),
        "status": STATUS,
        "unknown": UNKNOWN,
        "titles": {"field": FIELD_TITLE, "row": ROW_TITLE, "found": FOUND_TITLE},
    }


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts, each stored once and referred to by its number."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def as_json(data: Mapping[str, Any]) -> Markup:
    """JSON that stays data inside a script element, whatever the report's text contains."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _table(table: str) -> dict[str, Any]:
    return {
        "one": ONE[table],
        "many": plural(table),
        "colour": COLOUR.get(table, 8),
        "columns": [
            {
                "name": column.name,
                "label": label(column.name),
                "meaning": column.meaning,
                "type": column.type,
                "values": column.values,
                "words": labels_of(column.name),
            }
            for column in TABLE[table].own
            if column.name not in READ
        ],
    }


def _row(table: str, row: Row, block: Block | None) -> dict[str, Any]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for mark in marks_of(row, block) if block else ():
        spans.setdefault(mark.field, []).append((mark.start, mark.end))
    return {
        "row_id": row["row_id"],
        "block": row["block_id"],
        "own": own_span(row, block) if block else None,
        "spans": spans,
        "summary": summary(table, row),
        "status": row["review_status"],
        "confidence": row["confidence"],
        "flags": split_list(row["flags"]),
        "reasons": split_list(row["reasons"]),
        "unknown": json.loads(row["unknown"] or "{}"),
        "cells": {name: cell for name, cell in row.items() if cell and name not in LEFT_OUT},
    }


def _likely(state: ReviewState, key: Key) -> Iterator[tuple[str, Any]]:
    """The probabilities of a row and its fields, where the reader gives them; doubtful fields."""
    row = state.rows[key[0]][key[1]]
    if probability := row_percent(row):
        corrected = {made.field for made in state.standing(key) if made.action == "correct"}
        yield "probability", probability
        yield "found", likely_fields(row)["found"].percent
        yield "doubts", in_doubt(row)
        yield (
            "likely",
            {
                column: [likely.percent, likely.is_doubtful]
                for column, likely in likely_columns(row, corrected).items()
            },
        )


def _words(state: ReviewState) -> Iterator[tuple[str, str]]:
    """Every flag and reason that a row has, with its meaning."""
    codes = {
        code
        for table in WEIGHT
        for row in state.rows[table].values()
        for column in ("flags", "reasons")
        for code in split_list(row[column])
    }
    for code in sorted(codes):
        yield code, in_words(code)
