"""Captions of photos and charts: the words, the credit and the date."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.clean.site import words_for
from pipeline.records.text import Block, Figure, Span

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = rf"(?:\d{{1,2}}\s)?(?:{MONTHS})\s(?:\d{{1,2}},\s)?"
DATE = re.compile(
    rf"[(（,]\s?(?P<closed>(?:{DAY})?(?:19|20)\d\d)\s?[)）.]|\b(?P<open>{DAY}(?:19|20)\d\d)\b"
)
SOURCE = re.compile(r"(?:[*※]\s?)?(?:[Ss]|S(?=O))(?i:ources?)\s?[:：]\s?\S")
ARROW = re.compile(r"[▲△▼]\s?[^\Wa-z]")  # points to the photo next to it
END_DATE = re.compile(rf"[(（]\s?(?:in\s)?{DAY}(?:19|20)\d\d\s?[)）]$")
ENDS = re.compile(r"[^\W\d_]{3}[.!?]\s")
MOST_TITLE_WORDS = 7
# who is in a photo: "Ms. Ana Reyes, Minister of Health"
PERSON = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|H\.\s?E)\.?\s[A-Z][^,.]{2,60},\s[^.]{3,120}$")
# no numbers but those of a unit: "(¥100 million)"
UNIT_ALONE = re.compile(
    r"[(（\[](?:\D*[$€£¥%]\s?(?:1[0,]*\s)?\D*|(?i:in|units?)\b\D*(?:1[\s.,]?000(?:[\s.,]000)?\D*)?|(?:[^\W\d]+\s){0,3}(?i:million|thousand|billion)s?)[)）\]]"
)
THOUSANDS = re.compile(r"\b1[\s.,]?000\b")
LONGEST_UNIT = 120  # characters of the line that states the unit of a table
TAIL = 200  # characters at the end of a caption that may hold its credit
LONGEST = 700  # characters of a caption
LONGEST_CAPTION = 300  # characters of a caption whose credit is on a line of its own


def is_caption(text: str) -> bool:
    """Whether a paragraph has the form of a caption of a photo, chart or table."""
    if len(text) > LONGEST:
        return False
    is_labelled = _label().match(text) or SOURCE.match(text) or _is_arrowed(text)
    return bool(is_labelled or _credit().search(text[-TAIL:]) or _is_dated(text))


def _is_arrowed(text: str) -> bool:
    """Whether it points to a photo and is no item: "▲ Opening of the clinic in Dili (UNICEF)"."""
    is_long = len(text.split()) > MOST_TITLE_WORDS or text.endswith(")")
    return is_long and ARROW.match(text) is not None and not text.endswith((".", ";"))


def is_unit_line(text: str) -> bool:
    """Whether a line states the unit of a chart or table: "(Unit: USD million)"."""
    is_bracketed = text[0] in "(（[" and text[-1] in ")）]"
    if len(text) > LONGEST_UNIT or not (is_bracketed or text.casefold().startswith("unit")):
        return False
    return _unit().search(text) is not None


def stands_as_unit(text: str) -> bool:
    """Whether a line is a unit by itself: "($ million)", "(in thousands of euros)"."""
    is_unit = len(text) <= LONGEST_UNIT and UNIT_ALONE.fullmatch(text) is not None
    return is_unit and (is_unit_line(text) or THOUSANDS.search(text) is not None)


def _is_dated(text: str) -> bool:
    """Whether it ends in a date and is no sentence and no title: "Women at a well (May 2020)"."""
    is_long = len(text.split()) > MOST_TITLE_WORDS
    return is_long and END_DATE.search(text[-TAIL:]) is not None and not ENDS.search(text)


def is_bare_label(text: str) -> bool:
    """Whether a line is only the number of a chart, as in "FIGURE 3"."""
    label = _label().match(text)
    return label is not None and label.end() == len(text) and text[-1] not in ":："


def is_credit(text: str) -> bool:
    """Whether words are a credit and nothing else: "Photo: GIZ"."""
    return len(text) < TAIL and not SOURCE.match(text) and _credit().match(text) is not None


def find_figures(blocks: Sequence[Block]) -> tuple[Figure, ...]:
    """One figure for each caption, however often it is printed; source lines are left out."""
    return tuple(
        figure
        for block in blocks
        if block.kind == "caption" and not block.duplicate_of
        for figure in [_figure(block)]
        if figure.caption and not (SOURCE.match(figure.caption) or is_unit_line(figure.caption))
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


def _any_of(use: str) -> str:
    """The words of a use as a pattern, longer ones first."""
    words = sorted(words_for(use), key=len, reverse=True)
    return "|".join(word.replace(" ", r"\s") for word in words)


@cache
def _credit() -> re.Pattern[str]:
    """A credit: "(Photo: JICA)", "Photo credit: UNICEF", "© Anna Berg / GIZ"."""
    words = _any_of("credit")
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
    words = _any_of("caption")
    number = r"(?:[IVX]{1,4}|\d{1,3}|[A-Z])(?:[.-]\d{1,3}){0,3}"
    return re.compile(
        rf"""[\[【<〈]?\s? (?i:{words})\.?\s?
             (?: {number} \s?[\]】>〉]?\s?[:.：|–—]? (?:\s+(?=[^\Wa-z]|[“‘\"])|$)
               | [\]】>〉]?[:：]\s | [\]】]\s )""",
        re.VERBOSE,
    )


@cache
def _unit() -> re.Pattern[str]:
    words = _any_of("unit")
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
