"""Small editions in different house styles, their expected trees, and what of them is found.

tests/structure/NAME.txt is an edition, NAME.expected its blocks in order: `heading LEVEL: text`,
`KIND: first words`, then `anchor NUMBER: term` and `figure: caption = credit = date = copies`.
"""

from collections import Counter

from pipeline.clean import clean
from pipeline.clean.decode import decode
from pipeline.records.closed_lists import BLOCK_KINDS
from pipeline.records.text import Structure
from pipeline.sections import build_structure
from pipeline.storage.edition import Edition
from tests.helpers.paths import STRUCTURE

NAMES = sorted(path.stem for path in STRUCTURE.glob("*.txt"))
MEASURES = ("kind", "heading", "anchor", "figure")
Thing = tuple[str, str, int]  # what it is, its words, its count among equals


def structure_of(name: str) -> Structure:
    """The tree of a small edition."""
    source = decode((STRUCTURE / f"{name}.txt").read_bytes(), f"{name}.txt")
    return build_structure(clean(source), Edition(name, "Aid report", "Ministry", "NOR", 2030))


def expected_of(name: str) -> list[tuple[str, str]]:
    """What a person marked: the head of each line and the words after it."""
    lines = (STRUCTURE / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(":", 1) for line in lines]
    return [(head.strip(), words.strip()) for head, words in pairs]


def things(name: str, measure: str) -> tuple[frozenset[Thing], frozenset[Thing]]:
    """What a person marked in an edition and what was found: block kinds, headings with level, …"""
    structure, expected = structure_of(name), expected_of(name)
    if measure == "kind":
        marked = [(h.split()[0], words) for h, words in expected if h.split()[0] in BLOCK_KINDS]
        return _counted(marked), _counted(_kinds(structure, marked))
    found = {"heading": _headings, "anchor": _anchors, "figure": _figures}[measure](structure)
    return _counted([pair for pair in expected if pair[0].startswith(measure)]), _counted(found)


def _counted(pairs: list[tuple[str, str]]) -> frozenset[Thing]:
    seen: Counter[tuple[str, str]] = Counter()
    counted = set()
    for pair in pairs:
        seen[pair] += 1
        counted.add((*pair, seen[pair]))
    return frozenset(counted)


def _kinds(structure: Structure, marked: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Kind and text of each block; the first words that a person marked stand for the text."""
    left = Counter(marked)
    found = []
    for block in structure.blocks:
        text = block.text.text
        fits = [p for p in left if left[p] and p[0] == block.kind and text.startswith(p[1])]
        pair = max(fits, key=lambda p: len(p[1]), default=(block.kind, text))
        left[pair] -= 1
        found.append(pair)
    return found


def _headings(structure: Structure) -> list[tuple[str, str]]:
    level = {section.section_id: section.level for section in structure.sections}
    blocks = [block for block in structure.blocks if block.kind == "heading"]
    return [(f"heading {level[block.section_id]}", block.text.text) for block in blocks]


def _anchors(structure: Structure) -> list[tuple[str, str]]:
    return [(f"anchor {anchor.number}", anchor.anchor_term) for anchor in structure.anchors]


def _figures(structure: Structure) -> list[tuple[str, str]]:
    rows = [f"{f.caption} = {f.credit} = {f.date} = {f.copies}" for f in structure.figures]
    return [("figure", row.replace("  ", " ")) for row in rows]
