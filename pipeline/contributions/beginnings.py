"""Since when, told by what happened: "since the outbreak of the war", "since the storm struck"."""

from pipeline.contributions.frames import Frame
from pipeline.contributions.scene import Scene
from pipeline.model import Period

STOPS = frozenset((",", ".", ";", ":", "(", ")", "“", "”", '"', "and", "with", "including"))
PAST = ("VBD", "VBN")
LONGEST = 14  # tokens of the words after "since"


def since_event(scene: Scene, frame: Frame) -> Period | None:
    """The open period of a gift that its sentence ties to an event; None where none is told.

    It begins on the day, month or year that the words name; without one its bounds stay empty.
    """
    if frame.amount is None:
        return None
    own = range(frame.right, frame.zone[1])
    leading = [0] if scene.word(0) == "since" else []
    k = next((k for k in (*own, *leading) if scene.word(k) == "since"), -1)
    last = _end(scene, k + 1)
    if k < 0 or not _tells_event(scene, k, last):
        return None
    words = scene.phrase(k, last)
    dated = (p for p in scene.periods if words.start <= p.start and p.end <= words.end)
    begins = next((p for p in dated if p.date_start), None)
    if begins is not None and begins.start == words.start:
        return None  # "since 2014": a date, and no event
    return Period(
        words.start,
        words.end,
        words.text,
        begins.date_start if begins else "",
        "",
        f"{begins.edtf.split('/')[0]}/.." if begins else "",
        "open",
        rule="since_event",
    )


def _end(scene: Scene, first: int) -> int:
    k = first
    while k < min(first + LONGEST, len(scene.tokens)) and scene.word(k) not in STOPS:
        k += 1
    return k


def _tells_event(scene: Scene, since: int, last: int) -> bool:
    """Something that happened: a clause in the past, or "the start of", "its launch".

    "since it needs help" gives a reason.
    """
    words = range(since + 1, last)
    tags = [scene.tag(k) for k in words]
    if any(tag in ("VBZ", "VBP", "MD") for tag in tags):
        return False
    if any(tag in PAST for tag in tags):
        return True
    return scene.tag(since + 1) in ("DT", "PRP$") and any(tag.startswith("NN") for tag in tags)
