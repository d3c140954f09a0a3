"""Foot and end notes: their texts, and the words that point to them."""

import re
from collections.abc import Sequence

from pipeline.model import Block, Issue, Note, NoteAnchor, Paragraph

HEAD = re.compile(
    r"""(?: (?P<list>\d{1,3}) [.)] \s+ )?
        (?: \(? [Nn]otes? [.\s]{0,2} (?P<named>\d{1,3}) \)? \s? [:.)]
          | \[ (?P<bracketed>\d{1,3}) \] (?=\s) ) \s*""",
    re.VERBOSE,
)
NOTE_TITLE = re.compile(r"\W*(?:(?:Foot|End)?[Nn]otes?|NOTES)\W*")
NUMBERED = re.compile(r"(?P<list>)(?P<named>\d{1,3})[.)]?\s+(?=\S)(?P<bracketed>)")
NAME = re.compile(
    r"(?:[A-Z][\w’'-]*\s+(?:(?:of|for|on|and|against|the|in|to)\s+){0,2}){0,8}[A-Z][\w’'-]*$"
)
CLAUSE = re.compile(r"[,;:.()]\s*|\s(?:and|or|including|such as|as well as)\s")
LEADING = re.compile(
    r"(?:(?:a|an|the|its|their|this|these|of|for|to|in|on|by|with|from|against|and|also)\s+)+",
    re.IGNORECASE,
)
MOST_WORDS = 5


def note_head(text: str) -> re.Match[str] | None:
    """The head of a note, such as `1. Note 17: ` or `[3] `."""
    return HEAD.match(text)


def tie_notes(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph]
) -> tuple[tuple[Note, ...], tuple[NoteAnchor, ...], tuple[Issue, ...]]:
    """The notes, the words that point to them, and what has no counterpart."""
    notes = tuple(note for block in blocks if (note := _note(block)))
    anchors = tuple(
        anchor
        for block, paragraph in zip(blocks, paragraphs, strict=True)
        for anchor in _anchors(block, paragraph)
    )
    told = {note.number for note in notes}
    pointed = {anchor.number for anchor in anchors}
    loose = [
        Issue("anchor_without_note", a.block_id, a.start, a.end, f"note {a.number}")
        for a in anchors
        if a.number not in told
    ]
    idle = [
        Issue("note_without_anchor", n.block_id, n.start, n.end, f"note {n.number}")
        for n in notes
        if n.number not in pointed
    ]
    return notes, anchors, (*loose, *idle)


def anchor_term(text: str, end: int) -> tuple[int, int]:
    """The words before `end` that a marker there belongs to: a whole name, or a short phrase."""
    end = len(text[:end].rstrip(" ,;:."))
    window = max(end - 160, 0)
    name = NAME.search(text[window:end])
    if name and " " in name[0]:
        return window + name.start(), end
    cuts = [match.end() for match in CLAUSE.finditer(text[window:end])]
    start = window + (cuts[-1] if cuts else 0)
    words = [match.start() for match in re.finditer(r"\S+", text[start:end])]
    if len(words) > MOST_WORDS:
        start += words[-MOST_WORDS]
    leading = LEADING.match(text[start:end])
    return (start + leading.end() if leading and start + leading.end() < end else start), end


def _note(block: Block) -> Note | None:
    if block.kind != "note":
        return None
    text = block.text.text
    head = note_head(text) or NUMBERED.match(text)
    if head is None or head.end() >= len(text):
        return None
    number = head["named"] or head["bracketed"]
    return Note(number, head["list"] or "", block.block_id, head.end(), len(text))


def _anchors(block: Block, paragraph: Paragraph) -> list[NoteAnchor]:
    found = []
    for marker in paragraph.markers:
        start, end = anchor_term(block.text.text, marker.at)
        if start < end:
            term = block.text.text[start:end]
            raw = (marker.raw_start, marker.raw_end)
            found.append(NoteAnchor(marker.number, term, block.block_id, start, end, *raw))
    return found
