"""Names spelled almost like known ones: flagged with what may be meant, never merged."""

from collections.abc import Sequence
from functools import cache

from pipeline.entities.codes import known_entities
from pipeline.entities.gazetteer import vocabulary_names
from pipeline.records.names import Mention
from pipeline.records.text import Issue

SHORTEST = 5  # least letters of a place's name that is compared
SHORTEST_TITLE = 12  # the same for organisations, whose names have two words or more
UNSURE_PLACES = ("place_beside", "model_gpe", "model_loc", "capitals_place")
ORGANISATIONS = frozenset(
    (
        *("international_organisation", "government_body", "ngo", "university", "fund"),
        *("company", "agreement", "programme", "meeting", "other"),
    )
)


def likely_misspellings(used: Sequence[tuple[str, int, Mention]]) -> tuple[Issue, ...]:
    """Issues for names that may be misspelt; `used` are mentions with their block and its order."""
    return tuple(
        Issue("maybe_misspelt", block_id, mention.start, mention.end, f"{meant}?")
        for block_id, _, mention in used
        if (meant := likely_meant(mention))
    )


def likely_meant(mention: Mention) -> str:
    """The known place or organisation one letter apart from an unknown name; else empty."""
    if mention.kind == "place" and mention.rule in UNSURE_PLACES:
        return _nearest(mention.text, "place") if len(mention.text) >= SHORTEST else ""
    title = " " in mention.text and len(mention.text) >= SHORTEST_TITLE
    if not title or mention.kind not in ORGANISATIONS or mention.rule == "reference":
        return ""
    if mention.entity_id in known_entities(0):
        return ""
    return _nearest(mention.text, "organisation")


@cache
def _nearest(name: str, rule: str) -> str:
    lengths = range(len(name) - 1, len(name) + 2)
    found = (known for n in lengths for known in _spellings(rule).get(n, ()))
    return next((known for known in found if _one_apart(known, name)), "")


@cache
def _spellings(rule: str) -> dict[int, tuple[str, ...]]:
    """The known spellings of organisations, or of places and countries, by their length."""
    rules = ("country", "place") if rule == "place" else ("organisation",)
    least = SHORTEST if rule == "place" else SHORTEST_TITLE
    found: dict[int, dict[str, None]] = {}
    for known in vocabulary_names():
        if known.rule in rules and len(known.spelling) >= least:
            found.setdefault(len(known.spelling), {})[known.spelling] = None
    return {length: tuple(names) for length, names in found.items()}


def _one_apart(one: str, two: str) -> bool:
    """Whether one letter was added, left out or changed, or two neighbours swapped."""
    short, long = sorted((one, two), key=len)
    i = 0
    while i < len(short) and short[i] == long[i]:
        i += 1
    if len(short) < len(long):
        return short[i:] == long[i + 1 :]
    changed = short[i + 1 :] == long[i + 1 :]
    swapped = short[i + 2 :] == long[i + 2 :] and short[i : i + 2] == long[i : i + 2][::-1]
    return one != two and (changed or swapped)
