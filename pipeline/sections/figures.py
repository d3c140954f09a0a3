"""Captions of pictures and charts: the words, who made the picture, and when."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.clean.lines import words_for
from pipeline.model import Block, Figure, Span

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = rf"(?:\d{{1,2}}\s)?(?:{MONTHS})\s(?:\d{{1,2}},\s)?"
DATE = re.compile(
    rf"[(（,]\s?(?P<closed>(?:{DAY})?(?:19|20)\d\d)\s?[)）.]|\b(?P<open>{DAY}(?:19|20)\d\d)\b"
)
SOURCE = re.compile(r"[Ss]ources?\s?[:：]\s?\S")
END_DATE = re.compile(rf"[(（]\s?(?:in\s)?{DAY}(?:19|20)\d\d\s?[)）]$")
ENDS = re.compile(r"[^\W\d_]{3}[.!?]\s")
MOST_TITLE_WORDS = 7
TAIL = 200  # characters at the end of a caption that may hold its credit
LONGEST = 700  # characters of a caption


def is_caption(text: str) -> bool:
    """Whether a paragraph says by its form that it belongs to a picture, chart or table."""
    if len(text) > LONGEST:
        return False
    is_labelled = _label().match(text) or SOURCE.match(text)
    return bool(is_labelled or _credit().search(text[-TAIL:]) or _is_dated(text))


def _is_dated(text: str) -> bool:
    """Whether it is no sentence and no title, and ends in a date: "Women at a well (May 2020)"."""
    is_long = len(text.split()) > MOST_TITLE_WORDS
    return is_long and END_DATE.search(text[-TAIL:]) is not None and not ENDS.search(text)


def find_figures(blocks: Sequence[Block]) -> tuple[Figure, ...]:
    """One figure for each caption, however often it is printed; a line of sources is none."""
    return tuple(
        figure
        for block in blocks
        if block.kind == "caption" and not block.duplicate_of
        for figure in [_figure(block)]
        if figure.caption and not SOURCE.match(figure.caption)
    )


def _figure(block: Block) -> Figure:
    text = block.text.text
    tail = max(len(text) - TAIL, 0)
    credit = _credit().search(text, tail)
    end = len(text[: credit.start()].rstrip(" .,;")) if credit else len(text)
    if credit and text[end : end + 1] == ".":
        end += 1
    dates = list(DATE.finditer(text, 0, end + 1))
    date = dates[-1] if dates else None
    spans: dict[str, tuple[Span, ...]] = {"caption": ((0, end),)} if end else {}
    if credit:
        spans["credit"] = (credit.span(credit.lastgroup or 0),)
    if date:
        spans["date"] = (date.span(date.lastgroup or 0),)
    return Figure(
        caption=text[:end],
        credit=credit[credit.lastgroup or 0] if credit else "",
        date=date[date.lastgroup or 0] if date else "",
        copies=block.copies,
        block_id=block.block_id,
        start=0,
        end=len(text),
        spans=spans,
    )


@cache
def _credit() -> re.Pattern[str]:
    """Who made a picture: "(Photo: JICA)", "Photo credit: UNICEF", "© Anna Berg / GIZ"."""
    words = "|".join(sorted(words_for("credit"), key=len, reverse=True))
    said = rf"(?i:{words})s?(?:\s(?:by|courtesy\sof|of|credits?))?"
    return re.compile(
        rf"""[(（\[]\s?(?:©\s?)?{said}(?:\s?[:：/]\s?|\s(?=[A-Z©]))(?P<bracket>[^()]{{1,120}}?)\s?[)）\]]\.?\s*$
          | [(（\[]\s?(?:©|\(c\))\s?(?P<right>[^()]{{1,120}}?)\s?[)）\]]\.?\s*$
          | (?:^|(?<=[.!?”’)]\s)|(?<=\s[|–—-]\s))(?i:{words})s?(?:\s(?i:by|credits?|courtesy\sof))?
            \s?[:：]\s?(?P<open>[^():]{{1,80}})$
          | ©\s?(?P<sign>[^()©]{{1,80}})$""",
        re.VERBOSE,
    )


@cache
def _label() -> re.Pattern[str]:
    """What opens a caption: "Figure 3: ", "Photo: ", "Table II-2. "."""
    words = "|".join(sorted(words_for("caption")))
    number = r"(?:[IVX]{1,4}|\d{1,3}|[A-Z])(?:[.-]\d{1,3}){0,3}"
    return re.compile(
        rf"(?:(?i:{words}))\.?\s?(?:{number}\s?[:.：|–—]?\s+(?=[^\Wa-z]|[“‘\"])|{number}$|[:：]\s)"
    )
