"""The report of 2019 as pieces of print, from which documents of every kind are made."""

from dataclasses import dataclass
from itertools import pairwise

from pipeline.clean import clean
from pipeline.clean.decode import decode
from pipeline.sections import build_structure
from pipeline.storage.edition import parse_edition
from tests.helpers.paths import ROOT

FOLDER = ROOT / "raw" / "2019"


@dataclass(frozen=True, slots=True)
class Print:
    """A block as a publisher sets it; `marks` are note numbers and where they stand in the text."""

    kind: str  # heading, body, caption, note
    text: str
    level: int = 0
    marks: tuple[tuple[int, str], ...] = ()


def report_2019():
    """The blocks of the hand-made text, each once, without what is printed around them."""
    facts = parse_edition("2019", (FOLDER / "edition.toml").read_text(), "edition.toml")
    [path] = FOLDER.glob("*.txt")
    paragraphs = clean(decode(path.read_bytes(), path.name))
    structure = build_structure(paragraphs, facts)
    levels = {section.section_id: section.level for section in structure.sections}
    pieces = []
    for block, paragraph in zip(structure.blocks, paragraphs, strict=True):
        if block.kind in ("banner", "furniture") or block.duplicate_of:
            continue
        level = levels[block.section_id] if block.kind == "heading" else 0
        marks = tuple((marker.at, marker.number) for marker in paragraph.markers)
        pieces.append(Print(block.kind, block.text.text, level, marks))
    return pieces


def with_marks(piece, form):
    """The piece's text with its note numbers, each written by `form`, where they stood."""
    cuts = [0, *(at for at, _ in piece.marks), len(piece.text)]
    parts = [piece.text[a:b] for a, b in pairwise(cuts)]
    numbers = [form(number) for _, number in piece.marks]
    return "".join(part + (numbers[n] if n < len(numbers) else "") for n, part in enumerate(parts))


def words_kept(expected, found):
    """The share of neighbouring words of the expected texts that are neighbours in the found."""
    wanted = [pair for text in expected for pair in pairwise(text.split())]
    there = {pair for text in found for pair in pairwise(text.split())}
    return sum(pair in there for pair in wanted) / len(wanted)
