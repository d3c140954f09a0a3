"""Bars as SVG, for pages that work offline: no script, and the same bytes for the same bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

BLUE = "#2f86b8"  # contrast of 3:1 or more on white and near black; visible to colour-blind people
PALE = "#b5d6ea"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"  # the first comes with vl-convert
SIZE = 13
PADDING = {"left": 32, "right": 48, "top": 4, "bottom": 4}  # text in another font may be wider
WIDTH = 380  # of the longest bar
SHORT = "~s"  # 17M, 250k


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in two parts: the least, and what the most adds to it."""

    key: str  # what it shows, as printed beside it
    size: Decimal  # the least
    more: Decimal  # the most less the least
    label: str  # printed at its end
    rows: tuple[str, ...] = ()  # the ids of the rows that it counts


def bars_svg(bars: Sequence[Bar], parts: tuple[str, str]) -> str:
    """The bars from the top down, their numbers at their ends.

    `parts` name the two parts of a bar: the least, and what the most adds, which is pale.
    """
    import altair as alt
    import pandas as pd

    values = [
        {"key": bar.key, "part": name, "order": order, "size": float(size)}
        for bar in bars
        for order, (name, size) in enumerate(zip(parts, (bar.size, bar.more), strict=True))
    ]
    ends = [{"key": bar.key, "end": float(bar.size + bar.more), "label": bar.label} for bar in bars]
    order = down([bar.key for bar in bars])
    has_two = any(bar.more for bar in bars)
    scale = alt.Scale(domain=list(parts), range=[BLUE, PALE])
    legend = (
        alt.Legend(title=None, orient="top", symbolStrokeColor=BLUE, columnPadding=16)
        if has_two
        else None
    )
    length = alt.X("size:Q", axis=None)
    body = (
        alt.Chart(pd.DataFrame(values))
        .mark_bar(stroke=BLUE, strokeWidth=1, height=18)
        .encode(
            x=length, y=order, order="order:Q", fill=alt.Fill("part:N", scale=scale, legend=legend)
        )
    )
    labels = (
        alt.Chart(pd.DataFrame(ends))
        .mark_text(align="left", dx=6)
        .encode(x=alt.X("end:Q", axis=None), y=order, text="label:N")
    )
    return svg_of((body + labels).properties(width=WIDTH, height=alt.Step(28)))


def across(field: str, title: str) -> "alt.X":
    """An axis of numbers along the foot."""
    import altair as alt

    axis = alt.Axis(format=SHORT, tickCount=5)
    return alt.X(f"{field}:Q", title=title, axis=axis)


def down(keys: Sequence[str]) -> "alt.Y":
    """An axis of words down the side, in the order given."""
    import altair as alt

    return alt.Y("key:N", sort=list(keys), title=None, axis=alt.Axis(labelLimit=260))


def svg_of(chart: "alt.Chart | alt.LayerChart", background: str = "transparent") -> str:
    """The chart's SVG; its text is text, so that a page's style sheet can colour it."""
    from vl_convert import vegalite_to_svg

    drawn = chart.configure(font=FONT, background=background, padding=PADDING)
    drawn = drawn.configure_axis(labelFontSize=SIZE).configure_legend(labelFontSize=SIZE)
    drawn = drawn.configure_text(fontSize=SIZE).configure_view(stroke=None)
    svg: str = vegalite_to_svg(drawn.to_dict())
    return svg
