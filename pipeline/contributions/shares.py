"""The parties of a gift beyond its own tokens.

A sentence names them once for several gifts ("$4 million in 2018 and $5 million in 2019 to
Ukraine"), before its verb ("In Kenya, …"), or as the one who receives.
"""

from dataclasses import replace
from itertools import pairwise

from pipeline.contributions.asides import beyond_asides, passes_on
from pipeline.contributions.charities import charity_of
from pipeline.contributions.frames import Frame
from pipeline.contributions.givers import subjects_of
from pipeline.contributions.named import (
    GIVER_KINDS,
    Giver,
    bracketed,
    joined_parties,
    party_of,
    received,
    subject_tokens,
)
from pipeline.contributions.pacts import agreed_pair
from pipeline.contributions.parties import (
    BODIES,
    NAMED_WORK,
    PLACES,
    Parties,
    find_parties,
    is_modifier,
    is_subject,
)
from pipeline.contributions.ranked import RANKED, receiver_ranked
from pipeline.contributions.scene import Scene
from pipeline.contributions.standins import shortened
from pipeline.contributions.verbs import Giving, flows
from pipeline.facts import Contribution, Party
from pipeline.model import Mention

ENABLES = frozenset(("enable", "allow", "help", "permit"))
SAYS = frozenset(("say", "state", "report", "note", "announce", "welcome"))
NEXT = 3  # gifts further on that a gift may share its parties with
WELCOMING = frozenset(("announce", "welcome", "thank", "acknowledge", "appreciate", "applaud"))
BORROWERS = frozenset(("country", "nationality", "government_body"))
GLAD = frozenset(("grateful", "thankful"))


def all_parties(scene: Scene, frame: Frame, frames: list[Frame], giver: Giver | None) -> Parties:
    """Who receives, passes on and carries out one gift: its own words first, then shared ones."""
    givers = (giver.party, *giver.others) if giver else ()
    if frame.amount and RANKED in frame.reasons:
        most = receiver_ranked(scene, frame.amount)
        return Parties((received(scene, most),) if most else ())
    if frame.amount and (alone := bracketed(scene, frame.amount)):
        return _beside(scene, frame, frames, alone, givers)
    if twice := _second_object(scene, frame):
        return Parties((party_of(scene, twice),))
    own = _own_parties(scene, frame, frames, giver)
    end = min(f.left for f in frames)
    left = beyond_asides(scene, find_parties(scene, frame, range(0, end), givers), end)
    if giver and frame.noun and frame.verb is None and not (own.channels or own.implementers):
        own = _with_worker(scene, frame, own, givers)
    own_recipients = bool(own.recipients) and not (own.weak and left.recipients and not left.weak)
    elsewhere = left.recipients != own.recipients
    own_recipients = own_recipients and not (elsewhere and _is_local(scene, own) and _is_land(left))
    all_channels = tuple(dict.fromkeys((*left.channels, *own.channels)))
    return Parties(
        own.recipients if own_recipients else left.recipients,
        own.channels if own.channels and not passes_on(scene, frame, left) else all_channels,
        own.implementers or left.implementers,
        weak=own.weak if own_recipients else left.weak,
    )


def _is_local(scene: Scene, parties: Parties) -> bool:
    """Towns and provinces alone, of which the country may stand before: "In Mali, …"."""
    at = [party.at for party in parties.recipients]
    named = [m for m in scene.mentions if any(a and a.start == m.start for a in at)]
    return len(named) == len(at) and all(mention.kind == "place" for mention in named)


def _is_land(parties: Parties) -> bool:
    return len(parties.recipients) == 1 and bool(parties.recipients[0].iso3)


def _second_object(scene: Scene, frame: Frame) -> Mention | None:
    """ "gave Kenya $2 million and Uganda $3 million": the country right before the later sum."""
    mention, verb = scene.mention_at(frame.left - 1), frame.verb
    if mention is None or verb is None or frame.noun is not None or mention.kind not in PLACES:
        return None
    joined = scene.word(scene.token_span(mention.start, mention.end)[0] - 1) in ("and", ",")
    between = [scene.word(k) for k in range(verb.last, frame.left)]
    start = scene.starts[verb.last - 1]
    joined = joined and any(start < sum_.start < mention.start for sum_ in scene.amounts)
    given = verb.voice == "active" and verb.last <= frame.left and "to" not in between
    return mention if joined and given and verb.does("give") else None


def _own_parties(scene: Scene, frame: Frame, frames: list[Frame], giver: Giver | None) -> Parties:
    """The parties of the gift's own clause, or of the next gift or the rest of the sentence."""
    givers = (giver.party, *giver.others) if giver else ()
    own = find_parties(scene, frame, range(*frame.zone), givers)
    helped = frame.verb is not None and frame.verb.voice == "passive"
    helped = helped and frame.verb is not None and frame.verb.does("fund", "help")
    lent = _is_given_to(scene, frame) and not own.recipients
    helped = (helped and not _told(own)) or lent
    if frame.verb is not None and (frame.verb.does("receive") or helped):
        own = _with_receiver(scene, frame, own, givers)
    if giver and not own.channels:
        own = _with_welcomer(scene, frame, own, givers)
    if frame.noun is not None and frame.verb is None and not own.channels:
        own = _with_supported(scene, frame, own, givers)
    if giver and not own.recipients:
        own = _with_borrower(scene, frame, own, givers)
    if giver and "agreed_by_two" in giver.reasons:
        own = _with_other(scene, own, givers)
    if not _told(own):
        own = _from_same(scene, frame, frames, givers) or _from_next(scene, frame, frames, givers)
    if not _told(own) and frame is frames[-1] and frame.amount is not None:
        rest = find_parties(scene, frame, range(frame.zone[1], len(scene.tokens)), givers)
        own = Parties(rest.recipients, weak=bool(rest.recipients))
    own = _relative_object(scene, frame, own)
    own = own if own.channels else _to_which(scene, frame, own)
    return own if own.channels else _to_short_form(scene, frame, own, givers)


def _is_given_to(scene: Scene, frame: Frame) -> bool:
    """ "Bolivia was granted a $5 million loan": the sum is the object of a passive verb."""
    verb = frame.verb
    if verb is None or verb.voice != "passive" or not verb.does("give") or frame.amount is None:
        return False
    gap = [scene.tag(k) for k in range(verb.last, frame.left)]
    return frame.left >= verb.last and all(tag.startswith(("DT", "JJ")) for tag in gap)


def _to_short_form(scene: Scene, frame: Frame, own: Parties, givers: tuple[Party, ...]) -> Parties:
    """ "gave $5 million to the agency": the body that the words before it name."""
    for k in range(frame.right, min(frame.zone[1], frame.right + 6)):
        if scene.word(k) != "to" or scene.word(k + 1) != "the":
            continue
        body = shortened(scene, k + 2) or shortened(scene, k + 3)
        party = party_of(scene, body) if body is not None and body.kind in BODIES else None
        if party and party.key not in {giver.key for giver in givers}:
            return replace(own, channels=(replace(party, at=scene.phrase(k + 2, k + 4)),))
        return own
    return own


def _beside(
    scene: Scene, frame: Frame, frames: list[Frame], mention: Mention, givers: tuple[Party, ...]
) -> Parties:
    """A sum in brackets: the name before it receives, or gives what the list's end tells of."""
    named = party_of(scene, mention)
    if named.name not in {giver.name for giver in givers}:
        return Parties(channels=(named,)) if mention.kind in BODIES else Parties((named,))
    after = range(frames[-1].right, len(scene.tokens))
    return _with_worker(scene, frame, find_parties(scene, frame, after, givers), givers)


def _told(parties: Parties) -> bool:
    return bool(parties.recipients or parties.channels or parties.implementers)


def _with_receiver(scene: Scene, frame: Frame, own: Parties, givers: tuple[Party, ...]) -> Parties:
    """ "Kenya received": a country or a place receives, an organisation is the channel."""
    if frame.verb is None:
        return own
    for mention in _subject_names(scene, frame.verb):
        party = party_of(scene, mention)
        if party.name in {giver.name for giver in givers}:
            continue
        charity = charity_of(scene, mention, scene.token_span(mention.start, mention.end)[1])
        if charity is not None:
            return replace(own, channels=(charity, *own.channels))
        both = (party, *joined_parties(scene, mention))
        if _is_country(mention, party):
            return replace(own, recipients=both, weak=False)
        paid = mention.kind in NAMED_WORK and not frame.verb.does("receive")
        if mention.kind in BODIES and not paid:  # "the Programme will be financed by"
            return replace(own, channels=(*both, *own.channels))
    return own


def _with_welcomer(scene: Scene, frame: Frame, own: Parties, givers: tuple[Party, ...]) -> Parties:
    """ "UNICEF welcomed a contribution from Norway": who is glad of a gift receives it."""
    k = frame.bearer.last - 1 if frame.bearer else 0
    received = False
    for _ in range(6):
        k = scene.head(k)
        received = received or scene.lemma(k) == "receipt"
        glad = any(child.lemma_ in GLAD for child in scene.tokens[k].children)
        subjects = subject_tokens(scene, k) if received or glad or _welcomes(scene, k) else []
        for mention in _bodies_in(scene, subjects):
            party = party_of(scene, mention)
            _, last = scene.token_span(mention.start, mention.end)
            named = mention.kind in BODIES and not is_modifier(scene, last)
            named = named and not (scene.lemma(k) == "announce" and not givers[0].iso3)
            if named and party.name not in {giver.name for giver in givers}:
                return replace(own, channels=(party,))
    return own


def _bodies_in(scene: Scene, subjects: list[int]) -> list[Mention]:
    """The names in some subjects: "WFP", "the Director-General of WFP, Mr Lind"."""
    found = []
    for k in subjects:
        last = max(scene.index(scene.tokens[k].right_edge), k)
        inside = [scene.mention_at(at) for at in range(_left_edge(scene, k), last + 1)]
        found += [mention for mention in inside if mention]
    return list(dict.fromkeys(found))


def _left_edge(scene: Scene, k: int) -> int:
    return max(scene.index(scene.tokens[k].left_edge), 0)


def _with_supported(scene: Scene, frame: Frame, own: Parties, givers: tuple[Party, ...]) -> Parties:
    """ "supports the Alliance with a contribution of": the object of "support", "finance"."""
    k = frame.noun.last - 1 if frame.noun else 0
    for _ in range(4):
        k = scene.head(k)
        acts = {flow.act for flow in flows("verb").get(scene.lemma(k), ())}
        if scene.tag(k).startswith("VB") and acts & {"help", "fund"}:
            break
    objects = [c for c in scene.tokens[k].children if c.dep_ == "dobj"]
    mention = scene.mention_at(scene.index(objects[0])) if objects else None
    if mention is None or party_of(scene, mention).name in {giver.name for giver in givers}:
        return own
    party = party_of(scene, mention)
    if mention.kind in BODIES:
        return replace(own, channels=(party,))
    return own if own.recipients or mention.kind not in PLACES else Parties((party,))


def _welcomes(scene: Scene, k: int) -> bool:
    return scene.tag(k).startswith("VB") and scene.lemma(k) in WELCOMING


def _subject_names(scene: Scene, verb: Giving) -> list[Mention]:
    """The names in a verb's subject: "Kenya", "the coast guard of the Philippines"."""
    found: list[Mention] = []
    for k in subjects_of(scene, verb)[:1]:
        own = scene.mention_at(k)
        first = scene.index(scene.tokens[k].left_edge)
        last = scene.index(scene.tokens[k].right_edge)
        inside = (scene.mention_at(at) for at in range(max(first, 0), last + 1))
        found += [own] if own else [mention for mention in inside if mention]
    return list(dict.fromkeys(found))


def _with_other(scene: Scene, own: Parties, givers: tuple[Party, ...]) -> Parties:
    """Of two who agree on a gift, the one that does not give receives it, or passes it on."""
    names = {giver.name for giver in givers}
    others = [m for m in agreed_pair(scene) or () if party_of(scene, m).name not in names]
    if len(others) != 1:
        return own
    other = received(scene, others[0])
    if others[0].kind in BODIES:
        return own if own.channels else replace(own, channels=(other,))
    told = own.recipients and not (own.weak and _is_local(scene, own))
    return own if told else replace(own, recipients=(other,), weak=False)


def _with_borrower(scene: Scene, frame: Frame, own: Parties, givers: tuple[Party, ...]) -> Parties:
    """ "The Malian cabinet approved a loan from IDA": whoever accepts what another gives."""
    noun, verb = frame.noun, frame.verb
    if noun is None or scene.word(frame.right) != "from" or not noun.does("gift", "aid"):
        return own
    above = verb.first if verb is not None else scene.head(noun.last - 1)
    taken = {giver.iso3 for giver in givers if giver.iso3}
    for mention in _bodies_in(scene, subject_tokens(scene, above)):
        land = received(scene, mention)
        if land.iso3 and land.iso3 not in taken and mention.kind in BORROWERS:
            return replace(own, recipients=(land,), weak=False)
    return own


def _is_country(mention: Mention, party: Party) -> bool:
    return mention.kind in PLACES or bool(party.iso3)


def _with_worker(scene: Scene, frame: Frame, own: Parties, givers: tuple[Party, ...]) -> Parties:
    """ "With a grant from Canada, UNFPA trained midwives": the subject carries the gift out."""
    names = {giver.name for giver in givers}
    for mention in scene.mentions:
        party = party_of(scene, mention)
        if mention.kind in BODIES and party.name not in names and _works(scene, frame, mention):
            rest = find_parties(scene, frame, range(frame.right, len(scene.tokens)), givers)
            places = own.recipients or rest.recipients
            weak = own.weak or not own.recipients
            return replace(own, recipients=places, implementers=(party,), weak=weak)
    return own


def _works(scene: Scene, frame: Frame, mention: Mention) -> bool:
    """The subject of a verb after the gift or of "used", or the one whom the gift enables."""
    first, last = scene.token_span(mention.start, mention.end)
    above = scene.head(last - 1)
    lemma = scene.lemma(above)
    enabled = lemma in ENABLES and scene.tokens[last - 1].dep_ == "dobj"
    if scene.lemma(frame.left - 1) == "use":
        return is_subject(scene, first, last)  # "UNOPS works …, using $18 million from Japan"
    after = first >= frame.right or above >= frame.right or lemma in ("use", "spend")
    return after and lemma not in SAYS and (enabled or is_subject(scene, first, last))


def _relative_object(scene: Scene, frame: Frame, own: Parties) -> Parties:
    """ "the Facility, which Finland supports with €31 million": what the clause describes."""
    verb = frame.verb
    if verb is None or scene.tokens[verb.first].dep_ != "relcl" or not verb.does("fund", "help"):
        return own
    mention = scene.mention_at(scene.head(verb.first))
    if mention is None or mention.kind not in BODIES:
        return own
    return replace(own, channels=(party_of(scene, mention), *own.channels))


def _to_which(scene: Scene, frame: Frame, own: Parties) -> Parties:
    """ "the Fund, to which Japan makes contributions": what stands before the relative clause."""
    for k in range(frame.left - 1, max(frame.left - 9, 0), -1):
        if scene.word(k) == "to" and scene.word(k + 1) == "which":
            before = [m for m in scene.mentions if scene.token_span(m.start, m.end)[0] < k]
            bodies = [m for m in before if m.kind in BODIES]
            return replace(own, channels=(party_of(scene, bodies[-1]),)) if bodies else own
    return own


def _from_same(
    scene: Scene, frame: Frame, frames: list[Frame], givers: tuple[Party, ...]
) -> Parties | None:
    """ "Aid to Nepal was €4 million in 2017 and €6 million in 2018": of one noun, said once."""
    first = next((f for f in frames if f.noun is not None and f.noun is frame.noun), frame)
    found = find_parties(scene, first, range(*first.zone), givers)
    return found if first is not frame and _told(found) else None


def _from_next(
    scene: Scene, frame: Frame, frames: list[Frame], givers: tuple[Party, ...]
) -> Parties:
    """The parties of the next gift of the same verb, where this one names none."""
    later = [f for f in frames if f.left > frame.left][:NEXT]
    for other in later:
        words = [scene.word(k) for k in range(frame.right, other.left)]
        found = find_parties(scene, other, range(_past_giver(scene, other), other.zone[1]), givers)
        same = other.verb is not None and other.verb == frame.verb
        dangling = any(pair in (("to", "and"), ("for", "and")) for pair in pairwise(words))
        dangling = dangling or words in (["of", "the"], ["of"])
        listed = other.amount is not None and bracketed(scene, other.amount) is not None
        apart = {"to", "for", "which"} if listed else {"to", "for", "which", ";"}
        if _told(found) and (dangling or (same and not apart & set(words))):
            return found
    return Parties()


def _past_giver(scene: Scene, frame: Frame) -> int:
    """Where a gift begins behind the name of its giver: "Oman gave A $5 million and Qatar $2"."""
    first = scene.mention_at(frame.left) if frame.amount and frame.noun is None else None
    gives = first is not None and first.kind in GIVER_KINDS
    return scene.token_span(first.start, first.end)[1] if first and gives else frame.zone[0]


def respectively(scene: Scene, gifts: list[Contribution]) -> list[Contribution]:
    """ "A and B gave $1 million and $2 million, respectively": one of the list to each sum."""
    if all(token.text != "respectively" for token in scene.tokens) and not _side_by_side(gifts):
        return gifts
    return _one_each(_one_each(gifts, "recipients"), "provider")


def _side_by_side(gifts: list[Contribution]) -> bool:
    """ "A and B pledged $3 million and $1 million": sums with nothing but "and" between them."""
    sums = [gift.amount for gift in gifts if gift.amount is not None]
    gaps = [after.start - before.end for before, after in pairwise(sums)]
    return bool(gaps) and all(0 < gap <= len(", and about ") for gap in gaps)


def _one_each(gifts: list[Contribution], column: str) -> list[Contribution]:
    summed = [gift for gift in gifts if gift.amount is not None]
    for gift in summed:
        listed = (
            gift.recipients
            if column == "recipients"
            else ((gift.provider, *gift.co_providers) if gift.provider else ())
        )
        if len(listed) != len(summed) or len(summed) < 2:
            return gifts
    places = {id(gift): place for place, gift in enumerate(summed)}
    return [
        _with_own(gift, column, places[id(gift)]) if id(gift) in places else gift for gift in gifts
    ]


def _with_own(gift: Contribution, column: str, place: int) -> Contribution:
    if column == "recipients":
        return replace(gift, recipients=(gift.recipients[place],))
    everyone = [party for party in (gift.provider, *gift.co_providers) if party]
    return replace(gift, provider=everyone[place], co_providers=())
