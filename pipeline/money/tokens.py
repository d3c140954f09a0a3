"""Splits a text into tokens: numbers, scales, currency markers, words, marks."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from pipeline.money.currencies import CODES, SYMBOLS, WORDS, Marker
from pipeline.money.numerals import DIGITS, FULL_SCALES, MAX_DIGITS, MISSPELT, SCALES

LONGEST_NAME = 8  # tokens of the longest name of a currency, points included

SHORT_SCALES = frozenset(word for word in SCALES if len(word) <= 4 and word not in ("lakh", "lacs"))
_FUSED = re.compile(r"([A-Z]{3})(k|m|mn|mln|mio|bn|b|tn|million|billion)")
# "kEUR 85", "TEUR 412", "MUSD 3": a scale before the code, as accountants write
SCALED_CODES = {
    f"{letter}{code}": (scale, code)
    for letter, scale in (("k", "thousand"), ("T", "thousand"), ("m", "million"), ("M", "million"))
    for code in ("EUR", "USD", "GBP", "CHF", "DKK", "NOK", "SEK")
}
_SLANG = {
    "arab": "billion",
    "mm": "million",
}  # scales only in an amount that begins with its marker
_GLUED_SCALE = re.compile(r"(million|billion|trillion|thousand)s?(?=[a-z])")
_AFTER = "to for in of from and on was is were has by at with over"  # a million
_AFTER_SCALE = frozenset(_AFTER.split())
MARKED = sorted((s for s in SYMBOLS if not s.isalpha()), key=len, reverse=True)
LETTERED = frozenset(s for s in SYMBOLS if s.isalpha())
_PRINTED = {**CODES, **{symbol: SYMBOLS[symbol] for symbol in LETTERED}}
_BY_LETTERS = {re.sub(r"[\s.-]", "", name): marker for name, marker in WORDS.items()}
LAST_WORDS = frozenset(name.split()[-1] for name in WORDS)
LETTER = r"[^\W\d_¹²³¼-¾⅐-⅞]"  # superscripts and fractions are not letters
_COUNTED = re.compile(r"\s(?:people|children|women|men|(?!was\b|is\b|has\b|as\b|us\b)[a-z]{3,}s)\b")
_TOKEN = re.compile(
    rf"""
    (?P<plain>[A-Z]?[a-z]+(?=[\ ,]))                          # most words; no sign has such a part
  | (?P<gap>\n[^\S\n]*\n)
  | (?P<symbol>(?:(?<![A-Za-z])|(?=[€$£¥])(?<=(?<![A-Za-z])[kMm]))
      (?=\W|[A-Za-z]{{1,5}}[^A-Za-z\s]|US?\s|F\s)
      (?:{"|".join(map(re.escape, MARKED))})
      (?:(?<![A-Za-z.])|(?<=[A-Za-z])(?![A-Za-z])|(?<=\.)(?=\s?[0-9])))
  | (?P<thousands>(?<=[A-Za-z$€£¥\ ])['’‘]000s?\b)
  | (?P<number>{DIGITS})
  | (?P<word>{LETTER}+(?:['’]{LETTER}+)*)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_OF_WORDS = frozenset({"plain", "word"})  # groups of the pattern above


class Token(NamedTuple):
    """A word, number or mark; a named tuple because a text has very many."""

    kind: str  # number, scale, money, word, mark, break, other
    start: int
    end: int
    text: str  # words in lower case
    marker: Marker | None = None


PENNY = Marker("p", "word", ("GBP",), parts=100, lent=True)
NO_MARKERS: Mapping[str, Marker] = {}


def tokens_of(
    text: str, start: int, end: int, own: Mapping[str, Marker] = NO_MARKERS
) -> list[Token]:
    """The tokens of `text[start:end]`, names of currencies joined; white space is left out."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        printed = match.group()
        if match.lastgroup not in _OF_WORDS:
            _add_sign(text, match, tokens)
        elif printed in own:
            tokens.append(Token("money", match.start(), match.end(), printed, own[printed]))
        elif (word := _plain_word(printed)) and not _follows_number(tokens):
            tokens.append(Token("word", match.start(), match.end(), word))
        else:
            _add_word(text, match, tokens)
    return tokens


def _add_sign(text: str, match: re.Match[str], tokens: list[Token]) -> None:
    """Add what is not a word: a number, a currency symbol, a mark, a blank line."""
    kind, printed = match.lastgroup, match.group()
    if kind == "mark":
        tokens.append(Token("mark", match.start(), match.end(), printed))
    elif kind == "number":
        tokens.extend(_numbers(text, match, tokens))
    elif kind == "symbol":
        _add_symbol(match, printed, tokens)
    elif kind == "gap":
        tokens.append(Token("break", *match.span(), ""))
    else:
        tokens.append(Token("scale", *match.span(), "thousand"))


def glued(left: Token, right: Token) -> bool:
    return left.end == right.start


def _add_symbol(match: re.Match[str], printed: str, tokens: list[Token]) -> None:
    """A currency symbol; a letter glued before it is its scale: "M€ 12", "12 k€"."""
    money = Token("money", *match.span(), printed, SYMBOLS[printed])
    letter = tokens[-1].text if tokens and tokens[-1].end == match.start() else ""
    if letter.lower() not in ("k", "m") or tokens[-1].kind != "word":
        tokens.append(money)
        return
    scale = "thousand" if letter == "k" else "million"
    if len(tokens) > 1 and tokens[-2].kind == "number":
        tokens[-1:] = [tokens[-1]._replace(kind="scale", text=scale), money]
    else:
        money = money._replace(start=tokens[-1].start)
        tokens[-1:] = [money, Token("scale", money.end, money.end, scale)]


def _numbers(text: str, match: re.Match[str], tokens: list[Token]) -> list[Token]:
    """The number; two where a count follows an amount: "$500 200 people"."""
    number = _number(text, match, tokens)
    first, gap, rest = match.group().partition(" ")
    is_pair = gap and number.kind == "number" and tokens and tokens[-1].kind == "money"
    if not is_pair or not _COUNTED.match(text, match.end()):
        return [number]
    cut_at = match.start() + len(first)
    return [
        Token("number", match.start(), cut_at, first),
        Token("number", cut_at + 1, match.end(), rest),
    ]


def _number(text: str, match: re.Match[str], tokens: list[Token]) -> Token:
    """A number; kind "other" for part of a name, a date or a longer string of digits."""
    start, end = match.span()
    last = tokens[-1] if tokens else None
    marked = last is not None and (
        last.kind == "money"
        or (last.kind == "scale" and [t.kind for t in tokens[-2:-1]] == ["money"])
    )
    after_money = marked and last is not None and last.end == start
    before = text[max(0, start - 2) : start]
    named = not after_money and (
        before[-1:].isalnum()
        or before[-1:] in ("_", "#")
        or (before[-1:] in "-–.,/" and before[:1].isalnum() and not before[:1].isdigit())
        or (before[-1:] in (".", ",") and before[:1].isdigit())
    )
    named = named or (len(tokens) > 1 and before[-1:] == "/" and tokens[-2].kind == "other")
    after = text[end : end + 2]
    longer = after[:1].isdigit() or (after[:1] in (".", ",") and after[1:].isdigit())
    percent = after[:1] in ("%", "％") or after == " %"
    if named and last is not None and last.kind == "mark" and before[-1:] in "-–":
        named = not _ends_in_money(tokens)
    is_other = named or longer or percent or end - start > MAX_DIGITS
    return Token("other" if is_other else "number", start, end, match.group())


def _ends_in_money(tokens: list[Token]) -> bool:
    """Whether a currency marker or a scale is before the dash: "USD 5m-6m", "US$ -5"."""
    return len(tokens) > 1 and tokens[-2].kind in ("money", "scale")


@lru_cache(maxsize=65_536)
def _plain_word(printed: str) -> str:
    """The lower-case word if it is part of amounts only after a number or hyphen; else empty."""
    word = printed.lower()
    is_marker = printed in _PRINTED or printed in SCALED_CODES or printed[:3] in CODES
    return "" if is_marker or word in LAST_WORDS or word in SCALES else word


def _follows_number(tokens: list[Token]) -> bool:
    """Whether a number or a hyphen comes last, so that the next word may be part of an amount."""
    return bool(tokens) and (tokens[-1][0] == "number" or tokens[-1][3] == "-")


def _add_word(text: str, match: re.Match[str], tokens: list[Token]) -> None:
    printed, (start, end) = match.group(), match.span()
    word = printed.lower()
    if (
        len(tokens) > 1
        and tokens[-1].text == "-"
        and (joined := _over_line(text, start, word, tokens))
    ):
        start, word = tokens[-2].start, joined
        del tokens[-2:]
    if marker := _printed_marker(text, end, printed, tokens):
        tokens.append(Token("money", start, end, printed, marker))
    elif word in LAST_WORDS and (name := _name_ending(text, end, word, tokens)):
        kept, marker = name
        start = tokens[kept].start if kept < len(tokens) else start
        del tokens[kept:]
        tokens.append(Token("money", start, end, text[start:end], marker))
    elif word in SCALES and not _is_letter(printed, start, tokens):
        tokens.append(Token("scale", start, end, word))
    elif printed[:3] in CODES and (fused := _FUSED.fullmatch(printed)):
        tokens.append(Token("money", start, start + 3, fused[1], CODES[fused[1]]))
        tokens.append(Token("scale", start + 3, end, fused[2].lower()))
    elif printed in SCALED_CODES:
        scale, code = SCALED_CODES[printed]
        tokens.append(Token("money", start, end, code, CODES[code]))
        tokens.append(Token("scale", end, end, scale))
    elif tokens and tokens[-1].kind == "number":
        _add_after_number(start, end, word, tokens)
    else:
        tokens.append(Token("word", start, end, word))


def _add_after_number(start: int, end: int, word: str, tokens: list[Token]) -> None:
    """A word directly after a number: a misspelt scale, or one glued to the word after it."""
    led = len(tokens) > 1 and tokens[-2].kind == "money"
    cut_off = _GLUED_SCALE.match(word)
    if word == "p" and tokens[-1].end == start and _in_sterling(tokens):
        tokens.append(Token("money", start, end, word, PENNY))
    elif led and word in _SLANG:
        tokens.append(Token("scale", start, end, _SLANG[word]))
    elif word in MISSPELT:
        tokens.append(Token("scale", start, end, MISSPELT[word]))
    elif cut_off and word[cut_off.end() :] in _AFTER_SCALE:
        middle = start + cut_off.end()
        tokens.append(Token("scale", start, middle, cut_off.group()))
        tokens.append(Token("word", middle, end, word[cut_off.end() :]))
    else:
        tokens.append(Token("word", start, end, word))


def _in_sterling(tokens: list[Token]) -> bool:
    """Whether "86p" is pence: below a hundred, and with pounds nearby."""
    if not tokens[-1].text.isdigit() or len(tokens[-1].text) > 2:
        return False
    for token in reversed(tokens[-2 * LONGEST_NAME : -1]):
        if token.kind == "break":
            return False
        if token.marker is not None and "GBP" in token.marker.codes:
            return True
    return False


def _over_line(text: str, start: int, word: str, tokens: list[Token]) -> str:
    """A scale or currency name that a hyphen at a line end splits ("mil-, lion"), or empty."""
    first, hyphen = tokens[-2:]
    joined = first.text.lower() + word
    known = joined in FULL_SCALES or joined in LAST_WORDS
    line_end = known and first.end == hyphen.start and text[hyphen.end : start].strip(" ") == "\n"
    return joined if line_end else ""


def _printed_marker(text: str, end: int, printed: str, tokens: list[Token]) -> Marker | None:
    """The code or symbol with this spelling; not a letter set apart ("250K", "Annex P")."""
    marker = _PRINTED.get(printed)
    apart = marker and marker.wary == "tied" and not text[end : end + 1].isdigit()
    return None if apart or _ends_name(printed.lower(), tokens) else marker


def _ends_name(word: str, tokens: list[Token]) -> bool:
    """Whether a code or symbol is the end of a longer name: "francs CFA"."""
    return word in LAST_WORDS and bool(tokens) and tokens[-1].text.lower() in LAST_WORDS


def _is_letter(printed: str, start: int, tokens: list[Token]) -> bool:
    """Whether "b", "k" or "t" is a letter, not a scale: apart, or not after a number."""
    if len(printed) > 1:
        return False
    tied = bool(tokens) and tokens[-1].end == start and tokens[-1].kind in ("number", "money")
    numbered = bool(tokens) and tokens[-1].kind == "number"
    return not tied and not (numbered and (printed.isupper() or printed == "m"))


def _name_ending(text: str, end: int, word: str, tokens: list[Token]) -> tuple[int, Marker] | None:
    """The longest name of a currency that ends here: the first of its tokens, and what it means."""
    letters, found = word, None
    if word in _BY_LETTERS:
        found = len(tokens), _BY_LETTERS[word]
    for at in range(len(tokens) - 1, max(-1, len(tokens) - LONGEST_NAME), -1):
        token = tokens[at]
        if token.kind not in ("word", "mark", "money"):
            break
        letters = "".join(c for c in token.text if c.isalpha()).lower() + letters
        if (marker := _BY_LETTERS.get(letters)) and token.kind != "mark":
            found = at, marker
    return found
