"""How a workbook looks: its formats, defined once, and the widths of columns."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
CELL = {**FONT, "text_wrap": True, "border": 1, "border_color": "#D9D9D9"}
HEAD = {**FONT, "bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}

# tints of the palette of Okabe and Ito, which also differ in lightness
CONFIDENCE = {"high": "#D6EAF8", "medium": "#FFF0B3", "low": "#F5B895"}
DECIDED = {"accept": "#D6EAF8", "reject": "#D0D0D0", "add": "#D5EBE1"}
LOCKED = "#F3F3F3"

FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {**FONT, "font_size": 18, "bold": True, "font_color": "#1F3A5F"},
    "words": {**FONT, "text_wrap": True},
    "strong": {**FONT, "bold": True},
    "small": {**FONT, "font_color": "#595959"},
    "section": {**FONT, "font_size": 13, "bold": True, "font_color": "#1F3A5F", "bottom": 1},
    "link": {**FONT, "font_color": "#0B57A4", "underline": 1},
    "count": {**FONT, "num_format": "#,##0"},
    "share": {**FONT, "num_format": "0%"},
    "head_asked": {**HEAD, "bg_color": "#0B5C8A", "font_color": "#FFFFFF"},
    "head_own": {**HEAD, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"},
    "head_locked": {**HEAD, "bg_color": "#595959", "font_color": "#FFFFFF"},
    "open": {**CELL, "locked": False, "num_format": "@"},
    "asked": {**CELL, "locked": False, "num_format": "@", "bg_color": "#F2F8FC"},
    "locked": {**CELL, "bg_color": LOCKED, "num_format": "@"},
    "share_locked": {**CELL, "bg_color": LOCKED, "num_format": "0 %"},
    "id": {**CELL, "bg_color": LOCKED, "num_format": "@", "font_color": "#595959"},
    **{name: {**CELL, "bg_color": colour} for name, colour in CONFIDENCE.items()},
    **{f"is_{name}": {"bg_color": colour} for name, colour in DECIDED.items()},
    "is_locked": {"bg_color": LOCKED},
    "mark_row": {"bold": True, "font_color": "#A63603", "underline": 1},
    "mark_field": {"bold": True, "font_color": "#0B4F8A"},
}


class Formats:
    """The formats of one workbook, each made when it is first asked for."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> "Format":
        if name not in self._made:
            self._made[name] = self._workbook.add_format(dict(FORMATS[name]))
        return self._made[name]

    def number(self, places: int) -> "Format":
        """A number that a person may change, with as many decimals as it has."""
        name = f"number {places}"
        if name not in self._made:
            code = "#,##0" + ("." + "0" * places if places else "")
            self._made[name] = self._workbook.add_format(
                {**FORMATS["open"], "num_format": code, "align": "right"}
            )
        return self._made[name]


def width_of(texts: list[str], header: str, most: int = 30) -> int:
    """A width in characters that shows most of the texts on one line, and the header."""
    lengths = sorted(len(text) for text in texts if text)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    return max(9, min(max(usual, len(header)) + 3, most))


def lines_of(text: str, width: int) -> int:
    """How many lines a wrapped text takes in a column of a width."""
    usable = max(width - 1, 1)
    return sum(-(-max(len(line), 1) // usable) for line in text.split("\n"))
