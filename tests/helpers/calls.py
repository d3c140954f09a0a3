"""How much work a function does, counted without a clock."""

import sys


def calls_of(function, *arguments):
    """How many calls a function makes, Python's and C's."""
    count = 0

    def tally(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tally)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count
