"""Captions of pictures and charts: the words, who made the picture, and when."""

import re
from collections.abc import Sequence

from pipeline.model import Block, Figure, Span

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
CREDIT = re.compile(
    r"""\s* [(（] (?:Photos?|Photographs?|Images?|Pictures?|Sources?|Credits?)
        (?:\s+(?:by|courtesy\sof))? \s*[:：]?\s* (?P<credit>[^()]{1,120}?) [)）] \.? \s* $""",
    re.VERBOSE,
)
DAY = rf"(?:\d{{1,2}}\s)?(?:{MONTHS})\s(?:\d{{1,2}},\s)?"
DATE = re.compile(rf"[(（](?P<date>(?:{DAY})?(?:19|20)\d\d)[)）]")
LABEL = re.compile(
    r"(?:Photo|Figure|Fig\.|Chart|Box|Map|Table|Diagram)\s?(?:[IVX]+-)?\d{0,3}(?:-\d+)?\s?[:.：]\s"
)


def is_caption(text: str) -> bool:
    """Whether a paragraph says by its form that it belongs to a picture, chart or table."""
    return bool(CREDIT.search(text[-160:]) or LABEL.match(text))


def find_figures(blocks: Sequence[Block]) -> tuple[Figure, ...]:
    """One figure for each caption, however often it is printed."""
    return tuple(
        _figure(block) for block in blocks if block.kind == "caption" and not block.duplicate_of
    )


def _figure(block: Block) -> Figure:
    text = block.text.text
    credit = CREDIT.search(text)
    end = credit.start() if credit else len(text)
    date = DATE.search(text)
    spans: dict[str, tuple[Span, ...]] = {"caption": ((0, end),)}
    if credit:
        spans["credit"] = (credit.span("credit"),)
    if date:
        spans["date"] = (date.span("date"),)
    return Figure(
        caption=text[:end],
        credit=credit["credit"] if credit else "",
        date=date["date"] if date else "",
        copies=block.copies,
        block_id=block.block_id,
        start=0,
        end=len(text),
        spans=spans,
    )
