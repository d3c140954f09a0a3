"""Stage 2: headings, paragraphs, captions and notes, in a tree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records.text import Block, Issue, Paragraph, Section, Structure, evidence_id
from pipeline.sections.block_kinds import read_lines
from pipeline.sections.figures import find_figures
from pipeline.sections.headings import Heading
from pipeline.sections.levels import nesting_of, with_chapters
from pipeline.sections.lines import OUTSIDE, Line
from pipeline.sections.notes import tie_notes
from pipeline.sections.paragraphs import joined_paragraphs
from pipeline.storage.edition import Edition


def build_structure(paragraphs: Sequence[Paragraph], edition: Edition) -> Structure:
    """The edition's text as a tree; a text without headings is one section with its title."""
    paragraphs = joined_paragraphs(paragraphs)
    lines = read_lines(paragraphs, edition)
    sections, places = _tree(lines, edition)
    blocks = _blocks(lines, places)
    notes, anchors, issues = tie_notes(blocks, paragraphs)
    doubts = [
        Issue("heading_in_doubt", block.block_id, 0, len(line.text), f"line {line.paragraph.line}")
        for block, line in zip(blocks, lines, strict=True)
        if line.doubt
    ]
    return Structure(
        tuple(sections), tuple(blocks), notes, anchors, find_figures(blocks), (*issues, *doubts)
    )


# ---- the tree --------------------------------------------------------------------------------


def _tree(lines: Sequence[Line], edition: Edition) -> tuple[list[Section], list[str]]:
    """The sections, and the section of each paragraph (empty for what belongs to none)."""
    headings = with_chapters(_headings(lines))
    nesting = nesting_of(headings)
    following = iter(headings)
    sections: list[Section] = []
    open_: list[Section] = []
    places: list[str] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        if line.kind in OUTSIDE:
            places.append("")
            continue
        if line.kind == "heading":
            heading = next(following)
            level, reason = nesting.add(heading, edition.headings.get(line.text))
            open_ = [section for section in open_ if section.level < level]
            section = _section(heading, line.text, open_, (level, reason, len(sections) + 1))
        elif not open_:
            title = edition.title  # of the text before the first heading
            order = len(sections) + 1
            section = Section("", "", 1, "", title, (title,), "untitled", "no_heading", order)
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


def _headings(lines: Sequence[Line]) -> list[Heading]:
    """The headings, each marked if it comes directly below another."""
    found: list[Heading] = []
    is_below = False
    for line in lines:
        if line.kind == "heading" and line.heading:
            found.append(replace(line.heading, is_direct=is_below))
        is_below = line.kind == "heading" or (is_below and line.kind in OUTSIDE)
    return found


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


def _blocks(lines: Sequence[Line], places: Sequence[str]) -> list[Block]:
    """One block per paragraph; ids come from the words and a count of equal texts."""
    seen: Counter[str] = Counter()
    ids: dict[Line, str] = {}
    for line in lines:
        seen[line.text] += 1
        ids[line] = evidence_id("blocks", line.text, str(seen[line.text]))
    copies = Counter(line.copy_of for line in lines)
    return [
        Block(
            block_id=ids[line],
            section_id=place,
            order=order,
            kind=line.kind,
            source=line.paragraph.source,
            text=line.paragraph.text,
            copies=1 + copies[line],
            duplicate_of=ids[line.copy_of] if line.copy_of else "",
        )
        for order, (line, place) in enumerate(zip(lines, places, strict=True), start=1)
    ]
