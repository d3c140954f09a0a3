"""The result of a reader of source files, and the functions that all readers share."""

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

from pipeline.records.errors import BadInputError

SPACES = re.compile(r"\s+")
UNIT = re.compile(r"(?:^|[\W\d])(?:[kcm]?m|ha|CO|CH)$|\d$")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MOST_CELLS = 50  # columns or rows that one cell may span
LONGEST_COUNT = 9  # digits of a number of cells


@dataclass(frozen=True, slots=True)
class Incoming:
    """The text of one source file, and the facts that it states."""

    content: bytes  # of the raw file to be written
    reader: str = "copied byte for byte"  # the library that read it, with its version
    title: str = ""
    publisher: str = ""
    year: int | None = None
    language: str = ""
    address: str = ""
    has_marks: bool = True  # whether the reader marks the kinds of lines
    checks: tuple[str, ...] = ()  # sentences: what a person should check


def load(module: str, extra: str, needed_for: str) -> Any:
    """An optional library.  Raises BadInputError with the command to install it."""
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
    """A raised number: a note anchor, or a power after a unit or a number."""
    if UNIT.search(before[-8:]):
        return digits.translate(SUPERSCRIPTS)
    return f" (Note {digits})"


def join_blocks(blocks: list[str]) -> bytes:
    """Blocks separated by blank lines, as the bytes of a raw file."""
    return ("\n\n".join(block for block in blocks if block.strip()) + "\n").encode()


def cell_span(stated: str) -> int:
    """The number of columns or rows that a cell spans, as stated, at most MOST_CELLS; else 1."""
    is_count = stated.isascii() and stated.isdecimal()
    return max(min(int(stated[:LONGEST_COUNT]), MOST_CELLS), 1) if is_count else 1
