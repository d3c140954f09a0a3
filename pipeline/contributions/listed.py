"""Gifts told as a list: a sentence that says who gives, and under it an item for each sum.

"Norway extended the following assistance: (1) UNICEF: $2 million (for vaccines) (2) …": the items
take giver, kind and time from the sentence above, and are parts of its sum where it has one.  A
line that only opens a list, "Breakdown by agency", takes them from the last gift before it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.contributions.kinds import provider_type
from pipeline.contributions.named import national, party_of
from pipeline.contributions.pacts import donors
from pipeline.contributions.parties import BODIES, PLACES
from pipeline.contributions.places import country_of_body, iso3_of
from pipeline.contributions.purposes import purpose_codes
from pipeline.contributions.records import scope_of
from pipeline.contributions.scene import Scene, scenes_of
from pipeline.contributions.verbs import find_givings
from pipeline.contributions.wholes import fits
from pipeline.facts import Basis, Bearer, Contribution, Party, Phrase, Reading
from pipeline.model import Amount, Mention, Period

OPENS = re.compile(r"\b(?:follow(?:ing|s)|below|breakdown|consists? of|namely)\b|[:;]\s*$", re.I)
MARKER = re.compile(r"\s*(?:\(?\d{1,2}[.)]|\(?[a-z]{1,3}[.)]|[-–—•●○▪■◦*・])\s*", re.I)
LONGEST_ITEM = 400  # characters: what is longer is a paragraph of its own
LEAD_IN = re.compile(r"(?:[\s:–—(,-]|\b(?:worth|of|valued at|approximately|about|equivalent to))+$")
BREAKS_DOWN = re.compile(
    r"""\bbreak-?downs?\b
    | \b(?:amounts?|allocations?|assistance|aid|contributions?|funding|funds|support|grants?
        |disbursements?)\b
      .{0,40}\b(?:by|per|for\ each|to\ each)\ (?:[a-z]+\ ){0,2}
      (?:organi[sz]ations?|agenc(?:y|ies)|countr(?:y|ies)|recipients?|partners?|sectors?|channels?
        |projects?|programmes?|programs?|bod(?:y|ies)|donees?|implementers?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
NO_AID = re.compile(r"\b(?:costs?|budgets?|needs?|appeals?|loss(?:es)?|damages?)\b", re.IGNORECASE)
AID_OF = re.compile(
    r"""(?:['’]s?)?\ (?:[a-z]+\ ){0,3}
        (?:record|results|performance|disbursements?|assistance|aid|ODA|cooperation|contributions?
        |grants?|loans?|support)\b""",
    re.IGNORECASE | re.VERBOSE,
)
TOTAL = re.compile(r"\W*(?:(?:grand|sub)[ -]?)?total\b|\W*sum\b", re.IGNORECASE)
LONGEST_TITLE = 120  # characters of a line that only opens a list
BEFORE_SUM = re.compile(r"(?::|[-–—(\[\t])\s*\Z|\s{2}\Z")
FAR = 12  # blocks between a gift and the line that opens its breakdown
FOR = re.compile(r"\bfor\s+([^();:]{3,120})", re.I)


@dataclass(frozen=True, slots=True)
class Lead:
    """What the sentence above a list leaves to its items."""

    giver: Party
    gift: Contribution | None = None  # the gift that it states, with or without a sum
    titled: bool = False  # by a line that says no more than that it opens a list
    receivers: tuple[Party, ...] = ()  # the country that heads the items under it
    period: Period | None = None


def lead_of(
    reading: Reading, gifts: Sequence[Contribution], actor: Party | None, whole: Contribution | None
) -> Lead | None:
    """The lead that a block gives to a list under it, or None where it opens none.

    `whole` is the last gift with a sum before it.
    """
    text = reading.block.text.text
    titled = len(text) <= LONGEST_TITLE and BREAKS_DOWN.search(text) and not NO_AID.search(text)
    last = gifts[-1] if gifts else whole if titled else None
    owner = None if gifts else _owner(reading)
    giver = owner or (last.provider if last else actor)
    if giver is None or not (titled or OPENS.search(text)):
        return None
    own = reading.periods[0] if owner and len(reading.periods) == 1 else None
    return Lead(replace(giver, at=None), None if owner else last, bool(titled or owner), period=own)


def _owner(reading: Reading) -> Party | None:
    """ "Japan's record in FY2007 is as follows:", "Swedish disbursements:": whose aid is listed."""
    text = reading.block.text.text
    for scene in scenes_of(reading) if OPENS.search(text) else ():
        for mention in scene.mentions:
            if iso3_of(mention) in donors() and AID_OF.match(text, mention.end):
                return national(scene, mention)
    return None


def under(lead: Lead, gift: Contribution, scene: Scene) -> Contribution:
    """A gift of an item, with the giver and the time of the line above it where it has none."""
    if gift.provider is not None or gift.amount is None:
        return gift
    period = gift.period or lead.period
    unknown = {k: v for k, v in gift.basis.unknown.items() if k != "provider"}
    if period:
        unknown.pop("period_text", None)
    reasons = (*gift.basis.reasons, "listed_under")
    return replace(
        gift,
        provider=lead.giver,
        provider_type=provider_type(scene, lead.giver),
        period=period,
        period_basis=gift.period_basis or ("inherited" if period else ""),
        basis=replace(gift.basis, reasons=reasons, unknown=unknown),
    )


def receivers_headed(scenes: Iterable[Scene]) -> tuple[Party, ...]:
    """The country that a line of a list names and nothing else: "2. Fiji"."""
    for scene in scenes:
        text = scene.reading.block.text.text
        marker = MARKER.match(text)
        whole = (marker.end() if marker else 0, len(text.rstrip(": ")))
        for mention in scene.mentions:
            if mention.kind in PLACES and (mention.start, mention.end) == whole:
                return (replace(party_of(scene, mention), at=None),)
    return ()


def is_item(reading: Reading) -> bool:
    """Whether a block reads as an item of a list, and not as a paragraph of its own."""
    text = reading.block.text.text
    return len(text) <= LONGEST_ITEM and (_is_marked(reading) or _is_labelled(reading))


def _is_marked(reading: Reading) -> bool:
    return reading.block.kind == "list_item" or bool(MARKER.match(reading.block.text.text))


def _is_labelled(reading: Reading) -> bool:
    """ "UNICEF: $2 million", "Fiji (€3 million)", "SEK 5 million to UNHCR": a line, no sentence."""
    text = reading.block.text.text.rstrip()
    sums = [amount for amount in reading.amounts if amount.equivalent_of is None]
    if len(sums) != 1 or text.endswith("."):
        return False
    before = text[: sums[0].start]
    return not before.strip() or sums[0].rule == "column" or bool(BEFORE_SUM.search(before))


def listed_gifts(reading: Reading, scenes: Sequence[Scene], lead: Lead) -> Iterator[Contribution]:
    """The gifts of an item that no word of giving of its own bears: its first sum."""
    sums = [amount for amount in reading.amounts if amount.equivalent_of is None]
    scene = next((s for s in scenes if sums and sums[0] in s.amounts), None)
    if scene is None or sums[0].currency is None or TOTAL.match(reading.block.text.text):
        return
    if NO_AID.search(reading.block.text.text, 0, sums[0].start):
        return
    amount = sums[0]
    places, bodies = _named(scenes)
    if not (places or bodies or lead.titled or _is_marked(reading)):
        return
    above = lead.gift
    period = above.period if above else lead.period
    receivers = places or lead.receivers
    whole = above.amount if above else None
    part = whole is not None and fits(whole, amount)
    yield Contribution(
        bearer=Bearer(reading.block.block_id, amount.start, amount.end),
        sentence=scene.span,
        basis=_basis(above, period, bool(receivers or bodies)),
        provider=lead.giver,
        provider_type=provider_type(scene, lead.giver),
        recipients=receivers or _inherited(above),
        recipient_scope=scope_of(receivers) if receivers else _scope(above),
        channels=bodies,
        purpose=(purpose := _purpose(scene, amount)),
        purpose_codes=purpose_codes(purpose),
        transaction_types=above.transaction_types if above else ("2", "3"),
        modality=_modality(scene, amount),
        amount=amount,
        period=period,
        period_basis="inherited" if period else "",
        not_countable="part" if part else "",
        part_of=above.bearer if above and part else None,
    )


def _named(scenes: Sequence[Scene]) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The countries and places of an item, and its organisations; a short form counts once."""
    found: dict[str, tuple[Mention, Party]] = {}
    for scene in scenes:
        for mention in scene.mentions:
            party = party_of(scene, mention)
            found.setdefault(party.entity_id or party.name, (mention, party))
    named = list(found.values())
    places = tuple(p for m, p in named if m.kind in PLACES or (p.iso3 and country_of_body(m)))
    return places, tuple(p for m, p in named if m.kind in BODIES)


def _inherited(above: Contribution | None) -> tuple[Party, ...]:
    return tuple(replace(party, at=None) for party in above.recipients) if above else ()


def _scope(above: Contribution | None) -> str:
    return above.recipient_scope if above else "not_stated"


def _purpose(scene: Scene, amount: Amount) -> Phrase | None:
    """ "(for food assistance)" after the sum, "Emergency relief goods:" before it."""
    text = scene.reading.block.text.text
    after = FOR.search(text, amount.end, scene.span[1])
    if after:
        return Phrase(after[1].rstrip(), after.start(1), after.start(1) + len(after[1].rstrip()))
    start, end = 0, amount.start
    marker = MARKER.match(text, start, end)
    start = marker.end() if marker else start
    label = LEAD_IN.sub("", text[start:end])
    if any(start <= mention.start < start + len(label) for mention in scene.reading.mentions):
        name, colon, label = label.partition(": ")  # "UNICEF: schools (USD 2 million)"
        start += len(name) + len(colon)
    return Phrase(label, start, start + len(label)) if label else None


def _modality(scene: Scene, amount: Amount) -> str:
    """ "Loan aid: ¥14 billion": what the words before the sum are, else money."""
    nouns = (g for g in find_givings(scene) if g.pos == "noun")
    before = (g for g in nouns if scene.starts[g.first] < amount.start)
    return next((g.flow.modality for g in before if g.flow.modality), "money")


def _basis(above: Contribution | None, period: Period | None, named: bool) -> Basis:
    unknown = {} if named else {"recipients": "not_stated", "channels": "not_stated"}
    if period is None:
        unknown["period_text"] = "not_stated"
    if above is None or len(above.transaction_types) != 1:
        unknown["transaction_type"] = "ambiguous"
    confidence = "medium" if named and above else "low"
    return Basis("listed_under", confidence, ("listed_under",), (), unknown)
