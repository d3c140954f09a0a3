"""The edition's entities, and one of them laid out with its mentions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.review.page.forms import Field, fields_of
from pipeline.review.page.passages import Mark, Passage, cut_passage, own_span
from pipeline.review.page.state import ReviewState
from pipeline.review.page.words import flags_of
from pipeline.reviewed.rows import Row
from pipeline.storage.files import split_list

SHOWN = 200  # entities listed at once
MENTIONS = 40  # mentions shown of one entity
CONTEXT = 90  # characters shown on each side of a mention
EDITABLE = ("name", "kind", "iso3", "acronym", "dac_code", "crs_channel_code", "iati_org_id")


@dataclass(frozen=True, slots=True)
class MentionView:
    """One mention in its context."""

    row: Row
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class EntityCard:
    """One entity, with what a reviewer needs to decide about it."""

    row: Row
    fields: tuple[Field, ...]
    flags: tuple[tuple[str, str], ...]
    mentions: tuple[MentionView, ...]
    others: tuple[Row, ...]  # entities whose names are alike


def listed(state: ReviewState, words: str, kind: str) -> list[Row]:
    """The entities whose names contain all the words, most mentions first."""
    searched = words.casefold().split()
    found = [
        row
        for row in state.rows["entities"].values()
        if (not kind or row["kind"] == kind)
        and (not searched or all(word in _names(row) for word in searched))
    ]
    return sorted(found, key=lambda row: (-int(row["mentions"] or 0), row["name"]))


def entity_card(state: ReviewState, row: Row) -> EntityCard:
    """Lay an entity out."""
    mentions = (m for m in state.rows["mentions"].values() if m["entity_id"] == row["row_id"])
    return EntityCard(
        row,
        tuple(field for field in fields_of("entities", row, {}) if field.name in EDITABLE),
        tuple(flags_of(row)),
        tuple(_mention(state, mention) for mention in list(mentions)[:MENTIONS]),
        tuple(_alike(state, row)),
    )


def _alike(state: ReviewState, row: Row) -> Iterator[Row]:
    """Other entities that share a word of a name or an acronym, the likeliest first."""
    own = _words(row)
    scored = [
        (len(own & _words(other)) / len(own | _words(other)), other)
        for other in state.rows["entities"].values()
        if other["row_id"] != row["row_id"] and own & _words(other)
    ]
    yield from (other for score, other in sorted(scored, key=lambda s: -s[0])[:5] if score > 0.3)


def _words(row: Mapping[str, str]) -> frozenset[str]:
    names = " ".join((row["name"], row["acronym"], *split_list(row["aliases"])))
    return frozenset(word for word in names.casefold().split() if len(word) > 2)


def _names(row: Mapping[str, str]) -> str:
    return "\n".join((row["name"], row["acronym"], row["aliases"], row["iso3"])).casefold()


def _mention(state: ReviewState, row: Row) -> MentionView:
    block = state.text.blocks.get(row["block_id"])
    if block is None:
        return MentionView(row, None)
    start, end = own_span(row, block)
    text = block.text.text
    low = text.rfind(" ", 0, max(start - CONTEXT, 0)) + 1
    high = text.find(" ", min(end + CONTEXT, len(text)))
    high = len(text) if high < 0 or high > end + 2 * CONTEXT else high
    low = low if start - low <= 2 * CONTEXT else start - CONTEXT
    high = min(high, end + 2 * CONTEXT)
    return MentionView(row, cut_passage(block, [Mark(start, end, "row")], low, high))
