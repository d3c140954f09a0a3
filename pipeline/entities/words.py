"""The words of a text and how they are printed: capitals, joins, possessives."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from pipeline.entities.codes import APOSTROPHES
from pipeline.vocab import read_vocab

# "Co-operation" is one word however it is printed; every other mark is a word of its own; a note
# number directly after a name is not part of it: "Kenya1"
_WORD = re.compile(r"[Cc]o-op\w+|[A-Z][a-z]{3,}(?=\d{1,2}\b)|[^\W_]+|[^\w\s]|_")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROMAN = re.compile(r"[IVX]{1,5}")
_SURNAME = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Fitz|Van|Al|El)[A-Z][a-z]{2,}")

DASHES = frozenset("-‐‑–—")
HYPHENS = frozenset("-‐‑–/&")
APOSTROPHE = frozenset("'’‘ʼ")

# words of four letters and more that titles print without a capital
SMALL = frozenset(
    (
        *("against", "with", "from", "through", "into", "over", "under", "between", "among"),
        *("toward", "towards", "during", "without", "within", "upon", "across", "that", "their"),
    )
)
SPELLINGS = {
    "program": "programme",
    "programs": "programmes",
    "center": "centre",
    "centers": "centres",
    "organization": "organisation",
    "organizations": "organisations",
    "labor": "labour",
    "defense": "defence",
    "stabilization": "stabilisation",
    "immunization": "immunisation",
    "organized": "organised",
    "co-operation": "cooperation",
    "co-operative": "cooperative",
    "co-operatives": "cooperatives",
    "co-ordination": "coordination",
    "&": "and",
}


class Word(NamedTuple):
    """A word, number or mark; a named tuple because a text has very many."""

    text: str
    start: int
    end: int
    key: str  # for comparing names: case folded, British spelling, one kind of apostrophe


@lru_cache(maxsize=100_000)
def key_of(text: str) -> str:
    """The form of a word in which names are compared."""
    if text in DASHES:
        return "-"
    folded = text.translate(APOSTROPHES).casefold()
    return SPELLINGS.get(folded, folded)


def split_words(text: str) -> tuple[Word, ...]:
    """Every word and mark of a text, in order."""
    return tuple(
        Word(m.group(), m.start(), m.end(), key_of(m.group())) for m in _WORD.finditer(text)
    )


@cache
def listed_words(use: str) -> frozenset[str]:
    """The words that names.csv lists for a use."""
    return frozenset(row["word"] for row in read_vocab("names") if row["use"] == use)


@cache
def listed_kinds(use: str) -> dict[str, str]:
    """The words that names.csv lists for a use, each with its kind."""
    return {row["word"]: row["kind"] for row in read_vocab("names") if row["use"] == use}


@dataclass(frozen=True, eq=False)
class Line:
    """A text's words and their properties; positions are indexes of words."""

    text: str
    words: tuple[Word, ...]
    sentence_starts: frozenset[int]  # offsets in the text

    @cached_property
    def is_title(self) -> bool:
        """Whether it is capitalised like a title: nearly every long word begins with a capital."""
        long = [w.text for w in self.words if len(w.text) > 3 and w.text[0].isalpha()]
        long = [word for word in long if word not in SMALL]
        capital = sum(word[0].isupper() for word in long)
        return len(self.words) < 40 and capital >= 0.9 * len(long) and not self.ends_sentence

    @cached_property
    def is_shouted(self) -> bool:
        """Whether it is written in capitals throughout, as some headings are."""
        letters = [c for c in self.text if c.isalpha()]
        return sum(c.isupper() for c in letters) >= 0.8 * len(letters)

    @property
    def ends_sentence(self) -> bool:
        return bool(self.words) and self.words[-1].text in ".!?"

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [word.start for word in self.words]

    def word_at(self, offset: int) -> int:
        """The position of the first word that begins at an offset or after it."""
        return bisect_left(self.starts, offset)

    def at(self, i: int) -> str:
        """The word, or nothing beyond the ends."""
        return self.words[i].text if 0 <= i < len(self.words) else ""

    def opens_sentence(self, i: int) -> bool:
        """Whether a sentence begins with the word, or with the quotation mark before it."""
        here = self.words[i].start in self.sentence_starts
        before = i > 0 and self.words[i - 1].start in self.sentence_starts
        return here or (before and not self.words[i - 1].text[0].isalnum())

    def joined(self, i: int) -> bool:
        """Whether nothing is between the word and the one before it."""
        return 0 < i < len(self.words) and self.words[i - 1].end == self.words[i].start

    def spaced(self, i: int) -> bool:
        """Whether only white space of one line is between the word and the one before it."""
        if i <= 0 or i >= len(self.words):
            return False
        gap = self.text[self.words[i - 1].end : self.words[i].start]
        return bool(gap) and gap.isspace() and "\n" not in gap

    def is_capital(self, i: int) -> bool:
        """Whether the word begins with a capital and may belong to a name."""
        word = self.at(i)
        return bool(word) and word[0].isupper() and not self.starts_only(i)

    def starts_only(self, i: int) -> bool:
        """Whether it is a word that opens sentences and headings, such as "In", "These"."""
        word = self.at(i)
        opener = word in listed_words("opener")
        return word in listed_words("start") or (opener and self.opens_sentence(i))

    def is_common(self, i: int) -> bool:
        """Whether the word is an acronym that is not a name: "NGO", "ODA"."""
        return self.at(i) in listed_words("common")

    def is_acronym(self, i: int) -> bool:
        """Whether the word is written like an acronym: "JICA", "SDGs", "TICAD7"."""
        word = self.at(i)
        if word.islower():
            return False
        capitals = word[1:] != word[1:].lower() and sum(c.isupper() for c in word) >= 2
        return capitals and not _ROMAN.fullmatch(word) and not _SURNAME.fullmatch(word)

    def is_unknown(self, i: int) -> bool:
        """Whether it is capitalised, no acronym, and may name a place or person."""
        word = self.at(i)
        plain = word in listed_words("plain") or not word.isalpha()
        return not plain and self.is_capital(i) and not self.is_acronym(i)

    def is_number(self, i: int) -> bool:
        return bool(self.at(i)) and self.at(i)[0].isdigit()

    def is_year(self, i: int) -> bool:
        return bool(_YEAR.fullmatch(self.at(i)))

    def is_ordinal(self, i: int) -> bool:
        return bool(_ORDINAL.fullmatch(self.at(i)))

    def is_roman(self, i: int) -> bool:
        return bool(_ROMAN.fullmatch(self.at(i)))

    def possessive_before(self, i: int) -> int:
        """The position of the owner whose 's or ' ends before word i, or -1."""
        if self.at(i - 1) == "s" and self.at(i - 2) in APOSTROPHE and self.joined(i - 1):
            return i - 3 if self.joined(i - 2) else -1
        plural = self.at(i - 1) in APOSTROPHE and self.joined(i - 1)
        return i - 2 if plural and self.at(i - 2).endswith("s") and self.spaced(i) else -1

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of words first .. last - 1."""
        return self.words[first].start, self.words[last - 1].end
