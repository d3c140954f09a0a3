"""The rows of documents, sections, blocks, repairs, notes, figures and issues."""

import json
from collections.abc import Iterable, Mapping, Sequence

from pipeline.records.facts import Basis, Bearer
from pipeline.records.names import Mention
from pipeline.records.text import Block, Figure, Issue, Note, NoteAnchor, Section, Source
from pipeline.storage.edition import Edition
from pipeline.storage.files import joined_list
from pipeline.tables.rows import TableRows
from pipeline.vocab import meaning_of


def add_documents(table: TableRows, sources: Iterable[Source], edition: Edition) -> None:
    """One row a raw file, with the edition's facts."""
    for source in sources:
        row = table.place_raw(source.name, (0, len(source.raw)), source.sha256, None)
        row |= {
            "title": edition.title,
            "publisher": edition.publisher,
            "provider": edition.provider,
            "year": str(edition.year),
            "fiscal_year_start": str(edition.fiscal_year_start),
            "language": edition.language,
            "encoding": source.encoding,
            "sha256": source.sha256,
            "partial": edition.partial,
            "address": edition.address,
            "licence": edition.licence,
        }


def add_sections(table: TableRows, sections: Iterable[Section], blocks: Iterable[Block]) -> None:
    """The heading tree; a section's own span is its heading, or its first block."""
    first: dict[str, Block] = {}
    for block in blocks:
        if block.kind == "heading" or block.section_id not in first:
            first.setdefault(block.section_id, block)
    for section in sections:
        row = table.place(_block_bearer(first[section.section_id]))
        row |= {
            "row_id": section.section_id,
            "parent_id": section.parent_id,
            "level": str(section.level),
            "marker": section.marker,
            "title": section.title,
            "path": " / ".join(section.path),
            "kind": section.kind,
            "level_reason": section.level_reason,
            "order": str(section.order),
        }


def add_blocks(table: TableRows, blocks: Iterable[Block]) -> None:
    for block in blocks:
        row = table.place(_block_bearer(block))
        row |= {
            "row_id": block.block_id,
            "raw_start": str(block.text.raw_start),  # with the markers at its edges
            "raw_end": str(block.text.raw_end),
            "section_id": block.section_id,
            "order": str(block.order),
            "kind": block.kind,
            "text": block.text.text,
            "copies": str(block.copies),
            "duplicate_of": block.duplicate_of,
        }


def add_repairs(table: TableRows, sources: Iterable[Source], blocks: Iterable[Block]) -> None:
    """Every change that cleaning made; one that two blocks share is one row."""
    raw = {source.name: source.raw for source in sources}
    seen: set[tuple[str, int, int]] = set()
    for block in blocks:
        for piece in block.text.repairs:
            place = (block.source, piece.raw_start, piece.raw_end)
            if place in seen:
                continue
            seen.add(place)
            before = raw[block.source][piece.raw_start : piece.raw_end]
            row = table.place_raw(block.source, place[1:], before, block)
            row |= {
                "kind": piece.repair,
                "before": json.dumps(before, ensure_ascii=False),
                "after": json.dumps(block.text.text[piece.start : piece.end], ensure_ascii=False),
            }


def add_notes(
    notes_table: TableRows,
    anchors_table: TableRows,
    notes: Sequence[Note],
    anchors: Iterable[NoteAnchor],
) -> None:
    """Notes and their anchors."""
    ids: dict[str, str] = {}
    for note in notes:
        bearer = Bearer(note.block_id, note.start, note.end)
        spans = {"text": ((note.start, note.end),)}
        row = notes_table.extracted(bearer, spans, Basis("note"), (note.start, note.end))
        row |= {
            "number": note.number,
            "list_number": note.list_number,
            "text": notes_table.book.text(bearer),
        }
        ids[note.block_id] = row["row_id"]
    for anchor in anchors:
        bearer = Bearer(anchor.block_id, anchor.start, anchor.end)
        note_id = ids.get(anchor.note_block_id, "")
        flags = () if note_id else ("anchor_without_note",)
        spans = {"anchor_term": ((anchor.start, anchor.end),)}
        sentence = anchors_table.book.sentence(bearer)
        basis = Basis("note_marker", "high" if note_id else "medium", flags=flags)
        row = anchors_table.extracted(bearer, spans, basis, sentence)
        row |= {"number": anchor.number, "note_id": note_id, "anchor_term": anchor.anchor_term}


def add_figures(
    table: TableRows, figures: Iterable[Figure], mentions: Mapping[str, Sequence[Mention]]
) -> None:
    """Captions, once each, with the places and people that they name."""
    for figure in figures:
        bearer = Bearer(figure.block_id, figure.start, figure.end)
        spans = dict(figure.spans)
        named = {
            column: [
                mention
                for mention in mentions.get(figure.block_id, ())
                if mention.kind in kinds and mention.role != "name_part"
            ]
            for column, kinds in (
                ("places", ("country", "region", "place")),
                ("people", ("person",)),
            )
        }
        for column, found in named.items():
            if found:
                spans[column] = tuple((mention.start, mention.end) for mention in found)
        row = table.extracted(bearer, spans, Basis("caption"), (figure.start, figure.end))
        row |= {
            "caption": figure.caption,
            "credit": figure.credit,
            "date": figure.date,
            "copies": str(figure.copies),
            **{
                column: joined_list([mention.text for mention in found])
                for column, found in named.items()
            },
        }


def add_issues(table: TableRows, issues: Iterable[Issue]) -> None:
    for issue in issues:
        bearer = Bearer(issue.block_id, issue.start, issue.end)
        row = table.place(bearer)
        row |= {
            "code": issue.code,
            "meaning": meaning_of(issue.code),
            "text": table.book.text(bearer),
            "note": issue.note,
        }


def _block_bearer(block: Block) -> Bearer:
    return Bearer(block.block_id, 0, len(block.text.text))
