"""Receivers without a name of their own: "14 African countries", "eight countries in Asia"."""

from collections.abc import Iterator

from pipeline.contributions.frames import Frame
from pipeline.contributions.markers import is_taught, marker_of, takes_gift
from pipeline.contributions.places import nationality_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import words_of
from pipeline.facts import Party

RECEIVE = ("to", "for", "in", "across", "toward", "towards", "among")


def groups_in(scene: Scene, frame: Frame, span: range) -> Iterator[Party]:
    """ "14 African countries", "developing countries in Asia": groups that no mention names."""
    for k in span:
        if scene.word(k) not in words_of("group") or scene.mention_at(k):
            continue
        first = k
        while first > span.start and scene.tag(first - 1).startswith(
            ("JJ", "NN", "CD", "VBG", "PRP$", "HYPH", "POS", "RBS", "VBN")
        ):
            first -= 1
        first += scene.word(first) == "other"
        first += scene.tag(first) == "VBG" and scene.tag(first + 1) == "PRP$"  # "in helping its"
        held = scene.mention_at(first)  # "Horn of Africa countries"
        first = scene.token_span(held.start, held.end)[0] if held else first
        last = _past_region(scene, k + 1)
        bare = first == k or _points_back(scene, first, k)
        if (bare and last == k + 1) or _is_one_of(scene, first):
            continue
        marker = marker_of(scene, first)
        helped = marker.word == "" and takes_gift(frame, marker)
        taught = marker.word == "from" and is_taught(frame)
        if helped or taught or marker.word in RECEIVE:
            words = scene.phrase(first, last)
            yield _nation_of(scene, k) or Party(words.text, "", words)


def _past_region(scene: Scene, last: int) -> int:
    """The token after "in Africa", "around Chad", which says what countries a group has."""
    k = last + 1 + (scene.word(last + 1) == "the")
    beside = scene.word(last) in ("around", "bordering", "neighbouring", "neighboring")
    mention = scene.mention_at(k) if beside or scene.word(last) in ("in", "of", "across") else None
    wide = mention is not None and (beside or mention.kind in ("region", "group"))
    return scene.token_span(mention.start, mention.end)[1] if mention and wide else last


def _points_back(scene: Scene, first: int, last: int) -> bool:
    """ "the two countries", "these countries": said before, by name."""
    pointed = scene.word(first - 1) in ("the", "these", "those", "both")
    return pointed and all(scene.tag(k) == "CD" for k in range(first, last))


def _is_one_of(scene: Scene, first: int) -> bool:
    """ "Botswana, one of the best run countries": it describes the one before."""
    return [scene.word(k) for k in range(first - 3, first)] == ["one", "of", "the"]


def _nation_of(scene: Scene, k: int) -> Party | None:
    """ "the Nigerian states of": parts of one country, which receives."""
    mention = scene.mention_at(k - 1)
    nation = nationality_of(mention) if mention else None
    if mention is None or nation is None or scene.word(k) not in ("states", "regions", "islands"):
        return None
    return Party(nation.name, nation.entity_id, scene.phrase(k - 1, k), nation.iso3)
