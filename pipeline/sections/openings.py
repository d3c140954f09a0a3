"""The top of a file: which lines above its text are a banner, and which is the title."""

import re
from collections.abc import Sequence
from itertools import groupby

from pipeline.sections.figures import DAY, PERSON, is_caption
from pipeline.sections.headings import Heading, read_plain
from pipeline.sections.lines import Line, is_title_of, names_office

MOST_TITLES = 24  # lines of a letterhead
LONGEST_DATE = 80  # characters of a line with a date
LONGEST_LINE = 20  # words of a line of a letterhead
SURE_WORDS = 4  # a line of so few is a title even without capitals
KEYED = re.compile(r"[A-Z][\w /()-]{1,40}:\s\S")  # a fact: "Income group: Lower middle"
NAME = re.compile(
    r"(?:(?:[^\W\da-z]\.|[^\W\da-z][\w’'-]+)\s){1,3}[^\W\da-z][\w’'-]+(?:\s[A-Z]{2,3})?"
)
YEAR = re.compile(r"(?:19|20)\d\d(?:[-–]\d\d)?\s[^\W\da-z]")
AMOUNT = re.compile(r"[$€£¥]\s?\d|\d\s(?:thousand|million|billion)\b")
# a date, perhaps after a few words: "News story, 3 May 2012"
DATELINE = re.compile(
    rf"""(?:[^\W\d_][\w’.-]*[\s,|–-]{{1,3}}){{0,3}}
         (?: {DAY} (?:19|20)\d\d | \d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d\d
           | (?:19|20)\d\d-\d\d-\d\d )""",
    re.VERBOSE | re.IGNORECASE,
)


def settle_openings(lines: Sequence[Line]) -> None:
    """Title lines above the first heading of a file, with no text between, are its banner.

    If text follows directly, the last of them is its heading, or the last one above a date.
    """
    capitals = sum(line.kind == "heading" and line.style == "caps" for line in lines)
    for _, file in groupby(lines, key=lambda line: line.paragraph.source):
        _settle_opening(list(file), capitals)


def _settle_opening(lines: Sequence[Line], capitals: int) -> None:
    top = _top(lines)
    signed = _signed(top)
    for line in top[signed:]:
        line.become("body")
    top = top[: _facts(top[:signed])]
    is_cover = any(is_title_of(line.text, "contents") for line in lines[len(top) : len(top) + 1])
    caps = [place for place, line in enumerate(top) if line.style == "caps"]
    if caps and capitals > len(caps) and not is_cover:
        top = top[: caps[-1]]  # later chapters are in capitals too
    if not any(map(_is_titled, top)):
        return
    is_above = is_cover or any(line.kind == "heading" for line in lines[len(top) : len(top) + 1])
    title = None if is_above else _title(top)
    for line in top:
        line.become("banner", line.heading)
    if title is not None:
        title.become("heading", title.heading or Heading("", title.text, "plain"))


def _top(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a file before its first text, marked heading, list or note."""
    printed_again = {line.copy_of for line in lines[: 2 * MOST_TITLES]}
    for place, line in enumerate(lines):
        is_title = line.kind == "caption" and _is_title(line.text)
        is_line = line.kind in ("body", "table") and is_letterhead(line.text)
        is_fact = KEYED.match(line.text) or line.copy_of or line in printed_again
        is_amount = place > 0 and not is_fact and AMOUNT.search(line.text)
        is_stopped = line.is_stated or is_title_of(line.text, "contents") or place > MOST_TITLES
        if is_amount or is_stopped or not (line.is_unmarked or is_title or is_line):
            return lines[:place]
    return lines


def _is_titled(line: Line) -> bool:
    """Whether a line reads as a title, and not as a date or a fact."""
    is_named = line.is_unmarked or _is_sentence_case(line.text)
    return is_named and not is_dateline(line.text)


def _title(top: Sequence[Line]) -> Line:
    """The line of the top that is the heading of the text below."""
    titles = [line for line in top if _is_titled(line)]
    titles = [line for line in titles if not KEYED.match(line.text)] or titles
    date = next((place for place, line in enumerate(top) if is_dateline(line.text)), 0)
    above = [line for line in titles if line in top[:date]]
    is_below = titles[-1] is top[-1] or len(titles[-1].text.split()) > SURE_WORDS
    last = titles[-1] if is_below or not above else above[-1]
    return next((line for line in top if line is last.copy_of), last)


def _signed(top: Sequence[Line]) -> int:
    """Where a name with its office begins in the top: who signs the text that follows."""
    for place in range(1, len(top) - 1):
        name, office = top[place].text, top[place + 1].text
        is_office = names_office(office) and len(office.split()) <= SURE_WORDS * 2
        if is_office and NAME.fullmatch(name):
            return place
    return len(top)


def _facts(top: Sequence[Line]) -> int:
    """Where a title with facts directly under it is in the top: "Population: 58 million"."""
    keyed = [KEYED.match(line.text) is not None for line in top]
    for place in range(1, len(top) - 2):
        if _is_titled(top[place]) and keyed[place : place + 3] == [False, True, True]:
            return place
    return len(top)


def is_dateline(text: str) -> bool:
    """Whether a line is a date, perhaps after a few words: "Oslo, 24.11.2015"."""
    return len(text) <= LONGEST_DATE and DATELINE.fullmatch(text) is not None


def is_letterhead(text: str) -> bool:
    """Whether a line may be part of a letterhead: a date, a place, a file number, no sentence."""
    return len(text.split()) <= LONGEST_LINE and not text.endswith((".", "!", "?", ":", ";", ","))


def _is_title(text: str) -> bool:
    """Whether a text printed twice is a title, perhaps cut short, and not a caption."""
    is_short = read_plain(text) is not None or text.endswith(("…", "..."))
    return is_short and not is_caption(text) and not PERSON.match(text)


def _is_sentence_case(text: str) -> bool:
    """Whether a line may be a title in lower case: some words, the first with a capital."""
    opens = text[0].isupper() or YEAR.match(text) is not None
    return opens and len(text.split()) > SURE_WORDS and not KEYED.match(text)
