"""What each paragraph is: heading, body, list item, caption, note, table, banner, furniture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.clean.lines import BREADCRUMB, HOME_CRUMB, words_for
from pipeline.clean.markers import is_notes_title
from pipeline.edition import Edition
from pipeline.model import Paragraph
from pipeline.sections.copies import find_copies
from pipeline.sections.figures import is_caption
from pipeline.sections.headings import (
    DAY,
    FAINT,
    Heading,
    is_capitalised,
    looks_like_title,
    read_marker,
    read_plain,
    settle_letter,
)
from pipeline.sections.notes import NoteReader

BULLETS = "•▪‣◦·・–-*o+✓✔➢➤❖»\uf0b7\uf0a7"
SURE_WORDS = 4  # so few make a title without capitals too
CELL = re.compile(r"[-–+(]?[$€£¥]?\d(?:[\d.,]*\d)?%?\)?[*†]?")
ROW = 200  # characters of a table's row
CONTENTS = re.compile(r"(?:\.\s?){4,}\d{1,4}|…\s?\d{1,4}|(?:…\s?){2,}\d{0,4}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a paragraph is; `heading` is told for headings, and for items with a marker."""

    name: str
    heading: Heading | None = None
    copy_of: int | None = None  # the paragraph that it repeats
    doubt: bool = False


def find_kinds(paragraphs: Sequence[Paragraph], edition: Edition) -> list[Kind]:
    """The kind of each paragraph, by its form first and then by its neighbours."""
    copies = find_copies(paragraphs)
    notes = NoteReader([paragraph.text.text for paragraph in paragraphs])
    last: dict[str, int] = {}
    faint = ""  # style of the heading before, if it had no marker
    kinds: list[Kind] = []
    for number, paragraph in enumerate(paragraphs):
        kind = _kind(paragraph, notes, edition)
        is_copied = number in copies or number in copies.values()
        if is_copied and paragraph.form in ("", "caption"):
            kind = _repeated(kind, copies.get(number))
        if kind.heading:
            heading = settle_letter(kind.heading, last)
            if is_notes_title(paragraph.text.text) and heading.style in FAINT and faint:
                heading = replace(heading, style=faint)
            last[heading.style] = heading.value or 0
            kind = replace(kind, heading=heading)
            faint = heading.style if heading.style in FAINT else ""
        notes.read(paragraph, kind.name)
        kinds.append(kind)
    return kinds


# ---- by form ---------------------------------------------------------------------------------


def _kind(paragraph: Paragraph, notes: NoteReader, edition: Edition) -> Kind:
    text = paragraph.text.text
    if paragraph.furniture:
        is_site = BREADCRUMB.fullmatch(text) or HOME_CRUMB.fullmatch(text)
        return Kind("banner" if is_site or text.casefold() in words_for("site") else "furniture")
    marked = read_marker(text)
    if text in edition.headings:
        heading = marked or Heading("", text, "plain")
        return Kind("heading", heading) if edition.headings[text] else Kind("body")
    if paragraph.form:
        return _kind_by_form(text, paragraph.form, marked)
    return _kind_by_words(paragraph, notes, marked)


def _kind_by_words(paragraph: Paragraph, notes: NoteReader, marked: Heading | None) -> Kind:
    text = paragraph.text.text
    if notes.is_note(text):
        return Kind("note")
    if is_caption(text):
        return Kind("caption")
    if _is_row(paragraph):
        return Kind("table")
    return _kind_by_marker(text, marked)


def _kind_by_form(text: str, form: str, marked: Heading | None) -> Kind:
    """What the mark before a paragraph says; a heading's own marker and title stay as printed."""
    if not form.startswith("heading"):
        return Kind({"item": "list_item", "text": "body"}.get(form, form))
    marker, title = (marked.marker, marked.title) if marked else ("", text)
    return Kind("heading", Heading(marker, title, f"hash {form[-1]}"))


def _kind_by_marker(text: str, marked: Heading | None) -> Kind:
    if CONTENTS.search(text[-40:]):
        return Kind("list_item")
    if marked and looks_like_title(marked):
        return Kind("heading", marked)
    if is_notes_title(text):
        return Kind("heading", marked or Heading("", text, "plain"))
    if marked and not marked.style.startswith("glyph"):
        return Kind("numbered", marked)
    if (text[0] in BULLETS and text[1:2] == " ") or marked:
        return Kind("list_item")
    plain = read_plain(text)
    is_odd = not is_capitalised(text) and len(text.split()) > SURE_WORDS
    return Kind("heading", plain, doubt=is_odd) if plain else Kind("body")


def _is_row(paragraph: Paragraph) -> bool:
    columns = sum(piece.repair == "column" for piece in paragraph.text.pieces)
    text = paragraph.text.text
    return columns > 1 or text.count(" | ") > 1 or (len(text) < ROW and _is_numbers(text))


def _is_numbers(text: str) -> bool:
    """Whether a line ends in two numbers, or holds little else: the row of a table."""
    if CONTENTS.search(text) or DAY.match(text) or text.endswith((".", ":", ";", ",")):
        return False
    cells = [cell for cell in text.split() if cell not in ("%", "–", "-", "..", "n/a")]
    numbers = [CELL.fullmatch(cell) is not None for cell in cells]
    return sum(numbers) > 1 and numbers[-1] and (numbers[-2] or sum(numbers) * 2 > len(cells))


def _repeated(kind: Kind, copy_of: int | None) -> Kind:
    """A text printed twice is a caption, unless its form says that it is something else."""
    if kind.heading and kind.heading.marker and copy_of is not None and kind.name == "heading":
        return Kind("banner", copy_of=copy_of)
    if kind.name in ("caption", "body") or (kind.heading and not kind.heading.marker):
        return Kind("caption", copy_of=copy_of)
    return replace(kind, copy_of=copy_of)
