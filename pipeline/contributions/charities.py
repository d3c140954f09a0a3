"""Aid organisations that a donor's people run: "Austrian NGOs", "Danish aid organisations"."""

from pipeline.contributions.pacts import donors
from pipeline.contributions.places import nationality_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import words_of
from pipeline.facts import Party
from pipeline.model import Mention

REACH = 5  # tokens from the nation to what it runs: "Danish non-governmental aid organisations"


def charity_of(scene: Scene, mention: Mention, last: int) -> Party | None:
    """ "Austrian NGOs", "Danish aid organisations": of a donor country, they pass its aid on."""
    nation = nationality_of(mention)
    if nation is None or nation.iso3 not in donors():
        return None
    for k in range(last, min(last + REACH, len(scene.tokens))):
        if {scene.word(k), scene.lemma(k)} & words_of("charity"):
            words = scene.phrase(scene.token_span(mention.start, mention.end)[0], k + 1)
            return Party(words.text, "", words)
        if not scene.tag(k).startswith(("NN", "JJ", "HYPH")):
            break
    return None
