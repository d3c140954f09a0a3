"""Reads the cells of a table printed as text, whose unit is in the header above them.

    ODA by region (¥ billion)      2018      2019
    Asia                        1,204.5   1,190.2

The unit is in brackets, at the header's end ("Expenditure, in US$ millions") or at the head of a
column; rows follow without a blank line: a label, then only numbers, with or without a scale of
their own ("WFP: 3.5 million").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.money.currencies import Marker, decide
from pipeline.money.local_currencies import local_currencies_of
from pipeline.money.numbers import SCALES, parse_digits, plain, words_of
from pipeline.money.tokens import Token, tokens_of
from pipeline.records.numbers import Amount

LONGEST_LINE = 200  # characters; a longer line is prose
ENDS_PROSE = (".", ";", "?", "!")
LONGEST_LABEL = 7  # words of a heading that ends in its unit
HEADING = 6  # lines above a row that may state its unit
ROUND = frozenset({"1", "10", "100", "1,000", "1000"})  # "(¥100 million)"
_UNIT_WORDS = """in of unit units figures amounts amount value expressed all constant current prices
net gross nominal real at a s"""
UNIT_WORDS = frozenset(_UNIT_WORDS.split())
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)[0-9]{2}(?:[/–-][0-9]{2,4})?")
_OTHER = re.compile(r"%|\bper\s?cent|\b(?:share|change|number|no\.|rank|ratio)", re.IGNORECASE)
_LABEL = re.compile(r"(?:\(?[0-9a-z]{1,3}[.)]\s*)?[^\W\d_]")  # "Water", "4. Cash grants"
_SIGN = re.compile(r"[$€£¥]")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_AT_END = re.compile(r"(?:\A|[,:–—]\s|-\s)\s*((?:expressed\s)?(?:in\s)?[^,:()–—]{2,40})\Z")
_PARTS = re.compile(r"\s*[\t|]\s*|[^\S\n]{2,}")
_NUMBER = r"[-−–]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,3})?"
_SCALE = r"\s?(?:thousand|million|billion|trillion|mn|bn|crores?|lakhs?)"
_CELL = rf"(?:\({_NUMBER}\)|{_NUMBER}\s?%|{_NUMBER}(?:{_SCALE})?|[-–—]|n/?a|\.{{2,3}}|…)"
_CELLS = re.compile(rf"\s({_CELL}(?:\s{_CELL}){{0,11}})\Z")
_ENDS_ROW = re.compile(rf"[\t|]|[^\S\n]{{2}}|[0-9)%a.…–—-]\Z|{_SCALE}\Z")
_ONE_CELL = re.compile(_CELL)
_MONEY_CELL = re.compile(rf"(?P<number>{_NUMBER})(?P<scale>{_SCALE})?|\((?P<loss>{_NUMBER})\)")
_TORN = re.compile(r"(?<![0-9.,])[0-9]{1,3}\s[0-9]{3}(?![0-9.,])")  # "1 204": one number or two


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that a header states for the cells below it, and its span."""

    marker: Marker
    scale: Decimal
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a line, with its offsets in the text."""

    start: int
    end: int
    text: str

    def cut(self, first: int, last: int) -> "Cell":
        """The characters `first` to `last` of this part."""
        return Cell(self.start + first, self.start + last, self.text[first:last])


@dataclass(frozen=True, slots=True)
class Header:
    """The unit of a table, and what each column after the label holds if the header says so."""

    title: Unit | None
    columns: tuple[Unit | str, ...] = ()  # a unit, "other" if not money, or empty

    def unit(self, index: int, count: int) -> Unit | None:
        """The unit of cell `index` of a row of `count` cells; None if it is not money."""
        if not any(self.columns):
            return self.title
        if count != len(self.columns) or self.columns[index] == "other":
            return None
        column = self.columns[index]
        return column if isinstance(column, Unit) else self.title


def find_cells(text: str, shared: Mapping[str, str]) -> tuple[list[Amount], set[tuple[int, int]]]:
    """The amounts in the cells of the text's tables, and the spans of their units."""
    amounts: list[Amount] = []
    units: set[tuple[int, int]] = set()
    if "\n" not in text and text.endswith(ENDS_PROSE):
        return amounts, units
    for cell, unit in _cells_with_units(text):
        amounts.append(_amount(text, cell, unit, shared))
        units.add((unit.start, unit.end))
    return amounts, units


def cells_under(header: str, text: str, shared: Mapping[str, str]) -> list[Amount]:
    """The amounts in the cells of a line whose unit is in a separate line above it."""
    shift = len(header) + 1
    amounts, _ = find_cells(f"{header}\n{text}", shared)
    return [
        replace(amount, start=amount.start - shift, end=amount.end - shift)
        for amount in amounts
        if amount.start >= shift
    ]


def states_unit(line: str) -> bool:
    """Whether a line ends in the unit of the lines below it: "Breakdown by agency (USD)"."""
    bare = line.strip()
    short = 0 < len(bare) <= LONGEST_LINE and "\n" not in bare and not bare.endswith(ENDS_PROSE)
    return short and _unit_of(bare, Cell(0, len(bare), bare)) is not None


def _cells_with_units(text: str) -> Iterator[tuple[Cell, Unit]]:
    """Every cell that is money, with its unit."""
    header: Header | None = None
    above: list[Cell] = []  # the lines that may be the header of the next row
    for line in _lines(text):
        if not line.text:
            header, above = None, []
        elif (row := _row(line)) is None:
            above = [*above[-HEADING + 1 :], line]
        else:
            for heading in above:
                header = _header(text, heading, header)
            above = []
            label, cells = row
            found = _header_of(text, label, header)
            yield from _money(cells, found) if found else ()


def _lines(text: str) -> Iterator[Cell]:
    """The lines without the white space and bars around them; prose becomes an empty line."""
    start = 0
    for line in text.split("\n"):
        bare = line.strip(" \t|\r")
        begin = start + (line.index(bare) if bare else 0)
        prose = len(bare) > LONGEST_LINE or bare.endswith(ENDS_PROSE)
        yield Cell(begin, begin + len(bare), "" if prose else bare)
        start += len(line) + 1


def _parts(line: Cell) -> list[Cell]:
    """The parts between tabs, bars or wide gaps; the line itself if it has none."""
    gaps = [match.span() for match in _PARTS.finditer(line.text)]
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(line.text)]
    return [line.cut(start, end) for start, end in zip(starts, ends, strict=True)]


def _row(line: Cell) -> tuple[Cell, list[Cell]] | None:
    """A row's label and the cells after it; None if the line is not a row."""
    label, *cells = _parts(line)
    if not cells:
        match = _CELLS.search(line.text) if _ENDS_ROW.search(line.text) else None
        if match is None or _TORN.search(match[1]):
            return None
        label = line.cut(0, match.start())
        cells = [line.cut(*found.span()) for found in _ONE_CELL.finditer(line.text, match.start(1))]
        labelled = words_of("label").intersection(label.text.split()[-1:])
        if labelled and len(cells) == 1 and cells[0].text.isdigit():
            return None  # "project 12"
    named = _LABEL.match(label.text) or _YEAR.fullmatch(label.text)
    numbers = [cell for cell in cells if _MONEY_CELL.fullmatch(cell.text)]
    years = all(_YEAR.fullmatch(cell.text) for cell in numbers)
    return (label, cells) if named and numbers and not years else None


def _header_of(text: str, label: Cell, above: Header | None) -> Header | None:
    """The header of a row: its label's own unit, else the one above; None for shares and counts."""
    bare = label.cut(0, len(label.text.rstrip(": ")))
    own = _unit_of(text, bare)
    if own and bare.text.endswith((")", "]")) and label.text[:1].isalpha():
        return Header(own)
    return None if _SIGN.search(label.text) or _OTHER.search(label.text) else above


def _money(cells: list[Cell], header: Header) -> Iterator[tuple[Cell, Unit]]:
    for index, cell in enumerate(cells):
        unit = header.unit(index, len(cells))
        if unit and _MONEY_CELL.fullmatch(cell.text):
            yield cell, unit


def _amount(text: str, cell: Cell, unit: Unit, shared: Mapping[str, str]) -> Amount:
    found = _MONEY_CELL.fullmatch(cell.text)
    digits, own = (found["number"] or found["loss"], found["scale"]) if found else ("0", "")
    sign = -1 if cell.text[0] in "(-−–" else 1
    scale = SCALES[own.strip()] if own else unit.scale
    number = parse_digits(digits.lstrip("-−–")) or Decimal(0)
    value = plain(sign * number * scale / unit.marker.parts)
    named = local_currencies_of(text[unit.start : unit.end]).everywhere
    decision = decide(unit.marker, shared, lambda: [named])
    return Amount(
        cell.start,
        cell.end,
        cell.text,
        value,
        value,
        decision.code,
        decision.basis,
        carried=("scale", "currency") if unit.scale != 1 and not own else ("currency",),
        rule="column",
        flags=(*decision.flags, "unit_from_header"),
    )


def _header(text: str, line: Cell, before: Header | None) -> Header | None:
    """The header after one more line above the rows."""
    title = before.title if before else None
    parts = _parts(line)
    if len(parts) > 1:
        found = [_unit_of(text, part) for part in parts]
        heads = tuple(unit or _kind(part.text) for unit, part in zip(found, parts, strict=True))
        title = found[0] or title
        return Header(title, heads[1:]) if title or any(found) else None
    words = line.text.split()
    kinds: list[str] = []  # of the columns at the end of the line: years, shares
    while words and (_OTHER.match(words[-1]) or _YEAR.fullmatch(words[-1])):
        kinds.insert(0, _kind(words.pop()))
    bare = line.cut(0, len(" ".join(words)))
    unit = _unit_of(text, bare) or _after_label(text, bare)
    if unit is None:
        return Header(title, tuple(kinds)) if title and kinds and not words else before
    if "other" not in kinds:
        return Header(unit)
    return Header(unit, tuple(kinds) if "" in kinds else ("", *kinds))


def _kind(words: str) -> str:
    return "other" if _OTHER.search(words) else ""


def _unit_of(text: str, part: Cell) -> Unit | None:
    """The unit that a line or a column's head states, in brackets or at its end."""
    ends = _AT_END.search(part.text)
    for match in (*_BRACKETS.finditer(part.text), *([ends] if ends else [])):
        before = part.text[: match.start()].split()
        if before and before[-1][0].isdigit() and not _YEAR.fullmatch(before[-1]):
            continue  # "1,204 (CHF)": the unit of this number alone
        if unit := _read_unit(text, part.start + match.start(1), part.start + match.end(1)):
            return unit
    return None


def _after_label(text: str, line: Cell) -> Unit | None:
    """The unit directly after a label of a few words: "Sector US$ million"."""
    starts = [match.start() for match in re.finditer(r"(?<=\s)\S", line.text)]
    if len(starts) > LONGEST_LABEL or not line.text[:1].isupper():
        return None
    units = (_read_unit(text, line.start + start, line.end) for start in starts)
    return next((unit for unit in units if unit), None)


def _read_unit(text: str, start: int, end: int) -> Unit | None:
    """ "in thousands of US dollars", "¥100 million", "2018 US$ million": nothing but a unit."""
    tokens = tokens_of(text, start, end)
    markers = [token.marker for token in tokens if token.kind == "money"]
    marker = markers[0] if len(markers) == 1 else None
    if marker is None or not all(map(_fits, tokens)) or (marker.wary and marker.sort != "code"):
        return None
    scale = Decimal(1)
    for token in tokens:
        if token.kind == "scale" or token.text in ROUND:
            scale *= SCALES.get(token.text) or parse_digits(token.text) or 1
    return Unit(marker, scale, start, end)


def _fits(token: Token) -> bool:
    if token.kind == "number":
        return token.text in ROUND or _YEAR.fullmatch(token.text) is not None
    if token.kind == "word":
        return token.text in UNIT_WORDS
    return token.kind in ("money", "scale") or token.text in ",:='’.-"
