"""Names as parties: a government stands for its country, a list for all whom it joins."""

from dataclasses import dataclass, replace

from pipeline.contributions.places import (
    country_coded,
    country_of,
    country_of_body,
    iso3_of,
    name_of,
    nationality_of,
)
from pipeline.contributions.scene import Scene
from pipeline.contributions.standins import behind
from pipeline.edition import Edition
from pipeline.facts import Party, Phrase
from pipeline.model import Amount, Mention

GIVER_KINDS = frozenset(
    (
        *("country", "region", "group", "international_organisation", "government_body", "ngo"),
        *("university", "company", "fund", "person", "nationality", "other"),
    )
)
WORKS = frozenset(("programme", "agreement", "meeting"))  # which others pay for


@dataclass(frozen=True, slots=True)
class Giver:
    """A giver and how it was found; `others` give the same sum together with it."""

    party: Party
    reasons: tuple[str, ...] = ()
    others: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a scene stands in: whose text it is, and who gave or acted before."""

    edition: Edition
    before: Party | None = None  # the giver or subject of the sentence before


def party_of(scene: Scene, mention: Mention) -> Party:
    """A mention as a party; a government stands for its country."""
    at = Phrase(mention.text, mention.start, mention.end)
    country = country_of(mention)
    if country:
        return Party(country.name, country.entity_id, at, country.iso3)
    return Party(name_of(mention), mention.entity_id, at, iso3_of(mention))


def as_said(scene: Scene, party: Party) -> Party:
    """A government that gives by the text's own name, "Government of Japan", with its country."""
    mention = next((m for m in scene.mentions if party.at and m.start == party.at.start), None)
    if mention is None or mention.kind != "government_body" or not party.iso3:
        return party
    words = mention.text.split()
    bare = words[1:] if words[0].lower() == "the" else words
    return replace(party, name=" ".join(bare))


def national(scene: Scene, mention: Mention) -> Party:
    nation = nationality_of(mention)
    if nation is None:
        return party_of(scene, mention)
    at = Phrase(mention.text, mention.start, mention.end)
    return Party(nation.name, nation.entity_id, at, nation.iso3)


def received(scene: Scene, mention: Mention) -> Party:
    """Who receives where a name does: a nationality or a government's body is its country."""
    nation = nationality_of(mention) or (
        country_of_body(mention) if mention.kind == "government_body" else None
    )
    if nation is None:
        return party_of(scene, mention)
    at = Phrase(mention.text, mention.start, mention.end)
    return Party(nation.name, nation.entity_id, at, nation.iso3)


def bracketed(scene: Scene, amount: Amount) -> Mention | None:
    """The name right before a sum in brackets."""
    first, last = scene.token_span(amount.start, amount.end)
    if scene.word(first - 1) == ",":
        return _listed(scene, first - 2)
    if scene.word(first - 1) != "(" or scene.word(last) not in (")", ",", ";"):
        return None
    return scene.mention_at(first - 2)


def _listed(scene: Scene, k: int) -> Mention | None:
    """The name of "; Canada, $50 million;", an item of a list whose verb stands before."""
    mention = scene.mention_at(k)
    start = scene.token_span(mention.start, mention.end)[0] if mention else 0
    opens = scene.word(start - 1) == ";" or (
        scene.word(start - 1) == "and" and scene.word(start - 2) == ";"
    )
    return mention if opens else None


def actor_of(scene: Scene) -> Party | None:
    """Who acts in a sentence: what "it" of the next may mean."""
    for mention in scene.mentions:
        first, last = scene.token_span(mention.start, mention.end)
        if _governs(scene, first, last):
            return national(scene, mention)
        if mention.kind not in GIVER_KINDS or mention.kind == "nationality":
            continue
        subject = any(_acts(scene, k) for k in range(first, last))
        free = scene.tag(first - 1) not in ("IN", "TO") and scene.word(first - 1) != "the"
        opens = first == 0 or (first == 1 and scene.word(0) == "the")
        if subject or (not scene.parsed and (opens or free)):
            body = behind(scene, mention)
            return national(scene, body) if body else None
    return None


def _governs(scene: Scene, first: int, last: int) -> bool:
    """ "Austria's Federal Government": whether the government of that name acts."""
    k = last + (scene.tag(last) == "POS")
    while scene.tag(k).startswith(("NNP", "JJ")) and scene.word(k) != "government":
        k += 1
    return scene.word(k) in ("government", "cabinet") and (
        _acts(scene, k) if scene.parsed else first < 2
    )


def _acts(scene: Scene, k: int) -> bool:
    """A subject; not of "with which Norway plans to", a clause that only describes."""
    described = scene.tokens[k].head.dep_ in ("relcl", "acl")
    return scene.tokens[k].dep_.startswith("nsubj") and not described


def subject_tokens(scene: Scene, k: int) -> list[int]:
    """The subjects of a verb; not a dateline: "Oslo: The Bank has signed"."""
    return [
        at
        for child in scene.tokens[k].children
        if child.dep_ in ("nsubj", "nsubjpass")
        and (at := scene.index(child)) >= 0
        and scene.word(at + 1) != ":"
    ]


def provider_of(edition: Edition) -> Party:
    """Whose aid the report tells."""
    country = country_coded(edition.provider)
    if country is None:
        return Party(edition.provider, "", None, edition.provider)
    return Party(country.name, country.entity_id, None, country.iso3)


def joined_before(scene: Scene, mention: Mention) -> tuple[Party, ...]:
    """The names of "Norway, Sweden and" before the last of those who give together."""
    found: list[Party] = []
    first = scene.token_span(mention.start, mention.end)[0]
    closed = False
    while True:
        k = first - 1
        k -= scene.word(k) == "the"
        joint = scene.word(k) in (("and", "&", ",") if closed else ("and", "&"))
        k -= scene.word(k - 1) == "," and scene.word(k) in ("and", "&")
        before = scene.mention_at(k - 1) if joint else None
        if before is None or before.kind not in GIVER_KINDS:
            return tuple(found)
        first, closed = scene.token_span(before.start, before.end)[0], True
        if scene.tag(first - 1) in ("IN", "TO") or scene.word(first - 2) in ("in", "to", "for"):
            return ()  # "besides aid to Kenya and Mali, Norway": a list that something governs
        found.insert(0, national(scene, before))


def joined_parties(scene: Scene, mention: Mention) -> tuple[Party, ...]:
    """ "Norway, Sweden and Denmark": the names that commas and a last "and" join to one."""
    others: list[Party] = []
    k = scene.token_span(mention.start, mention.end)[1]
    linked = closed = False
    while k < len(scene.tokens) and not (closed and not linked):
        word, nearest = scene.word(k), scene.mention_at(k)
        if nearest and linked and nearest.kind in GIVER_KINDS:
            others.append(national(scene, nearest))
            k, linked = scene.token_span(nearest.start, nearest.end)[1], False
            continue
        if word not in (",", "and", "&", "the", "(", ")") and not nearest:
            break
        linked = linked or word in (",", "and", "&")
        closed = closed or word in ("and", "&")
        k += 1
    return tuple(others) if closed and not linked else ()
