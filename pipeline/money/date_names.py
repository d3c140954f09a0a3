"""Numbers that look like years but are not, or are part of a name."""

import re

from pipeline.money.items import words_of
from pipeline.vocab import read_vocab

_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:[’'][^\W\d_]+)?\.?)\s\Z")
_WORD_AFTER = re.compile(r"[\s-]([^\W\d_]+)")
_WORDS_AFTER = re.compile(r"\s([a-z]+)\s([a-z]{3,}(?<!s)s)\b")
_NAME_AFTER = re.compile(r"\s(?:[A-Z][^\W\d_]+|[A-Z0-9]{2,})")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥]|\b[A-Z]{3}|\bRs\.?)\s?\Z")
_BASE_YEAR = re.compile(  # "2015 US dollars", "2018 prices": a price base, not a date
    r"\s?=\s?100\b"
    r"|\s(?:constant\s|international\s)?(?:prices|price\slevels|PPP|(?:US\s?|U\.S\.\s)?dollars|euros"
    r"|(?:US\s?\$|[$€£¥]|[A-Z]{3}\b)(?!\s?[0-9])"
    r"(?=\)|\s(?:thousand|million|billion|terms|prices|at)|[.,]|\Z))"
)
_CONSTANT = re.compile(r"\b(?:constant|base\syear|base\syear:|real)\s\(?\Z", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:total\sof|some|approximately|nearly|almost|than)\s\Z", re.IGNORECASE)
_OPENED = re.compile(r"[“‘\"'«]\Z")
_TIME_WORDS = frozenset({"in", "since", "during", "until", "year", "late", "early", "mid", "by"})
_NO_NAME = frozenset(
    {"the", "in", "since", "from", "by", "until", "during", "for", "of", "and", "to", "as", "on"}
    | {"between", "before", "after", "through", "at", "also", "while", "fiscal", "calendar", "year"}
)


def verdict(text: str, start: int, end: int) -> str:
    """For a bare year: "none" if it is certainly no date, "name" if it may be part of a name."""
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    word_before = _WORD_BEFORE.search(before)
    last = word_before[1] if word_before else ""
    if _BASE_YEAR.match(after) or _CONSTANT.search(before):
        return "none"
    if _MONEY_BEFORE.search(before) or last.lower().rstrip(".") in _labels():
        return "none"
    if _COUNTED.search(before) and (word := _WORD_AFTER.match(after)) and word[1].endswith("s"):
        return "none"
    if _counts(last, after, text[start:end]) or _titled(before, last, after):
        return "none"
    capital = last[:1].isupper() and last.lower() not in _NO_NAME
    if capital or _NAME_AFTER.match(after):
        return "name"
    return ""


def _labels() -> frozenset[str]:
    return words_of("label")


def _counts(last: str, after: str, printed: str) -> bool:
    """ "2000 households", "2019 yen", "1800 hours": a number of things."""
    following = _WORD_AFTER.match(after)
    if following is None or (last.lower() in _TIME_WORDS and printed[-2:] != "00"):
        return False
    if printed.endswith("00") and last.lower() not in _TIME_WORDS and _counts_two(after):
        return True
    word = following[1]
    if word.islower() and (word in words_of("people") or word in _money_words()):
        return True
    plural = word.endswith("s") and not word.endswith("ss") and len(word) > 3 and word.islower()
    return plural and printed[-2:] == "00" and word not in words_of("function")


def _counts_two(after: str) -> bool:
    """ "1500 job opportunities": a plural with one word before it."""
    words = _WORDS_AFTER.match(after)
    return words is not None and not words_of("function").intersection(words.groups())


def _money_words() -> frozenset[str]:
    rows = read_vocab("currencies")
    words = {row["marker"] for row in rows if row["sort"] == "word" and not row["wary"]}
    return frozenset(words | {"million", "billion", "trillion", "thousand"})


def _titled(before: str, last: str, after: str) -> bool:
    """Whether the year belongs to a title: “2014 Action Plan …”, Agenda 2030, 2030 Agenda."""
    titles = words_of("title")
    following = _WORD_AFTER.match(after)
    if following and following[1].lower() in titles and following[1][:1].isupper():
        return True
    if _OPENED.search(before) and _NAME_AFTER.match(after):
        return True
    return last[:1].isupper() and last.lower() in titles
