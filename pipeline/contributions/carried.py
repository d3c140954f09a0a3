"""Givers that the words beside a gift do not name: told before, or whose report it is."""

from dataclasses import dataclass, replace
from functools import cache

from pipeline.contributions.around import amount_tokens, opens_of_this
from pipeline.contributions.frames import Frame
from pipeline.contributions.givers import subjects_of
from pipeline.contributions.named import WORKS, Context, Giver, provider_of
from pipeline.contributions.pacts import donors
from pipeline.contributions.places import home_of
from pipeline.contributions.records import Past
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving, flows, words_of
from pipeline.vocab import read_vocab

RAISED_BY_MANY = ("donate", "contribute", "add")  # in dollars, by whoever met
TOLD_BEFORE = {"report_is_provider", "provider_before", "pronoun_before"}  # for the whole sentence


@dataclass(frozen=True, slots=True)
class Before:
    """What was told before a gift: the giver before it in its sentence, the sentence before."""

    last: Giver | None
    past: Past
    context: Context


def giver_before(scene: Scene, frame: Frame, before: Before) -> Giver | None:
    """The giver of a gift beside which none is named, or None where nothing tells."""
    return (
        _carried(scene, before.last, frame)
        or _of_this(scene, frame, before.past)
        or _of_gift_before(scene, frame, before.past)
        or (None if before.last else _of_report(scene, frame, before))
    )


def _carried(scene: Scene, giver: Giver | None, frame: Frame) -> Giver | None:
    """ "$2 million to A, as well as $1 million to B": the giver of the gift before."""
    own = frame.verb is not None and frame.verb.voice != "active" and frame.noun is None
    led = scene.word(frame.left - 1) == "with" or scene.word(frame.left - 2) == "with"
    told_before = giver is not None and bool(TOLD_BEFORE & set(giver.reasons))
    if giver is None or (own and not (led or told_before)):
        return None
    party = replace(giver.party, at=None)
    return Giver(party, (*giver.reasons, "provider_carried"), giver.others)


def _of_this(scene: Scene, frame: Frame, past: Past) -> Giver | None:
    """ "Of this, $3 million went to …", "The loan amounts to …": the giver of the gift before."""
    told = points_back(scene, frame) or (_sum_opens(scene, frame) and not past.gift)
    if past.giver is None or not told:
        return None
    return Giver(replace(past.giver, at=None), ("pronoun_before",))


def points_back(scene: Scene, frame: Frame) -> bool:
    """ "Of this", "The loan amounts to": the gift of the sentence before."""
    the = scene.word(0) in ("the", "this", "these") and frame.noun is not None
    opens = frame.noun is not None and (frame.noun.first in (1, 2) or frame.left <= 1)
    pointed = the and opens
    return pointed or opens_of_this(scene)


def _sum_opens(scene: Scene, frame: Frame) -> bool:
    """ "The additional €3 million will go to": a sum that was told before."""
    if frame.amount is None or scene.word(0) not in ("the", "this", "these"):
        return False
    first, _ = amount_tokens(scene, frame.amount)
    return all(scene.tag(k).startswith(("JJ", "RB", "VBN")) for k in range(1, first))


def _of_gift_before(scene: Scene, frame: Frame, past: Past) -> Giver | None:
    """ "Austria gave $5 million. A further $2 million was set aside for Mali": the same giver."""
    got = frame.verb is not None and frame.verb.does("receive")
    if past.giver is None or not (got or _nobody_acts(scene, frame)):
        return None
    follows = got or (_is_given(scene, frame) and not _is_pledged(frame))
    follows = follows and frame.amount is not None
    if not past.gift and not (follows and past.giver.iso3 in donors()):
        return None
    return Giver(replace(past.giver, at=None), ("provider_before",))


def _of_report(scene: Scene, frame: Frame, before: Before) -> Giver | None:
    """ "A loan of ¥3 billion was extended to Fiji" in Japan's own report, in its own currency.

    A pledge is left out: it may be that of all who met.
    """
    edition, amount, verb = before.context.edition, frame.amount, frame.verb
    many = verb is not None and verb.flow.word in RAISED_BY_MANY
    many = many or (frame.noun is not None and frame.noun.first == 0)  # "Grants came to $2 million"
    currencies = (*_currency_of(edition.provider), *(() if many else ("USD",)))
    own = amount is not None and amount.currency in currencies
    given = _is_given(scene, frame)
    part = scene.word(0) == "of" and any(
        mention.end <= scene.starts[frame.left] for mention in scene.mentions
    )  # of what another gave
    own = own and given and not part
    if not edition.provider or not own or _is_pledged(frame) or not _nobody_acts(scene, frame):
        return None
    agency = before.past.giver  # "Norad decided so. In all, $2 million will be released"
    home = home_of(agency.entity_id) if agency else None
    if agency is not None and home is not None and home.iso3 == edition.provider:
        return Giver(replace(agency, at=None), ("provider_before",))
    return Giver(provider_of(edition), ("report_is_provider",))


def _is_pledged(frame: Frame) -> bool:
    """ "was pledged": perhaps by all who met."""
    return frame.verb is not None and frame.verb.flow.types == ("12",)


def _is_given(scene: Scene, frame: Frame) -> bool:
    """ "was extended", "will go to", "The grant amounts to", "was built with a grant of"."""
    verb, noun = frame.verb, frame.noun
    if verb is not None and not verb.does("sum"):
        goes = verb.does("give", "fund") or verb.flow.word in ("go", "went")
        goes = goes or scene.word(verb.last) == "available"  # "will be made available"
        return goes and (verb.voice != "participle" or _sum_opens(scene, frame))
    if noun is None or not noun.does("gift", "aid"):
        return False
    if verb is not None:
        opens = noun.first in (1, 2) if scene.word(0) == "the" else noun.first == 0
        return opens and not any(m.end <= scene.starts[verb.first] for m in scene.mentions)
    subject = scene.tokens[noun.last - 1].dep_.startswith("nsubj")
    return scene.word(frame.left - 1) == "with" or (subject and scene.word(0) == "the")


def _nobody_acts(scene: Scene, frame: Frame) -> bool:
    """No word of the sentence stands where a giver would: the sum itself is the subject."""
    verb = frame.verb
    if verb is None:
        return True
    if verb.does("receive") or (verb.voice == "passive" and _is_done_by(scene, verb)):
        return False
    if verb.does("sum"):
        return True
    return all(_acts_not(scene, frame, k) for k in subjects_of(scene, verb)[:1])


def _is_done_by(scene: Scene, verb: Giving) -> bool:
    """ "was extended to Fiji by five banks": somebody gives, whom nobody knows by name."""
    for k in range(verb.last, len(scene.tokens)):
        if scene.word(k) == "by":
            return scene.tag(k + 1) != "VBG"
        if scene.tag(k).startswith(("VB", "MD")):
            break
    return False


def _acts_not(scene: Scene, frame: Frame, k: int) -> bool:
    """The sum itself, "a total", a programme: what others pay for."""
    mention = scene.mention_at(k)
    work = scene.lemma(k) in words_of("programme") or (mention and mention.kind in WORKS)
    inside = frame.left <= k < frame.right
    gift = scene.lemma(k) in flows("noun") and mention is None  # "the second agreement granted"
    return (
        inside
        or gift
        or scene.lemma(k) in ("total", "this", "these", "that", "which", "%", "percent", "rest")
        or bool(work)
    )


@cache
def _currency_of(iso3: str) -> tuple[str, ...]:
    rows = read_vocab("donor_currencies")
    return tuple(row["currency"] for row in rows if row["iso3"] == iso3)
