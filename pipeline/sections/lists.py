"""Lists: tables of contents, acronyms, bullets, and numbered items, which are no headings."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.clean.site import words_for
from pipeline.sections.headings import SMALL_BULLETS, Heading
from pipeline.sections.lines import Line, is_title_of

MOST_BELOW = 2  # lines below an item
SENTENCE_WORDS = 15  # a numbered sentence so long is a paragraph
ITEM_WORDS = 45  # no item of a list is longer
MOST_WORDS = 22  # of an entry of a table of contents
FEWEST = 3  # entries
MANY = 10  # titles without text, one below another
LONGEST = 160  # characters of an entry of a list of acronyms
BARE_LETTER = re.compile(r"(?P<letter>[A-Z])\s(?P<title>[A-Z0-9“].*)")
# "Where we work 11"; but no year and no amount
PAGED = re.compile(
    r"(?P<title>(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s)?[^\W\da-z].{1,158}[^\s.…])[\s.…]+(?P<page>\d{1,3})"
)
LETTERS = re.compile(r"[\W\d_]+")
STOP = re.compile(r"[.!:;][\"”’)]?$")
# "EiE education in emergencies", "ODA: aid", "EU" alone; its words may stand on the next line
ACRONYM = re.compile(
    r"(?=[^\s]{0,11}[A-Z][^\s]{0,10}[A-Z\d])[A-Z\da-z][\w&/’'.-]{1,14}(?:\s*[:=–—-])?(?:\s.*)?"
)


# ---- tables of contents ----------------------------------------------------------------------


def settle_contents(lines: Sequence[Line]) -> None:
    """Make the entries of tables of contents list items, with or without a title above them."""
    contents = _Contents(lines)
    place = 0
    while place < len(lines):
        is_titled = is_title_of(lines[place].text, "contents") and not lines[place].is_stated
        start = place + is_titled
        ends = (contents.end_of_pages, contents.end_of_titles)
        end = contents.end_below(start) if is_titled else max(find(place) for find in ends)
        if end - start >= (FEWEST - is_titled):
            if is_titled and lines[place].heading is None:
                lines[place].become_title()
            for line in lines[start:end]:
                line.become("list_item")
        place = max(end, start, place + 1)


class _Contents:
    """Searches the lines of a text for tables of contents."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.titles = [LETTERS.sub("", line.text[:200].casefold()) for line in lines]
        self.last = {title: place for place, title in enumerate(self.titles)}
        self.read = 0  # lines before it are known to be no entries with pages

    def end_below(self, start: int) -> int:
        """Where the entries below a title end: one of them is repeated, or text begins.

        The line directly above the text is its title, unless it has a page number.  Lines without
        page numbers are entries only if they are repeated, or have no gaps.
        """
        end = self._end_of_lines(start)
        paged = [n for n in range(start, end) if PAGED.fullmatch(self.lines[n].text)]
        if len(paged) >= FEWEST and len(paged) * 2 > paged[-1] - start:
            return paged[-1] + 1
        is_repeated = any(
            self.titles[n] and self.last[self.titles[n]] >= end for n in range(start, end)
        )
        if is_repeated or end == len(self.lines):
            return end
        return next((n for n in range(start + 1, end) if self.lines[n].paragraph.gap), end)

    def _end_of_lines(self, start: int) -> int:
        seen: set[str] = set()
        for place in range(start, len(self.lines)):
            title, text = self.titles[place], self.lines[place].text
            if title in seen and len(seen) >= FEWEST:
                return place
            if not PAGED.fullmatch(text) and (len(text.split()) > MOST_WORDS or STOP.search(text)):
                is_paged = PAGED.fullmatch(self.lines[place - 1].text)
                return place if is_paged or self.last[self.titles[place - 1]] > place else place - 1
            seen.update([title] if title else [])
        return len(self.lines)

    def end_of_pages(self, start: int) -> int:
        """Where lines end whose page numbers rise by more than one a line, unlike a count."""
        pages: list[int] = []
        for place in range(max(start, self.read), len(self.lines)):
            match = PAGED.fullmatch(self.lines[place].text)
            if match is None or len(match["title"].split()) > MOST_WORDS:
                break
            if pages and int(match["page"]) < pages[-1]:
                break
            pages.append(int(match["page"]))
        end = max(start, self.read) + len(pages)
        self.read = max(end, self.read)
        rises = len(pages) >= FEWEST and pages[-1] > pages[0] + len(pages) - 1
        return end if rises else start

    def end_of_titles(self, start: int) -> int:
        """Where many marked titles end that follow one another without text between.

        One of them is repeated, or text begins; the line directly above the text is its title.
        """
        seen: set[str] = set()
        end = len(self.lines)
        for place in range(start, len(self.lines)):
            line = self.lines[place]
            is_again = self.titles[place] in seen
            is_title = line.kind == "heading" and line.heading is not None and line.heading.marker
            if is_again or not is_title:
                end = place if is_again else place - 1
                break
            seen.add(self.titles[place])
        return end if end - start >= MANY else start


# ---- acronyms and bullets --------------------------------------------------------------------


def settle_acronyms(lines: Sequence[Line]) -> None:
    """Make the entries below a title such as "Acronyms" list items, and the title a heading."""
    for place, title in enumerate(lines):
        if not is_title_of(title.text, "acronyms"):
            continue
        entries = lines[place + 1 : _end_of_acronyms(lines, place + 1)]
        if len(entries) < FEWEST:
            continue
        if title.heading is None:
            title.become_title()
        for entry in entries:
            entry.become("list_item")


def _end_of_acronyms(lines: Sequence[Line], start: int) -> int:
    """Where the entries end: at the second of two lines without an acronym, or at a sentence."""
    end = start
    for place in range(start, len(lines)):
        text = lines[place].text
        if len(text) > LONGEST or lines[place].is_sentence or place > end + 1:
            break
        if ACRONYM.fullmatch(text) and not (text.isupper() and " " in text):
            end = place + 1
    return end


def settle_bullets(lines: Sequence[Line]) -> None:
    """A title with a bullet is a list item if a neighbouring line is an item with that bullet."""
    for run in (lines, lines[::-1]):
        for neighbour, line in pairwise(run):
            is_beside = neighbour.kind == "list_item" and neighbour.text[0] == line.text[0]
            if is_beside and line.text[0] in SMALL_BULLETS and line.kind == "heading":
                line.become("list_item")


# ---- letters and numbers ---------------------------------------------------------------------


def settle_letters(lines: Sequence[Line]) -> None:
    """`A Title` where `B Title` follows: letters that are markers without a sign after them."""
    run: list[Line] = []
    titles = [line for line in lines if line.kind == "heading" and line.is_unmarked]
    for line in [line for line in titles if BARE_LETTER.match(line.text)]:
        if ord(line.text[0]) == ord("A") + len(run):
            run.append(line)
        elif line.text[0] == "A":
            _mark_letters(run)
            run = [line]
    _mark_letters(run)


def _mark_letters(run: Sequence[Line]) -> None:
    for value, line in enumerate(run if len(run) > 1 else (), start=1):
        heading = Heading(line.text[0], line.text[2:], "upper", value)
        line.become("heading", heading)


def settle_items(lines: Sequence[Line]) -> None:
    """Markers that follow one another with nothing under them belong to a list, not to headings."""
    running = _running(lines)
    for before, run in _runs(lines):
        introduced = before is not None and before.text.endswith((":", "："))
        style = run[0].style
        is_list = introduced or not (style in running or style.startswith("dotted"))
        own = [line for line in run if not line.is_stated]
        is_list = is_list and not _is_prose(own)
        listed = introduced or len(own) > (2 if style in words_for("heading") else 1)
        for line in own:
            if line.kind == "heading" and listed and (is_list or introduced):
                line.kind = "list_item"
            elif line.kind == "numbered":
                is_item = is_list and listed and len(line.text.split()) <= ITEM_WORDS
                line.kind = "list_item" if is_item else "body"


def _runs(lines: Sequence[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """Lines whose markers continue one another, each run with the line before it."""
    run: list[Line] = []
    before: Line | None = None
    for above, line in pairwise((None, *lines)):
        is_marked = line is not None and line.heading is not None and not line.is_unmarked
        if run and not (is_marked and line is not None and _follows(run[-1], line)):
            yield before, run
            run = []
        if is_marked and line is not None:
            before = before if run else above
            run.append(line)
    if run:
        yield before, run


def _follows(last: Line, line: Line) -> bool:
    """Whether a marker continues the run of the one before it."""
    if last.heading is None or line.heading is None or last.style != line.style:
        return False
    before, here = last.heading.value, line.heading.value
    return before is None or here is None or here > before


def _running(lines: Sequence[Line]) -> set[str]:
    """Styles of numbered paragraphs: their numbers continue across headings of other styles."""
    last: dict[str, int] = {}
    crossed: set[str] = set()  # styles that a heading has followed
    running: set[str] = set()
    for line in lines:
        if line.kind == "heading":
            crossed.update(last)
        if line.kind != "numbered" or line.heading is None or line.heading.value is None:
            continue
        style, value = line.style, line.heading.value
        if style in crossed and value == last[style] + 1:
            running.add(style)
        last[style] = value
        crossed.discard(style)
    return running


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether numbered lines are all long sentences: numbered paragraphs."""
    long = [
        len(line.text.split()) >= SENTENCE_WORDS and line.text.endswith((".", ".”"))
        for line in lines
    ]
    return len(long) > 1 and all(long) and lines[0].text[0].isdecimal()


def settle_items_with_text(lines: Sequence[Line]) -> None:
    """A list after a colon continues if its items have a line or two of text below them."""
    last: Heading | None = None  # marker of the item before
    between: list[Line] = []
    before = ""
    for line in lines:
        if _is_next(last, line.heading) and not line.is_stated:
            for inner in between:
                inner.kind, inner.heading = "body", None
            line.kind = "list_item"
            last, between = line.heading, []
        elif line.kind == "list_item" and line.heading and before.endswith((":", "：")):
            last, between = (line.heading if line.heading.value == 1 else None), []
        elif _is_item_text(line) and len(between) < MOST_BELOW:
            between.append(line)
        else:
            last, between = None, []
        before = line.text


def _is_next(last: Heading | None, heading: Heading | None) -> bool:
    """Whether a marker is the next after another of its style."""
    if last is None or heading is None or last.value is None:
        return False
    return heading.style == last.style and heading.value == last.value + 1


def _is_item_text(line: Line) -> bool:
    """Whether a line may be text below a list item: short, and no marked title."""
    is_text = line.kind == "body" or line.is_unmarked
    return is_text and not line.is_stated and len(line.text.split()) <= ITEM_WORDS
