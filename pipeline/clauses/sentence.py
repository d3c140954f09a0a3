"""One sentence with all that was read in it: the input of stage 5's rules.

Tokens are numbered within the sentence, without white space; `token_span` maps characters of the
block to tokens, `phrase` maps tokens back.  A Doc read from a file has no lexical attributes
(`lower_`, `is_space`): words are taken from the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pipeline.records.facts import Phrase, Reading
from pipeline.records.names import Mention
from pipeline.records.numbers import Amount, Count, Period
from pipeline.records.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


LONGEST = 200  # tokens; anything longer is a list or a table that lost its line breaks
Item = TypeVar("Item", Amount, Mention, Period, Count)


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence; `mentions` are the outermost mentions, without the places inside names."""

    reading: Reading
    span: Span
    tokens: "tuple[Token, ...]"
    words: tuple[str, ...]  # of the tokens, in lower case
    lemmas: tuple[str, ...]  # in lower case
    tags: tuple[str, ...]
    starts: tuple[int, ...]  # of the tokens, characters of the block
    amounts: tuple[Amount, ...]
    mentions: tuple[Mention, ...]
    periods: tuple[Period, ...]
    counts: tuple[Count, ...]
    named: tuple[int, ...]  # for each token the place of its mention in `mentions`, or -1
    has_tree: bool  # whether it has a grammar tree; without one only its first token is a root

    @property
    def block_id(self) -> str:
        return self.reading.block.block_id

    def token_span(self, start: int, end: int) -> Span:
        """The tokens, half-open, that lie under characters start to end."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        return first, max(bisect_left(self.starts, end), first + 1)

    def phrase(self, first: int, last: int) -> Phrase:
        """The words of tokens first to last, half-open; at least the first."""
        last = max(last, first + 1)
        start = self.starts[first]
        end = self.starts[last - 1] + len(self.tokens[last - 1].text)
        return Phrase(self.reading.block.text.text[start:end], start, end)

    def word(self, at: int) -> str:
        """The token in lower case, or nothing outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def lemma(self, at: int) -> str:
        return self.lemmas[at] if 0 <= at < len(self.lemmas) else ""

    def tag(self, at: int) -> str:
        return self.tags[at] if 0 <= at < len(self.tags) else ""

    def index(self, token: "Token") -> int:
        """The number in the sentence of a token of the Doc; -1 outside it."""
        first, last = self.token_span(token.idx, token.idx + 1)
        same = last == first + 1 and self.starts[first] == token.idx
        return first if same else -1

    def head(self, at: int) -> int:
        """The token on which this one depends; itself for a root or an unparsed sentence."""
        found = self.index(self.tokens[at].head) if self.has_tree else at
        return found if found >= 0 else at

    def verb_above(self, at: int, steps: int) -> int | None:
        """The nearest verb that a token depends on, at most `steps` heads up."""
        for _ in range(steps):
            above = self.head(at)
            if above == at:
                return None
            if self.tag(above).startswith("VB"):
                return above
            at = above
        return None

    def mention_at(self, at: int) -> Mention | None:
        """The mention that holds a token."""
        place = self.named[at] if 0 <= at < len(self.named) else -1
        return self.mentions[place] if place >= 0 else None


def parsed_sentences(reading: Reading) -> Sequence[ParsedSentence]:
    """The sentences of a block, in order; none if the model did not read it."""
    if not reading.parsed_sentences and reading.doc is not None:
        reading.parsed_sentences.extend(_parsed(reading, reading.doc))
    return reading.parsed_sentences


def _parsed(reading: Reading, doc: "Doc") -> Iterator[ParsedSentence]:
    tokens = tuple(token for token in doc if not token.text.isspace())
    words = tuple(token.text.lower() for token in tokens)
    lemmas = tuple(token.lemma_.lower() for token in tokens)
    tags = tuple(_tags(tokens))
    starts = tuple(token.idx for token in tokens)
    mentions = SortedRecords(tuple(_outermost(reading)))
    amounts, periods, counts = (
        SortedRecords(reading.amounts),
        SortedRecords(reading.periods),
        SortedRecords(reading.counts),
    )
    for span in _pieces(reading.sentences, starts):
        first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
        inside = mentions.within(span)
        yield ParsedSentence(
            reading=reading,
            span=span,
            tokens=tokens[first:last],
            words=words[first:last],
            lemmas=lemmas[first:last],
            tags=tags[first:last],
            starts=starts[first:last],
            amounts=amounts.within(span),
            mentions=inside,
            periods=periods.within(span),
            counts=counts.within(span),
            named=_named(starts[first:last], inside),
            has_tree=any(token.dep_ for token in tokens[first + 1 : last]),
        )


def _tags(tokens: "tuple[Token, ...]") -> Iterator[str]:
    """The tags of tokens; "’" directly after an s is a possessive ("the States’ pledge")."""
    before = None
    for token in tokens:
        behind = before is not None and before.idx + len(before.text) == token.idx
        owns = token.text in "’'" and behind and before is not None and before.text[-1] in "sS"
        yield "POS" if owns and token.whitespace_ else token.tag_
        before = token


def _pieces(sentences: Sequence[Span], starts: Sequence[int]) -> Iterator[Span]:
    """The sentences that hold words; one of more than `LONGEST` tokens is cut into pieces."""
    for start, end in sentences:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        for at in range(first, last, LONGEST):
            stop = starts[at + LONGEST] if at + LONGEST < last else end
            yield (start if at == first else starts[at]), stop


class SortedRecords(Generic[Item]):
    """Records sorted by start, to find those of a sentence by bisection."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items: list[Item] = sorted(items, key=lambda item: item.start)
        self.starts: list[int] = [item.start for item in self.items]

    def within(self, span: Span) -> tuple[Item, ...]:
        first, last = bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])
        return tuple(self.items[first:last])


def _named(starts: Sequence[int], mentions: Sequence[Mention]) -> tuple[int, ...]:
    places, k = [], 0
    for start in starts:
        while k < len(mentions) and mentions[k].end <= start:
            k += 1
        inside = k < len(mentions) and mentions[k].start <= start
        places.append(k if inside else -1)
    return tuple(places)


def _outermost(reading: Reading) -> Iterator[Mention]:
    """The mentions that are inside no other and inside no amount ("NZ" of "NZ$6 million")."""
    amount_offsets = {k for amount in reading.amounts for k in range(amount.start, amount.end)}
    end = -1
    for mention in sorted(reading.mentions, key=lambda m: (m.start, -m.end)):
        inside = mention.start < end or mention.start in amount_offsets
        if not inside and mention.role != "name_part":
            end = mention.end
            yield mention
