"""The level of each heading.

Levels come from nesting.  Numbers say most: the headings between 2 and 3 of a style are below it;
if it starts again at 1, a heading above it is between.  Without numbers, a title without a marker
is below one with a marker, and of two others the first to appear is above.  An unknown but regular
style still gives a tree.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.clean.site import words_for
from pipeline.sections.headings import FAINT, Heading

BELOW = "below"  # style of titles such as Objective 1 inside chapters in capitals
CHAPTERS, ANNEXES = ("part", "chapter", "section"), ("annex", "appendix")
SURE = 4  # weight of a number that continues, against one that starts again
# styles that number the chapters of a report, outermost first, and the least number of headings
NUMBERED = (("volume", 2), ("part", 2), ("chapter", 2), ("section", 2), ("number .", 3),
            ("upper_roman .", 3), ("upper .", 3))  # fmt: skip
FOREWORDS = frozenset(("foreword", "preface"))  # "Minister’s Foreword", "Preface by the Chair"
MOST_WORDS = 6  # of such a title
INNER = ("objective", "outcome", "goal", "pillar", "theme")  # usually inside a chapter


def with_chapters(headings: Sequence[Heading]) -> list[Heading]:
    """The headings, with the style of each by those of the entire report.

    A Foreword or an Annexes without a number is on the level of the numbered chapters; Objective
    1, 2 and 3 are below the chapter in capitals that holds them all.
    """
    chapters = next((style for style, few in NUMBERED if _counts(headings, style, few)), "")
    inside = {style for style in INNER if _is_inside(headings, style)}
    return [
        replace(heading, style=chapters)
        if chapters and heading.style in FAINT and _is_chapter(heading.title)
        else replace(heading, style=BELOW if heading.style in inside else heading.style)
        for heading in headings
    ]


def _is_chapter(title: str) -> bool:
    folded = title.casefold().strip(" :.*")
    is_signed = len(folded.split()) <= MOST_WORDS and not FOREWORDS.isdisjoint(folded.split())
    return is_signed or folded in words_for("chapter_title")


def _counts(headings: Sequence[Heading], style: str, few: int) -> bool:
    """Whether a style's numbers rise through the report, as those of chapters do."""
    values = [heading.value or 0 for heading in headings if heading.style == style]
    return len(values) >= few and all(first < second for first, second in pairwise(values))


def _is_inside(headings: Sequence[Heading], style: str) -> bool:
    """Whether several titles such as "Objective 1" are between the same two in capitals."""
    styles = [heading.style for heading in headings if heading.style in ("caps", style)]
    own = [place for place, name in enumerate(styles) if name == style]
    return len(own) > 1 < own[0] and own[-1] - own[0] == len(own) - 1 < own[-1] < len(styles) - 1


@dataclass(slots=True)
class Nesting:
    """The open headings, outermost first, and which style is above which."""

    above: Mapping[tuple[str, str], int]  # (upper, lower) -> how much the numbers say so
    seen: Mapping[str, int]  # style -> order of its first appearance
    open: list[tuple[str, int]] = field(default_factory=list)  # style, level

    def add(self, heading: Heading, stated: int | None) -> tuple[int, str]:
        """Close the headings that this one ends, open it; return its level and the reason."""
        if stated:
            while self.open and self.open[-1][1] >= stated:
                self.open.pop()
            self.open.append((heading.style, stated))
            return stated, "edition"
        reason = "outermost"
        while self.open:
            style, level = self.open[-1]
            is_above, reason = self._is_above(style, heading.style)
            if style in CHAPTERS and heading.style in ANNEXES:
                is_above = False  # an annex belongs to the whole report
            if is_above:
                break
            self.open.pop()
            reason = "same_style" if style == heading.style else reason
            if not self.open and style != heading.style:
                reason = "outermost"
        level = self.open[-1][1] + 1 if self.open else 1
        self.open.append((heading.style, level))
        return level, reason

    def _is_above(self, upper: str, lower: str) -> tuple[bool, str]:
        if upper == lower:
            return False, "same_style"
        ranks = _rank(upper), _rank(lower)
        if {upper, lower} <= words_for("heading") and ranks[0] != ranks[1]:
            return ranks[0] < ranks[1], "kind_of_marker"
        evidence = self.above.get((upper, lower), 0) - self.above.get((lower, upper), 0)
        is_sure = upper.startswith("hash") and lower.startswith("hash")
        if evidence and not is_sure:
            return evidence > 0, "numbering"
        if ranks[0] != ranks[1]:
            return ranks[0] < ranks[1], "kind_of_marker"
        return self.seen[upper] < self.seen[lower], "first_seen"


def nesting_of(headings: Sequence[Heading]) -> Nesting:
    """Which styles of a text are above which, by their numbers and their order."""
    above: Counter[tuple[str, str]] = Counter()
    last: dict[str, Heading] = {}
    since: dict[str, set[str]] = {}  # styles since the last heading of a style
    seen = {style: n for n, style in enumerate(dict.fromkeys(h.style for h in headings))}
    titles: set[tuple[str, str]] = set()
    faint = ""  # style of the heading before, if it had no marker
    for heading in headings:
        style = heading.style
        before = last.get(style)
        between = since.get(style, set()) if before else set()
        if _starts_again(before, heading, titles):
            above.update((other, style) for other in _likely_above(between, style, seen))
        elif heading.value is not None:
            for other in between:
                above[style, other] += SURE
        if before is None and heading.value == 1 and heading.is_direct and faint:
            above[faint, style] += 1
        faint = style if style in FAINT else ""
        last[style], since[style] = heading, set()
        titles.add((style, heading.title))
        for name, styles in since.items():
            if name != style:
                styles.add(style)
    return Nesting(above, seen)


def _likely_above(between: set[str], style: str, seen: Mapping[str, int]) -> set[str]:
    """Which styles made a count start again: marked ones first, and those that appeared before."""
    marked = between - FAINT
    return {other for other in marked if seen[other] < seen[style]} or marked or between


def _starts_again(before: Heading | None, heading: Heading, titles: set[tuple[str, str]]) -> bool:
    if heading.value is None or before is None or before.value is None:
        return (heading.style, heading.title) in titles
    return heading.value <= before.value


def _rank(style: str) -> int:
    """Words such as Part are above numbers; titles without a marker are below all else."""
    order = ("volume", "title", "part", "chapter", "section", "article")
    if style in order:
        return order.index(style)
    if style in words_for("heading"):
        return order.index("chapter" if style in ("annex", "appendix") else "article")
    if style.startswith("hash"):
        return len(order) + int(style[-1])
    return {"caps": 20, BELOW: 21, "plain": 22}.get(style, 19)
