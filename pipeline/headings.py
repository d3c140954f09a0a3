"""Which paragraphs are headings, and at which level.

Levels come from the kind of marker and from nesting: a style that is open closes all below it; a
style seen for the first time is the child of what stands open, unless its kind usually stands
above.  An unknown but regular style still gives a tree.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST = 120  # characters of a heading with a marker
LONGEST_PLAIN = 80  # and of one without
MOST_WORDS = 12
PLAIN = "plain"
PLAIN_RANK = 10
SMALL = re.compile(
    r"(?:a|an|and|as|at|by|for|from|in|into|of|on|or|over|the|through|to|under|via|with|against"
    r"|among|between|toward|towards|etc|vs)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of marker; a lower rank usually stands above a higher one."""

    name: str
    rank: int
    pattern: re.Pattern[str]
    finds: str
    skips: str


NUMBER_WORD = r"\s+(?:[IVXLC]+|\d{1,2}|[A-Z][a-z]+)\b"
STYLES = (
    Style("part", 1, re.compile(rf"(?:PART|Part){NUMBER_WORD}"), "Part I Trends", "Parting"),
    Style("chapter", 2, re.compile(rf"(?:CHAPTER|Chapter){NUMBER_WORD}"), "Chapter 2", "Chapters"),
    Style("section", 3, re.compile(rf"(?:SECTION|Section){NUMBER_WORD}"), "Section 1", "Sections"),
    Style("dashed", 4, re.compile(r"\d{1,2}(?:-\d{1,2})+\.?(?=\s)"), "1-2 Peace", "2013-17 Aid"),
    Style(
        "dotted", 4, re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?(?=\s[A-Z])"), "2.1 Water", "2.1 million"
    ),
    Style("number", 5, re.compile(r"\d{1,2}[.)]?(?=\s)"), "3. Results", "1990 Aid"),
    Style("bracketed", 6, re.compile(r"[(（]\d{1,2}[)）](?=\s?\S)"), "(3) Security", "(2019) Data"),
    Style(
        "angled", 7, re.compile(r"[<‹〈《][^<>]{2,80}[>›〉》]"), "<Japan’s Efforts>", "<5 percent"
    ),
    Style("bullet", 7, re.compile(r"[●○■□◆◇▶◎](?=\s?\S)"), "●Efforts", "Efforts ●"),
    Style("letter", 8, re.compile(r"[A-Z][.)](?=\s)"), "B. Counter-Terrorism", "A Cup"),
    Style(
        "lower", 9, re.compile(r"(?:[(（][a-z]{1,4}[)）]|[a-z][.)])(?=\s)"), "a) Training", "a Year"
    ),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that may be a heading: its marker as printed, its title, its style."""

    marker: str
    title: str
    style: str
    rank: int


def read_heading(text: str) -> Heading | None:
    """The heading that a paragraph may be, or None where it can only be something else."""
    if len(text) > LONGEST or (text.endswith((".", ",", ";", ":")) and not text.endswith("etc.")):
        return None
    for style in STYLES:
        if match := style.pattern.match(text):
            return _marked(text, match.end(), style)
    return Heading("", text, PLAIN, PLAIN_RANK) if is_title(text) else None


def is_title(text: str) -> bool:
    """Whether words without a marker look like a title: few, and nearly all capitalised."""
    words = WORD.findall(text)
    if not words or len(text) > LONGEST_PLAIN or len(words) > MOST_WORDS or not text[0].isupper():
        return False
    telling = [word for word in words if not SMALL.fullmatch(word)]
    capital = sum(word[0].isupper() for word in telling)
    return bool(telling) and capital >= 0.75 * len(telling)


def _marked(text: str, end: int, style: Style) -> Heading | None:
    title = text[end:].strip(" \t:.-–—")
    name = style.name
    if name == "angled":
        return Heading("<…>", text[1 : end - 1].strip(), name, style.rank)
    if name in ("part", "chapter", "section"):
        return Heading(text[:end], title or text[:end], name, style.rank)
    if not title or title[0].islower():
        return None
    depth = str(text[:end].rstrip(".").count(".")) if name == "dotted" else ""
    return Heading(text[:end], title, name + depth, style.rank)


@dataclass(slots=True)
class Nesting:
    """The headings that stand open, outermost first, and how styles have nested so far."""

    stated: Mapping[str, int] = field(default_factory=dict)  # heading as printed -> its level
    open: list[tuple[Heading, int]] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)  # style -> the style it first stood under

    def add(self, heading: Heading, printed: str) -> tuple[int, str]:
        """Close what the heading ends, open it, and return its level and the reason for it."""
        level, reason = self._place(heading, printed)
        while self.open and self.open[-1][1] >= level:
            self.open.pop()
        parent = self.open[-1][0].style if self.open else ""
        self.parents.setdefault(heading.style, parent)
        self.open.append((heading, level))
        return level, reason

    def _place(self, heading: Heading, printed: str) -> tuple[int, str]:
        if printed in self.stated:
            return self.stated[printed], "edition"
        alike = self._alike(heading.style)
        if alike is not None:
            return alike, "same_style"
        known = self.parents.get(heading.style)
        for other, level in self.open:
            if known == other.style:
                return level + 1, "style_seen_below"
            if other.rank > heading.rank:
                return level, "kind_of_marker"
        return (self.open[-1][1] + 1 if self.open else 1), "nested"

    def _alike(self, style: str) -> int | None:
        """The level of the innermost open heading of a style; a plain one looks no further up."""
        for other, level in reversed(self.open):
            if other.style == style:
                return level
            if style == PLAIN:
                return None
        return None
