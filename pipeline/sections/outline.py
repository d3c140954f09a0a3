"""The outline: a tree with block counts, repairs and doubts, for a person to check."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.clean.lines import LINE_END
from pipeline.records.text import Block, Issue, Section, Source, Structure
from pipeline.vocab import meaning_of

INDENT = "  "
SETTLED = ("heading_in_doubt", "level_guessed")  # doubts that a line of edition.toml settles


def outline(structure: Structure, sources: Sequence[Source] = ()) -> str:
    """The tree as plain text: a line per section, then notes, captions, repairs and doubts.

    Given the sources, a doubt names its line of the raw file.
    """
    lines = [
        *_tree(structure),
        "",
        _outside(structure.blocks),
        f"notes: {len(structure.notes)}, markers: {len(structure.anchors)}",
        f"captions: {len(structure.figures)}, "
        f"printed twice: {sum(figure.copies > 1 for figure in structure.figures)}",
        f"repairs: {_counted(_repairs(structure.blocks)) or 'none'}",
        *_doubts(structure, {source.name: line_starts(source.raw) for source in sources}),
    ]
    return "\n".join(lines) + "\n"


def line_starts(raw: str) -> list[int]:
    """The raw offset at which each line begins."""
    return [0, *(match.end() for match in LINE_END.finditer(raw))]


def _tree(structure: Structure) -> Iterator[str]:
    held: dict[str, list[Block]] = {}
    for block in structure.blocks:
        held.setdefault(block.section_id, []).append(block)
    for section in structure.sections:
        kinds = [b.kind for b in held.get(section.section_id, ()) if b.kind != "heading"]
        yield f"{INDENT * (section.level - 1)}{_name(section)}  [{_counted(kinds) or 'empty'}]"


def _name(section: Section) -> str:
    words = section.path[-1]
    how = f" ({section.level_reason})" if section.level_reason != "same_style" else ""
    return f"{words}{how}"


def _outside(blocks: Iterable[Block]) -> str:
    kinds = [block.kind for block in blocks if not block.section_id]
    return f"outside the tree: {_counted(kinds) or 'nothing'}"


def _repairs(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from (piece.repair for piece in block.text.repairs)


def _counted(names: Iterable[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(Counter(names).items()))


def _doubts(structure: Structure, starts: dict[str, list[int]]) -> Iterator[str]:
    blocks = {block.block_id: block for block in structure.blocks}
    issues = [*structure.issues, *_guessed_levels(structure)]
    if issues:
        yield ""
        yield "doubts:"
    levels = {section.section_id: section.level for section in structure.sections}
    for issue in issues:
        block = blocks[issue.block_id]
        yield f"{INDENT}{_place(issue, block, starts)}: {meaning_of(issue.code)}"
        if issue.code in SETTLED:
            level = levels[block.section_id] if block.kind == "heading" else 0
            yield f"{INDENT * 3}{_setting(block.text.text, level)}"


def _setting(words: str, level: int) -> str:
    """The line for [headings] of edition.toml with the level as read, to keep or to change.

    A JSON string is valid TOML.
    """
    return f"{json.dumps(words, ensure_ascii=False)} = {level}"


def _guessed_levels(structure: Structure) -> Iterator[Issue]:
    """The first heading of each style whose level comes only from its order of appearance."""
    heads = {b.section_id: b for b in structure.blocks if b.kind == "heading"}
    seen: set[str] = set()
    for section in structure.sections:
        if section.level_reason == "first_seen" and section.kind not in seen:
            seen.add(section.kind)
            block = heads[section.section_id]
            yield Issue("level_guessed", block.block_id, 0, len(block.text.text))


def _place(issue: Issue, block: Block, starts: dict[str, list[int]]) -> str:
    words = block.text.text[issue.start : issue.end][:60]
    if block.source not in starts:
        return f"{block.source}: “{words}”"
    at = block.text.raw_span(issue.start, issue.end)[0]
    return f"{block.source}:{bisect_right(starts[block.source], at)}: “{words}”"
