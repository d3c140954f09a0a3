"""Hyphens at line ends that belong to their words, in documents that do not hyphenate.

A line may end inside `co-organizing`, after a hyphen that belongs there, or inside `devel-opment`,
after one that hyphenation added. Without hyphenation, a hyphen is at a line end about as often as a
space; with hyphenation far more often. Only the printed lines show which.
"""

import re
from collections.abc import Sequence

from pipeline.vocab import read_vocab

HYPHENS = ("-", "\u2010")  # tested separately: browsers hyphenate only with the second
CHANCE = 2.0  # times the share of spaces at line ends: a larger share of hyphens is no chance
PROVED = 0.1  # of these hyphens: a quarter or more of hyphenated words occur unbroken elsewhere
WORD = re.compile(r"[^\W\d_]+")


def with_own_hyphens(texts: Sequence[str], lines: int) -> list[str]:
    """The texts of blocks, joined at line ends after hyphens that belong to their words.

    `lines` is the number of printed lines. The other line ends stay: stage 1 settles each by the
    words of the text.
    """
    found = list(texts)
    for hyphen in HYPHENS:
        if _breaks_no_words("\n\n".join(texts), lines, hyphen):
            line_end = re.compile(rf"(?<=[^\W\d_]){hyphen}\n(?=[^\W\d_])")
            found = [line_end.sub(hyphen, text) for text in found]
    return found


def _breaks_no_words(text: str, lines: int, hyphen: str) -> bool:
    """Whether hyphens end lines by chance, and hardly any of their words is unbroken elsewhere."""
    broken = re.compile(rf"(?<![^\W\d_])([^\W\d_]+){hyphen}\n([^\W\d_]+)")
    parts = broken.findall(text)
    if not parts:
        return False
    within = len(re.findall(rf"[^\W\d_]{hyphen}(?=[^\W\d_])", text))
    share = len(parts) / (len(parts) + within)
    by_chance = lines / len(text.split())
    proved = _unbroken_elsewhere(parts, broken.sub(" ", text))
    return share <= CHANCE * by_chance and proved <= PROVED * len(parts)


def _unbroken_elsewhere(parts: Sequence[tuple[str, str]], rest: str) -> int:
    """How many hyphenated words the other text has unbroken, except those written either way."""
    unbroken = {word.lower() for word in WORD.findall(rest)}
    either = {row["prefix"] for row in read_vocab("hyphen_prefixes")}
    return sum(
        head.lower() not in either and (head + tail).lower() in unbroken for head, tail in parts
    )
