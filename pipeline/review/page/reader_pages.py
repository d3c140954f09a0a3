"""The reader: the whole edition, what was missed in it, and rows made from selected words."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify, render_template, request

from pipeline.records.errors import BadInputError
from pipeline.review.page.adding import ADDABLE, Addition, addition, draft, fitting, taken_over
from pipeline.review.page.cached import Lists
from pipeline.review.page.card import card_of_draft
from pipeline.review.page.missed import nothing_here
from pipeline.review.page.queue import Filter
from pipeline.review.page.queue_pages import address, places_in
from pipeline.review.page.reader import contents, stretch_of


def add_reader_pages(app: Flask, lists: Lists) -> None:
    """The reader's addresses."""
    app.add_url_rule("/read", "read", lambda: _read(lists))
    app.add_url_rule("/nothing", "nothing", lambda: _nothing(lists), methods=["POST"])
    app.add_url_rule("/take", "take", lambda: _take(lists), methods=["POST"])
    app.add_url_rule("/add", "add", lambda: _draft(lists))
    app.add_url_rule("/add", "keep", lambda: _add(lists), methods=["POST"])


def _read(lists: Lists) -> str:
    lists.follow()
    state, gaps = lists.state, lists.gaps()
    places = sorted({state.text.places[gap.block_id] for gap in gaps})
    first = min(_number("from"), len(state.text.order))
    template = "_stretch.html" if request.headers.get("X-Part") else "read.html"
    return render_template(
        template,
        stretch=stretch_of(state, lists.margin, gaps, first, _number("start")),
        contents=list(contents(state)),
        gaps=gaps,
        gap_places=places,
        addable=ADDABLE,
        fitting=fitting(state),
    )


def _take(lists: Lists) -> Response:
    given = request.get_json()
    lists.follow()
    wanted = (str(given.get("id", "")), str(given.get("reviewer", "")))
    decision = taken_over(lists.state, *wanted)
    lists.state.append([decision])
    key = (decision.table, decision.row_id)
    return jsonify({"done": "add", "address": address(Filter(status="all"), key)})


def _nothing(lists: Lists) -> Response:
    given = request.get_json()
    reviewer = str(given.get("reviewer", "")).strip()
    if not reviewer:
        raise BadInputError("the reviewer's name is missing; write your name")
    lists.follow()
    wanted = (given.get("block"), given.get("start"))
    gap = next((gap for gap in lists.gaps() if (gap.block_id, gap.start) == wanted), None)
    if gap is None:
        raise BadInputError("this passage is reviewed already; reload the page")
    lists.state.append([nothing_here(lists.state, gap, reviewer)])
    return jsonify({"done": "nothing", "left": len(lists.gaps())})


def _draft(lists: Lists) -> str:
    lists.follow()
    args = request.args
    wanted = _wanted(args)
    row = draft(lists.state, wanted)
    return render_template(
        "add.html",
        card=card_of_draft(lists.state, wanted.table, row),
        wanted=wanted,
        addable=ADDABLE,
        place=lists.state.text.places[wanted.block],
    )


def _add(lists: Lists) -> Response:
    given = request.get_json()
    lists.follow()
    with lists.state.lock:
        decision = addition(lists.state, _wanted(given, given))
        lists.state.append([decision])
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
        raise BadInputError("the page sent an incomplete row; reload it") from None


def _number(name: str) -> int:
    given = request.args.get(name, "0")
    return int(given) if given.isascii() and given.isdigit() else 0
