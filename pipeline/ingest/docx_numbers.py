"""The numbers that Word generates before paragraphs, which are not in the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACE = re.compile(r"%([1-9])")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
         (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
MOST = 10_000  # no list is longer; a larger start is an error of the file


@dataclass(frozen=True, slots=True)
class Level:
    """How the paragraphs of one level of a list are numbered."""

    form: str = "decimal"  # Word's name: decimal, lowerLetter, bullet …
    text: str = "%1."  # %1 is the number of the first level
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document and the current number of each."""

    lists: Mapping[str, str] = field(default_factory=dict)  # list -> its pattern
    levels: Mapping[tuple[str, int], Level] = field(default_factory=dict)  # pattern, level
    starts: Mapping[tuple[str, int], int] = field(default_factory=dict)  # list, level -> restart at
    counts: dict[str, dict[int, int]] = field(default_factory=dict)  # pattern -> level -> number
    seen: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number_id: str, level: int) -> str:
        """The label of the next paragraph of a list: "1.", "(a)", "•"; empty for none."""
        pattern = self.lists.get(number_id)
        if pattern is None or (pattern, level) not in self.levels:
            return ""
        style = self.levels[pattern, level]
        if style.form in ("bullet", "none"):
            return "•" if style.form == "bullet" else ""
        counts = self.counts.setdefault(pattern, {})
        restart = self.starts.get((number_id, level))
        if restart is not None and (number_id, level) not in self.seen:
            counts[level] = restart
        else:
            counts[level] = counts[level] + 1 if level in counts else style.start
        self.seen.add((number_id, level))
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return PLACE.sub(lambda match: self._number(pattern, int(match[1]) - 1), style.text).strip()

    def _number(self, pattern: str, level: int) -> str:
        style = self.levels.get((pattern, level), Level())
        return written(self.counts[pattern].get(level, style.start), style.form)


def read_numbering(document: Any) -> Numbering:
    """The lists that a document defines."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return Numbering()
    levels = {
        (pattern.get(f"{W}abstractNumId"), _integer(level.get(f"{W}ilvl"))): Level(
            _value(level, "numFmt", "decimal"),
            _value(level, "lvlText", ""),
            _integer(_value(level, "start", "1")),
        )
        for pattern in root.iter(f"{W}abstractNum")
        for level in pattern.iter(f"{W}lvl")
    }
    lists = {num.get(f"{W}numId"): _value(num, "abstractNumId", "") for num in root.iter(f"{W}num")}
    starts = {
        (num.get(f"{W}numId"), _integer(level.get(f"{W}ilvl"))): _integer(
            _value(level, "startOverride", "1")
        )
        for num in root.iter(f"{W}num")
        for level in num.iter(f"{W}lvlOverride")
        if level.find(f"{W}startOverride") is not None
    }
    return Numbering(lists, levels, starts)


def written(number: int, form: str) -> str:
    """A number in one of Word's forms: 3 is c in lowerLetter, III in upperRoman."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        text = ""
        for value, letters in ROMAN:
            text += letters * (number // value)
            number %= value
        return text.upper() if form == "upperRoman" else text
    return f"{number:02}" if form == "decimalZero" else str(number)


def _value(node: Any, name: str, default: str) -> str:
    found = node.find(f"{W}{name}")
    return default if found is None else str(found.get(f"{W}val") or default)


def _integer(text: str | None) -> int:
    is_number = text is not None and text.isascii() and text.isdecimal()
    return min(int(text[:6]), MOST) if text is not None and is_number else 0
