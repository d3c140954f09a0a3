"""Gifts: who gives how much to whom, through whom, for what, when.

Every sum that a word of giving bears is a row, and every gift without a sum whose giver and
receiver, channel or goods are named.  The parts come from their own files: `frames` (which word
bears which sum), `givers`, `parties`, `purposes`, `times`; here they become one record.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.contributions.doubts import with_doubts
from pipeline.contributions.frames import (
    Frame,
    amount_tokens,
    fill_start,
    frame_of,
    with_zones,
)
from pipeline.contributions.gifts import frames_without_sum, is_little_told, is_told
from pipeline.contributions.givers import find_giver, gapped
from pipeline.contributions.kinds import finance_type, modality, provider_type, transaction_types
from pipeline.contributions.listed import Lead, is_item, lead_of, listed_gifts
from pipeline.contributions.parties import Parties, find_beneficiaries
from pipeline.contributions.purposes import find_purpose, purpose_codes
from pipeline.contributions.referents import Context, Giver, actor_of, as_said, bracketed
from pipeline.contributions.scene import Scene, scenes_of
from pipeline.contributions.shares import all_parties, respectively
from pipeline.contributions.sums import is_example, is_total, other_use
from pipeline.contributions.times import When, find_when, is_cumulative
from pipeline.contributions.verbs import Giving, find_givings
from pipeline.contributions.wholes import as_its_parts, marked_duplicates, out_of, without_parts
from pipeline.edition import Edition
from pipeline.facts import Basis, Bearer, Contribution, Party, Phrase, Reading
from pipeline.model import Amount, Period

OFFICIAL = ("10", "11", "15", "40")  # IATI organisation types whose money is official
UNSURE = frozenset(
    (
        *("parse_disagrees", "pronoun_before", "unknown_name", "speaker_is_provider"),
        *("recipient_by_place", "provider_carried", "period_inherited", "sum_in_predicate"),
        *("verb_elided", "time_elsewhere"),
    )
)


@dataclass(frozen=True, slots=True)
class Past:
    """What the sentence before leaves to the next one of its block."""

    giver: Party | None = None
    period: Period | None = None
    summed: bool = False  # whether it states a gift with its sum


def find_contributions(readings: Sequence[Reading], edition: Edition) -> list[Contribution]:
    """Every gift that the readings state, in reading order."""
    found: list[Contribution] = []
    lead: Lead | None = None
    for reading in readings:
        gifts, past = _of_block(reading, edition)
        item = lead is not None and is_item(reading)
        if lead and item and not gifts:
            gifts = list(listed_gifts(reading, scenes_of(reading), lead))
        found += gifts
        lead = lead if item else lead_of(reading, gifts, past.giver)
    return marked_duplicates(found)


def _of_block(reading: Reading, edition: Edition) -> tuple[list[Contribution], Past]:
    """The gifts of a block, and what its last sentence leaves."""
    found: list[Contribution] = []
    past = Past()
    for scene in scenes_of(reading):
        gifts = list(_gifts(scene, edition, past))
        found += gifts
        past = _left_by(scene, gifts, past)
    return found, past


def _left_by(scene: Scene, gifts: list[Contribution], past: Past) -> Past:
    giver = next((gift.provider for gift in reversed(gifts) if gift.provider), None)
    period = next((gift.period for gift in reversed(gifts) if gift.period), None)
    summed = any(gift.amount for gift in gifts)
    return Past(giver or actor_of(scene) or past.giver, period, summed)


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
    gifts = without_parts(scene, respectively(scene, [gift for _, gift in found]))
    yield from with_doubts(scene, gifts)


def _built(
    scene: Scene, frames: list[Frame], context: Context, past: Past
) -> list[tuple[Frame, Contribution]]:
    """The gifts of a sentence, each beside its frame; those that say too little are left out."""
    found: list[tuple[Frame, Contribution]] = []
    last: Giver | None = None
    for frame in frames:
        giver = (
            find_giver(scene, frame, context)
            or _carried(last, frame)
            or _of_this(scene, frame, past)
        )
        gift = _abroad(_gift(scene, frame, frames, _Told(giver, past)), context.edition)
        if found:
            gift = as_its_parts(gift, found[-1][1])
            gift = out_of(scene, gift, found[0][1])
        if is_little_told(frame, gift) and not is_told(frame, gift):
            gift = _doubtful(gift)
        if is_told(frame, gift) or "little_told" in gift.basis.reasons:
            last = giver or last
            found.append((frame, gift))
    return list(reversed(list(_by_one_agent(found))))


def _by_one_agent(found: list[tuple[Frame, Contribution]]) -> Iterator[tuple[Frame, Contribution]]:
    """ "$4 million to A and $1 million to B were lent by C": C gives both; the last gift first."""
    after: tuple[Frame, Contribution] | None = None
    for frame, gift in reversed(found):
        same = after is not None and frame.verb is not None and frame.verb == after[0].verb
        lacks = same and gift.provider is None
        after = (frame, _with_giver_of(gift, after[1]) if after and lacks else gift)
        yield after


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


def _carried(giver: Giver | None, frame: Frame) -> Giver | None:
    """ "$2 million to A, as well as $1 million to B": the giver of the gift before."""
    if giver is None or (frame.verb and frame.verb.voice != "active" and frame.noun is None):
        return None
    party = replace(giver.party, at=None)
    return Giver(party, (*giver.reasons, "provider_carried"), giver.others)


def _abroad(gift: Contribution, edition: Edition) -> Contribution:
    """A donor's report tells no aid to its own country: "Japanese NGOs" are no receivers."""
    others = tuple(p for p in gift.recipients if not p.iso3 or p.iso3 != edition.provider)
    if len(others) == len(gift.recipients):
        return gift
    unknown = dict(gift.basis.unknown) | ({} if others else {"recipients": "not_stated"})
    basis = replace(gift.basis, unknown=unknown)
    return replace(gift, recipients=others, recipient_scope=_scope(others), basis=basis)


def _of_this(scene: Scene, frame: Frame, past: Past) -> Giver | None:
    """ "Of this, $3 million went to …", "The loan amounts to …": the giver of the gift before."""
    the = scene.word(0) in ("the", "this", "these") and frame.noun is not None
    pointed = the and frame.noun is not None and frame.noun.first in (1, 2)
    pointed = pointed or (
        scene.word(0) == "of" and scene.word(1) in ("this", "these", "that", "which")
    )
    if not pointed or past.giver is None:
        return None
    return Giver(replace(past.giver, at=None), ("pronoun_before",))


def _pointed(scene: Scene, amount: Amount, past: Past) -> Frame | None:
    """ "Of this amount, $15 million was for X": after a sum that was given, its part is given."""
    if not past.summed or scene.word(0) != "of" or scene.word(1) not in ("this", "these", "that"):
        return None
    first, last = amount_tokens(scene, amount)
    return Frame(amount, None, None, fill_start(scene, first)[0], last)


def _frames(scene: Scene, givings: tuple[Giving, ...], past: Past) -> list[Frame]:
    frames: list[Frame] = []
    for amount in scene.amounts:
        if amount.equivalent_of is not None:
            continue  # told again in another currency: the first one bears the row
        frame = (
            frame_of(scene, amount, givings)
            or _listed(scene, amount, frames)
            or _pointed(scene, amount, past)
        )
        if frame and (alone := gapped(scene, frame)):
            frame = replace(frame, left=scene.token_span(alone.start, alone.end)[0])
        if frame and not other_use(scene, amount, frame) and _stated(frame):
            frames.append(frame)
    frames += frames_without_sum(scene, givings, frames)
    return sorted(frames, key=lambda f: f.left)


def _listed(scene: Scene, amount: Amount, frames: list[Frame]) -> Frame | None:
    """ "Australia (A$8 million), Canada (C$6 million)", "of which $3 million": as before it."""
    first, last = amount_tokens(scene, amount)
    of_which = scene.word(first - 2) == "of" and scene.word(first - 1) == "which"
    if not frames or frames[-1].amount is None or not (of_which or bracketed(scene, amount)):
        return None
    return replace(frames[-1], amount=amount, left=first, right=last)


def _stated(frame: Frame) -> bool:
    """Whether the sentence says that the gift is, was or will be given."""
    return frame.verb is None or frame.verb.mood in ("fact", "planned", "promised", "purpose")


@dataclass(frozen=True, slots=True)
class _Told:
    giver: Giver | None
    past: Past


def _gift(scene: Scene, frame: Frame, frames: list[Frame], told: _Told) -> Contribution:
    giver = told.giver
    when = find_when(scene, frame, tuple(frames), told.past.period)
    parties = all_parties(scene, frame, frames, giver)
    purpose = find_purpose(scene, frame)
    bearer = _bearer(scene, frame)
    private = giver is not None and provider_type(scene, giver.party) not in (*OFFICIAL, "")
    cumulative = is_cumulative(scene, frame, when)
    recipients = parties.recipients
    return Contribution(
        bearer=bearer,
        sentence=scene.span,
        basis=_basis(frame, giver, parties, when, _flags(giver, private)),
        provider=as_said(scene, giver.party) if giver else None,
        co_providers=giver.others if giver else (),
        provider_type=provider_type(scene, giver.party) if giver else "",
        recipients=recipients,
        recipient_scope=_scope(recipients),
        beneficiaries=find_beneficiaries(scene, range(frame.right, frame.zone[1])),
        channels=parties.channels,
        implementers=parties.implementers,
        purpose=purpose,
        purpose_codes=purpose_codes(purpose),
        verb=_verb_words(scene, frame),
        transaction_types=transaction_types(frame),
        modality=modality(scene, frame),
        finance_type=finance_type(scene, frame),
        amount=frame.amount,
        period=when.period,
        period_basis=when.basis,
        cumulative=cumulative,
        known_only_from="caption" if scene.reading.block.kind == "caption" else "",
        not_countable=_not_countable(scene, frame, cumulative),
    )


def _flags(giver: Giver | None, private: bool) -> tuple[str, ...]:
    several = giver is not None and bool(giver.others)
    tests = (("private_money", private), ("several_givers", several))
    return tuple(flag for flag, holds in tests if holds)


def _bearer(scene: Scene, frame: Frame) -> Bearer:
    if frame.amount:
        return Bearer(scene.block_id, frame.amount.start, frame.amount.end)
    words = _verb_words(scene, frame)
    if words is None:
        raise ValueError("a gift without a sum has a verb or a noun of giving")
    return Bearer(scene.block_id, words.start, words.end)


def _verb_words(scene: Scene, frame: Frame) -> Phrase | None:
    light = frame.verb is not None and frame.noun is not None and frame.verb.does("light", "sum")
    giving = frame.noun if light else frame.verb or frame.noun
    return scene.phrase(giving.first, giving.last) if giving else None


def _scope(recipients: tuple[Party, ...]) -> str:
    if not recipients:
        return "not_stated"
    if len(recipients) > 1:
        return "joint"
    return "single" if recipients[0].iso3 else "group"


def _not_countable(scene: Scene, frame: Frame, cumulative: bool) -> str:
    if frame.amount is None:
        return "no_amount"
    if is_total(scene, frame.amount, frame):
        return "total"
    if is_example(scene):
        return "example"
    if frame.amount.per:
        return "rate"
    return "cumulative" if cumulative else ""


def _basis(
    frame: Frame, giver: Giver | None, parties: Parties, when: When, flags: tuple[str, ...]
) -> Basis:
    reasons = (
        *frame.reasons,
        *(giver.reasons if giver else ()),
        *(("recipient_by_place",) if parties.weak else ()),
        *(("period_inherited",) if when.basis == "inherited" else ()),
        *(("time_elsewhere",) if when.elsewhere else ()),
    )
    named = bool(parties.recipients or parties.channels or parties.implementers)
    meant = frame.verb is not None and frame.verb.mood == "purpose"
    doubts = max(len(UNSURE & set(reasons)) + (giver is None) + meant, 0 if named else 1)
    unknown = {
        column: "not_stated"
        for column, value in (
            ("provider", giver),
            ("recipients", parties.recipients),
            ("channels", parties.channels),
            ("period_text", when.period),
        )
        if not value
    }
    if len(transaction_types(frame)) > 1:
        unknown["transaction_type"] = "ambiguous"
    rule = "_".join(
        part
        for part, there in (("sum", frame.amount), ("verb", frame.verb), ("noun", frame.noun))
        if there
    )
    confidence = ("high", "medium", "low")[min(doubts, 2)]
    return Basis(rule, confidence, reasons, flags, unknown)
