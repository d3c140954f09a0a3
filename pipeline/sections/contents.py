"""Tables of contents: lines that name what the report holds, and are no headings themselves."""

import re
from collections.abc import Sequence

from pipeline.clean.site import halved, words_for
from pipeline.model import Paragraph
from pipeline.sections.block_kinds import OUTSIDE, Kind
from pipeline.sections.headings import Heading

MOST_WORDS = 22  # of an entry
FEWEST = 3  # entries without a title above them
# "Where we work 11", "Annex iv"; no year and no sum
NUMBERED = re.compile(r"(?P<title>[^\W\da-z].{1,158}[^\s.…])[\s.…]+(?P<page>\d{1,3})")
PAGE = re.compile(r"\d{1,3}|[ivxl]{1,6}")
LETTERS = re.compile(r"[\W\d_]+")
SENTENCE_END = re.compile(r"[.!:;][\"”’)]?$")


def settle_contents(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Make the entries of tables of contents items of lists, with a title above them or without."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    texts = [paragraphs[number].text.text for number in own]
    place = 0
    while place < len(own):
        is_titled = is_contents_title(texts[place]) and own[place] not in stated
        start = place + is_titled
        end = _end_of_run(texts, place)
        if is_titled:
            end = start + len(_without_rest(texts[start : _end_below(texts, start)]))
        is_list = end - start >= FEWEST and (is_titled or _rises(texts[start:end]))
        if is_list and is_titled and kinds[own[place]].heading is None:
            kinds[own[place]] = Kind("heading", Heading("", texts[place], "plain"))
        for number in own[start:end] if is_list else ():
            if number not in stated:
                kinds[number] = Kind("list_item")
        place = max(end, start, place + 1)


def is_contents_title(text: str) -> bool:
    """Whether a line is the title of a table of contents."""
    return halved(text.casefold().strip(" :.<>[]●■–—-*")) in words_for("contents")


def _end_below(texts: Sequence[str], start: int) -> int:
    """Where the lines below such a title end: one of them comes again, or text begins.

    What stands right above the text is its title, unless it carries a page number.
    """
    seen: set[str] = set()
    for place in range(start, len(texts)):
        title = LETTERS.sub("", texts[place].casefold())
        if title in seen and len(seen) >= FEWEST:
            return place
        if not _is_entry(texts[place]):
            last = texts[place - 1]
            return place if NUMBERED.fullmatch(last) or PAGE.fullmatch(last) else place - 1
        seen.update([title] if title else [])
    return len(texts)


def _without_rest(texts: Sequence[str]) -> Sequence[str]:
    """The entries without what follows the last page number, where most carry one."""
    paged = [place for place, text in enumerate(texts) if NUMBERED.fullmatch(text)]
    return texts[: paged[-1] + 1] if len(paged) * 2 >= max(len(texts), FEWEST) else texts


def _is_entry(text: str) -> bool:
    if NUMBERED.fullmatch(text) or PAGE.fullmatch(text):
        return True
    return len(text.split()) <= MOST_WORDS and not SENTENCE_END.search(text)


def _end_of_run(texts: Sequence[str], start: int) -> int:
    """Where lines end that carry page numbers, one after another, which never fall."""
    last = 0
    for place in range(start, len(texts)):
        match = NUMBERED.fullmatch(texts[place])
        if match is None or len(match["title"].split()) > MOST_WORDS or int(match["page"]) < last:
            return place
        last = int(match["page"])
    return len(texts)


def _rises(texts: Sequence[str]) -> bool:
    """Whether page numbers rise by more than one a line, as no count of items does."""
    pages = [int(match["page"]) for text in texts if (match := NUMBERED.fullmatch(text))]
    return len(pages) > 1 and pages[-1] > pages[0] + len(pages) - 1
