"""Who receives, through whom, carried out by whom.

Each name of a gift's own tokens is judged by the word that governs it ("to", "through",
"implemented by", "in"), found leftwards past the names and nouns that are joined to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.contributions.charities import charities_in, charity_of
from pipeline.contributions.frames import Frame
from pipeline.contributions.groups import groups_in
from pipeline.contributions.markers import (
    PASSED,
    TOGETHER,
    Marker,
    is_by_deed,
    is_taught,
    marker_of,
    takes_gift,
)
from pipeline.contributions.named import party_of, received
from pipeline.contributions.pacts import donors
from pipeline.contributions.places import country_of, country_of_body, iso3_of, nationality_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import flows, words_of
from pipeline.facts import Party
from pipeline.model import Mention

PLACES = frozenset(("country", "region", "group", "place"))
BODIES = frozenset(
    (
        *("international_organisation", "fund", "ngo", "university", "company", "programme"),
        *("facility", "agreement", "other", "meeting"),
    )
)
IMPLEMENT = frozenset(
    (
        *("implement", "execute", "carry", "run", "conduct", "operate", "deliver"),
        *("undertake", "realise", "realize", "perform"),
    )
)
MANAGE = frozenset(
    (
        *("administer", "manage", "channel", "route", "handle", "coordinate", "supervise"),
        "oversee",
    )
)
STORM = "named"  # the rule of "Cyclone Idai", which takes no part in a gift
NAMED_WORK = ("programme", "agreement", "other", "meeting")  # what a gift may be for
AGREED = ("sign", "agree", "conclude")
LENDABLE = ("international_organisation", "company", "ngo", "university")
MOVES = frozenset(("flee", "move", "return", "travel", "spread", "migrate", "escape", "extradite"))
SET_UP = ("set", "establish", "create")
TOLD = ("report", "notify", "submit", "announce")
USERS = ("use", "receive", "spend", "buy", "own")
SPENDERS = ("international_organisation", "fund", "ngo")
WITHIN = frozenset(
    ("in", "at", "across", "within", "among", "throughout", "against", "of", "around", "on")
)
VENUES = frozenset(("hold", "meet", "sign", "convene", "gather", "speak", "announce", "attend"))
FAMILY = ("organization", "organisation", "agency", "body", "institution", "partner")
FLED = frozenset(("refugee", "migrant", "exile"))
ENABLING = frozenset(("help", "assist", "enable", "support", "let", "ensure"))
PARTS = ("recipient", "town", "place", "channel", "implementer")


@dataclass(frozen=True, slots=True)
class Parties:
    recipients: tuple[Party, ...] = ()
    channels: tuple[Party, ...] = ()
    implementers: tuple[Party, ...] = ()
    weak: bool = False  # recipients known from a place alone: "in Kenya"


def find_parties(scene: Scene, frame: Frame, span: range, givers: Iterable[Party]) -> Parties:
    """The parties among the names of some tokens; the givers are left out."""
    givers = tuple(givers)
    taken = {giver.key for giver in givers}
    homes = _homes(scene, givers)
    found: dict[str, list[Party]] = {part: [] for part in PARTS}
    for mention in scene.mentions:
        first, last = scene.token_span(mention.start, mention.end)
        if first not in span or _describes(scene, mention, last):
            continue
        part = _town(part_of(scene, frame, mention, first), mention)
        charity = charity_of(scene, mention, last) if part in ("recipient", "place") else None
        part = "channel" if charity else part
        party = charity or _as_part(scene, mention, part)
        if part and (party_of(scene, mention).key in taken):
            continue
        if part == "recipient" and mention.kind == "government_body" and party.iso3 in homes:
            part, party = "channel", party_of(scene, mention)  # a donor's own agency passes it on
        if part in ("recipient", "place") and party.iso3 and party.iso3 in homes:
            continue  # "Japanese loans" of its agency: whose they are
        if not part and mention.kind in NAMED_WORK:
            found["place"] += _countries_in(scene, mention)
        if part and party.key not in taken:
            taken.add(party.key)
            found[part].append(party)
    groups = [p for p in groups_in(scene, frame, span) if p.name not in taken]
    beside = [p for p in found["place"] if any(_are_joined(scene, p, group) for group in groups)]
    alone = [p for p in found["recipient"] if not any(_lies_in(p, group) for group in groups)]
    recipients = alone + beside + groups or found["place"] or found["town"]
    return Parties(
        tuple(sorted(recipients, key=_place)),
        tuple(sorted([*found["channel"], *charities_in(scene, span)], key=_place)),
        tuple(found["implementer"]),
        weak=not found["recipient"] and not groups and bool(recipients),
    )


def _as_part(scene: Scene, mention: Mention, part: str) -> Party:
    """ "Kenyan" as the one who receives is Kenya; a body that passes aid on is itself."""
    receives = part in ("recipient", "place", "town")
    return received(scene, mention) if receives else party_of(scene, mention)


def _homes(scene: Scene, givers: Iterable[Party]) -> frozenset[str]:
    """The countries of the givers, also of those that are only a body of their country."""
    starts = {giver.at.start for giver in givers if giver.at}
    bodies = (country_of_body(m) for m in scene.mentions if m.start in starts)
    named = {country.iso3 for country in bodies if country}
    return frozenset((named | {giver.iso3 for giver in givers}) - {""})


def _lies_in(place: Party, group: Party) -> bool:
    """ "Pacific" of "Pacific countries"."""
    if place.at is None or group.at is None:
        return False
    return group.at.start <= place.at.start < group.at.end


def _are_joined(scene: Scene, place: Party, group: Party) -> bool:
    """ "in Afghanistan and the neighboring regions", "19 countries, including Peru"."""
    if place.at is None or group.at is None:
        return False
    if group.at.end <= place.at.start:
        joined = scene.reading.block.text.text[group.at.end : place.at.start].strip() == "and"
        return joined or _lists(scene, group.at.end, place.at.start)
    between = scene.reading.block.text.text[place.at.end : group.at.start]
    return between.replace("the", "").strip(" ,") in ("and", "or", "and other")


def _lists(scene: Scene, start: int, end: int) -> bool:
    """Whether "including", "such as" and nothing but names and joints stand between."""
    between = [k for k in range(len(scene.tokens)) if start <= scene.starts[k] < end]
    words = [scene.word(k) for k in between]
    opens = words[:2] in ([",", "including"], [",", "such"], [",", "namely"], ["such", "as"])
    opens = opens or words[:1] in (["including"], [":"])
    aside = False
    for k in between[1:]:
        aside = (aside or scene.word(k) == "(") and scene.word(k - 1) != ")"
        if not (aside or scene.mention_at(k) or scene.word(k) in PASSED):
            return False
    return opens


def _countries_in(scene: Scene, mention: Mention) -> list[Party]:
    """ "the Anti-Corruption Strategy of Zambia": the countries inside the name of some work."""
    return [
        party_of(scene, inner)
        for inner in scene.reading.mentions
        if inner.role == "name_part"
        and inner.kind == "country"
        and mention.start <= inner.start < mention.end
    ]


def _describes(scene: Scene, mention: Mention, last: int) -> bool:
    acts = scene.tokens[last - 1].dep_ == "nsubj" and not _is_helped(scene, scene.head(last - 1))
    manner = (
        _is_manner(scene, mention, last)
        or _is_donors(scene, mention, last)
        or _holds(scene, mention, last)
    )
    land = nationality_of(mention)  # "its Lebanese partners" are in Lebanon
    helped = land is not None and land.iso3 not in donors() and scene.lemma(last) == "partner"
    return acts or manner or _owns(scene, last) or (is_modifier(scene, last) and not helped)


def _is_helped(scene: Scene, verb: int) -> bool:
    """ "to help Chad build", "to help Malians become": whose deed is what the gift is for."""
    enabled = scene.tokens[verb].dep_ == "ccomp" and scene.lemma(scene.head(verb)) in ENABLING
    return enabled or scene.tag(verb) == "VB"


def _holds(scene: Scene, mention: Mention, last: int) -> bool:
    """ "Asia's Mekong region": a region that only tells where the one after it lies."""
    if mention.kind != "region" or scene.tag(last) != "POS":
        return False
    part = scene.mention_at(last + 1)
    return part is not None and part.kind in PLACES


def _is_donors(scene: Scene, mention: Mention, last: int) -> bool:
    """ "US humanitarian efforts", "EU partners": a donor's short name only describes."""
    return (
        mention.text.isupper()
        and scene.tag(last).startswith(("NN", "JJ"))
        and (mention.kind in ("group", "region") or iso3_of(mention) in donors())
    )


def is_modifier(scene: Scene, last: int) -> bool:
    """ "UN organizations", "EU agencies": a name that only describes those that follow."""
    if scene.word(last) == "(" and scene.word(last + 2) == ")":
        noun = flows("noun").get(scene.lemma(last + 3), ())  # "a Fund (ADF) grant"
        return any(flow.finance_type for flow in noun)
    if scene.word(last) == ")" and scene.word(last - 2) == "(":
        last += 1  # the short form in that bracket
        return any(flow.finance_type for flow in flows("noun").get(scene.lemma(last), ()))
    k = last
    if scene.word(last - 1) in ("un", "nations"):  # "various UN development funds"
        while scene.tag(k).startswith(("NN", "JJ")) and scene.tag(k + 1).startswith("NN"):
            k += 1
        return scene.lemma(k) in (*FAMILY, "fund", "programme", "program")
    return scene.lemma(k) in FAMILY


def _is_manner(scene: Scene, mention: Mention, last: int) -> bool:
    """ "Asian", "European": an adjective of no one country; "Syrian refugees" are elsewhere."""
    fled = scene.lemma(last) in FLED or scene.lemma(last + 1) in FLED
    return mention.kind == "nationality" and (nationality_of(mention) is None or fled)


def _owns(scene: Scene, last: int) -> bool:
    """ "JICA's technical cooperation": a possessor takes no part, unless what it owns is helped."""
    mention = scene.mention_at(last - 1)
    body = mention is not None and (
        mention.kind in BODIES
        or (mention.kind == "government_body" and country_of(mention) is None)
    )
    if not body or scene.tag(last) != "POS":
        return False
    k = last + 1  # "UNHCR's humanitarian operations", "the Fund's Fifth Replenishment"
    while scene.tag(k).startswith(("JJ", "CD", "NN")):
        if scene.lemma(k) in words_of("owned_work"):
            return False
        k += 1
    return True


def _town(part: str, mention: Mention) -> str:
    """A town beside its country tells where in it, not another receiver."""
    return "town" if part in ("recipient", "place") and mention.kind == "place" else part


def _place(party: Party) -> int:
    return party.at.start if party.at else -1


def is_subject(scene: Scene, first: int, last: int) -> bool:
    """A name that acts: by the tree, or where a finite verb follows it at once."""
    if any(scene.tokens[k].dep_.startswith("nsubj") for k in range(first, last)):
        return True
    after = last + 1 if scene.tag(last).startswith("RB") else last
    opens = first == 0 or scene.word(first - 1) in (",", "the")
    if scene.parsed:
        return opens and scene.tag(after) in ("VBD", "VBN") and scene.word(first - 2) != "of"
    return scene.tag(after) in ("VBD", "VBZ", "VBP", "MD")


def part_of(scene: Scene, frame: Frame, mention: Mention, first: int) -> str:
    """recipient, place (a weak recipient), channel, implementer, or nothing."""
    marker = marker_of(scene, first)
    kind = _kind(mention)
    if scene.word(marker.at + 1) == "behalf":
        return ""
    for part, fits in (
        ("implementer", _is_implementer(marker, kind)),
        ("channel", _is_channel(scene, frame, marker, mention)),
        ("recipient", _is_recipient(frame, marker, kind)),
        (
            "place",
            _is_where(mention, kind) and _is_place(marker) and not _is_venue(scene, marker, kind),
        ),
    ):
        if fits:
            return part
    return ""


def _kind(mention: Mention) -> str:
    if mention.kind == "government_body" and country_of(mention):
        return "country"
    return "" if mention.rule == STORM else mention.kind


def _is_implementer(marker: Marker, kind: str) -> bool:
    if kind not in BODIES and kind != "government_body":
        return False
    by = marker.word == "by" and marker.verb in IMPLEMENT
    return by or (marker.word == "with" and marker.verb in TOGETHER)


def _is_built(scene: Scene, mention: Mention) -> bool:
    """ "to finance the construction of Lake University": what is built is what the gift is for."""
    first = scene.token_span(mention.start, mention.end)[0]
    first -= scene.word(first - 1) == "the"
    return scene.word(first - 1) == "of" and scene.lemma(first - 2) in words_of("building")


def _is_deed(mention: Mention) -> bool:
    """ "the Provision of Medical Equipment": what is done, though printed like a name."""
    first, *rest = mention.text.lower().split()
    return bool(rest) and rest[0] == "of" and first.endswith(("ion", "ment", "ing"))


def _is_channel(scene: Scene, frame: Frame, marker: Marker, mention: Mention) -> bool:
    kind = _kind(mention)
    if kind not in BODIES and kind != "government_body":
        return False
    if _is_built(scene, mention):
        return False
    through = marker.word in ("through", "via", "using") and not _is_deed(mention)
    through = through and not is_by_deed(scene, marker)
    spent = kind in SPENDERS and marker.verb in ("use", "spend")  # "will be used by Oxfam"
    managed = marker.word == "by" and (marker.verb in MANAGE or spent)
    managed = managed or (marker.word == "at" and marker.verb in SET_UP)  # "a fund set up at X"
    agreed = marker.word == "with" and frame.verb is not None and frame.verb.flow.word in AGREED
    return (
        through
        or managed
        or (agreed and kind in LENDABLE)
        or (kind in BODIES and _is_given(frame, marker, kind))
    )


def _is_given(frame: Frame, marker: Marker, kind: str) -> bool:
    """An organisation to which, or whose work, the gift goes."""
    if kind in NAMED_WORK and (marker.word != "to" or not marker.direct):
        return False
    if marker.word == "to" and marker.verb in TOLD:
        return False  # "reported to the Committee"
    if marker.word in ("for", "toward", "towards", "supporting"):
        works = kind not in ("programme", "facility")  # a road or a port is what the gift is for
        return (works and marker.direct) or kind in ("fund", "international_organisation", "ngo")
    return marker.word == "to" or (marker.word == "" and takes_gift(frame, marker))


def _is_recipient(frame: Frame, marker: Marker, kind: str) -> bool:
    if kind not in PLACES and kind not in ("government_body", "nationality"):
        return False
    if marker.word in ("to", "for", "toward", "towards", "benefiting", "benefitting", "supporting"):
        return marker.verb not in MOVES
    if marker.word == "by":
        return marker.verb in USERS
    if marker.word == "from":
        return is_taught(frame)
    if marker.word == "with":
        agreed = frame.verb is not None and frame.verb.flow.word in AGREED
        works = frame.noun is not None and frame.noun.flow.word.endswith("operation")
        return agreed or (works and frame.amount is not None)  # "its cooperation with Mali"
    return marker.word == "" and takes_gift(frame, marker)


def _is_where(mention: Mention, kind: str) -> bool:
    """A place where the work is done; not where a meeting was held or a body has its seat."""
    where = kind in PLACES or kind in ("nationality", "government_body")
    met = mention.role == "seat" or (mention.role == "venue" and kind == "place")
    return where and not met


def _is_place(marker: Marker) -> bool:
    moved = marker.word == "to" and marker.verb in MOVES
    return moved or (marker.word in WITHIN and marker.verb not in VENUES)


def _is_venue(scene: Scene, marker: Marker, kind: str) -> bool:
    """ "In Berlin in 2015, the Minister announced": the town where it was said."""
    if kind != "place" or marker.at != 0:
        return False
    return any(
        scene.lemma(k) in VENUES and scene.tag(k).startswith("VB") for k in range(len(scene.tokens))
    )
