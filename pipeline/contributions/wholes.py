"""Gifts that hold other gifts or are told again: parts, totals, retellings.

A total may add a whole or its parts, never both; what it must leave out is marked.
"""

from dataclasses import replace

from pipeline.contributions.around import amount_tokens, opens_of_this
from pipeline.contributions.scene import Scene
from pipeline.contributions.sums import opens_parts, parts_named
from pipeline.facts import Contribution
from pipeline.model import Amount

OPENING = 4  # tokens: "Of the total of $50 million"


def out_of(scene: Scene, gift: Contribution, whole: Contribution) -> Contribution:
    """ "Of the $120 million that A gave B, $45 million went to …": parts of one gift."""
    if whole.amount is None or gift.amount is None or not _is_part(scene, whole.amount, gift):
        return gift
    giver = gift.provider or (replace(whole.provider, at=None) if whole.provider else None)
    # "including": a part whose own words tell no deed is given with its whole
    own = gift.verb is not None and not gift.verb.text.lower().startswith("includ")
    led = gift.period and whole.period and gift.period.start < whole.amount.start
    period = whole.period if led else gift.period or whole.period
    inherited = tuple(dict.fromkeys((*gift.basis.reasons, "provider_carried")))
    return replace(
        gift,
        provider=giver,
        provider_type=gift.provider_type or whole.provider_type,
        recipients=gift.recipients or tuple(replace(p, at=None) for p in whole.recipients),
        recipient_scope=gift.recipient_scope if gift.recipients else whole.recipient_scope,
        transaction_types=gift.transaction_types if own else whole.transaction_types,
        period=period,
        period_basis=gift.period_basis if period is gift.period else "inherited",
        basis=replace(gift.basis, confidence="medium", reasons=inherited, unknown={}),
    )


def is_told_whole(scene: Scene, amount: Amount) -> bool:
    """ "Of the $50 million, $20 million will go to Mali": a sum that was told before as a gift.

    One of which more is told ("Of the $50 million pledged by Oman, …") is not left out.
    """
    first, last = amount_tokens(scene, amount)
    opens = scene.word(0) == "of" and scene.word(1) in ("the", "this", "that") and first <= OPENING
    others = any(other.start > amount.end for other in scene.amounts)
    return opens and others and scene.word(last) == ","


def _is_part(scene: Scene, whole: Amount, gift: Contribution) -> bool:
    """ "Of the $10 million …", "$10 million, including $3 million"."""
    if scene.word(0) == "of":
        return True
    between = scene.reading.block.text.text[whole.end : gift.bearer.start].lower()
    return parts_named(between, False) is not None


def as_its_parts(gift: Contribution, before: Contribution) -> Contribution:
    """A total is of the kind and time of the parts before it: "making its contributions …"."""
    if gift.not_countable != "total" or before.amount is None:
        return gift
    return replace(
        gift,
        transaction_types=before.transaction_types,
        period=gift.period or before.period,
        period_basis=gift.period_basis or ("inherited" if before.period else ""),
    )


def without_parts(
    scene: Scene, gifts: list[Contribution], before: Contribution | None
) -> list[Contribution]:
    """Mark the gifts that are parts of a sum before them: a total adds the whole.

    `before` is the last gift with a sum that the sentence before states.
    """
    whole: Amount | None = None
    marked = []
    for gift in gifts:
        inside = whole is not None and _is_inside(scene, whole, gift)
        whole = whole if inside else gift.amount or whole
        part = inside or _of_sentence_before(scene, gift, before)
        marked.append(replace(gift, not_countable=gift.not_countable or "part") if part else gift)
    return marked


def _is_inside(scene: Scene, whole: Amount, gift: Contribution) -> bool:
    """ "$9 million, of which $4 million", "Of the $9 million, $4 million": in one sentence."""
    if gift.amount is None or not fits(whole, gift.amount):
        return False
    between = scene.reading.block.text.text[whole.end : gift.bearer.start]
    return scene.word(0) == "of" or parts_named(between, False) is not None


def _of_sentence_before(scene: Scene, gift: Contribution, before: Contribution | None) -> bool:
    """ "Of this, $4 million", "This includes $4 million": of what the sentence before tells."""
    of_this = opens_of_this(scene)
    if gift.amount is None or of_this or before is None:
        return of_this and gift.amount is not None
    text = scene.reading.block.text.text[slice(*scene.span)]
    return opens_parts(text) and _may_hold(before, gift)


def _may_hold(whole: Contribution, part: Contribution) -> bool:
    """ "Norway gave $9 million. This includes $4 million": no more, and nobody else's."""
    if whole.amount is None or part.amount is None or of_others(whole, part):
        return False
    return fits(whole.amount, part.amount)


def of_others(one: Contribution, other: Contribution) -> bool:
    """Whether two gifts have different givers; one that names none may be anybody's."""
    return len({gift.provider.key for gift in (one, other) if gift.provider}) > 1


def fits(whole: Amount, part: Amount) -> bool:
    """A part is in the whole's currency and no larger."""
    bounds = (whole.high or whole.low, part.low or part.high)
    smaller = bounds[0] is None or bounds[1] is None or bounds[1] <= bounds[0]
    return whole.currency == part.currency and smaller


def marked_duplicates(gifts: list[Contribution]) -> list[Contribution]:
    """Tie a gift told again (same sum, giver and receivers) to the row that told it first."""
    first: dict[tuple[object, ...], Contribution] = {}
    marked = []
    for gift in gifts:
        key = _sameness(gift)
        original = first.setdefault(key, gift) if key else gift
        if original is gift or _is_beside(original, gift):
            marked.append(gift)
        else:
            told = replace(gift, duplicate_of=original.bearer, not_countable="duplicate")
            marked.append(told)
    return marked


def _is_beside(one: Contribution, other: Contribution) -> bool:
    """In one sentence: two gifts of the same size, not one told twice."""
    return one.bearer.block_id == other.bearer.block_id and one.sentence == other.sentence


def _sameness(gift: Contribution) -> tuple[object, ...]:
    if gift.amount is None or gift.provider is None:
        return ()
    receivers = {party.key for party in (*gift.recipients, *gift.channels, *gift.implementers)}
    if not receivers:
        return ()
    amount = gift.amount
    return (amount.low, amount.high, amount.currency, gift.provider.key, frozenset(receivers))
