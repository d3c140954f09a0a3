"""What a decision quotes: the sentence, the row's own words in it, what stands around them.

Two quotations are one when they differ in white space, in the form of quotation marks and dashes,
or in a word that was misspelt and is mended.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.records.text import Block

AROUND = 3  # words on each side of a row's own words
REACH = 120  # characters within which they are looked for
SHORTEST_TYPO = 5  # characters; in shorter words a letter makes another word: now, not
SAME_SIGNS = str.maketrans("“”„‟‘’‚‛′‐‑‒–—―−", '""""' + "'''''" + "-------")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a row's own words stand, as a decision keeps it."""

    evidence: str
    quotation: str = ""
    at: str = ""  # how many words of the evidence stand before the quotation; empty if unknown
    words_before: str = ""
    words_after: str = ""


def quotation_of(row: Mapping[str, str], block: Block | None) -> Quotation:
    """Quote a row from the block that holds it; without a block only its evidence."""
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
        " ".join(text[max(start - REACH, 0) : start].split()[-AROUND:]),
        " ".join(text[end : end + REACH].split()[:AROUND]),
    )


def folded(text: str) -> str:
    """The text with its white space and its signs told in one way."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(SAME_SIGNS)).split())


def mended(then: str, now: str) -> tuple[str, str] | None:
    """The misspelt word and the mended one, where nothing else differs between folded texts.

    Only one word may differ, by one letter more, less, other, or two in each other's place; it
    holds no digit, begins alike and is not short.
    """
    old, new = then.split(" "), now.split(" ")
    if len(old) != len(new):
        return None
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    return pairs[0] if len(pairs) == 1 and _is_slip(*pairs[0]) else None


def _is_slip(old: str, new: str) -> bool:
    if min(len(old), len(new)) < SHORTEST_TYPO or old[0] != new[0]:
        return False
    if any(sign.isdigit() for sign in old + new) or old.casefold() == new.casefold():
        return False
    return is_one_letter_apart(old, new)


def is_one_letter_apart(old: str, new: str) -> bool:
    """Whether one letter more, less or other, or two neighbours swapped, tell two words apart."""
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
