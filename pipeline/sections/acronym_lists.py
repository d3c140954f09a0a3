"""Lists of acronyms: the lines below "Acronyms", which are neither titles nor rows."""

import re
from collections.abc import Sequence

from pipeline.clean.site import words_for
from pipeline.records.text import Paragraph
from pipeline.sections.block_kinds import OUTSIDE, Kind
from pipeline.sections.headings import Heading

FEWEST = 3  # entries
MOST_BETWEEN = 1  # lines that continue the entry above them
LONGEST = 160  # characters of an entry
# "EiE education in emergencies", "ODA: aid", "EU" alone; its words may stand on the next line
ENTRY = re.compile(
    r"(?=[^\s]{0,11}[A-Z][^\s]{0,10}[A-Z\d])[A-Z\da-z][\w&/’'.-]{1,14}(?:\s*[:=–—-])?(?:\s.*)?"
)
SENTENCE_END = re.compile(r"[.!?][\"”’)]?$")


def settle_acronyms(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Make the entries below a title such as "Acronyms" list items, and the title a heading."""
    own = [number for number, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    texts = [paragraphs[number].text.text for number in own]
    for place, number in enumerate(own):
        if not is_acronyms_title(texts[place]):
            continue
        end = _end(texts, place + 1)
        entries = [n for n in own[place + 1 : end] if n not in stated]
        if len(entries) < FEWEST:
            continue
        if kinds[number].heading is None and number not in stated:
            kinds[number] = Kind("heading", Heading("", texts[place], "plain"))
        for entry in entries:
            kinds[entry] = Kind("list_item")


def is_acronyms_title(text: str) -> bool:
    """Whether a line is the title of a list of acronyms."""
    return text.casefold().strip(" :.<>[]●■–—-*") in words_for("acronyms")


def _end(texts: Sequence[str], start: int) -> int:
    """Where the entries end: at lines without an acronym, unless one follows soon."""
    end = start
    for place in range(start, len(texts)):
        text = texts[place]
        if len(text) > LONGEST or SENTENCE_END.search(text) or place - end > MOST_BETWEEN:
            break
        is_title = text.isupper() and " " in text
        if ENTRY.fullmatch(text) and not is_title:
            end = place + 1
    return end
