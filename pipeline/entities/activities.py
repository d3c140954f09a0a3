"""What an organisation does, by the words next to its name: implements, channels, pays.

These roles are for sentences that state no contribution; a contribution has its own parties.
"""

import re

from pipeline.records.text import Span

ORGANISATIONS = frozenset(
    (
        *("international_organisation", "government_body", "ngo", "university", "fund"),
        *("company", "group"),
    )
)
PROVIDERS = ORGANISATIONS | {"country"}
REACH = 160  # characters
_NAME = r"(?:the\s)?[A-Z][\w’'.&-]*(?:\s(?:of\s|for\s|and\s)?[A-Z][\w’'.&-]*){0,6}"
_LIST = rf"(?:jointly\s)?(?:both\s)?(?:{_NAME}(?:,\sand\s|,\s|\sand\s)){{0,3}}(?:the\s)?\Z"
_DONE = r"(?:implemented|executed|managed|administered|operated|carried\sout|run|delivered)"
_PAID = r"(?:co-?)?(?:funded|financed|supported|backed)"
_DONE_BY = re.compile(rf"\b{_DONE}\s(?:jointly\s)?by\s{_LIST}")
_PAID_BY = re.compile(
    rf"\b{_PAID}\s(?:jointly\s)?by\s{_LIST}"
    rf"|\b(?:funding|funds|grants?|loans?|credits?|contributions?|donations?|financing)"
    rf"\s(?:from|by)\s{_LIST}"
)
_THROUGH = re.compile(rf"\b(?:through|via)\s{_LIST}")
_BRACKET = r"(?:\s\([^()]{2,20}\))?"
_DOES = re.compile(
    _BRACKET + r"\s(?:will\s|has\s|have\s|is\s|are\s|was\s|were\s|also\s)?"
    r"(?:implement(?:s|ed|ing)?|carr(?:y|ies|ied)\sout|execut(?:es?|ed|ing)|administers?)\s"
)
_AGENCY = re.compile(
    _BRACKET + r"\s(?:is|was|are|were|acts\sas|served\sas|serves\sas)\sthe\s(?:main\s|lead\s)?"
    r"(?:implementing|executing)\s(?:agency|agencies|partner|partners|body|organi[sz]ation)"
)
_CONTRIBUTION = r"(?:contribution|donation|support|aid|assistance|grant|funding|pledge)"
_PAYS = re.compile(
    r"[-‐‑–](?:funded|financed)\b"
    rf"|['’]s\s(?:(?!for\b|of\b|to\b|in\b|on\b)[\w-]+\s){{0,3}}{_CONTRIBUTION}\b"
)


def organisation_role(text: str, sentence: Span, name: Span, kind: str) -> str:
    """The role of the organisation at `name`: implementer, channel, provider or context."""
    if kind not in PROVIDERS:
        return "context"
    before = text[max(sentence[0], name[0] - REACH) : name[0]]
    if _PAYS.match(text, name[1]) or _PAID_BY.search(before):
        return "provider"
    if kind not in ORGANISATIONS:
        return "context"
    done = _DOES.match(text, name[1]) or _AGENCY.match(text, name[1]) or _DONE_BY.search(before)
    if done:
        return "implementer"
    return "channel" if _THROUGH.search(before) else "context"
