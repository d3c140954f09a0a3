"""Gifts: who gives how much to whom, through whom, for what, when.

Every sum that a word of giving bears is a row, and every gift without a sum whose giver and
receiver, channel or goods are named.  The parts come from their own files: `frames` (which word
bears which sum), `givers`, `parties`, `purposes`, `times`; `records` makes them one record.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.contributions.around import amount_tokens
from pipeline.contributions.beside import frame_beside
from pipeline.contributions.carried import Before, giver_before
from pipeline.contributions.continued import (
    with_deed_before,
    with_receivers_before,
    with_told_after,
)
from pipeline.contributions.doubts import with_doubts
from pipeline.contributions.frames import Frame, frame_of
from pipeline.contributions.gifts import frames_without_sum, is_little_told, is_told
from pipeline.contributions.givers import find_giver, gapped
from pipeline.contributions.listed import (
    FAR,
    Lead,
    is_item,
    lead_of,
    listed_gifts,
    receivers_headed,
    under,
)
from pipeline.contributions.named import Context, Giver, actor_of
from pipeline.contributions.ranked import ranked_frame
from pipeline.contributions.records import Past, Told, gift_of, scope_of
from pipeline.contributions.scene import Scene, scenes_of
from pipeline.contributions.shares import respectively
from pipeline.contributions.sums import other_use
from pipeline.contributions.verbs import Giving, find_givings
from pipeline.contributions.wholes import (
    as_its_parts,
    is_told_whole,
    marked_duplicates,
    out_of,
    without_parts,
)
from pipeline.contributions.zones import with_zones
from pipeline.edition import Edition
from pipeline.facts import Contribution, Reading
from pipeline.model import Amount


def find_contributions(readings: Sequence[Reading], edition: Edition) -> list[Contribution]:
    """Every gift that the readings state, in reading order."""
    found: list[Contribution] = []
    lead: Lead | None = None
    whole: tuple[int, Contribution] | None = None  # the last gift with a sum, and its block
    for number, reading in enumerate(readings):
        gifts, past = _of_block(reading, edition)
        item = lead is not None and is_item(reading)
        headed = receivers_headed(scenes_of(reading)) if lead and not gifts else ()
        if lead and headed:
            lead = replace(lead, receivers=headed)
        elif lead and item and not gifts:
            gifts = list(listed_gifts(reading, scenes_of(reading), lead))
        elif lead and item:
            first = next(iter(scenes_of(reading)))
            gifts = [under(lead, gift, first) for gift in gifts]
        elif not item:
            near = whole[1] if whole and number - whole[0] <= FAR else None
            lead = lead_of(reading, gifts, past.giver, near)
        found += gifts
        whole = next(((number, g) for g in reversed(gifts) if g.amount and not g.part_of), whole)
    return marked_duplicates(found)


def _of_block(reading: Reading, edition: Edition) -> tuple[list[Contribution], Past]:
    """The gifts of a block, and what its last sentence leaves."""
    found: list[Contribution] = []
    past = Past()
    for scene in scenes_of(reading):
        gifts = list(_gifts(scene, edition, past))
        if past.gift and not any(gift.amount for gift in gifts):
            found = with_told_after(scene, found)
        found += gifts
        past = _left_by(scene, gifts, past)
    return found, past


def _left_by(scene: Scene, gifts: list[Contribution], past: Past) -> Past:
    giver = next((gift.provider for gift in reversed(gifts) if gift.provider), None)
    period = next((gift.period for gift in reversed(gifts) if gift.period), None)
    summed = [gift for gift in gifts if gift.amount]
    actor = None if giver else actor_of(scene)
    receives = any(actor.key == party.key for gift in gifts for party in gift.recipients if actor)
    return Past(
        giver or (None if receives else actor) or past.giver,
        period,
        summed[-1] if summed else None,
    )


def _gifts(scene: Scene, edition: Edition, past: Past) -> Iterator[Contribution]:
    givings = find_givings(scene)
    if not givings and not scene.amounts:
        return
    frames = with_zones(scene, _frames(scene, givings, past))
    context = Context(edition, past.giver)
    found = _built(scene, frames, context, past)
    if len(found) < len(frames):  # what says too little to be a gift must bound no other gift
        told = with_zones(scene, [frame for frame, _ in found])
        found = _built(scene, told, context, past)
    gifts = without_parts(scene, respectively(scene, [gift for _, gift in found]), past.gift)
    yield from with_doubts(scene, gifts)


def _built(
    scene: Scene, frames: list[Frame], context: Context, past: Past
) -> list[tuple[Frame, Contribution]]:
    """The gifts of a sentence, each beside its frame; those that say too little are left out."""
    found: list[tuple[Frame, Contribution]] = []
    last: Giver | None = None
    for frame in frames:
        giver = find_giver(scene, frame, context) or giver_before(
            scene, frame, Before(last, past, context)
        )
        gift = _abroad(gift_of(scene, frame, frames, Told(giver, past)), context.edition)
        gift = with_receivers_before(scene, frame, gift, past)
        gift = with_deed_before(scene, frame, gift, past)
        if found:
            gift = as_its_parts(gift, found[-1][1])
            gift = out_of(scene, gift, found[0][1])
        if is_little_told(frame, gift) and not is_told(frame, gift):
            gift = _doubtful(gift)
        if is_told(frame, gift) or "little_told" in gift.basis.reasons:
            last = giver or last
            found.append((frame, gift))
    found = list(reversed(list(_by_one_agent(scene, found))))
    return list(_at_one_time(list(_with_same_deed(found))))


def _at_one_time(
    found: list[tuple[Frame, Contribution]],
) -> Iterator[tuple[Frame, Contribution]]:
    """ "gave $4 million to A and $1 million to B in 2018": the time behind the last is of both."""
    for (frame, gift), after in zip_longest(found, found[1:]):
        bare = after is not None and after[0].amount is not None and after[0].noun is None
        later = after[1] if bare and after is not None and frame.verb == after[0].verb else None
        dated = later is not None and later.period_basis == "stated"
        if gift.period or later is None or not (dated and later.period and later.period.date_start):
            yield frame, gift
            continue
        unknown = {k: v for k, v in gift.basis.unknown.items() if k != "period_text"}
        reasons = (*(r for r in gift.basis.reasons if r != "time_elsewhere"), "period_inherited")
        basis = replace(gift.basis, unknown=unknown, reasons=reasons)
        yield (
            frame,
            replace(gift, period=later.period, period_basis="inherited", basis=basis),
        )


def _with_same_deed(
    found: list[tuple[Frame, Contribution]],
) -> Iterator[tuple[Frame, Contribution]]:
    """ "with $4 million allocated to A and $1 million to B": whoever gave the first gave both."""
    before: tuple[Frame, Contribution] | None = None
    for frame, gift in found:
        same = before is not None and frame.verb is not None and frame.verb == before[0].verb
        lacks = same and gift.provider is None
        before = (frame, _with_giver_of(gift, before[1]) if before and lacks else gift)
        yield before


def _by_one_agent(
    scene: Scene, found: list[tuple[Frame, Contribution]]
) -> Iterator[tuple[Frame, Contribution]]:
    """ "$4 million to A and $1 million to B were lent by C": C gives both; the last gift first."""
    after: tuple[Frame, Contribution] | None = None
    for frame, told in reversed(found):
        shared = after is not None and _shares_source(scene, frame, told, after)
        gift = replace(told, provider=None) if shared else told
        same = after is not None and frame.verb is not None and frame.verb == after[0].verb
        between = range(frame.right, after[0].left) if after else range(0)
        part = "including" in (scene.word(k) for k in between)  # of which the giver gave no more
        lacks = shared or (same and gift.provider is None and not part)
        after = (frame, _with_giver_of(gift, after[1]) if after and lacks else gift)
        yield after


def _shares_source(
    scene: Scene, frame: Frame, gift: Contribution, after: tuple[Frame, Contribution]
) -> bool:
    """ "$2 million to A and a pledge of $3 million to B from Oman": Oman gives both."""
    other, later = after[0], after[1].provider
    carried = "provider_carried" in gift.basis.reasons and frame.noun is not None
    if not carried or other.noun is None or later is None or later.at is None:
        return False
    sourced = later.at.start > scene.starts[other.right - 1]
    between = [scene.word(k) for k in range(frame.right, other.left)]
    return sourced and "from" not in between and between.count("and") == 1 and "," not in between


def _with_giver_of(gift: Contribution, after: Contribution) -> Contribution:
    if after.provider is None:
        return gift
    unknown = {k: v for k, v in gift.basis.unknown.items() if k != "provider"}
    reasons = tuple(dict.fromkeys((*gift.basis.reasons, "provider_carried")))
    return replace(
        gift,
        provider=after.provider,
        co_providers=after.co_providers,
        provider_type=after.provider_type,
        period=gift.period or after.period,
        period_basis=gift.period_basis or after.period_basis,
        basis=replace(gift.basis, unknown=unknown, reasons=reasons),
    )


def _doubtful(gift: Contribution) -> Contribution:
    reasons = (*gift.basis.reasons, "little_told")
    return replace(gift, basis=replace(gift.basis, confidence="low", reasons=reasons))


def _abroad(gift: Contribution, edition: Edition) -> Contribution:
    """A donor's report tells no aid to its own country: "Japanese NGOs" are no receivers."""
    others = tuple(p for p in gift.recipients if not p.iso3 or p.iso3 != edition.provider)
    if len(others) == len(gift.recipients):
        return gift
    unknown = dict(gift.basis.unknown) | ({} if others else {"recipients": "not_stated"})
    basis = replace(gift.basis, unknown=unknown)
    return replace(gift, recipients=others, recipient_scope=scope_of(others), basis=basis)


def _frames(scene: Scene, givings: tuple[Giving, ...], past: Past) -> list[Frame]:
    frames: list[Frame] = []
    for amount in scene.amounts:
        if amount.equivalent_of is not None:
            continue  # told again in another currency: the first one bears the row
        frame = (
            ranked_frame(scene, amount, givings)
            or frame_of(scene, amount, givings)
            or frame_beside(scene, amount, frames, past)
        )
        if frame and (alone := gapped(scene, frame)):
            frame = replace(frame, left=scene.token_span(alone.start, alone.end)[0])
        if _is_part_of_none(scene, amount, frames) or is_told_whole(scene, amount):
            continue
        if frame and not other_use(scene, amount, frame) and _stated(frame):
            frames.append(frame)
    titled = scene.reading.block.kind == "heading"  # what it promises, the text below tells
    bare = [] if titled else frames_without_sum(scene, givings, frames)
    frames += [frame for frame in bare if not (past.gift and _is_retold(scene, frame))]
    return sorted(frames, key=lambda f: f.left)


def _is_part_of_none(scene: Scene, amount: Amount, frames: list[Frame]) -> bool:
    """ "seeks $9 million, of which $3 million is for food": part of what is no gift."""
    first, _ = amount_tokens(scene, amount)
    of_which = scene.word(first - 2) == "of" and scene.word(first - 1) == "which"
    earlier = [a for a in scene.amounts if a.start < amount.start]
    given = {id(frame.amount) for frame in frames}
    return of_which and bool(earlier) and id(earlier[-1]) not in given


def _is_retold(scene: Scene, frame: Frame) -> bool:
    """ "The funding will be provided to": the gift of the sentence before, without its sum."""
    noun = frame.noun
    opens = noun is not None and noun.first in (1, 2) and noun.does("gift", "aid")
    return opens and scene.word(0) in ("the", "this", "these")


def _stated(frame: Frame) -> bool:
    """Whether the sentence says that the gift is, was or will be given."""
    return frame.verb is None or frame.verb.mood in ("fact", "planned", "promised", "purpose")
