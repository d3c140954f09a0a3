"""The kind of a paragraph by its neighbours: a list or headings, a table's head, a banner."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.clean.markers import is_notes_title
from pipeline.clean.site import words_for
from pipeline.records.text import Paragraph
from pipeline.sections.acronym_lists import settle_acronyms
from pipeline.sections.block_kinds import OUTSIDE, Kind
from pipeline.sections.contents import settle_contents
from pipeline.sections.figures import describes_a_photo
from pipeline.sections.headings import (
    FAINT,
    MOST_PLAIN_WORDS,
    SMALL_BULLETS,
    Heading,
    is_capitalised,
    is_no_title,
)
from pipeline.sections.openings import KEYED, NAME, Opening, is_value, settle_openings
from pipeline.sections.plain_tables import settle_tables
from pipeline.storage.edition import Edition

MOST_BELOW = 2  # lines below an item
SENTENCE_WORDS = 15  # a numbered sentence so long is a paragraph
ITEM_WORDS = 45  # no item of a list is longer
# a title in lower case; a line that begins with "A" more often describes a photo
SENTENCE_CASE = re.compile(r"(?!An?\s)[A-Z](?:[^.!?;:|=$€£¥]|(?<=[a-z]):(?=\s[a-z])){20,85}[\w)’”]")
SENTENCE_END = re.compile(r"[.!?;:][\"”’)]{0,2}$")
BARE_LETTER = re.compile(r"(?P<letter>[A-Z])\s(?P<title>[A-Z0-9“].*)")


def settled(kinds: Sequence[Kind], paragraphs: Sequence[Paragraph], edition: Edition) -> list[Kind]:
    """The kinds, corrected by their neighbours; those set by a mark or the edition stay."""
    kinds = list(kinds)
    stated = {n for n, p in enumerate(paragraphs) if p.form or p.text.text in edition.headings}
    settle_contents(kinds, paragraphs, stated)
    settle_acronyms(kinds, paragraphs, stated)
    settle_tables(kinds, paragraphs, stated)
    _settle_letters(kinds)
    _settle_bullets(kinds, paragraphs, stated)
    _settle_items(kinds, paragraphs, stated)
    _settle_items_with_text(kinds, paragraphs, stated)
    _settle_portraits(kinds, paragraphs, stated)
    _settle_sentence_case(kinds, paragraphs, stated)
    was = tuple(kinds)
    _settle_plain(kinds, paragraphs, stated)
    settle_openings(kinds, Opening(paragraphs, was, frozenset(stated)))
    return kinds


def _settle_letters(kinds: list[Kind]) -> None:
    """`A Title` where `B Title` follows: letters that are markers without a sign after them."""
    run: list[tuple[int, re.Match[str]]] = []
    for number, kind in enumerate(kinds):
        heading = kind.heading
        is_plain = kind.name == "heading" and heading is not None and heading.style in FAINT
        match = BARE_LETTER.match(heading.title) if heading and is_plain else None
        if match is None:
            continue
        wanted = chr(ord(run[-1][1]["letter"]) + 1) if run else "A"
        if match["letter"] == wanted:
            run.append((number, match))
        elif match["letter"] == "A":
            _mark_letters(kinds, run)
            run = [(number, match)]
    _mark_letters(kinds, run)


def _mark_letters(kinds: list[Kind], run: Sequence[tuple[int, re.Match[str]]]) -> None:
    for number, match in run if len(run) > 1 else ():
        value = ord(match["letter"]) - ord("A") + 1
        heading = Heading(match["letter"], match["title"], "upper", value)
        kinds[number] = Kind("heading", heading, kinds[number].copy_of)


def _settle_bullets(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """A title with a bullet is a list item if a neighbouring line is an item with that bullet."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    for run in (own, own[::-1]):
        for neighbour, number in pairwise(run):
            bullet = paragraphs[number].text.text[0]
            is_item = kinds[neighbour].name == "list_item" and number not in stated
            is_item = is_item and paragraphs[neighbour].text.text[0] == bullet
            if is_item and bullet in SMALL_BULLETS and kinds[number].name == "heading":
                kinds[number] = Kind("list_item")


def _settle_items(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Markers that follow one another with nothing under them belong to a list, not to headings."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    run: list[int] = []
    running = _running(kinds)
    for place, number in enumerate((*own, None)):
        if run and not _follows(kinds, run[-1], number):
            before = own[place - len(run) - 1] if place > len(run) else None
            introduced = before is not None and paragraphs[before].text.text.endswith((":", "："))
            style = _style(kinds, run[0]) or ""
            is_list = introduced or not (style in running or style.startswith("dotted"))
            _settle_run(
                kinds, paragraphs, [n for n in run if n not in stated], (is_list, introduced)
            )
            run = []
        marked = _style(kinds, number)
        if number is not None and marked is not None and marked not in FAINT:
            run.append(number)


def _style(kinds: Sequence[Kind], number: int | None) -> str | None:
    heading = kinds[number].heading if number is not None else None
    return heading.style if heading else None


def _running(kinds: Sequence[Kind]) -> set[str]:
    """Styles of numbered paragraphs: their numbers continue across headings of other styles."""
    last: dict[str, int] = {}
    crossed: set[str] = set()  # styles that a heading has followed
    running: set[str] = set()
    for kind in kinds:
        if kind.name == "heading":
            crossed.update(last)
        if kind.name != "numbered" or kind.heading is None or kind.heading.value is None:
            continue
        style, value = kind.heading.style, kind.heading.value
        if style in crossed and value == last[style] + 1:
            running.add(style)
        last[style] = value
        crossed.discard(style)
    return running


def _follows(kinds: Sequence[Kind], last: int, number: int | None) -> bool:
    """Whether a marker continues the run of the one before it."""
    before, here = kinds[last].heading, kinds[number].heading if number is not None else None
    if before is None or here is None or before.style != here.style:
        return False
    return before.value is None or here.value is None or here.value > before.value


def _settle_run(
    kinds: list[Kind], paragraphs: Sequence[Paragraph], run: Sequence[int], form: tuple[bool, bool]
) -> None:
    """Make a run items or not; `form`: whether it may be a list, whether a colon introduces it."""
    is_list, introduced = form
    is_worded = bool(run) and _style(kinds, run[0]) in words_for("heading")
    listed = len(run) > (2 if is_worded else 1)
    is_list = is_list and not _is_prose([paragraphs[number].text.text for number in run])
    for number in run:
        kind = kinds[number]
        if kind.name == "heading" and ((listed and is_list) or introduced):
            kinds[number] = replace(kind, name="list_item")
        elif kind.name == "numbered":
            words = len(paragraphs[number].text.text.split())
            is_item = is_list and words <= ITEM_WORDS and (listed or introduced)
            kinds[number] = replace(kind, name="list_item" if is_item else "body")


def _is_prose(texts: Sequence[str]) -> bool:
    """Whether numbered lines are all long sentences: numbered paragraphs."""
    long = [len(text.split()) >= SENTENCE_WORDS and text.endswith((".", ".”")) for text in texts]
    return len(long) > 1 and all(long) and texts[0][0].isdecimal()


def _settle_items_with_text(
    kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]
) -> None:
    """A list after a colon continues if its items have a line or two of text below them."""
    last: Heading | None = None  # marker of the item before
    between: list[int] = []
    before = ""
    for number, kind in enumerate(kinds):
        if kind.name in OUTSIDE:
            continue
        text, heading = paragraphs[number].text.text, kind.heading
        if _is_next(last, heading) and number not in stated:
            for inner in between:
                kinds[inner] = Kind("body") if kinds[inner].heading else kinds[inner]
            kinds[number] = replace(kind, name="list_item")
            last, between = heading, []
        elif kind.name == "list_item" and heading and before.endswith((":", "：")):
            last, between = (heading if heading.value == 1 else None), []
        elif _is_item_text(kind, text) and len(between) < MOST_BELOW and number not in stated:
            between.append(number)
        else:
            last, between = None, []
        before = text


def _is_next(last: Heading | None, heading: Heading | None) -> bool:
    """Whether a marker is the next after another of its style."""
    if last is None or heading is None or last.value is None:
        return False
    return heading.style == last.style and heading.value == last.value + 1


def _is_item_text(kind: Kind, text: str) -> bool:
    """Whether a line may be text below a list item: short, and no marked title."""
    is_line = kind.name == "body" or (kind.heading is not None and kind.heading.style in FAINT)
    return is_line and len(text.split()) <= ITEM_WORDS


def _settle_sentence_case(
    kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]
) -> None:
    """A lower-case line without a full stop between two that have one is a title, with doubt."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    for before, number, after in zip(own, own[1:], own[2:], strict=False):
        text = paragraphs[number].text.text
        is_apart = paragraphs[number].gap or not paragraphs[after].gap
        is_line = kinds[number].name == "body" and is_apart and number not in stated
        is_line = is_line and SENTENCE_CASE.fullmatch(text) is not None
        is_line = is_line and not (describes_a_photo(text) or is_no_title(text))
        is_between = all(
            kinds[neighbour].name in ("body", "list_item")
            and SENTENCE_END.search(paragraphs[neighbour].text.text[-3:])
            for neighbour in (before, after)
        )
        if is_line and is_between and len(text.split()) <= MOST_PLAIN_WORDS:
            kinds[number] = Kind("heading", Heading("", text, "plain"), doubt=True)


def _settle_portraits(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """A name and an office after a caption are a caption: "Ana Reyes, Director of Health"."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    for before, number in pairwise(own):
        text = paragraphs[number].text.text
        offices = words_for("signer") & set(
            re.findall(r"[\w-]+", text.partition(",")[2].casefold())
        )
        is_line = _style(kinds, number) in FAINT and number not in stated
        if is_line and offices and kinds[before].name == "caption":
            kinds[number] = Kind("caption")


def _settle_plain(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """A title without a marker must be alone above text; else it is only a short line."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    run: list[int] = []
    for number in (*own, None):
        style = _style(kinds, number)
        if number is not None and style in FAINT and (not run or style == _style(kinds, run[0])):
            run.append(number)
            run = _unsigned(kinds, paragraphs, run) if number not in stated else run
            continue
        closes = number is None or kinds[number].name == "note"
        is_signed = _is_signature([paragraphs[n].text.text for n in run])
        is_signed = is_signed and (number is None or kinds[number].name == "heading")
        is_long = len(run) > 2 and not _opens_box(paragraphs[run[0]].text.text)
        is_long = is_long and not (_is_stack(paragraphs, run) and number is not None)
        for place, short in enumerate(run):
            is_last = closes and place == len(run) - 1
            is_last = is_last and not is_notes_title(paragraphs[short].text.text)
            is_many = is_long and place < len(run) - 1
            is_keyed = KEYED.match(paragraphs[short].text.text) is not None
            is_keyed = is_keyed and short > 0 and bool(KEYED.match(paragraphs[short - 1].text.text))
            is_label = _is_label(paragraphs, short)
            if short not in stated and (is_last or is_many or is_signed or is_keyed or is_label):
                kinds[short] = Kind("body", doubt=is_many)
        run = [number] if number is not None and style in FAINT else []


def _unsigned(kinds: list[Kind], paragraphs: Sequence[Paragraph], run: list[int]) -> list[int]:
    """The run; empty where it ends in a name and an office below a text's last sentence."""
    if len(run) < 2 or not run[0]:
        return run
    name, office = (paragraphs[number].text.text for number in run[-2:])
    is_office = words_for("signer") & set(re.findall(r"[\w-]+", office.casefold()))
    is_below = SENTENCE_END.search(paragraphs[run[0] - 1].text.text[-3:])
    if not (is_office and is_below and NAME.fullmatch(name)):
        return run
    for number in run:
        kinds[number] = Kind("body")
    return []


def _is_stack(paragraphs: Sequence[Paragraph], run: Sequence[int]) -> bool:
    """Whether three titles follow one another, each some words long, separated by gaps."""
    texts = [paragraphs[number].text.text for number in run]
    are_titles = all(len(text.split()) > 2 and is_capitalised(text) for text in texts)
    return len(run) == 3 and are_titles and all(paragraphs[number].gap for number in run)


def _is_label(paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether a number is alone below a line, as in a box of key facts."""
    below = paragraphs[number + 1 : number + 2]
    is_question = paragraphs[number].text.text.endswith("?")
    return not is_question and any(is_value(p.text.text) and not p.furniture for p in below)


def _opens_box(text: str) -> bool:
    """Whether a title opens a text in a box: several lines may be its title."""
    return text.casefold().startswith(tuple(words_for("box")))


def _is_signature(lines: Sequence[str]) -> bool:
    """Whether lines are a name and an office, as below a foreword."""
    offices = [words_for("signer") & set(re.findall(r"[\w-]+", line.casefold())) for line in lines]
    return len(lines) > 1 and any(offices)
