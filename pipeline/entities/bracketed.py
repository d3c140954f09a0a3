"""Acronyms in brackets directly after a name whose letters do not spell them.

"Ministry of Climate and Environment (KLD)", "Adjusted Action Plan (PAP2A)": other languages give
other letters, or some letters are left out.
"""

import re
from collections.abc import Container, Iterator, Sequence

from pipeline.entities.acronyms import Definition
from pipeline.entities.candidates import Candidate, Defined
from pipeline.entities.codes import known_entities
from pipeline.entities.identity import identify
from pipeline.entities.words import Line, listed_words

NAMED = frozenset(("shape", "vocabulary", "quotation"))
KINDS = frozenset(
    (
        *("government_body", "international_organisation", "ngo", "university", "company"),
        *("fund", "programme", "agreement", "facility", "group", "armed_group", "meeting"),
    )
)
_BRACKETED = re.compile(r"\s?[”\"]?\s\((?P<short>[A-Z][A-Za-z0-9&/-]{1,9})\)")


def bracketed_names(
    line: Line, found: Sequence[Candidate], known: Container[str]
) -> Iterator[Defined]:
    """Acronyms that brackets define without matching letters; `known` are those already defined."""
    longest_names: dict[int, Candidate] = {}
    for name in found:
        if name.layer in NAMED and name.kind in KINDS:
            longest = longest_names.setdefault(name.end, name)
            longest_names[name.end] = min(longest, name, key=lambda one: one.start)
    for name in longest_names.values():
        match = _BRACKETED.match(line.text, name.end)
        if match and match["short"] not in known and _is_short_form(match["short"]):
            long = line.text[name.start : name.end]
            if len(long.split()) >= 2 and _means(match["short"], name, long):
                at = (*match.span("short"), name.start, name.end)
                yield Defined(Definition(match["short"], long, *at), _as_defined(name))


def _as_defined(name: Candidate) -> Candidate:
    return Candidate(name.start, name.end, "definition", name.kind, name.entity_id, "defined")


def _is_short_form(short: str) -> bool:
    capitals = sum(c.isupper() for c in short)
    letters = sum(c.isalpha() for c in short)
    plain = short in listed_words("common") or short in listed_words("plain")
    return capitals >= 2 and capitals * 2 >= letters and not plain


def _means(short: str, name: Candidate, long: str) -> bool:
    """Whether the acronym is not a well-known acronym of another entity."""
    meant = identify(short)
    own = name.entity_id or identify(long)
    return meant == own or meant not in known_entities(0)
