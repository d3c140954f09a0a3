"""What a decision quotes: the sentence, the row's own words in it, and their neighbours.

Two quotations are the same if they differ only in white space, in the form of quotation marks and
dashes, or in a misspelt word that was corrected.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.records.text import Block

NEIGHBOURS = 3  # words on each side of a row's own words
REACH = 120  # characters in which these are searched for
SHORTEST_TYPO = 5  # characters; one letter turns a shorter word into another: now, not
SAME_SIGNS = str.maketrans("“”„‟‘’‚‛′‐‑‒–—―−", '""""' + "'''''" + "-------")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The sentence and the place of a row's own words, as a decision stores them."""

    evidence: str
    quotation: str = ""
    at: str = ""  # how many words of the evidence precede the quotation; empty if unknown
    words_before: str = ""
    words_after: str = ""


def quotation_of(row: Mapping[str, str], block: Block | None) -> Quotation:
    """Quote a row from its block; without a block only its evidence."""
    span = block.text.clean_span(int(row["raw_start"]), int(row["raw_end"])) if block else None
    if block is None or span is None:
        return Quotation(row.get("evidence", ""))
    text = block.text.text
    start, end = span
    evidence = row.get("evidence", "") or text[start:end]
    low = text.rfind(evidence, 0, start + len(evidence))
    known = 0 <= low <= start
    return Quotation(
        evidence,
        text[start:end],
        str(len(text[low:start].split())) if known else "",
        " ".join(text[max(start - REACH, 0) : start].split()[-NEIGHBOURS:]),
        " ".join(text[end : end + REACH].split()[:NEIGHBOURS]),
    )


def folded(text: str) -> str:
    """The text with uniform white space, quotation marks and dashes."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(SAME_SIGNS)).split())


def mended(then: str, now: str) -> tuple[str, str] | None:
    """The misspelt and the corrected word, if folded texts differ in nothing else.

    Only one word may differ, by one letter added, missing or changed, or two swapped; it has no
    digit, begins with the same letter and is not short.
    """
    old, new = then.split(" "), now.split(" ")
    if len(old) != len(new):
        return None
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    return pairs[0] if len(pairs) == 1 and _is_typo(*pairs[0]) else None


def _is_typo(old: str, new: str) -> bool:
    if min(len(old), len(new)) < SHORTEST_TYPO or old[0] != new[0]:
        return False
    if any(letter.isdigit() for letter in old + new) or old.casefold() == new.casefold():
        return False
    return is_one_letter_apart(old, new)


def is_one_letter_apart(old: str, new: str) -> bool:
    """Whether words differ by one letter added, missing or changed, or two swapped."""
    low = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    if low is None:
        return abs(len(old) - len(new)) == 1
    rest_old, rest_new = old[low:], new[low:]
    swapped = rest_old[:2] == rest_new[1::-1] and rest_old[2:] == rest_new[2:]
    return (
        swapped
        or rest_old[1:] == rest_new[1:]
        or rest_old[1:] == rest_new
        or rest_old == rest_new[1:]
    )
