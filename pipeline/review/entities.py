"""Decisions about entities, for all editions, and what they would change once made."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.decisions.by_edition import is_for_every_edition
from pipeline.decisions.journal import Decision
from pipeline.records.errors import BadInputError
from pipeline.records.text import Block
from pipeline.review.making import Sight, about_row
from pipeline.review.validity import check_cell
from pipeline.reviewed.entities import apply_entities, differing
from pipeline.reviewed.quoting import quotation_of
from pipeline.reviewed.rows import Row, Tables
from pipeline.storage.files import as_json

SPLIT_CELLS = ("entity_id", "name", "kind", "iso3", "acronym")


def merge(sight: Sight, into: Row, reviewer: str, note: str = "") -> Decision:
    """Two entities are one: the one in sight goes into the other.

    Raises BadInputError for an entity and itself.
    """
    return replace(_pair(sight, into, reviewer, "merge"), note=note)


def keep_apart(sight: Sight, other: Row, reviewer: str, note: str = "") -> Decision:
    """Two entities stay two; an earlier merge of them is undone.

    Raises BadInputError for an entity and itself.
    """
    return replace(_pair(sight, other, reviewer, "keep_apart"), note=note)


def split(
    sight: Sight,
    new: Mapping[str, str],
    mentions: Sequence[tuple[Row, Block | None]],
    reviewer: str,
    note: str = "",
) -> Decision:
    """The chosen mentions of the entity in sight belong to another entity.

    `new` holds the other's entity_id and, if it is a new one, its name, kind and codes.  Raises
    BadInputError if it lacks an id, a mention is not the entity's, or no mention is chosen.
    """
    entity_id = sight.row["entity_id"]
    if not new.get("entity_id") or new["entity_id"] == entity_id:
        raise BadInputError(f"entities {entity_id}: say which other entity the mentions refer to")
    for name in new:
        if name not in SPLIT_CELLS:
            raise BadInputError(f"entities: '{name}' is not allowed; use {', '.join(SPLIT_CELLS)}")
        check_cell("entities", name, new[name])
    foreign = [row["row_id"] for row, _ in mentions if row["entity_id"] != entity_id]
    if foreign or not mentions:
        fault = f"{foreign[0]} is not its mention" if foreign else "no mention is chosen"
        raise BadInputError(f"entities {entity_id}: {fault}; choose some of its mentions")
    chosen = [_mention(row, block) for row, block in mentions]
    made = about_row(sight, reviewer, "split")
    return replace(made, after=as_json({**new, "mentions": chosen}), note=note)


def effects(
    decisions: Sequence[Decision], made: Sequence[Decision], editions: Mapping[str, Tables]
) -> dict[str, dict[str, int]]:
    """Edition -> table -> how many more rows would change if these decisions were made now.

    `decisions` are the earlier ones that nobody has undone; `editions` holds the tables of stage 5.
    """
    standing = [decision for decision in decisions if is_for_every_edition(decision)]
    found = {}
    for edition, tables in editions.items():
        before, _ = apply_entities(tables, standing)
        after, _ = apply_entities(tables, [*standing, *made])
        found[edition] = differing(before, after)
    return found


def _pair(sight: Sight, other: Row, reviewer: str, action: str) -> Decision:
    one = sight.row["entity_id"]
    if sight.table != "entities" or one == other["entity_id"]:
        raise BadInputError(
            f"{sight.table} {one}: {action} needs two entities; choose a different one"
        )
    before = {name: _brief(row) for name, row in (("from", sight.row), ("into", other))}
    made = about_row(sight, reviewer, action)
    return replace(made, row_id=one, before=as_json(before), after=other["entity_id"])


def _brief(row: Row) -> dict[str, str]:
    names = ("entity_id", "name", "kind", "iso3", "acronym")
    return {name: row[name] for name in names if row.get(name)}


def _mention(row: Row, block: Block | None) -> dict[str, str]:
    quoted = quotation_of(row, block)
    context = {"words_before": quoted.words_before, "words_after": quoted.words_after}
    return {"row_id": row["row_id"], "text": row["text"], "evidence": row["evidence"], **context}
