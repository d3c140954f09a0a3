"""Which entity a name is: one id for all its spellings, the same in every edition."""

import re
from functools import cache

from pipeline.entities.codes import listed, slug
from pipeline.entities.gazetteer import UNNAMED, vocabulary_names
from pipeline.entities.words import key_of, split_words
from pipeline.vocab import read_vocab

SHORTEST = 3  # letters of a word whose plural may be another word ("Lao", "Laos")
_ARTICLES = ("the ", "a ", "an ")
_ADJECTIVES = r"(?:(?:royal|federal|transitional|national|central|provisional)\s+)*"
_GOVERNMENT_OF = re.compile(rf"{_ADJECTIVES}governments?\s+of\s+(?:the\s+)?(?P<of>.+)", re.I)
# "TICAD7", "TICAD 7" and "TICAD VII" are one
_SERIES = re.compile(r"([A-Z]{3,8})[ -]?(\d{1,2}|[IVX]+)")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMANS = {roman: str(n) for n, roman in enumerate(_NUMERALS, start=1)}
# "BIRDS-3 Project" and "BIRDS-3" are one
_PROJECT = re.compile(r"^([A-Z]{2}[\w-]*)\s+(?:Project|Programme|Program|Initiative|Mission)$")
# "3rd Ports Dialogue" is one of the series "Ports Dialogue"
_ORDINAL = re.compile(r"^\d{1,3}(?:st|nd|rd|th)\s+(?=\S+\s+\S)")
_OWN_GOVERNMENT = re.compile(r"(?P<of>.+?)(?:\s(?:federal|central|national))?\s+government", re.I)


def identify(name: str) -> str:
    """The id of a name: the vocabulary's if it knows the spelling, else a slug of its words."""
    series = _SERIES.fullmatch(name)
    if series:
        return f"{slug(series[1])}-{_ROMANS.get(series[2], series[2])}"
    government = government_of(name)
    if government:
        return f"government-of-{government}"
    spelled = _spelled(_PROJECT.sub(r"\1", _ORDINAL.sub("", name)))
    known = _known_spellings()
    plural = f"{spelled}s" if len(spelled) > SHORTEST else ""
    found = known.get(spelled) or known.get(plural) or known.get(spelled.removesuffix("s"))
    return found or slug(spelled) or slug(f"x {name}")


def government_of(name: str) -> str:
    """The id of the country whose government the name means; empty for any other name."""
    matched = _GOVERNMENT_OF.fullmatch(name) or _OWN_GOVERNMENT.fullmatch(name)
    return _countries().get(_spelled(matched["of"]), "") if matched else ""


def _spelled(name: str) -> str:
    spelled = " ".join(key_of(word.text) for word in split_words(name))
    for article in _ARTICLES:
        spelled = spelled.removeprefix(article)
    return re.sub(r" ' s\b", "'s", spelled)


@cache
def _known_spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for known in vocabulary_names():
        if known.rule not in ("people", UNNAMED):
            found.setdefault(_spelled(known.spelling), known.entity_id)
    return found


@cache
def _countries() -> dict[str, str]:
    """Countries by their names and their peoples' names."""
    found: dict[str, str] = {}
    for column in ("name", "aliases", "demonyms"):
        for row in read_vocab("countries"):
            for name in listed(row[column]):
                found.setdefault(_spelled(name), slug(row["name"]))
    return found
