"""Entities: one decision for every edition, made once its effects are shown."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, jsonify, render_template, request, url_for

from pipeline.decisions.journal import Decision, standing
from pipeline.entities.identity import identify
from pipeline.records.closed_lists import ENTITY_KINDS
from pipeline.records.errors import BadInputError
from pipeline.review import making
from pipeline.review.entities import effects, keep_apart, merge, split
from pipeline.review.making import Sight
from pipeline.review.page.cached import Lists
from pipeline.review.page.entity_view import SHOWN, entity_card, listed
from pipeline.review.page.state import ReviewState
from pipeline.review.page.words import counted
from pipeline.reviewed.rows import Row


def add_entity_pages(app: Flask, lists: Lists) -> None:
    """The addresses of the pages about entities."""
    app.add_url_rule("/entities", "entities", lambda: _entities(lists))
    app.add_url_rule("/entities/effects", "effects", lambda: _effects(lists), methods=["POST"])
    app.add_url_rule("/entities/decide", "entity", lambda: _decide(lists), methods=["POST"])


def _entities(lists: Lists) -> str:
    lists.follow()
    words, kind = request.args.get("q", ""), request.args.get("kind", "")
    found = listed(lists.state, words, kind)
    row = lists.state.rows["entities"].get(request.args.get("at", "")) or next(iter(found), None)
    return render_template(
        "entities.html",
        card=entity_card(lists.state, row) if row else None,
        shown=found[:SHOWN],
        count=len(found),
        q=words,
        kind=kind,
        kinds=ENTITY_KINDS,
    )


def _effects(lists: Lists) -> Response:
    lists.follow()
    state = lists.state
    with state.lock:
        wished = wished_decisions(state, request.get_json())
        changed = effects(standing(state.decisions), wished, state.editions())
    changes = [
        f"{edition}: {', '.join(f'{count} {counted(name, count)}' for name, count in rows.items())}"
        for edition, rows in changed.items()
        if rows
    ]
    summary = f"It changes {'; '.join(changes)}." if changes else "It changes no row here."
    return jsonify({"said": f"{summary} It holds for every edition."})


def _decide(lists: Lists) -> Response:
    lists.follow()
    with lists.state.lock:
        wished = wished_decisions(lists.state, request.get_json())
        lists.state.append(wished)
    at = wished[0].after if wished[0].action == "merge" else wished[0].row_id
    return jsonify({"done": wished[0].action, "address": url_for("entities", at=at)})


def wished_decisions(state: ReviewState, given: Any) -> list[Decision]:
    """What the script asks for, as lines of the journal.  Raises BadInputError."""
    rows = state.rows["entities"]
    row = rows.get(str(given.get("row_id", "")))
    if row is None:
        raise BadInputError("this entity no longer exists; reload the page")
    sight = Sight("entities", row, state.text.blocks.get(row["block_id"]))
    reviewer, action = str(given.get("reviewer", "")), given.get("action")
    if action == "correct":
        changes = {str(name): str(cell) for name, cell in given.get("changes", {}).items()}
        return making.correct(sight, reviewer, changes)
    if action == "reject":
        return [making.reject(sight, reviewer, str(given.get("reason", "")))]
    if action == "split":
        return [_split(state, sight, reviewer, given)]
    other = _named(rows.values(), str(given.get("into", "")))
    if action == "merge":
        return [merge(sight, other, reviewer)]
    if action == "keep_apart":
        return [keep_apart(sight, other, reviewer)]
    raise BadInputError("this decision is not possible for an entity; reload the page")


def _split(state: ReviewState, sight: Sight, reviewer: str, given: Any) -> Decision:
    mentions = [state.rows["mentions"].get(str(row_id)) for row_id in given.get("mentions", ())]
    name = " ".join(str(given.get("cells", {}).get("name", "")).split())
    if not name:
        raise BadInputError("the new name is missing; write what the ticked mentions refer to")
    known = [row for row in state.rows["entities"].values() if row["name"] == name]
    new = {"entity_id": known[0]["row_id"] if known else identify(name), "name": name}
    new |= {"kind": str(given.get("cells", {}).get("kind", ""))}
    blocks = state.text.blocks
    chosen = [(row, blocks.get(row["block_id"])) for row in mentions if row]
    return split(sight, new, chosen, reviewer)


def _named(rows: Any, name: str) -> Row:
    found: Sequence[Row] = [row for row in rows if name in (row["name"], row["row_id"])]
    if not found:
        raise BadInputError(f"'{name}' is not an entity of this edition; choose one from the list")
    return found[0]
