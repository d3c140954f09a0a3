"""Paragraphs that a line end parted: a heading and its title, a glossary's term and its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.aligned import chained
from pipeline.clean.lines import words_for
from pipeline.clean.markers import HEAD
from pipeline.model import Paragraph
from pipeline.sections.headings import read_marker, read_plain

MOST_WORDS = 10  # of a glossary's term
WINDOW = 120  # characters before a marker that may hold its term
WORD = re.compile(r"\S+")
SHORT_FORM = re.compile(r"\s*[(（]\s?([^()]{2,40}?)\s?[)）]\s*")


def whole_paragraphs(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, with `Chapter 2` or `*Term` and the line that belongs below it made one."""
    terms = starred_terms(paragraphs)
    whole: list[Paragraph] = []
    for paragraph in paragraphs:
        last = whole[-1] if whole else None
        if last and _belongs(paragraph, last, terms):
            whole[-1] = _joined(last, paragraph)
        else:
            whole.append(paragraph)
    return whole


def starred_terms(paragraphs: Iterable[Paragraph]) -> frozenset[str]:
    """The words before each `*` of the text, in any number: what may be the term that it marks."""
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
    if head is None or head["star"] is None:
        return frozenset()
    term = text[head.end() : head.end() + WINDOW]
    words = [term[: word.end()] for word in WORD.finditer(term)][:MOST_WORDS]
    short = SHORT_FORM.search(term)
    found = {*words, *([short[1], term[: short.start()]] if short else ())}
    return frozenset(folded(words) for words in found)


def folded(words: str) -> str:
    """Words as terms are compared: case, marks around them and a last s do not count."""
    return words.casefold().strip(" .,;:()“”\"'").removesuffix("s")


def _belongs(paragraph: Paragraph, last: Paragraph, terms: frozenset[str]) -> bool:
    if paragraph.furniture or last.furniture or paragraph.source != last.source:
        return False
    if paragraph.form != last.form:
        return False
    return (_lacks_title(last.text.text) and _is_title(paragraph.text.text)) or (
        _lacks_text(last.text.text, terms) and _is_text(paragraph.text.text)
    )


def _lacks_title(text: str) -> bool:
    heading = read_marker(text)
    return heading is not None and not heading.title and heading.style in words_for("heading")


def _is_title(text: str) -> bool:
    return read_marker(text) is None and read_plain(text) is not None


def _lacks_text(text: str, terms: frozenset[str]) -> bool:
    """Whether a line is a glossary's term alone, one that the text has marked."""
    head = HEAD.match(text) if len(text) < WINDOW and text[0] == "*" else None
    if head is None:
        return False
    term = text[head.end() :]
    return bool(entry_terms(text) & terms) and (
        folded(term) in terms
        or folded(SHORT_FORM.sub("", term)) in terms
        or bool(SHORT_FORM.search(term))
    )


def _is_text(text: str) -> bool:
    return HEAD.match(text) is None and text.endswith((".", ".)", ".”", '."'))


def _joined(first: Paragraph, second: Paragraph) -> Paragraph:
    between = (" ", first.text.raw_end, second.text.raw_start, "line_wrap")
    moved = len(first.text.text) + 1
    markers = tuple(replace(marker, at=marker.at + moved) for marker in second.markers)
    text = chained([(first.text, [between]), (second.text, [])])
    return replace(first, text=text, markers=(*first.markers, *markers))
