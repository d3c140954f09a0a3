"""A block as the reader reads it: what stands before it, then its text, its names and times."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.clauses.parties import country_party
from pipeline.clauses.sentence import ParsedSentence, parsed_sentences
from pipeline.records.facts import Reading
from pipeline.records.names import Mention
from pipeline.records.numbers import Period
from pipeline.records.text import Span
from pipeline.storage.edition import Edition

PROSE = ("body", "list_item", "table")  # blocks that the next one may go on from
SENTENCES = 2  # of the text before a block that are read with it
LONGEST = 300  # characters of them
LONGEST_NAME = 400  # characters of a mention
Item = TypeVar("Item", Mention, Period)


@dataclass(frozen=True, slots=True)
class Passage:
    """`text[begin:]` is the block's text; mentions and periods are placed in `text`."""

    reading: Reading
    text: str
    begin: int
    mentions: tuple[Mention, ...]
    periods: tuple[Period, ...]

    @property
    def parsed_sentences(self) -> Sequence[ParsedSentence]:
        """The block's sentences as tokens; none where it was not read as language."""
        return parsed_sentences(self.reading)

    def parsed(self, at: int) -> ParsedSentence | None:
        """The sentence that holds a place of `text`."""
        place = (
            bisect_right(self.parsed_sentences, at - self.begin, key=lambda parsed: parsed.span[0])
            - 1
        )
        return self.parsed_sentences[place] if place >= 0 else None

    def sentence(self, at: int) -> Span:
        """Where that sentence stands in the block; all of the block where it has none."""
        place = bisect_right(self.reading.sentences, (at - self.begin, 1 << 60)) - 1
        everything = (0, len(self.text) - self.begin)
        return self.reading.sentences[place] if place >= 0 else everything

    def mentions_at(self, start: int, end: int) -> list[Mention]:
        """The mentions that share a character with a stretch of `text`."""
        first = bisect_left(self.mentions, start - LONGEST_NAME, key=lambda m: m.start)
        last = bisect_left(self.mentions, end, key=lambda m: m.start)
        return [mention for mention in self.mentions[first:last] if mention.end > start]


def passages_of(readings: Sequence[Reading]) -> Iterator[Passage]:
    """One passage for each reading, in order; a heading is read by itself."""
    lead: Reading | None = None  # the last block of the section that is no item of a list
    before: Reading | None = None
    for reading in readings:
        if before is not None and before.section_path != reading.section_path:
            lead = before = None
        item = reading.block.kind in ("list_item", "table")
        titled = reading.block.kind == "heading"
        yield _passage(reading, None if titled else lead if item else before)
        if reading.block.kind in PROSE:
            before = reading
            lead = lead if item and lead else reading


def whose(edition: Edition) -> str:
    """Whose text it is, in the words that the reader learned."""
    country = country_party(edition.provider)
    kind = edition.title or "report"
    return f"provider {country.name}; {kind}" if country else f"{edition.publisher}, {kind}"


def _passage(reading: Reading, before: Reading | None) -> Passage:
    text = reading.block.text.text
    own = tuple(sorted(reading.mentions, key=lambda mention: mention.start))
    title = reading.section_path[-1] if reading.section_path else ""
    if (before is None and not title) or reading.block.kind == "heading":
        return Passage(reading, text, 0, own, reading.periods)
    first = _first(before) if before else 0
    tail = before.block.text.text[first:].rstrip() if before else ""
    opening = f"{title}. " if title and not tail.startswith(title) else ""
    begin = len(opening) + len(tail) + bool(tail)
    shift, end = len(opening) - first, first + len(tail)
    mentions = sorted(before.mentions, key=lambda m: m.start) if before else ()
    periods = before.periods if before else ()
    return Passage(
        reading,
        f"{opening}{tail}{' ' if tail else ''}{text}",
        begin,
        (*_moved(mentions, shift, first, end), *_moved(own, begin)),
        (*_moved(periods, shift, first, end), *_moved(reading.periods, begin)),
    )


def _first(before: Reading) -> int:
    """Where the last sentences of a block begin, not farther back than is read."""
    text = before.block.text.text
    starts = [start for start, _ in before.sentences][-SENTENCES:]
    near = [start for start in starts if start >= len(text) - LONGEST]
    return near[0] if near else max(len(text) - LONGEST, 0)


def _moved(items: Sequence[Item], shift: int, first: int = 0, end: int = 1 << 60) -> Iterator[Item]:
    for item in items:
        if first <= item.start and item.end <= end:
            yield replace(item, start=item.start + shift, end=item.end + shift)
