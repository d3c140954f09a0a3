"""Finds numbers of things outside amounts and dates: "72 graduates", "12 percent"."""

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.money.count_parts import Read
from pipeline.money.count_readers import read_number
from pipeline.money.qualifiers import qualifier_after, qualifier_before
from pipeline.money.tokens import Token, tokens_of
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
        read = None if _is_taken(spans, tokens[at]) else read_number(text, tokens, at)
        if read is None or read.kind == "":
            at = max(at + 1, read.last if read else 0)
            continue
        count = _framed(text, tokens, read, spans)
        found.append(count)
        at = max(read.end, at + 1)
    return found


def _is_taken(spans: Sequence[Span], token: Token) -> bool:
    index = bisect_right(spans, (token.start, float("inf"))) - 1
    return index >= 0 and spans[index][1] > token.start


def _taken_until(spans: Sequence[Span], at: int) -> int:
    """Where the taken span around `at` ends; `at` itself if there is none."""
    index = bisect_right(spans, (at, at)) - 1
    return max(at, spans[index][1]) if index >= 0 else at


def _between(tokens: Sequence[Token], read: Read) -> bool:
    """Whether the range begins one token earlier: "between 5 and 6 wells"."""
    paired = read.high is not None and any(t.text == "and" for t in tokens[read.first : read.last])
    return paired and read.first > 0 and tokens[read.first - 1].text == "between"


def _framed(text: str, tokens: Sequence[Token], read: Read, spans: Sequence[Span]) -> Count:
    """The count with the qualifiers next to its number, and the spans of its fields."""
    start, bound = qualifier_before(text, tokens[read.first - _between(tokens, read)].start)
    start = max(start, _taken_until(spans, start))
    end, after = qualifier_after(text, tokens[read.last - 1].end)
    end = max(end, tokens[read.end - 1].end)
    if not after:
        end, after = qualifier_after(text, end)
    bound = after or bound if bound == "exact" or after in ("at_least", "up_to") else bound
    fields: dict[str, tuple[Span, ...]] = {
        "value": ((tokens[read.first].start, tokens[read.last - 1].end),)
    }
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
