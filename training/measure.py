"""Marked passages beside the rows that the pipeline makes of them, field by field.

A row is found where its amount, or its words of help, overlaps a marked one.  A field of a found
row is right where it names all that is marked and nothing else; names are compared by place and by
code.  A stated total is no contribution here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from pipeline.clauses.parties import provider_of, recipient_of
from pipeline.contributions import read_money
from pipeline.contributions.parties import POINTING, WE
from pipeline.contributions.reader import Network
from pipeline.entities import read_names
from pipeline.entities.identity import identify
from pipeline.language import dated_or_counted, load_model, read_docs
from pipeline.money import read_numbers
from pipeline.records.aligned import copied
from pipeline.records.facts import Contribution, Party, Reading
from pipeline.records.text import Block, Structure
from pipeline.storage.edition import Edition
from training.passages import Mark, Passage

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

FIELDS = ("provider", "recipients", "channels", "type", "period", "purpose")
STATED = FIELDS[:-1]  # the fields that "every" asks for: people often cut purposes differently
CANCELLED = "x"


@dataclass
class Row:
    """A marked contribution and the row that was found for it, or one of the two."""

    passage: Passage
    head: Mark | None
    found: Contribution | None
    right: dict[str, bool] = field(default_factory=dict)

    @property
    def has_amount(self) -> bool:
        if self.head is not None:
            return self.head.kind == "amount"
        return self.found is not None and self.found.amount is not None

    @property
    def every(self) -> bool:
        """Whether every field but the purpose is right."""
        return bool(self.right) and all(self.right[name] for name in STATED)


def rows_of(passages: Sequence[Passage], network: Network | None = None) -> Iterator[Row]:
    """Every marked and every found contribution, paired; by the shipped network or another."""
    for passage, readings in zip(passages, readings_of(passages), strict=True):
        edition = edition_of(passage)
        last = readings[-1].block.block_id
        found = [
            row
            for row in read_money(readings, edition, network=network).contributions
            if row.bearer.block_id == last and row.not_countable != "total"
        ]
        yield from _paired(Comparison(passage, readings[-1]), found)


def edition_of(passage: Passage) -> Edition:
    """The facts that a person would write of the passage's report."""
    country, _, kind = passage.style.partition(", ")
    return Edition("text", kind or "report", country, passage.provider, 2020)


def readings_of(passages: Sequence[Passage]) -> list[list[Reading]]:
    """Each passage as one block, or two where it has context, through stages 3 and 4."""
    texts = [
        [text for text in (p.text[: p.paragraph].strip(), p.text[p.paragraph :]) if text]
        for p in passages
    ]
    flat = [text for pair in texts for text in pair]
    docs = iter(read_docs(_model(), flat, dated_or_counted))
    return [_readings(p, pair, docs) for p, pair in zip(passages, texts, strict=True)]


@cache
def _model() -> "Language":
    return load_model()


def _readings(passage: Passage, texts: list[str], docs: "Iterator[Doc]") -> list[Reading]:
    blocks = [Block(f"b{n}", "s", n, "body", "", copied(text)) for n, text in enumerate(texts)]
    by_block = {block.block_id: next(docs) for block in blocks}
    structure = Structure((), tuple(blocks), (), (), (), ())
    edition = edition_of(passage)
    names = read_names(structure, by_block, edition).names
    numbers = read_numbers(structure, edition)
    return [
        Reading(
            block=block,
            section_path=(),
            sentences=named.sentences,
            mentions=named.mentions,
            amounts=counted.amounts,
            periods=counted.periods,
            counts=counted.counts,
            doc=by_block[block.block_id],
        )
        for block, named, counted in zip(blocks, names, numbers, strict=True)
    ]


def _paired(comparison: "Comparison", found: list[Contribution]) -> Iterator[Row]:
    passage = comparison.passage
    for head in (m for m in passage.marks if m.kind in ("amount", "action")):
        row = next((c for c in found if comparison.meets(head, c)), None)
        if row is not None:
            found.remove(row)
        yield Row(passage, head, row, comparison.right(head, row) if row else {})
    yield from (Row(passage, None, row) for row in found)


@dataclass(frozen=True)
class Comparison:
    """Says of a row beside the marks of one passage which of its fields are right."""

    passage: Passage
    reading: Reading

    @property
    def shift(self) -> int:
        """Where the block's text begins in the passage's."""
        return len(self.passage.text) - len(self.reading.block.text.text)

    def meets(self, head: Mark, row: Contribution) -> bool:
        """Whether a row is borne by the words that a head marks."""
        same = (head.kind == "amount") == (row.amount is not None)
        return same and self._overlaps(head, row.bearer.start, row.bearer.end)

    def right(self, head: Mark, row: Contribution) -> dict[str, bool]:
        """Field -> whether it says what the marks of the contribution say."""
        marks = [mark for mark in self.passage.marks if mark.number == head.number]

        def of(*roles: str) -> list[Mark]:
            return [mark for mark in marks if mark.kind in roles]

        providers = (row.provider, *row.co_providers) if row.provider else ()
        through = (*row.channels, *row.implementers)
        period = (row.period.start, row.period.end) if row.period else None
        purpose = (row.purpose.start, row.purpose.end) if row.purpose else None
        inherited = row.period_basis == "inherited"
        return {
            "provider": self._is_provider(of("provider"), providers),
            "recipients": self._are(of("recipient"), row.recipients),
            "channels": self._are(of("channel", "implementer"), through),
            "type": _is_type(head.value, row),
            "period": (inherited and bool(of("time"))) or self._is_span(of("time"), period),
            "purpose": self._is_span(of("purpose"), purpose),
        }

    def _is_provider(self, marks: list[Mark], parties: tuple[Party, ...]) -> bool:
        """One mention of the provider is enough; who is not named is the publisher, if one is."""
        own = bool(self.passage.provider)
        publisher = own and {party.iso3 for party in parties} == {self.passage.provider}
        names = [mark for mark in marks if not self._points(mark)]
        if not names:
            return publisher or not (parties or own or marks)
        hits = [any(self._is(mark, party) for mark in names) for party in parties]
        return bool(hits) and all(hits)

    def _are(self, marks: list[Mark], parties: tuple[Party, ...]) -> bool:
        """Every marked name is among the parties, and every party is marked."""
        names = [mark for mark in marks if not self._points(mark)] or marks
        named = all(any(self._is(mark, party) for mark in marks) for party in parties)
        hit = [mark for mark in names if any(self._is(mark, party) for party in parties)]
        keys = {key for mark in hit for key in self._keys(mark)}
        return named and all(mark in hit or self._keys(mark) & keys for mark in names)

    def _points(self, mark: Mark) -> bool:
        words = self.passage.text[mark.start : mark.end].lower().split()
        return words[0].strip("’'") in WE | POINTING

    def _is(self, mark: Mark, party: Party) -> bool:
        """Whether a party stands where the mark does, or is known by the same code or name."""
        at = party.at
        if at is not None and self._overlaps(mark, at.start, at.end):
            return True
        known = {party.key, party.iso3, identify(party.name)} - {""}
        return bool(known & self._keys(mark))

    def _keys(self, mark: Mark) -> set[str]:
        """Codes and names of what stands under a mark."""
        words = self.passage.text[mark.start : mark.end]
        keys = {identify(words), words.lower().removeprefix("the ")}
        for mention in self.reading.mentions:
            if mention.role != "name_part" and self._overlaps(mark, mention.start, mention.end):
                for party in (provider_of(mention), recipient_of(mention)):
                    keys |= {party.key, party.iso3}
        return keys - {""}

    def _is_span(self, marks: list[Mark], span: tuple[int, int] | None) -> bool:
        if not marks or span is None:
            return not marks and span is None
        return any(self._overlaps(mark, *span) for mark in marks)

    def _overlaps(self, mark: Mark, start: int, end: int) -> bool:
        return start + self.shift < mark.end and mark.start < end + self.shift


def _is_type(marked: str, row: Contribution) -> bool:
    if marked == CANCELLED or not row.took_place:
        return marked == CANCELLED and not row.took_place
    return set(row.transaction_types) == set(marked.split("/"))
