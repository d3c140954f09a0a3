"""Names in clauses that only describe who gives: "Norway, which has seen camps in Chad, gave"."""

from dataclasses import replace

from pipeline.contributions.climbs import CLIMB
from pipeline.contributions.parties import Parties
from pipeline.contributions.scene import Scene
from pipeline.facts import Party


def beyond_asides(scene: Scene, left: Parties, end: int) -> Parties:
    """The parties before a token that stand in no relative clause that ends before it."""
    recipients = tuple(party for party in left.recipients if not _is_aside(scene, party, end))
    channels = tuple(party for party in left.channels if not _is_aside(scene, party, end))
    weak = left.weak and bool(recipients)
    return replace(left, recipients=recipients, channels=channels, weak=weak)


def _is_aside(scene: Scene, party: Party, end: int) -> bool:
    k = scene.token_span(party.at.start, party.at.end)[1] - 1 if party.at else 0
    for _ in range(CLIMB):
        if scene.tokens[k].dep_ == "relcl":
            return scene.index(scene.tokens[k].right_edge) < end - 1
        k = scene.head(k)
    return False
