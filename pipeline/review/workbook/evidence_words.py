"""Which words of the evidence a row was read from."""

import json
from collections.abc import Iterator, Mapping

from pipeline.records.aligned import AlignedText
from pipeline.records.text import Span

OWN = "row"  # the row's own words
FIELD = "field"  # words that one of its cells was read from
Piece = tuple[str, str]  # words, and OWN, FIELD or nothing


def marked(row: Mapping[str, str], block: AlignedText | None) -> list[Piece]:
    """The evidence in pieces; one unmarked piece if its block does not contain it."""
    evidence = row["evidence"]
    spans = json.loads(row["field_spans"] or "{}")
    if block is None or not spans.get("evidence"):
        return [(evidence, "")]
    start, end = block.clean_span(*spans["evidence"][0]) or (0, 0)
    if block.text[start:end] != evidence:
        return [(evidence, "")]
    kinds = [""] * len(evidence)
    for kind, (low, high) in _spans(row, spans, block):
        for at in range(max(low - start, 0), min(high - start, len(evidence))):
            kinds[at] = kind
    return _runs(evidence, kinds)


def _spans(
    row: Mapping[str, str], spans: Mapping[str, list[Span]], block: AlignedText
) -> Iterator[tuple[str, Span]]:
    """Each field's words, then the row's own, which win where they overlap."""
    for name, places in spans.items():
        if name != "evidence":
            for place in places:
                yield FIELD, block.clean_span(*place) or (0, 0)
    yield OWN, block.clean_span(int(row["raw_start"]), int(row["raw_end"])) or (0, 0)


def _runs(text: str, kinds: list[str]) -> list[Piece]:
    runs: list[Piece] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or kinds[at] != kinds[start]:
            runs.append((text[start:at], kinds[start]))
            start = at
    return runs or [(text, "")]
