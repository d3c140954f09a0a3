"""Foot and end notes: their texts, and the words that point to them."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.clean.markers import HEAD, NUMBERED, head_number, is_notes_title
from pipeline.model import Block, Issue, Note, NoteAnchor, Paragraph
from pipeline.sections.headings import is_capitalised
from pipeline.sections.paragraphs import entry_terms, folded
from pipeline.vocab import read_vocab

NAME = re.compile(
    r"""(?:[A-Z][\w’'&.-]*\s+(?:(?:of|for|on|and|against|the|in|to|de|with)\s+){0,2}){1,8}
        [A-Z][\w’'&.-]*$""",
    re.VERBOSE,
)
CLOSING = ' ,;:.!?"”’)]'
BREAK = re.compile(r"[;:!?()“”\[\]–—]\s*|[,.](?!\d)\s*|\s[-/]\s")
# words that stand in no term: its head stands behind the last of them
GRAMMAR = re.compile(
    r"""(?:an?|the|this|that|these|those|its|their|our|his|her|your|my|each|every|some|any|no|all
        |and|or|but|since|within|during|until|after|before|nor|as|than|by|for|from|to|with|at|on|into|under|over|between|among|through
        |about|against|including|such|also|both|is|are|was|were|be|been|being|has|have|had|do|does
        |did|will|would|can|could|may|might|shall|should|must|which|who|whom|whose|where|when|not
        |if|while|because|called|named|known|it|they|we|he|she|there)""",
    re.VERBOSE | re.IGNORECASE,
)
LINKS = ("of", "in")  # may stand inside a term
COUNTED = re.compile(r"[$€£¥]?\d")  # a number, with which a term may begin
MOST_WORDS = 5
WINDOW = 160  # characters before a marker that may hold its term
WORDS = re.compile(r"\S+")
INNER_MARK = re.compile(r"[,;:]\s|\.\s|\d{4}")
SENTENCE_END = re.compile(r"[.!?][\"”’)]*$")


class NoteReader:
    """Tells notes from other paragraphs, by the markers that stood before and by their heads."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.headed = {head_number(text) for text in texts}  # numbers that a sure head says
        self.introduced = False  # the paragraph before ends in a colon
        self.pointed: dict[str, str] = {}  # number -> style of its first marker
        self.in_notes = False

    def is_note(self, text: str) -> bool:
        """Whether a paragraph is a note's text."""
        head = HEAD.match(text)
        if head:
            number = head_number(text)
            is_star = head["star"] is not None and not number[-1].isdecimal()
            return not is_star or number in self.pointed or (self.in_notes and len(number) < 4)
        match = NUMBERED.match(text)
        if match is None or match["number"] not in self.pointed or self.introduced:
            return False
        if match["number"] in self.headed:
            return False
        style = self.pointed[match["number"]]
        is_title = is_capitalised(text) and not INNER_MARK.search(text[match.end() :])
        is_text = SENTENCE_END.search(text) or "http" in text or match["sign"] == ""
        if is_title and not SENTENCE_END.search(text):
            return self.in_notes
        return self.in_notes or (style in ("glued", "raised", "bracket") and bool(is_text))

    def read(self, paragraph: Paragraph, kind: str) -> None:
        """Take note of a paragraph's markers, and of where a list of notes begins and ends."""
        self.introduced = paragraph.text.text.endswith((":", "："))
        for marker in paragraph.markers:
            self.pointed.setdefault(marker.number, marker.style)
        if is_notes_title(paragraph.text.text):
            self.in_notes = True
        elif kind == "heading":
            self.in_notes = False


def tie_notes(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph]
) -> tuple[tuple[Note, ...], tuple[NoteAnchor, ...], tuple[Issue, ...]]:
    """The notes, the words that point to them, and what has no counterpart."""
    notes = tuple(note for block in blocks if (note := _note(block)))
    book = _NoteBook(notes, blocks)
    anchors = tuple(
        book.tied(anchor, block)
        for block, paragraph in zip(blocks, paragraphs, strict=True)
        for anchor in _anchors(block, paragraph)
    )
    pointed = {anchor.note_block_id for anchor in anchors}
    loose = [
        Issue("anchor_without_note", a.block_id, a.start, a.end, f"note {a.number}")
        for a in anchors
        if not a.note_block_id
    ]
    idle = [
        Issue("note_without_anchor", n.block_id, n.start, n.end, f"note {n.number}")
        for n in notes
        if n.block_id not in pointed
    ]
    return notes, anchors, (*loose, *idle)


class _NoteBook:
    """The notes by number, for markers to find theirs: a glossary's by term, else the next one."""

    def __init__(self, notes: Sequence[Note], blocks: Sequence[Block]) -> None:
        places = {block.block_id: place for place, block in enumerate(blocks)}
        self.places: dict[tuple[str, str], list[int]] = {}  # source, number -> places of notes
        self.ids = [block.block_id for block in blocks]
        self.terms: dict[str, str] = {}  # term of a glossary -> block
        for note in notes:
            block = blocks[places[note.block_id]]
            for key in ((block.source, note.number), ("", note.number)):
                self.places.setdefault(key, []).append(places[note.block_id])
            for term in entry_terms(block.text.text):
                self.terms.setdefault(term, note.block_id)

    def tied(self, anchor: NoteAnchor, block: Block) -> NoteAnchor:
        """The anchor with its note; a glossary's term replaces the words before the marker."""
        if anchor.number.startswith("*"):
            text, low = block.text.text, max(anchor.end - WINDOW, 0)
            for word in WORDS.finditer(text, low, anchor.end):
                note_id = self.terms.get(folded(text[word.start() : anchor.end]))
                if note_id:
                    start = anchor.end - len(text[word.start() : anchor.end].lstrip("“‘\"'("))
                    term = text[start : anchor.end]
                    return replace(anchor, start=start, anchor_term=term, note_block_id=note_id)
        found = self.places.get((block.source, anchor.number)) or self.places.get(
            ("", anchor.number), []
        )
        at = bisect_left(found, block.order - 1)
        return (
            replace(anchor, note_block_id=self.ids[found[min(at, len(found) - 1)]])
            if found
            else anchor
        )


def anchor_term(text: str, end: int) -> tuple[int, int]:
    """The words before `end` that a marker there belongs to: a whole name, or a short phrase.

    A phrase goes back to the last mark or word of grammar, "of" and "in" apart.
    """
    end = len(text[:end].rstrip(CLOSING)) or end
    window = max(end - WINDOW, 0)
    name = NAME.search(text[window:end])
    if name:
        return window + name.start() + _article(name[0]), end
    start = window + max((m.end() for m in BREAK.finditer(text[window:end])), default=0)
    words = list(re.finditer(r"\S+", text[start:end]))
    first = len(words) - 1
    while first > 0 and len(words) - first < MOST_WORDS:
        word = words[first - 1][0].lower()
        is_told = any(letter.isalpha() for letter in text[start + words[first].start() : end])
        if is_told and (GRAMMAR.fullmatch(word) or word in _verbs()):
            break
        first -= 1
    counted = (n for n in range(first + 1, len(words) - 1) if COUNTED.match(words[n][0]))
    first = next((n for n in counted if words[n - 1][0].islower()), first)
    while first < len(words) - 1 and words[first][0].lower() in LINKS:
        first += 1
    return start + (words[first].start() if words else 0), end


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row["word"] for row in read_vocab("flows") if row["pos"] == "verb")


def _article(name: str) -> int:
    match = re.match(r"(?:The|In|For|Of|At|This|By|On|From|To|With|And|A)\s+", name)
    return match.end() if match else 0


def _note(block: Block) -> Note | None:
    if block.kind != "note":
        return None
    text = block.text.text
    head, number = HEAD.match(text), head_number(text)
    if head:
        return Note(number, head["list"] or "", block.block_id, head.end(), len(text))
    plain = NUMBERED.match(text)
    if plain is None:
        return None
    return Note(plain["number"], plain["number"], block.block_id, plain.end(), len(text))


def _anchors(block: Block, paragraph: Paragraph) -> list[NoteAnchor]:
    found = []
    for marker in paragraph.markers:
        start, end = anchor_term(block.text.text, marker.at)
        if start < end:
            term = block.text.text[start:end]
            raw = (marker.raw_start, marker.raw_end)
            found.append(NoteAnchor(marker.number, term, block.block_id, start, end, *raw))
    return found
