"""What each paragraph is: heading, body, list item, caption, note, table, banner, furniture."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.clean.lines import BREADCRUMB, HOME_CRUMB, words_for
from pipeline.clean.markers import is_notes_title
from pipeline.edition import Edition
from pipeline.model import Paragraph
from pipeline.sections.figures import LONGEST, is_caption
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
NEAR = 3  # paragraphs between two copies of a caption
CUT_SHORT = 20  # characters that a title or caption cut short keeps at least
SURE_WORDS = 4  # so few make a title without capitals too
MOST_TITLES = 14  # lines of a letterhead
ITEM_WORDS = 45  # no item of a list is longer


BARE_LETTER = re.compile(r"(?P<letter>[A-Z])\s(?P<title>[A-Z0-9“].*)")
ALIKE = str.maketrans("‘’“”‐‑–—（）", "''\"\"----()")  # characters that copies differ in
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
    copies = _copies(paragraphs)
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
    _settle_tables(kinds, paragraphs)
    _settle_letters(kinds)
    stated = {n for n, p in enumerate(paragraphs) if p.form or p.text.text in edition.headings}
    _settle_items(kinds, paragraphs, stated)
    _settle_plain(kinds, paragraphs, stated)
    _settle_banner(kinds, paragraphs, stated)
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


def _copies(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Copies that stand close to the first: paragraph -> the one that it repeats.

    A text that a shorter one repeats but for its end, cut short, is the first.
    """
    copies: dict[int, int] = {}
    near: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.furniture:
            continue
        text = _folded(paragraph)
        for other in near[-NEAR:]:
            first, second = sorted((other, number), key=lambda n: -_length(paragraphs[n]))
            long, short = _folded(paragraphs[first]), _folded(paragraphs[second])
            if other in copies or not (text and _repeats(long, short)):
                continue
            if long == short:
                first, second = other, number
            copies[second] = copies.get(first, first)
        near.append(number)
    return copies


def _folded(paragraph: Paragraph) -> str:
    return paragraph.text.text[:2000].casefold().translate(ALIKE)


def _length(paragraph: Paragraph) -> int:
    """How long the words are, without what tells that they are cut short."""
    return len(_folded(paragraph).rstrip(" .…"))


def _letters(text: str) -> str:
    """The letters and digits of a text without what stands in brackets at its end."""
    bare = text.rstrip(" .")
    cut = bare.rfind("(") if bare.endswith(")") else -1
    return "".join(c for c in (bare[:cut] if cut > CUT_SHORT else bare) if c.isalnum())


def _repeats(long: str, short: str) -> bool:
    """Whether two texts are the same, marks apart, one perhaps cut short or without its credit."""
    if len(short) <= CUT_SHORT or long == short:
        return len(short) > CUT_SHORT
    begins = long[:CUT_SHORT] == short[:CUT_SHORT] and len(long) <= LONGEST
    if begins and _letters(long) == _letters(short):
        return True
    bare = short.rstrip(" .…")
    rest = long[len(bare) :]
    if not long.startswith(bare) or len(long) > LONGEST:
        return False
    is_cut = short.endswith(("…", "...")) or (bare[-1].isalnum() and rest[0].isalnum())
    return is_cut or (rest.strip()[0] in "(（[" and rest.rstrip(" .")[-1] in ")）]")


def _repeated(kind: Kind, copy_of: int | None) -> Kind:
    """A text printed twice is a caption, unless its form says that it is something else."""
    if kind.heading and kind.heading.marker and copy_of is not None and kind.name == "heading":
        return Kind("banner", copy_of=copy_of)
    if kind.name in ("caption", "body") or (kind.heading and not kind.heading.marker):
        return Kind("caption", copy_of=copy_of)
    return replace(kind, copy_of=copy_of)


# ---- by neighbours ---------------------------------------------------------------------------


def _settle_tables(kinds: list[Kind], paragraphs: Sequence[Paragraph]) -> None:
    """A short line between a caption and a row of a table is the table's head."""
    for number in range(1, len(kinds) - 1):
        kind = kinds[number]
        is_line = kind.name == "body" or (kind.heading is not None and not kind.heading.marker)
        is_line = is_line and not paragraphs[number].form
        is_inside = kinds[number - 1].name == "caption" and kinds[number + 1].name == "table"
        if is_line and is_inside and _is_letterhead(paragraphs[number].text.text):
            kinds[number] = Kind("table")


def _settle_letters(kinds: list[Kind]) -> None:
    """`A Title` where `B Title` follows: letters that are markers without a sign of their own."""
    run: list[tuple[int, re.Match[str]]] = []
    for number, kind in enumerate(kinds):
        heading = kind.heading
        is_plain = kind.name == "heading" and heading is not None and heading.style in FAINT
        match = BARE_LETTER.match(heading.title) if heading and is_plain else None
        if match is None:
            continue
        wanted = chr(ord(run[-1][1]["letter"]) + 1) if run else "A"
        if match["letter"] == wanted:
            run.append((number, match))
        elif match["letter"] == "A":
            _mark_letters(kinds, run)
            run = [(number, match)]
    _mark_letters(kinds, run)


def _mark_letters(kinds: list[Kind], run: Sequence[tuple[int, re.Match[str]]]) -> None:
    for number, match in run if len(run) > 1 else ():
        value = ord(match["letter"]) - ord("A") + 1
        heading = Heading(match["letter"], match["title"], "upper", value)
        kinds[number] = Kind("heading", heading, kinds[number].copy_of)


def _settle_items(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Markers that follow one another with nothing under them are a list's, not headings'."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in ("furniture", "banner")]
    run: list[int] = []
    running = _running(kinds)
    for place, number in enumerate((*own, None)):
        if run and not _follows(kinds, run[-1], number):
            before = own[place - len(run) - 1] if place > len(run) else None
            introduced = before is not None and paragraphs[before].text.text.endswith((":", "："))
            style = _style(kinds, run[0]) or ""
            is_list = introduced or not (style in running or style.startswith("dotted"))
            _settle_run(
                kinds, paragraphs, [n for n in run if n not in stated], (is_list, introduced)
            )
            run = []
        marked = _style(kinds, number)
        if number is not None and marked is not None and marked not in FAINT:
            run.append(number)


def _style(kinds: Sequence[Kind], number: int | None) -> str | None:
    heading = kinds[number].heading if number is not None else None
    return heading.style if heading else None


def _running(kinds: Sequence[Kind]) -> set[str]:
    """Styles of numbered paragraphs: their numbers go on across headings of other styles."""
    last: dict[str, int] = {}
    crossed: set[str] = set()  # styles that a heading has followed
    running: set[str] = set()
    for kind in kinds:
        if kind.name == "heading":
            crossed.update(last)
        if kind.name != "numbered" or kind.heading is None or kind.heading.value is None:
            continue
        style, value = kind.heading.style, kind.heading.value
        if style in crossed and value == last[style] + 1:
            running.add(style)
        last[style] = value
        crossed.discard(style)
    return running


def _follows(kinds: Sequence[Kind], last: int, number: int | None) -> bool:
    """Whether a marker goes on with the run of the one before it."""
    before, here = kinds[last].heading, kinds[number].heading if number is not None else None
    if before is None or here is None or before.style != here.style:
        return False
    return before.value is None or here.value is None or here.value > before.value


def _settle_run(
    kinds: list[Kind], paragraphs: Sequence[Paragraph], run: Sequence[int], form: tuple[bool, bool]
) -> None:
    """Make a run items or not; `form`: whether it may be a list, whether a colon introduces it."""
    is_list, introduced = form
    is_worded = bool(run) and _style(kinds, run[0]) in words_for("heading")
    listed = len(run) > (2 if is_worded else 1)
    for number in run:
        kind = kinds[number]
        if kind.name == "heading" and ((listed and is_list) or introduced):
            kinds[number] = replace(kind, name="list_item")
        elif kind.name == "numbered":
            words = len(paragraphs[number].text.text.split())
            is_item = is_list and words <= ITEM_WORDS and (listed or introduced)
            kinds[number] = replace(kind, name="list_item" if is_item else "body")


def _settle_plain(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """A title without a marker must stand alone above something; else it is only a short line."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in ("furniture", "banner")]
    run: list[int] = []
    for number in (*own, None):
        style = _style(kinds, number)
        if number is not None and style in FAINT and (not run or style == _style(kinds, run[0])):
            run.append(number)
            continue
        closes = number is None or kinds[number].name == "note"
        for place, short in enumerate(run):
            is_last = closes and place == len(run) - 1
            is_last = is_last and not is_notes_title(paragraphs[short].text.text)
            is_many = len(run) > 2 and place < len(run) - 1
            if short not in stated and (is_last or is_many):
                kinds[short] = Kind("body", doubt=is_many)
        run = [number] if number is not None and style in FAINT else []


def _settle_banner(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Title lines above the first heading of a file, with nothing under them, are its banner."""
    styles = Counter(_style(kinds, number) for number in range(len(kinds)))
    for first in _starts(paragraphs):
        top: list[int] = []
        for number in range(first, len(kinds)):
            kind = kinds[number]
            if kind.name in ("furniture", "banner"):
                continue
            text = paragraphs[number].text.text
            is_title = kind.name == "caption" and _is_title(text)
            is_line = kind.name in ("body", "table") and bool(top) and _is_letterhead(text)
            is_bare = _style(kinds, number) in FAINT or is_title or is_line
            if not is_bare or number in stated or len(top) > MOST_TITLES:
                break
            top.append(number)
        top = _without_chapter(top, kinds, styles["caps"])
        below = kinds[top[-1] + 1 :] if top else ()
        follower = next((k for k in below if k.name not in ("furniture", "banner")), None)
        is_above = follower is not None and follower.name == "heading"
        for number in top if is_above else top[:-1]:
            kinds[number] = Kind("banner", copy_of=kinds[number].copy_of)


def _is_letterhead(text: str) -> bool:
    """Whether a line may be a letterhead's: a date, a place, a file number, no sentence."""
    return len(text.split()) <= SURE_WORDS * 3 and not text.endswith((".", "!", "?", ":", ";"))


def _without_chapter(top: list[int], kinds: Sequence[Kind], caps: int) -> list[int]:
    """The title lines without the last in capitals, where further chapters are in capitals too."""
    own = [place for place, number in enumerate(top) if _style(kinds, number) == "caps"]
    return top[: own[-1]] if own and caps > len(own) else top


def _is_title(text: str) -> bool:
    """Whether a text printed twice is a title, perhaps cut short, and not a caption."""
    is_short = read_plain(text) is not None or text.endswith(("…", "..."))
    return is_short and not is_caption(text)


def _starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The first paragraph of each file."""
    found: dict[str, int] = {}
    for number, paragraph in enumerate(paragraphs):
        found.setdefault(paragraph.source, number)
    return list(found.values())
