"""A time limit for libraries that read damaged files: some would never end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class EndlessError(Exception):
    """The work took more processor time than any valid file needs."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise EndlessError in the body after so many seconds of processor time.

    It is raised again every second, in case the library catches it.  Python can interrupt only its
    main thread: in other threads, or without such a timer in the system, there is no limit.
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
