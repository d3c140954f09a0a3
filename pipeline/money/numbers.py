"""Reads numbers as exact decimals: digits with any grouping, number words, scales, fractions.

`1,250`, `1 250 000`, `1,25,00,000`, `3,75`, `1½`, `two hundred and fifty`, `mn`, `crore`.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, lru_cache

from pipeline.vocab import read_vocab

SPACES = r" \u00a0\u2009\u202f"  # plain, no-break, thin, narrow no-break
MAX_DIGITS = 26  # a longer run of digits and separators is not a number in a report


def values_of(role: str) -> Mapping[str, Decimal]:
    """The words of vocab/number_words.csv with a role, and their values."""
    rows = read_vocab("number_words")
    return {row["word"]: Decimal(row["value"]) for row in rows if row["role"] == role}


@cache
def words_of(role: str) -> frozenset[str]:
    """The words of vocab/number_context.csv with a role."""
    return frozenset(row["word"] for row in read_vocab("number_context") if row["role"] == role)


SMALL_WORDS: Mapping[str, int] = {word: int(n) for word, n in values_of("number").items()}
SIGNS = values_of("sign")  # "½"
SCALES = values_of("scale")
SHORT_SCALES = frozenset(word for word in SCALES if len(word) <= 4 and word not in ("lakh", "lacs"))
# what a slip of the pen may mean, and words that are none
_MEANT = ("thousand", "million", "billion", "trillion")
_REAL_WORDS = frozenset({"bullion", "pillion", "mullion", "minion", "zillion", "jillion"})

_GAP = f"[{SPACES}]"
DIGITS = rf"""(?:(?:
    [0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?(?![0-9])        # 1,250,000.50
  | [0-9]{{1,2}}(?:,[0-9]{{2}}){{1,9}},[0-9]{{3}}(?:\.[0-9]+)?(?![0-9])  # 1,25,00,000
  | [0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,}}(?:,[0-9]+)?(?![0-9])   # 1.250.000,50
  | [0-9]{{1,3}}(?:['’][0-9]{{3}})+(?:\.[0-9]+)?(?![0-9])     # 1'250'000
  | [0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+(?:[.,·][0-9]{{1,2}})?(?![0-9])  # 1 250 000
  | [0-9]+,[0-9]{{1,2}}(?![0-9]|,[0-9])                       # 3,75
  | [0-9]+\.[0-9]+
  | [0-9]+·[0-9]{{1,2}}(?![0-9]|·[0-9])                       # 3·75
  | [0-9]+
)[½¼¾⅛]?|[½¼¾⅛])"""
_GROUPED_BY_DOTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_DECIMAL_COMMA = re.compile(r".*?[0-9],[0-9]{1,2}")
_SEPARATORS = re.compile(rf"[{SPACES}'’]")


@lru_cache(maxsize=4096)
def meant_scale(word: str) -> str:
    """The scale that a misspelt word means ("milion"), if only one is near; else empty."""
    if word in SCALES or word in _REAL_WORDS or len(word) < 6:
        return ""
    near = get_close_matches(word, _MEANT, cutoff=0.85)
    return near[0] if len(near) == 1 else ""


@lru_cache(maxsize=4096)
def parse_digits(text: str, *, dot_groups: bool = False) -> Decimal | None:
    """The value of a number that `DIGITS` matched; None if it is too long to be one.

    `dot_groups`: a single full stop before three digits groups thousands, as in "Rp 1.500".
    """
    if len(text) > 2 * MAX_DIGITS:
        return None
    if text.isdigit() and text.isascii():
        return Decimal(text)
    fraction = SIGNS.get(text[-1:], Decimal(0))
    body = _SEPARATORS.sub("", text[:-1] if fraction else text).replace("·", ".")
    if body.count(".") > 1 or (dot_groups and _GROUPED_BY_DOTS.fullmatch(body)):
        body = body.replace(".", "").replace(",", ".")
    elif body.count(",") == 1 and _DECIMAL_COMMA.fullmatch(body):
        body = body.replace(",", ".")
    return Decimal(body.replace(",", "") or 0) + fraction


def plain(value: Decimal) -> Decimal:
    """The value without needless zeros or exponent: 8200000, not 8200000.0 or 8.2E+6."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else value.normalize()


def read_words(words: Sequence[str], at: int = 0) -> tuple[Decimal, int] | None:
    """The number below a thousand that begins at `words[at]`, and where it ends; None if none.

    Words are in lower case, split at hyphens: "two", "hundred", "and", "fifty", "one".
    """
    if at >= len(words) or words[at] not in SMALL_WORDS:
        return None
    value, end = _below_hundred(words, at)
    if words[end : end + 1] == ["hundred"]:
        value, end = value * 100, end + 1
        rest = end + (words[end : end + 1] == ["and"])
        if rest < len(words) and SMALL_WORDS.get(words[rest], 0) > 0:
            more, end = _below_hundred(words, rest)
            value += more
    return Decimal(value), end


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    value = SMALL_WORDS[words[at]]
    if value >= 20 and at + 1 < len(words) and 0 < SMALL_WORDS.get(words[at + 1], 0) < 10:
        return value + SMALL_WORDS[words[at + 1]], at + 2
    return value, at + 1
