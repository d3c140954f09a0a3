"""Numbers that count nothing: labels, list markers, codes, parts of names, years, days."""

import re
from collections.abc import Sequence

from pipeline.money.calendar_dates import MONTHS
from pipeline.money.noun_phrases import ends_there, is_plural
from pipeline.money.numbers import words_of
from pipeline.money.quantities import Quantity
from pipeline.money.ranges import DASHES
from pipeline.money.tokens import Token, glued, kind_at, text_at

_MARKER = re.compile(r"(?:\A|\n)[^\S\n]{0,8}\(?\Z")
_AFTER_MARKER = re.compile(r"[.)](?:\s|\Z)|-[0-9]")
_INLINE = re.compile(r"[.;:)\]]\s\Z")  # "…; 2. Barriers"
_AFTER_INLINE = re.compile(r"\.\s[A-Z]")
_NO_COUNT_AFTER = re.compile(r"\s?[ap]\.?m\b|/[0-9]")  # "9 a.m.", "24/7"
HYPHENS = ("-", "–")
LISTED = (",", "and", "or", "&", ")", "to", *DASHES)
LONGEST_LIST = 16  # tokens between a label and the last number of its list
REACH = 3000  # characters before an item's number in which that of the item before must be
# "one" is no number behind these: "no one", "the one"
NO_ONE = frozenset(
    ["no", "world", "any", "every", "each", "the", "this", "that", "which", "some", "-", "as"]
)


def stands(text: str, tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a number says how many: no label, marker, code, year, day of a month, pronoun."""
    at, end = quantity.first, quantity.last
    if _NO_COUNT_AFTER.match(text, tokens[end - 1].end) or _in_a_name(tokens, at):
        return False
    if quantity.form == "words":
        return _word_stands(tokens, quantity)
    return not _is_chained(tokens, quantity) and _digits_stand(text, tokens, quantity)


def _digits_stand(text: str, tokens: Sequence[Token], quantity: Quantity) -> bool:
    at, end = quantity.first, quantity.last
    word = kind_at(tokens, end) == "word"
    counted = word and is_plural(tokens[end].text)
    if not quantity.plain and (
        _is_label(text, tokens, at, counted) or _is_marker(text, tokens[at])
    ):
        return False
    if word and tokens[end].text.capitalize() in MONTHS:
        return text[tokens[end].start].islower() or tokens[end].text == "may"
    before = tokens[at - 1] if at and glued(tokens[at - 1], tokens[at]) else None
    if before and (before.kind == "money" or before.text == ":"):
        return False
    if text.startswith(":", tokens[at].end) or re.fullmatch(r"0[0-9]{3,}", tokens[at].text):
        return False  # "9:30", "Vote 6: transfers", "0300 UTC"
    return counted or not quantity.like_a_year


def _word_stands(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "one" is a number only before the thing counted: "one vessel", not "one of", "no one"."""
    if quantity.value != 1 or quantity.scale is not None:
        return quantity.value > 0
    before, following = (text_at(tokens, at) for at in (quantity.first - 1, quantity.last))
    percent = (following, text_at(tokens, quantity.last + 1)) == ("per", "cent")
    thing = kind_at(tokens, quantity.last) == "word" and following not in words_of("function")
    thing = thing and following not in ("another", "thing", "side")
    return (thing or percent) and before.lower() not in NO_ONE


def is_code(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "3B", "4x4", "5G": a number fused with a letter."""
    last = tokens[quantity.last - 1]
    if last.kind == "scale" and len(last.text) == 1:
        return not is_plural(text_at(tokens, quantity.last))
    if quantity.form != "digits" or kind_at(tokens, quantity.last) != "word":
        return False
    following = tokens[quantity.last]
    return glued(last, following) and following.text not in ("pct", "percent", "per")


def _is_chained(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "031-740-0114", "978-89-6469-262": digits chained by hyphens, unlike a range."""
    parts, end = [tokens[quantity.first].text], quantity.last
    while text_at(tokens, end) in HYPHENS and text_at(tokens, end + 1).isdigit():
        if not (glued(*tokens[end - 1 : end + 1]) and glued(*tokens[end : end + 2])):
            break
        parts.append(tokens[end + 1].text)
        end += 2
    coded = any(re.fullmatch(r"0[0-9]+", part) for part in parts)
    return len(parts) > 2 or (len(parts) == 2 and coded)


def _in_a_name(tokens: Sequence[Token], at: int) -> bool:
    """ "under-five mortality", "24/7", "Goals 1 to 5": tied to the word before it."""
    if at < 2:
        return False
    word, tie = tokens[at - 2], tokens[at - 1]
    digits = word.text.isdigit()
    if glued(word, tie) and glued(tie, tokens[at]):
        dashed = (tie.text == "-" and word.kind == "word") or (tie.text in HYPHENS and digits)
        if dashed or tie.text in ("/", "*", "†") or (tie.text == "(" and digits):
            return True
    ranged = tie.text in ("to", "and", *DASHES) and word.kind == "number"
    return ranged and _listed(tokens, at - 1)


def _is_label(text: str, tokens: Sequence[Token], at: int, counted: bool) -> bool:
    """ "Note 17", "No. 5", "Corridor 3", "Goals 2, 3 and 4"; but "to target 5 countries"."""
    before = at - 1
    if before > 0 and tokens[before].text == "." and glued(*tokens[before - 1 : before + 1]):
        before -= 1
    if before >= 0 and tokens[before].text.lower() in words_of("label"):
        return not counted or text[tokens[before].start].isupper()
    return before >= 0 and not counted and (_listed(tokens, before) or _of_series(text, tokens, at))


def _listed(tokens: Sequence[Token], at: int) -> bool:
    """Whether the tokens up to `at` begin a list of labels: "(SDGs) 2, 3 and"."""
    low = max(0, at - LONGEST_LIST)
    while at > low and (tokens[at].text in LISTED or tokens[at].text.isdigit()):
        at -= 1
    label = tokens[at].text.lower()
    return label.endswith("s") and label in words_of("label")


def _of_series(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a capitalised word that opens no line is numbered: "IPC 5,", "Program 1.2"."""
    name, digits = tokens[at - 1], tokens[at].text
    ends = kind_at(tokens, at + 1) == "mark" or ends_there(tokens, at + 1)
    if not ends or not digits[:1].isdigit() or len(digits) > 3:
        return False
    if kind_at(tokens, at - 2) in ("", "break"):
        return False
    opens = "\n" in text[tokens[at - 2].end : name.start]
    return name.kind == "word" and len(name.text) > 2 and text[name.start].isupper() and not opens


def _is_marker(text: str, token: Token) -> bool:
    """ "1. Note", "(3) Assistance", "; 2. Barriers": the number of a list item or a heading."""
    before, after = text[max(0, token.start - 12) : token.start], text[token.end : token.end + 3]
    if _MARKER.search(before) and _AFTER_MARKER.match(after):
        return True
    if _INLINE.search(before) and _AFTER_INLINE.match(after):
        return True
    if before[-1:] != "(" or after[:1] != ")" or not re.fullmatch(r"[0-9]{1,2}", token.text):
        return False
    first = f"({int(token.text) - 1})"  # "(2)" comes after "(1)"
    return token.text == "1" or first in text[max(0, token.start - REACH) : token.start]
