"""Who a word means: a name, a government, a pronoun, a relative word.

What only points ("we", "it", "the Government") is taken from where it points, with a reason that
says so.
"""

from dataclasses import replace

from pipeline.contributions.named import (
    GIVER_KINDS,
    WORKS,
    Context,
    Giver,
    joined_before,
    joined_parties,
    national,
    party_of,
    provider_of,
    subject_tokens,
)
from pipeline.contributions.places import (
    country_coded,
    is_country,
    iso3_of,
)
from pipeline.contributions.scene import Scene
from pipeline.contributions.standins import behind, is_governing, owner_beside, serves, shortened
from pipeline.contributions.verbs import flows, words_of
from pipeline.facts import Party, Phrase
from pipeline.model import Mention

OWN_GOVERNMENT = frozenset(("my government", "our government", "the government", "government"))
ASSEMBLED = frozenset(("country", "state", "member", "meeting", "council", "assembly", "board"))
ASSEMBLING = frozenset(("international_organisation", "fund", "ngo"))
SPEAKERS = frozenset(("we", "our", "us", "i", "my"))
BACKWARD = frozenset(("it", "its", "they", "their", "he", "she", "her", "his"))


def named_at(scene: Scene, k: int, context: Context) -> Giver | None:
    """The party that a subject token names or points at."""
    word = scene.word(k)
    if scene.tag(k) in ("WDT", "WP"):
        k = _antecedent(scene, k)
        word = scene.word(k)
    if word == "it" and scene.tokens[k].dep_ == "nsubjpass":
        return None  # "it was decided to": nobody is named
    if word in SPEAKERS or word in BACKWARD:
        return pointed_at(scene, k, context)
    mention = scene.mention_at(k) or _inside(scene, k)
    if mention and mention.text.lower() in OWN_GOVERNMENT and context.edition.provider:
        return _speaker(scene, mention, context)
    if mention and mention.kind in GIVER_KINDS:
        return _named(scene, mention, context)
    if mention and mention.text.lower() in words_of("capital") and scene.word(k + 1) != ",":
        return _seated(mention)  # "Oslo pledged"; not "OSLO, 4 June —"
    work = mention is not None and mention.kind in WORKS
    return _assembled(scene, k) if work else _described(scene, k, context)


def _assembled(scene: Scene, k: int) -> Giver | None:
    """ "the Fund's member countries", "IFAD's Council": the body whose members decide."""
    if scene.lemma(k) not in ASSEMBLED:
        return None
    for at in range(k - 1, max(k - 5, 0), -1):
        if scene.tag(at) == "POS":
            mention = scene.mention_at(at - 1)
            fits = mention is not None and mention.kind in ASSEMBLING
            return (
                Giver(party_of(scene, mention), ("officer_speaks",)) if mention and fits else None
            )
        if not scene.tag(at).startswith(("NN", "JJ", "CD", "-")):  # "(GCF) 23rd Board"
            break
    return None


def _boarded(scene: Scene, k: int) -> Giver | None:
    """ "the Bank board of directors", "the executive directors of the Fund": whose they are."""
    if scene.word(k) not in words_of("board"):
        return None
    first, last = k, k + 1
    while scene.tag(first - 1).startswith(("NN", "JJ")) and not scene.mention_at(first - 1):
        first -= 1
    while scene.word(last) == "of" and scene.tag(last + 1).startswith(("NNS", "NNPS", "JJ")):
        last += 3 if scene.tag(last + 1) == "JJ" else 2  # "board of executive directors"
    if (scene.word(last), scene.word(last + 1)) == ("of", "executive"):
        last += 3  # "Board of Executive Directors"
    owner = owner_beside(scene, first, last)
    if owner is None or owner.kind not in ASSEMBLING:
        return None
    return Giver(party_of(scene, owner))


def _described(scene: Scene, k: int, context: Context) -> Giver | None:
    """Who stands behind words that are no name: "the Government", "the Bank", "our package"."""
    seat = _inside(scene, k)
    land = country_coded(iso3_of(seat)) if seat and seat.kind == "place" else None
    if seat and land:  # "the Dublin government"
        return _seated(seat)
    if scene.word(k) in ("government", "administration", "ministry", "authorities"):
        return _government(scene, k, context)
    return (
        _assembled(scene, k)
        or _same_country(scene, k, context)
        or _boarded(scene, k)
        or _apposed(scene, k, context)
        or _officer(scene, k, context)
        or _short(scene, k)
        or _owner_of(scene, k, context)
        or _unnamed(scene, k)
    )


def _same_country(scene: Scene, k: int, context: Context) -> Giver | None:
    """ "Minister Lind of Sweden said that the country would": the country of who acts."""
    if scene.word(k) != "country" or scene.word(k - 1) not in ("the", *BACKWARD):
        return None
    found = pointed_at(scene, k, context)
    return found if found is not None and found.party.iso3 else None


def _seated(seat: Mention) -> Giver | None:
    """The country whose government sits in a town."""
    land = country_coded(iso3_of(seat))
    at = Phrase(seat.text, seat.start, seat.end)
    return Giver(Party(land.name, land.entity_id, at, land.iso3)) if land else None


def _officer(scene: Scene, k: int, context: Context) -> Giver | None:
    """ "Finland's Minister for Trade": whom the office serves, else whose report it is."""
    if scene.lemma(k) not in words_of("officer"):
        return None
    served = serves(scene, k, k + 1)
    if served is not None:
        return Giver(national(scene, served), ("officer_speaks",))
    if not context.edition.provider:
        return None
    return Giver(provider_of(context.edition), ("officer_speaks",))


def _apposed(scene: Scene, k: int, context: Context) -> Giver | None:
    """ "its aid agency, ECHO, gave": the name that tells who a noun is."""
    for child in scene.tokens[k].children:
        at = scene.index(child) if child.dep_ == "appos" else -1
        between = range(k + 1, at)
        acts = any(scene.tag(at).startswith(("VB", "MD")) for at in between)
        mention = scene.mention_at(at) if at > k and not acts else None
        if mention and mention.kind in GIVER_KINDS:
            return _named(scene, mention, context)
    return None


def _short(scene: Scene, k: int) -> Giver | None:
    body = shortened(scene, k)
    if body is None:
        return None
    return Giver(replace(party_of(scene, body), at=scene.phrase(k, k + 1)), ("short_form",))


def _named(scene: Scene, mention: Mention, context: Context) -> Giver | None:
    """The party of a name, with those who give together with it; of an officer, whom he serves."""
    body = behind(scene, mention)
    if body is None:
        if not context.edition.provider:
            return None
        at = Phrase(mention.text, mention.start, mention.end)
        return Giver(replace(provider_of(context.edition), at=at), ("officer_speaks",))
    if body != mention:
        spoken = ("officer_speaks",) if mention.kind == "person" else ()
        return Giver(national(scene, body), spoken)
    unsure = ("unknown_name",) if mention.kind == "other" else ()
    first, *others = (*joined_before(scene, mention), national(scene, mention))
    return Giver(first, unsure, (*others, *joined_parties(scene, mention)))


def _owner_of(scene: Scene, k: int, context: Context) -> Giver | None:
    """ "Our package will provide", "Norway's grant covers": whose gift acts."""
    if scene.lemma(k) not in flows("noun"):
        return None
    for child in scene.tokens[k].children:
        at = scene.index(child)
        if at >= 0 and scene.tag(at) == "PRP$":
            return pointed_at(scene, at, context)
        mention = scene.mention_at(at) if at >= 0 and child.dep_ == "poss" else None
        if mention and mention.kind in GIVER_KINDS:
            return Giver(national(scene, mention))
    return None


def named_after(scene: Scene, k: int, context: Context) -> Giver | None:
    """The name that follows a preposition."""
    for at in range(k, min(k + 6, len(scene.tokens))):
        mention = scene.mention_at(at)
        if mention and mention.kind in GIVER_KINDS:
            return _named_there(scene, _owned(scene, mention), context)
        if inside := _inside(scene, at):
            return Giver(national(scene, inside))
        if scene.word(at) == "government":
            return _government(scene, at, context)
        if short := _short(scene, at):
            return short
        if scene.tag(at) in ("NNP", "NNPS"):
            return _unnamed(scene, _last_capital(scene, at))
        if not scene.tag(at).startswith(("DT", "JJ", "NN", "IN")):
            break
    return None


def _owned(scene: Scene, mention: Mention) -> Mention:
    """ "the UN's Fund for Children": the body that the first name owns."""
    last = scene.token_span(mention.start, mention.end)[1]
    owned = scene.mention_at(last + 1) if scene.tag(last) == "POS" else None
    return owned if owned is not None and owned.kind in GIVER_KINDS else mention


def _last_capital(scene: Scene, k: int) -> int:
    while scene.tag(k + 1) in ("NNP", "NNPS"):
        k += 1
    return k


def _named_there(scene: Scene, mention: Mention, context: Context) -> Giver | None:
    body = behind(scene, mention)
    if body != mention:
        return _named(scene, mention, context)
    unsure = ("unknown_name",) if mention.kind == "other" else ()
    return Giver(national(scene, mention), unsure, joined_parties(scene, mention))


def pointed_at(scene: Scene, k: int, context: Context) -> Giver | None:
    """ "we" is whose text it is; "it" is the last who acted before."""
    provider = provider_of(context.edition) if context.edition.provider else None
    if scene.word(k) in SPEAKERS:
        return Giver(provider, ("speaker_is_provider",)) if provider else None
    named = _subject_after(scene, k) or _actor_left_of(scene, k)
    if named:
        several = scene.word(k) in ("they", "their")
        body = (behind(scene, named) if named.kind == "person" else None) or named
        first, *others = (*(joined_before(scene, named) if several else ()), national(scene, body))
        return Giver(first, ("pronoun_in_sentence",), tuple(others))
    if provider and "government" in (scene.word(at) for at in range(k)):
        return Giver(provider, ("speaker_is_provider",))
    before = context.before
    return Giver(replace(before, at=None), ("pronoun_before",)) if before else None


def _actor_left_of(scene: Scene, k: int) -> Mention | None:
    """The last name before a pronoun that no preposition governs."""
    for mention in reversed(scene.mentions):
        first, last = scene.token_span(mention.start, mention.end)
        governor = first - 1 - (scene.word(first - 1) == "the")
        governed = scene.tag(governor) == "IN" or scene.word(governor) in ("of", "to")
        if last <= k and mention.kind in GIVER_KINDS and not governed:
            return mention
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
        for at in subject_tokens(scene, above):
            mention = scene.mention_at(at)
            if at > k and mention and mention.kind in GIVER_KINDS:
                return mention
    return None


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
    if scene.word(k - 1) == ")" and scene.word(k) == "government":  # "China (Taiwan) government"
        return scene.mention_at(k - 2)
    if scene.word(k + 1) == "of":
        after = k + 3 if scene.word(k + 2) == "the" else k + 2
        return scene.mention_at(after) if after < len(scene.tokens) else None
    return None


def _speaker(scene: Scene, mention: Mention, context: Context) -> Giver:
    """ "My Government", "the Government": that of the country whose report it is."""
    party = provider_of(context.edition)
    at = Phrase(mention.text, mention.start, mention.end)
    return Giver(replace(party, at=at), ("speaker_is_provider",))


def _government(scene: Scene, k: int, context: Context) -> Giver | None:
    if scene.word(k - 1) in BACKWARD:  # "her government"
        return pointed_at(scene, k - 1, context)
    if scene.word(k - 1) not in ("the", "my", "our"):
        return None
    if not context.edition.provider:
        return _land_before(scene, k, context)
    party = provider_of(context.edition)
    return Giver(replace(party, at=scene.phrase(k - 1, k + 1)), ("speaker_is_provider",))


def _land_before(scene: Scene, k: int, context: Context) -> Giver | None:
    """ "Norway will give. The Government has …": of the country named last, where nobody speaks."""
    actor = _actor_left_of(scene, k)
    land = national(scene, actor) if actor else context.before
    if land is None or not is_country(land):
        return None
    return Giver(replace(land, at=None), ("pronoun_before",))


def _unnamed(scene: Scene, k: int) -> Giver | None:
    """Capitalised words that no vocabulary knows, printed where a giver stands."""
    summed = any(amount.start <= scene.starts[k] < amount.end for amount in scene.amounts)
    if scene.tag(k) not in ("NNP", "NNPS") or summed or scene.tokens[k].text.islower():
        return None
    first = k
    while first > 0 and scene.tag(first - 1) in ("NNP", "NNPS") and not scene.mention_at(first - 1):
        first -= 1
    words = scene.phrase(first, k + 1)
    if is_governing(words.text):
        owner = owner_beside(scene, first, k + 1)
        return Giver(national(scene, owner)) if owner else None
    if scene.lemma(k) in words_of("officer"):
        return None  # "the International Development Secretary": of which country is not told
    if first == k and scene.lemma(k) in words_of("short_form") | words_of("programme"):
        return None  # "the Bank", "the Programme": of which nothing before tells the name
    return Giver(Party(words.text, "", words), ("unknown_name",))
