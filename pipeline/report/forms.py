"""What the report needs, besides its rows, to be a review form without a server.

It holds all that the review page asks its server for, so that the report's script uses the same
words and rules: the fields of each table with their closed lists, codes with their names, the
entities, what a decision quotes of each row, the raw place of each character.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any

from pipeline.decisions import consequences
from pipeline.records.text import Block, Span
from pipeline.report.data import Numbered
from pipeline.review import validity
from pipeline.review.page.adding import ADDABLE, WHOLE
from pipeline.review.page.forms import currencies as named_currencies
from pipeline.review.page.forms import fields_of
from pipeline.review.page.keys import KEYS, ON_THE_PAGE
from pipeline.review.page.state import ReviewState
from pipeline.review.page.words import ONE, REASONS
from pipeline.reviewed.quoting import quotation_of
from pipeline.reviewed.rows import Row
from pipeline.schema import TABLE
from pipeline.storage.files import as_json, split_list

PARTS = (  # of the script, in order; those of the page are modules
    "review/page/static/dialogs.js",
    "review/page/static/select.js",
    "review/page/static/pick.js",
    "report/cells.js",
    "report/ledger.js",
    "report/filling.js",
    "report/review.js",
    "report/deciding.js",
    "report/words.js",
    "report/keeping.js",
)


def review_data(state: ReviewState, numbered: Numbered) -> dict[str, Any]:
    """The data of the review script; spans are code points of a block's clean text.

    `digest` identifies this file: the browser stores the decisions made in it under that name.
    """
    tables = [table for table, _, _, count in numbered.tables if count or table in ADDABLE]
    data: dict[str, Any] = {
        "fields": {table: list(_fields(table)) for table in tables},
        "rows": {
            table: [_row(state, row) for row in state.rows[table].values()] for table in tables
        },
        "blocks": {
            block_id: _block(block, state.text.sentences.get(block_id, ()))
            for block_id, block in state.text.blocks.items()
        },
        "entities": list(_entities(state)),
        "names": consequences.NAMES,
        "follow": consequences.COUNTRIES,
        "countries": consequences.countries(),
        "country_columns": validity.COUNTRIES,
        "currencies": _currencies(),
        "symbols": state.folders.facts().symbols,
        "ranges": validity.RANGES,
        "number": validity.NUMBER.pattern,
        "addable": [[table, ONE[table], WHOLE.get(table, "")] for table in ADDABLE],
    }
    cells = [state.rows[table][row_id] for table, row_id in numbered.keys]
    return data | {"digest": sha256(as_json([data, cells]).encode()).hexdigest()[:16]}


def review_words() -> dict[str, Any]:
    """The words of the templates: the keys and the reasons for a rejection."""
    return {"key_help": [key for key in KEYS if key[0] not in ON_THE_PAGE], "reasons": REASONS}


def review_script() -> str:
    """The review script: its parts joined in one closed scope."""
    texts = (files("pipeline").joinpath(*part.split("/")).read_text("utf-8") for part in PARTS)
    lines = (line for text in texts for line in text.splitlines() if not line.startswith("import "))
    body = "\n".join(line.removeprefix("export ") for line in lines)
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


def _fields(table: str) -> Iterator[dict[str, Any]]:
    types = {column.name: column.type for column in TABLE[table].own}
    for field in fields_of(table, {}, {}):
        yield {
            "name": field.name,
            "label": field.label,
            "meaning": field.meaning,
            "kind": field.kind,
            "type": types[field.name],
            "options": field.options,
            "picks": field.picks,
            "derived": field.is_derived,
        }


def _row(state: ReviewState, row: Row) -> list[str]:
    """What a decision quotes of a row besides its sentence, and the row's field_spans."""
    made = quotation_of(row, state.text.blocks.get(row["block_id"]))
    return [made.quotation, made.at, made.words_before, made.words_after, row["field_spans"]]


def _block(block: Block, sentences: Sequence[Span]) -> dict[str, Any]:
    """The place of a block's pieces in the raw file: start, raw start and end, if repaired."""
    pieces = [
        [piece.start, piece.raw_start, piece.raw_end, int(bool(piece.repair))]
        for piece in block.text.pieces
        if piece.start < piece.end
    ]
    return {"source": block.source, "pieces": pieces, "sentences": sentences}


def _entities(state: ReviewState) -> Iterator[list[Any]]:
    """Its id, name, acronym, kind, country, other names, and whether it may be picked."""
    for row in state.rows["entities"].values():
        cells = [row[name] for name in ("entity_id", "name", "acronym", "kind", "iso3")]
        yield [*cells, split_list(row["aliases"]), row["review_status"] != "rejected"]


def _currencies() -> list[tuple[str, str]]:
    """Every ISO 4217 code that a cell may hold, with its name where the vocabulary has it."""
    named = dict(named_currencies())
    rest = sorted(validity.currencies() - named.keys())
    return [*named.items(), *((code, "") for code in rest)]
