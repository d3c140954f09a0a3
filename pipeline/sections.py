"""Stage 2: headings, paragraphs, captions and notes, in a tree."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.edition import Edition
from pipeline.figures import find_figures, is_caption
from pipeline.headings import PLAIN, PLAIN_RANK, Heading, Nesting, read_heading
from pipeline.model import Block, Paragraph, Section, Structure, evidence_id
from pipeline.notes import NOTE_TITLE, note_head, tie_notes

LIST_ITEM = re.compile(r"(?:[•▪–-]|\(?[a-z0-9]{1,3}[.)])\s+\S")
NEAR = 3  # paragraphs between two copies of a caption


@dataclass(frozen=True, slots=True)
class Kind:
    """What a paragraph is; `heading` is told for headings."""

    name: str
    heading: Heading | None = None
    copy_of: int | None = None  # the paragraph that it repeats


def build_structure(paragraphs: Sequence[Paragraph], edition: Edition) -> Structure:
    """The edition's text as a tree; a text without headings is one section with its title."""
    kinds = _kinds(paragraphs, edition)
    sections, places = _tree(paragraphs, kinds, edition)
    blocks = _blocks(paragraphs, kinds, places)
    notes, anchors, issues = tie_notes(blocks, paragraphs)
    figures = find_figures(blocks)
    return Structure(tuple(sections), tuple(blocks), notes, anchors, figures, issues)


# ---- kinds -----------------------------------------------------------------------------------


def _kinds(paragraphs: Sequence[Paragraph], edition: Edition) -> list[Kind]:
    copies = _copies(paragraphs)
    kinds = [
        _kind(paragraph, number, copies, edition) for number, paragraph in enumerate(paragraphs)
    ]
    _settle_lists(kinds, paragraphs)
    _settle_banner(kinds)
    return kinds


def _copies(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Second copies that stand close behind the first: paragraph -> the one that it repeats."""
    seen: dict[str, int] = {}
    copies: dict[int, int] = {}
    for number, paragraph in enumerate(paragraphs):
        if paragraph.furniture:
            continue
        text = " ".join(paragraph.text.text.split()).casefold()
        first = seen.get(text)
        if first is not None and number - first <= NEAR and len(text) > 20:
            copies[number] = copies.get(first, first)
        seen[text] = number
    return copies


def _kind(paragraph: Paragraph, number: int, copies: dict[int, int], edition: Edition) -> Kind:
    text = paragraph.text.text
    heading = read_heading(text)
    is_repeated = number in copies or number in copies.values()
    if paragraph.furniture:
        return Kind("furniture")
    if text in edition.headings:
        return Kind("heading", heading or Heading("", text, "stated", 0))
    if is_caption(text) or (is_repeated and not (heading and heading.marker)):
        return Kind("caption", copy_of=copies.get(number))
    return _kind_by_form(text, heading)


def _kind_by_form(text: str, heading: Heading | None) -> Kind:
    if note_head(text):
        return Kind("note")
    if NOTE_TITLE.fullmatch(text):
        return Kind("heading", heading or Heading("", text, PLAIN, PLAIN_RANK))
    if heading:
        return Kind("heading", heading)
    if text.count("\t") > 1:
        return Kind("table")
    return Kind("list_item" if LIST_ITEM.match(text) else "body")


def _settle_lists(kinds: list[Kind], paragraphs: Sequence[Paragraph]) -> None:
    """Numbered lines that follow one another with nothing under them are items, not headings."""
    for number, kind in enumerate(kinds[:-1]):
        style = kind.heading.style if kind.heading else ""
        if style not in ("number", "lower", "letter"):
            continue
        follower = kinds[number + 1]
        before = kinds[number - 1] if number else None
        follows = follower.heading is not None and follower.heading.style == style
        closes = (
            before is not None and before.name == "list_item" and _same_list(paragraphs, number)
        )
        if follows or closes:
            kinds[number] = Kind("list_item")


def _same_list(paragraphs: Sequence[Paragraph], number: int) -> bool:
    before, here = (paragraphs[n].text.text for n in (number - 1, number))
    first, second = read_heading(before), read_heading(here)
    return first is not None and second is not None and first.style == second.style


def _settle_banner(kinds: list[Kind]) -> None:
    """A title line above the first marked heading, with nothing under it, is the site's banner."""
    for number, kind in enumerate(kinds):
        if kind.name == "furniture":
            continue
        follower = kinds[number + 1] if number + 1 < len(kinds) else None
        is_bare = kind.heading is not None and not kind.heading.marker
        if not is_bare or follower is None or follower.heading is None:
            return
        if any(k.heading and k.heading.marker for k in kinds[number + 1 : number + 3]):
            kinds[number] = Kind("banner")
        return


# ---- the tree --------------------------------------------------------------------------------


def _tree(
    paragraphs: Sequence[Paragraph], kinds: Sequence[Kind], edition: Edition
) -> tuple[list[Section], list[str]]:
    """The sections, and the section of each paragraph (empty before the first heading)."""
    nesting = Nesting(edition.headings)
    sections: list[Section] = []
    open_: list[Section] = []
    places: list[str] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for paragraph, kind in zip(paragraphs, kinds, strict=True):
        if kind.heading:
            level, reason = nesting.add(kind.heading, paragraph.text.text)
            open_ = [section for section in open_ if section.level < level]
            section = _section(kind.heading, paragraph, open_, (level, reason, len(sections) + 1))
            seen[section.path] += 1
            section = replace(
                section, section_id=evidence_id("sections", *section.path, str(seen[section.path]))
            )
            sections.append(section)
            open_.append(section)
        places.append(open_[-1].section_id if open_ else "")
    if not sections and paragraphs:
        title = edition.title
        whole = evidence_id("sections", title)
        sections = [Section(whole, "", 1, "", title, (title,), "whole", "no_heading", 1)]
        places = [whole] * len(paragraphs)
    return sections, places


def _section(
    heading: Heading, paragraph: Paragraph, above: Sequence[Section], place: tuple[int, str, int]
) -> Section:
    level, reason, order = place
    parent = above[-1] if above else None
    path = (*(parent.path if parent else ()), paragraph.text.text)
    return Section(
        section_id="",
        parent_id=parent.section_id if parent else "",
        level=level,
        marker=heading.marker,
        title=heading.title,
        path=path,
        kind=heading.style,
        level_reason=reason,
        order=order,
    )


def _blocks(
    paragraphs: Sequence[Paragraph], kinds: Sequence[Kind], places: Sequence[str]
) -> list[Block]:
    seen: Counter[tuple[str, str]] = Counter()
    blocks: list[Block] = []
    for number, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        evidence = (paragraph.source, paragraph.text.text)
        seen[evidence] += 1
        first = blocks[kind.copy_of] if kind.copy_of is not None else None
        block = Block(
            block_id=evidence_id("blocks", *evidence, str(seen[evidence])),
            section_id=places[number] if kind.name not in ("banner", "furniture") else "",
            order=number + 1,
            kind=kind.name,
            source=paragraph.source,
            text=paragraph.text,
            duplicate_of=first.block_id if first else "",
        )
        blocks.append(block)
        if first and kind.copy_of is not None:
            blocks[kind.copy_of] = replace(first, copies=first.copies + 1)
    return blocks
