"""Reads a Word document: headings, paragraphs, lists, tables and notes, in their order."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.incoming import Incoming, join_blocks, load, one_line, reader_name
from pipeline.model import BadInputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOTE_KINDS = ("footnote", "endnote")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
Notes = dict[tuple[str, str], int]  # kind and id in the file -> number in order of mention


def read_docx(content: bytes, place: str) -> Incoming:
    """The text of a document, a block a line, its notes at the end.  Raises BadInputError."""
    docx = load("docx", "docx", place)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInputError(f"{place}: is encrypted or an old .doc; save it as .docx, no password")
    try:
        document = docx.Document(io.BytesIO(content))
        notes: Notes = {}
        blocks = list(_blocks(document, notes)) + list(_note_texts(document, notes))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise BadInputError(
            f"{place}: is broken ({one_line(str(error))[:80]}); save it anew"
        ) from None
    if not any(block.strip() for block in blocks):
        raise BadInputError(f"{place}: holds no text; give the document that has the report")
    facts = document.core_properties
    title = one_line(facts.title or "") or one_line(next(b for b in blocks if b.strip()))[:120]
    found = YEAR.search(title)
    return Incoming(
        join_blocks(blocks),
        reader_name("python-docx"),
        title=title,
        year=int(found[0]) if found else None,
        language=(facts.language or "").split("-")[0].lower(),
        checks=("Text in Word's headers, footers and comments was left out.",),
    )


def _blocks(document: Any, notes: Notes) -> Iterator[str]:
    count = 0
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            yield "\n".join(_rows(item, notes))
            continue
        text = _text(item._p, notes)
        kind = _list_kind(item)
        count = count + 1 if kind == "number" and text else count if not text else 0
        mark = {"bullet": "• ", "number": f"{count}. "}.get(kind, "")
        yield mark + text if text else ""


def _rows(table: Any, notes: Notes) -> Iterator[str]:
    for row in table._tbl.tr_lst:
        yield "\t".join(
            " ".join(filter(None, (_text(p, notes) for p in cell.iter(f"{W}p"))))
            for cell in row.tc_lst
        )


def _list_kind(paragraph: Any) -> str:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if style.startswith(("Heading", "Title")):
        return ""
    if style.startswith("List Number"):
        return "number"
    properties = paragraph._p.pPr
    listed = properties is not None and properties.numPr is not None
    return "bullet" if listed or style.startswith("List") else ""


def _text(paragraph: Any, notes: Notes) -> str:
    """A paragraph's words; deleted words and second copies for old programs are left out."""
    parts: list[str] = []
    for node in paragraph.iter():
        tag = node.tag
        if tag == f"{W}t" and not any(True for _ in node.iterancestors(FALLBACK)):
            parts.append(node.text or "")
        elif tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            parts.append(" ")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = tag.removeprefix(W).removesuffix("Reference")
            number = notes.setdefault((kind, node.get(f"{W}id")), len(notes) + 1)
            parts.append(f" (Note {number})")
    return one_line("".join(parts))


def _note_texts(document: Any, notes: Notes) -> Iterator[str]:
    parse = load("docx.oxml", "docx", "notes").parse_xml
    texts: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1].removesuffix("s")
        if kind in NOTE_KINDS:
            for note in parse(relation.target_part.blob).iter(f"{W}{kind}"):
                words = " ".join(_text(p, {}) for p in note.iter(f"{W}p"))
                texts[kind, note.get(f"{W}id")] = one_line(words)
    for key, number in notes.items():
        if texts.get(key):
            yield f"Note {number}: {texts[key]}"
