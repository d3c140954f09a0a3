"""A chart with what stands beside it: its finding, its numbers, what it leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.totals.bars import Bar, bars_svg

BARS = 12  # of a chart; all others are one bar together
SURE = ("at least", "at most")  # the two parts of a bar of money
COUNTED = ("with a sum", "without a sum")  # of a bar of contributions


@dataclass(frozen=True, slots=True)
class Chart:
    title: str  # the finding
    svg: str
    head: tuple[str, str]  # of the table: what the bars are of, what they measure
    bars: tuple[Bar, ...]

    @property
    def words(self) -> str:
        """What the picture says, for who cannot see it."""
        return "; ".join(f"{bar.key}: {bar.label}" for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Chapter:
    heading: str
    charts: tuple[Chart, ...] = ()
    sentences: tuple[str, ...] = ()  # what would have been a chart of one bar
    notes: tuple[str, ...] = ()  # what is left out


def chart_of(
    title: str, head: tuple[str, str], bars: Sequence[Bar], parts: tuple[str, str]
) -> Chart:
    """The chart of bars, which are in order from the top."""
    return Chart(title, bars_svg(bars, parts), head, tuple(bars))
