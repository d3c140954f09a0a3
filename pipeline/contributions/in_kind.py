"""Help told by what it does: no sum, no grant and no goods, only a donor at work in a country.

"Norway assisted Fiji in drafting its laws", "Norad has been implementing a project in Laos".
"""

from pipeline.contributions.pacts import donors
from pipeline.contributions.places import home_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving, words_of
from pipeline.facts import Contribution

REASON = "told_by_deed"
STATED = ("fact", "planned", "promised")
WORKS = ("development", "establishment", "introduction", "improvement", "installation", "training")
HELPS = ("support", "assist", "help", "aid")


def acts_in_kind(scene: Scene, verb: Giving) -> bool:
    """Whether a verb tells help for a country, the building of something, or a project's work."""
    if verb.pos != "verb" or verb.voice != "active" or verb.mood not in STATED:
        return False
    if verb.flow.word in HELPS:
        return any(_is_helped(scene, k) for k in _objects(scene, verb))
    return verb.does("implement") and any(_is_work(scene, k) for k in _objects(scene, verb))


def _objects(scene: Scene, verb: Giving) -> list[int]:
    if not scene.parsed:
        k = verb.last
        while scene.tag(k).startswith(("DT", "JJ", "PRP$", "``")):
            k += 1
        return [k] if k < len(scene.tokens) else []
    children = (child for k in range(verb.first, verb.last) for child in scene.tokens[k].children)
    return [k for c in children if c.dep_ == "dobj" and (k := scene.index(c)) >= 0]


def _is_helped(scene: Scene, k: int) -> bool:
    """ "Fiji in drafting", "Fiji to draft", "the construction of schools"."""
    mention = scene.mention_at(k)
    if mention is None:
        built = scene.lemma(k) in words_of("building") or scene.lemma(k) in WORKS
        return built and scene.word(k + 1) == "of"
    last = scene.token_span(mention.start, mention.end)[1]
    doing = scene.word(last) in ("in", "with", "to") and scene.tag(last + 1) in ("VBG", "VB", "NN")
    return mention.kind in ("country", "government_body") and doing


def _is_work(scene: Scene, k: int) -> bool:
    mention = scene.mention_at(k)
    return scene.lemma(k) in words_of("programme") or (
        mention is not None and mention.kind == "programme"
    )


def is_aid(gift: Contribution) -> bool:
    """A donor or its agency helps a country or a group of them, by name."""
    provider = gift.provider
    if REASON not in gift.basis.reasons or provider is None or provider.at is None:
        return False
    home = home_of(provider.entity_id) if provider.entity_id else None
    donor = provider.iso3 in donors() or (home is not None and home.iso3 in donors())
    unsure = {"unknown_name", "provider_carried", "pronoun_before"} & set(gift.basis.reasons)
    helped = (p for p in gift.recipients if p.entity_id and p.iso3 != provider.iso3)
    return donor and not unsure and any(p.iso3 not in donors() for p in helped)
