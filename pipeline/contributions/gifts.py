"""Gifts without a sum: training, experts, equipment, a contribution whose size is not told.

Precision comes first: a statement of policy is no gift.  A row needs a giver, a word of giving
said as a fact or a plan, and a named receiver, a channel or a concrete thing given.
"""

from typing import TYPE_CHECKING

from pipeline.contributions.climbs import CLIMB
from pipeline.contributions.frames import EQUIPPED, Frame, is_volume
from pipeline.contributions.in_kind import REASON, acts_in_kind, is_aid
from pipeline.contributions.pacts import donors
from pipeline.contributions.places import home_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving, flows, words_of
from pipeline.facts import Contribution

if TYPE_CHECKING:
    from spacy.tokens import Token

HANDED = ("give", "light", "send", "train", "fund", "help", "receive", "make")
MOODS = ("fact", "planned", "promised")
CARRIES = frozenset(("with", "through", "via", "by", "under", "using", "of"))
FUNDED = ("fund", "international_organisation", "facility", "ngo")
ABOUT = ("relcl", "acl", "advcl", "xcomp", "ccomp")  # clauses that tell more of a gift
WITHIN = ("advcl", "xcomp", "ccomp", "pcomp")  # in which a sum says how much was given
PRESENTS = ("donate", "gift", "hand over", "hand out", "airlift")
OWN = frozenset(("his", "her", "its", "their", "our", "my"))
MEANS = frozenset(("through", "via"))  # before "support", which after "with" may be anyone's


def frames_without_sum(
    scene: Scene, givings: tuple[Giving, ...], frames: list[Frame]
) -> list[Frame]:
    """A frame for each noun of giving or thing given that no sum has taken."""
    taken = {id(f.noun) for f in frames} | {id(f.verb) for f in frames}
    found: list[Frame] = []
    used: set[int] = set()
    for noun in givings:
        if noun.pos != "noun" or id(noun) in taken or noun.does("project", "sum"):
            continue
        if frames and _is_frame_of_sum(scene, noun):
            continue
        if noun.does("handing") and not noun.does("gift"):
            continue  # "the provision of" belongs to what is provided
        verb = _verb_over(scene, noun, givings)
        if verb is not None and (id(verb) in taken or id(verb) in used):
            continue
        if verb is None and not (_stands_alone(scene, noun) or _joined(scene, noun, givings)):
            continue
        if verb is not None:
            used.add(id(verb))
        found.append(_frame(noun, verb))
    found = [frame for frame in found if not _retold(scene, frame, found)]
    pacts = [frame for frame in found if frame.verb and frame.verb.flow.word in ("sign", "agree")]
    found = [frame for frame in found if not _tells_of(scene, frame, [*frames, *pacts])]
    verbs = [verb for verb in givings if verb.pos == "verb" and id(verb) not in taken | used]
    alone = not (found or frames)
    found += [
        Frame(None, verb, None, verb.first, verb.last)
        for verb in verbs
        if _gives_to_a_body(scene, verb)
        or (alone and (_teaches(scene, verb) or _hands_over(scene, verb)))
    ]
    deeds = [verb for verb in verbs if not (found or frames) and acts_in_kind(scene, verb)]
    return found + [
        Frame(None, verb, None, verb.first, verb.last, reasons=(REASON,)) for verb in deeds
    ]


def _is_frame_of_sum(scene: Scene, noun: Giving) -> bool:
    """ "the loan scheme": of what sort it is; "under its budget allocation": out of what."""
    return scene.tag(noun.last).startswith("NN") or _word_before(scene, noun) == "under"


def _hands_over(scene: Scene, verb: Giving) -> bool:
    """ "donated three boats to Fiji": things, whatever they are, that such a verb can only give."""
    told = verb.pos == "verb" and verb.flow.word in PRESENTS and verb.mood == "fact"
    if not told or verb.voice not in ("active", "passive"):
        return False
    part = "dobj" if verb.voice == "active" else "nsubjpass"
    things = [c for c in scene.tokens[verb.first].children if c.dep_ == part]
    return any(thing.tag_ in ("NN", "NNS") and _is_counted(thing) for thing in things)


def _is_counted(thing: "Token") -> bool:
    """ "three boats", "boats", "a boat"; not "power", "its views", "two prisoners"."""
    if thing.lemma_.lower() in words_of("person"):
        return False
    said = {child.text.lower() for child in thing.children}
    number = thing.tag_ == "NNS" or any(child.dep_ == "nummod" for child in thing.children)
    return (number or bool(said & {"a", "an"})) and not said & OWN


def _teaches(scene: Scene, verb: Giving) -> bool:
    """ "trained 300 teachers in Bhutan": people are its object."""
    told = verb.pos == "verb" and verb.flow.word == "train" and verb.mood in MOODS
    objects = [c for c in scene.tokens[verb.first].children if c.dep_ == "dobj"]
    return told and any(child.lemma_.lower() in words_of("person") for child in objects)


def _gives_to_a_body(scene: Scene, verb: Giving) -> bool:
    """ "Chile contributed to the Relief Fund"; not "to the Fund's work", "to peace"."""
    if verb.pos != "verb" or verb.flow.word not in ("contribute", "donate"):
        return False
    first = verb.last + 2 if scene.word(verb.last + 1) == "the" else verb.last + 1
    mention = scene.mention_at(first)
    if scene.word(verb.last) != "to" or mention is None or mention.kind not in FUNDED:
        return False
    after = scene.tag(scene.token_span(mention.start, mention.end)[1])
    return verb.mood in MOODS and verb.voice == "active" and not after.startswith(("POS", "NN"))


def _retold(scene: Scene, frame: Frame, frames: list[Frame]) -> bool:
    """ "provides support for X through contributions to Y": the contributions tell what it is."""
    verb = frame.verb
    if verb is None or frame.noun is None or not frame.noun.does("aid"):
        return False
    later = (f.noun for f in frames if f.verb is None and f.left > frame.right)
    return any(
        noun is not None and noun.does("gift") and _hangs_on(scene, noun.last - 1, verb)
        for noun in later
    )


def _tells_of(scene: Scene, frame: Frame, frames: list[Frame]) -> bool:
    """ "gave $2 million that will provide food": a clause about a sum is no second gift."""
    head = _head(frame)
    for other in frames:
        if other is frame or other.bearer is None:
            continue
        if _clause_under(scene, head, other, ABOUT):
            return True
        if other.amount and _clause_under(scene, _head(other), frame, WITHIN):
            return True
    return False


def _head(frame: Frame) -> int:
    if frame.verb is not None and (frame.noun is None or frame.verb.voice != "participle"):
        return frame.verb.first
    return frame.noun.last - 1 if frame.noun is not None else frame.left


def _clause_under(scene: Scene, k: int, frame: Frame, clauses: tuple[str, ...]) -> bool:
    """Whether a clause of these kinds leads from a token up to the words of a gift."""
    inside = False
    for _ in range(CLIMB):
        inside = inside or scene.tokens[k].dep_ in clauses
        above = scene.head(k)
        if above == k:
            return False
        k = above
        borne = any(giving is not None and k in giving for giving in (frame.verb, frame.noun))
        if borne or frame.left <= k < frame.right:
            return inside
    return False


def _hangs_on(scene: Scene, k: int, verb: Giving) -> bool:
    for _ in range(8):
        k = scene.head(k)
        if k in verb:
            return True
    return False


def _frame(noun: Giving, verb: Giving | None) -> Frame:
    after = verb is not None and verb.first > noun.first
    left = noun.first
    right = verb.last if verb is not None and after else noun.last
    return Frame(None, verb, noun, left, right)


def _verb_over(scene: Scene, noun: Giving, givings: tuple[Giving, ...]) -> Giving | None:
    """The verb whose object or passive subject the noun is, past "and" and "of"."""
    k = noun.last - 1
    for _ in range(4):
        token = scene.tokens[k]
        above = scene.head(k)
        if above == k:
            break
        verb = next((g for g in givings if g.pos == "verb" and above in g), None)
        if verb is not None and (verb.does(*HANDED) or _trains(verb, noun)):
            fits = token.dep_ in ("dobj", "nsubjpass", "dative", "conj", "oprd")
            fits = fits or (token.text == "with" and verb.flow.word in EQUIPPED)
            return verb if fits and verb.mood in MOODS else None
        if token.dep_ not in ("conj", "pobj", "prep", "compound", "appos"):
            break
        k = above
    participle = next(
        (g for g in givings if g.first == noun.last and g.voice == "participle"), None
    )
    if participle is not None and participle.does(*HANDED):
        return participle
    return _verb_before(scene, noun, givings)


def _trains(verb: Giving, noun: Giving) -> bool:
    """ "has been conducting training": carrying out is giving where training is what is given."""
    return verb.does("implement") and noun.flow.modality == "training"


def _verb_before(scene: Scene, noun: Giving, givings: tuple[Giving, ...]) -> Giving | None:
    """The verb right before the noun's own words, where the parse missed the object."""
    k = noun.first - 1
    while k >= 0 and scene.tag(k).startswith(("JJ", "NN", "PRP$", "DT", "CD")):
        k -= 1
    verb = next((g for g in givings if g.pos == "verb" and k in g), None)
    given = verb is not None and (verb.does(*HANDED) or _trains(verb, noun))
    fits = given and verb is not None and verb.voice == "active"
    return verb if fits and verb is not None and verb.mood in MOODS else None


def _stands_alone(scene: Scene, noun: Giving) -> bool:
    """ "with grant assistance from", "through its contributions to", "the provision of"."""
    if _handed(scene, noun):
        return True
    if not noun.does("gift", "aid"):
        return False
    return _word_before(scene, noun) in (CARRIES if noun.does("gift") else MEANS)


def _word_before(scene: Scene, noun: Giving) -> str:
    """The word before a noun and what describes it: "under" of "under its latest allocation"."""
    k = noun.first - 1
    while k >= 0 and scene.tag(k).startswith(("JJ", "NN", "PRP$", "POS", "DT")):
        k -= 1
    return scene.word(k)


def _joined(scene: Scene, noun: Giving, givings: tuple[Giving, ...]) -> bool:
    """ "through support for A, as well as Korea's cooperation": the second of two means."""
    k = noun.first - 1
    while k >= 0 and scene.tag(k).startswith(("JJ", "NN", "PRP$", "POS", "DT", "HYPH")):
        k -= 1
    well = scene.word(k) == "as" and scene.word(k - 1) == "well"
    before = [g for g in givings if g.pos == "noun" and g.last <= k and g.does("gift", "aid")]
    joined = (well or scene.word(k) == "and") and noun.does("gift", "aid")
    return joined and bool(before) and _stands_alone(scene, before[-1])


def _handed(scene: Scene, noun: Giving) -> bool:
    """ "the provision of patrol vessels", "the dispatch of experts"."""
    k = noun.first - 1
    while k >= 0 and scene.tag(k).startswith(("JJ", "NN", "DT")) and k > noun.first - 5:
        k -= 1
    handing = any(flow.act == "handing" for flow in flows("noun").get(scene.lemma(k - 1), ()))
    return scene.word(k) == "of" and handing


def _has_source(gift: Contribution) -> bool:
    """ "with grant assistance from The Nippon Foundation": the giver stands beside the gift."""
    provider = gift.provider
    beside = not {"subject_of_clause", "pronoun_before"} & set(gift.basis.reasons)
    return provider is not None and provider.at is not None and beside


def is_told(frame: Frame, gift: Contribution) -> bool:
    """Whether a gift says enough to be a row; one without a sum must say more."""
    named = bool(gift.recipients or gift.channels or gift.implementers)
    if gift.amount is not None:
        spent = frame.noun is None and frame.verb is not None and frame.verb.does("spend")
        stands = frame.verb is None and frame.noun is not None and not frame.noun.does("gift")
        owned = gift.provider is not None or not stands
        how_much = frame.noun is not None and is_volume(frame.noun)
        how_much = how_much or "sum_in_predicate" in gift.basis.reasons
        volume = how_much and not _is_a_donors(frame, gift)
        invested = spent and (_is_agency(gift) or _is_relief(gift))
        told = (named or invested or not (spent or volume)) and (named or owned)
        told = told and (named or not _is_price(frame, gift)) and _is_borne(frame, gift)
        told = told and not (gift.provider is None and not gift.channels and _is_borrowed(frame))
        return told and not (spent and gift.provider is None and _is_active(frame))
    if gift.provider is None:
        return False
    if frame.noun is None:
        verb = frame.verb
        things = verb is not None and (verb.does("train") or verb.flow.word in PRESENTS)
        by_deed = REASON in frame.reasons
        return is_aid(gift) if by_deed else bool(gift.channels or (things and gift.recipients))
    return _is_concrete(frame, gift)


def _is_a_donors(frame: Frame, gift: Contribution) -> bool:
    """ "Japan's contribution was $5 million", "Japan's ODA": a donor's own, to whatever it is."""
    noun, provider = frame.noun, gift.provider
    gives = provider is not None and provider.iso3 in donors()
    return gives and noun is not None and (noun.flow.word == "contribution" or is_volume(noun))


def _is_agency(gift: Contribution) -> bool:
    """An agency of a donor, a bank, a fund: what it spends on a purpose is aid."""
    provider = gift.provider
    if provider is None or not provider.entity_id:
        return False
    home = home_of(provider.entity_id)
    return home.iso3 in donors() if home else gift.provider_type == "40"


def _is_relief(gift: Contribution) -> bool:
    """ "will spend $10 million on relief efforts": what a donor spends on aid by its name."""
    words = gift.purpose.text.lower().split() if gift.purpose else []
    aid = any(flow.act == "aid" for word in words for flow in flows("noun").get(word, ()))
    return aid and gift.provider is not None and gift.provider.iso3 in donors()


def _is_price(frame: Frame, gift: Contribution) -> bool:
    """ "paid $60 million for the turbines": what is paid to nobody named buys something."""
    paid = frame.verb is not None and frame.verb.flow.word in ("pay", "paid")
    return paid and frame.noun is None and gift.purpose is not None


def _is_borne(frame: Frame, gift: Contribution) -> bool:
    """ "Of this amount, $15 million was for X" is a gift only after a gift."""
    bare = frame.noun is None and frame.verb is None
    return not bare or gift.provider is not None


def _is_active(frame: Frame) -> bool:
    """Somebody spends, whom the text does not name: "companies invested", "tourism brings"."""
    return frame.verb is not None and frame.verb.flow.word in ("invest", "bring", "brought")


def _is_borrowed(frame: Frame) -> bool:
    """ "Households borrow $50": from nobody named."""
    words = ("borrow", "obtain", "get", "secure")
    return frame.noun is None and frame.verb is not None and frame.verb.flow.word in words


def _is_concrete(frame: Frame, gift: Contribution) -> bool:
    if frame.noun is None:
        return False
    if {"unknown_name", "provider_carried"} & set(gift.basis.reasons):
        return False
    weak = "recipient_by_place" in gift.basis.reasons
    bare = frame.verb is None or frame.verb.voice == "participle"
    if bare and frame.noun.does("gift") and _has_source(gift):
        return True
    named = any(party.entity_id for party in gift.recipients) and not weak
    taught = weak and frame.verb is not None and bool(gift.beneficiaries)
    through = bool(gift.channels) or (taught and frame.noun.flow.modality == "training")
    vague = frame.noun.does("aid") and frame.verb is not None and frame.verb.flow.word == "offer"
    if frame.noun.does("gift", "thing"):
        given = frame.verb is not None and frame.verb.does("give") and bool(gift.recipients)
        return named or through or given or bool(gift.implementers)
    return named or (through and not vague)


def is_little_told(frame: Frame, gift: Contribution) -> bool:
    """ "Japan provided assistance to emerging countries": a gift in fact, and little more.

    Whoever reads the table finds it there, doubtful, rather than nowhere.
    """
    provider, verb, noun = gift.provider, frame.verb, frame.noun
    if gift.amount is not None or noun is None or provider is None or provider.at is None:
        return False
    doubts = {"unknown_name", "provider_carried", "pronoun_before"} & set(gift.basis.reasons)
    if doubts or not (gift.recipients or gift.purpose or gift.beneficiaries):
        return False
    if verb is None:
        return noun.does("thing", "gift", "aid")
    return verb.mood == "fact" and verb.does("give") and noun.does("aid", "gift")
