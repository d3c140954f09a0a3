"""One gift as a record: frame, giver, parties and time put together, with its grounds."""

from dataclasses import dataclass, replace
from datetime import date

from pipeline.contributions.frames import Frame, is_volume
from pipeline.contributions.kinds import finance_type, modality, provider_type, transaction_types
from pipeline.contributions.named import Giver, as_said
from pipeline.contributions.parties import Parties
from pipeline.contributions.people import find_beneficiaries
from pipeline.contributions.purposes import find_purpose, purpose_codes
from pipeline.contributions.scene import Scene
from pipeline.contributions.shares import all_parties
from pipeline.contributions.sums import is_example, is_total
from pipeline.contributions.times import When, find_when, is_cumulative
from pipeline.facts import Basis, Bearer, Contribution, Party, Phrase
from pipeline.model import Period

ALL_AID = "all_aid"
LONGEST_YEAR = 371  # days, a fiscal year of 53 weeks
OFFICIAL = ("10", "11", "15", "40")  # IATI organisation types whose money is official
UNSURE = frozenset(
    (
        *("parse_disagrees", "pronoun_before", "unknown_name", "speaker_is_provider"),
        *("recipient_before", "provider_carried", "period_inherited", "sum_in_predicate"),
        *("verb_elided", "time_elsewhere", "provider_before", "report_is_provider"),
        *("officer_speaks", "short_form", "told_by_deed"),
    )
)


@dataclass(frozen=True, slots=True)
class Past:
    """What the sentence before leaves to the next one of its block."""

    giver: Party | None = None
    period: Period | None = None
    gift: Contribution | None = None  # its last with a sum


@dataclass(frozen=True, slots=True)
class Told:
    giver: Giver | None
    past: Past


def gift_of(scene: Scene, frame: Frame, frames: list[Frame], told: Told) -> Contribution:
    giver = told.giver
    when = find_when(scene, frame, tuple(frames), told.past.period)
    parties = all_parties(scene, frame, frames, giver)
    purpose = find_purpose(scene, frame)
    bearer = _bearer(scene, frame)
    private = giver is not None and provider_type(scene, giver.party) not in (*OFFICIAL, "")
    types = transaction_types(scene, frame)
    cumulative = is_cumulative(scene, frame, when) or (types == ("3",) and _spans_years(when))
    all_aid = _is_all_aid(scene, frame, parties, purpose)
    basis = _basis(frame, giver, parties, when, _flags(giver, private))
    basis = replace(basis, reasons=(*basis.reasons, ALL_AID)) if all_aid else basis
    recipients = parties.recipients
    return Contribution(
        bearer=bearer,
        sentence=scene.span,
        basis=_basis_of_type(types, basis),
        provider=as_said(scene, giver.party) if giver else None,
        co_providers=giver.others if giver else (),
        provider_type=provider_type(scene, giver.party) if giver else "",
        recipients=recipients,
        recipient_scope=scope_of(recipients),
        beneficiaries=find_beneficiaries(scene, range(frame.right, frame.zone[1])),
        channels=parties.channels,
        implementers=parties.implementers,
        purpose=purpose,
        purpose_codes=purpose_codes(purpose),
        verb=_verb_words(scene, frame),
        transaction_types=types,
        modality=modality(scene, frame),
        finance_type=finance_type(scene, frame),
        amount=frame.amount,
        period=when.period,
        period_basis=when.basis,
        cumulative=cumulative,
        known_only_from="caption" if scene.reading.block.kind == "caption" else "",
        not_countable="total" if all_aid else _not_countable(scene, frame, cumulative),
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


def scope_of(recipients: tuple[Party, ...]) -> str:
    if not recipients:
        return "not_stated"
    if len(recipients) > 1:
        return "joint"
    return "single" if recipients[0].iso3 else "group"


def _is_all_aid(scene: Scene, frame: Frame, parties: Parties, purpose: Phrase | None) -> bool:
    """ "gave NOK 9 billion in development aid": all of it, to nobody named, for nothing named."""
    if frame.amount is None or frame.noun is None or not is_volume(frame.noun):
        return False
    told = parties.recipients or parties.channels or purpose
    return not told and not is_total(scene, frame.amount, frame)


def _spans_years(when: When) -> bool:
    """ "Between 2015 and 2018": a time of the gift itself, longer than any one year."""
    period = when.period if when.basis == "stated" else None
    if (
        period is None
        or period.granularity != "range"
        or not (period.date_start and period.date_end)
    ):
        return False
    days = date.fromisoformat(period.date_end) - date.fromisoformat(period.date_start)
    return days.days > LONGEST_YEAR


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


def _basis_of_type(types: tuple[str, ...], basis: Basis) -> Basis:
    """The grounds, with a word that the type is ambiguous where there are candidates."""
    if len(types) < 2:
        return basis
    return replace(basis, unknown={**basis.unknown, "transaction_type": "ambiguous"})


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
    rule = "_".join(
        part
        for part, there in (("sum", frame.amount), ("verb", frame.verb), ("noun", frame.noun))
        if there
    )
    confidence = ("high", "medium", "low")[min(doubts, 2)]
    return Basis(rule, confidence, reasons, flags, unknown)
