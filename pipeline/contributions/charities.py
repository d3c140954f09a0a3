"""Aid organisations without a name of their own: "Austrian NGOs", "two local charities"."""

from collections.abc import Iterator

from pipeline.contributions.markers import marker_of
from pipeline.contributions.pacts import donors
from pipeline.contributions.places import nationality_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import words_of
from pipeline.facts import Party
from pipeline.model import Mention

REACH = 5  # tokens from the nation to what it runs: "Danish non-governmental aid organisations"
WITHIN = ("JJ", "NN", "CD", "HYPH")
BACK = ("the", "these", "those", "its", "their", "both", "other")  # told before, or nobody's


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


def charities_in(scene: Scene, span: range) -> Iterator[Party]:
    """ "to six international NGOs", "through local charities": no name, yet they pass aid on."""
    for k in span:
        if not {scene.word(k), scene.lemma(k)} & words_of("charity"):
            continue
        first = k
        while first > span.start and scene.tag(first - 1).startswith(WITHIN):
            first -= 1
        named = any(scene.mention_at(at) for at in range(first, k + 1))
        told = any(scene.tag(at) != "CD" for at in range(first, k))  # what organisations
        vague = not told and scene.word(k).startswith("organi")
        marker = marker_of(scene, first)
        joined = scene.word(first - 1) in ("and", ",") and scene.mention_at(first - 2) is not None
        given = (marker.direct or joined) and marker.word in ("to", "through", "via")
        if given and not named and not vague and scene.word(first - 1) not in BACK:
            words = scene.phrase(first, k + 1)
            yield Party(words.text, "", words)
