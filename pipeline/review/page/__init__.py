"""The review page: people check, correct and add rows in their browser; decisions are kept.

A local server for one edition and one machine.  `state` holds the rows in memory in step with the
journal, `queue` orders them, `passages` and `forms` lay a row out, `app` answers the browser,
`guard` says who may ask.
"""

import logging
import socket
import subprocess
from collections.abc import Callable

from pipeline.stages import Folders

HOST = "127.0.0.1"
PORT = 8919  # the usual one; a free one where it is taken


def serve(folders: Folders, reviewer: str, tell: Callable[[str], None]) -> None:
    """Answer the browser until interrupted; `tell` is given the address once it can be opened.

    Raises BadInputError where the edition's tables are not there.
    """
    from werkzeug.serving import make_server

    from pipeline.review.page.app import make_app
    from pipeline.review.page.state import open_desk

    app = make_app(open_desk(folders), reviewer)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with listen(PORT) as listener:
        server = make_server(HOST, 0, app, threaded=True, fd=listener.fileno())
        tell(f"http://{HOST}:{listener.getsockname()[1]}/")
        server.serve_forever()


def listen(port: int) -> socket.socket:
    """A socket on the loopback interface, at the port or at a free one."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.bind((HOST, 0))
    listener.listen()
    return listener


def git_name() -> str:
    """The name that git signs with; nothing where git has none."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()
