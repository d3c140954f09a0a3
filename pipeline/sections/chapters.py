"""Which titles are on the level of a report's numbered chapters, and which are below them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.clean.site import words_for
from pipeline.sections.block_kinds import Kind
from pipeline.sections.headings import BELOW, FAINT, Heading

# styles that number the chapters of a report, outermost first, and the least number of headings
CHAPTERS = (("volume", 2), ("part", 2), ("chapter", 2), ("section", 2), ("number .", 3),
            ("upper_roman .", 3), ("upper .", 3))  # fmt: skip
FOREWORDS = frozenset(("foreword", "preface"))  # "Minister’s Foreword", "Preface by the Chair"
MOST_WORDS = 6  # of such a title
INNER = ("objective", "outcome", "goal", "pillar", "theme")  # usually inside a chapter


def with_chapters(kinds: Sequence[Kind]) -> list[Kind]:
    """The kinds, with the style of each heading by the headings of the entire report.

    A Foreword or an Annexes without a number is on the level of the numbered chapters; Objective
    1, 2 and 3 are below the chapter in capitals that holds them all.
    """
    headings = {
        number: kind.heading
        for number, kind in enumerate(kinds)
        if kind.name == "heading" and kind.heading is not None
    }
    styles = {**_unnumbered_chapters(headings), **_inside(headings)}
    return [
        replace(kind, heading=replace(kind.heading, style=styles[number]))
        if kind.heading is not None and number in styles
        else kind
        for number, kind in enumerate(kinds)
    ]


def _unnumbered_chapters(headings: Mapping[int, Heading]) -> dict[int, str]:
    """The new style of chapter titles without a number, where the chapters have numbers."""
    chapters = next((style for style, few in CHAPTERS if _counts(headings, style, few)), "")
    return {
        number: chapters
        for number, heading in headings.items()
        if chapters and heading.style in FAINT and _is_chapter(heading.title)
    }


def _is_chapter(title: str) -> bool:
    folded = title.casefold().strip(" :.*")
    is_signed = len(folded.split()) <= MOST_WORDS and not FOREWORDS.isdisjoint(folded.split())
    return is_signed or folded in words_for("chapter_title")


def _counts(headings: Mapping[int, Heading], style: str, few: int) -> bool:
    """Whether a style's numbers rise through the report, as those of chapters do."""
    values = [heading.value or 0 for heading in headings.values() if heading.style == style]
    return len(values) >= few and all(first < second for first, second in pairwise(values))


def _inside(headings: Mapping[int, Heading]) -> dict[int, str]:
    """The new style of titles such as "Objective 1" between the same two titles in capitals."""
    caps = [number for number, heading in headings.items() if heading.style == "caps"]
    found: dict[int, str] = {}
    for style in INNER:
        own = [number for number, heading in headings.items() if heading.style == style]
        above = [number for number in caps if own and number < own[0]]
        is_parted = any(own[0] < number < own[-1] for number in caps) if own else False
        if len(own) > 1 and len(above) > 1 and caps[-1] > own[-1] and not is_parted:
            found.update(dict.fromkeys(own, BELOW))
    return found
