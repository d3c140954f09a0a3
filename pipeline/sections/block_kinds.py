"""What each paragraph is: heading, body, list item, caption, note, table, banner, furniture."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.markers import is_notes_title
from pipeline.clean.site import is_site_line
from pipeline.records.text import Paragraph
from pipeline.sections.copies import link_copies
from pipeline.sections.figures import (
    LONGEST_CAPTION,
    PERSON,
    is_caption,
    is_credit,
    stands_as_unit,
)
from pipeline.sections.headings import (
    CONTENTS,
    UNFINISHED,
    Heading,
    is_capitalised,
    looks_like_title,
    read_marker,
    read_plain,
    settle_letter,
)
from pipeline.sections.lines import Line, inner_lines
from pipeline.sections.lists import (
    settle_acronyms,
    settle_bullets,
    settle_contents,
    settle_items,
    settle_items_with_text,
    settle_letters,
)
from pipeline.sections.notes import NoteReader
from pipeline.sections.openings import SURE_WORDS, settle_openings
from pipeline.sections.paragraphs import starred_terms
from pipeline.sections.tables import is_row, settle_tables
from pipeline.sections.titles import settle_portraits, settle_sentence_case, settle_unmarked
from pipeline.storage.edition import Edition

BULLETS = "•▪‣◦·・–-*o+✓✔➢➤❖»"
FALSE_BULLET = re.compile(r"¡[^\Wa-z][^!]*$")  # what a broken font makes of a bullet
TABLE_NOTE = re.compile(r"(?:\*{1,3}|[※†‡])\s?[^\W_]")  # directly below a table
# "Box 2.1: How a well was dug", in lower case too
BOX = re.compile(
    r"""(?P<word>[^\W\d_]{3,8})\s (?:[IVXLC]{1,5}\b|\d{1,3}|[A-Z]\b) (?:[.-]?\d{1,2})?
        \s?[:.–—-]?\s \W?[A-Z]""",
    re.VERBOSE,
)
MOST_BOX_WORDS = 16  # of a box's title
# what changes a line's kind by its neighbours, in this order
RULES = (
    settle_contents,
    settle_acronyms,
    settle_tables,
    settle_letters,
    settle_bullets,
    settle_items,
    settle_items_with_text,
    settle_portraits,
    settle_sentence_case,
    settle_unmarked,
    settle_openings,
)


def read_lines(paragraphs: Sequence[Paragraph], edition: Edition) -> list[Line]:
    """Each paragraph with its kind: by its form, by what is above it, then by its neighbours."""
    lines = [
        Line(paragraph, is_stated=bool(paragraph.form) or paragraph.text.text in edition.headings)
        for paragraph in paragraphs
    ]
    link_copies(lines)
    _read_forms(lines, edition)
    inner = inner_lines(lines)
    for rule in RULES:
        rule(inner)
    return lines


def _read_forms(lines: Sequence[Line], edition: Edition) -> None:
    printed_again = {line.copy_of for line in lines}
    notes = NoteReader(
        [line.text for line in lines], starred_terms(line.paragraph for line in lines)
    )
    last: dict[str, int] = {}
    faint = ""  # style of the heading before, if it had no marker
    above: Line | None = None
    for line in lines:
        line.kind, line.heading, line.doubt = _form(line.paragraph, notes, edition)
        if not line.paragraph.furniture:
            _settle_below(line, above)
        if (line.copy_of or line in printed_again) and line.paragraph.form in ("", "caption"):
            _settle_copy(line)
        if line.heading:
            line.heading = settle_letter(line.heading, last)
            if is_notes_title(line.text) and line.is_unmarked and faint:
                line.heading = replace(line.heading, style=faint)
            last[line.style] = line.heading.value or 0
            faint = line.style if line.is_unmarked else ""
        notes.read(line.paragraph, line.kind)
        above = above if line.paragraph.furniture else line


# ---- by form ---------------------------------------------------------------------------------

Form = tuple[str, Heading | None, bool]  # kind, possible heading, doubt


def _form(paragraph: Paragraph, notes: NoteReader, edition: Edition) -> Form:
    text = paragraph.text.text
    if paragraph.furniture:
        return "banner" if is_site_line(text) else "furniture", None, False
    marked = read_marker(text)
    if text in edition.headings:
        heading = marked or Heading("", text, "plain")
        return ("heading", heading, False) if edition.headings[text] else ("body", None, False)
    if paragraph.form:
        return _stated_form(text, paragraph.form, marked)
    return _printed_form(paragraph, notes, marked)


def _printed_form(paragraph: Paragraph, notes: NoteReader, marked: Heading | None) -> Form:
    text = paragraph.text.text
    if notes.is_note(text):
        return "note", None, False
    if is_caption(text) or stands_as_unit(text):
        return "caption", None, False
    if is_row(paragraph):
        return "table", None, False
    return _marked_form(text, marked)


def _stated_form(text: str, form: str, marked: Heading | None) -> Form:
    """The kind that the mark before a paragraph states; marker and title stay as printed."""
    if not form.startswith("heading"):
        return {"item": "list_item", "text": "body"}.get(form, form), None, False
    marker, title = (marked.marker, marked.title) if marked else ("", text)
    return "heading", Heading(marker, title, f"hash {form[-1]}"), False


def _marked_form(text: str, marked: Heading | None) -> Form:
    if CONTENTS.search(text[-40:]):
        return "list_item", None, False
    if marked and looks_like_title(marked):
        return "heading", marked, False
    if is_notes_title(text):
        return "heading", marked or Heading("", text, "plain"), False
    if marked and not marked.style.startswith("glyph"):
        return "numbered", marked, False
    is_bullet = text[0] in BULLETS or "\ue000" <= text[0] <= "\uf8ff"  # of a symbol font
    if (is_bullet and text[1:2] == " ") or FALSE_BULLET.match(text) or marked:
        return "list_item", None, False
    return _unmarked_form(text)


def _unmarked_form(text: str) -> Form:
    """A short line without a marker: a title, or a caption if it says who is in a photo."""
    plain = read_plain(text) or _read_box(text)
    is_odd = not is_capitalised(text) and len(text.split()) > SURE_WORDS and not BOX.match(text)
    if PERSON.match(text):
        return "caption", None, True
    return ("heading", plain, is_odd) if plain else ("body", None, False)


def _read_box(text: str) -> Heading | None:
    """The title of a numbered box, or None."""
    match = BOX.match(text)
    is_box = match is not None and match["word"].lower() == "box" and not UNFINISHED.search(text)
    return Heading("", text, "plain") if is_box and len(text.split()) <= MOST_BOX_WORDS else None


# ---- by what is above ------------------------------------------------------------------------


def _settle_below(line: Line, above: Line | None) -> None:
    """Words below a credit, a note below a table, and the first line of a file."""
    text = line.text
    is_below = above is not None and above.kind in ("table", "caption", "note")
    if above and _is_below_credit(line, above):
        line.become("caption")
    elif is_below and line.kind != "caption" and TABLE_NOTE.match(text):
        line.become("note")
    elif line.kind == "body" and _opens_file(line, above) and text[0].isupper():
        line.become_title()


def _opens_file(line: Line, above: Line | None) -> bool:
    """Whether a line is the first of its file, and no sentence."""
    is_first = above is None or above.paragraph.source != line.paragraph.source
    return is_first and len(line.text) <= LONGEST_CAPTION and not UNFINISHED.search(line.text)


def _is_below_credit(line: Line, above: Line) -> bool:
    """Whether a line is what a caption says, directly below its credit."""
    is_text = line.kind != "note" and len(line.text) <= LONGEST_CAPTION
    is_below = above.kind == "caption" and above.paragraph.gap and not line.paragraph.gap
    return is_text and is_below and is_credit(above.text)


def _settle_copy(line: Line) -> None:
    """A text that is printed twice is a caption, unless its form says otherwise."""
    is_marked = line.heading is not None and line.heading.marker != ""
    if line.kind == "heading" and is_marked and line.copy_of:
        line.kind, line.heading = "banner", None
    elif line.kind in ("caption", "body") or (line.heading and not is_marked):
        line.kind, line.heading, line.doubt = "caption", None, False
