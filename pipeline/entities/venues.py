"""The role of a place in its sentence: a venue, or the seat of an organisation."""

import re

from pipeline.records.text import Span

_LISTED = r"(?:the\s+)?(?:[A-Z][\w’'.-]+(?:\s[A-Z][\w’'.-]+){0,2}(?:,\sand\s|,\s|\sand\s))?$"
_AIM = r"to\s(?:support|help|assist|improve|provide|promote|protect|build|fight|strengthen)\b"
_BEFORE = rf"(?:(?!\b{_AIM})[^.;]){{0,90}}\b(?:in|at)\s+{_LISTED}"
_OFFICE = r"\b(?:head|registered|regional|country|branch|liaison|field|main|central)\s+offices?\b"
_SEAT = re.compile(
    r"(?:(?<![-‐‑–])\b(?:headquartered|headquarters|seated|seat|based|located|established|set\s+up)\b"
    rf"|{_OFFICE}){_BEFORE}"
)
_EVENT = (
    r"\b(?:[Mm]eetings?|[Ss]ummit|[Cc]onference|[Ff]orum|[Ss]eminars?|[Ww]orkshops?|[Cc]eremony"
    r"|[Tt]alks|[Ss]ession|[Ss]ymposium|[Dd]ialogue|[Cc]ongress|[Ee]xhibition|[Aa]ssembly)"
)
_WHEN = r"(?:\s(?:on\s|last\s|this\s)?(?:[A-Z][a-z]{2,5}day|week|month|year|[A-Z]\w+\s\d{1,2}))?"
_VENUE = re.compile(
    r"\bhosted\s(?:more|over|some|about|nearly|\d)[^.;]*$"  # refugees, no event
    r"|(?P<venue>\b(?:held|hosted|co-hosted|convened|organi[sz]ed|co-organi[sz]ed|conducted|took\s+place"
    rf"|opened|signed|adopted|gathered|met|inaugurated|attended|hold|to\s+host|convene)\b{_BEFORE}"
    rf"|{_EVENT}(?:\swith\s[^.;]{{0,60}})?{_WHEN}\s(?:in|at)\s{_LISTED}"
    rf"|\bhosted\s+by\s+{_LISTED})"
)
_BASED = re.compile(r"[-‐‑–]\s?(?:based|headquartered)\b")
_HOSTS = re.compile(
    r"\s(?:has\s|had\s|will\s|is\sto\s)?(?:co-)?host(?:s|ed|ing)?\s(?:the|a|an|its)\s"
)
REACH = 120  # characters


def place_role(text: str, sentence_start: int, place: Span) -> str:
    """The role of a place in its sentence: seat, venue or context."""
    start, end = place
    before = text[max(sentence_start, start - REACH) : start]
    if _BASED.match(text, end) or _SEAT.search(before):
        return "seat"
    match = _VENUE.search(before)
    held = match is not None and match["venue"] is not None
    return "venue" if held or _HOSTS.match(text, end) else "context"
