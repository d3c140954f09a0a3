"""Small editions in different house styles, and how much of their trees is found.

tests/structure/NAME.txt is an edition, NAME.expected its blocks in order: `heading LEVEL: text`,
`KIND: first words`, then `anchor NUMBER: term` and `figure: caption = credit = date = copies`.
"""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.clean.decode import decode
from pipeline.edition import Edition
from pipeline.sections import build_structure
from pipeline.terms import BLOCK_KINDS

FOLDER = Path(__file__).parent / "structure"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
MEASURES = ("kind", "heading", "anchor", "figure")


def structure_of(name):
    source = decode((FOLDER / f"{name}.txt").read_bytes(), f"{name}.txt")
    edition = Edition(name, "Aid report", "Ministry", "NOR", 2030)
    return build_structure(clean(source), edition)


def expected_of(name):
    lines = (FOLDER / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(":", 1) for line in lines]
    return [(head.strip(), words.strip()) for head, words in pairs]


def scored(name):
    """For each measure: what is right, what was found, what was expected."""
    structure, expected = structure_of(name), expected_of(name)
    blocks = [e for e in expected if e[0].split()[0] in BLOCK_KINDS]
    texts = [(block.kind, block.text.text) for block in structure.blocks]
    right = sum(
        any(kind == head.split()[0] and text.startswith(words) for kind, text in texts)
        for head, words in blocks
    )
    level = {section.section_id: section.level for section in structure.sections}
    headings = [
        (f"heading {level[b.section_id]}", b.text.text)
        for b in structure.blocks
        if b.kind == "heading"
    ]
    anchors = [(f"anchor {a.number}", a.anchor_term) for a in structure.anchors]
    figures = [
        ("figure", f"{f.caption} = {f.credit} = {f.date} = {f.copies}".replace("  ", " "))
        for f in structure.figures
    ]
    return {
        "kind": (right, len(texts), len(blocks)),
        **{
            measure: compared(found, [e for e in expected if e[0].startswith(measure)])
            for measure, found in (("heading", headings), ("anchor", anchors), ("figure", figures))
        },
    }


def compared(found, expected):
    return (Counter(found) & Counter(expected)).total(), len(found), len(expected)


def f1(counts):
    right, found, expected = counts
    return 2 * right / (found + expected) if found + expected else 1.0


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_s_tree_is_found(name):
    assert {measure: f1(counts) for measure, counts in scored(name).items()} == dict.fromkeys(
        MEASURES, 1.0
    )


def test_all_editions_together():
    assert len(NAMES) >= 6
    total = {
        m: [sum(n) for n in zip(*(scored(k)[m] for k in NAMES), strict=True)] for m in MEASURES
    }
    assert all(f1(counts) >= 0.98 for counts in total.values()), total
