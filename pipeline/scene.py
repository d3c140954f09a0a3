"""One sentence with all that was read in it: what the finders of stage 5 look at.

Tokens are numbered inside the scene, white space left out; `token_span` takes characters of the
block to tokens, `phrase` takes tokens back.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Amount, Count, Mention, Period, Phrase, Reading, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence; `mentions` are the outermost namings, without the places inside names."""

    reading: Reading
    span: Span
    tokens: "tuple[Token, ...]"
    starts: tuple[int, ...]  # of the tokens, characters of the block
    amounts: tuple[Amount, ...]
    mentions: tuple[Mention, ...]
    periods: tuple[Period, ...]
    counts: tuple[Count, ...]

    @property
    def block_id(self) -> str:
        return self.reading.block.block_id

    @property
    def parsed(self) -> bool:
        """Whether the sentence has a grammar tree; without one only its first token is a root."""
        return any(token.dep_ for token in self.tokens[1:])

    def token_span(self, start: int, end: int) -> Span:
        """The tokens, half-open, that lie under characters start to end."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        return first, max(bisect_left(self.starts, end), first + 1)

    def phrase(self, first: int, last: int) -> Phrase:
        """The words of tokens first to last, half-open."""
        start = self.starts[first]
        end = self.starts[last - 1] + len(self.tokens[last - 1].text)
        return Phrase(self.reading.block.text.text[start:end], start, end)

    def word(self, at: int) -> str:
        """The token in lower case, or nothing outside the sentence."""
        return self.tokens[at].lower_ if 0 <= at < len(self.tokens) else ""

    def lemma(self, at: int) -> str:
        return self.tokens[at].lemma_.lower() if 0 <= at < len(self.tokens) else ""

    def tag(self, at: int) -> str:
        return self.tokens[at].tag_ if 0 <= at < len(self.tokens) else ""

    def index(self, token: "Token") -> int:
        """The scene's number of a token of the Doc; -1 where it lies outside."""
        first, last = self.token_span(token.idx, token.idx + 1)
        same = last == first + 1 and self.starts[first] == token.idx
        return first if same else -1

    def head(self, at: int) -> int:
        """The token on which this one depends; itself for a root or an unparsed sentence."""
        found = self.index(self.tokens[at].head) if self.parsed else at
        return found if found >= 0 else at

    def mention_at(self, at: int) -> Mention | None:
        """The naming that holds a token."""
        start = self.starts[at]
        for mention in self.mentions:
            if mention.start <= start < mention.end:
                return mention
        return None


def scenes_of(reading: Reading) -> Iterator[Scene]:
    """The sentences of a block, in order; nothing where it was not read as language."""
    if reading.doc is None:
        return
    tokens = [token for token in reading.doc if not token.is_space]
    starts = [token.idx for token in tokens]
    outer = tuple(_outermost(reading.mentions))
    for start, end in reading.sentences:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if first == last:
            continue  # a stretch of white space alone
        yield Scene(
            reading=reading,
            span=(start, end),
            tokens=tuple(tokens[first:last]),
            starts=tuple(starts[first:last]),
            amounts=tuple(a for a in reading.amounts if start <= a.start < end),
            mentions=tuple(m for m in outer if start <= m.start < end),
            periods=tuple(p for p in reading.periods if start <= p.start < end),
            counts=tuple(c for c in reading.counts if start <= c.start < end),
        )


def _outermost(mentions: Sequence[Mention]) -> Iterator[Mention]:
    end = -1
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start >= end and mention.role != "name_part":
            end = mention.end
            yield mention
