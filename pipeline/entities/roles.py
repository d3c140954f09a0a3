"""What a name does in its sentence, by the words next to it: pays, channels, hosts an event …

These roles are for sentences that state no contribution; a contribution has its own parties.
"""

import re
from collections.abc import Set
from typing import NamedTuple

from pipeline.records.text import Span

ORGANISATIONS = frozenset(
    (
        *("international_organisation", "government_body", "ngo", "university", "fund"),
        *("company", "group"),
    )
)
PLACES = frozenset(("country", "place", "region", "facility"))
REACH = 160  # characters
_NAME = r"(?:the\s)?[A-Z][\w’'.&-]*(?:\s(?:of\s|for\s|and\s)?[A-Z][\w’'.&-]*){0,6}"
_LIST = rf"(?:jointly\s)?(?:both\s)?(?:{_NAME}(?:,\sand\s|,\s|\sand\s)){{0,3}}(?:the\s)?\Z"
_DONE = r"(?:implemented|executed|managed|administered|operated|carried\sout|run|delivered)"
_PAID = r"(?:co-?)?(?:funded|financed|supported|backed)"
_FUNDS = r"(?:funding|funds|grants?|loans?|credits?|contributions?|donations?|financing)"
_CONTRIBUTION = r"(?:contribution|donation|support|aid|assistance|grant|funding|pledge)"
_BRACKET = r"(?:\s\([^()]{2,20}\))?"
_AGENCY = (
    r"(?:is|was|are|were|acts\sas|served\sas|serves\sas)\sthe\s(?:main\s|lead\s)?"
    r"(?:implementing|executing)\s(?:agency|agencies|partner|partners|body|organi[sz]ation)"
)
_PLACE_LIST = r"(?:the\s+)?(?:[A-Z][\w’'.-]+(?:\s[A-Z][\w’'.-]+){0,2}(?:,\sand\s|,\s|\sand\s))?\Z"
_AIM = r"to\s(?:support|help|assist|improve|provide|promote|protect|build|fight|strengthen)\b"
_IN = rf"(?:(?!\b{_AIM})[^.;]){{0,90}}\b(?:in|at)\s+{_PLACE_LIST}"
_OFFICE = r"\b(?:head|registered|regional|country|branch|liaison|field|main|central)\s+offices?\b"
_HELD = (
    r"\b(?:held|co-hosted|hosted(?!\s(?:more|over|some|about|nearly|\d))|convened|organi[sz]ed"
    r"|co-organi[sz]ed|conducted|took\s+place|opened|signed|adopted|gathered|met|inaugurated"
    r"|attended|hold|to\s+host|convene)\b"
)
_EVENT = (
    r"\b(?:[Mm]eetings?|[Ss]ummit|[Cc]onference|[Ff]orum|[Ss]eminars?|[Ww]orkshops?|[Cc]eremony"
    r"|[Tt]alks|[Ss]ession|[Ss]ymposium|[Dd]ialogue|[Cc]ongress|[Ee]xhibition|[Aa]ssembly)"
)
_WHEN = r"(?:\s(?:on\s|last\s|this\s)?(?:[A-Z][a-z]{2,5}day|week|month|year|[A-Z]\w+\s\d{1,2}))?"


class Rule(NamedTuple):
    """A role of names of some kinds, by the words before or after the name."""

    role: str
    kinds: Set[str]
    before: re.Pattern[str]
    after: re.Pattern[str] = re.compile(r"(?!)")  # by default none


RULES = (
    Rule(
        "provider",
        ORGANISATIONS | {"country"},
        re.compile(rf"\b{_PAID}\s(?:jointly\s)?by\s{_LIST}|\b{_FUNDS}\s(?:from|by)\s{_LIST}"),
        re.compile(
            r"[-‐‑–](?:funded|financed)\b"
            rf"|['’]s\s(?:(?!for\b|of\b|to\b|in\b|on\b)[\w-]+\s){{0,3}}{_CONTRIBUTION}\b"
        ),
    ),
    Rule(
        "implementer",
        ORGANISATIONS,
        re.compile(rf"\b{_DONE}\s(?:jointly\s)?by\s{_LIST}"),
        re.compile(
            rf"{_BRACKET}\s(?:{_AGENCY}|(?:will\s|has\s|have\s|is\s|are\s|was\s|were\s|also\s)?"
            r"(?:implement(?:s|ed|ing)?|carr(?:y|ies|ied)\sout|execut(?:es?|ed|ing)|administers?)\s)"
        ),
    ),
    Rule("channel", ORGANISATIONS, re.compile(rf"\b(?:through|via)\s{_LIST}")),
    Rule(
        "seat",
        PLACES,
        re.compile(
            r"(?:(?<![-‐‑–])\b(?:headquartered|headquarters|seated|seat|based|located|established"
            rf"|set\s+up)\b|{_OFFICE}){_IN}"
        ),
        re.compile(r"[-‐‑–]\s?(?:based|headquartered)\b"),
    ),
    Rule(
        "venue",
        PLACES,
        re.compile(
            rf"{_HELD}{_IN}|{_EVENT}(?:\swith\s[^.;]{{0,60}})?{_WHEN}\s(?:in|at)\s{_PLACE_LIST}"
            rf"|\bhosted\s+by\s+{_PLACE_LIST}"
        ),
        re.compile(
            r"\s(?:has\s|had\s|will\s|is\sto\s)?(?:co-)?host(?:s|ed|ing)?\s(?:the|an?|its)\s"
        ),
    ),
)


def role_of_name(text: str, sentence: int, name: Span, kind: str) -> str:
    """The role of the name at `name` in its sentence, which begins at offset `sentence`.

    One of provider, implementer, channel, seat, venue, or context if no words show any.
    """
    before = text[max(sentence, name[0] - REACH) : name[0]]
    for rule in RULES:
        shown = kind in rule.kinds and (
            rule.after.match(text, name[1]) or rule.before.search(before)
        )
        if shown:
            return rule.role
    return "context"
