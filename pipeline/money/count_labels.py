"""Numbers that count nothing: labels, list markers, codes, parts of names."""

import re
from collections.abc import Sequence

from pipeline.money.chains import DASHES
from pipeline.money.items import words_of
from pipeline.money.quantities import Quantity
from pipeline.money.tokens import Token, glued

_MARKER = re.compile(r"(?:\A|\n)[^\S\n]{0,8}\(?\Z")
_AFTER_MARKER = re.compile(r"[.)](?:\s|\Z)|-[0-9]")
_INLINE = re.compile(r"[.;:)\]]\s\Z")  # "…; 2. Barriers"
_AFTER_INLINE = re.compile(r"\.\s[A-Z]")
HYPHENS = ("-", "–")
LISTED = (",", "and", "or", "&", ")", "to", *DASHES)
LONGEST_LIST = 16  # tokens between a label and the last number of its list
REACH = 3000  # characters before an item's number in which that of the item before must be


def past_chain(tokens: Sequence[Token], quantity: Quantity) -> int:
    """ "031-740-0114", "978-89-6469-262": where digits chained by hyphens end, unlike a range."""
    end, links = quantity.last, 0
    while end + 1 < len(tokens) and tokens[end].text in HYPHENS and tokens[end + 1].text.isdigit():
        if not glued(tokens[end - 1], tokens[end]) or not glued(tokens[end], tokens[end + 1]):
            break
        end, links = end + 2, links + 1
    parts = [token.text for token in tokens[quantity.first : end : 2]]
    coded = any(part.startswith("0") and part.isdigit() and len(part) > 1 for part in parts)
    return end if links > 1 or (links and coded) else quantity.last


def in_a_name(tokens: Sequence[Token], at: int) -> bool:
    """ "under-five mortality", "24/7", "Goals 1 to 5": tied to the word before it."""
    if at < 2:
        return False
    word, tie = tokens[at - 2], tokens[at - 1]
    tied = glued(word, tie) and glued(tie, tokens[at])
    if tied and (tie.text in ("*", "†") or (tie.text == "(" and word.text.isdigit())):
        return True  # "million*2", "Section 6(4)"
    dashed = tie.text == "-" and word.kind == "word"
    dashed = dashed or (tie.text in HYPHENS and word.text.isdigit())
    if tied and (dashed or tie.text == "/"):
        return True
    ranged = tie.text in ("to", "and", *DASHES) and word.kind == "number"
    return ranged and _listed(tokens, at - 1)


def is_label(text: str, tokens: Sequence[Token], at: int, counted: bool) -> bool:
    """ "Note 17", "No. 5", "Corridor 3", "Goals 2, 3 and 4"; but "to target 5 countries"."""
    before = at - 1
    if before > 0 and tokens[before].text == "." and glued(tokens[before - 1], tokens[before]):
        before -= 1
    if before < 0:
        return False
    printed = text[tokens[before].start : tokens[before].end]
    if printed.lower() in words_of("label"):
        return not counted or printed[0].isupper()
    if not counted and _listed(tokens, before):
        return True
    return not counted and _of_series(text, tokens, at)


def _listed(tokens: Sequence[Token], at: int) -> bool:
    """Whether the tokens up to `at` begin a list of labels: "(SDGs) 2, 3 and"."""
    low = max(0, at - LONGEST_LIST)
    while at > low and (tokens[at].text in LISTED or tokens[at].text.isdigit()):
        at -= 1
    label = tokens[at].text.lower()
    return label.endswith("s") and label in words_of("label")


def _of_series(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a capitalised word that opens no line is numbered: "IPC 5,", "Program 1.2"."""
    name = tokens[at - 1]
    digits = tokens[at].text
    if not _ends_there(tokens, at + 1) or not digits[:1].isdigit() or len(digits) > 3:
        return False
    headed = (
        at < 2 or tokens[at - 2].kind == "break" or "\n" in text[tokens[at - 2].end : name.start]
    )
    return name.kind == "word" and len(name.text) > 2 and text[name.start].isupper() and not headed


def _ends_there(tokens: Sequence[Token], at: int) -> bool:
    """Whether no noun follows that the number could count: "IPC 5, …", "COP 21 was"."""
    following = tokens[at] if at < len(tokens) else None
    return (
        following is None
        or following.kind in ("mark", "break")
        or following.text in words_of("function")
    )


def is_marker(text: str, token: Token) -> bool:
    """ "1. Note", "(3) Assistance", "; 2. Barriers": the number of a list item or a heading."""
    before, after = text[max(0, token.start - 12) : token.start], text[token.end : token.end + 3]
    if _MARKER.search(before) and _AFTER_MARKER.match(after):
        return True
    if _INLINE.search(before) and _AFTER_INLINE.match(after):
        return True
    return before[-1:] == "(" and after[:1] == ")" and _has_its_first(text, token)


def _has_its_first(text: str, token: Token) -> bool:
    """Whether "(2)" comes after "(1)", or is "(1)"."""
    if not token.text.isdigit() or len(token.text) > 2:
        return False
    number = int(token.text)
    before = text.rfind(f"({number - 1})", max(0, token.start - REACH), token.start)
    return number == 1 or (number > 1 and before >= 0)
