"""Which rows are sure: what leaves a gift in doubt beside the grounds that `records` counts.

A row is high where a person who reads its sentence would ask nothing more: (1) a list knows its
giver; (2) it is told who receives, and a receiver known from a place alone is a country; or it is
told through which body a country's gift goes; (3) it is one gift, no total, and no part of it
comes from another sentence or from a doubtful parse; (4) every body, country and time that the
sentence names has its part in a gift.
"""

from dataclasses import replace

from pipeline.contributions.pacts import donors
from pipeline.contributions.parties import BODIES, PLACES, STORM
from pipeline.contributions.places import is_country, is_listed, iso3_of, nationality_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import find_givings
from pipeline.facts import Contribution, Party, Phrase
from pipeline.model import Amount, Mention, Period
from pipeline.money.lands import shares_its_name

TIMES = frozenset(
    (
        *("since", "coming", "next", "past", "yearly", "annually", "today", "yesterday", "during"),
        *("week", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
)
PLEDGES = frozenset(("pledge", "pledging", "promise"))
OPENING = 6  # tokens: "New York, Friday, 21 December"
LONG = 45  # tokens: longer sentences are parsed less surely
FAR = 200  # characters between the parts of a gift: nearer ones are told together
TIME = "time"  # among what is left over: a time that no gift took up
PARTS = frozenset(("region", "place"))  # beside countries that receive, they tell where in them
TAKEN = PARTS | {TIME}
WORKS = {"programme", "agreement", "meeting", "facility"}  # what a gift may be for
PARTIES = (PLACES | BODIES | {"government_body"}) - WORKS


def with_doubts(scene: Scene, gifts: list[Contribution]) -> list[Contribution]:
    """The gifts of a sentence, each with what leaves it in doubt."""
    if not gifts:
        return []
    reasons = ("several_givers",) if any(gift.co_providers for gift in gifts) else ()
    left = _left_over(scene, gifts) | _times_left(scene, gifts)
    return [_doubted(gift, (*reasons, *_own_doubts(scene, gift, left))) for gift in gifts]


def _own_doubts(scene: Scene, gift: Contribution, left: frozenset[str]) -> tuple[str, ...]:
    """What leaves one gift in doubt; `left` is the kinds of the names that no gift took up."""
    timed = gift.period is None and not TIMES.isdisjoint(scene.words)
    giver = gift.provider.iso3 if gift.provider else ""
    lands = bool(gift.recipients) and all(map(is_country, gift.recipients))
    told = lands and not (gift.channels or "subject_elided" in gift.basis.reasons)
    by_place = "recipient_by_place" in gift.basis.reasons
    tests = (
        ("time_elsewhere", timed or TIME in left or _is_dateline(scene, gift.period)),
        ("long_sentence", len(scene.tokens) > LONG and _stretch(gift) > FAR),
        ("no_sum", gift.amount is None and not told),
        ("unknown_name", gift.provider is not None and not is_listed(gift.provider)),
        ("giver_receives_aid", bool(giver) and giver not in donors()),
        ("channel_unknown", any(_is_work(scene, party) for party in gift.channels)),
        ("pledge_beside", "12" not in gift.transaction_types and _is_pledged(scene)),
        ("no_receiver", not gift.recipients and not (gift.channels and giver)),
        ("total_told", gift.not_countable == "total"),
        ("place_no_country", not lands and (by_place or any(map(_is_place, gift.recipients)))),
        ("money_of_giver", bool(giver) and _is_of_giver(gift.amount, giver)),
        ("name_left_over", bool(left - TAKEN if lands else left - {TIME})),
    )
    return tuple(reason for reason, holds in tests if holds)


def _is_work(scene: Scene, channel: Party) -> bool:
    """ "the Project for Clean Wells": what a gift may be for, though it stands as a body."""
    if is_listed(channel) or channel.at is None:
        return False
    start = channel.at.start
    return any(m.start == start and m.kind in (*WORKS, "other") for m in scene.mentions)


def _is_pledged(scene: Scene) -> bool:
    """ "towards fulfilment of its pledge": whether what is told was given or only promised."""
    if PLEDGES.isdisjoint(scene.lemmas):
        return False
    return any(giving.flow.types == ("12",) for giving in find_givings(scene))


def _times_left(scene: Scene, gifts: list[Contribution]) -> frozenset[str]:
    """Whether the sentence tells a time that no gift took up."""
    taken = [gift.period for gift in gifts if gift.period]
    left = any(not any(_meet(one, other) for other in taken) for one in scene.periods)
    return frozenset((TIME,)) if left and taken else frozenset()


def _is_dateline(scene: Scene, period: Period | None) -> bool:
    """ "Tunis, 21 December 2005 –": when the text was written, perhaps not when it was given."""
    if period is None:
        return False
    first, last = scene.token_span(period.start, period.end)
    return first < OPENING and scene.word(last) in ("–", "—", "-", "--")


def _meet(one: Period, other: Period) -> bool:
    return one.start < other.end and other.start < one.end


def _stretch(gift: Contribution) -> int:
    """How many characters the parts of a gift stretch over, its sum or its verb among them."""
    spans = [(party.at.start, party.at.end) for party in _parties(gift) if party.at]
    spans.append((gift.bearer.start, gift.bearer.end))
    return max(end for _, end in spans) - min(start for start, _ in spans)


def _is_place(receiver: Party) -> bool:
    """A town or a district, not a country, a region or "ten countries"."""
    return bool(receiver.entity_id) and not (is_country(receiver) or is_listed(receiver))


def _is_of_giver(amount: Amount | None, giver: str) -> bool:
    """Whether a sign that the edition reads for all may stand for the giver's own money."""
    if amount is None or not amount.currency or amount.currency_basis != "edition_rule":
        return False
    return shares_its_name(amount.currency, giver)


def _doubted(gift: Contribution, reasons: tuple[str, ...]) -> Contribution:
    if not reasons:
        return gift
    basis = gift.basis
    confidence = "medium" if basis.confidence == "high" else basis.confidence
    told = tuple(dict.fromkeys((*basis.reasons, *reasons)))
    return replace(gift, basis=replace(basis, confidence=confidence, reasons=told))


def _left_over(scene: Scene, gifts: list[Contribution]) -> frozenset[str]:
    """The kinds of the names of the sentence that have no part in any of its gifts."""
    parties = [party for gift in gifts for party in _parties(gift)]
    taken = {key for party in parties for key in (party.entity_id, party.name, party.iso3) if key}
    spans = [party.at for party in parties if party.at]
    return frozenset(
        mention.kind
        for mention in scene.mentions
        if (mention.kind in PARTIES or nationality_of(mention))
        and not {mention.entity_id, mention.text, iso3_of(mention)} & taken
        and not any(_overlap(at, mention) for at in spans)
        and not _only_describes(scene, mention)
    )


def _overlap(at: Phrase, mention: Mention) -> bool:
    """ "Board of the Bank" of which the Bank gives, "Pacific" of "Pacific countries"."""
    return at.start < mention.end and mention.start < at.end


def _only_describes(scene: Scene, mention: Mention) -> bool:
    """ "Cyclone Idai", "the UN's", "UN agencies", "(AFD)": no party of its own."""
    first, last = scene.token_span(mention.start, mention.end)
    short = scene.word(first - 1) == "(" and scene.word(last) == ")"
    above = mention.text in ("UN", "U.N.", "United Nations")
    owns = above and scene.tag(last).startswith(("POS", "NN"))
    return mention.rule == STORM or short or owns


def _parties(gift: Contribution) -> tuple[Party, ...]:
    return (
        *((gift.provider,) if gift.provider else ()),
        *gift.co_providers,
        *gift.recipients,
        *gift.channels,
        *gift.implementers,
    )
