"""What a paragraph is by its neighbours: a list or headings, a table's head, a banner."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.markers import is_notes_title
from pipeline.clean.site import words_for
from pipeline.edition import Edition
from pipeline.model import Paragraph
from pipeline.sections.block_kinds import SURE_WORDS, Kind
from pipeline.sections.figures import is_caption
from pipeline.sections.headings import FAINT, Heading, read_plain

MOST_TITLES = 14  # lines of a letterhead
ITEM_WORDS = 45  # no item of a list is longer
KEYED = re.compile(r"[A-Z][\w /()-]{1,40}:\s\S")  # a fact: "Income group: Lower middle"
BARE_LETTER = re.compile(r"(?P<letter>[A-Z])\s(?P<title>[A-Z0-9“].*)")


def settled(kinds: Sequence[Kind], paragraphs: Sequence[Paragraph], edition: Edition) -> list[Kind]:
    """The kinds as their neighbours allow them; what a mark or the edition says stays."""
    kinds = list(kinds)
    _settle_tables(kinds, paragraphs)
    _settle_letters(kinds)
    stated = {n for n, p in enumerate(paragraphs) if p.form or p.text.text in edition.headings}
    _settle_items(kinds, paragraphs, stated)
    _settle_plain(kinds, paragraphs, stated)
    _settle_banner(kinds, paragraphs, stated)
    return kinds


def _settle_tables(kinds: list[Kind], paragraphs: Sequence[Paragraph]) -> None:
    """A short line between a caption and a row of a table is the table's head."""
    for number in range(1, len(kinds) - 1):
        kind = kinds[number]
        is_line = kind.name == "body" or (kind.heading is not None and not kind.heading.marker)
        is_line = is_line and not paragraphs[number].form
        is_inside = kinds[number - 1].name == "caption" and kinds[number + 1].name == "table"
        if is_line and is_inside and _is_letterhead(paragraphs[number].text.text):
            kinds[number] = Kind("table")


def _settle_letters(kinds: list[Kind]) -> None:
    """`A Title` where `B Title` follows: letters that are markers without a sign of their own."""
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


def _settle_items(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Markers that follow one another with nothing under them are a list's, not headings'."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in ("furniture", "banner")]
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
    """Styles of numbered paragraphs: their numbers go on across headings of other styles."""
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
    """Whether a marker goes on with the run of the one before it."""
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
    for number in run:
        kind = kinds[number]
        if kind.name == "heading" and ((listed and is_list) or introduced):
            kinds[number] = replace(kind, name="list_item")
        elif kind.name == "numbered":
            words = len(paragraphs[number].text.text.split())
            is_item = is_list and words <= ITEM_WORDS and (listed or introduced)
            kinds[number] = replace(kind, name="list_item" if is_item else "body")


def _settle_plain(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """A title without a marker must stand alone above something; else it is only a short line."""
    own = [n for n, kind in enumerate(kinds) if kind.name not in ("furniture", "banner")]
    run: list[int] = []
    for number in (*own, None):
        style = _style(kinds, number)
        if number is not None and style in FAINT and (not run or style == _style(kinds, run[0])):
            run.append(number)
            continue
        closes = number is None or kinds[number].name == "note"
        is_signed = _is_signature([paragraphs[n].text.text for n in run])
        is_signed = is_signed and (number is None or kinds[number].name == "heading")
        is_long = len(run) > 2 and not _opens_box(paragraphs[run[0]].text.text)
        for place, short in enumerate(run):
            is_last = closes and place == len(run) - 1
            is_last = is_last and not is_notes_title(paragraphs[short].text.text)
            is_many = is_long and place < len(run) - 1
            is_keyed = KEYED.match(paragraphs[short].text.text) is not None
            is_keyed = is_keyed and short > 0 and bool(KEYED.match(paragraphs[short - 1].text.text))
            if short not in stated and (is_last or is_many or is_signed or is_keyed):
                kinds[short] = Kind("body", doubt=is_many)
        run = [number] if number is not None and style in FAINT else []


def _opens_box(text: str) -> bool:
    """Whether a title says that a story in a box begins: several lines may be its title."""
    return text.casefold().startswith(tuple(words_for("box")))


def _is_signature(lines: Sequence[str]) -> bool:
    """Whether lines are a name and an office, as below a foreword."""
    offices = [words_for("signer") & set(re.findall(r"[\w-]+", line.casefold())) for line in lines]
    return len(lines) > 1 and any(offices)


def _settle_banner(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Title lines above the first heading of a file, with nothing under them, are its banner."""
    styles = Counter(_style(kinds, number) for number in range(len(kinds)))
    for first in _starts(paragraphs):
        top: list[int] = []
        for number in range(first, len(kinds)):
            kind = kinds[number]
            if kind.name in ("furniture", "banner"):
                continue
            text = paragraphs[number].text.text
            is_title = kind.name == "caption" and _is_title(text)
            is_line = kind.name in ("body", "table") and bool(top) and _is_letterhead(text)
            is_bare = _style(kinds, number) in FAINT or is_title or is_line
            if not is_bare or number in stated or len(top) > MOST_TITLES:
                break
            top.append(number)
        top = _without_facts(top, kinds, paragraphs)
        top = _without_chapter(top, kinds, styles["caps"])
        below = kinds[top[-1] + 1 :] if top else ()
        follower = next((k for k in below if k.name not in ("furniture", "banner")), None)
        is_above = follower is not None and follower.name == "heading"
        for number in top if is_above else top[:-1]:
            kinds[number] = Kind("banner", copy_of=kinds[number].copy_of)


def _without_facts(
    top: list[int], kinds: Sequence[Kind], paragraphs: Sequence[Paragraph]
) -> list[int]:
    """The title lines without a heading and the facts under it: "Population: 58 million"."""
    is_fact = [KEYED.match(paragraphs[number].text.text) is not None for number in top]
    for place in range(1, len(top) - 2):
        is_title = _style(kinds, top[place]) in FAINT and not is_fact[place]
        if is_title and is_fact[place + 1] and is_fact[place + 2]:
            return top[:place]
    return top


def _is_letterhead(text: str) -> bool:
    """Whether a line may be a letterhead's: a date, a place, a file number, no sentence."""
    return len(text.split()) <= SURE_WORDS * 3 and not text.endswith((".", "!", "?", ":", ";"))


def _without_chapter(top: list[int], kinds: Sequence[Kind], caps: int) -> list[int]:
    """The title lines without the last in capitals, where further chapters are in capitals too."""
    own = [place for place, number in enumerate(top) if _style(kinds, number) == "caps"]
    return top[: own[-1]] if own and caps > len(own) else top


def _is_title(text: str) -> bool:
    """Whether a text printed twice is a title, perhaps cut short, and not a caption."""
    is_short = read_plain(text) is not None or text.endswith(("…", "..."))
    return is_short and not is_caption(text)


def _starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The first paragraph of each file."""
    found: dict[str, int] = {}
    for number, paragraph in enumerate(paragraphs):
        found.setdefault(paragraph.source, number)
    return list(found.values())
