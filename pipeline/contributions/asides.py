"""Names between a giver and its verb: "Norway, which has seen camps in Chad, gave", "via Norad"."""

from dataclasses import replace

from pipeline.contributions.climbs import CLIMB
from pipeline.contributions.frames import Frame
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


def passes_on(scene: Scene, frame: Frame, left: Parties) -> bool:
    """ "Norway, through Norad, will give": through whom, right before the verb of the gift."""
    verb = frame.verb
    if verb is None or len(left.channels) != 1 or left.channels[0].at is None:
        return False
    first, last = scene.token_span(left.channels[0].at.start, left.channels[0].at.end)
    through = scene.word(first - 1 - (scene.word(first - 1) == "the")) in ("through", "via")
    return through and scene.word(last) == "," and last + 1 >= verb.chain
