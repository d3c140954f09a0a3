"""Back references: "the Convention", "this Trust Fund" refer to the last fitting name."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.entities.words import key_of, split_words

FAR = 300  # how many earlier names are searched for an antecedent


@dataclass(frozen=True, slots=True)
class Named:
    """An earlier name."""

    entity_id: str
    name: str  # the entity's full name
    kind: str
    block_id: str
    at: int


def find_antecedent(noun: str, kind: str, before: Sequence[Named]) -> Named | None:
    """The last earlier name that holds the noun, singular or plural, and is of its kind."""
    wanted = _keys(noun)
    for named in reversed(before[-FAR:]):
        if (noun == "Alliance" or _fits(kind, named.kind)) and _holds(_keys(named.name), wanted):
            return named
    return None


def _fits(kind: str, other: str) -> bool:
    organisations = (
        "government_body",
        "international_organisation",
        "ngo",
        "facility",
        "university",
    )
    return other in (kind, "other") or (kind in organisations and other in organisations)


def _holds(name: list[str], noun: list[str]) -> bool:
    return any(name[i : i + len(noun)] == noun for i in range(len(name) - len(noun) + 1))


def _keys(text: str) -> list[str]:
    return [key_of(word.text).removesuffix("s") for word in split_words(text)]
