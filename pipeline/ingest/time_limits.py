"""A limit to the work that a damaged file may make a library do: some never come to an end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class EndlessError(Exception):
    """The work took more processor time than any sound file needs."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise EndlessError in the body once it has used so many seconds of the processor.

    It is raised anew every second, in case the library catches it.  Python can interrupt only its
    main thread: elsewhere, and where the system has no such timer, nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise EndlessError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
