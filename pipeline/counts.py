"""Finds numbers of things outside sums and dates: "72 graduates", "12 percent", "the 3rd"."""

import re
from collections.abc import Sequence

from pipeline.model import Count, Span
from pipeline.numerals import DIGITS, parse_digits

_BOUNDS = {
    "over": "over", "more than": "over", "at least": "at_least", "some": "approximately",
    "about": "approximately", "approximately": "approximately", "up to": "up_to",
    "less than": "under", "under": "under",
}  # fmt: skip
_COUNT = re.compile(
    rf"""(?<![\w.-])(?:(?P<bound>{"|".join(_BOUNDS)})\s)?
    (?P<value>{DIGITS})(?:(?P<ordinal>st|nd|rd|th)\b|\s?(?P<unit>%|percent\b|[a-z]+))""",
    re.VERBOSE | re.IGNORECASE,
)


def find_counts(text: str, taken: Sequence[Span] = ()) -> list[Count]:
    """Every number of things outside the `taken` spans, in reading order."""
    return [
        _count(match)
        for match in _COUNT.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]


def _count(match: re.Match[str]) -> Count:
    unit = match["unit"] or ""
    kind = "ordinal" if match["ordinal"] else "count"
    if unit in ("%", "percent"):
        unit, kind = "percent", "percentage"
    spans = {"value": (match.span("value"),)}
    if match["unit"]:
        spans["unit"] = (match.span("unit"),)
    return Count(
        *match.span(),
        match.group(),
        parse_digits(match["value"]),
        _BOUNDS[match["bound"].lower()] if match["bound"] else "exact",
        unit,
        unit,
        kind,
        spans,
    )
