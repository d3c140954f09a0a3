"""People meant to gain from a gift, by the words that name no body and no place."""

from pipeline.contributions.markers import marker_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import words_of
from pipeline.facts import Phrase


def find_beneficiaries(scene: Scene, span: range) -> tuple[Phrase, ...]:
    """People meant to gain: "for 2,000 smallholder farmers"."""
    found = []
    for k in span:
        if scene.lemma(k) not in words_of("person") or scene.tag(k + 1).startswith("NN"):
            continue
        if scene.mention_at(k):
            continue
        first = k
        while first > span.start and scene.tag(first - 1).startswith(("JJ", "NN", "CD", "VBN")):
            first -= 1
        if marker_of(scene, first).word in ("for", "to", "of", "among", "benefiting", ""):
            found.append(scene.phrase(first, k + 1))
    return tuple(found)
