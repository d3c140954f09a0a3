"""The one error that users are shown."""


class BadInputError(Exception):
    """A fault in what the user gave us, stated in one line: place, fault, fix."""
