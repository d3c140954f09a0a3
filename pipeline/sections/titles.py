"""Titles without a marker, by the lines above and below them: each is alone above its text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.clean.markers import is_notes_title
from pipeline.clean.site import words_for
from pipeline.sections.headings import MOST_PLAIN_WORDS, is_capitalised, is_no_title
from pipeline.sections.lines import Line, names_office
from pipeline.sections.openings import KEYED, NAME

# a title in lower case; a line that begins with "A" more often describes a photo
SENTENCE_CASE = re.compile(r"(?!An?\s)[A-Z](?:[^.!?;:|=$€£¥]|(?<=[a-z]):(?=\s[a-z])){20,85}[\w)’”]")


def settle_portraits(lines: Sequence[Line]) -> None:
    """A name and an office after a caption are a caption: "Ana Reyes, Director of Health"."""
    for before, line in pairwise(lines):
        is_caption = before.kind == "caption" and line.is_unmarked
        if is_caption and names_office(line.text.partition(",")[2]):
            line.become("caption")


def settle_sentence_case(lines: Sequence[Line]) -> None:
    """A lower-case line without a full stop between two that have one is a title, with doubt."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        is_apart = line.paragraph.gap or not after.paragraph.gap
        is_between = all(
            neighbour.kind in ("body", "list_item") and neighbour.is_sentence
            for neighbour in (before, after)
        )
        if line.kind == "body" and is_apart and is_between and _is_sentence_case(line.text):
            line.become_title(doubt=True)


def _is_sentence_case(text: str) -> bool:
    is_short = len(text.split()) <= MOST_PLAIN_WORDS and SENTENCE_CASE.fullmatch(text) is not None
    return is_short and not is_no_title(text)


def settle_unmarked(lines: Sequence[Line]) -> None:
    """A title without a marker must be alone above text; else it is only a short line.

    Such a line keeps its heading: it may still be one of the lines at the top of a file.
    """
    for above, run, below in _runs(lines):
        is_signature = len(run) > 1 and any(names_office(line.text) for line in run)
        is_signature = is_signature and (below is None or below.kind == "heading")
        if is_signature or _is_signed(above, run):
            _settle_body(run)
            continue
        is_box = run[0].text.casefold().startswith(tuple(words_for("box")))
        is_long = len(run) > 2 and not is_box and (below is None or not _is_stack(run))
        for before, line in zip((above, *run), run[:-1], strict=False):
            if is_long or _is_fact(before, line):
                _settle_body([line], doubt=is_long)
        before, last = (above, *run)[-2], run[-1]
        closes = (below is None or below.kind == "note") and not is_notes_title(last.text)
        if closes or _is_fact(before, last):
            _settle_body([last])


def _settle_body(lines: Sequence[Line], *, doubt: bool = False) -> None:
    for line in lines:
        line.become("body", line.heading, doubt=doubt)


def _runs(lines: Sequence[Line]) -> Iterator[tuple[Line | None, list[Line], Line | None]]:
    """Titles without a marker and of one style, one below another, and the lines around them.

    A name and its office below a text end a run.
    """
    run: list[Line] = []
    above: Line | None = None
    for before, line in pairwise((None, *lines, None)):
        continues = (
            line is not None and line.is_unmarked and (not run or line.style == run[0].style)
        )
        if run and (not continues or _is_signed(above, run)):
            yield above, run, line
            run = []
        if line is not None and line.is_unmarked:
            above = above if run else before
            run.append(line)


def _is_signed(above: Line | None, run: Sequence[Line]) -> bool:
    """Whether titles end in a name and an office, below a text's last sentence."""
    if len(run) < 2 or above is None or not above.is_sentence:
        return False
    return names_office(run[-1].text) and NAME.fullmatch(run[-2].text) is not None


def _is_stack(run: Sequence[Line]) -> bool:
    """Whether three titles follow one another, each some words long, separated by gaps."""
    are_titles = all(len(line.text.split()) > 2 and is_capitalised(line.text) for line in run)
    return len(run) == 3 and are_titles and all(line.paragraph.gap for line in run)


def _is_fact(before: Line | None, line: Line) -> bool:
    """Whether a line is a fact below another: "Income group: Lower middle"."""
    return before is not None and all(KEYED.match(fact.text) for fact in (before, line))
