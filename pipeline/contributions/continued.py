"""A gift told in two sentences: who receives it stands in the one before, or in the one after."""

from dataclasses import replace

from pipeline.contributions.carried import points_back
from pipeline.contributions.frames import Frame
from pipeline.contributions.parties import Parties, find_parties
from pipeline.contributions.records import Past, scope_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import find_givings, words_of
from pipeline.facts import Contribution, Party

OPENERS = ("the", "this", "these", "such")
MORE = ("further", "additional", "another", "other", "remaining", "rest")
NEAR = 4  # tokens within which "This additional emergency funding" has its noun


def with_receivers_before(
    scene: Scene, frame: Frame, gift: Contribution, past: Past
) -> Contribution:
    """ "… $9 million to Mali. Of this, $2 million went to UNICEF": the receivers told before.

    Only where the sentence points back to that gift, or leaves its giver to it and names nobody.
    """
    if gift.amount is None or gift.recipients or not (past.gift and past.gift.recipients):
        return gift
    alone = not (gift.channels or gift.implementers)
    goes_on = _goes_on(scene, gift, past) or _pointing_noun(scene) >= 0
    silent = alone and ("provider_before" in gift.basis.reasons or goes_on)
    if not silent and not points_back(scene, frame):
        return gift
    named = tuple(replace(party, at=None) for party in past.gift.recipients)
    return _received(gift, Parties(named), "recipient_before")


def _goes_on(scene: Scene, gift: Contribution, past: Past) -> bool:
    """ "A further $2 million was announced by Norway", "lent $3 million for the project"."""
    same = gift.provider is not None and past.giver is not None
    if not same or gift.provider is None or past.giver is None:
        return False
    more = scene.word(0) in MORE or (scene.word(0) in ("a", "an", "the") and scene.word(1) in MORE)
    pairs = ((scene.word(k), scene.lemma(k + 1)) for k in range(len(scene.tokens) - 1))
    work = any(one == "the" and two in words_of("programme") for one, two in pairs)
    return gift.provider.key == past.giver.key and (more or work)


def with_deed_before(scene: Scene, frame: Frame, gift: Contribution, past: Past) -> Contribution:
    """ "This was followed by Chile ($1 million)": given as the gift before was."""
    if frame.verb is not None or frame.noun is not None or past.gift is None:
        return gift
    followed = any(scene.word(k) == "followed" for k in range(frame.left))
    return replace(gift, transaction_types=past.gift.transaction_types) if followed else gift


def with_told_after(scene: Scene, gifts: list[Contribution]) -> list[Contribution]:
    """ "Chile gave $2 million. The funds will go to Fiji": what the sentence after adds.

    The gifts are those before a sentence that states no sum; it adds only to a last one that
    stands alone in its sentence, and only what that one lacks.
    """
    noun = _pointing_noun(scene)
    last = gifts[-1] if gifts else None
    if noun < 0 or last is None or last.amount is None:
        return gifts
    before = scene.reading.block.text.text[slice(*last.sentence)].lower().split()
    if "already" in before or (len(gifts) > 1 and gifts[-2].sentence == last.sentence):
        return gifts
    verb = next((g for g in find_givings(scene) if g.pos == "verb" and g.first > noun), None)
    frame = Frame(None, verb, None, noun, noun + 1, zone=(noun, len(scene.tokens)))
    givers: tuple[Party, ...] = (*((last.provider,) if last.provider else ()), *last.co_providers)
    told = find_parties(scene, frame, range(noun + 1, len(scene.tokens)), givers)
    return [*gifts[:-1], _received(last, told, "recipient_after")]


def _pointing_noun(scene: Scene) -> int:
    """The noun of "This additional funding", which opens a sentence; -1 for none."""
    quoted = scene.word(0) in ("“", '"', "``")
    if scene.word(quoted) not in OPENERS:
        return -1
    for k in range(1 + quoted, min(NEAR + quoted, len(scene.tokens))):
        if scene.mention_at(k):
            return -1
        if scene.lemma(k) in words_of("gift_again") and not scene.tag(k + 1).startswith("NN"):
            return k
        if not scene.tag(k).startswith(("JJ", "NN", "VBN", "CD")):
            return -1
    return -1


def _received(gift: Contribution, told: Parties, reason: str) -> Contribution:
    recipients = gift.recipients or told.recipients
    channels = gift.channels or told.channels
    implementers = gift.implementers or told.implementers
    if (recipients, channels, implementers) == (
        gift.recipients,
        gift.channels,
        gift.implementers,
    ):
        return gift
    basis = gift.basis
    kept = (("recipients", recipients), ("channels", channels))
    known = {column for column, parties in kept if parties}
    return replace(
        gift,
        recipients=recipients,
        recipient_scope=scope_of(recipients),
        channels=channels,
        implementers=implementers,
        basis=replace(
            basis,
            confidence="medium" if basis.confidence == "high" else basis.confidence,
            reasons=(*basis.reasons, reason),
            unknown={k: v for k, v in basis.unknown.items() if k not in known},
        ),
    )
