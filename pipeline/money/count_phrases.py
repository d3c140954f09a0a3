"""The noun phrase after a number, by its words alone: "two patrol vessels", "5 tonnes of rice"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.money.items import words_of
from pipeline.money.tokens import Token, glued
from pipeline.vocab import read_vocab

LONGEST = 10  # words and marks of a noun phrase
_PLURAL = re.compile(r".{2,}(?<![suiy])s|.{3,}ies|.{3,}ys")
_VERBAL = re.compile(r".{3,}(?:ed|ing)")
ARTICLES = frozenset(
    {"the", "all", "its", "their", "his", "her", "our", "these", "those", "a", "an"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in tokens; `head` is the noun itself, both half-open; empty if none follows."""

    first: int
    last: int
    head: int  # the token of the noun; -1 if there is none


@cache
def measures() -> dict[str, str]:
    """Words and signs of measures: "km", "hectares", "°c"."""
    return {row["word"]: row["unit"] for row in read_vocab("units") if row["kind"] != "rate"}


def read_phrase(tokens: Sequence[Token], at: int) -> Phrase:
    """The noun phrase that begins at `tokens[at]`."""
    end, head = at, -1
    while end < len(tokens) and end - at < LONGEST:
        token = tokens[end]
        if not _belongs(tokens, end, at):
            break
        end += 1
        if token.kind == "mark":
            continue
        plural = is_plural(token.text)
        if token.text in ("and", "or"):
            continue
        if head >= 0 and is_plural(tokens[head].text) and not plural:
            end -= 1
            break
        head = end - 1
    while end > at and tokens[end - 1].kind == "mark":
        end -= 1
    return Phrase(at, end, head)


def _belongs(tokens: Sequence[Token], at: int, first: int) -> bool:
    token = tokens[at]
    if token.kind == "mark":
        tied = token.text in ("-", "/", "'", "’") and at > first and at + 1 < len(tokens)
        if tied and tokens[at + 1].text in ("and", "or"):
            return glued(tokens[at - 1], token)  # "small- and medium-sized firms"
        return tied and glued(tokens[at - 1], token) and glued(token, tokens[at + 1])
    if token.kind not in ("word", "money"):
        return False
    word = token.text.lower()
    if word in words_of("function"):
        return word in ("and", "or") and at > first + 1 and tokens[at - 1].text == "-"
    ended = at > first and is_plural(tokens[at - 1].text)
    if at > first and _VERBAL.fullmatch(word) and _ends_clause(tokens, at + 1):
        return False  # "the 25th session ended"
    return not (ended and (_VERBAL.fullmatch(word) or token.text[:1].isupper()))


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether no noun follows that a participle could modify."""
    return (
        at >= len(tokens) or tokens[at].text in words_of("function") or tokens[at].text in ".,;:)"
    )


def is_plural(word: str) -> bool:
    """Whether a word has the form of a plural, or is an irregular one ("people")."""
    lowered = word.lower()
    if "'" in word or "’" in word or lowered in words_of("function"):
        return False
    return lowered in words_of("people") or _PLURAL.fullmatch(lowered) is not None


def read_measure(text: str, tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
    """The unit of a measure that begins at `tokens[at]`: where it ends, its standard name."""
    if at >= len(tokens):
        return None
    for length in (3, 2, 1):
        if at + length > len(tokens):
            continue
        printed = text[tokens[at].start : tokens[at + length - 1].end].lower()
        tied = glued(tokens[at - 1], tokens[at]) or [t.text for t in tokens[at + 1 : at + 2]] == [
            "of"
        ]
        short = len(printed) == 1 and not (tied and text[tokens[at].start].islower())
        if printed in measures() and not short:
            return at + length, measures()[printed]
    return None


def after_of(tokens: Sequence[Token], at: int) -> int:
    """Past "of" and an article: "of the households"; `at` itself if there is no "of"."""
    if at >= len(tokens) or tokens[at].text != "of":
        return at
    after = at + 1
    if after < len(tokens) and tokens[after].text in ARTICLES:
        after += 1
    return after
