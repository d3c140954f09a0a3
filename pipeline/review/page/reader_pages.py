"""The reader: the whole edition, what was missed in it, and rows made from selected words."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify, render_template, request

from pipeline.records.errors import BadInputError
from pipeline.review.page.adding import ADDABLE, Addition, addition, draft, fitting, taken_over
from pipeline.review.page.cached import Room
from pipeline.review.page.card import card_of_draft
from pipeline.review.page.missed import nothing_here
from pipeline.review.page.queue import Filter
from pipeline.review.page.queue_pages import address, places_in
from pipeline.review.page.reader import contents, stretch_of


def add_reader_pages(app: Flask, room: Room) -> None:
    """The reader's addresses."""
    app.add_url_rule("/read", "read", lambda: _read(room))
    app.add_url_rule("/nothing", "nothing", lambda: _nothing(room), methods=["POST"])
    app.add_url_rule("/take", "take", lambda: _take(room), methods=["POST"])
    app.add_url_rule("/add", "add", lambda: _draft(room))
    app.add_url_rule("/add", "keep", lambda: _add(room), methods=["POST"])


def _read(room: Room) -> str:
    room.follow()
    desk, gaps = room.desk, room.gaps()
    places = sorted({desk.text.places[gap.block_id] for gap in gaps})
    first = min(_number("from"), len(desk.text.order))
    template = "_stretch.html" if request.headers.get("X-Part") else "read.html"
    return render_template(
        template,
        stretch=stretch_of(desk, room.margin, gaps, first, _number("start")),
        contents=list(contents(desk)),
        gaps=gaps,
        gap_places=places,
        addable=ADDABLE,
        fitting=fitting(desk),
    )


def _take(room: Room) -> Response:
    given = request.get_json()
    room.follow()
    wanted = (str(given.get("id", "")), str(given.get("reviewer", "")))
    decision = taken_over(room.desk, *wanted)
    room.desk.append([decision])
    key = (decision.table, decision.row_id)
    return jsonify({"done": "add", "address": address(Filter(status="all"), key)})


def _nothing(room: Room) -> Response:
    given = request.get_json()
    reviewer = str(given.get("reviewer", "")).strip()
    if not reviewer:
        raise BadInputError("who are you? write your name first")
    room.follow()
    wanted = (given.get("block"), given.get("start"))
    gap = next((gap for gap in room.gaps() if (gap.block_id, gap.start) == wanted), None)
    if gap is None:
        raise BadInputError("this passage is judged already; reload the page")
    room.desk.append([nothing_here(room.desk, gap, reviewer)])
    return jsonify({"done": "nothing", "left": len(room.gaps())})


def _draft(room: Room) -> str:
    room.follow()
    args = request.args
    wanted = _wanted(args)
    row = draft(room.desk, wanted)
    return render_template(
        "add.html",
        card=card_of_draft(room.desk, wanted.table, row),
        wanted=wanted,
        addable=ADDABLE,
        place=room.desk.text.places[wanted.block],
    )


def _add(room: Room) -> Response:
    given = request.get_json()
    room.follow()
    with room.desk.lock:
        decision = addition(room.desk, _wanted(given, given))
        room.desk.append([decision])
    key = (decision.table, decision.row_id)
    return jsonify({"done": "add", "address": address(Filter(status="all"), key)})


def _wanted(args: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> Addition:
    """What is asked to be added, checked for its shape.  Raises BadInputError."""
    given = given or {}
    try:
        return Addition(
            str(args["table"]),
            str(args["block"]),
            int(args["start"]),
            int(args["end"]),
            str(given.get("reviewer", "")),
            {str(name): str(cell) for name, cell in given.get("changes", {}).items()},
            places_in(given),
            str(given.get("note", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInputError("the page sent what is no row; reload it") from None


def _number(name: str) -> int:
    given = request.args.get(name, "0")
    return int(given) if given.isascii() and given.isdigit() else 0
