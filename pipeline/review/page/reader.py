"""The edition to be read from end to end, with every row in the margin next to its words.

A page holds a stretch of blocks; the script asks for the next one as the reader comes near its
end, so that a long report opens as fast as a short one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.records.text import Block, Section
from pipeline.review.page.missed import Gap
from pipeline.review.page.passages import SENTENCE, Mark, Passage, cut_passage, own_span
from pipeline.review.page.state import REVIEWED, ReviewState
from pipeline.review.page.words import ONE, counted, summary
from pipeline.reviewed.rows import Key, Row

STRETCH = 40  # blocks
CHIPS = 40  # rows of one block shown in the margin; the rest are counted
LONGEST = 20_000  # characters of one block shown at once
COUNTED = ("mentions", "dates", "entities", "note_anchors")  # shown by their number alone
COLOUR = {  # of a table's marks, as in colours.css
    "contributions": 1,
    "money": 2,
    "results": 3,
    "events": 4,
    "money_relations": 5,
    "checks": 5,
    "acronyms": 6,
    "figures": 7,
    "notes": 8,
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A row in the margin."""

    key: Key
    name: str  # what a row of its table is
    summary: str
    status: str
    colour: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block with its rows."""

    passage: Passage
    colours: Mapping[str, int]  # of its marks
    chips: tuple[Chip, ...]
    counted: tuple[str, ...]  # "14 mentions"
    gaps: tuple[Gap, ...]
    rest: int  # where the block continues; 0 where all of it is shown


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one answer contains."""

    paragraphs: tuple[Paragraph, ...]
    first: int
    next: int  # 0 at the end


def margin_of(rows: Mapping[str, Mapping[str, Row]]) -> dict[str, list[Key]]:
    """The rows of each block, in reading order."""
    found: dict[str, list[tuple[int, Key]]] = defaultdict(list)
    for table in REVIEWED:
        for row in rows[table].values():
            found[row["block_id"]].append((int(row["raw_start"] or 0), (table, row["row_id"])))
    return {block: [key for _, key in sorted(held)] for block, held in found.items()}


def stretch_of(
    state: ReviewState,
    margin: Mapping[str, Sequence[Key]],
    gaps: Sequence[Gap],
    first: int,
    start: int,
) -> Stretch:
    """The blocks from `first` on; `start` is where the first of them continues."""
    order = state.text.order[first : first + STRETCH]
    paragraphs = [
        _paragraph(
            state,
            state.text.blocks[block_id],
            [(table, row_id) for table, row_id in margin.get(block_id, ())],
            tuple(gap for gap in gaps if gap.block_id == block_id),
            start if place == 0 else 0,
        )
        for place, block_id in enumerate(order)
    ]
    end = first + len(order)
    return Stretch(tuple(paragraphs), first, end if end < len(state.text.order) else 0)


def contents(state: ReviewState) -> Iterator[tuple[Section, int]]:
    """Each section with the place of its first block."""
    first: dict[str, int] = {}
    for place, block_id in enumerate(state.text.order):
        first.setdefault(state.text.blocks[block_id].section_id, place)
    for section_id, section in state.text.sections.items():
        if section_id in first:
            yield section, first[section_id]


def _paragraph(
    state: ReviewState, block: Block, keys: Sequence[Key], gaps: tuple[Gap, ...], start: int
) -> Paragraph:
    end = min(start + LONGEST, len(block.text.text))
    shown = [(key, state.rows[key[0]][key[1]]) for key in keys if key[0] not in COUNTED]
    marks = [
        Mark(*own_span(row, block), f"{table}.{row_id}")
        for (table, row_id), row in shown
        if row["review_status"] != "rejected"
    ]
    counted = Counter(table for table, _ in keys if table in COUNTED)
    counted.update(key[0] for key, _ in shown[CHIPS:])
    inside = [gap for gap in gaps if start <= gap.start < end]
    marks += [Mark(gap.start, gap.end, SENTENCE) for gap in inside]
    return Paragraph(
        cut_passage(block, marks, start, end),
        {mark.field: COLOUR.get(mark.field.split(".")[0], 8) for mark in marks},
        tuple(_chip(key, row) for key, row in shown[:CHIPS]),
        tuple(_count(table, number) for table, number in counted.items()),
        tuple(inside),
        end if end < len(block.text.text) else 0,
    )


def _count(table: str, number: int) -> str:
    return f"{number} {counted(table, number)}"


def _chip(key: Key, row: Row) -> Chip:
    table = key[0]
    words = summary(table, row)
    return Chip(key, ONE[table], words, row["review_status"], COLOUR.get(table, 8))
