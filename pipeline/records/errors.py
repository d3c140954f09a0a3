"""The one error that a person is shown."""


class BadInputError(Exception):
    """A fault in what a person gave us, told in one line: place, fault, mend."""
