"""Reads numbers as exact decimals: digits with any grouping, number words, scales, fractions.

`1,250`, `1 250 000`, `1,25,00,000`, `3,75`, `1½`, `two hundred and fifty`, `mn`, `crore`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

SPACES = r" \u00a0\u2009\u202f"  # plain, no-break, thin, narrow no-break
MAX_DIGITS = 26  # a longer run of digits and separators is not a number in a report

SCALES: Mapping[str, Decimal] = {
    word: Decimal(10) ** power
    for power, words in {
        2: "hundred hundreds",
        3: "thousand thousands k th thsd",
        5: "lakh lakhs lac lacs",
        6: "million millions mn m mln mil mio mill millioner millionen",
        7: "crore crores cr crs",
        9: "billion billions bn b bln bil milliard milliards milliarder mrd mrds mia mld",
        12: "trillion trillions tn trn t",
    }.items()
    for word in words.split()
} | {"dozen": Decimal(12)}
FULL_SCALES = frozenset(word for word in SCALES if len(word) > 4 or word in {"lakh", "lacs"})

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_REAL_WORDS = frozenset({"bullion", "pillion", "mullion", "zillion", "jillion", "thousands"})


def _misspellings(word: str) -> set[str]:
    """Spellings with one typo: a letter lost, added, changed or swapped."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lost = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + c + right[1:] for left, right in cuts if right for c in _LETTERS}
    added = {left + c + right for left, right in cuts for c in _LETTERS}
    return lost | swapped | changed | added


def _misspelt() -> dict[str, str]:
    words = ("thousand", "million", "billion", "trillion")
    slips = [(slip, word) for word in words for slip in _misspellings(word)]
    claims = Counter(slip for slip, _ in slips)
    return {
        slip: word
        for slip, word in slips
        if claims[slip] == 1 and slip not in SCALES and slip not in _REAL_WORDS
    }


MISSPELT: Mapping[str, str] = (
    _misspelt()
)  # "milion" -> the scale that is meant, if only one is possible

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL_WORDS: Mapping[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    "fourty": 40,
}
VULGAR: Mapping[str, Decimal] = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅛": Decimal("0.125"),
    "⅕": Decimal("0.2"),
    "⅖": Decimal("0.4"),
    "⅗": Decimal("0.6"),
    "⅘": Decimal("0.8"),
}

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
def parse_digits(text: str, *, dot_groups: bool = False) -> Decimal | None:
    """The value of a number that `DIGITS` matched; None if it is too long to be one.

    `dot_groups`: a single full stop before three digits groups thousands, as in "Rp 1.500".
    """
    if len(text) > 2 * MAX_DIGITS:
        return None
    if text.isdigit() and text.isascii():
        return Decimal(text)
    fraction = VULGAR.get(text[-1:], Decimal(0))
    body = _SEPARATORS.sub("", text[:-1] if fraction else text)
    if not body:
        return fraction
    body = body.replace("·", ".")
    if body.count(".") > 1 or (dot_groups and _GROUPED_BY_DOTS.fullmatch(body)):
        body = body.replace(".", "").replace(",", ".")
    elif body.count(",") == 1 and _DECIMAL_COMMA.fullmatch(body):
        body = body.replace(",", ".")
    return Decimal(body.replace(",", "")) + fraction


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
    if end < len(words) and words[end] == "hundred" and value < 100:
        value, end = value * 100, end + 1
        rest = end + 1 if end < len(words) and words[end] == "and" else end
        if rest < len(words) and SMALL_WORDS.get(words[rest], 0) > 0:
            more, end = _below_hundred(words, rest)
            value += more
    return Decimal(value), end


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    value = SMALL_WORDS[words[at]]
    if value >= 20 and at + 1 < len(words) and 0 < SMALL_WORDS.get(words[at + 1], 0) < 10:
        return value + SMALL_WORDS[words[at + 1]], at + 2
    return value, at + 1
