"""Who gives: the subject, the agent, the possessor or the source of a gift.

The tests stand in order; the first that finds a name decides.  A giver who is only pointed at
("we", "it", an elided subject) is taken from where the words point, with a reason that says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.edition import Edition
from pipeline.frames import Frame
from pipeline.model import Amount, Mention, Party, Phrase
from pipeline.places import country_coded, country_of, iso3_of, name_of, nationality_of
from pipeline.scene import Scene
from pipeline.verbs import Giving, flows

OWN_GOVERNMENT = frozenset(("my government", "our government", "the government", "government"))
SPEAKERS = frozenset(("we", "our", "us", "i", "my"))
BACKWARD = frozenset(("it", "its", "they", "their", "he", "she", "her", "his"))
PEOPLE = frozenset(
    (
        *("refugee", "farmer", "woman", "child", "youth", "victim", "household", "family", "staff"),
        *("student", "girl", "boy", "people", "person", "community", "officer", "official"),
        *("migrant", "returnee", "survivor", "worker", "teacher", "patient", "resident", "pupil"),
        *("inmate", "population", "fisher", "fisherman", "mother", "trainee", "smallholder"),
        *("villager", "citizen", "idp", "entrepreneur", "nurse", "midwife", "judge", "police"),
    )
)
GIVEN_BY = frozenset(("give", "spend", "fund", "help", "send", "promise", "light"))
GIVER_KINDS = frozenset(
    (
        *("country", "region", "group", "international_organisation", "government_body", "ngo"),
        *("university", "company", "fund", "person", "nationality", "other", "programme"),
    )
)


@dataclass(frozen=True, slots=True)
class Giver:
    """A giver and how it was found; `others` give the same sum together with it."""

    party: Party
    reasons: tuple[str, ...] = ()
    others: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a scene stands in: whose text it is, and who gave or acted before."""

    edition: Edition
    before: Party | None = None  # the giver or subject of the sentence before


def party_of(scene: Scene, mention: Mention) -> Party:
    """A mention as a party; a government stands for its country."""
    at = Phrase(mention.text, mention.start, mention.end)
    country = country_of(mention)
    if country:
        return Party(country.name, country.entity_id, at, country.iso3)
    return Party(name_of(mention), mention.entity_id, at, iso3_of(mention))


def find_giver(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """The giver of one gift, or None where the sentence does not tell."""
    for test in TESTS:
        found = test(scene, frame, context)
        if found:
            return found
    return None


def actor_of(scene: Scene) -> Party | None:
    """Who acts in a sentence: what "it" of the next may mean."""
    for mention in scene.mentions:
        first, last = scene.token_span(mention.start, mention.end)
        if mention.kind not in GIVER_KINDS or mention.kind == "nationality":
            continue
        subject = any(scene.tokens[k].dep_.startswith("nsubj") for k in range(first, last))
        free = scene.tag(first - 1) not in ("IN", "TO") and scene.word(first - 1) != "the"
        opens = first == 0 or (first == 1 and scene.word(0) == "the")
        if subject or (not scene.parsed and (opens or free)):
            return party_of(scene, mention)
    return None


# ---- the tests, in order ---------------------------------------------------------------------


def _possessor(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "Norway's contribution of", "its grant", "Japanese loans"."""
    if frame.noun is None:
        return None
    k = min(frame.noun.first, frame.left) - 1
    while k >= 0 and frame.noun.first - k < 8:
        word, tag = scene.word(k), scene.tag(k)
        mention = scene.mention_at(k)
        if tag in ("POS", "PRP$") or mention:
            found = _owner(scene, k, context)
            if found:
                return found
        if not tag.startswith(("JJ", "NN", "VBN", "VBG", "CD", "POS", "DT", "RB", "HYPH")) or (
            word in ("the", "a", "an") and not mention
        ):
            return None
        k -= 1
    return None


def _owner(scene: Scene, k: int, context: Context) -> Giver | None:
    if scene.tag(k) == "PRP$":
        return _pointed(scene, k, context)
    mention = scene.mention_at(k - 1 if scene.tag(k) == "POS" else k)
    if mention is None or mention.kind not in GIVER_KINDS:
        return None
    possessive = scene.tag(k) == "POS" or mention.kind == "nationality"
    funded = scene.word(k + 1) == "-" and scene.lemma(k + 2) in ("fund", "finance", "support")
    return Giver(_national(scene, mention)) if possessive or funded else None


def _national(scene: Scene, mention: Mention) -> Party:
    nation = nationality_of(mention)
    if nation is None:
        return party_of(scene, mention)
    at = Phrase(mention.text, mention.start, mention.end)
    return Party(nation.name, nation.entity_id, at, nation.iso3)


def _source(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "a grant from", "received from", "with contributions from", "funded by"."""
    window = range(frame.left, min(frame.zone[1], len(scene.tokens)))
    for k in window:
        if scene.word(k) == "from" and not _is_change(scene, k):
            giver = _named_after(scene, k + 1, context)
            if giver and _is_source(scene, frame, k):
                return giver
    return None


def _is_change(scene: Scene, k: int) -> bool:
    return scene.word(k - 1) in ("up", "down", "increase", "increased", "rise", "rose", "fell")


def _is_source(scene: Scene, frame: Frame, k: int) -> bool:
    """ "from" belongs to the gift, not to people or goods that come from somewhere."""
    if frame.verb and frame.verb.does("receive"):
        return True
    noun, verb = frame.noun, frame.verb
    if scene.lemma(k - 1) in PEOPLE or (noun and noun.does("thing") and not noun.does("gift")):
        return False
    head = scene.head(k)
    near = noun is not None and 0 <= k - frame.right <= 8
    hung = (noun is not None and head in noun) or (verb is not None and head in verb)
    return near or hung


def _agent(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "was extended by", "a grant provided by", "funded by"."""
    for k in range(frame.left, min(frame.zone[1], len(scene.tokens))):
        if scene.word(k) == "by" and _gives(scene, k - 1):
            giver = _named_after(scene, k + 1, context)
            if giver:
                return giver
    return None


def _gives(scene: Scene, k: int) -> bool:
    """Whether the verb before a "by" is one of giving: "delivered to Tonga by"."""
    for at in range(k, max(k - 10, -1), -1):
        if scene.tag(at).startswith("VB"):
            acts = {flow.act for flow in flows("verb").get(scene.lemma(at), ())}
            return bool(acts & GIVEN_BY)
        if scene.word(at) in (";", "by") or scene.tag(at) == "MD":
            return False
    return False


def _subject(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    verb = frame.verb
    if verb is None:
        return _clause_subject(scene, frame, context)
    if verb.voice == "participle":
        return _following_subject(scene, frame, context)
    if verb.voice != "active" or verb.does("receive", "sum"):
        return None
    for k in subjects_of(scene, verb):
        giver = _named_at(scene, k, context)
        if giver:
            elided = k > verb.first or not _own_subject(scene, verb, k)
            return Giver(
                giver.party, giver.reasons + (("subject_elided",) if elided else ()), giver.others
            )
    return None


def _following_subject(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "In addition to aid extended through WFP, Japan …": the subject that the phrase leads to."""
    giver = _clause_subject(scene, replace(frame, amount=None), context) if frame.noun else None
    at = giver.party.at if giver else None
    after = at is not None and at.start > scene.starts[frame.right - 1]
    return giver if after else None


def _bracketed(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "Denmark (DKK 40 million)": the name before the bracket, where givers are listed."""
    mention = bracketed(scene, frame.amount) if frame.amount else None
    if mention is None or mention.kind not in GIVER_KINDS:
        return None
    first, _ = scene.token_span(mention.start, mention.end)
    for k in range(first - 1, -1, -1):
        if scene.word(k) in ("from", "by", "with"):
            return Giver(_national(scene, mention))
        if scene.word(k) in ("to", "for", "in", "of"):
            return None
    return Giver(_national(scene, mention))


def bracketed(scene: Scene, amount: Amount) -> Mention | None:
    """The name right before a sum in brackets."""
    first, last = scene.token_span(amount.start, amount.end)
    if scene.word(first - 1) != "(" or scene.word(last) not in (")", ",", ";"):
        return None
    return scene.mention_at(first - 2)


def _clause_subject(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "Germany supports X through contributions": the subject of the verb above the noun."""
    if frame.amount is not None or frame.noun is None:
        return None
    k = frame.noun.last - 1
    for _ in range(8):
        above = scene.head(k)
        if above == k:
            return None
        k = above
        passive = any(child.dep_ == "nsubjpass" for child in scene.tokens[k].children)
        for at in [] if passive else _children(scene, k):
            giver = _named_at(scene, at, context)
            if giver:
                return Giver(giver.party, (*giver.reasons, "subject_of_clause"), giver.others)
    return None


def subjects_of(scene: Scene, verb: Giving) -> list[int]:
    """Subject tokens of a verb, its own first, then those of the verbs above it."""
    own = [s for k in range(verb.chain, verb.last) for s in _children(scene, k)]
    found = own or []
    k = verb.first
    for _ in range(6):
        above = scene.head(k)
        if above == k:
            break
        k = above
        if scene.tag(k).startswith(("VB", "MD")):
            found += _children(scene, k)
    return found or _left_subject(scene, verb)


def _children(scene: Scene, k: int) -> list[int]:
    return [
        at
        for child in scene.tokens[k].children
        if child.dep_ in ("nsubj", "nsubjpass") and (at := scene.index(child)) >= 0
    ]


def _own_subject(scene: Scene, verb: Giving, k: int) -> bool:
    return any(k in _children(scene, at) for at in range(verb.chain, verb.last))


def _left_subject(scene: Scene, verb: Giving) -> list[int]:
    """Where the parse has no subject: the last name before the verb that no preposition governs."""
    for mention in reversed(scene.mentions):
        first, last = scene.token_span(mention.start, mention.end)
        if last <= verb.chain and not scene.tag(first - 1).startswith("IN"):
            return [last - 1]
    return []


def _named_at(scene: Scene, k: int, context: Context) -> Giver | None:
    """The party that a subject token names or points at."""
    word = scene.word(k)
    if scene.tag(k) in ("WDT", "WP"):
        k = _antecedent(scene, k)
        word = scene.word(k)
    if word == "it" and scene.tokens[k].dep_ == "nsubjpass":
        return None  # "it was decided to": nobody is named
    if word in SPEAKERS or word in BACKWARD:
        return _pointed(scene, k, context)
    mention = scene.mention_at(k) or _inside(scene, k)
    if mention and mention.text.lower() in OWN_GOVERNMENT:
        return _speaker(scene, mention, context)
    if mention and mention.kind in GIVER_KINDS:
        return Giver(_national(scene, mention), (), _joined(scene, mention))
    if word in ("government", "administration", "ministry", "authorities"):
        return _government(scene, k, context)
    return _unnamed(scene, k)


def _antecedent(scene: Scene, k: int) -> int:
    verb = scene.head(k)
    noun = scene.head(verb)
    return noun if noun < k else max(k - 1, 0)


def _inside(scene: Scene, k: int) -> Mention | None:
    """ "the Japanese Government", "the Government of Japan" where only the country is a mention."""
    if scene.word(k) not in ("government", "governments", "people", "administration"):
        return None
    before = scene.mention_at(k - 1) if k else None
    if before:
        return before
    if scene.word(k + 1) == "of":
        after = k + 3 if scene.word(k + 2) == "the" else k + 2
        return scene.mention_at(after) if after < len(scene.tokens) else None
    return None


def _pointed(scene: Scene, k: int, context: Context) -> Giver | None:
    """ "we" is whose text it is; "it" is the last who acted before."""
    if scene.word(k) in SPEAKERS:
        return Giver(provider_of(context.edition), ("speaker_is_provider",))
    after = _subject_after(scene, k)
    if after:
        return Giver(party_of(scene, after), ("pronoun_in_sentence",))
    for mention in reversed(scene.mentions):
        first, last = scene.token_span(mention.start, mention.end)
        governed = scene.tag(first - 1) == "IN" or scene.word(first - 1) in ("of", "to")
        if last <= k and mention.kind in GIVER_KINDS and not governed:
            return Giver(party_of(scene, mention), ("pronoun_in_sentence",))
    if context.before:
        before = context.before
        return Giver(Party(before.name, before.entity_id, None, before.iso3), ("pronoun_before",))
    return None


def _subject_after(scene: Scene, k: int) -> Mention | None:
    """ "Through its contributions, Japan …": the subject that a leading "its" points on to."""
    if scene.tag(k) != "PRP$":
        return None
    above = k
    for _ in range(8):
        if scene.head(above) == above:
            break
        above = scene.head(above)
        for at in _children(scene, above):
            mention = scene.mention_at(at)
            if at > k and mention and mention.kind in GIVER_KINDS:
                return mention
    return None


def _speaker(scene: Scene, mention: Mention, context: Context) -> Giver:
    """ "My Government", "the Government": that of the country whose report it is."""
    party = provider_of(context.edition)
    at = Phrase(mention.text, mention.start, mention.end)
    return Giver(replace(party, at=at), ("speaker_is_provider",))


def _government(scene: Scene, k: int, context: Context) -> Giver | None:
    if scene.word(k - 1) not in ("the", "my", "our"):
        return None
    party = provider_of(context.edition)
    return Giver(replace(party, at=scene.phrase(k - 1, k + 1)), ("speaker_is_provider",))


def provider_of(edition: Edition) -> Party:
    """Whose aid the report tells."""
    country = country_coded(edition.provider)
    if country is None:
        return Party(edition.provider, "", None, edition.provider)
    return Party(country.name, country.entity_id, None, country.iso3)


def _unnamed(scene: Scene, k: int) -> Giver | None:
    """Capitalised words that no vocabulary knows, printed where a giver stands."""
    if scene.tag(k) not in ("NNP", "NNPS"):
        return None
    first = k
    while first > 0 and scene.tag(first - 1) in ("NNP", "NNPS") and not scene.mention_at(first - 1):
        first -= 1
    words = scene.phrase(first, k + 1)
    return Giver(Party(words.text, "", words), ("unknown_name",))


def _joined(scene: Scene, mention: Mention) -> tuple[Party, ...]:
    """ "Norway and Sweden": the names that "and" joins to a giver."""
    others, _, end = [], *scene.token_span(mention.start, mention.end)
    while scene.word(end) in (",", "and", "&", "(", ")", "the"):
        nearest = scene.mention_at(end) if end < len(scene.tokens) else None
        if nearest is None:
            end += 1
            continue
        break
    nearest = scene.mention_at(end) if end < len(scene.tokens) else None
    if nearest and nearest.kind in GIVER_KINDS and scene.word(end - 1) in ("and", "&", "the", ","):
        others.append(_national(scene, nearest))
    return tuple(others)


def _named_after(scene: Scene, k: int, context: Context) -> Giver | None:
    """The name that follows a preposition."""
    first = k
    while k < len(scene.tokens) and k - first < 6:
        mention = scene.mention_at(k)
        if mention and mention.kind in GIVER_KINDS:
            return Giver(_national(scene, mention), (), _joined(scene, mention))
        inside = _inside(scene, k)
        if inside:
            return Giver(_national(scene, inside))
        if scene.word(k) == "government":
            return _government(scene, k, context)
        if scene.tag(k) in ("NNP", "NNPS"):
            last = k
            while scene.tag(last + 1) in ("NNP", "NNPS"):
                last += 1
            return _unnamed(scene, last)
        if not scene.tag(k).startswith(("DT", "JJ", "NN", "IN")):
            return None
        k += 1
    return None


TESTS: tuple[Callable[[Scene, Frame, Context], Giver | None], ...] = (
    _bracketed,
    _possessor,
    _source,
    _agent,
    _subject,
)
