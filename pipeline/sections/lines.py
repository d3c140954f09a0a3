"""A line of the text: a paragraph and what it is, until the last rule has read it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.clean.site import halved, words_for
from pipeline.records.text import Paragraph
from pipeline.sections.headings import FAINT, Heading

OUTSIDE = ("banner", "furniture")  # kinds that belong to no section
OUTER_MARKS = " :.<>[]●■–—-*"
SENTENCE_END = re.compile(r"[.!?;:][\"”’)]{0,2}$")


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph and what it is: heading, body, list item, caption, note, table, furniture …

    `heading` is set where the line may be a heading, and for items with a marker.
    """

    paragraph: Paragraph
    kind: str = "body"
    heading: Heading | None = None
    is_stated: bool = False  # a mark in the text or the edition states the kind
    copy_of: "Line | None" = None  # the line that it repeats
    doubt: bool = False

    @property
    def text(self) -> str:
        """The words as printed."""
        return self.paragraph.text.text

    @property
    def style(self) -> str:
        """The style of the possible heading; empty for none."""
        return self.heading.style if self.heading else ""

    @property
    def is_unmarked(self) -> bool:
        """Whether it may be a title without a marker."""
        return self.style in FAINT

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return SENTENCE_END.search(self.text[-3:]) is not None

    def become(self, kind: str, heading: Heading | None = None, *, doubt: bool = False) -> None:
        """Change the kind, unless it is stated."""
        if not self.is_stated:
            self.kind, self.heading, self.doubt = kind, heading, doubt

    def become_title(self, *, doubt: bool = False) -> None:
        """Make it a heading without a marker, unless its kind is stated."""
        self.become("heading", Heading("", self.text, "plain"), doubt=doubt)


def inner_lines(lines: Iterable[Line]) -> list[Line]:
    """The lines that belong to the text: no furniture, no banner."""
    return [line for line in lines if line.kind not in OUTSIDE]


def is_title_of(text: str, use: str) -> bool:
    """Whether a line is the title of a list: "Contents", "Acronyms"; `use` as in layout_words."""
    return halved(text.casefold().strip(OUTER_MARKS)) in words_for(use)


def names_office(text: str) -> bool:
    """Whether a line names an office that signs or is portrayed: "Minister", "Director"."""
    return not words_for("signer").isdisjoint(re.findall(r"[\w-]+", text.casefold()))
