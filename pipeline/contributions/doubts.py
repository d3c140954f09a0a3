"""What a sentence says that none of its gifts took up: why a row may not be whole."""

from dataclasses import replace

from pipeline.contributions.parties import BODIES, PLACES
from pipeline.contributions.scene import Scene
from pipeline.facts import Contribution, Party

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
    """Whether a name of the sentence has no part in any of its gifts."""
    parties = [party for gift in gifts for party in _parties(gift)]
    taken = {key for party in parties for key in (party.entity_id, party.name, party.iso3) if key}
    spans = [party.at for party in parties if party.at]
    return any(
        mention.kind in PARTIES
        and not {mention.entity_id, mention.text} & taken
        and not any(at.start <= mention.start < at.end for at in spans)
        for mention in scene.mentions
    )


def _parties(gift: Contribution) -> tuple[Party, ...]:
    return (
        *((gift.provider,) if gift.provider else ()),
        *gift.co_providers,
        *gift.recipients,
        *gift.channels,
        *gift.implementers,
    )
