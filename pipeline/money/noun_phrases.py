"""The noun phrase after a number, by its words alone: "two patrol vessels", "5 tonnes of rice"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.money.numbers import words_of
from pipeline.money.tokens import Token, glued, kind_at, text_at
from pipeline.vocab import read_vocab

LONGEST = 10  # words and marks of a noun phrase
_PLURAL = re.compile(r".{2,}(?<![suiy])s|.{3,}ies|.{3,}ys")
_VERBAL = re.compile(r".{3,}(?:ed|ing)")
ARTICLES = frozenset(
    ["the", "all", "its", "their", "his", "her", "our", "these", "those", "a", "an"]
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in tokens, half-open; `head` is the token of the noun, -1 if there is none."""

    first: int
    last: int
    head: int

    def __bool__(self) -> bool:
        return self.head >= 0

    @property
    def noun(self) -> "Phrase":
        """The noun alone."""
        return Phrase(self.head, self.head + 1, self.head)


@cache
def measures() -> dict[str, str]:
    """Words and signs of measures ("km", "hectares", "°c"), and their standard names."""
    rows = read_vocab("units")
    return {row["word"]: row["unit"] for row in rows if row["kind"] in ("measure", "both")}


def read_phrase(tokens: Sequence[Token], at: int) -> Phrase:
    """The noun phrase that begins at `tokens[at]`."""
    end, head = at, -1
    while end < len(tokens) and end - at < LONGEST and _belongs(tokens, end, at):
        word = tokens[end].kind != "mark" and tokens[end].text not in ("and", "or")
        if word and head >= 0 and is_plural(tokens[head].text) and not is_plural(tokens[end].text):
            break
        head = end if word else head
        end += 1
    while end > at and tokens[end - 1].kind == "mark":
        end -= 1
    return Phrase(at, end, head)


def phrase_after_of(tokens: Sequence[Token], at: int) -> Phrase:
    """The noun phrase after "of" and an article: "of the households"; empty without "of"."""
    if text_at(tokens, at) != "of":
        return Phrase(at, at, -1)
    return read_phrase(tokens, at + 1 + (text_at(tokens, at + 1) in ARTICLES))


def _belongs(tokens: Sequence[Token], at: int, first: int) -> bool:
    token, inside = tokens[at], at > first
    if token.kind == "mark":
        joins = token.text in ("-", "/", "'", "’") and inside and glued(tokens[at - 1], token)
        if joins and text_at(tokens, at + 1) in ("and", "or"):
            return True  # "small- and medium-sized firms"
        return joins and at + 1 < len(tokens) and glued(token, tokens[at + 1])
    if token.kind not in ("word", "money"):
        return False
    word = token.text.lower()
    if word in words_of("function"):
        return word in ("and", "or") and at > first + 1 and tokens[at - 1].text == "-"
    verbal = _VERBAL.fullmatch(word) is not None
    if inside and verbal and ends_there(tokens, at + 1):
        return False  # "the 25th session ended"
    ended = inside and is_plural(tokens[at - 1].text)
    return not (ended and (verbal or token.text[:1].isupper()))


def ends_there(tokens: Sequence[Token], at: int) -> bool:
    """Whether no noun follows: the text or the clause ends, or a function word is next."""
    if kind_at(tokens, at) == "mark":
        return tokens[at].text not in ("-", "/", "'", "’")
    return kind_at(tokens, at) in ("", "break") or tokens[at].text in words_of("function")


def is_plural(word: str) -> bool:
    """Whether a word has the form of a plural, or is an irregular one ("people")."""
    lowered = word.lower()
    if "'" in word or "’" in word or lowered in words_of("function"):
        return False
    return lowered in words_of("people") or _PLURAL.fullmatch(lowered) is not None


def read_measure(text: str, tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
    """The unit of a measure that begins at `tokens[at]`: where it ends, its standard name."""
    for end in range(min(at + 3, len(tokens)), at, -1):
        printed = text[tokens[at].start : tokens[end - 1].end].lower()
        tied = glued(tokens[at - 1], tokens[at]) or text_at(tokens, at + 1) == "of"
        short = len(printed) == 1 and not (tied and text[tokens[at].start].islower())
        if printed in measures() and not short:
            return end, measures()[printed]
    return None
