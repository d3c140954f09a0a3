"""Stage 5: all that was found becomes tables; each row has its place in the raw text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.contributions import Money, read_money
from pipeline.findings.checks import check_totals
from pipeline.findings.events import find_events
from pipeline.findings.money_relations import find_relations
from pipeline.findings.money_roles import find_roles
from pipeline.findings.results import find_results
from pipeline.findings.stated_totals import without_double
from pipeline.records.errors import BadInputError
from pipeline.records.facts import Reading
from pipeline.records.names import EditionNames
from pipeline.records.numbers import Numbers
from pipeline.records.text import Source, Structure
from pipeline.schema import TABLES, Column, Table
from pipeline.storage.edition import Edition
from pipeline.tables.event_rows import add_dates, add_events, add_results
from pipeline.tables.ledger import add_ledger
from pipeline.tables.money_rows import add_checks, add_contributions, add_money, add_relations
from pipeline.tables.name_rows import add_acronyms, add_entities, add_mentions, party_countries
from pipeline.tables.rows import Book, TableRows
from pipeline.tables.text_rows import (
    add_blocks,
    add_documents,
    add_figures,
    add_issues,
    add_notes,
    add_repairs,
    add_sections,
)

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

PATTERNS = {
    "integer": re.compile(r"-?\d+"),
    "decimal": re.compile(r"-?\d+(\.\d+)?"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "boolean": re.compile(r"true|false"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """All that stages 1 to 4 found in an edition."""

    edition: Edition
    sources: Sequence[Source]
    structure: Structure
    edition_names: EditionNames
    numbers: Sequence[Numbers]
    docs: Mapping[str, "Doc"]  # by block_id


def build_tables(found: Found) -> dict[str, "pd.DataFrame"]:
    """Every table of the schema, in reading order, every cell a string; raises as `build_cells`."""
    import pandas as pd

    made = build_cells(found)
    return {name: pd.DataFrame(columns, dtype=str) for name, columns in made.items()}


def build_cells(found: Found) -> dict[str, dict[str, list[str]]]:
    """Table -> column -> cells, in the schema's order and in reading order.

    Raises BadInputError if a cell breaks the schema: a row of a vocabulary has a wrong value.
    """
    book = _book(found)
    tables = {table.name: TableRows(table.name, book) for table in TABLES}
    readings = build_readings(found)
    money = read_money(readings, found.edition)
    contributions = money.contributions
    _add_text(tables, found, readings)
    add_mentions(tables["mentions"], readings, contributions)
    parties = party_countries(contributions, found.edition.year)
    add_entities(tables["entities"], found.edition_names.entities, readings, parties)
    add_acronyms(tables["acronyms"], found.edition_names.acronyms)
    _add_money(tables, readings, money)
    add_results(tables["results"], find_results(readings, found.edition, contributions))
    add_events(tables["events"], find_events(readings, found.edition))
    add_dates(tables["dates"], readings)
    missing = add_ledger(tables, found.structure.blocks, found.structure.anchors)
    add_issues(tables["issues"], (*found.structure.issues, *found.edition_names.issues, *missing))
    return {table.name: _cells(tables[table.name], table) for table in TABLES}


def build_readings(found: Found) -> list[Reading]:
    """Each block that is read, with all that was found in it, in order."""
    blocks = {block.block_id: block for block in found.structure.blocks}
    paths = {section.section_id: section.path for section in found.structure.sections}
    numbers = {numbers.block_id: numbers for numbers in found.numbers}
    return [
        Reading(
            block=blocks[named.block_id],
            section_path=paths.get(blocks[named.block_id].section_id, ()),
            sentences=named.sentences,
            mentions=named.mentions,
            amounts=numbers[named.block_id].amounts,
            periods=numbers[named.block_id].periods,
            counts=numbers[named.block_id].counts,
            doc=found.docs.get(named.block_id),
        )
        for named in found.edition_names.names
    ]


def _book(found: Found) -> Book:
    return Book(
        edition=found.edition,
        blocks={block.block_id: block for block in found.structure.blocks},
        sections={section.section_id: section for section in found.structure.sections},
        sentences={named.block_id: named.sentences for named in found.edition_names.names},
    )


def _add_text(tables: Mapping[str, TableRows], found: Found, readings: Sequence[Reading]) -> None:
    structure = found.structure
    add_documents(tables["documents"], found.sources, found.edition)
    add_sections(tables["sections"], structure.sections, structure.blocks)
    add_blocks(tables["blocks"], structure.blocks)
    add_repairs(tables["repairs"], found.sources, structure.blocks)
    add_notes(tables["notes"], tables["note_anchors"], structure.notes, structure.anchors)
    mentions = {reading.block.block_id: reading.mentions for reading in readings}
    add_figures(tables["figures"], structure.figures, mentions)


def _add_money(
    tables: Mapping[str, TableRows],
    readings: Sequence[Reading],
    money: Money,
) -> None:
    amounts = tables["money"]
    relations = find_relations(readings, money)
    contributions = without_double(money.contributions, relations)
    add_money(amounts, readings, find_roles(readings, money))
    add_contributions(tables["contributions"], amounts, contributions)
    add_relations(tables["money_relations"], amounts, relations)
    add_checks(tables["checks"], amounts, check_totals(readings, relations))


def _cells(made: TableRows, table: Table) -> dict[str, list[str]]:
    order = {block_id: place for place, block_id in enumerate(made.book.blocks)}
    rows = sorted(
        made.rows, key=lambda row: (order.get(row["block_id"], -1), int(row["raw_start"]))
    )
    cells = {column.name: [row.get(column.name, "") for row in rows] for column in table.columns}
    check_table(cells, table)
    return cells


def check_table(cells: Mapping[str, Sequence[str]], table: Table) -> None:
    """Raise BadInputError for the first cell that the schema does not allow."""
    for column in table.columns:
        if not (column.values or column.type in PATTERNS):
            continue
        allowed, found = _allowed(column), cells[column.name]
        wrong = {cell for cell in set(found) if cell and not allowed(cell)}
        if wrong:
            place = next(n for n, cell in enumerate(found) if cell in wrong)
            row_id, must = cells["row_id"][place], " or ".join(column.values) or column.type
            where = f"{table.name}.csv: {row_id}: {column.name}"
            raise BadInputError(f"{where} '{found[place]}' must be {must}")


def _allowed(column: Column) -> Callable[[str], object]:
    """Whether a cell that is not empty is one of the column's values, or of its type."""
    return column.values.__contains__ if column.values else PATTERNS[column.type].fullmatch
