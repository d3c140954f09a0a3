"""Who may use the page: this machine's browser, from the page itself; and what it may load.

The server listens on the loopback interface only.  Another site open in the same browser can still
send requests here: a foreign Host (a name that its owner points to this machine), a foreign Origin
or a cross-site Sec-Fetch-Site is refused, and every write needs a token that only our page holds.
"""

from hmac import compare_digest
from secrets import token_urlsafe
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

HOSTS = ("127.0.0.1", "localhost")
OWN_SITES = ("same-origin", "none")  # "none": the person typed the address
LARGEST = 1_000_000  # bytes of a request
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guard(app: Flask) -> str:
    """Check every request and set headers on every answer; returns the token."""
    token = token_urlsafe(32)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.before_request(lambda: _check(token))
    app.after_request(_with_headers)
    return token


def _check(token: str) -> None:
    host = urlsplit(f"//{request.host}").hostname or ""
    if host not in HOSTS:
        abort(400, "wrong host; open this page at 127.0.0.1")
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES:
        abort(403, "request from another site refused; reload the page")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        abort(403, "request from another origin refused; reload the page")
    if request.method not in ("GET", "HEAD"):
        given = request.headers.get("X-Token", "")
        if not compare_digest(given.encode(), token.encode()):
            abort(403, "the server has restarted since; reload the page")


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
