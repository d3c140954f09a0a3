"""What each sum is: a gift's component, total, example; or a budget, need, price, loss …"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.contributions.frames import frame_of
from pipeline.contributions.scene import Scene, scenes_of
from pipeline.contributions.sums import other_use
from pipeline.contributions.verbs import find_givings
from pipeline.edition import Edition
from pipeline.facts import Bearer, Contribution, MoneyRole, Reading
from pipeline.model import Amount

OF_GIFTS = {"total": "total", "example": "example", "cumulative": "cumulative"}


def find_roles(
    readings: Sequence[Reading], contributions: Sequence[Contribution], edition: Edition
) -> list[MoneyRole]:
    """One role for each amount of every reading, in reading order."""
    gifts = {gift.bearer: gift for gift in contributions if gift.amount}
    return [role for reading in readings for role in _roles(reading, gifts)]


def _roles(reading: Reading, gifts: dict[Bearer, Contribution]) -> Iterator[MoneyRole]:
    scenes = list(scenes_of(reading))
    starts = [scene.span[0] for scene in scenes]
    for amount in reading.amounts:
        bearer = Bearer(reading.block.block_id, amount.start, amount.end)
        told = _told_first(reading, amount)
        first = Bearer(reading.block.block_id, told.start, told.end)
        gift = gifts.get(first)
        if gift:
            role = OF_GIFTS.get(gift.not_countable, "component")
            yield MoneyRole(bearer, role, gift.period, gift.period_basis)
            continue
        place = bisect_right(starts, told.start) - 1
        yield _other(bearer, scenes[place] if place >= 0 else None, told)


def _told_first(reading: Reading, amount: Amount) -> Amount:
    """The amount that this one tells again in another currency, or itself."""
    if amount.equivalent_of is None:
        return amount
    return next((a for a in reading.amounts if a.start == amount.equivalent_of), amount)


def _other(bearer: Bearer, scene: Scene | None, amount: Amount) -> MoneyRole:
    if scene is None:
        return MoneyRole(bearer, "other")
    frame = frame_of(scene, amount, find_givings(scene))
    role = other_use(scene, amount, frame) or "other"
    first = scene.token_span(amount.start, amount.end)[0]
    near = min(
        scene.periods,
        key=lambda p: abs(scene.token_span(p.start, p.end)[0] - first),
        default=None,
    )
    return MoneyRole(bearer, role, near, "stated" if near else "")
