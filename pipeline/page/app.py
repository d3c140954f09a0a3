"""What the server answers: addresses to pages, and what the script sends to decisions."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from pipeline.files import split_list
from pipeline.model import BadInputError
from pipeline.page.card import card_of
from pipeline.page.deciding import (
    ChangedMeanwhileError,
    Wish,
    decisions_for,
    latest,
    undoing,
)
from pipeline.page.forms import suggestions
from pipeline.page.guard import guard
from pipeline.page.progress import all_progress, pace, time_left
from pipeline.page.queue import BESIDE, Filter, Item, after, matching, ordered
from pipeline.page.reading import cells_for
from pipeline.page.state import JUDGED, Desk, Key
from pipeline.page.words import (
    ONE,
    REASONS,
    STATUS,
    grouped,
    in_words,
    label,
    plural,
    summary,
)

PAGES = (("index", "Queue"),)
KEYS = (
    ("a", "accept the row, or save what you changed"),
    ("c", "correct: go to its first field"),
    ("r", "reject, then 1 to 7 for the reason"),
    ("s", "skip"),
    ("u", "undo your last decision"),
    ("j →", "next row"),
    ("k ←", "row before"),
    ("/", "search"),
    ("Tab", "next field"),
    ("Enter", "save from a field"),
    ("↓", "suggestions, in a field that has some"),
    ("Esc", "leave the field"),
    ("?", "this help"),
)


@dataclass(slots=True)
class Room:
    """The desk with what is worked out from it once and kept."""

    desk: Desk
    reviewer: str  # where the browser knows none
    shape: int = -1
    items: list[Item] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def queue(self) -> list[Item]:
        """Every row in the order of the queue; made anew only when rows come or go."""
        with self.desk.lock:
            self.desk.follow()
            if self.shape != self.desk.shape:
                self.items, self.shape = ordered(self.desk.rows), self.desk.shape
                tables = (self.desk.rows[table].values() for table in JUDGED)
                cells = {row["flags"] for rows in tables for row in rows}
                self.flags = sorted({flag for cell in cells for flag in split_list(cell)})
            return self.items


def make_app(desk: Desk, reviewer: str) -> Flask:
    """The page of one edition as a WSGI application."""
    app = Flask(__name__)
    room = Room(desk, reviewer)
    token = guard(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        {
            "edition": desk.folders.facts(),
            "token": token,
            "default_reviewer": reviewer,
            "words": {"one": ONE, "reasons": REASONS, "status": STATUS},
            "pages": PAGES,
            "key_help": KEYS,
        }
    )
    app.jinja_env.filters.update(
        {"label": label, "grouped": grouped, "plural": plural, "in_words": in_words}
    )
    app.jinja_env.globals.update({"summary": summary, "address": address})
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(BadInputError, _bad_input)
    app.register_error_handler(ChangedMeanwhileError, _changed)
    app.register_error_handler(OSError, _unsaved)
    _add_queue(app, room)
    return app


def _add_queue(app: Flask, room: Room) -> None:
    @app.get("/")
    def index() -> str:
        return _page(room, _filter(), _key(request.args.get("at", "")))

    @app.post("/decide")
    def decide() -> Response:
        wish = _wish(request.get_json())
        desk = room.desk
        shown = matching(room.queue(), desk.rows, _filter())
        with desk.lock:
            desk.append(decisions_for(desk, wish))
        nearby = [item.key for item in shown if item.key != wish.key]
        return _turned(room, after(room.queue(), nearby, wish.key), wish.action)

    @app.post("/undo")
    def undo() -> Response:
        reviewer = str(request.get_json().get("reviewer", ""))
        room.queue()
        with room.desk.lock:
            taken = latest(room.desk, reviewer)
            if not taken:
                raise BadInputError("there is nothing of yours to undo")
            room.desk.append(undoing(taken, reviewer))
        return _turned(room, (taken[0].table, taken[0].row_id), "undo")

    @app.get("/pick")
    def pick() -> Response:
        entities = room.desk.rows["entities"].values()
        found = suggestions(request.args["what"], request.args.get("q", ""), entities)
        return jsonify([{"value": value, "words": words} for value, words in found])

    @app.get("/fill")
    def fill() -> Response:
        args = request.args
        block = room.desk.text.blocks[args["block"]]
        words = block.text.text[int(args["start"]) : int(args["end"])]
        edition = room.desk.folders.facts()
        return jsonify(cells_for(args["table"], args["field"], words, args["was"], edition))


def _page(room: Room, wanted: Filter, key: Key | None) -> str:
    items, desk = room.queue(), room.desk
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


def _turned(room: Room, key: Key | None, done: str) -> Response:
    wanted = _filter()
    main = _page(room, wanted, key)
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


def _key(at: str) -> Key | None:
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
            places={
                str(name): [(str(block), int(start), int(end)) for block, start, end in places]
                for name, places in given.get("places", {}).items()
            },
            reason=str(given.get("reason", "")),
            note=str(given.get("note", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInputError("the page sent what is no decision; reload it") from None


def _refused(error: HTTPException) -> tuple[Response, int]:
    return jsonify({"error": error.description}), error.code or 500


def _bad_input(error: BadInputError) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 422


def _changed(_error: ChangedMeanwhileError) -> tuple[Response, int]:
    said = "Not saved: this row was changed meanwhile. Look at it again, then decide."
    return jsonify({"error": said, "reload": True}), 409


def _unsaved(error: OSError) -> tuple[Response, int]:
    said = f"Not saved: the journal could not be written ({error.strerror or error})."
    return jsonify({"error": said}), 507
