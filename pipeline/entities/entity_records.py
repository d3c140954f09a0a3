"""The entities and acronyms of an edition, from its mentions, and what is doubtful about them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline.entities.acronyms import Defined, match_initials
from pipeline.entities.codes import APOSTROPHES, known_entities
from pipeline.entities.gazetteer import find_known, vocabulary, vocabulary_names
from pipeline.entities.persons import without_title
from pipeline.entities.reading import Read
from pipeline.entities.words import Line, split_words
from pipeline.records.names import Acronym, Entity, Mention
from pipeline.records.text import Issue

NATIONAL = ("university", "government_body")
NOT_SHORT = ("country", "nationality", "person", "vessel")
WEIGHTS = {"high": 100, "medium": 10, "low": 1}  # of a mention's kind, by its confidence
UNSURE_PLACES = ("place_beside", "model_gpe", "model_loc", "capitals_place")
TITLED = frozenset(
    (
        *("international_organisation", "government_body", "ngo", "university", "fund"),
        *("company", "agreement", "programme", "meeting", "other"),
    )
)
SHORTEST = {"place": 5, "organisation": 12}  # letters of a name that is compared
GOVERNMENT = "government-of-"
_NUMBERED = re.compile(r"-\d+$")
Used = tuple[str, int, Mention]  # a mention with its block and the block's order


@dataclass(slots=True)
class Printed:
    """How an edition prints an entity."""

    kinds: Counter[str] = field(default_factory=Counter)
    texts: dict[str, None] = field(default_factory=dict)  # in order
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
    entity_id: str  # empty for a term that is no name
    long_form: str


def definitions_of(reads: Sequence[Read]) -> list[DefinedHere]:
    """Every definition of an edition, in order."""
    return [
        DefinedHere(
            read.block.block_id,
            read.block.order,
            defined,
            read.id_of(defined.name) if defined.is_name else "",
            read.words_of(defined.name),
        )
        for read in reads
        for defined in read.definitions
    ]


# ---- entities --------------------------------------------------------------------------------


def build_entities(
    reads: Sequence[Read],
    mentions: Sequence[Mention],
    definitions: Sequence[DefinedHere],
    year: int,
) -> tuple[Entity, ...]:
    """One entity for each id, in the order of first mention, with its codes of a year.

    Names that occur only inside longer ones ("Guinea" in "Gulf of Guinea") are left out.
    """
    printed: dict[str, Printed] = {}
    for mention in mentions:
        one = printed.setdefault(mention.entity_id, Printed())
        one.stands_alone = one.stands_alone or mention.role != "name_part"
        if mention.rule != "reference":
            one.texts[mention.text] = None
        one.kinds[mention.kind] += WEIGHTS[mention.confidence]
    for read in reads:
        for name in (name for name in read.names if name.start in read.owners):
            if read.id_of(name) in printed:
                printed[read.id_of(name)].owners.add(read.owners[name.start])
    for found in definitions:
        if found.entity_id in printed:
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
    government = known_entities(year).get(entity_id.removeprefix(GOVERNMENT))
    if government and entity_id.startswith(GOVERNMENT):
        name, iso3 = f"Government of {government.name}", government.iso3
    else:
        name = _name(printed, texts or (entity_id,), kind)
        iso3 = (_iso3_in(name, year) if kind in NATIONAL else "") or _sole(printed.owners)
    aliases = tuple(t for t in texts if t not in (name, printed.acronym))
    return Entity(entity_id, name, kind, acronym=printed.acronym, aliases=aliases, iso3=iso3)


def _name(printed: Printed, texts: Sequence[str], kind: str) -> str:
    if kind == "person":
        return max(map(without_title, texts), key=len)
    return printed.long_form or texts[0]


def _iso3_in(name: str, year: int) -> str:
    """The country in the name of a university or government body: "University of Tokyo"."""
    known = known_entities(year)
    inside = find_known(Line(name, split_words(name), frozenset()), vocabulary())
    return _sole({known[m.known.entity_id].iso3 for m in inside if m.known.entity_id in known})


def _sole(codes: set[str]) -> str:
    """The one code of a set; empty if there are none or several."""
    stated = codes - {""}
    return next(iter(stated)) if len(stated) == 1 else ""


# ---- acronyms --------------------------------------------------------------------------------


def build_acronyms(used: Sequence[Used], definitions: Sequence[DefinedHere]) -> tuple[Acronym, ...]:
    """Each acronym once: where it is defined, else where it is first used.

    `used` are the mentions in reading order.
    """
    first_used: dict[str, Used] = {}
    for one in used:
        if _is_acronym(one[2]):
            first_used.setdefault(one[2].text.removesuffix("s"), one)
    found: dict[str, Acronym] = {}
    for defined in definitions:
        short = defined.defined.definition.short
        found.setdefault(short, _acronym(defined, first_used.get(short.removesuffix("s"))))
    shorts = {short.removesuffix("s") for short in found}
    for short, (block_id, _, mention) in first_used.items():
        if short not in shorts:
            at = (block_id, mention.start, mention.end)
            spans = {"acronym": (at[1:],)}
            entity_id = mention.entity_id
            found[mention.text] = Acronym(mention.text, "", entity_id, False, False, "", *at, spans)
    return tuple(found.values())


def _is_acronym(mention: Mention) -> bool:
    """Whether a mention is an acronym in capitals."""
    text = mention.text.removesuffix("s")
    capitals = sum(c.isupper() for c in text)
    short = " " not in text and capitals >= 2 and capitals * 2 >= len(text)
    numbered = _NUMBERED.search(text)  # "BIRDS-3" is a name
    named = mention.kind not in NOT_SHORT and mention.role != "name_part"
    return short and named and not numbered


def _acronym(one: DefinedHere, first: Used | None) -> Acronym:
    text, name = one.defined.definition, one.defined.name
    before = first is not None and (first[1], first[2].start) < (one.order, text.long_start)
    exact = match_initials(text.short, text.long) == 0
    long = (text.long_start, text.long_end) if exact else (name.start, name.end)
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
        {"acronym": ((text.short_start, text.short_end),), "long_form": (long,)},
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


# ---- names spelled almost like known ones: flagged, never merged -----------------------------


def with_kind(mention: Mention, kinds: Mapping[str, str]) -> Mention:
    """A mention with its entity's kind, flagged if it is spelled almost like a known name."""
    typed = replace(mention, kind=kinds.get(mention.entity_id, mention.kind))
    return replace(typed, flags=(*typed.flags, "maybe_misspelt")) if _likely_meant(typed) else typed


def likely_misspellings(used: Sequence[Used]) -> tuple[Issue, ...]:
    """Issues for names that may be misspelt."""
    return tuple(
        Issue("maybe_misspelt", block_id, mention.start, mention.end, f"{meant}?")
        for block_id, _, mention in used
        if (meant := _likely_meant(mention))
    )


def _likely_meant(mention: Mention) -> str:
    """The known place or organisation one letter apart from an unknown name; else empty."""
    if mention.kind == "place" and mention.rule in UNSURE_PLACES:
        return _nearest(mention.text, "place")
    unknown = mention.entity_id not in known_entities(0) and mention.rule != "reference"
    titled = mention.kind in TITLED and " " in mention.text
    return _nearest(mention.text, "organisation") if titled and unknown else ""


@cache
def _nearest(name: str, rule: str) -> str:
    if len(name) < SHORTEST[rule]:
        return ""
    lengths = range(len(name) - 1, len(name) + 2)
    found = (known for n in lengths for known in _spellings(rule).get(n, ()))
    return next((known for known in found if _one_apart(known, name)), "")


@cache
def _spellings(rule: str) -> dict[int, tuple[str, ...]]:
    """The known spellings of organisations, or of places and countries, by their length."""
    rules = (rule, "country") if rule == "place" else (rule,)
    found: dict[int, dict[str, None]] = {}
    for known in vocabulary_names():
        if known.rule in rules and len(known.spelling) >= SHORTEST[rule]:
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
