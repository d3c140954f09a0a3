"""The ledger: every numeral, money word and date word, with its row or why it has none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pipeline.records.facts import Bearer
from pipeline.records.text import Block, Issue, NoteAnchor, Span
from pipeline.tables.rows import Row, TableRows
from pipeline.vocab import read_vocab

# tables whose rows account for the words inside their span, the most specific first
HOLDERS = ("money", "dates", "results", "acronyms", "mentions")
MARKER = re.compile(r"(?:\W{0,3}[A-Za-z]{0,8}\W{0,3}\d[\d.-]*){1,2}\W{0,3}")  # "(3)", "1. Note 17:"
NUMBERED = re.compile(r"[.)]\s")  # after the number of a paragraph
MISSING = {
    "numeral": "numeral_without_row",
    "money_word": "money_without_row",
    "date_word": "date_without_row",
}

# why a word without a row needs none: class, kind of word, pattern of the word and what follows
IGNORED: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("kind_of_loan", "money_word", re.compile(r"\w+[- ](?:loans?|credits?|denominated)\b", re.I)),
    ("one_in_prose", "numeral", re.compile(r"one\b", re.I)),
    ("order_in_prose", "numeral", re.compile(r"(?:first|second|third|[a-z]+th)\b", re.I)),
    (
        "time_in_prose",
        "date_word",
        re.compile(r"(?:year|month|week|day|decade|centur|annual|dai|today|fiscal)[a-z]*\b", re.I),
    ),
)
REFERENCE = re.compile(
    r"(?:[Aa]rticle|[Ss]ection|[Cc]hapter|[Pp]aragraph|[Aa]nnex|[Pp]art|[Pp]age|[Nn]ote|[Rr]esolution"
    r"|[Ff]igure|[Tt]able|[Cc]hart|[Bb]ox|[Gg]oal|[Tt]arget|[Pp]hase|[Tt]ranche|[Rr]oute|No|Nos|SDG)"
    r"s?\.?\s$|\[$"
)
IDENTIFIER = re.compile(r"[^\W\d_]-?$")  # before the 3 of BIRDS-3, the 7 of G7


def find_words(text: str) -> Iterator[tuple[Span, str]]:
    """Each numeral, money word and date word of a text with its kind, in reading order."""
    for match in _pattern().finditer(text):
        word = match[0]
        kinds = _kinds()
        if word[0].isdigit():
            yield match.span(), "numeral"
        elif not word[0].isalpha():
            yield match.span(), "money_word"
        elif kind := kinds.get(word) or kinds.get(word.lower()):
            yield match.span(), kind


def add_ledger(
    tables: Mapping[str, TableRows], blocks: Iterable[Block], anchors: Sequence[NoteAnchor]
) -> Iterator[Issue]:
    """Fill the ledger; yield an issue for each word that nothing accounts for."""
    held = _rows_by_block(tables)
    for block in blocks:
        text = block.text.text
        for span, kind in find_words(text):
            bearer = Bearer(block.block_id, *span)
            row = tables["ledger"].place(bearer)
            row |= {"text": text[slice(*span)], "kind": kind}
            row |= _holder(block, row, held.get(block.block_id, ())) or _ignored(block, span, kind)
            if not row["held_by"] and row["ignored_as"] == MISSING[kind]:
                yield Issue(MISSING[kind], block.block_id, *span)
    _add_markers(tables, anchors)


def _add_markers(tables: Mapping[str, TableRows], anchors: Sequence[NoteAnchor]) -> None:
    for anchor, held in zip(anchors, tables["note_anchors"].rows, strict=True):
        block = tables["ledger"].book.blocks[anchor.block_id]
        span = (anchor.raw_start, anchor.raw_end)
        row = tables["ledger"].place_raw(block.source, span, anchor.number, block)
        row |= {"text": anchor.number, "kind": "numeral", "ignored_as": ""}
        row |= {"held_by": "note_anchors", "held_row": held["row_id"]}


def _rows_by_block(tables: Mapping[str, TableRows]) -> dict[str, list[tuple[str, Row]]]:
    held: dict[str, list[tuple[str, Row]]] = {}
    for name in HOLDERS:
        for row in tables[name].rows:
            held.setdefault(row["block_id"], []).append((name, row))
    return held


def _holder(block: Block, row: Row, rows: Iterable[tuple[str, Row]]) -> Row | None:
    start, end = int(row["raw_start"]), int(row["raw_end"])
    for name, other in rows:
        if int(other["raw_start"]) <= start and end <= int(other["raw_end"]):
            return {"held_by": name, "held_row": other["row_id"], "ignored_as": ""}
    return None


def _ignored(block: Block, span: Span, kind: str) -> Row:
    return {"held_by": "", "held_row": "", "ignored_as": _class(block, span, kind)}


def _class(block: Block, span: Span, kind: str) -> str:
    if block.duplicate_of:
        return "repeated_caption"
    if block.kind in ("furniture", "banner"):
        return "furniture"
    text = block.text.text
    marks = block.kind in ("heading", "note", "list_item") or NUMBERED.match(text, span[1])
    if marks and MARKER.fullmatch(text[: span[1]]):
        return "marker_of_block"
    return _class_in_prose(text, span, kind) or MISSING[kind]


def _class_in_prose(text: str, span: Span, kind: str) -> str:
    before, following = text[max(span[0] - 14, 0) : span[0]], text[span[0] : span[1] + 20]
    for name, kind_, pattern in IGNORED:
        if kind_ == kind and pattern.match(following):
            return name
    if kind == "numeral" and REFERENCE.search(before):
        return "reference"
    return "part_of_identifier" if kind == "numeral" and IDENTIFIER.search(before) else ""


@cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in read_vocab("ledger_words")}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\d+(?:[.,]\d+)*|[$¥£€₩₹]|[^\W\d_]+")
