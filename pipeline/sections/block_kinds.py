"""What each paragraph is: heading, body, list item, caption, note, table, banner, furniture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.clean.markers import is_notes_title
from pipeline.clean.site import is_site_line, words_for
from pipeline.records.text import Paragraph
from pipeline.sections.copies import find_copies
from pipeline.sections.figures import (
    PERSON,
    describes_a_photo,
    is_caption,
    is_credit,
    is_unit_line,
    stands_as_unit,
)
from pipeline.sections.headings import (
    DAY,
    FAINT,
    UNFINISHED,
    Heading,
    is_capitalised,
    is_imprint,
    looks_like_title,
    read_marker,
    read_plain,
    settle_letter,
)
from pipeline.sections.notes import NoteReader
from pipeline.sections.paragraphs import starred_terms
from pipeline.storage.edition import Edition

OUTSIDE = ("banner", "furniture")  # kinds that belong to no section
BULLETS = "•▪‣◦·・–-*o+✓✔➢➤❖»"
FALSE_BULLET = re.compile(r"¡[^\Wa-z][^!]*$")  # what a broken font makes of a bullet
SURE_WORDS = 4  # a line of so few is a title even without capitals
CELL = re.compile(r"[-–+(]?[$€£¥]?\d(?:[\d.,]*\d)?%?\)?[*†]?")
LONGEST_CAPTION = 300  # characters of the caption below a credit line
# parts of a row that are not cells of their own next to numbers
NO_CELLS = ("%", "–", "-", "..", "n/a", "$", "€", "£", "¥", "million", "billion", "thousand", "m")
ROW = 200  # characters of a table's row
ENTRY = re.compile(r".{2,160}[\s.…](?:\d{1,3}|[ivxl]{1,6})")  # of a table of contents
TABLE_NOTE = re.compile(r"(?:\*{1,3}|[※†‡])\s?[^\W_]")  # directly below a table
# "Box 2.1: How a well was dug", in lower case too
BOX = re.compile(
    r"""(?P<word>[^\W\d_]{3,8})\s (?:[IVXLC]{1,5}\b|\d{1,3}|[A-Z]\b) (?:[.-]?\d{1,2})?
        \s?[:.–—-]?\s \W?[A-Z]""",
    re.VERBOSE,
)
MOST_BOX_WORDS = 16  # of a box's title
CONTENTS = re.compile(r"(?:\.\s?){4,}\d{1,4}|…\s?\d{1,4}|(?:…\s?){2,}\d{0,4}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a paragraph is; `heading` is set for headings, and for items with a marker."""

    name: str
    heading: Heading | None = None
    copy_of: int | None = None  # the paragraph that it repeats
    doubt: bool = False


def find_kinds(paragraphs: Sequence[Paragraph], edition: Edition) -> list[Kind]:
    """The kind of each paragraph, by its form first and then by what is above it."""
    copies = find_copies(paragraphs)
    notes = NoteReader([paragraph.text.text for paragraph in paragraphs], starred_terms(paragraphs))
    last: dict[str, int] = {}
    faint = ""  # style of the heading before, if it had no marker
    above = _Above()
    kinds: list[Kind] = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text.text
        kind = _kind(paragraph, notes, edition)
        if not (paragraph.furniture or paragraph.form or text in edition.headings):
            kind = above.settle(paragraph, kind)
        is_copied = number in copies or number in copies.values()
        if is_copied and paragraph.form in ("", "caption"):
            kind = _repeated(kind, copies.get(number))
        if kind.heading:
            heading = settle_letter(kind.heading, last)
            if is_notes_title(text) and heading.style in FAINT and faint:
                heading = replace(heading, style=faint)
            last[heading.style] = heading.value or 0
            kind = replace(kind, heading=heading)
            faint = heading.style if heading.style in FAINT else ""
        notes.read(paragraph, kind.name)
        above.read(paragraph, kind)
        kinds.append(kind)
    return kinds


# ---- by form ---------------------------------------------------------------------------------


def _kind(paragraph: Paragraph, notes: NoteReader, edition: Edition) -> Kind:
    text = paragraph.text.text
    if paragraph.furniture:
        return Kind("banner" if is_site_line(text) else "furniture")
    marked = read_marker(text)
    if text in edition.headings:
        heading = marked or Heading("", text, "plain")
        return Kind("heading", heading) if edition.headings[text] else Kind("body")
    if paragraph.form:
        return _kind_by_form(text, paragraph.form, marked)
    return _kind_by_words(paragraph, notes, marked)


@dataclass(slots=True)
class _Above:
    """What is above a paragraph, where that decides what it is."""

    source: str = ""  # the file of the last text
    kind: str = ""
    caption: Paragraph | None = None  # directly above
    in_contents: bool = False

    def settle(self, paragraph: Paragraph, kind: Kind) -> Kind:
        """The kind of a paragraph, given what is above it: contents, a caption, a table."""
        text = paragraph.text.text
        if self.in_contents and ENTRY.fullmatch(text):
            return Kind("list_item")
        if self.caption and kind.name != "note" and _goes_with(self.caption, paragraph):
            return Kind("caption")
        is_below = self.kind in ("table", "caption", "note") and kind.name != "caption"
        if is_below and TABLE_NOTE.match(text):
            return Kind("note")
        if kind.name == "body" and paragraph.source != self.source and _is_title(text):
            return Kind("heading", Heading("", text, "plain"))
        return kind

    def read(self, paragraph: Paragraph, kind: Kind) -> None:
        """Remember a paragraph for the next one; furniture is passed over."""
        if paragraph.furniture:
            return
        text = paragraph.text.text
        is_contents = text.casefold().strip(" :.") in words_for("contents")
        self.in_contents = is_contents or (self.in_contents and ENTRY.fullmatch(text) is not None)
        self.source, self.kind = paragraph.source, kind.name
        self.caption = paragraph if kind.name == "caption" else None


def _goes_with(caption: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a line belongs to the caption above: its unit, or its words below a credit."""
    text = paragraph.text.text
    is_below = caption.gap and not paragraph.gap and len(text) <= LONGEST_CAPTION
    return is_unit_line(text) or (is_below and is_credit(caption.text.text))


def _is_title(text: str) -> bool:
    """Whether a file's first line is its title, in lower case too: not a sentence."""
    return len(text) <= LONGEST_CAPTION and text[0].isupper() and not UNFINISHED.search(text)


def _kind_by_words(paragraph: Paragraph, notes: NoteReader, marked: Heading | None) -> Kind:
    text = paragraph.text.text
    if notes.is_note(text):
        return Kind("note")
    if is_caption(text) or stands_as_unit(text):
        return Kind("caption")
    if _is_row(paragraph):
        return Kind("table")
    return _kind_by_marker(text, marked)


def _kind_by_form(text: str, form: str, marked: Heading | None) -> Kind:
    """The kind that the mark before a paragraph states; marker and title stay as printed."""
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
    is_bullet = text[0] in BULLETS or "\ue000" <= text[0] <= "\uf8ff"  # of a symbol font
    if (is_bullet and text[1:2] == " ") or FALSE_BULLET.match(text) or marked:
        return Kind("list_item")
    return _kind_unmarked(text)


def _kind_unmarked(text: str) -> Kind:
    """A short line without a marker: a title, or a caption if it describes a photo."""
    plain = read_plain(text) or _read_box(text)
    is_odd = not is_capitalised(text) and len(text.split()) > SURE_WORDS and not BOX.match(text)
    if PERSON.match(text):
        return Kind("caption", doubt=True)
    if is_odd and len(text) <= ROW and describes_a_photo(text) and not UNFINISHED.search(text):
        return Kind("caption", doubt=True)
    return Kind("heading", plain, doubt=is_odd) if plain else Kind("body")


def _read_box(text: str) -> Heading | None:
    """The title of a numbered box, or None."""
    match = BOX.match(text)
    is_box = match is not None and match["word"].lower() == "box" and not UNFINISHED.search(text)
    return Heading("", text, "plain") if is_box and len(text.split()) <= MOST_BOX_WORDS else None


def _is_row(paragraph: Paragraph) -> bool:
    columns = sum(piece.repair == "column" for piece in paragraph.text.pieces)
    text = paragraph.text.text
    return columns > 1 or text.count(" | ") > 1 or (len(text) < ROW and _is_numbers(text))


def _is_numbers(text: str) -> bool:
    """Whether a line ends in two numbers, or holds little else: the row of a table."""
    is_line = text.endswith((".", ":", ";", ",")) or is_imprint(text)
    if is_line or CONTENTS.search(text) or DAY.match(text):
        return False
    cells = [cell for cell in text.split() if cell not in NO_CELLS]
    numbers = [CELL.fullmatch(cell) is not None for cell in cells]
    return sum(numbers) > 1 and numbers[-1] and (numbers[-2] or sum(numbers) * 2 > len(cells))


def _repeated(kind: Kind, copy_of: int | None) -> Kind:
    """The kind of a text that is printed twice: a caption, unless its form says otherwise."""
    if kind.heading and kind.heading.marker and copy_of is not None and kind.name == "heading":
        return Kind("banner", copy_of=copy_of)
    if kind.name in ("caption", "body") or (kind.heading and not kind.heading.marker):
        return Kind("caption", copy_of=copy_of)
    return replace(kind, copy_of=copy_of)
