"""Stage 4: the amounts, dates and counts of every block, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.money.amounts import find_amounts
from pipeline.money.cells import LONGEST_LINE, cells_under, states_unit
from pipeline.money.counts import find_counts
from pipeline.money.dates import find_periods
from pipeline.records.numbers import Numbers, Period
from pipeline.records.text import Structure
from pipeline.storage.edition import DEFAULT_SYMBOLS, Edition

MOST_BETWEEN = 3  # subheadings between two rows of a table


@dataclass(frozen=True, slots=True)
class Unit:
    """The line that states the unit of the lines below; it holds until three have no amount."""

    line: str = ""
    left: int = 0  # lines without an amount that may follow

    def after(self, text: str, has_amounts: bool) -> "Unit":
        """The unit that holds below the next line."""
        if states_unit(text):
            return Unit(text, MOST_BETWEEN)
        if len(text) > LONGEST_LINE or not self.left:
            return Unit()
        return Unit(self.line, MOST_BETWEEN if has_amounts else self.left - 1)


def read_numbers(structure: Structure, edition: Edition) -> Iterator[Numbers]:
    """The amounts, periods and counts of each block.

    A relative date refers to the last date of the same section, never further back.  Short lines
    below one that states their unit are read as rows of a table, even with headings among them.
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
        taken = [(amount.start, amount.end) for amount in amounts]
        taken += [(period.start, period.end) for period in periods]
        if block.kind == "heading" and text.startswith(markers.get(section, "")):
            taken.append((0, len(markers.get(section, ""))))  # "1 East Asia"
        counts = find_counts(text, taken)
        yield Numbers(block.block_id, tuple(amounts), tuple(periods), tuple(counts))
        before = periods[-1] if periods else before
