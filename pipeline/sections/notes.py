"""Footnotes and endnotes: their texts, and their anchors."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.clean.markers import (
    HEAD,
    NUMBERED,
    PAREN_NOTE,
    head_number,
    is_glossary,
    is_notes_title,
)
from pipeline.records.text import Block, Issue, Note, NoteAnchor, Paragraph
from pipeline.sections.headings import is_capitalised
from pipeline.sections.paragraphs import entry_terms, folded, opening_terms, starred_terms
from pipeline.vocab import read_vocab

NAME = re.compile(
    r"""(?:[A-Z][\w’'&.-]*\s+(?:(?:of|for|on|and|against|the|in|to|de|with)\s+){0,2}){1,8}
        [A-Z][\w’'&.-]*$""",
    re.VERBOSE,
)
PRICED = re.compile(r"(?:[A-Z]{1,3})?[$€£¥]\d")  # an amount at the start of a term
CLOSING = ' ,;:.!?"”’)]'
BREAK = re.compile(r"[;:!?()“”\[\]–—]\s*|[,.](?!\d)\s*|\s[-/]\s")
# words that occur in no term: it begins after the last of them
GRAMMAR = re.compile(
    r"""(?:an?|the|this|that|these|those|its|their|our|his|her|your|my|each|every|some|any|no|all
        |and|or|but|since|within|during|until|after|before|nor|as|than|by|for|from|to|with|at|on|into|under|over|between|among|through
        |about|against|near|around|across|along|worth|including|such|also|both|is|are|was|were|be|been|being|has|have|had|do|does
        |did|will|would|can|could|may|might|shall|should|must|which|who|whom|whose|where|when|not
        |if|while|because|called|named|known|it|they|we|he|she|there)""",
    re.VERBOSE | re.IGNORECASE,
)
LINKS = ("of", "in")  # may occur inside a term
COUNTED = re.compile(r"[$€£¥]?\d")  # a number at the start of a term
MOST_WORDS = 5
WINDOW = 160  # characters before a marker that may hold its term
# the label of notes to a chart or table, and an item of their list
LABEL = re.compile(
    r"(?:[*※]\s?)?(?:[Nn]otes?|NOTES?|N\.?B\.?|[Rr]emarks?)(?:\s(?:to|on)\s[^:：]{1,40})?\s?[:：](?:\s+|$)"
)
ITEM = re.compile(r"[(（]?([1-9]\d?)[)）.]?\s?(?=\S)")
WORDS = re.compile(r"\S+")
INNER_MARK = re.compile(r"[,;:]\s|\.\s|\d{4}")
SENTENCE_END = re.compile(r"[.!?][\"”’)]*$")


class NoteReader:
    """Recognises notes among paragraphs, by the markers before them and by their heads."""

    def __init__(self, texts: Sequence[str], terms: frozenset[str] = frozenset()) -> None:
        self.terms = terms  # what a star in the text may mark
        self.headed = {head_number(text) for text in texts}  # numbers with a certain head
        self.introduced = False  # the paragraph before ends in a colon
        self.pointed: dict[str, str] = {}  # number -> style of its first marker
        self.in_notes = False
        self.in_glossary = False
        self.counted = ""  # number of the paragraph before, where paragraphs have numbers
        self.next_item = 0  # next number of a list of notes under a label

    def is_note(self, text: str) -> bool:
        """Whether a paragraph is a note's text."""
        if LABEL.match(text) or self._is_next_item(text):
            return True
        if text[0] == "※":
            return SENTENCE_END.search(text) is not None
        paren = PAREN_NOTE.match(text)
        if paren and self.pointed.get(paren["number"]) == "paren":
            return True
        if self.in_glossary and opening_terms(text) & self.terms and SENTENCE_END.search(text):
            return True
        return self._is_numbered(text)

    def _is_next_item(self, text: str) -> bool:
        item = ITEM.match(text)
        return item is not None and int(item[1]) == self.next_item

    def _is_numbered(self, text: str) -> bool:
        head = HEAD.match(text)
        if head:
            number = head_number(text)
            is_star = head["star"] is not None and not number[-1].isdecimal()
            return not is_star or number in self.pointed or (self.in_notes and len(number) < 4)
        match = NUMBERED.match(text)
        if match is None or match["number"] not in self.pointed or self.introduced:
            return False
        is_next = self.counted != "" and int(match["number"]) == int(self.counted) + 1
        if match["number"] in self.headed or (is_next and match["sign"] == "."):
            return False
        style = self.pointed[match["number"]]
        is_title = is_capitalised(text) and not INNER_MARK.search(text[match.end() :])
        is_text = SENTENCE_END.search(text) or "http" in text or match["sign"] == ""
        if is_title and not SENTENCE_END.search(text):
            return self.in_notes
        return self.in_notes or (style in ("glued", "raised", "bracket") and bool(is_text))

    def read(self, paragraph: Paragraph, kind: str) -> None:
        """Remember a paragraph's markers, and where a list of notes begins and ends."""
        text = paragraph.text.text
        self.introduced = text.endswith((":", "："))
        label, item = LABEL.match(text), ITEM.match(text)
        if label:
            first = ITEM.match(text[label.end() :])
            self.next_item = int(first[1]) + 1 if first else int(label.end() == len(text))
        else:
            self.next_item = int(item[1]) + 1 if item and self._is_next_item(text) else 0
        counted = NUMBERED.match(text) if kind in ("numbered", "body", "note") else None
        if counted is not None or kind == "note":
            is_count = counted is not None and kind != "note" and counted["sign"] == "."
            self.counted = counted["number"] if counted is not None and is_count else ""
        for marker in paragraph.markers:
            self.pointed.setdefault(marker.number, marker.style)
        if is_notes_title(text):
            self.in_notes, self.in_glossary = True, is_glossary(text)
        elif kind == "heading":
            self.in_notes = self.in_glossary = False


def tie_notes(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph]
) -> tuple[tuple[Note, ...], tuple[NoteAnchor, ...], tuple[Issue, ...]]:
    """The notes, their anchors, and an issue for each that lacks the other."""
    terms = starred_terms(paragraphs)
    notes = tuple(note for block in blocks if (note := _note(block, terms)))
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
        if n.block_id not in pointed and n.block_id not in book.of_tables
    ]
    return notes, anchors, (*loose, *idle)


class _NoteBook:
    """The notes by number, for markers to find theirs: in a glossary by term, else the next one."""

    def __init__(self, notes: Sequence[Note], blocks: Sequence[Block]) -> None:
        places = {block.block_id: place for place, block in enumerate(blocks)}
        self.places: dict[tuple[str, str], list[int]] = {}  # source, number -> places of notes
        self.ids = [block.block_id for block in blocks]
        self.of_tables = _notes_of_tables(blocks)
        self.terms: dict[str, str] = {}  # term of a glossary -> block
        for note in notes:
            block = blocks[places[note.block_id]]
            sources = () if note.block_id in self.of_tables else (block.source, "")
            for key in ((source, note.number) for source in sources):
                self.places.setdefault(key, []).append(places[note.block_id])
            for term in entry_terms(block.text.text) if note.number.startswith("*") else ():
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


def _notes_of_tables(blocks: Sequence[Block]) -> frozenset[str]:
    """Notes directly under a table or chart, with a label or a star; their markers are in cells."""
    found: set[str] = set()
    is_below, is_listed = False, False
    for block in blocks:
        if block.kind != "note":
            is_below, is_listed = block.kind in ("table", "caption"), False
            continue
        text = block.text.text
        is_listed = is_below and (is_listed or LABEL.match(text) is not None or text[0] == "*")
        if is_listed:
            found.add(block.block_id)
    return frozenset(found)


def anchor_term(text: str, end: int) -> tuple[int, int]:
    """The span before `end` that a marker there belongs to: a complete name, or a short phrase.

    A phrase begins after the last mark or function word, except "of" and "in".
    """
    mark = end
    end = len(text[:end].rstrip(CLOSING)) or end
    window = max(end - WINDOW, 0)
    if '"' in text[end:mark] and '"' in text[window:end]:
        return text.rindex('"', window, end) + 1, end
    name = NAME.search(text[window:end])
    if name:
        return window + name.start() + _article(name[0]), end
    start = window + max((m.end() for m in BREAK.finditer(text[window:end])), default=0)
    words = list(re.finditer(r"\S+", text[start:end]))
    first = len(words) - 1
    while first > 0 and len(words) - first < MOST_WORDS:
        word = words[first - 1][0].lower()
        has_letters = any(letter.isalpha() for letter in text[start + words[first].start() : end])
        if has_letters and (GRAMMAR.fullmatch(word) or word in _verbs()):
            break
        first -= 1
    first = next((n for n in range(len(words) - 1, first, -1) if _is_priced(words, n)), first)
    counted = (n for n in range(first + 1, len(words) - 1) if COUNTED.match(words[n][0]))
    first = next((n for n in counted if words[n - 1][0].islower()), first)
    while first < len(words) - 1 and words[first][0].lower() in LINKS:
        first += 1
    return start + (words[first].start() if words else 0), end


def _is_priced(words: Sequence[re.Match[str]], n: int) -> bool:
    """Whether an amount of money begins at a word: "US$5", or "USD" before "5"."""
    word, after = words[n][0], words[n + 1][0] if n + 1 < len(words) else ""
    is_code = len(word) == 3 and word.isupper() and after[:1].isdecimal()
    return is_code or PRICED.match(word) is not None


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row["word"] for row in read_vocab("flows") if row["pos"] == "verb")


def _article(name: str) -> int:
    match = re.match(r"(?:The|In|For|Of|At|This|By|On|From|To|With|And|A)\s+", name)
    return match.end() if match else 0


def _note(block: Block, terms: frozenset[str]) -> Note | None:
    if block.kind != "note":
        return None
    text = block.text.text
    head, number = HEAD.match(text), head_number(text)
    if head:
        return Note(number, head["list"] or "", block.block_id, head.end(), len(text))
    plain = NUMBERED.match(text) or PAREN_NOTE.match(text)
    label = LABEL.match(text)
    if label and (item := ITEM.match(text, label.end())):
        return Note(item[1], item[1], block.block_id, item.end(), len(text))
    if plain is None:
        is_entry = bool(opening_terms(text) & terms) and label is None
        return Note("*", "", block.block_id, 0, len(text)) if is_entry else None
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
