"""Stages 1 to 5 in memory: a report's bytes in, its tables out; no file is written."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from pipeline.storage.edition import Edition

if TYPE_CHECKING:
    from spacy.language import Language

UNREAD = ("furniture", "banner")  # kinds of block without text of the report itself


def extract_cells(
    edition: Edition,
    raw: Mapping[str, bytes],
    nlp: "Language",
    *,
    during: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> dict[str, dict[str, list[str]]]:
    """Stages 1 to 5 over the bytes of each raw file, by name: table -> column -> cells.

    `during(stage)` is entered around each stage, to time it.  Raises BadInputError for bytes
    that are not text.
    """
    from pipeline.clean import clean
    from pipeline.clean.decode import decode
    from pipeline.entities import read_names
    from pipeline.language import dated_or_counted, read_docs
    from pipeline.money import read_numbers
    from pipeline.sections import build_structure
    from pipeline.tables import Found, build_cells

    with during("clean"):
        sources = [decode(data, name) for name, data in raw.items()]
        paragraphs = [paragraph for source in sources for paragraph in clean(source)]
    with during("sections"):
        structure = build_structure(paragraphs, edition)
    with during("entities"):
        blocks = [b for b in structure.blocks if b.kind not in UNREAD and not b.duplicate_of]
        found = read_docs(nlp, [block.text.text for block in blocks], dated_or_counted)
        docs = dict(zip([block.block_id for block in blocks], found, strict=True))
        edition_names = read_names(structure, docs, edition)
    with during("money"):
        numbers = tuple(read_numbers(structure, edition))
    with during("tables"):
        return build_cells(Found(edition, sources, structure, edition_names, numbers, docs))
