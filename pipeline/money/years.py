"""Numbers that look like years but are not, or are part of a name."""

import re
from functools import cache

from pipeline.money.numbers import SCALES, words_of
from pipeline.vocab import read_vocab

_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:[’'][^\W\d_]+)?)\.?\s\Z")
_WORDS_AFTER = re.compile(r"[\s-]([^\W\d_]+)(?:\s([a-z]+))?")
_NAME_AFTER = re.compile(r"\s(?:[A-Z][^\W\d_]+|[A-Z0-9]{2,})")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥]|\b[A-Z]{3}|\bRs\.?)\s?\Z")
_BASE_YEAR = re.compile(  # "2015 US dollars", "2018 prices": a price base, not a date
    r"\s?=\s?100\b"
    r"|\s(?:constant\s|international\s)?(?:prices|price\slevels|PPP|(?:US\s?|U\.S\.\s)?dollars|euros"
    r"|(?:US\s?\$|[$€£¥]|[A-Z]{3}\b)(?!\s?[0-9])"
    r"(?=\)|\s(?:thousand|million|billion|terms|prices|at)|[.,]|\Z))"
)
_CONSTANT = re.compile(r"\b(?:constant|base\syear|base\syear:|real)\s\(?\Z", re.IGNORECASE)
_OPENED = re.compile(r"[“‘\"'«]\Z")
_TIME_WORDS = frozenset({"in", "since", "during", "until", "year", "late", "early", "mid", "by"})
_NO_NAME = _TIME_WORDS | frozenset(
    {"the", "from", "for", "of", "and", "to", "as", "on", "between", "before", "after", "through"}
    | {"at", "also", "while", "fiscal", "calendar"}
)


def is_no_year(text: str, start: int, end: int) -> bool:
    """Whether a bare year is none: a price base, a number of things, a label, part of a title."""
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    last = _last_word(before)
    labelled = _MONEY_BEFORE.search(before) or last.lower() in words_of("label")
    priced = _BASE_YEAR.match(after) or _CONSTANT.search(before)
    counts = _counts(last.lower(), after, text[start:end])
    return bool(labelled or priced or counts or _titled(before, last, after))


def may_be_name(text: str, start: int, end: int) -> bool:
    """Whether a capital before or after a bare year shows that it may be part of a name."""
    last = _last_word(text[max(0, start - 30) : start])
    named = last[:1].isupper() and last.lower() not in _NO_NAME
    return named or _NAME_AFTER.match(text[end : end + 30]) is not None


def _last_word(before: str) -> str:
    match = _WORD_BEFORE.search(before)
    return match[1] if match else ""


def _counts(last: str, after: str, printed: str) -> bool:
    """ "2000 households", "1500 job opportunities", "2019 yen": a number of things."""
    words = _WORDS_AFTER.match(after)
    if words is None or last in _TIME_WORDS or words[1] in words_of("function"):
        return False
    nouns = [word for word in words.groups() if word and word not in words_of("function")]
    plural = any(re.fullmatch(r"[a-z]{3,}(?<!s)s", noun) for noun in nouns)
    return words[1] in words_of("people") | _money_words() or (plural and printed[-2:] == "00")


@cache
def _money_words() -> frozenset[str]:
    rows = read_vocab("currencies")
    words = {row["marker"] for row in rows if row["sort"] == "word" and not row["wary"]}
    return frozenset(words.union(word for word in SCALES if len(word) > 4))


def _titled(before: str, last: str, after: str) -> bool:
    """Whether the year belongs to a title: “2014 Action Plan …”, Agenda 2030, 2030 Agenda."""
    titles, following = words_of("title"), _WORDS_AFTER.match(after)
    if following and following[1].lower() in titles and following[1][:1].isupper():
        return True
    quoted = _OPENED.search(before) and _NAME_AFTER.match(after)
    return bool(quoted) or (last[:1].isupper() and last.lower() in titles)
