"""What a reader of source files gives back, and the words all such readers share."""

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

from pipeline.records.errors import BadInputError

SPACES = re.compile(r"\s+")
UNIT = re.compile(r"(?:^|[\W\d])(?:[kcm]?m|ha|CO|CH)$|\d$")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MOST_CELLS = 50  # that one cell may span
LONGEST_COUNT = 9  # digits of a number of cells


@dataclass(frozen=True, slots=True)
class Incoming:
    """The text of one source file, and what it says of itself."""

    content: bytes  # of the raw file to be written
    reader: str = "copied byte for byte"  # the library that read it, with its version
    title: str = ""
    publisher: str = ""
    year: int | None = None
    language: str = ""
    address: str = ""
    has_marks: bool = True  # whether the reader writes what a line is before it
    checks: tuple[str, ...] = ()  # sentences: what a person should look at


def load(module: str, extra: str, needed_for: str) -> Any:
    """An optional library.  Raises BadInputError that says how to install it."""
    try:
        return import_module(module)
    except ImportError:
        raise BadInputError(
            f"{needed_for}: {module} is not installed; run pip install 'oda-tables[{extra}]'"
        ) from None


def reader_name(distribution: str) -> str:
    """A library's name and version, for the record."""
    return f"{distribution} {version(distribution)}"


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return SPACES.sub(" ", text).strip()


def raised(digits: str, before: str) -> str:
    """A raised number: a note's mark, or a power after a unit or a number."""
    if UNIT.search(before[-8:]):
        return digits.translate(SUPERSCRIPTS)
    return f" (Note {digits})"


def join_blocks(blocks: list[str]) -> bytes:
    """Blocks parted by blank lines, as the bytes of a raw file."""
    return ("\n\n".join(block for block in blocks if block.strip()) + "\n").encode()


def span_told(told: str) -> int:
    """How many columns or rows a cell says that it spans, never more than a table has; else 1."""
    is_count = told.isascii() and told.isdecimal()
    return max(min(int(told[:LONGEST_COUNT]), MOST_CELLS), 1) if is_count else 1
