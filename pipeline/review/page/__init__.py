"""The review page: people check, correct and add rows in their browser; decisions are kept.

A local server for one edition and one machine.  `state` holds the rows in memory in step with the
journal, `queue` orders them, `passages` and `forms` lay a row out, `app` answers the browser,
`access` says who may ask.
"""

import logging
import socket
import subprocess
from collections.abc import Callable

from pipeline.stages import Folders

HOST = "127.0.0.1"
PORT = 8919  # the usual one; any free one if it is taken


def serve(folders: Folders, reviewer: str, announce: Callable[[str], None]) -> None:
    """Answer the browser until interrupted; `announce` gets the address once it can be opened.

    Raises BadInputError where the edition's tables are missing.
    """
    from werkzeug.serving import make_server

    from pipeline.review.page.app import make_app
    from pipeline.review.page.state import open_state

    app = make_app(open_state(folders), reviewer)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with listen(PORT) as listener:
        server = make_server(HOST, 0, app, threaded=True, fd=listener.fileno())
        announce(f"http://{HOST}:{listener.getsockname()[1]}/")
        server.serve_forever()


def listen(port: int) -> socket.socket:
    """A socket on the loopback interface, at the port or at any free one."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.bind((HOST, 0))
    listener.listen()
    return listener


def git_name() -> str:
    """The name that git signs with; empty where git has none."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()
