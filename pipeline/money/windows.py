"""Finds the parts of a text that can hold money, and tokenizes only these.

They are windows around the currency symbols and words, which plain searches find.
"""

import re
from collections.abc import Iterator, Mapping

from pipeline.money.currencies import CODES, Marker
from pipeline.money.numerals import SCALES
from pipeline.money.tokens import (
    LAST_WORDS,
    LETTER,
    LETTERED,
    MARKED,
    NO_MARKERS,
    SCALED_CODES,
    SHORT_SCALES,
    Token,
    tokens_of,
)

REACH = 90  # characters on both sides of a currency marker in which its amount must be
_SIGNS = "".join(sorted({char for s in MARKED for char in s if not char.isalpha()} - set(". -/")))
_ANCHORS = frozenset(
    {*CODES, *SCALED_CODES, *LETTERED, *(s.rstrip(".") for s in MARKED if s[0].isalpha())}
    | {f"{code}{scale}" for code in CODES for scale in ("m", "mn", "bn", "k", "million", "billion")}
    | {form for word in LAST_WORDS for form in (word, word.capitalize(), word.upper())}
    | {
        form
        for word in SCALES
        if word not in SHORT_SCALES
        and len(word) > 3
        and not word.startswith(("hundred", "thous", "dozen"))
        for form in (word, word.capitalize(), word.upper())
    }
)
_WORD = re.compile(rf"{LETTER}+")
_SIGN = re.compile(f"[{re.escape(_SIGNS)}]")


def token_windows(text: str, own: Mapping[str, Marker] = NO_MARKERS) -> Iterator[list[Token]]:
    """The tokens of each window of the text that can hold money, in reading order.

    `own` holds markers that only this edition uses, as printed ("K" for kwacha).
    """
    for start, end in _windows(text, own):
        yield tokens_of(text, start, end, own)


def _windows(text: str, own: Mapping[str, Marker]) -> Iterator[tuple[int, int]]:
    """The windows around currency markers, merged and in order."""
    begin = end = -1
    for first, last in _anchors(text, own):
        start, stop = max(0, first - REACH), min(len(text), last + REACH)
        if start > end:
            if end >= 0:
                yield _to_spaces(text, begin, end)
            begin = start
        end = max(end, stop)
    if end >= 0:
        yield _to_spaces(text, begin, end)


def _anchors(text: str, own: Mapping[str, Marker]) -> list[tuple[int, int]]:
    """The spans of the currency symbols and words in the text, in order."""
    printed = set(_WORD.findall(text))
    places = [match.span() for match in _SIGN.finditer(text)]
    for word in _ANCHORS.intersection(printed).union(printed.intersection(own)):
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not text[end : end + 1].isalpha() and not (at and text[at - 1].isalpha()):
                places.append((at, end))
            at = text.find(word, end)
    return sorted(places)


def _to_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends inwards to white space, by at most a word's length, so that no word is cut."""
    for _ in range(REACH // 3):
        if start == 0 or text[start - 1].isspace():
            break
        start += 1
    for _ in range(REACH // 3):
        if end == len(text) or text[end].isspace():
            break
        end -= 1
    return start, max(start, end)
