"""Note markers in the running text, and the heads of the notes that they point to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.clean.site import words_for
from pipeline.records.aligned import AlignedText, Edit, edited
from pipeline.records.text import Marker

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTE_WORD = r"(?:[Ff]oot|[Ee]nd)?[Nn]otes?"
STARS = r"(?:\*{1,3}|†{1,2}|‡{1,2}|§(?=\s))"
HEAD = re.compile(
    rf"""
    (?: (?P<list>\d{{1,3}}) [.)] \s* )?
    (?: \(?{NOTE_WORD}\s?(?P<words>\d{{1,3}}|\*{{1,3}})\)? \s?[:：.)]?\s
      | \[(?P<bracket>\d{{1,3}})\] \s?
      | (?P<raised>[{RAISED}]{{1,3}}) \)?\s?
      | (?P<star>[*]\d{{1,3}}|{STARS}) \s?
    ) (?=\S)
    """,
    re.VERBOSE,
)
NUMBERED = re.compile(r"(?P<number>\d{1,3})(?P<sign>[.):]?)\s+(?=\S)")
MARKER = re.compile(
    rf"""
    (?P<words>   \s?[(（\[]\s?(?:see\s)?{NOTE_WORD}[.\s]{{0,2}}
                 (?P<words_number>\d{{1,3}}|\*{{1,3}})\s?[)）\]] )
  | (?P<bare>    (?<=[.。”])\s?{NOTE_WORD}\s?(?P<bare_number>\d{{1,3}})(?=\s|$) )
  | (?P<paren>   \s?[(（](?P<paren_number>\d{{1,2}}|[a-z]|\*{{1,3}})[)）](?![\w(]) )
  | (?P<bracket> \s?\[(?P<bracket_number>\d{{1,3}})\] )
  | (?P<raised>  \s?(?P<raised_number>[{RAISED}]{{1,3}})\)? )
  | (?P<starred> \s?[(（](?P<starred_number>[*]\d{{1,3}})[)）] )
  | (?P<star>    \s?(?P<star_number>[*]\d{{1,3}}(?!\d)|{STARS})(?![\w*†‡]) )
  | (?P<glued>   (?: (?<=[A-Za-z)”’%][.,;:]) | (?<=[12]\d{{3}}[.]) | (?<=[.,][”’"])
                    | (?<=[a-z]{{3}}) | (?<=[A-Z]{{3}})
                    | (?<=[A-Za-z]\)) )
                 (?P<glued_number>\d{{1,3}}) (?![\w%.,]\w|\w|%) )
    """,
    re.VERBOSE,
)
PAREN_NOTE = re.compile(r"[(（](?P<number>\d{1,2}|[a-z]|\*{1,3})[)）]\s?(?=\S)")
# a number in brackets after a word that it is no part of: "by 2019 (1)." but not "point (a)"
PAREN_MARK = re.compile(
    r"(?P<word>[^\s()]{1,40})\s?[(（](?P<number>\d{1,2}|[a-z]|\*{1,3})[)）](?=[\s.,;:]|$)"
)
LONGEST_WORD = 40
POINTS_AT = re.compile(
    r"(?i:points?|arts?\.?|articles?|paragraphs?|paras?\.?|items?|options?|letters?|sections?|see|and|or|to|of|in|under|the"
    r"|by|with|for|from|as|are|is)|.*[,;:]|\d{0,3}\W*"
)
NOT_BEFORE = re.compile(
    r"(?:\b[ckmd]?m|\b(?:[Pp]p?|[Nn]os?|[Vv]ols?|[Aa]rts?|[Pp]aras?|[Ff]igs?|[Cc]h|[Vv]|[Ss]ec|Add|Rev|Corr)\.)$"
)

# "Box II.1", "Annex A.2": the number belongs to the label
LABEL_NUMBER = re.compile(r"\b(?P<word>[^\W\d_]{3,12})\s(?:[IVXLC]{1,6}|[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class KnownNotes:
    """The notes that a text seems to hold: by certain heads, and by numbers that open a line."""

    sure: frozenset[str]
    numbered: frozenset[str]
    bracketed: frozenset[str] = frozenset()  # "(1)" at a line's start, and earlier after a word


def known_notes(lines: Iterable[str]) -> KnownNotes:
    """Which notes the lines of a source may hold."""
    sure: set[str] = set()
    numbered: set[str] = set()
    marked: set[str] = set()
    bracketed: set[str] = set()
    in_notes = False
    for text in lines:
        in_notes = in_notes or is_notes_title(text)
        if is_glossary(text):
            sure.add("*")
        paren = PAREN_NOTE.match(text)
        if paren and paren["number"] in marked:
            bracketed.add(paren["number"])
        marks = (m for m in PAREN_MARK.finditer(text) if not POINTS_AT.fullmatch(m["word"]))
        marked.update(m["number"] for m in marks)
        number = head_number(text)
        if number:
            sure.add(number)
        elif match := NUMBERED.match(text):
            (sure if in_notes else numbered).add(match["number"])
    if not bracketed & {"1", "a", "*"}:
        bracketed = set()  # a list of notes begins with its first number
    return KnownNotes(frozenset(sure), frozenset(numbered | sure), frozenset(bracketed))


def head_number(text: str) -> str:
    """The number in a note's head, such as `1. Note 17:` or `[3]`; empty if it has none."""
    match = HEAD.match(text)
    return _number(match, match.lastgroup or "") if match else ""


def is_notes_title(text: str) -> bool:
    """Whether a line is the title of a list of notes, such as `Endnotes`."""
    words = text.casefold().strip(" :.<>[]●■–—-*")
    return words in words_for("note", "note_title", "glossary")


def is_glossary(text: str) -> bool:
    """Whether a line is the title of a list of terms."""
    return text.casefold().strip(" :.<>[]●■–—-*") in words_for("glossary")


def take_markers(text: AlignedText, notes: KnownNotes) -> tuple[AlignedText, tuple[Marker, ...]]:
    """The text without its note markers, and the markers, in order.

    `(Note 17)` and superscript digits are markers wherever they follow a word; `[3]`, `*` and
    digits glued to a word only where the text has a note with that number.
    """
    found = list(_found(text.text, notes))
    edits: list[Edit] = [(start, end, "", "note_marker") for start, end, _, _ in found]
    bare = edited(text, edits)
    taken = {piece.raw_end: piece.start for piece in bare.pieces if piece.repair == "note_marker"}
    markers = []
    for start, end, number, style in found:
        first = start + (text.text[start].isspace())
        raw_start, raw_end = text.raw_span(first, end)
        if raw_end in taken:
            markers.append(Marker(number, taken[raw_end], raw_start, raw_end, style))
    return bare, tuple(markers)


def _found(text: str, notes: KnownNotes) -> Iterator[tuple[int, int, str, str]]:
    head = HEAD.match(text)
    at = head.end() if head else 0
    last = ""
    for match in MARKER.finditer(text, at):
        style = (match.lastgroup or "").removesuffix("_number")
        number = _number(match, f"{style}_number")
        follows = match.start() > at and not text[match.start() - 1].isspace()
        is_next = last.isdecimal() and number.isdecimal() and int(number) == int(last) + 1
        if follows and _is_marker(text, match, number, notes) and (is_next or not _in_code(match)):
            last = number
            yield *match.span(), number, style


def _in_code(match: re.Match[str]) -> bool:
    """Whether digits directly follow an acronym, as in COP26, and may be part of it."""
    return match["glued"] is not None and match.string[match.start() - 1].isupper()


def _is_marker(text: str, match: re.Match[str], number: str, notes: KnownNotes) -> bool:
    before = text[max(match.start() - 8, 0) : match.start()]
    if match["starred"]:
        return True
    if match["words"] or match["bare"]:
        return match["words"] is not None or number in notes.sure
    if match["paren"]:
        word = text[max(match.start() - LONGEST_WORD, 0) : match.start()].rpartition(" ")[2]
        return number in notes.bracketed and not POINTS_AT.fullmatch(word)
    return _is_bare_marker(match, number in notes.numbered, before)


def _is_bare_marker(match: re.Match[str], is_known: bool, before: str) -> bool:
    """Whether a superscript or glued number, star or `[3]` is a marker, by the words before it."""
    is_unit = NOT_BEFORE.search(before) is not None
    if match["raised"]:
        return is_known or not is_unit
    is_glued = match["glued"] is not None
    is_plain = is_glued and match["glued_number"].startswith("0")
    return is_known and not (is_unit or is_plain or (is_glued and _is_label_s(match)))


def _is_label_s(match: re.Match[str]) -> bool:
    """Whether a glued number is part of a label's number: the 1 of "Box II.1"."""
    label = LABEL_NUMBER.search(match.string[max(match.start() - 24, 0) : match.start()])
    return label is not None and label["word"].lower() in words_for("caption", "heading", "box")


def _number(match: re.Match[str], group: str) -> str:
    return unicodedata.normalize("NFKC", match[group]).strip()
