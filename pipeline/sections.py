"""Stage 2: headings, paragraphs, captions and notes, in a tree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.aligned import chained
from pipeline.block_kinds import Kind, find_kinds
from pipeline.edition import Edition
from pipeline.figures import find_figures
from pipeline.headings import Heading, nesting_of, read_marker, read_plain
from pipeline.lines import words_for
from pipeline.model import Block, Issue, Marker, Paragraph, Section, Structure, evidence_id
from pipeline.notes import tie_notes

OUTSIDE = ("banner", "furniture")  # kinds that belong to no section


def build_structure(paragraphs: Sequence[Paragraph], edition: Edition) -> Structure:
    """The edition's text as a tree; a text without headings is one section with its title."""
    paragraphs = _with_whole_headings(paragraphs)
    kinds = find_kinds(paragraphs, edition)
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


def _with_whole_headings(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, with `Chapter 2` and the title on the line below made one heading."""
    whole: list[Paragraph] = []
    for paragraph in paragraphs:
        last = whole[-1] if whole else None
        if last and _lacks_title(last) and _gives_title(paragraph, last):
            between = (" ", last.text.raw_end, paragraph.text.raw_start, "line_wrap")
            text = chained([(last.text, [between]), (paragraph.text, [])])
            moved = len(last.text.text) + 1
            markers = tuple(
                Marker(m.number, m.at + moved, m.raw_start, m.raw_end, m.style)
                for m in paragraph.markers
            )
            whole[-1] = replace(last, text=text, markers=(*last.markers, *markers))
        else:
            whole.append(paragraph)
    return whole


def _lacks_title(paragraph: Paragraph) -> bool:
    heading = None if paragraph.furniture else read_marker(paragraph.text.text)
    return heading is not None and not heading.title and heading.style in words_for("heading")


def _gives_title(paragraph: Paragraph, last: Paragraph) -> bool:
    text = paragraph.text.text
    is_own = not paragraph.furniture and paragraph.source == last.source
    return is_own and read_marker(text) is None and read_plain(text) is not None


# ---- the tree --------------------------------------------------------------------------------


def _tree(
    paragraphs: Sequence[Paragraph], kinds: Sequence[Kind], edition: Edition
) -> tuple[list[Section], list[str]]:
    """The sections, and the section of each paragraph (empty for what belongs to none)."""
    headings = [kind.heading for kind in kinds if kind.name == "heading" and kind.heading]
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


def _untitled(edition: Edition, order: int) -> Section:
    """The section of what stands before the first heading."""
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
    """A block a paragraph; ids come from the words and their count among equals."""
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
