"""The queue: one row at a time; each decision opens the next."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from flask import Flask, Response, jsonify, render_template, request

from pipeline.records.errors import BadInputError
from pipeline.review.page.cached import Lists
from pipeline.review.page.card import card_of
from pipeline.review.page.deciding import Places, Wish, decisions_for, latest, undoing
from pipeline.review.page.forms import suggestions
from pipeline.review.page.progress import pace, time_left
from pipeline.review.page.queue import ADJACENT, Filter, Item, index_after, matching
from pipeline.review.page.reading import Selection, values_for
from pipeline.review.page.state import REVIEWED
from pipeline.reviewed.rows import Key


def add_queue_pages(app: Flask, lists: Lists) -> None:
    """The queue's addresses."""
    app.add_url_rule("/", "index", lambda: queue_page(lists, view_of(lists, _filter()), _key()))
    app.add_url_rule("/decide", "decide", lambda: _decide(lists), methods=["POST"])
    app.add_url_rule("/undo", "undo", lambda: _undo(lists), methods=["POST"])
    app.add_url_rule("/pick", "pick", lambda: _pick(lists))
    app.add_url_rule("/progress", "progress", lambda: _progress(lists))
    app.add_url_rule("/fill", "fill", lambda: _fill(lists))


def _decide(lists: Lists) -> Response:
    wish = _wish(request.get_json())
    lists.follow()
    with lists.state.lock:
        lists.state.append(decisions_for(lists.state, wish))
    view = view_of(lists, _filter())
    return _turned(lists, view, view.after(lists, wish.key), wish.action)


def _undo(lists: Lists) -> Response:
    reviewer = str(request.get_json().get("reviewer", ""))
    lists.follow()
    with lists.state.lock:
        taken = latest(lists.state, reviewer)
        if not taken:
            raise BadInputError("you have no decision left to undo")
        lists.state.append(undoing(taken, reviewer))
    view = view_of(lists, _filter())
    return _turned(lists, view, (taken[0].table, taken[0].row_id), "undo")


def _progress(lists: Lists) -> str:
    lists.follow()
    progress = lists.progress()
    rows, done = sum(one.rows for one in progress), sum(one.done for one in progress)
    seconds = pace(lists.state.decisions, lists.reviewer)
    return render_template(
        "progress.html",
        progress=progress,
        rows=rows,
        done=done,
        pace=seconds,
        time_left=time_left(seconds, rows - done),
        warnings=lists.state.warnings,
    )


def _pick(lists: Lists) -> Response:
    entities = lists.state.rows["entities"].values()
    found = suggestions(request.args["what"], request.args.get("q", ""), entities)
    return jsonify([{"value": value, "words": words} for value, words in found])


def _fill(lists: Lists) -> Response:
    args, edition = request.args, lists.state.folders.facts()
    try:
        text = lists.state.text.blocks[args["block"]].text.text
        selection = Selection(text, int(args["start"]), int(args["end"]))
    except (KeyError, ValueError):
        raise BadInputError("select words within one paragraph") from None
    read = values_for(args["table"], args["field"], selection, args["was"], edition)
    return jsonify(
        {
            name: {"value": value.cell, "place": value.span and [args["block"], *value.span]}
            for name, value in read.items()
        }
    )


@dataclass(frozen=True, slots=True)
class View:
    """The queue as filtered by the reviewer."""

    wanted: Filter
    shown: list[Item]

    def after(self, lists: Lists, key: Key) -> Key | None:
        """The row that comes after another, which may no longer be shown itself."""
        if not self.shown:
            return None
        found = self.shown[index_after(self.shown, lists.places, key)].key
        return found if found != key else None

    def before(self, lists: Lists, key: Key) -> Key | None:
        """The row that comes before another."""
        at = bisect_left(self.shown, lists.places.get(key, -1), key=lambda i: lists.places[i.key])
        return self.shown[at - 1].key if at else None


def view_of(lists: Lists, wanted: Filter) -> View:
    """The queue as it is now, with what others have decided meanwhile."""
    lists.follow()
    hidden = lists.reviewed_by(_reviewer(lists)) if wanted.status == "open" else frozenset()
    return View(wanted, matching(lists.items, lists.state.rows, wanted, hidden))


def queue_page(lists: Lists, view: View, key: Key | None) -> str:
    """The queue with one row open."""
    state, wanted, shown = lists.state, view.wanted, view.shown
    if key is None or key[1] not in state.rows[key[0]]:
        key = shown[0].key if shown else None
    here = index_after(shown, lists.places, key) if key else 0
    low = max(here - ADJACENT, 0)
    progress = lists.progress()
    reviewer = _reviewer(lists)
    left = sum(one.rows - one.done for one in progress if wanted.table in ("", one.table))
    return render_template(
        "_queue.html" if request.headers.get("X-Part") else "queue.html",
        card=card_of(state, key) if key else None,
        wanted=wanted,
        arguments=wanted.arguments(),
        shown=shown[low : low + 2 * ADJACENT],
        first=low,
        count=len(shown),
        rows=state.rows,
        next_key=view.after(lists, key) if key else None,
        previous_key=view.before(lists, key) if key else None,
        progress=progress,
        left=left,
        time_left=time_left(pace(state.decisions, reviewer), left),
        flags=lists.flags,
        warnings=state.warnings,
    )


def _reviewer(lists: Lists) -> str:
    return unquote(request.headers.get("X-Reviewer", "")) or lists.reviewer


def _turned(lists: Lists, view: View, key: Key | None, done: str) -> Response:
    main = queue_page(lists, view, key)
    return jsonify({"done": done, "address": address(view.wanted, key), "main": main})


def address(wanted: Filter, key: Key | None) -> str:
    """Where a row is shown in the queue."""
    at = {"at": ".".join(key)} if key else {}
    return "/?" + urlencode({**wanted.arguments(), **at})


def _filter() -> Filter:
    args = request.args
    table = args.get("table", "")
    return Filter(
        table if table in REVIEWED else "",
        args.get("status", "open"),
        args.get("flag", ""),
        args.get("confidence", ""),
        args.get("q", ""),
    )


def _key() -> Key | None:
    at = request.args.get("at", "")
    table, _, row_id = at.partition(".")
    return (table, row_id) if table in REVIEWED else None


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
            upheld=str(given.get("judge", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInputError("the page sent an incomplete decision; reload it") from None


def places_in(given: Mapping[str, Any]) -> Places:
    """Field -> the words selected for it, as the script sends them."""
    return {
        str(name): [(str(block), int(start), int(end)) for block, start, end in places]
        for name, places in given.get("places", {}).items()
    }
