"""What a sentence says that none of its gifts took up: why a row may not be whole."""

from dataclasses import replace

from pipeline.contributions.pacts import donors
from pipeline.contributions.parties import BODIES, PLACES, STORM
from pipeline.contributions.places import iso3_of, nationality_of
from pipeline.contributions.scene import Scene
from pipeline.facts import Contribution, Party, Phrase
from pipeline.model import Amount, Mention
from pipeline.money.lands import shares_its_name

TIMES = frozenset(("since", "coming", "next", "past", "yearly", "annually", "today", "yesterday"))
LONG = 45  # tokens: longer sentences are parsed less surely
WORKS = {"programme", "agreement", "meeting", "facility"}  # what a gift may be for
PARTIES = (PLACES | BODIES | {"government_body"}) - WORKS


def with_doubts(scene: Scene, gifts: list[Contribution]) -> list[Contribution]:
    """The gifts of a sentence; no row is sure where a party's name or the parse is in doubt."""
    if not gifts:
        return []
    reasons = (
        *(("several_givers",) if any(gift.co_providers for gift in gifts) else ()),
        *(("name_left_over",) if _left_over(scene, gifts) else ()),
        *(("long_sentence",) if len(scene.tokens) > LONG else ()),
    )
    return [_doubted(gift, (*reasons, *_own_doubts(scene, gift))) for gift in gifts]


def _own_doubts(scene: Scene, gift: Contribution) -> tuple[str, ...]:
    """What leaves one gift in doubt: nobody who receives, a sign of money that several share."""
    timed = gift.period is None and any(token.text.lower() in TIMES for token in scene.tokens)
    giver = gift.provider.iso3 if gift.provider else ""
    return (
        *(("time_elsewhere",) if timed else ()),
        *(("no_sum",) if gift.amount is None and not _is_whole(gift) else ()),
        *(("giver_receives_aid",) if giver and giver not in donors() else ()),
        *(("no_receiver",) if not gift.recipients else ()),
        *(("money_of_giver",) if giver and _is_of_giver(gift.amount, giver) else ()),
    )


def _is_of_giver(amount: Amount | None, giver: str) -> bool:
    """Whether a sign that the edition reads for all may stand for the giver's own money."""
    if amount is None or not amount.currency or amount.currency_basis != "edition_rule":
        return False
    return shares_its_name(amount.currency, giver)


def _is_whole(gift: Contribution) -> bool:
    """A gift without a sum that tells who receives and what deed it was."""
    return bool(gift.recipients) and len(gift.transaction_types) == 1 and gift.purpose is not None


def _doubted(gift: Contribution, reasons: tuple[str, ...]) -> Contribution:
    if not reasons:
        return gift
    basis = gift.basis
    confidence = "medium" if basis.confidence == "high" else basis.confidence
    told = tuple(dict.fromkeys((*basis.reasons, *reasons)))
    return replace(gift, basis=replace(basis, confidence=confidence, reasons=told))


def _left_over(scene: Scene, gifts: list[Contribution]) -> bool:
    """Whether a name of the sentence has no part in any of its gifts."""
    parties = [party for gift in gifts for party in _parties(gift)]
    taken = {key for party in parties for key in (party.entity_id, party.name, party.iso3) if key}
    spans = [party.at for party in parties if party.at]
    return any(
        (mention.kind in PARTIES or nationality_of(mention))
        and not {mention.entity_id, mention.text, iso3_of(mention)} & taken
        and not any(_overlap(at, mention) for at in spans)
        and not _only_describes(scene, mention)
        for mention in scene.mentions
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
