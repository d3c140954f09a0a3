"""Stage 4: the sums, dates and counts of every block, in order of reading."""

from collections.abc import Iterator

from pipeline.edition import Edition
from pipeline.model import Numbers, Period, Structure
from pipeline.money.amounts import find_amounts
from pipeline.money.counts import find_counts
from pipeline.money.dates import find_periods


def read_numbers(structure: Structure, edition: Edition) -> Iterator[Numbers]:
    """What each block says in numbers.

    A relative date looks back to the last date of the same section, never further.
    """
    before: Period | None = None
    section = ""
    for block in structure.blocks:
        if block.section_id != section:
            before, section = None, block.section_id
        text = block.text.text
        amounts = find_amounts(text, edition.symbols)
        periods = find_periods(
            text, year=edition.year, fiscal_year_start=edition.fiscal_year_start, before=before
        )
        taken = [(sum_.start, sum_.end) for sum_ in amounts]
        taken += [(period.start, period.end) for period in periods]
        counts = find_counts(text, taken)
        yield Numbers(block.block_id, tuple(amounts), tuple(periods), tuple(counts))
        before = periods[-1] if periods else before
