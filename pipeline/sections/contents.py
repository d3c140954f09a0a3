"""Tables of contents: lines that list the report's headings and are no headings themselves."""

import re
from collections.abc import Sequence

from pipeline.clean.site import halved, words_for
from pipeline.records.text import Paragraph
from pipeline.sections.block_kinds import OUTSIDE, Kind
from pipeline.sections.headings import Heading

MOST_WORDS = 22  # of an entry
FEWEST = 3  # entries
MANY = 10  # titles without text, one below another
LONGEST = 200  # characters by which entries are compared
# "Where we work 11", "Annex iv"; but no year and no amount
NUMBERED = re.compile(
    r"(?P<title>(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s)?[^\W\da-z].{1,158}[^\s.…])[\s.…]+(?P<page>\d{1,3})"
)
LED = re.compile(r"(?P<page>\d{1,3})\s[^\W\d]")  # "26 Money": the page number comes first
MOST_BETWEEN = 3  # lines that continue such an entry
PAGE = re.compile(r"\d{1,3}|[ivxl]{1,6}")
LETTERS = re.compile(r"[\W\d_]+")
SENTENCE_END = re.compile(r"[.!:;][\"”’)]?$")


def settle_contents(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Make the entries of tables of contents list items, with or without a title above them."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    lines = Lines([paragraphs[number] for number in own])
    place = 0
    while place < len(own):
        is_titled = is_contents_title(lines.texts[place]) and own[place] not in stated
        start = place + is_titled
        end = lines.end_below(start) if is_titled else lines.end_of_run(place)
        if not is_titled and end == place:
            end = lines.end_of_titles(place, own, kinds)
        if end - start >= FEWEST:
            if is_titled and kinds[own[place]].heading is None:
                kinds[own[place]] = Kind("heading", Heading("", lines.texts[place], "plain"))
            for number in own[start:end]:
                kinds[number] = kinds[number] if number in stated else Kind("list_item")
        place = max(end, start, place + 1)


class Lines:
    """The lines of a text without furniture, to search for tables of contents."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.texts = [paragraph.text.text for paragraph in paragraphs]
        self.gaps = [paragraph.gap for paragraph in paragraphs]
        self.titles = [LETTERS.sub("", text[:LONGEST].casefold()) for text in self.texts]
        self.counted = 0  # lines before it are known not to be a run of page numbers
        self.last = {title: place for place, title in enumerate(self.titles)}

    def end_below(self, start: int) -> int:
        """Where the entries below a title end: one of them is repeated, or text begins.

        The line directly above the text is its title, unless it has a page number.  Lines without
        page numbers are entries only if they are repeated, or have no gaps.
        """
        end = max(self._end_of_lines(start), self._end_of_led(start))
        paged = [n for n in range(start, end) if NUMBERED.fullmatch(self.texts[n])]
        if len(paged) >= FEWEST and len(paged) * 2 > paged[-1] - start:
            return paged[-1] + 1
        again = [
            n for n in range(start, end) if self.titles[n] and self.last[self.titles[n]] >= end
        ]
        if again or end == len(self.texts):
            return end
        return next((n for n in range(start + 1, end) if self.gaps[n]), end)

    def _end_of_lines(self, start: int) -> int:
        seen: set[str] = set()
        for place in range(start, len(self.texts)):
            title = self.titles[place]
            if title in seen and len(seen) >= FEWEST:
                return place
            if not _is_entry(self.texts[place]):
                is_paged = NUMBERED.fullmatch(self.texts[place - 1])
                return place if is_paged or self.last[self.titles[place - 1]] > place else place - 1
            seen.update([title] if title else [])
        return len(self.texts)

    def _end_of_led(self, start: int) -> int:
        """Where entries that begin with their page number end, with continuation lines between."""
        pages: list[int] = []
        end, seen = start, set[str]()
        for place in range(start, len(self.texts)):
            match, title = LED.match(self.texts[place]), self.titles[place]
            if place - end > MOST_BETWEEN or title in seen:
                break
            if match and len(self.texts[place].split()) <= MOST_WORDS:
                pages.append(int(match["page"]))
                end = place + 1
            seen.add(title)
        return end if len(pages) >= FEWEST and max(pages) > 2 * len(pages) else start

    def end_of_run(self, start: int) -> int:
        """Where lines end whose page numbers rise by more than one a line, unlike a count."""
        pages: list[int] = []
        if start < self.counted:
            return start
        for place in range(start, len(self.texts)):
            match = NUMBERED.fullmatch(self.texts[place])
            if match is None or len(match["title"].split()) > MOST_WORDS:
                break
            if pages and int(match["page"]) < pages[-1]:
                break
            pages.append(int(match["page"]))
        self.counted = start + len(pages)
        rises = len(pages) >= FEWEST and pages[-1] > pages[0] + len(pages) - 1
        return start + len(pages) if rises else start

    def end_of_titles(self, start: int, own: Sequence[int], kinds: Sequence[Kind]) -> int:
        """Where many marked titles end that follow one another without text between.

        One of them is repeated, or text begins; the line directly above the text is its title.
        """
        seen: set[str] = set()
        for place in range(start, len(own)):
            is_again = self.titles[place] in seen
            if is_again or not _is_marked(kinds[own[place]]):
                end = place if is_again else place - 1
                return end if end - start >= MANY else start
            seen.add(self.titles[place])
        return len(own) if len(own) - start >= MANY else start


def _is_marked(kind: Kind) -> bool:
    return kind.name == "heading" and kind.heading is not None and bool(kind.heading.marker)


def is_contents_title(text: str) -> bool:
    """Whether a line is the title of a table of contents."""
    return halved(text.casefold().strip(" :.<>[]●■–—-*")) in words_for("contents")


def _is_entry(text: str) -> bool:
    if NUMBERED.fullmatch(text) or PAGE.fullmatch(text):
        return True
    return len(text.split()) <= MOST_WORDS and not SENTENCE_END.search(text)
