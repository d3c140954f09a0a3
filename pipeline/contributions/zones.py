"""Which tokens belong to one gift and to no other: up to the next gift or the end of its clause."""

from dataclasses import replace

from pipeline.contributions.around import BREAKS
from pipeline.contributions.frames import Frame
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import SAYING, flows


def with_zones(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """Give each frame the tokens from its own phrase to the next gift or the end of its clause."""
    zoned = []
    for place, frame in enumerate(frames):
        first = frame.left
        if place + 1 < len(frames):
            last = max(_next_start(scene, frame, frames[place + 1]), frame.right)
        else:
            inner = frame.verb is not None and scene.tokens[frame.verb.first].dep_ == "relcl"
            last = _clause_end(scene, frame.right, inner)
        if frame.amount is None:
            last = min(last, _main_clause(scene, frame.right, last))
        last = min(last, _said_until(scene, frame))
        zoned.append(replace(frame, zone=(first, last)))
    return zoned


def _next_start(scene: Scene, frame: Frame, after: Frame) -> int:
    """Where the next gift begins: at its subject if it has a verb of its own, else at its sum."""
    verb = after.verb
    if verb is None or (frame.verb is not None and verb == frame.verb) or verb.first > after.left:
        return after.left
    if verb.first < frame.right:
        return after.left
    subjects = [
        at
        for child in scene.tokens[verb.first].children
        if child.dep_ in ("nsubj", "nsubjpass")
        and (at := scene.index(child.left_edge)) >= frame.right
    ]
    return min([verb.chain, *subjects])


def _main_clause(scene: Scene, first: int, last: int) -> int:
    """Where the main clause begins after a phrase that opens the sentence: "Through X, Japan"."""
    commas = (k for k in range(first, last) if scene.word(k) == ",")
    return next((k for k in commas if clause_begins(scene, k + 1)), last)


def _said_until(scene: Scene, frame: Frame) -> int:
    """Where what is told ends: at its closing quotation mark, at ", the Minister said"."""
    opened = 0
    for k in range(frame.left, len(scene.tokens)):
        opened += (scene.word(k) == "“") - (scene.word(k) == "”")
        if opened < 0 and k >= frame.right:
            return k
    return max(_reporting_clause(scene, frame.right), frame.right)


def _reporting_clause(scene: Scene, after: int) -> int:
    """The first token of ", the Minister said", with its subject; else the number of tokens."""
    for k in range(after, len(scene.tokens)):
        if says(scene, k):
            last = k - 3 if scene.word(k - 1) == ")" and scene.word(k - 3) == "(" else k
            subject = scene.mention_at(last - 1)
            first = scene.token_span(subject.start, subject.end)[0] if subject else last
            first -= scene.word(first - 1) == "the"
            if scene.word(first - 1) in (",", "”"):
                return max(first, after)
    return len(scene.tokens)


def says(scene: Scene, k: int) -> bool:
    """A verb that tells who says so, and not who gives."""
    return scene.tag(k) in ("VBD", "VBZ") and scene.lemma(k) in SAYING


def clause_begins(scene: Scene, k: int) -> bool:
    """The subject of the main clause, after a phrase that opens the sentence."""
    if k >= len(scene.tokens):
        return False
    for at in range(k, min(k + 8, len(scene.tokens))):
        token = scene.tokens[at]
        if token.dep_ in ("nsubj", "nsubjpass") and scene.index(token.left_edge) == k:
            return True
    return False


def _clause_end(scene: Scene, at: int, inner: bool = False) -> int:
    """The end of the gift's clause; an `inner` one, a relative clause, ends at the main verb."""
    for k in range(at, len(scene.tokens)):
        relative = scene.word(k) in ("which", "who", "where", "whose") and scene.word(k - 1) == ","
        result = scene.word(k) in ("making", "bringing", "raising") and scene.word(k - 1) == ","
        if (
            scene.word(k) in BREAKS
            or result
            or (_goes_elsewhere(scene, k) or _compares(scene, k))
            or (inner and scene.head(k) == k)
        ):
            return k
        if relative and scene.tag(k + 1) and not _gives_on(scene, k):
            return k - 1
    return len(scene.tokens)


def _goes_elsewhere(scene: Scene, k: int) -> bool:
    """ ", with most of it being earmarked for": a part of the gift, told in a phrase of its own."""
    if scene.word(k) != "with" or scene.word(k - 1) != ",":
        return False
    window = range(k, min(k + 10, len(scene.tokens)))
    return any(scene.tag(at) == "VBG" and scene.lemma(at) in ("be", "go") for at in window)


def _compares(scene: Scene, k: int) -> bool:
    """ ", an increase from", ", up from": what the gift is set beside."""
    at = k + 1 if scene.word(k) in ("a", "an") else k
    change = scene.lemma(at) in ("increase", "rise", "jump", "decrease", "up", "down")
    bare = scene.word(k) in ("up", "down") and scene.word(k + 1) == "from"
    apart = scene.word(k - 1) == "," and scene.word(at + 1) in ("from", "of", "on")
    return bare or (change and apart)


def _gives_on(scene: Scene, at: int) -> bool:
    """Whether a relative clause tells who carries the gift out: "which is implemented by"."""
    window = [scene.lemma(k) for k in range(at, at + 6)]
    acts = {flow.act for word in window for flow in flows("verb").get(word, ())}
    carried = "carry" in window
    return carried or bool(acts & {"implement", "manage"})
