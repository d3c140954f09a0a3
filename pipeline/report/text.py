"""The edition's full text as the report shows it: blocks cut where a row's span begins and ends."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.records.text import Block, Section
from pipeline.report.data import Numbered
from pipeline.review.page.passages import Mark, Passage, cut_passage, own_span
from pipeline.review.page.reader import COLOUR
from pipeline.review.page.state import ReviewState, Text
from pipeline.reviewed.rows import Key

HIDDEN = ("furniture", "banner")  # kinds of block that are shown small
UNMARKED = ("entities",)  # one row each; where they are named, `mentions` has the rows
WINDOW = 5_000  # characters cut at a time, so that an endless block is cut in linear time


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block, cut; the fields of its segments are the numbers of rows."""

    block: Block
    passages: tuple[Passage, ...]
    colours: Mapping[str, int]  # row number -> colour of its table
    level: int  # of a heading, 0 for other blocks

    @property
    def is_small(self) -> bool:
        return self.block.kind in HIDDEN


def paragraphs(state: ReviewState, numbered: Numbered) -> Iterator[Paragraph]:
    """Every block in reading order, with the places of its rows."""
    keys_of: dict[str, list[Key]] = defaultdict(list)
    for table, row_id in numbered.keys:
        if table not in UNMARKED:
            keys_of[state.rows[table][row_id]["block_id"]].append((table, row_id))
    for block_id in state.text.order:
        yield _paragraph(state, state.text.blocks[block_id], keys_of[block_id], numbered)


def contents(text: Text) -> Iterator[tuple[Section, str]]:
    """Each section with its first block."""
    first: dict[str, str] = {}
    for block_id in text.order:
        first.setdefault(text.blocks[block_id].section_id, block_id)
    for section_id, section in text.sections.items():
        if section_id in first:
            yield section, first[section_id]


def _paragraph(
    state: ReviewState, block: Block, keys: Sequence[Key], numbered: Numbered
) -> Paragraph:
    marks, colours = [], {}
    for table, row_id in keys:
        number = str(numbered.numbers[table, row_id])
        marks.append(Mark(*own_span(state.rows[table][row_id], block), number))
        colours[number] = COLOUR.get(table, 8)
    length = len(block.text.text)
    windows = [(start, min(start + WINDOW, length)) for start in range(0, length, WINDOW)]
    section = state.text.sections.get(block.section_id)
    return Paragraph(
        block,
        tuple(cut_passage(block, marks, start, end) for start, end in windows),
        colours,
        section.level if section and block.kind == "heading" else 0,
    )
