"""The repairs inside a line, each named: what it replaces and by what.

A repair is a stretch of raw characters with what stands for it in the clean text.  Curly quotes,
accents and dashes stay as they are.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from pipeline.model import Marker

Part = tuple[str, int, int, str]  # clean characters, raw start, raw end, repair

SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LINE = re.compile(
    rf"""
    (?P<space>     [{SPACES}]{{2,}} | [\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000] )
  | (?P<control>   [\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff] )
  | (?P<ligature>  [\ufb00-\ufb06] )
  | (?P<mac>       (?<=[A-Za-z]{{4}})í(?=s\b) )
  | (?P<wide>      [\u0080-\u00ac\u00ae-\u1fff\u2010-\u2fff]{{2,}} | [\u0080-\u009f] )
    """,
    re.VERBOSE,
)
NAMED_MARKER = re.compile(rf"[{SPACES}]?[(\[]\s?[Nn]otes?[.\s]{{0,2}}(?P<number>\d{{1,3}})\s?[)\]]")
SUPER = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
SUPERSCRIPT = re.compile(rf"(?<![m{SUPER}])(?P<number>[{SUPER}]{{1,3}})(?!\w)")
SQUARE = re.compile(rf"(?<=m)(?P<number>[{SUPER}])(?!\w)")  # of metres, unless it is a note
BRACKETED = re.compile(rf"(?<=\S)[{SPACES}]?\[(?P<number>\d{{1,3}})\]")
GLUED = re.compile(
    r"""(?: (?<=[a-z][.,;:]) | (?<=[.,][\u201d"]) | (?<=[a-z]{4}) )
        (?P<number>\d{1,3}) (?=[\s.,;:)]|$)""",
    re.VERBOSE,
)
MARKERS = (  # how it looks, and whether it is a note's marker even if no such note is there
    (NAMED_MARKER, True),
    (SUPERSCRIPT, True),
    (SQUARE, False),
    (BRACKETED, False),
    (GLUED, False),
)


def repair_line(raw: str, start: int, end: int) -> Iterator[Part]:
    """The repairs of raw[start:end], in order."""
    for match in LINE.finditer(raw, start, end):
        clean = REPLACE[match.lastgroup or ""](match[0])
        if clean != match[0]:
            name = "mojibake" if match.lastgroup in ("mac", "wide") else match.lastgroup
            yield clean, match.start(), match.end(), name or ""


def find_markers(raw: str, start: int, end: int, noted: frozenset[str]) -> Iterator[Marker]:
    """The note markers of raw[start:end], in order.

    `(Note 17)` and superscript digits are certain; `[3]` and digits glued to a word are markers
    only where a note with that number is in the text.  `Marker.at` is a raw offset here.
    """
    found: dict[int, Marker] = {}
    for pattern, certain in MARKERS:
        for match in pattern.finditer(raw, start, end):
            number = unicodedata.normalize("NFKC", match["number"])
            if match.start() > start and (certain or number in noted):
                found.setdefault(match.start(), Marker(number, match.start(), *match.span()))
    at = start
    for marker in (found[place] for place in sorted(found)):
        if marker.raw_start >= at:
            yield marker
            at = marker.raw_end


def _unmangled(text: str) -> str:
    import ftfy

    fixed = ftfy.fix_encoding(text)
    return ftfy.fix_text(fixed, uncurl_quotes=False) if len(text) == 1 else fixed


REPLACE: dict[str, Callable[[str], str]] = {
    "space": lambda _: " ",
    "control": lambda _: "",
    "ligature": lambda text: unicodedata.normalize("NFKC", text),
    "mac": lambda _: "\u2019",
    "wide": _unmangled,
}
