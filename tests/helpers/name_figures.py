"""How well names are read in the marked sentences: spans, kinds, links, codes, acronyms.

python -m tests.bench.examples names --misses 50
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.entities import read_names
from pipeline.entities.codes import known_entities
from pipeline.language import load_model, read_docs
from pipeline.records.aligned import copied
from pipeline.records.names import EditionNames, Mention
from pipeline.records.text import Block, Structure
from pipeline.storage.edition import Edition
from tests.helpers.name_examples import EXAMPLES, Example, f1, read_examples, strict_f1

YEAR = 2019
STOCK = ("GPE", "LOC", "ORG", "PERSON", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
FILES = tuple(sorted(path.name for path in EXAMPLES.glob("names*.txt")))
Coded = tuple[int, int, str]  # a country: where it is named, and its ISO 3166-1 alpha-3


@cache
def nlp() -> Any:
    return load_model()


@cache
def doc_of(text: str) -> Any:
    return read_docs(nlp(), [text], lambda _: False)[0]


def names_of(*texts: str, kinds: Sequence[str] = (), year: int = YEAR) -> EditionNames:
    """The names of an edition whose blocks are these texts."""
    kinds = kinds or ["body"] * len(texts)
    blocks = tuple(
        Block(f"b{n}", "s", n, kind, "x.txt", copied(text))
        for n, (text, kind) in enumerate(zip(texts, kinds, strict=True))
    )
    docs = {block.block_id: doc_of(block.text.text) for block in blocks}
    edition = Edition("e", "A Report", "A Publisher", "JPN", year)
    return read_names(Structure((), blocks, (), (), (), ()), docs, edition)


@dataclass(frozen=True, slots=True)
class Read:
    """An example with what was found: names that stand by themselves, and acronyms."""

    example: Example
    mentions: tuple[Mention, ...]
    acronyms: frozenset[tuple[str, str]]


@cache
def read_file(name: str) -> tuple[Read, ...]:
    """Every sentence of a file of examples, read by itself."""
    return tuple(_read(example) for example in read_examples(name))


def _read(example: Example) -> Read:
    edition_names = names_of(example.text)
    whole = tuple(m for m in edition_names.names[0].mentions if m.role != "name_part")
    pairs = frozenset((a.acronym, a.long_form) for a in edition_names.acronyms if a.defined)
    return Read(example, whole, pairs)


def stock_spans(text: str) -> set[tuple[int, int]]:
    """The model's own spans, generously: articles and possessives cut off."""
    found = set()
    for span in doc_of(text).ents:
        if span.label_ in STOCK:
            low = span.start_char + 4 * span.text.lower().startswith("the ")
            found.add((low, span.end_char - 2 * span.text.endswith(("’s", "'s"))))
    return found


def span_f1(read: Sequence[Read]) -> float:
    """Strict F1 of whole spans."""
    found = [{(m.start, m.end) for m in one.mentions} for one in read]
    return strict_f1(found, [one.example for one in read])


def stock_f1(read: Sequence[Read]) -> float:
    """The same of the model by itself."""
    return strict_f1([stock_spans(one.example.text) for one in read], [one.example for one in read])


def agreed(read: Sequence[Read], of: Callable[[Any], str]) -> float:
    """The share of rightly found spans on whose kind, or entity, we agree."""
    pairs = [
        (mark, mention)
        for one in read
        for mark in one.example.names
        for mention in one.mentions
        if (mark.start, mark.end) == (mention.start, mention.end)
    ]
    return sum(of(mark) == of(mention) for mark, mention in pairs) / len(pairs)


def countries(read: Sequence[Read]) -> tuple[float, float]:
    """Precision and recall of the countries named, each by its code and place."""
    gold = [_coded(one.example.names) for one in read]
    found = [_coded(one.mentions) for one in read]
    right = sum(len(g & f) for g, f in zip(gold, found, strict=True))
    return right / sum(map(len, found)), right / sum(map(len, gold))


def _coded(names: Sequence[Any]) -> set[Coded]:
    known = known_entities(YEAR)
    return {(n.start, n.end, known[n.entity_id].iso3) for n in names if n.kind == "country"}


def acronym_f1(read: Sequence[Read]) -> float:
    right = sum(len(one.acronyms & one.example.acronyms) for one in read)
    found = sum(len(one.acronyms) for one in read)
    return f1(found, sum(len(one.example.acronyms) for one in read), right)


def figures(name: str) -> tuple[float, ...]:
    """Spans and the model's own, kinds, links, country codes (two), acronyms."""
    read = read_file(name)
    kinds = agreed(read, lambda one: str(one.kind))
    links = agreed(read, lambda one: str(one.entity_id))
    return span_f1(read), stock_f1(read), kinds, links, *countries(read), acronym_f1(read)


def report(most: int) -> Iterator[str]:
    """A line of figures a file, then the names that were not read as marked."""
    yield f"{'names, our own examples':24}{'texts':>6}{'span F1':>9}{'model':>8}{'kinds':>8}" + (
        f"{'links':>8}{'codes P':>9}{'codes R':>9}{'short F1':>10}"
    )
    widths = (9, 8, 8, 8, 9, 9, 10)
    for name in FILES:
        shown = "".join(f"{x:>{w}.3f}" for x, w in zip(figures(name), widths, strict=True))
        yield f"{Path(name).stem:24}{len(read_file(name)):6}{shown}"
    yield from [line for name in FILES for line in misses(read_file(name))][:most]


def misses(read: Sequence[Read]) -> Iterator[str]:
    """What is marked and not found (-), and what is found and not marked (+)."""
    for one in read:
        text = one.example.text
        gold = {(m.start, m.end, m.kind, m.entity_id) for m in one.example.names}
        ours = {(m.start, m.end, m.kind, m.entity_id) for m in one.mentions}
        sides = (("-", gold - ours), ("+", ours - gold))
        lines = [
            f"    {sign} «{text[name[0] : name[1]]}» {name[2]} {name[3]}"
            for sign, names in sides
            for name in sorted(names)
        ]
        lines += [f"    - {s} = {long}" for s, long in sorted(one.example.acronyms - one.acronyms)]
        lines += [f"    + {s} = {long}" for s, long in sorted(one.acronyms - one.example.acronyms)]
        if lines:
            yield from (f"  {text}", *lines)
