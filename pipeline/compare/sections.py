"""Sections of two editions, matched by title and content."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.compare.pairing import Pair, folded, masked, pair_texts
from pipeline.compare.rows import Row, both

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
OWN_TEXT = ("body", "list_item", "caption")  # kinds of block that are the section's own text
REWRITTEN = Decimal("0.5")  # below this share of kept sentences
ONLY_EQUAL = 2.0  # a similarity that is never reached, so that only equal texts pair


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section with the sentences of its own text, without those of its subsections."""

    row: Row
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join((self.row["title"], *self.sentences))

    @property
    def cells(self) -> Row:
        return {**self.row, "words": str(len(" ".join(self.sentences).split()))}


def sections_of(sections: list[Row], blocks: list[Row]) -> list[SectionText]:
    """Every section with its own text."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for block in blocks:
        if block["kind"] in OWN_TEXT and not block["duplicate_of"]:
            sentences[block["section_id"]] += SENTENCE_END.split(block["text"])
    return [SectionText(row, tuple(sentences[row["row_id"]])) for row in sections]


def compare_sections(before: list[SectionText], after: list[SectionText]) -> Iterator[Row]:
    """A row for each section of either edition."""
    known = {key(s) for section in before for s in section.sentences for key in (folded, masked)}
    pairs = _pairs(before, after)
    for place, old in enumerate(before):
        pair = pairs.get(place)
        yield _row(old, after[pair.after] if pair else None, known)
    paired = {pair.after for pair in pairs.values()}
    for place, new in enumerate(after):
        if place not in paired:
            yield _row(None, new, known)


def _pairs(before: list[SectionText], after: list[SectionText]) -> dict[int, Pair]:
    """By full path, then by title and content, then by title alone."""
    found: dict[int, Pair] = {}
    taken: set[int] = set()
    for key, least in (("path", ONLY_EQUAL), ("text", 0.35), ("title", ONLY_EQUAL)):
        old = [place for place in range(len(before)) if place not in found]
        new = [place for place in range(len(after)) if place not in taken]
        texts = ([_key(before[n], key) for n in old], [_key(after[n], key) for n in new])
        for pair in pair_texts(*texts, least=least):
            found[old[pair.before]] = Pair(old[pair.before], new[pair.after], pair.similarity)
            taken.add(new[pair.after])
    return found


def _key(section: SectionText, key: str) -> str:
    return section.text if key == "text" else section.row[key]


def _row(old: SectionText | None, new: SectionText | None, known: set[str]) -> Row:
    kept = _share(new, known, masked) if new else ""
    return {
        "change": _change(old, new, kept),
        "repeated": _share(new, known, folded) if new else "",
        "kept": kept,
        **both(("row_id", "path", "words"), old.cells if old else None, new.cells if new else None),
    }


def _change(old: SectionText | None, new: SectionText | None, kept: str) -> str:
    if old is None or new is None:
        return "new" if old is None else "gone"
    if masked(old.row["title"]) != masked(new.row["title"]):
        return "retitled"
    if masked(old.row["path"]) != masked(new.row["path"]):
        return "moved"
    return "rewritten" if kept and Decimal(kept) < REWRITTEN else "same"


def _share(section: SectionText, known: set[str], key: Callable[[str], str]) -> str:
    """The share of the section's sentences that the earlier edition holds; empty without text."""
    if not section.sentences:
        return ""
    share = Decimal(sum(key(s) in known for s in section.sentences)) / len(section.sentences)
    return str(share.quantize(Decimal("0.01")))
