"""Readings for tests: plain text through the real stages 3 and 4."""

from functools import cache
from typing import TYPE_CHECKING

from pipeline.entities import read_names
from pipeline.language import dated_or_counted, load_model, read_docs
from pipeline.money import read_numbers
from pipeline.records.aligned import copied
from pipeline.records.facts import Reading
from pipeline.records.names import Names
from pipeline.records.numbers import Numbers
from pipeline.records.text import Block, Structure
from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

EDITION = Edition("test", "Aid report", "Ministry", "JPN", 2019, fiscal_year_start=4)


@cache
def model() -> "Language":
    return load_model()


def readings_of(*texts: str, kind: str = "body", edition: Edition = EDITION) -> list[Reading]:
    """The readings of some blocks, each text one block, in order."""
    blocks = [
        Block(f"b{n}", "s1", n, kind, "test.txt", copied(text)) for n, text in enumerate(texts)
    ]
    structure = Structure((), tuple(blocks), (), (), (), ())
    docs = read_docs(model(), list(texts), dated_or_counted)
    by_block = dict(zip((b.block_id for b in blocks), docs, strict=True))
    names = {found.block_id: found for found in read_names(structure, by_block, edition).names}
    numbers = {found.block_id: found for found in read_numbers(structure, edition)}
    return [_reading(block, names, numbers, by_block) for block in blocks]


def _reading(
    block: Block, names: dict[str, Names], numbers: dict[str, Numbers], docs: "dict[str, Doc]"
) -> Reading:
    named, counted = names[block.block_id], numbers[block.block_id]
    return Reading(
        block=block,
        section_path=("Aid",),
        sentences=named.sentences,
        mentions=named.mentions,
        amounts=counted.amounts,
        periods=counted.periods,
        counts=counted.counts,
        doc=docs[block.block_id],
    )


def reading_of(text: str, kind: str = "body", edition: Edition = EDITION) -> Reading:
    """The reading of one block."""
    [reading] = readings_of(text, kind=kind, edition=edition)
    return reading
