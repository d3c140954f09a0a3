"""Splits a text into tokens: numbers, scales, currency markers, words, marks.

Of a whole text only the windows that can hold money are split: those around the currency symbols
and words, which plain searches find.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.money.currencies import CODES, SYMBOLS, WORDS, Marker, letters_of
from pipeline.money.numbers import DIGITS, MAX_DIGITS, SCALES, SHORT_SCALES, meant_scale

LONGEST_NAME = 8  # tokens of the longest name of a currency, points included
REACH = 90  # characters on both sides of a currency marker in which its amount must be

# "USDm 3", "EUR5mn"; "kEUR 85", "TEUR 412", "MUSD 3": a code fused with its scale
_FUSED = re.compile(
    r"(?P<code>[A-Z]{3})(?P<after>k|m|mn|mln|mio|bn|b|tn|million|billion)"
    r"|(?P<before>[kTmM])(?P<led>EUR|USD|GBP|CHF|DKK|NOK|SEK)"
)
_LETTER_SCALES = {"k": "thousand", "t": "thousand", "m": "million"}
_LED_SCALES = {"mm": "million", "arab": "billion"}  # in an amount that begins with its marker
_GLUED_SCALE = re.compile(r"(?:million|billion|trillion|thousand)(?!air)")  # "US$45millionto"
_MARKED = sorted((s for s in SYMBOLS if not s.isalpha()), key=len, reverse=True)
_LETTERED = frozenset(s for s in SYMBOLS if s.isalpha())
_PRINTED = {**CODES, **{symbol: SYMBOLS[symbol] for symbol in _LETTERED}}
_BY_LETTERS = {letters_of(name): marker for name, marker in WORDS.items()}
_LAST_WORDS = frozenset(name.split()[-1] for name in WORDS)
_LETTER = r"[^\W\d_¹²³¼-¾⅐-⅞]"  # superscripts and fractions are not letters
_TOKEN = re.compile(
    rf"""
    (?P<plain>[A-Z]?[a-z]+(?=[\ ,]))                          # most words; no sign has such a part
  | (?P<gap>\n[^\S\n]*\n)
  | (?P<symbol>(?:(?<![A-Za-z])|(?=[€$£¥])(?<=(?<![A-Za-z])[kMm]))
      (?=\W|[A-Za-z]{{1,5}}[^A-Za-z\s]|US?\s|F\s)
      (?:{"|".join(map(re.escape, _MARKED))})
      (?:(?<![A-Za-z.])|(?<=[A-Za-z])(?![A-Za-z])|(?<=\.)(?=\s?[0-9])))
  | (?P<thousands>(?<=[A-Za-z$€£¥\ ])['’‘]000s?\b)
  | (?P<number>{DIGITS})
  | (?P<word>{_LETTER}+(?:['’]{_LETTER}+)*)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_OF_WORDS = frozenset({"plain", "word"})  # groups of the pattern above
_SIGNS = "".join(sorted({char for s in _MARKED for char in s if not char.isalpha()} - set(". -/")))
_LONG_SCALES = (word for word in SCALES if word not in SHORT_SCALES and len(word) > 3)
_ANCHORS = frozenset(
    {*CODES, *_LETTERED, *(s.rstrip(".") for s in _MARKED if s[0].isalpha())}
    | {f"{code}{scale}" for code in CODES for scale in ("m", "mn", "bn", "k", "million", "billion")}
    | {f"{scale}{code}" for scale in "kTmM" for code in CODES}
    | {
        form
        for word in (*_LAST_WORDS, *_LONG_SCALES)
        if not word.startswith(("hundred", "thous", "dozen"))
        for form in (word, word.capitalize(), word.upper())
    }
)
_WORD = re.compile(rf"{_LETTER}+")
_SIGN = re.compile(f"[{re.escape(_SIGNS)}]")


class Token(NamedTuple):
    """A word, number or mark; a named tuple because a text has very many."""

    kind: str  # number, scale, money, word, mark, break, other
    start: int
    end: int
    text: str  # words in lower case
    marker: Marker | None = None


NO_MARKERS: Mapping[str, Marker] = {}


def token_windows(text: str, own: Mapping[str, Marker] = NO_MARKERS) -> Iterator[list[Token]]:
    """The tokens of each window of the text that can hold money, in reading order.

    `own` holds markers that only this edition uses, as printed ("K" for kwacha).
    """
    begin = end = -1
    for first, last in (*_anchors(text, own), (len(text) + 2 * REACH, 0)):
        start = max(0, first - REACH)
        if start > end:
            if end >= 0:
                yield tokens_of(text, *_to_spaces(text, begin, end), own)
            begin = start
        end = max(end, min(len(text), last + REACH))


def _anchors(text: str, own: Mapping[str, Marker]) -> list[tuple[int, int]]:
    """The spans of the currency symbols and words in the text, in order."""
    printed = set(_WORD.findall(text))
    places = [match.span() for match in _SIGN.finditer(text)]
    for word in printed.intersection({*own} if own else ()) | _ANCHORS.intersection(printed):
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not text[end : end + 1].isalpha() and not (at and text[at - 1].isalpha()):
                places.append((at, end))
            at = text.find(word, end)
    return sorted(places)


def _to_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends inwards to white space, by at most a word's length, so that no word is cut."""
    for _ in range(REACH // 3):
        if start == 0 or text[start - 1].isspace():
            break
        start += 1
    for _ in range(REACH // 3):
        if end == len(text) or text[end].isspace():
            break
        end -= 1
    return start, max(start, end)


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


def glued(left: Token, right: Token) -> bool:
    return left.end == right.start


def text_at(tokens: Sequence[Token], at: int) -> str:
    """The text of a token; empty outside the list."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def kind_at(tokens: Sequence[Token], at: int) -> str:
    """The kind of a token; empty outside the list."""
    return tokens[at].kind if 0 <= at < len(tokens) else ""


def _add_sign(text: str, match: re.Match[str], tokens: list[Token]) -> None:
    """Add what is not a word: a number, a currency symbol, a mark, a blank line."""
    kind, printed = match.lastgroup, match.group()
    if kind == "mark":
        tokens.append(Token("mark", match.start(), match.end(), printed))
    elif kind == "number":
        kind = "other" if _is_part(text, match, tokens) else "number"
        tokens.append(Token(kind, match.start(), match.end(), printed))
    elif kind == "symbol":
        _add_symbol(match, printed, tokens)
    elif kind == "gap":
        tokens.append(Token("break", *match.span(), ""))
    else:
        tokens.append(Token("scale", *match.span(), "thousand"))


def _add_symbol(match: re.Match[str], printed: str, tokens: list[Token]) -> None:
    """A currency symbol; a letter glued before it is its scale: "M€ 12", "12 k€"."""
    money = Token("money", *match.span(), printed, SYMBOLS[printed])
    scale = _LETTER_SCALES.get(text_at(tokens, len(tokens) - 1).lower())
    if not scale or not glued(tokens[-1], money) or tokens[-1].kind != "word":
        tokens.append(money)
    elif kind_at(tokens, len(tokens) - 2) == "number":
        tokens[-1:] = [tokens[-1]._replace(kind="scale", text=scale), money]
    else:
        money = money._replace(start=tokens[-1].start)
        tokens[-1:] = [money, Token("scale", money.end, money.end, scale)]


def _is_part(text: str, match: re.Match[str], tokens: list[Token]) -> bool:
    """Whether a number is part of a name, a date or a longer string of digits, or a percentage."""
    start, end = match.span()
    after = text[end : end + 2]
    longer = after[:1].isdigit() or (after[:1] in (".", ",") and after[1:].isdigit())
    percent = after[:1] in ("%", "％") or after == " %"
    return longer or percent or end - start > MAX_DIGITS or _is_tied(text, start, tokens)


def _is_tied(text: str, start: int, tokens: list[Token]) -> bool:
    """Whether a number is tied to the letters or digits before it: "B52", "1.2.3", "COVID-19"."""
    before = text[max(0, start - 2) : start]
    last, second = (kind_at(tokens, len(tokens) - place) for place in (1, 2))
    led = last == "money" or (last == "scale" and second == "money")
    if led and tokens[-1].end == start:
        return False
    if before[-1:] == "/" and second == "other":
        return True
    if before[-1:] in ("-", "–") and before[:1].isalpha():
        return second not in ("money", "scale")  # "USD 5m-6m"
    dotted = before[-1:] in (".", ",") and before[:1].isalnum()
    slashed = before[-1:] == "/" and before[:1].isalpha()
    return before[-1:].isalnum() or before[-1:] in ("_", "#") or dotted or slashed


@lru_cache(maxsize=65_536)
def _plain_word(printed: str) -> str:
    """The lower-case word if it is part of amounts only after a number or hyphen; else empty."""
    word = printed.lower()
    is_marker = printed in _PRINTED or _fused(printed) is not None
    return "" if is_marker or word in _LAST_WORDS or word in SCALES else word


def _fused(printed: str) -> tuple[str, str, bool] | None:
    """ "USDm", "kEUR": the code, its scale, and whether that stands before; None for others."""
    match = _FUSED.fullmatch(printed)
    if match is None or (match["code"] or match["led"]) not in CODES:
        return None
    if match["code"]:
        return match["code"], match["after"].lower(), False
    return match["led"], _LETTER_SCALES[match["before"].lower()], True


def _follows_number(tokens: list[Token]) -> bool:
    """Whether a number comes last, so that the next word may be part of an amount."""
    return bool(tokens) and tokens[-1][0] == "number"


def _add_word(text: str, match: re.Match[str], tokens: list[Token]) -> None:
    printed, (start, end) = match.group(), match.span()
    word = printed.lower()
    if marker := _printed_marker(text, end, printed, tokens):
        tokens.append(Token("money", start, end, printed, marker))
    elif word in _LAST_WORDS and (name := _name_ending(word, tokens)):
        kept, marker = name
        start = tokens[kept].start if kept < len(tokens) else start
        del tokens[kept:]
        tokens.append(Token("money", start, end, text[start:end], marker))
    elif word in SCALES and not _is_letter(printed, start, tokens):
        tokens.append(Token("scale", start, end, word))
    elif fused := _fused(printed):
        code, scale, leads = fused
        middle = end if leads else start + len(code)
        tokens.append(Token("money", start, middle, code, CODES[code]))
        tokens.append(Token("scale", middle, end, scale))
    elif _follows_number(tokens) and (glued_scale := _GLUED_SCALE.match(word)):
        tokens.append(Token("scale", start, start + glued_scale.end(), glued_scale.group()))
    elif _follows_number(tokens) and (scale := _odd_scale(word, tokens)):
        tokens.append(Token("scale", start, end, scale))
    else:
        tokens.append(Token("word", start, end, word))


def _odd_scale(word: str, tokens: list[Token]) -> str:
    """What an unusual or misspelt scale after a number means, or empty."""
    led = kind_at(tokens, len(tokens) - 2) == "money"
    return (_LED_SCALES.get(word, "") if led else "") or meant_scale(word)


def _printed_marker(text: str, end: int, printed: str, tokens: list[Token]) -> Marker | None:
    """The code or symbol with this spelling; not a letter set apart ("250K", "Annex P")."""
    marker = _PRINTED.get(printed)
    apart = marker and marker.wary == "tied" and not text[end : end + 1].isdigit()
    return None if apart or _ends_name(printed.lower(), tokens) else marker


def _ends_name(word: str, tokens: list[Token]) -> bool:
    """Whether a code or symbol is the end of a longer name: "francs CFA"."""
    return word in _LAST_WORDS and bool(tokens) and tokens[-1].text.lower() in _LAST_WORDS


def _is_letter(printed: str, start: int, tokens: list[Token]) -> bool:
    """Whether "b", "k" or "t" is a letter, not a scale: apart, or not after a number."""
    if len(printed) > 1 or not tokens:
        return len(printed) == 1
    tied = tokens[-1].end == start and tokens[-1].kind in ("number", "money")
    numbered = tokens[-1].kind == "number" and (printed.isupper() or printed == "m")
    return not tied and not numbered


def _name_ending(word: str, tokens: list[Token]) -> tuple[int, Marker] | None:
    """The longest name of a currency that ends here: the first of its tokens, and what it means."""
    letters = word
    found = (len(tokens), _BY_LETTERS[word]) if word in _BY_LETTERS else None
    for at in range(len(tokens) - 1, max(-1, len(tokens) - LONGEST_NAME), -1):
        token = tokens[at]
        if token.kind not in ("word", "mark", "money"):
            break
        letters = "".join(c for c in token.text if c.isalpha()).lower() + letters
        if (marker := _BY_LETTERS.get(letters)) and token.kind != "mark":
            found = at, marker
    return found
