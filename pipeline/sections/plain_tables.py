"""Tables in plain text: the lines above their rows, which look like titles but are not."""

from collections.abc import Sequence

from pipeline.records.text import Paragraph
from pipeline.sections.block_kinds import OUTSIDE, Kind
from pipeline.sections.figures import stands_as_unit
from pipeline.sections.openings import is_letterhead

FEWEST_PAIRS = 3  # rows of two cells
LONGEST_PAIR = 120  # characters of such a row
LONGEST_NAME = 45  # characters of its first cell
MOST_HEADS = 3  # lines of a table's head


def settle_tables(kinds: list[Kind], paragraphs: Sequence[Paragraph], stated: set[int]) -> None:
    """Short lines between a caption and a row of a table are the table's head.

    So is the line below a unit; a title above a unit is the table's caption.
    """
    own = [number for number, kind in enumerate(kinds) if kind.name not in OUTSIDE]
    _settle_pairs(kinds, paragraphs, [number for number in own if number not in stated])
    for place, number in enumerate(own):
        if kinds[number].name != "caption":
            continue
        is_unit = stands_as_unit(paragraphs[number].text.text)
        heads = _heads(own[place + 1 : place + 2 + MOST_HEADS], kinds, paragraphs, stated)
        for head in heads[:1] if is_unit else ():
            kinds[head] = Kind("table")
        after = own[place + 1 + len(heads) : place + 2 + len(heads)]
        for head in heads if any(kinds[row].name == "table" for row in after) else ():
            kinds[head] = Kind("table")
        above = own[place - 1] if place else None
        if is_unit and above is not None and above not in stated and _is_plain(kinds[above]):
            kinds[above] = Kind("caption")


def _settle_pairs(
    kinds: list[Kind], paragraphs: Sequence[Paragraph], numbers: Sequence[int]
) -> None:
    """Consecutive lines of two cells are rows: a name, a gap, a value."""
    run: list[int] = []
    for number in (*numbers, None):
        if number is not None and _is_pair(kinds[number], paragraphs[number]):
            run.append(number)
            continue
        for row in run if len(run) >= FEWEST_PAIRS else ():
            kinds[row] = Kind("table")
        run = []


def _is_pair(kind: Kind, paragraph: Paragraph) -> bool:
    """Whether an unmarked line holds two short cells with a wide gap between them."""
    gaps = [piece.start for piece in paragraph.text.pieces if piece.repair == "column"]
    is_line = kind.name == "body" or (kind.heading is not None and not kind.heading.marker)
    if not is_line or len(gaps) != 1 or len(paragraph.text.text) > LONGEST_PAIR:
        return False
    return 1 < gaps[0] <= LONGEST_NAME and paragraph.text.text[: gaps[0]][-1] not in ".:;"


def _heads(
    numbers: Sequence[int],
    kinds: Sequence[Kind],
    paragraphs: Sequence[Paragraph],
    stated: set[int],
) -> Sequence[int]:
    """The lines that may be a table's head: unmarked, short, without a stop."""
    for place, number in enumerate(numbers[:MOST_HEADS]):
        kind = kinds[number]
        is_line = kind.name == "body" or (kind.heading is not None and not kind.heading.marker)
        if not is_line or number in stated or not is_letterhead(paragraphs[number].text.text):
            return numbers[:place]
    return numbers[:MOST_HEADS]


def _is_plain(kind: Kind) -> bool:
    """Whether a title has no marker and is not set in capitals."""
    return kind.name == "heading" and kind.heading is not None and kind.heading.style == "plain"
