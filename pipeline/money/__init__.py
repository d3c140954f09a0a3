"""Stage 4: the sums, dates and counts of every block, in order of reading."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.money.amounts import find_amounts
from pipeline.money.columns import LONGEST_LINE, cells_under, tells_unit
from pipeline.money.counts import find_counts
from pipeline.money.dates import find_periods
from pipeline.records.numbers import Numbers, Period
from pipeline.records.text import Structure
from pipeline.storage.edition import DEFAULT_SYMBOLS, Edition

MOST_BETWEEN = 3  # subheadings between two rows of a table


@dataclass(frozen=True, slots=True)
class Unit:
    """The line that tells the unit of the lines under it; they end where three hold no sum."""

    line: str = ""
    left: int = 0  # lines without a sum that may follow

    def after(self, text: str, summed: bool) -> "Unit":
        """What holds under the next line."""
        if tells_unit(text):
            return Unit(text, MOST_BETWEEN)
        if len(text) > LONGEST_LINE or not self.left:
            return Unit()
        return Unit(self.line, MOST_BETWEEN if summed else self.left - 1)


def read_numbers(structure: Structure, edition: Edition) -> Iterator[Numbers]:
    """What each block says in numbers.

    A relative date looks back to the last date of the same section, never further.  Short lines
    under one that tells their unit are read as rows of a table, headings among them or not.
    """
    markers = {section.section_id: section.marker for section in structure.sections}
    before: Period | None = None
    section = ""
    unit = Unit()
    for block in structure.blocks:
        if block.section_id != section:
            before, section = None, block.section_id
        text = block.text.text
        amounts = find_amounts(text, edition.symbols)
        if not amounts and unit.left:
            amounts = cells_under(unit.line, text, {**DEFAULT_SYMBOLS, **edition.symbols})
        unit = unit.after(text, bool(amounts))
        periods = find_periods(
            text, year=edition.year, fiscal_year_start=edition.fiscal_year_start, before=before
        )
        taken = [(sum_.start, sum_.end) for sum_ in amounts]
        taken += [(period.start, period.end) for period in periods]
        if block.kind == "heading" and text.startswith(markers.get(section, "")):
            taken.append((0, len(markers.get(section, ""))))  # "1 East Asia"
        counts = find_counts(text, taken)
        yield Numbers(block.block_id, tuple(amounts), tuple(periods), tuple(counts))
        before = periods[-1] if periods else before
