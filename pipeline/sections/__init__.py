"""Stage 2: headings, paragraphs, captions and notes, in a tree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records.text import Block, Issue, Paragraph, Section, Structure, evidence_id
from pipeline.sections.block_kinds import OUTSIDE, Kind, find_kinds
from pipeline.sections.chapters import with_chapters
from pipeline.sections.figures import find_figures
from pipeline.sections.headings import Heading, nesting_of
from pipeline.sections.neighbours import settled
from pipeline.sections.notes import tie_notes
from pipeline.sections.paragraphs import joined_paragraphs
from pipeline.storage.edition import Edition


def build_structure(paragraphs: Sequence[Paragraph], edition: Edition) -> Structure:
    """The edition's text as a tree; a text without headings is one section with its title."""
    paragraphs = joined_paragraphs(paragraphs)
    kinds = settled(find_kinds(paragraphs, edition), paragraphs, edition)
    kinds = with_chapters(kinds)
    sections, places = _tree(paragraphs, kinds, edition)
    blocks = _blocks(paragraphs, kinds, places)
    notes, anchors, issues = tie_notes(blocks, paragraphs)
    doubts = [
        Issue("heading_in_doubt", block.block_id, 0, len(block.text.text), f"line {paragraph.line}")
        for block, paragraph, kind in zip(blocks, paragraphs, kinds, strict=True)
        if kind.doubt
    ]
    return Structure(
        tuple(sections), tuple(blocks), notes, anchors, find_figures(blocks), (*issues, *doubts)
    )


# ---- the tree --------------------------------------------------------------------------------


def _tree(
    paragraphs: Sequence[Paragraph], kinds: Sequence[Kind], edition: Edition
) -> tuple[list[Section], list[str]]:
    """The sections, and the section of each paragraph (empty for what belongs to none)."""
    headings = _headings(kinds)
    nesting = nesting_of(headings)
    sections: list[Section] = []
    open_: list[Section] = []
    places: list[str] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for paragraph, kind in zip(paragraphs, kinds, strict=True):
        if kind.name in OUTSIDE:
            places.append("")
            continue
        if kind.name == "heading" and kind.heading:
            printed = paragraph.text.text
            level, reason = nesting.add(kind.heading, edition.headings.get(printed))
            open_ = [section for section in open_ if section.level < level]
            section = _section(kind.heading, printed, open_, (level, reason, len(sections) + 1))
        elif not open_:
            section = _untitled(edition, len(sections) + 1)
        else:
            places.append(open_[-1].section_id)
            continue
        seen[section.path] += 1
        count = str(seen[section.path])
        section = replace(section, section_id=evidence_id("sections", *section.path, count))
        sections.append(section)
        open_.append(section)
        places.append(section.section_id)
    return sections, places


def _headings(kinds: Sequence[Kind]) -> list[Heading]:
    """The headings, each marked if it comes directly below another."""
    found: list[Heading] = []
    is_below = False
    for kind in kinds:
        if kind.name == "heading" and kind.heading:
            found.append(replace(kind.heading, is_direct=is_below))
        is_below = kind.name == "heading" or (is_below and kind.name in OUTSIDE)
    return found


def _untitled(edition: Edition, order: int) -> Section:
    """The section of the text before the first heading."""
    title = edition.title
    return Section("", "", 1, "", title, (title,), "untitled", "no_heading", order)


def _section(
    heading: Heading, printed: str, above: Sequence[Section], place: tuple[int, str, int]
) -> Section:
    level, reason, order = place
    parent = above[-1] if above else None
    return Section(
        section_id="",
        parent_id=parent.section_id if parent else "",
        level=level,
        marker=heading.marker,
        title=heading.title or printed,
        path=(*(parent.path if parent else ()), printed),
        kind=heading.style,
        level_reason=reason,
        order=order,
    )


def _blocks(
    paragraphs: Sequence[Paragraph], kinds: Sequence[Kind], places: Sequence[str]
) -> list[Block]:
    """One block per paragraph; ids come from the words and a count of equal texts."""
    seen: Counter[str] = Counter()
    blocks: list[Block] = []
    for number, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        text = paragraph.text.text
        seen[text] += 1
        block_id = evidence_id("blocks", text, str(seen[text]))
        place = places[number]
        blocks.append(
            Block(block_id, place, number + 1, kind.name, paragraph.source, paragraph.text)
        )
    copied = Counter(kind.copy_of for kind in kinds if kind.copy_of is not None)
    return [
        replace(
            block,
            copies=1 + copied[number],
            duplicate_of=blocks[kind.copy_of].block_id if kind.copy_of is not None else "",
        )
        for number, (block, kind) in enumerate(zip(blocks, kinds, strict=True))
    ]
