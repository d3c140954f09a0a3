"""What a place does in its sentence: where something is held, or where a body has its seat."""

import re

_BEFORE = r"[^.;]{0,90}\b(?:in|at)\s+(?:the\s+)?(?:[A-Z][\w’'.-]+(?:,| and)\s+)?$"
_SEAT = re.compile(
    rf"\b(?:headquartered|headquarters|seated|based|located|established|set\s+up){_BEFORE}"
)
_VENUE = re.compile(
    r"\b(?:held|hosted|co-hosted|convened|organi[sz]ed|co-organi[sz]ed|conducted|took\s+place"
    rf"|opened|signed|adopted|gathered|met|inaugurated|attended|hold|hosts?|convene){_BEFORE}"
)
REACH = 120  # characters


def place_role(text: str, sentence_start: int, start: int) -> str:
    """The role of a place that begins at `start`: seat, venue or context."""
    before = text[max(sentence_start, start - REACH) : start]
    if _SEAT.search(before):
        return "seat"
    return "venue" if _VENUE.search(before) else "context"
