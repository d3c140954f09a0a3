"""Sums that no word of giving bears: parts of what was given before, by the gift before them."""

from dataclasses import replace

from pipeline.contributions.around import amount_tokens, fill_start
from pipeline.contributions.frames import Frame, is_used
from pipeline.contributions.named import bracketed
from pipeline.contributions.records import Past
from pipeline.contributions.scene import Scene
from pipeline.contributions.sums import opens_parts
from pipeline.model import Amount


def frame_beside(scene: Scene, amount: Amount, frames: list[Frame], past: Past) -> Frame | None:
    """The gift of a sum that takes its words from the gifts before it, or None."""
    return (
        _listed(scene, amount, frames)
        or _from_another(scene, amount, frames)
        or _pointed(scene, amount, past)
    )


def _pointed(scene: Scene, amount: Amount, past: Past) -> Frame | None:
    """ "Of this amount, $15 million was for X", "$2 million will be used": given with the last."""
    first, last = amount_tokens(scene, amount)
    if past.gift and _is_followed(scene, amount):
        return Frame(amount, None, None, first, last)
    used = is_used(scene, last)
    parts = used or opens_parts(scene.reading.block.text.text[slice(*scene.span)])
    shared = used and past.giver is not None and "by" in scene.words[last : last + 6]
    if not (past.gift and parts) and not shared:
        return None
    return Frame(amount, None, None, fill_start(scene, first)[0], last)


def _is_followed(scene: Scene, amount: Amount) -> bool:
    """ "This was followed by Chile ($3 million) and Peru ($1 million)": who gave next most."""
    mention = bracketed(scene, amount)
    if mention is None:
        return False
    first, _ = scene.token_span(mention.start, mention.end)
    words = [scene.word(k) for k in range(first)]
    return "followed" in words and "by" in words


def _listed(scene: Scene, amount: Amount, frames: list[Frame]) -> Frame | None:
    """ "Australia (A$8 million), Canada (C$6 million)", "of which $3 million": as before it."""
    first, last = amount_tokens(scene, amount)
    of_which = scene.word(first - 2) == "of" and scene.word(first - 1) == "which"
    if not frames or frames[-1].amount is None:
        return None
    joined = scene.word(first - 1) == "and" and scene.word(last) in ("each", "to", "for")
    joined = (
        joined and frames[-1].noun is not None
    )  # "a grant of $2 million to A and $1 million to B"
    if not (of_which or joined or bracketed(scene, amount)):
        return None
    return replace(frames[-1], amount=amount, left=first, right=last)


def _from_another(scene: Scene, amount: Amount, frames: list[Frame]) -> Frame | None:
    """ "with $4 million from Oman, $3 million from Qatar and $1 million from Chile"."""
    first, last = amount_tokens(scene, amount)
    left, _ = fill_start(scene, first)
    named = scene.mention_at(last + 1 + (scene.word(last + 1) == "the"))
    joined = scene.word(left - 1) in (",", "and") and scene.word(last) == "from"
    before = frames[-1] if frames else None
    if before is None or before.amount is None or not (joined and named):
        return None
    came = "from" in (scene.word(before.right), scene.word(before.right + 1))
    return Frame(amount, None, None, left, last) if came else None
