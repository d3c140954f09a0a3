"""A row that a person adds: found in the text by its evidence, placed like any other row."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, islice

from pipeline.records.text import Block, evidence_id
from pipeline.schema import Table
from pipeline.storage.files import as_json

OWN_TEXT = ("text", "anchor_term")  # columns that quote the row's own words
CONTEXT = 3  # words on each side of the evidence


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation's place in a block, with the words before and after it."""

    block: Block
    start: int
    end: int

    @property
    def before(self) -> str:
        return " ".join(self.block.text.text[: self.start][-120:].split()[-CONTEXT:])

    @property
    def after(self) -> str:
        return " ".join(self.block.text.text[self.end :][:120].split()[:CONTEXT])


class Texts:
    """The blocks of an edition, searched for quotations."""

    def __init__(self, blocks: Iterable[Block], paths: Mapping[str, str]) -> None:
        self._blocks = [block for block in blocks if not block.duplicate_of]
        self._paths = paths  # section_id -> path
        self._by_id = {block.block_id: block for block in self._blocks}

    def path(self, block: Block) -> str:
        return self._paths.get(block.section_id, "")

    def block(self, row: Mapping[str, str]) -> Block | None:
        """The block that holds a row, if it exists."""
        return self._by_id.get(row["block_id"])

    def place(self, quotation: str) -> Place:
        """The one place of a quotation, whatever its white space.

        Raises ValueError if it occurs nowhere, or more than once.
        """
        folded = " ".join(quotation.split())
        found = (place for block in self._blocks for place in _places(block, folded))
        places = list(islice(found, 2))
        if not places:
            raise ValueError("is not in the text; copy it from the sheet text")
        if len(places) > 1:
            raise ValueError("occurs more than once in the text; copy more words")
        return places[0]


def _places(block: Block, folded: str) -> Iterator[Place]:
    """The places of a quotation in a block; its white space is folded."""
    text = block.text.text
    words = [match.span() for match in re.finditer(r"\S+", text)]
    starts = list(accumulate((end - start + 1 for start, end in words), initial=0))
    plain = " ".join(text[start:end] for start, end in words)

    def unfolded(index: int) -> int:
        word = bisect_right(starts, index) - 1
        return words[word][0] + index - starts[word]

    at = plain.find(folded)
    while at >= 0:
        yield Place(block, unfolded(at), unfolded(at + len(folded) - 1) + 1)
        at = plain.find(folded, at + 1)


def added_row(table: Table, cells: Mapping[str, str], place: Place, path: str) -> dict[str, str]:
    """The whole row, except its id.  Raises ValueError with a fault of the evidence.

    Its own words are those of its `text`, where the table has one, or else the evidence.
    """
    block = place.block.text
    spans = {"evidence": [list(block.raw_span(place.start, place.end))]}
    own = (place.start, place.end)
    for name in OWN_TEXT:
        if words := cells.get(name):
            at = block.text.find(words, place.start, place.end)
            if at < 0:
                raise ValueError(
                    f"does not contain the {name}, '{words[:40]}'; copy both as printed"
                )
            own = (at, at + len(words))
            spans[name] = [list(block.raw_span(*own))]
    raw_start, raw_end = block.raw_span(*own)
    return {
        **{column.name: cells.get(column.name, "") for column in table.own},
        "section": path,
        "block_id": place.block.block_id,
        "source": place.block.source,
        "raw_start": str(raw_start),
        "raw_end": str(raw_end),
        "evidence": block.text[place.start : place.end],
        "field_spans": as_json(spans),
        "rule": "reviewer",
    }


class NewIds:
    """Ids for added rows: made from the evidence, each used once."""

    def __init__(self, taken: Mapping[str, Iterable[str]]) -> None:
        self._taken = defaultdict(set, {table: set(ids) for table, ids in taken.items()})

    def give(self, table: str, place: Place) -> str:
        quotation = place.block.text.text[place.start : place.end]
        count = 1
        while True:
            row_id = evidence_id(table, quotation, place.before, place.after, f"added {count}")
            if row_id not in self._taken[table]:
                self._taken[table].add(row_id)
                return row_id
            count += 1
