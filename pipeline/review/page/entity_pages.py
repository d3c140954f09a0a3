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
from pipeline.review.page.cached import Room
from pipeline.review.page.entity_view import SHOWN, entity_card, listed
from pipeline.review.page.state import Desk
from pipeline.review.page.words import counted
from pipeline.reviewed.rows import Row


def add_entity_pages(app: Flask, room: Room) -> None:
    """The addresses of who is who."""
    app.add_url_rule("/entities", "entities", lambda: _entities(room))
    app.add_url_rule("/entities/effects", "effects", lambda: _effects(room), methods=["POST"])
    app.add_url_rule("/entities/decide", "entity", lambda: _decide(room), methods=["POST"])


def _entities(room: Room) -> str:
    room.follow()
    words, kind = request.args.get("q", ""), request.args.get("kind", "")
    found = listed(room.desk, words, kind)
    row = room.desk.rows["entities"].get(request.args.get("at", "")) or next(iter(found), None)
    return render_template(
        "entities.html",
        card=entity_card(room.desk, row) if row else None,
        shown=found[:SHOWN],
        count=len(found),
        q=words,
        kind=kind,
        kinds=ENTITY_KINDS,
    )


def _effects(room: Room) -> Response:
    room.follow()
    desk = room.desk
    with desk.lock:
        wished = wished_decisions(desk, request.get_json())
        changed = effects(standing(desk.decisions), wished, desk.editions())
    told = [
        f"{edition}: {', '.join(f'{count} {counted(name, count)}' for name, count in rows.items())}"
        for edition, rows in changed.items()
        if rows
    ]
    said = f"It changes {'; '.join(told)}." if told else "It changes no row of any edition here."
    return jsonify({"said": f"{said} It holds for every edition."})


def _decide(room: Room) -> Response:
    room.follow()
    with room.desk.lock:
        wished = wished_decisions(room.desk, request.get_json())
        room.desk.append(wished)
    at = wished[0].after if wished[0].action == "merge" else wished[0].row_id
    return jsonify({"done": wished[0].action, "address": url_for("entities", at=at)})


def wished_decisions(desk: Desk, given: Any) -> list[Decision]:
    """What the script asks for, as lines of the journal.  Raises BadInputError."""
    rows = desk.rows["entities"]
    row = rows.get(str(given.get("row_id", "")))
    if row is None:
        raise BadInputError("no such entity; reload the page")
    sight = Sight("entities", row, desk.text.blocks.get(row["block_id"]))
    reviewer, action = str(given.get("reviewer", "")), given.get("action")
    if action == "correct":
        changes = {str(name): str(cell) for name, cell in given.get("changes", {}).items()}
        return making.correct(sight, reviewer, changes)
    if action == "reject":
        return [making.reject(sight, reviewer, str(given.get("reason", "")))]
    if action == "split":
        return [_split(desk, sight, reviewer, given)]
    other = _named(rows.values(), str(given.get("into", "")))
    if action == "merge":
        return [merge(sight, other, reviewer)]
    if action == "keep_apart":
        return [keep_apart(sight, other, reviewer)]
    raise BadInputError("that cannot be decided of an entity; reload the page")


def _split(desk: Desk, sight: Sight, reviewer: str, given: Any) -> Decision:
    mentions = [desk.rows["mentions"].get(str(row_id)) for row_id in given.get("mentions", ())]
    name = " ".join(str(given.get("cells", {}).get("name", "")).split())
    if not name:
        raise BadInputError("say what the ticked mentions name")
    known = [row for row in desk.rows["entities"].values() if row["name"] == name]
    new = {"entity_id": known[0]["row_id"] if known else identify(name), "name": name}
    new |= {"kind": str(given.get("cells", {}).get("kind", ""))}
    blocks = desk.text.blocks
    chosen = [(row, blocks.get(row["block_id"])) for row in mentions if row]
    return split(sight, new, chosen, reviewer)


def _named(rows: Any, name: str) -> Row:
    found: Sequence[Row] = [row for row in rows if name in (row["name"], row["row_id"])]
    if not found:
        raise BadInputError(f"'{name}' is no entity of this edition; choose one of the list")
    return found[0]
