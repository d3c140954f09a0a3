"""What a sentence says that none of its gifts took up: why a row may not be whole."""

from dataclasses import replace

from pipeline.contributions.parties import BODIES, PLACES
from pipeline.contributions.scene import Scene
from pipeline.facts import Contribution

LONG = 45  # tokens: longer sentences are parsed less surely
PARTIES = PLACES | BODIES | {"government_body"}


def with_doubts(scene: Scene, gifts: list[Contribution]) -> list[Contribution]:
    """The gifts of a sentence; no row is sure where a party's name or the parse is in doubt."""
    if not gifts:
        return []
    reasons = (
        *(("name_left_over",) if _left_over(scene, gifts) else ()),
        *(("long_sentence",) if len(scene.tokens) > LONG else ()),
    )
    return [_doubted(gift, reasons) for gift in gifts] if reasons else gifts


def _doubted(gift: Contribution, reasons: tuple[str, ...]) -> Contribution:
    basis = gift.basis
    confidence = "medium" if basis.confidence == "high" else basis.confidence
    told = tuple(dict.fromkeys((*basis.reasons, *reasons)))
    return replace(gift, basis=replace(basis, confidence=confidence, reasons=told))


def _left_over(scene: Scene, gifts: list[Contribution]) -> bool:
    taken = {
        key
        for gift in gifts
        for party in (
            *((gift.provider,) if gift.provider else ()),
            *gift.co_providers,
            *gift.recipients,
            *gift.channels,
            *gift.implementers,
        )
        for key in (party.entity_id, party.name, party.iso3)
        if key
    }
    return any(
        mention.kind in PARTIES and not {mention.entity_id, mention.text} & taken
        for mention in scene.mentions
    )
