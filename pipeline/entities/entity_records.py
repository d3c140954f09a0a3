"""Builds the entities and acronyms of an edition from its mentions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.entities.acronyms import match_initials
from pipeline.entities.candidates import Defined
from pipeline.entities.codes import APOSTROPHES, known_entities
from pipeline.entities.gazetteer import find_known, vocabulary
from pipeline.entities.persons import without_title
from pipeline.entities.words import Line, split_words
from pipeline.records.names import Acronym, Entity, Mention
from pipeline.records.text import Issue

NATIONAL = ("university", "government_body")
NOT_SHORT = ("country", "nationality", "person", "vessel")


_NUMBERED = re.compile(r"-\d+$")


@dataclass(slots=True)
class Printed:
    """How an edition prints an entity."""

    kinds: dict[str, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    long_form: str = ""
    acronym: str = ""
    owners: set[str] = field(default_factory=set)  # iso3 of its countries, by the text
    stands_alone: bool = False  # whether it ever occurs outside a longer name


@dataclass(frozen=True, slots=True)
class DefinedHere:
    """A definition with the block that holds it and the entity that it names."""

    block_id: str
    order: int
    defined: Defined
    entity_id: str
    long_form: str


def build_entities(
    mentions: Sequence[Mention],
    definitions: Sequence[DefinedHere],
    year: int,
    owners: Mapping[str, set[str]],
) -> tuple[Entity, ...]:
    """One entity for each id, in the order of first mention.

    Names that occur only inside longer ones ("Guinea" in "Gulf of Guinea") are left out.
    """
    printed: dict[str, Printed] = {}
    for mention in mentions:
        one = printed.setdefault(mention.entity_id, Printed())
        one.stands_alone = one.stands_alone or mention.role != "name_part"
        if mention.rule != "reference":
            one.texts[mention.text] = one.texts.get(mention.text, 0) + 1
        weight = {"high": 100, "medium": 10, "low": 1}[mention.confidence]
        one.kinds[mention.kind] = one.kinds.get(mention.kind, 0) + weight
    for entity_id, codes in owners.items():
        if entity_id in printed:
            printed[entity_id].owners |= codes
    for found in definitions:
        if found.entity_id in printed and found.defined.is_name:
            one = printed[found.entity_id]
            one.long_form = one.long_form or found.long_form
            one.acronym = one.acronym or found.defined.definition.short
    return tuple(
        _entity(entity_id, one, year) for entity_id, one in printed.items() if one.stands_alone
    )


def _entity(entity_id: str, printed: Printed, year: int) -> Entity:
    known = known_entities(year).get(entity_id)
    texts = tuple(printed.texts)
    if known:
        name = next((t for t in texts if t.translate(APOSTROPHES) == known.name), known.name)
        short = printed.acronym or known.acronym
        aliases = tuple(t for t in texts if t not in (name, short))
        return replace(known, name=name, aliases=aliases, acronym=short)
    kind = max(printed.kinds, key=lambda k: printed.kinds[k])
    name = _name(entity_id, printed, texts, kind, year)
    return Entity(
        entity_id,
        name,
        kind,
        acronym=printed.acronym,
        aliases=tuple(t for t in texts if t not in (name, printed.acronym)),
        iso3=_iso3(entity_id, name, kind, year) or _sole(printed.owners),
    )


def _name(entity_id: str, printed: Printed, texts: Sequence[str], kind: str, year: int) -> str:
    if entity_id.startswith("government-of-"):
        country = known_entities(year).get(entity_id.removeprefix("government-of-"))
        if country:
            return f"Government of {country.name}"
    if kind == "person":
        return max((without_title(text) for text in texts), key=len, default=entity_id)
    return printed.long_form or next(iter(texts), entity_id)


def _iso3(entity_id: str, name: str, kind: str, year: int) -> str:
    """The country in the name of a university or government organisation: "University of Tokyo"."""
    known = known_entities(year)
    if entity_id.startswith("government-of-"):
        country = known.get(entity_id.removeprefix("government-of-"))
        return country.iso3 if country else ""
    if kind not in NATIONAL:
        return ""
    inside = find_known(Line(name, split_words(name), frozenset()), vocabulary())
    return _sole({known[m.known.entity_id].iso3 for m in inside if m.known.entity_id in known})


def _sole(codes: set[str]) -> str:
    """The one code of a set; empty where there are none or several."""
    stated = codes - {""}
    return next(iter(stated)) if len(stated) == 1 else ""


def build_acronyms(
    used: Sequence[tuple[str, int, Mention]], definitions: Sequence[DefinedHere]
) -> tuple[Acronym, ...]:
    """Each acronym once: where it is defined, else where it is first used.

    `used` are the mentions with their block and its order, in reading order.
    """
    first_used: dict[str, tuple[str, int, Mention]] = {}
    for block_id, order, mention in used:
        if is_acronym(mention) and mention.role != "name_part":
            first_used.setdefault(mention.text.removesuffix("s"), (block_id, order, mention))
    found: dict[str, Acronym] = {}
    for one in definitions:
        short = one.defined.definition.short
        found.setdefault(short, _defined(one, first_used.get(short.removesuffix("s"))))
    shorts = {short.removesuffix("s") for short in found}
    for short, (block_id, _, mention) in first_used.items():
        if short not in shorts:
            spans = {"acronym": ((mention.start, mention.end),)}
            at = (block_id, mention.start, mention.end)
            found[mention.text] = Acronym(
                mention.text, "", mention.entity_id, False, False, "", *at, spans
            )
    return tuple(found.values())


def is_acronym(mention: Mention) -> bool:
    """Whether a mention is an acronym in capitals."""
    text = mention.text.removesuffix("s")
    capitals = sum(c.isupper() for c in text)
    numbered = _NUMBERED.search(text)  # "BIRDS-3" is a name
    short = " " not in text and not numbered and capitals >= 2 and not text[1:].islower()
    return short and mention.kind not in NOT_SHORT and capitals * 2 >= len(text)


def _defined(one: DefinedHere, first: tuple[str, int, Mention] | None) -> Acronym:
    text = one.defined.definition
    before = first is not None and (first[1], first[2].start) < (one.order, text.long_start)
    exact = match_initials(text.short, text.long) == 0
    name = one.defined.name
    long = (text.long_start, text.long_end) if exact else (name.start, name.end)
    spans = {"acronym": ((text.short_start, text.short_end),), "long_form": (long,)}
    return Acronym(
        text.short,
        text.long if exact else one.long_form,
        one.entity_id,
        True,
        before,
        one.defined.within,
        one.block_id,
        text.short_start,
        text.short_end,
        spans,
    )


def disputed_acronyms(definitions: Sequence[DefinedHere]) -> tuple[Issue, ...]:
    """Acronyms that the edition defines in two ways."""
    meanings: dict[str, str] = {}
    issues: list[Issue] = []
    for one in definitions:
        text = one.defined.definition
        meant = one.entity_id or one.long_form.casefold()
        first = meanings.setdefault(text.short, meant)
        if first != meant:
            at = (one.block_id, text.short_start, text.short_end)
            issues.append(Issue("acronym_two_meanings", *at, f"{one.long_form}; before: {first}"))
    return tuple(issues)
