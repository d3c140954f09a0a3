"""How many random inputs, or how long a strange one: few by default, all with THOROUGH=1."""

import os

from hypothesis import settings

THOROUGH = os.environ.get("THOROUGH", "") not in ("", "0")
FEWER = 4  # by default one in so many


def share(most):
    """`most` where the tests are thorough, else a quarter of it."""
    return most if THOROUGH else -(-most // FEWER)


def examples(most, **others):
    """A property's settings, for at most so many inputs; no property depends on the clock."""
    return settings(max_examples=share(most), deadline=None, **others)
