"""Reads sentences with marked names, and measures what was found against the marks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.entities.identity import identify
from pipeline.records.closed_lists import ENTITY_KINDS
from tests.helpers.paths import EXAMPLES

MARK = re.compile(r"\[(?P<words>[^\[\]|]+)\|(?P<kind>[a-z_]+)(?:\|(?P<entity>[^\[\]|]+))?\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A name as a person marked it."""

    start: int
    end: int
    kind: str
    entity_id: str


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    names: tuple[Marked, ...]
    acronyms: frozenset[tuple[str, str]]


def read_examples(name: str) -> list[Example]:
    """Every sentence of a file of examples, in order."""
    lines = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
    return [parse(line) for line in lines if line and not line.startswith("#")]


def parse(line: str) -> Example:
    """A line with its marks taken out.  Raises ValueError for a mark that does not close."""
    marked, _, defined = line.partition(" ## ")
    text, names, last = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        if match["kind"] not in ENTITY_KINDS:
            raise ValueError(f"kind '{match['kind']}' of {match['words']}")
        entity = identify(match["entity"] or match["words"])
        names.append(Marked(len(text), len(text) + len(match["words"]), match["kind"], entity))
        text += match["words"]
        last = match.end()
    text += marked[last:]
    if re.search(r"[\[\]|]", text):
        raise ValueError(f"a mark does not close: {text}")
    pairs = (pair.partition("=") for pair in defined.split("; ") if pair)
    return Example(text, tuple(names), frozenset((short, long) for short, _, long in pairs))


def f1(found: int, gold: int, right: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (found + gold) if found + gold else 1.0


def spans(names: Iterable[Marked]) -> set[tuple[int, int]]:
    return {(name.start, name.end) for name in names}


def strict_f1(found: Sequence[set[tuple[int, int]]], gold: Sequence[Example]) -> float:
    """F1 of whole spans over all sentences."""
    marks = [spans(example.names) for example in gold]
    right = sum(len(f & g) for f, g in zip(found, marks, strict=True))
    return f1(sum(map(len, found)), sum(map(len, marks)), right)
