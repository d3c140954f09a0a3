"""The queue: one row at a time, and the decision that turns to the next."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlencode

from flask import Flask, Response, jsonify, render_template, request

from pipeline.model import BadInputError
from pipeline.page.card import card_of
from pipeline.page.deciding import Places, Wish, decisions_for, latest, undoing
from pipeline.page.forms import suggestions
from pipeline.page.progress import all_progress, pace, time_left
from pipeline.page.queue import BESIDE, Filter, after, matching
from pipeline.page.reading import Selection, values_for
from pipeline.page.room import Room
from pipeline.page.state import JUDGED, Key


def add_queue_pages(app: Flask, room: Room) -> None:
    """The queue's addresses."""
    app.add_url_rule("/", "index", lambda: queue_page(room, _filter(), _key()))
    app.add_url_rule("/decide", "decide", lambda: _decide(room), methods=["POST"])
    app.add_url_rule("/undo", "undo", lambda: _undo(room), methods=["POST"])
    app.add_url_rule("/pick", "pick", lambda: _pick(room))
    app.add_url_rule("/fill", "fill", lambda: _fill(room))


def _decide(room: Room) -> Response:
    wish = _wish(request.get_json())
    desk, wanted = room.desk, _filter()
    room.follow()
    shown = matching(room.items, desk.rows, wanted)
    with desk.lock:
        desk.append(decisions_for(desk, wish))
    nearby = [item.key for item in shown if item.key != wish.key]
    return _turned(room, wanted, after(room.items, nearby, wish.key), wish.action)


def _undo(room: Room) -> Response:
    reviewer = str(request.get_json().get("reviewer", ""))
    room.follow()
    with room.desk.lock:
        taken = latest(room.desk, reviewer)
        if not taken:
            raise BadInputError("there is nothing of yours to undo")
        room.desk.append(undoing(taken, reviewer))
    return _turned(room, _filter(), (taken[0].table, taken[0].row_id), "undo")


def _pick(room: Room) -> Response:
    entities = room.desk.rows["entities"].values()
    found = suggestions(request.args["what"], request.args.get("q", ""), entities)
    return jsonify([{"value": value, "words": words} for value, words in found])


def _fill(room: Room) -> Response:
    args, edition = request.args, room.desk.folders.facts()
    text = room.desk.text.blocks[args["block"]].text.text
    selection = Selection(text, int(args["start"]), int(args["end"]))
    read = values_for(args["table"], args["field"], selection, args["was"], edition)
    return jsonify(
        {
            name: {"value": value.cell, "place": value.span and [args["block"], *value.span]}
            for name, value in read.items()
        }
    )


def queue_page(room: Room, wanted: Filter, key: Key | None) -> str:
    """The queue as the reviewer asks to see it, with one row open."""
    room.follow()
    items, desk = room.items, room.desk
    shown = matching(items, desk.rows, wanted)
    keys = [item.key for item in shown]
    if key is None or key[1] not in desk.rows[key[0]]:
        key = keys[0] if keys else None
    here = keys.index(key) if key in keys else -1
    low = max(here - BESIDE, 0)
    card = card_of(desk, key) if key else None
    behind = after(items, [k for k in keys if k != key], key)
    template = "_queue.html" if request.headers.get("X-Part") else "queue.html"
    progress = all_progress(desk.rows)
    reviewer = unquote(request.headers.get("X-Reviewer", room.reviewer))
    left = sum(one.rows - one.done for one in progress if wanted.table in ("", one.table))
    return render_template(
        template,
        card=card,
        wanted=wanted,
        arguments=wanted.arguments(),
        shown=shown[low : low + 2 * BESIDE],
        first=low,
        count=len(shown),
        here=here,
        rows=desk.rows,
        next_key=behind,
        previous_key=keys[here - 1] if here > 0 else None,
        progress=progress,
        left=left,
        time_left=time_left(pace(desk.decisions, reviewer), left),
        flags=room.flags,
        warnings=desk.warnings,
    )


def _turned(room: Room, wanted: Filter, key: Key | None, done: str) -> Response:
    main = queue_page(room, wanted, key)
    return jsonify({"done": done, "address": address(wanted, key), "main": main})


def address(wanted: Filter, key: Key | None) -> str:
    """Where a row is shown in the queue."""
    at = {"at": ".".join(key)} if key else {}
    return "/?" + urlencode({**wanted.arguments(), **at})


def _filter() -> Filter:
    args = request.args
    table = args.get("table", "")
    return Filter(
        table if table in JUDGED else "",
        args.get("status", "open"),
        args.get("flag", ""),
        args.get("confidence", ""),
        args.get("q", ""),
    )


def _key() -> Key | None:
    at = request.args.get("at", "")
    table, _, row_id = at.partition(".")
    return (table, row_id) if table in JUDGED else None


def _wish(given: Any) -> Wish:
    """What the script sent, checked for its shape.  Raises BadInputError."""
    try:
        return Wish(
            key=(str(given["table"]), str(given["row_id"])),
            action=str(given["action"]),
            reviewer=str(given["reviewer"]),
            version=str(given["version"]),
            changes={str(name): str(cell) for name, cell in given.get("changes", {}).items()},
            places=places_in(given),
            reason=str(given.get("reason", "")),
            note=str(given.get("note", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInputError("the page sent what is no decision; reload it") from None


def places_in(given: Mapping[str, Any]) -> Places:
    """Field -> the words that were selected for it, as the script sends them."""
    return {
        str(name): [(str(block), int(start), int(end)) for block, start, end in places]
        for name, places in given.get("places", {}).items()
    }
