"""A chart with its finding, its numbers and what it leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.totals.bars import Bar, bars_svg

BARS = 12  # per chart; all others are one bar together
BOUNDS = ("at least", "at most")  # the two parts of a bar of money
COUNTED = ("with an amount", "without an amount")  # of a bar of contributions


@dataclass(frozen=True, slots=True)
class Chart:
    title: str  # the finding
    svg: str
    head: tuple[str, str]  # of the table: what the bars are of, what they measure
    bars: tuple[Bar, ...]

    @property
    def words(self) -> str:
        """The chart in words, for screen readers."""
        return "; ".join(f"{bar.key}: {bar.label}" for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Chapter:
    heading: str
    charts: tuple[Chart, ...] = ()
    sentences: tuple[str, ...] = ()  # instead of charts with a single bar
    notes: tuple[str, ...] = ()  # what is left out


def chart_of(
    title: str, head: tuple[str, str], bars: Sequence[Bar], parts: tuple[str, str]
) -> Chart:
    """The chart of these bars, from the top down."""
    return Chart(title, bars_svg(bars, parts), head, tuple(bars))
