"""Reads a Word document: headings, paragraphs, lists, tables and notes, in order."""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.docx_numbers import Numbering, W, read_numbering
from pipeline.ingest.incoming import (
    Incoming,
    cell_span,
    join_blocks,
    load,
    one_line,
    raised,
    reader_name,
)
from pipeline.records.errors import BadInputError

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOTE_KINDS = ("footnote", "endnote")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
ENDS = re.compile(r"[.!?:;,。][\"'”’)\]]*$")
LABEL = re.compile(r"(?:figure|fig|table|chart|box|photo|source|notes?)\b", re.IGNORECASE)
MARK = re.compile(r"^\{.*?\} ")
MOST_TITLE_WORDS = 20
MOST_ITEM_WORDS = 45
MOST_CELL_WORDS = 40  # on average: a table with longer cells is only page layout
SYMBOL = re.compile(r"[0-9A-Fa-f]{1,4}")
FIRST = 0x20  # the first printable character
SYMBOLS = {0xF0A0: "€", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0B1: "±"}  # of the font Symbol
OFF = ("0", "false", "off")
WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo")
# text that is not shown, or that belongs to another paragraph
HIDDEN = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "txbxContent", "pPr")) | {FALLBACK}
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, LookupError, ValueError, TypeError,
          AttributeError, AssertionError, SyntaxError, EOFError, OSError, NotImplementedError,
          RecursionError)  # fmt: skip


@dataclass(slots=True)
class Story:
    """A document being read: its styles and lists, and the state of reading."""

    styles: dict[str, Any]  # id -> style
    numbering: Numbering
    notes: dict[tuple[str, str], int] = field(default_factory=dict)  # kind, id -> number
    changes: Counter[str] = field(default_factory=Counter)
    level: int = 0  # of the last heading with a style


def read_docx(content: bytes, place: str) -> Incoming:
    """The text of a document, one block per line, notes at the end.  Raises BadInputError."""
    docx = load("docx", "docx", place)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInputError(f"{place}: is encrypted or an old .doc; save it as plain .docx")
    try:
        document = docx.Document(io.BytesIO(content))
        styles = {style.style_id: style for style in document.styles}
        story = Story(styles, read_numbering(document))
        body = document.element.body
        blocks = [*_blocks(body, story), *_note_texts(document, story)]
        facts = document.core_properties
        title, language = one_line(facts.title or ""), (facts.language or "").split("-")[0].lower()
    except BROKEN as error:  # the library raises these on broken files
        raise BadInputError(
            f"{place}: is broken ({one_line(str(error))[:80]}); save it again"
        ) from None
    if not any(block.strip() for block in blocks):
        raise BadInputError(f"{place}: contains no text; choose the document with the report")
    title = title or MARK.sub("", one_line(next(b for b in blocks if b.strip())))[:120]
    found = YEAR.search(title)
    return Incoming(
        join_blocks(blocks),
        reader_name("python-docx"),
        title=title,
        year=int(found[0]) if found else None,
        language=language,
        checks=tuple(f"{place}: {check}" for check in _checks(story)),
    )


def _checks(story: Story) -> Iterator[str]:
    yield "text in headers, footers and comments was left out."
    if story.changes:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(story.changes.items()))
        yield f"contains tracked changes ({counts}): insertions were kept, deletions left out."


# ---- blocks --------------------------------------------------------------------------------------


def _blocks(parent: Any, story: Story) -> Iterator[str]:
    """The blocks below a node: a text box comes after its paragraph."""
    joined = ""  # text of paragraphs whose end is a tracked deletion
    for node in parent:
        name = str(node.tag).removeprefix(W)
        if name in WRAPPERS:
            yield from _blocks(node, story)
        elif name == "tbl":
            yield from _table(node, story)
        elif name == "p":
            text = _text(node, story)
            if node.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                joined += f"{text} "
                continue
            yield _marked(node, one_line(joined + text), story)
            joined = ""
            for box in node.iter(f"{W}txbxContent"):
                if not any(True for _ in box.iterancestors(FALLBACK)):
                    yield from _blocks(box, story)


def _marked(paragraph: Any, text: str, story: Story) -> str:
    """A paragraph with the number that Word sets before it, and the mark of its kind."""
    if not text:
        return ""
    name, level = _style_of(paragraph, story)
    story.level = level or story.level
    label = _label(paragraph, story)
    if not level and _is_bold_title(paragraph, text):
        level = min(story.level + 1, 9)
    form = f"heading {level}" if level else _form(name.casefold(), label, text)
    numbered = f"{label} {text}" if label else text
    return f"{{{form}}} {numbered}" if form else numbered


def _form(style: str, label: str, text: str) -> str:
    """The kind of a paragraph by its style and label; a long numbered one is running text."""
    if style == "caption":
        return "caption"
    is_item = label and (label == "•" or len(text.split()) <= MOST_ITEM_WORDS)
    return "item" if is_item or style.startswith("toc ") else ""


def _style_of(paragraph: Any, story: Story) -> tuple[str, int]:
    """The name of a paragraph's style, and the level of a heading; 0 for other styles."""
    node = paragraph.find(f"{W}pPr/{W}pStyle")
    style = story.styles.get(node.get(f"{W}val")) if node is not None else None
    own = _outline(paragraph)
    name = (style.name or "") if style is not None else ""
    for _ in range(9):
        if style is None:
            break
        match = HEADING.search(style.name or "")
        level = int(match[1]) if match else 1 if style.name == "Title" else _outline(style.element)
        if level:
            return name, own or level
        style = getattr(style, "base_style", None)
    return name, own


def _outline(node: Any) -> int:
    level = node.find(f"{W}pPr/{W}outlineLvl")
    value = level.get(f"{W}val") if level is not None else None
    return int(value) + 1 if value in tuple("012345678") else 0


def _label(paragraph: Any, story: Story) -> str:
    """The number or bullet of a list item, from the paragraph or its style."""
    properties = paragraph.find(f"{W}pPr/{W}numPr")
    node = paragraph.find(f"{W}pPr/{W}pStyle")
    style = story.styles.get(node.get(f"{W}val")) if node is not None else None
    while properties is None and style is not None:
        properties = style.element.find(f"{W}pPr/{W}numPr")
        style = getattr(style, "base_style", None)
    if properties is None:
        return ""
    number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    depth = level.get(f"{W}val") if level is not None else "0"
    return story.numbering.label(
        number.get(f"{W}val") if number is not None else "",
        int(depth) if depth in tuple("012345678") else 0,
    )


def _is_bold_title(paragraph: Any, text: str) -> bool:
    """Whether it is a few bold words without a full stop, like a title without a style."""
    if len(text.split()) > MOST_TITLE_WORDS or ENDS.search(text) or LABEL.match(text):
        return False
    runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
    bold = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(
        b is not None and b.get(f"{W}val") not in ("0", "false") for b in bold
    )


def _table(table: Any, story: Story) -> Iterator[str]:
    """A table as rows of cells; a table that is only page layout as the blocks in its cells."""
    rows = [[cell for cell in row if cell.tag == f"{W}tc"] for row in table.iter(f"{W}tr")]
    cells = [cell for row in rows for cell in row]
    words = sum(len((node.text or "").split()) for node in table.iter(f"{W}t"))
    if len(cells) <= len(rows) or words > MOST_CELL_WORDS * len(cells):
        for cell in cells:
            yield from _blocks(cell, story)
        return
    texts = ["\t".join(_cell(cell, story) for cell in row).rstrip("\t") for row in rows]
    yield "\n".join(f"{{table}} {text}" for text in texts if text.strip())


def _cell(cell: Any, story: Story) -> str:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    wide = (span.get(f"{W}val") if span is not None else None) or "1"
    texts = (_text(paragraph, story) for paragraph in cell.iter(f"{W}p"))
    return " ".join(filter(None, texts)) + "\t" * (cell_span(wide) - 1)


# ---- words ---------------------------------------------------------------------------------------


def _text(paragraph: Any, story: Story) -> str:
    """A paragraph's words with insertions, without deletions, note anchors as "(Note 3)"."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        node = stack.pop()
        name = str(node.tag).removeprefix(W)
        if name in ("ins", "del"):
            story.changes["insertions" if name == "ins" else "deletions"] += 1
        if node.tag in HIDDEN or (name == "r" and node.find(f"{W}rPr/{W}vanish") is not None):
            continue
        parts.append(_piece(node, name, "".join(parts[-12:]), story))
        stack.extend(reversed([child for child in node if isinstance(child.tag, str)]))
    return one_line("".join(parts))


def _piece(node: Any, name: str, before: str, story: Story) -> str:
    if name == "t":
        text = node.text or ""
        raised_ = node.getparent().find(f"{W}rPr/{W}vertAlign[@{W}val='superscript']")
        is_number = text.isascii() and text.isdecimal() and len(text) <= 3
        return raised(text, before) if raised_ is not None and is_number else text
    if name in ("footnoteReference", "endnoteReference"):
        kind = name.removesuffix("Reference")
        number = story.notes.setdefault((kind, node.get(f"{W}id")), len(story.notes) + 1)
        return f" (Note {number})"
    if name == "sym":
        return _symbol(node.get(f"{W}char") or "")
    return {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}.get(name, "")


def _symbol(code: str) -> str:
    """The character of a symbol by its number; empty for those of a symbol font."""
    number = int(code, 16) if SYMBOL.fullmatch(code) else 0
    return SYMBOLS.get(number, "") if number < FIRST or 0xD800 <= number <= 0xF8FF else chr(number)


def _note_texts(document: Any, story: Story) -> Iterator[str]:
    parse = load("docx.oxml", "docx", "notes").parse_xml
    texts: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1].removesuffix("s")
        if kind in NOTE_KINDS:
            for note in parse(relation.target_part.blob).iter(f"{W}{kind}"):
                words = " ".join(_text(p, story) for p in note.iter(f"{W}p"))
                texts[kind, note.get(f"{W}id")] = one_line(words)
    for key, number in story.notes.items():
        if texts.get(key):
            yield f"Note {number}: {texts[key]}"
