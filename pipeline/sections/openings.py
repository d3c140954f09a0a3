"""The top of a file: which lines above its text are a banner, and which is the title."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.clean.site import words_for
from pipeline.records.text import Paragraph
from pipeline.sections.block_kinds import OUTSIDE, SURE_WORDS, Kind
from pipeline.sections.contents import is_contents_title
from pipeline.sections.figures import DAY, PERSON, is_caption
from pipeline.sections.headings import FAINT, UNFINISHED, Heading, read_plain

MOST_TITLES = 24  # lines of a letterhead
LONGEST_DATE = 80  # characters of a line with a date
LONGEST_LINE = 20  # words of a line of a letterhead
LONGEST_TITLE = 160  # characters of a title that is printed twice
LONGEST_COVER = 400  # characters that are searched for a publisher's words
PUBLISHER = re.compile(
    r"\bIS[BS]N\b|\b(?:Tele)?(?:phone|fax)\b|\bTel[.:]|www\.|\S@\S|©|\b[Aa]ll rights"
)
KEYED = re.compile(r"[A-Z][\w /()-]{1,40}:\s\S")  # a fact: "Income group: Lower middle"
# a number alone, as in a box of key facts
VALUE = re.compile(
    r"""(?:[A-Z]{0,3}\s?[$€£¥]|[A-Z]{3}\s)?\s?\d[\d.,]*
        \s?(?:%|per\scent|percent|m|bn|billion|million|thousand)?\+?
        (?:\s(?:[A-Z]{3}|dollars|euros?|yen))?""",
    re.VERBOSE,
)
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


@dataclass(frozen=True, slots=True)
class Opening:
    """The evidence about the top of a file: the paragraphs, and their kinds by form alone."""

    paragraphs: Sequence[Paragraph]
    was: Sequence[Kind]
    stated: frozenset[int]  # paragraphs whose kind a mark or the edition states

    def text(self, number: int) -> str:
        """The words of a paragraph."""
        return self.paragraphs[number].text.text

    def is_in_capitals(self, number: int) -> bool:
        """Whether a line is a title in capitals."""
        return style_of(self.was[number]) == "caps"

    def is_titled(self, number: int) -> bool:
        """Whether a line reads as a title, and not as a date or a fact."""
        text, kind = self.text(number), self.was[number]
        is_named = style_of(kind) in FAINT or _is_sentence_case(text)
        is_named = is_named or (kind.name == "caption" and _is_twice_printed(text))
        return is_named and not is_dateline(text)


def settle_openings(kinds: list[Kind], opening: Opening) -> None:
    """Title lines above the first heading of a file, with no text between, are its banner.

    If text follows directly, the last of them is its heading, or the last one above a date.
    """
    styles = Counter(style_of(kind) for kind in kinds)
    for first in _starts(opening.paragraphs):
        top = _top(first, kinds, opening)
        signed = _signed(top, opening)
        for number in signed:
            kinds[number] = Kind("body")
        top = top[: top.index(signed[0])] if signed else top
        top = _without_facts(top, opening)
        top = _without_chapter(top, opening, styles["caps"])
        if not any(opening.is_titled(number) for number in top):
            continue
        below = kinds[top[-1] + 1 :]
        follower = next((kind for kind in below if kind.name not in OUTSIDE), None)
        is_above = follower is not None and follower.name == "heading"
        if _is_above_contents(top, opening):
            is_above = True
            _settle_cover(range(first, top[-1] + 1 + MOST_TITLES), kinds, opening)
        title = None if is_above else _title(top, opening)
        for number in top:
            kinds[number] = Kind("banner", copy_of=kinds[number].copy_of)
        if title is not None:
            plain = Heading("", opening.text(title), "plain")
            kinds[title] = Kind("heading", opening.was[title].heading or plain)


def _top(first: int, kinds: Sequence[Kind], opening: Opening) -> list[int]:
    """The lines of a file before its first text, marked heading, list or note."""
    top: list[int] = []
    contents = _contents_at(first, kinds, opening)
    printed_again = {kind.copy_of for kind in kinds[first : first + 2 * MOST_TITLES]}
    for number in range(first, len(kinds)):
        kind = kinds[number]
        if kind.name in OUTSIDE:
            continue
        text = opening.text(number)
        if number < contents and kind.copy_of is None and _is_of_cover(kind, text):
            continue
        is_title = kind.name == "caption" and (_is_title(text) or _is_twice_printed(text))
        is_line = kind.name in ("body", "table") and is_letterhead(text)
        is_fact = bool(KEYED.match(text)) or is_value(text) or kind.copy_of is not None
        is_fact = is_fact or number in printed_again
        is_amount = bool(top) and not is_fact and AMOUNT.search(text) is not None
        is_bare = style_of(kind) in FAINT or is_title or is_line
        is_stopped = number in opening.stated or is_contents_title(text)
        if not is_bare or is_amount or is_stopped or len(top) > MOST_TITLES:
            break
        top.append(number)
    return top


def _contents_at(first: int, kinds: Sequence[Kind], opening: Opening) -> int:
    """Where the table of contents near the top of a file begins; 0 for none."""
    near = range(first, min(first + 2 * MOST_TITLES, len(kinds)))
    return next((n for n in near if is_contents_title(opening.text(n))), 0)


def _settle_cover(places: range, kinds: list[Kind], opening: Opening) -> None:
    """Make the imprint above the contents a banner."""
    for number in places[: max(_contents_at(places[0], kinds, opening) - places[0], 0)]:
        if kinds[number].name == "body" and _is_of_cover(kinds[number], opening.text(number)):
            kinds[number] = Kind("banner")


def _is_of_cover(kind: Kind, text: str) -> bool:
    """Whether a text belongs to a cover beside its titles: a caption, the imprint."""
    is_publisher = kind.name == "body" and PUBLISHER.search(text[:LONGEST_COVER]) is not None
    return is_publisher or (kind.name == "caption" and is_caption(text))


def _title(top: Sequence[int], opening: Opening) -> int:
    """The line of the top that is the heading of the text below."""
    titles = [number for number in top if opening.is_titled(number)]
    titles = [n for n in titles if not KEYED.match(opening.text(n))] or titles
    dates = [number for number in top if is_dateline(opening.text(number))]
    above = [number for number in titles if dates and number < dates[0]]
    is_below = titles[-1] == top[-1] or len(opening.text(titles[-1]).split()) > SURE_WORDS
    last = titles[-1] if is_below or not above else above[-1]
    copied = opening.was[last].copy_of
    return copied if copied is not None and copied in top else last


def _signed(top: Sequence[int], opening: Opening) -> list[int]:
    """A name in the top with its office and the lines below: who signs the text that follows."""
    for place in range(1, len(top)):
        name, office = opening.text(top[place - 1]), opening.text(top[place])
        words = set(re.findall(r"[\w-]+", office.casefold()))
        is_office = bool(words & words_for("signer")) and len(office.split()) <= SURE_WORDS * 2
        if place > 1 and is_office and NAME.fullmatch(name):
            return list(top[place - 1 :])
    return []


def _without_facts(top: list[int], opening: Opening) -> list[int]:
    """The title lines without the facts under them: "Population: 58 million", a label, an amount.

    A title directly above facts is their heading.
    """
    keyed = [KEYED.match(opening.text(number)) is not None for number in top]
    for place, number in enumerate(top[1:], start=1):
        if is_value(opening.text(number)):
            return top[: place - 1]
    for place in range(1, len(top) - 2):
        is_title = opening.is_titled(top[place]) and not keyed[place]
        if is_title and keyed[place + 1] and keyed[place + 2]:
            return top[:place]
    return top


def _without_chapter(top: list[int], opening: Opening, caps: int) -> list[int]:
    """The title lines without the last in capitals, if later chapters are in capitals too."""
    own = [place for place, number in enumerate(top) if opening.is_in_capitals(number)]
    is_chapter = bool(own) and caps > len(own)
    return top[: own[-1]] if is_chapter and not _is_above_contents(top, opening) else top


def _is_above_contents(top: Sequence[int], opening: Opening) -> bool:
    """Whether a table of contents is the next thing below."""
    below = range(top[-1] + 1, len(opening.was))
    after = (
        number
        for number in below
        if opening.was[number].name not in OUTSIDE
        and not _is_of_cover(opening.was[number], opening.text(number))
    )
    return any(is_contents_title(opening.text(number)) for number in islice(after, 1))


def style_of(kind: Kind) -> str | None:
    """The style of a possible heading."""
    return kind.heading.style if kind.heading else None


def is_dateline(text: str) -> bool:
    """Whether a line is a date, perhaps after a few words: "Oslo, 24.11.2015"."""
    return len(text) <= LONGEST_DATE and DATELINE.fullmatch(text) is not None


def is_value(text: str) -> bool:
    """Whether a line is a number alone, as in a box of key facts: "$4.2 million"."""
    return VALUE.fullmatch(text) is not None and not is_dateline(text)


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


def _is_twice_printed(text: str) -> bool:
    """Whether a text printed twice at the top of a file may be its title, in lower case too."""
    is_line = len(text) <= LONGEST_TITLE and not UNFINISHED.search(text)
    return is_line and not is_caption(text) and not PERSON.match(text)


def _starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The first paragraph of each file."""
    found: dict[str, int] = {}
    for number, paragraph in enumerate(paragraphs):
        found.setdefault(paragraph.source, number)
    return list(found.values())
