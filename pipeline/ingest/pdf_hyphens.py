"""Hyphens at line ends: the words' own, where a document's print shows that it breaks no words.

A line may end inside `co-organizing`, after a hyphen that belongs there, or inside `devel-opment`,
after one that the printer set. Where no words are broken, a hyphen stands at a line's end about as
often as a space does; where they are, far more often. The text without its lines cannot tell.
"""

import re
from collections.abc import Sequence

from pipeline.vocab import read_vocab

HYPHENS = ("-", "\u2010")  # each for itself: browsers break words with the second alone
CHANCE = 2.0  # times the share of spaces that end a line: no larger share of hyphens is chance
PROVED = 0.1  # of those hyphens: of broken words a quarter and more stand whole elsewhere
WORD = re.compile(r"[^\W\d_]+")


def with_own_hyphens(texts: Sequence[str], lines: int) -> list[str]:
    """The texts of blocks, joined again after the hyphens at line ends that are their words' own.

    `lines` is how many lines of print they fill. The other line ends stay: stage 1 settles each by
    the words of the text.
    """
    found = list(texts)
    for hyphen in HYPHENS:
        if _breaks_no_words("\n\n".join(texts), lines, hyphen):
            line_end = re.compile(rf"(?<=[^\W\d_]){hyphen}\n(?=[^\W\d_])")
            found = [line_end.sub(hyphen, text) for text in found]
    return found


def _breaks_no_words(text: str, lines: int, hyphen: str) -> bool:
    """Whether hyphens end lines by chance, and hardly one of their words is whole elsewhere."""
    broken = re.compile(rf"(?<![^\W\d_])([^\W\d_]+){hyphen}\n([^\W\d_]+)")
    parts = broken.findall(text)
    if not parts:
        return False
    within = len(re.findall(rf"[^\W\d_]{hyphen}(?=[^\W\d_])", text))
    share = len(parts) / (len(parts) + within)
    by_chance = lines / len(text.split())
    proved = _whole_elsewhere(parts, broken.sub(" ", text))
    return share <= CHANCE * by_chance and proved <= PROVED * len(parts)


def _whole_elsewhere(parts: Sequence[tuple[str, str]], rest: str) -> int:
    """How many broken words the rest of the text has whole, but for those written either way."""
    whole = {word.lower() for word in WORD.findall(rest)}
    either = {row["prefix"] for row in read_vocab("hyphen_prefixes")}
    return sum(
        head.lower() not in either and (head + tail).lower() in whole for head, tail in parts
    )
