"""Paragraphs split over two lines: a heading and its title, a glossary's term and its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.clean.markers import HEAD, is_glossary
from pipeline.clean.site import words_for
from pipeline.records.aligned import chained
from pipeline.records.text import Paragraph
from pipeline.sections.figures import is_bare_label, is_caption, is_credit, is_unit_line
from pipeline.sections.headings import read_marker, read_plain

LONGEST_TITLE = 160  # characters of a chart's title on the line below its number
LONGEST_CAPTION = 300
BULLETS = "•▪‣◦·–-*"
MOST_WORDS = 10  # of a glossary's term
WINDOW = 120  # characters before a marker that may hold its term
WORD = re.compile(r"\S+")
ACRONYM = re.compile(r"\s*[(（]\s?([^()]{2,40}?)\s?[)）]\s*")


def joined_paragraphs(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, with `Chapter 2` or `*Term` and the line that belongs to it joined."""
    terms = starred_terms(paragraphs)
    in_glossary = False
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        last = joined[-1] if joined else None
        in_glossary = in_glossary or is_glossary(paragraph.text.text)
        is_entry = in_glossary and last is not None and folded(last.text.text) in terms
        is_entry = is_entry and _is_text(paragraph.text.text) and not paragraph.furniture
        if last and (is_entry or _belongs(paragraph, last, terms)):
            joined[-1] = _joined(last, paragraph)
        else:
            joined.append(paragraph)
    return joined


def starred_terms(paragraphs: Iterable[Paragraph]) -> frozenset[str]:
    """The last words before each `*`, in any number: the terms that it may mark."""
    terms: set[str] = set()
    for paragraph in paragraphs:
        for marker in paragraph.markers:
            if marker.number.startswith("*"):
                before = paragraph.text.text[max(marker.at - WINDOW, 0) : marker.at]
                words = list(WORD.finditer(before))[-MOST_WORDS:]
                terms.update(folded(before[word.start() :]) for word in words)
    return frozenset(terms)


def entry_terms(text: str) -> frozenset[str]:
    """The terms that a glossary's entry may explain: `*Official Aid (ODA)` explains two."""
    head = HEAD.match(text)
    if head is not None and head["star"] is None:
        return frozenset()
    return opening_terms(text, head.end() if head else 0)


def opening_terms(text: str, at: int = 0) -> frozenset[str]:
    """The first words of a text from `at`, in any number, and its term without the acronym."""
    term = text[at : at + WINDOW]
    words = [term[: word.end()] for word in WORD.finditer(term)][:MOST_WORDS]
    short = ACRONYM.search(term)
    found = {*words, *([short[1], term[: short.start()]] if short else ())}
    return frozenset(folded(words) for words in found)


def folded(words: str) -> str:
    """Words in the form in which terms are compared: without case, outer marks and a last s."""
    return words.casefold().strip(" .,;:()“”\"'").removesuffix("s")


def _belongs(paragraph: Paragraph, last: Paragraph, terms: frozenset[str]) -> bool:
    if paragraph.furniture or last.furniture or paragraph.source != last.source:
        return False
    if paragraph.form != last.form:
        return False
    if is_bare_label(last.text.text):
        return _is_caption_text(paragraph.text.text)
    if last.gap and not paragraph.gap and is_credit(paragraph.text.text):
        return _lacks_credit(last.text.text)
    return (_lacks_title(last.text.text) and _is_title(paragraph.text.text)) or (
        _lacks_text(last.text.text, terms) and _is_text(paragraph.text.text)
    )


def _lacks_title(text: str) -> bool:
    heading = read_marker(text)
    return heading is not None and not heading.title and heading.style in words_for("heading")


def _is_title(text: str) -> bool:
    return read_marker(text) is None and read_plain(text) is not None


def _is_caption_text(text: str) -> bool:
    """Whether a line may be the title of a chart whose number is above it."""
    is_short = len(text) <= LONGEST_TITLE and not text.endswith((".", ":", ";"))
    return is_short and text[0] not in BULLETS and not is_caption(text) and not is_unit_line(text)


def _lacks_credit(text: str) -> bool:
    """Whether a line may be a caption whose credit is on the next line."""
    return len(text) <= LONGEST_CAPTION and read_marker(text) is None and not is_credit(text)


def _lacks_text(text: str, terms: frozenset[str]) -> bool:
    """Whether a line is only a term of the glossary that the text has marked."""
    head = HEAD.match(text) if len(text) < WINDOW and text[0] == "*" else None
    if head is None:
        return False
    term = text[head.end() :]
    return bool(entry_terms(text) & terms) and (
        folded(term) in terms
        or folded(ACRONYM.sub("", term)) in terms
        or bool(ACRONYM.search(term))
    )


def _is_text(text: str) -> bool:
    return HEAD.match(text) is None and text.endswith((".", ".)", ".”", '."'))


def _joined(first: Paragraph, second: Paragraph) -> Paragraph:
    between = (" ", first.text.raw_end, second.text.raw_start, "line_wrap")
    moved = len(first.text.text) + 1
    markers = tuple(replace(marker, at=marker.at + moved) for marker in second.markers)
    text = chained([(first.text, [between]), (second.text, [])])
    return replace(first, text=text, markers=(*first.markers, *markers))
