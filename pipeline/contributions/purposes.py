"""What a gift is for: the text's own phrase, trimmed, and the CRS codes that its words suggest."""

from collections.abc import Iterator
from functools import cache

from pipeline.contributions.frames import Frame, is_all_aid
from pipeline.contributions.parties import BODIES, NAMED_WORK
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import flows, words_of
from pipeline.contributions.zones import clause_begins
from pipeline.facts import Phrase
from pipeline.vocab import read_vocab

ENDS = frozenset((";", "while", "whereas", "but", "although", "making", "bringing", ":"))
TRAILING = frozenset((",", "and", ".", "(", "as", "well", "“", '"', "including"))
CUT_VERBS = frozenset(("implement", "execute", "administer", "manage", "carry", "conduct", "run"))
FOCUS = frozenset(("focus", "focused", "focusing", "centre", "center", "concentrate"))
FIELDS = frozenset(("area", "field", "sector"))
BARE = frozenset(("project", "projects", "programme", "program", "initiative", "programmes"))
WORKS = frozenset((*NAMED_WORK, "facility"))  # named, and paid for
AFTER_COMMA = frozenset(
    (
        *("through", "via", "in", "which", "as", "with", "while", "according", "following"),
        *("making", "reflecting", "underscoring", "demonstrating", "marking", "showing"),
    )
)
MAX_CODES = 3


def find_purpose(scene: Scene, frame: Frame) -> Phrase | None:
    """ "for border control", "to rebuild schools", "toward countermeasures"; None if not told."""
    first, last = frame.zone
    start = max(first, frame.right) if frame.amount or frame.noun else first
    bare = None
    for k in range(start, last):
        begin = 0 if _in_brackets(scene, start, k) else _begins(scene, k)
        phrase = _phrase(scene, begin, last) if begin else None
        if phrase and not _is_bare(phrase):
            return phrase
        bare = bare or phrase
    return bare or _leading(scene, frame)


def _in_brackets(scene: Scene, first: int, k: int) -> bool:
    words = [scene.word(at) for at in range(first, k)]
    return words.count("(") > words.count(")")


def _is_bare(phrase: Phrase) -> bool:
    """ "a project": the words after it tell more."""
    return phrase.text.split()[-1].lower() in BARE and len(phrase.text.split()) <= 2


def _begins(scene: Scene, k: int) -> int:
    """The first token of the purpose that this token opens, or 0."""
    word = scene.word(k)
    if _is_inside_name(scene, k):
        return 0  # "Grant Assistance for Small Projects"
    if word == "to" and scene.tag(k + 1) == "VB" and scene.mention_at(k + 1) is None:
        again = any(scene.token_span(a.start, a.end)[0] == k + 1 for a in scene.amounts)
        return 0 if again or _hands_over(scene, k + 1) else k + 1
    if word in ("for", "toward", "towards") and _is_purpose_np(scene, k + 1):
        return k + 1
    named = word == "to" and _is_project(scene, k + 1)
    return k + 1 if named or _names_field(scene, k) else 0


def _is_inside_name(scene: Scene, k: int) -> bool:
    mention = scene.mention_at(k)
    return mention is not None and mention.start < scene.starts[k]


def _names_field(scene: Scene, k: int) -> bool:
    """ "aimed at", "focused on", "in the field of"."""
    word, before = scene.word(k), scene.lemma(k - 1)
    inside = "in" in (scene.word(k - 2), scene.word(k - 3))
    return (
        (word == "at" and before == "aim")
        or (word == "on" and before in FOCUS)
        or (word == "of" and before in FIELDS and inside)
    )


def _hands_over(scene: Scene, k: int) -> bool:
    """ "pledged to extend for …", "to be administered by": the gift's own verb, and no use."""
    acts = {flow.act for flow in flows("verb").get(scene.lemma(k), ())}
    after = next(at for at in range(k + 1, len(scene.tokens) + 1) if not _is_adverb(scene, at))
    passive = scene.lemma(k) == "be" and scene.tag(after) == "VBN"
    return passive or ("give" in acts and scene.word(k + 1) in ("for", "to", "in", "through"))


def _is_adverb(scene: Scene, k: int) -> bool:
    return scene.tag(k).startswith("RB")


def _is_purpose_np(scene: Scene, k: int) -> bool:
    """Not a party, not a date: "for border control", not "for Kenya", "for 2019"."""
    while scene.tag(k).startswith(("DT", "PRP$")):
        k += 1
    if k >= len(scene.tokens):
        return False
    start = scene.starts[k]
    dated = any(p.start <= start < p.end for p in scene.periods)
    named = scene.mention_at(k)
    alone = named and named.kind not in WORKS and not _noun_goes_on(scene, k)
    alone = alone or _is_party_np(scene, k)
    return not dated and not alone and scene.word(k) not in ("example", "instance", "which")


def _is_party_np(scene: Scene, k: int) -> bool:
    """ "for five African countries", "for Chad's government"; "for ODA", which is any aid."""
    end = k
    while scene.tag(end).startswith(("NN", "JJ", "CD", "POS", "HYPH")):
        end += 1
    receives = words_of("group") | words_of("government") | {"government", "governments"}
    words = [scene.word(at) for at in range(k, end)]
    return end > k and (words[-1] in receives or is_all_aid(words))


def _noun_goes_on(scene: Scene, k: int) -> bool:
    """ "Kenya's schools", "Afghan refugees": the name only opens the phrase."""
    mention = scene.mention_at(k)
    if mention is None:
        return False
    _, last = scene.token_span(mention.start, mention.end)
    return scene.tag(last) == "POS" or scene.tag(last).startswith(("NN", "VBG", "JJ"))


def _is_project(scene: Scene, k: int) -> bool:
    for at in range(k, min(k + 6, len(scene.tokens))):
        mention = scene.mention_at(at)
        if mention is not None and mention.kind in BODIES - WORKS:
            return False  # "to the World Food Programme"
        if scene.lemma(at) in ("project", "programme", "program", "initiative", "effort", "work"):
            return True
        if not scene.tag(at).startswith(("DT", "JJ", "NN", "VB", "CD", "PRP$")):
            return False
    return False


def _phrase(scene: Scene, first: int, last: int) -> Phrase | None:
    end = first
    for k in range(first, last):
        word = scene.word(k)
        comma_out = word == "," and scene.word(k + 1) in AFTER_COMMA
        comma_out = comma_out or (word == "," and scene.word(k + 2) == "which")
        comma_out = comma_out or (word == "," and clause_begins(scene, k + 1))
        cut = scene.lemma(k) in CUT_VERBS and scene.tag(k) == "VBN"
        if (
            word in ENDS
            or _is_main_verb(scene, k)
            or comma_out
            or (cut and k > first)
            or word in ("through", "via")
        ):
            break
        end = k + 1
    while end > first and (scene.word(end - 1) in TRAILING or scene.tag(end - 1) == "DT"):
        end -= 1
    return scene.phrase(first, end) if end > first else None


def _is_main_verb(scene: Scene, k: int) -> bool:
    """The sentence's own verb or its auxiliary, which a purpose that opens it leads to."""
    verbal = scene.tag(k) in ("VBZ", "VBP", "VBD", "MD")
    above = scene.head(k)
    return verbal and scene.parsed and (above == k or scene.head(above) == above)


def _leading(scene: Scene, frame: Frame) -> Phrase | None:
    """ "To help refugees, Norway gave …": a purpose that opens the sentence."""
    for k in range(0, min(4, frame.left)):
        if scene.word(k) == "to" and scene.tag(k + 1) == "VB":
            stop = next((i for i in range(k, frame.left) if scene.word(i) == ","), None)
            return _phrase(scene, k + 1, stop) if stop else None
        if scene.word(k) not in ("in", "order", "so", "as"):
            return None
    return None


def purpose_codes(purpose: Phrase | None) -> tuple[str, ...]:
    """CRS codes whose words the purpose holds, by place; candidates for a person to choose from."""
    if purpose is None:
        return ()
    text = purpose.text.lower()
    found = sorted((at, code) for word, code in _codes() if (at := _place(text, word)) >= 0)
    return tuple(dict.fromkeys(code for _, code in found))[:MAX_CODES]


def _place(text: str, word: str) -> int:
    """Where a word begins in the text, at the start of a word only."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalpha():
        at = text.find(word, at + 1)
    return at


@cache
def _codes() -> tuple[tuple[str, str], ...]:
    return tuple(_rows())


def _rows() -> Iterator[tuple[str, str]]:
    for row in read_vocab("purpose_codes"):
        yield row["word"], row["code"]
