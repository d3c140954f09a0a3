"""The page as a WSGI application: addresses, names that templates use, how errors are shown."""

from flask import Flask, Response, g, jsonify
from werkzeug.exceptions import HTTPException

from pipeline.explain.probabilities import FIELD_TITLE, FOUND_TITLE, ROW_TITLE, row_percent
from pipeline.records.errors import BadInputError
from pipeline.review.codes import named
from pipeline.review.page.access import guard
from pipeline.review.page.cached import Lists
from pipeline.review.page.deciding import ChangedMeanwhileError
from pipeline.review.page.entity_pages import add_entity_pages
from pipeline.review.page.keys import KEYS
from pipeline.review.page.queue_pages import add_queue_pages, address
from pipeline.review.page.reader_pages import add_reader_pages
from pipeline.review.page.state import ReviewState
from pipeline.review.page.words import (
    ONE,
    REASONS,
    STATUS,
    grouped,
    in_words,
    label,
    plural,
    summary,
)

PAGES = (("index", "Queue"), ("read", "Read"), ("entities", "Entities"), ("progress", "Progress"))


def make_app(state: ReviewState, reviewer: str) -> Flask:
    """The page of one edition."""
    app = Flask(__name__)
    lists = Lists(state, reviewer)
    lists.follow()  # the order of the queue is there before the first request
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        {
            "edition": state.folders.facts(),
            "token": guard(app),
            "default_reviewer": reviewer,
            "words": {"one": ONE, "reasons": REASONS, "status": STATUS},
            "titles": {"field": FIELD_TITLE, "row": ROW_TITLE, "found": FOUND_TITLE},
            "pages": PAGES,
            "key_help": KEYS,
            "summary": summary,
            "row_percent": row_percent,
            "address": address,
        }
    )
    app.jinja_env.filters.update(
        {
            "label": label,
            "grouped": grouped,
            "plural": plural,
            "in_words": in_words,
            "named": lambda cell, column: named(column, cell),
        }
    )
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(BadInputError, _bad_input)
    app.register_error_handler(ChangedMeanwhileError, _changed)
    app.register_error_handler(OSError, _unsaved)
    _one_at_a_time(app, state)
    add_queue_pages(app, lists)
    add_reader_pages(app, lists)
    add_entity_pages(app, lists)
    return app


def _one_at_a_time(app: Flask, state: ReviewState) -> None:
    """Each answer shows one state of the rows, whatever another tab decides meanwhile."""

    @app.before_request
    def enter() -> None:
        state.lock.acquire()
        g.has_lock = True

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        if g.pop("has_lock", False):
            state.lock.release()


def _refused(error: HTTPException) -> tuple[Response, int]:
    return jsonify({"error": error.description}), error.code or 500


def _bad_input(error: BadInputError) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 422


def _changed(_error: ChangedMeanwhileError) -> tuple[Response, int]:
    message = "Not saved: this row has changed meanwhile. Look at it again, then decide."
    return jsonify({"error": message, "reload": True}), 409


def _unsaved(error: OSError) -> tuple[Response, int]:
    message = f"Not saved: the journal could not be written ({error.strerror or error})."
    return jsonify({"error": message}), 507
