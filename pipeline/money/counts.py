"""Finds numbers of things outside amounts and dates: "72 graduates", "12 percent"."""

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.money.count_kinds import Read, read_number
from pipeline.money.qualifiers import qualifier_after, qualifier_before
from pipeline.money.tokens import Token, text_at, tokens_of
from pipeline.records.numbers import Count
from pipeline.records.text import Span


def find_counts(text: str, taken: Sequence[Span] = ()) -> list[Count]:
    """Every number of things outside the `taken` spans, in reading order; never raises.

    Numbers inside names and labels (G7, Note 17, Article 3) are not counts.
    """
    tokens = tokens_of(text, 0, len(text))
    spans = sorted(taken)
    found: list[Count] = []
    at = 0
    while at < len(tokens):
        free = _taken_until(spans, tokens[at].start) == tokens[at].start
        read = read_number(text, tokens, at) if free else None
        if read and read.kind:
            found.append(_framed(text, tokens, read, spans))
        at = max(at + 1, (read.end if read.kind else read.last) if read else 0)
    return found


def _taken_until(spans: Sequence[Span], at: int) -> int:
    """Where the taken span around `at` ends; `at` itself if there is none."""
    index = bisect_right(spans, (at, float("inf"))) - 1
    return max(at, spans[index][1]) if index >= 0 else at


def _framed(text: str, tokens: Sequence[Token], read: Read, spans: Sequence[Span]) -> Count:
    """The count with the qualifiers next to its number, and the spans of its fields."""
    number = tokens[read.first : read.last]
    paired = read.high is not None and any(token.text == "and" for token in number)
    between = paired and text_at(tokens, read.first - 1) == "between"
    start, bound = qualifier_before(text, tokens[read.first - between].start)
    start = max(start, min(_taken_until(spans, start), number[0].start))
    end, after = qualifier_after(text, number[-1].end)
    end = max(end, tokens[read.end - 1].end)
    if not after:
        end, after = qualifier_after(text, end)
    if after and (bound == "exact" or after in ("at_least", "up_to")):
        bound = after
    fields: dict[str, tuple[Span, ...]] = {"value": ((number[0].start, number[-1].end),)}
    for name, phrase in (("unit", read.unit), ("of_what", read.what)):
        if phrase is not None and phrase.last > phrase.first:
            fields[name] = ((tokens[phrase.first].start, tokens[phrase.last - 1].end),)
    printed = {name: text[at[0][0] : at[0][1]] for name, at in fields.items()}
    return Count(
        start,
        end,
        text[start:end],
        read.value,
        bound if read.kind != "vague" else "approximately",
        read.named or printed.get("unit", ""),
        printed.get("of_what", ""),
        read.kind,
        fields,
        rule=read.kind,
        high=read.high,
    )
