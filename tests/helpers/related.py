"""Which amounts of marked blocks are related, and how."""

import pytest

from pipeline.findings.money_relations import find_relations
from pipeline.records.facts import Bearer
from tests.helpers.marked_reader import read_as, unmarked
from tests.helpers.readings import readings_of

# the reader gets two sentences before a block, so that marks of one would count in the next
FILLER = "It rained. The sun shone. The wind blew. Then it was dry again."


def ties(monkeypatch: pytest.MonkeyPatch, *marked: str) -> list[tuple[str, str, str]]:
    """Each relation as (type, words of the whole, words of the part)."""
    blocks = [text for block in marked for text in (block, FILLER)]
    money = read_as(monkeypatch, *blocks)
    texts = [unmarked(block)[0] for block in blocks]
    relations = find_relations(readings_of(*texts), money)

    def words(bearer: Bearer) -> str:
        return texts[int(bearer.block_id[1:])][bearer.start : bearer.end]

    return [(made.type, words(made.whole), words(made.part)) for made in relations]
