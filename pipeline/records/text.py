"""What stages 1 and 2 produce: sources, paragraphs, blocks in their tree, notes, figures, issues.

Spans inside a block are code points of the block's clean text, half-open; `block.text.raw_span`
gives the raw ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from pipeline.records.aligned import AlignedText

Span = tuple[int, int]  # start, end in a block's clean text
FieldSpans = Mapping[str, tuple[Span, ...]]  # field of a table -> its spans in the block


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in the text that was not understood."""

    code: str  # a row of vocab/flags.csv
    block_id: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A raw file, decoded."""

    name: str  # file name inside the edition's folder
    encoding: str  # a Python codec; decoding the file's bytes with it gives the raw characters
    sha256: str  # of the file's bytes
    raw: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A note marker that cleaning took out of the running text."""

    number: str
    at: int  # its place in the clean text
    raw_start: int
    raw_end: int
    style: str = ""  # words, bare, paren, bracket, raised, glued, star


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one source: a line, or wrapped lines joined."""

    source: str
    text: AlignedText
    markers: tuple[Marker, ...] = ()
    furniture: bool = False  # a running head, page number, banner line
    line: int = 0  # of the raw file, from 1; 0 where it is not known
    gap: bool = True  # a blank line, or the file's start, is before it
    form: str = ""  # what a mark before it says it is: heading 2, caption, table, item, text


@dataclass(frozen=True, slots=True)
class Section:
    section_id: str
    parent_id: str  # empty for a top section
    level: int  # 1 for the outermost
    marker: str  # as printed: "(3)", "●", "A.", "1-2", or empty
    title: str
    path: tuple[str, ...]  # titles with markers, outermost first, its own last
    kind: str
    level_reason: str
    order: int


@dataclass(frozen=True, slots=True)
class Block:
    block_id: str
    section_id: str
    order: int  # over the whole edition
    kind: str  # banner, heading, body, list_item, caption, note, furniture, table
    source: str
    text: AlignedText
    copies: int = 1
    duplicate_of: str = ""  # block_id of the first copy


@dataclass(frozen=True, slots=True)
class Note:
    number: str  # as in the marker: "17", "*"
    list_number: str
    block_id: str
    start: int  # of the note's text
    end: int


@dataclass(frozen=True, slots=True)
class NoteAnchor:
    number: str
    anchor_term: str  # the words that the marker follows
    block_id: str
    start: int  # of the anchor term; the marker itself is a `note_marker` repair at `end`
    end: int
    raw_start: int  # of the marker
    raw_end: int
    note_block_id: str = ""  # of the note that it points to; empty where there is none


@dataclass(frozen=True, slots=True)
class Figure:
    """A caption; `spans` separates caption and credit."""

    caption: str
    credit: str
    date: str
    copies: int
    block_id: str
    start: int
    end: int
    spans: FieldSpans


@dataclass(frozen=True, slots=True)
class Structure:
    """An edition's text as a tree."""

    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    anchors: tuple[NoteAnchor, ...]
    figures: tuple[Figure, ...]
    issues: tuple[Issue, ...]


def evidence_id(*parts: str) -> str:
    """12 hex digits from the evidence itself: the same words give the same id in every run."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
