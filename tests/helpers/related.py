"""Which amounts of marked blocks are related, and what then counts."""

import pytest

from pipeline.contributions import Money
from pipeline.findings.money_relations import find_relations
from pipeline.findings.stated_totals import without_double
from pipeline.records.facts import Bearer, MoneyRelation
from tests.helpers.marked_reader import read_as, unmarked
from tests.helpers.readings import readings_of

# the reader gets two sentences before a block, so that marks of one would count in the next
FILLER = "It rained. The sun shone. The wind blew. Then it was dry again."


def ties(monkeypatch: pytest.MonkeyPatch, *marked: str) -> list[tuple[str, str, str]]:
    """Each relation as (type, words of the whole, words of the part)."""
    _, relations, texts = _read(monkeypatch, *marked)
    return [(r.type, _words(r.whole, texts), _words(r.part, texts)) for r in relations]


def reasons(monkeypatch: pytest.MonkeyPatch, *marked: str) -> list[tuple[str, str]]:
    """Each contribution's amount and why totals leave it out, in reading order."""
    money, relations, texts = _read(monkeypatch, *marked)
    rows = without_double(money.contributions, relations)
    return [(_words(row.bearer, texts), row.not_countable) for row in rows]


def _read(
    monkeypatch: pytest.MonkeyPatch, *marked: str
) -> tuple[Money, list[MoneyRelation], list[str]]:
    blocks = [text for block in marked for text in (block, FILLER)]
    money = read_as(monkeypatch, *blocks)
    texts = [unmarked(block)[0] for block in blocks]
    return money, find_relations(readings_of(*texts), money), texts


def _words(bearer: Bearer, texts: list[str]) -> str:
    return texts[int(bearer.block_id[1:])][bearer.start : bearer.end]
