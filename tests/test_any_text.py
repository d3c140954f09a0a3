"""Whatever the words, they become tables without a fault: real sentences shuffled, cut and torn."""

import hashlib
import random
import re
from functools import cache

import pytest

from pipeline.clean import clean
from pipeline.entities import read_names
from pipeline.language import dated_or_counted, load_model, read_docs
from pipeline.money import read_numbers
from pipeline.records.text import Source
from pipeline.schema import TABLES
from pipeline.sections import build_structure
from pipeline.stages import UNREAD, write_tables
from pipeline.storage.edition import Edition
from pipeline.tables import Found, build_tables
from pipeline.verify import Checker
from tests.helpers.paths import ROOT
from tests.helpers.properties import share

EDITION = Edition("2019", "Aid", "Ministry", "JPN", 2019, 4)
STRAY = (
    "(",
    ")",
    "$",
    "-",
    "“",
    "and",
    "of",
    "the",
    "2019",
    "million",
    "/",
    "—",
    "\n",
    "’s",
    "[3]",
    "%",
)


@cache
def nlp():
    return load_model()


@cache
def words():
    paths = [*(ROOT / "raw" / "2019").glob("*.txt"), *(ROOT / "tests" / "structure").glob("*.txt")]
    return re.findall(r"\S+|\n+", "\n\n".join(path.read_text() for path in sorted(paths)))


def torn_text(seed):
    """A run of the real words, disturbed in one of four ways; the same for the same seed."""
    chance = random.Random(seed)
    start = chance.randrange(len(words()))
    piece = words()[start : start + chance.randrange(5, 300)]
    way = seed % 4
    if way == 0:
        chance.shuffle(piece)
    elif way == 1:
        piece = [word for word in piece if chance.random() > 0.3]
    elif way == 2:
        piece = [chance.choice(STRAY) if chance.random() < 0.1 else word for word in piece]
    else:
        piece = [word[: chance.randrange(1, 9)] for word in piece]
    return " ".join(piece) + " x"


@pytest.mark.parametrize("seed", range(share(120)))
def test_torn_text_becomes_tables_that_verify(seed, tmp_path):
    data = torn_text(seed).encode()
    source = Source("a.txt", "utf-8", hashlib.sha256(data).hexdigest(), data.decode())
    structure = build_structure(clean(source), EDITION)
    blocks = [b for b in structure.blocks if b.kind not in UNREAD and not b.duplicate_of]
    found = read_docs(nlp(), [block.text.text for block in blocks], dated_or_counted)
    docs = dict(zip([block.block_id for block in blocks], found, strict=True))
    edition_names = read_names(structure, docs, EDITION)
    numbers = list(read_numbers(structure, EDITION))
    tables = build_tables(Found(EDITION, [source], structure, edition_names, numbers, docs))
    assert list(tables) == [table.name for table in TABLES]
    (tmp_path / "a.txt").write_bytes(data)
    write_tables(tmp_path / "tables", tables)
    checker = Checker(tmp_path, tmp_path / "tables")
    checker.check()
    assert checker.faults == []
