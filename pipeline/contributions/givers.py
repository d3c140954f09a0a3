"""Who gives: the subject, the agent, the possessor or the source of a gift.

The tests stand in order; the first that finds a name decides.  A giver who is only pointed at
("we", "it", an elided subject) is taken from where the words point, with a reason that says so.
"""

from collections.abc import Callable
from dataclasses import replace

from pipeline.contributions.frames import Frame, past_coming
from pipeline.contributions.named import (
    GIVER_KINDS,
    Context,
    Giver,
    bracketed,
    joined_parties,
    national,
    subject_tokens,
)
from pipeline.contributions.pacts import agreed_giver, donors
from pipeline.contributions.places import country_of_body, iso3_of, nationality_of
from pipeline.contributions.referents import named_after, named_at, pointed_at
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving, flows, promise_of, words_of
from pipeline.contributions.zones import says
from pipeline.model import Mention

# what somebody does to his gift
RAISED = frozenset(("increase", "raise", "boost", "double", "triple", "expand", "lift", "scale"))
ANNOUNCED = {"announcement", "decision", "pledge", "promise", "offer", "approval", "release"}
MOVED = ("go", "went")
LENT = ("110", "421")  # OECD DAC: grant, loan
GIVEN_BY = frozenset(("give", "spend", "fund", "help", "send", "promise", "light"))
REACH = 10  # tokens after a noun of giving within which a clause tells who gave


def find_giver(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """The giver of one gift, or None where the sentence does not tell."""
    for test in TESTS:
        found = test(scene, frame, context)
        if found:
            return found
    return None


# ---- the tests, in order ---------------------------------------------------------------------


def _possessor(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "Norway's contribution of", "its grant", "Japanese loans"."""
    if frame.noun is None:
        return None
    after = scene.mention_at(frame.noun.last + 1 + (scene.word(frame.noun.last + 1) == "the"))
    if scene.word(frame.noun.last) == "of" and after and after.kind in GIVER_KINDS:
        return Giver(national(scene, after))
    lender = scene.mention_at(frame.noun.first - 1)
    if lender and (_lends(scene, lender, frame.noun.first - 1) or _aids(scene, lender)):
        return Giver(national(scene, lender))  # "a $25 million IDA credit"
    k = min(frame.noun.first, frame.left) - 1
    while k >= 0 and frame.noun.first - k < 8:
        word, tag = scene.word(k), scene.tag(k)
        mention = scene.mention_at(k)
        if tag in ("POS", "PRP$") or mention:
            found = _owner(scene, k, context)
            if found:
                return found
        inner = tag.startswith(("JJ", "NN", "VBN", "VBG", "CD", "POS", "DT", "RB", "HYPH"))
        inner = inner or (word == "and" and scene.tag(k - 1).startswith(("JJ", "NN")))
        if not inner or (word in ("the", "a", "an") and not mention):
            return None
        k -= 1
    return None


def _owner(scene: Scene, k: int, context: Context) -> Giver | None:
    if scene.tag(k) == "PRP$":
        return pointed_at(scene, k, context)
    if scene.tag(k) == "POS" and scene.word(k - 1) == "country":  # "his country's promise"
        return named_at(scene, k - 1, context)
    mention = scene.mention_at(k - 1 if scene.tag(k) == "POS" else k)
    if mention is None or mention.kind not in GIVER_KINDS:
        return None
    possessive = scene.tag(k) == "POS" or mention.kind == "nationality"
    possessive = possessive or _lends(scene, mention, k) or _is_donor(mention)
    funded = scene.word(k + 1) == "-" and scene.lemma(k + 2) in ("fund", "finance", "support")
    return Giver(national(scene, mention)) if possessive or funded else None


def _is_donor(mention: Mention) -> bool:
    """ "total U.S. Government contribution", "EU support": a donor's name right before its gift.

    A country's full name may as well tell for whom the gift is: "a Ukraine package".
    """
    short = mention.text.isupper() and mention.kind in ("country", "group", "region")
    return mention.kind == "government_body" or short


def _aids(scene: Scene, mention: Mention) -> bool:
    """ "got $3 million in Australian aid": the people of a donor country right after a sum."""
    k = scene.token_span(mention.start, mention.end)[0] - 1
    after = any(amount.end == scene.starts[k] - 1 for amount in scene.amounts)
    nation = nationality_of(mention)
    return (
        after and scene.word(k) in ("in", "of") and nation is not None and nation.iso3 in donors()
    )


def _lends(scene: Scene, mention: Mention, k: int) -> bool:
    """ "an IDA credit", "a KfW loan": whose name stands right before a loan or a grant."""
    lenders = ("international_organisation", "fund", "government_body")
    nouns = flows("noun").get(scene.lemma(k + 1), ())
    return mention.kind in lenders and any(flow.finance_type in LENT for flow in nouns)


def _source(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "a grant from", "received from", "with contributions from", "funded by"."""
    window = range(frame.left, min(frame.zone[1], len(scene.tokens)))
    for k in window:
        if scene.word(k) == "from" and not _is_change(scene, k):
            giver = named_after(scene, k + 1, context)
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
    if verb is not None and verb.does("send") and verb.voice == "active":
        return False  # "sent aid to Fiji from Lima": from where, not whose
    if scene.lemma(k - 1) in words_of("person") or (
        noun and noun.does("thing") and not noun.does("gift")
    ):
        return False
    head = scene.head(k)
    came = past_coming(scene, frame.right)
    light = verb is not None and verb.does("light")  # "includes $4 million for food from Norway"
    near = 0 <= k - frame.right <= (8 if noun is not None or light else came - frame.right)
    hung = (noun is not None and head in noun) or (verb is not None and head in verb)
    return near or hung


def _agent(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "was extended by", "a grant provided by", "funded by"."""
    passive = frame.verb is not None and frame.verb.voice in ("passive", "participle")
    first = min(frame.left, frame.verb.last) if frame.verb and passive else frame.left
    for k in range(first, min(frame.zone[1], len(scene.tokens))):
        owned = frame.noun is not None and frame.noun.does("gift") and k == frame.right
        if scene.word(k) == "by" and (owned or _gives(scene, k - 1, frame)):
            giver = named_after(scene, k + 1, context)
            if giver:
                return giver
    return None


def _gives(scene: Scene, k: int, frame: Frame) -> bool:
    """Whether the verb before a "by" is one of giving: "delivered to Tonga by"."""
    for at in range(k, max(k - 10, -1), -1):
        if scene.tag(at).startswith("VB"):
            acts = {flow.act for flow in flows("verb").get(scene.lemma(at), ())}
            verb = frame.verb
            if scene.word(at - 1) == "as":  # "as announced by the Ministry"
                return False
            own = verb is not None and at in verb and not verb.does("implement")
            other = verb is not None and at not in verb  # "a loan, backed by B, was signed by C"
            return own or bool(acts & (GIVEN_BY - {"help"} if other else GIVEN_BY))
        if scene.word(at) in (";", "by") or scene.tag(at) == "MD":
            return False
    return False


def _announcer(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "the announcement by Norway of a grant": who announces his own gift."""
    k = frame.noun.first - 1 if frame.noun is not None else 0
    while k > 0 and scene.tag(k).startswith(("DT", "JJ", "PRP$")):
        k -= 1
    mention = scene.mention_at(k - 1) if k > 0 and scene.word(k) == "of" else None
    first = scene.token_span(mention.start, mention.end)[0] if mention else 0
    first -= scene.word(first - 1) == "the"
    if mention is None or scene.word(first - 1) != "by":
        return None
    told = {scene.lemma(at) for at in range(max(first - 4, 0), first - 1)}
    return named_after(scene, first, context) if told & ANNOUNCED else None


def _subject(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    verb = frame.verb
    if verb is None:
        return _clause_subject(scene, frame, context) or _country_with(scene, frame, context)
    if verb.voice == "participle":
        return _following_subject(scene, frame, context)
    grows = verb.does("sum") and scene.lemma(verb.first) in RAISED
    goes = verb.flow.word in MOVED  # "will go to Mali": the money does
    if goes or verb.voice != "active" or verb.does("receive") or (verb.does("sum") and not grows):
        return None
    if other := _thanked(scene, verb) or _promiser(scene, verb):
        return other
    for k in subjects_of(scene, verb):
        giver = named_at(scene, k, context)
        if giver:
            elided = k > verb.first or not _own_subject(scene, verb, k)
            return Giver(
                giver.party, giver.reasons + (("subject_elided",) if elided else ()), giver.others
            )
    return None


def _scheme(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "a grant provided under Japan's scheme for small projects": whose scheme pays."""
    del context
    for k in range(frame.right, min(frame.zone[1], len(scene.tokens))):
        at = k + 1 + (scene.word(k + 1) == "the")
        mention = scene.mention_at(at) if scene.word(k) in ("under", "through") else None
        if mention is None or iso3_of(mention) not in donors():
            continue
        last = scene.token_span(mention.start, mention.end)[1]
        if scene.tag(last) == "POS" or mention.kind == "nationality":
            return Giver(national(scene, mention))
    return None


def _relative(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "The aid that Norway has given amounted to $4 million": who gives it, by a clause of it."""
    noun, verb = frame.noun, frame.verb
    if noun is None or (verb is not None and not verb.does("sum")):
        return None
    for k in range(noun.last, min(noun.last + REACH, len(scene.tokens))):
        acts = {flow.act for flow in flows("verb").get(scene.lemma(k), ())}
        if scene.tokens[k].dep_ != "relcl" or not acts & (GIVEN_BY - {"help"}):
            continue
        for at in subject_tokens(scene, k):
            giver = named_at(scene, at, context) if at >= noun.last else None
            if giver and scene.tag(at) not in ("WDT", "WP"):
                return giver
    return None


def _promiser(scene: Scene, verb: Giving) -> Giver | None:
    """ "pledges by Qatar and Oman to give": whose promise the verb tells."""
    noun = promise_of(scene, verb.chain) if scene.tag(verb.chain) == "TO" else -1
    named = (scene.mention_at(k) for k in range(noun + 1, verb.chain)) if noun >= 0 else ()
    mention = next((m for m in named if m is not None and m.kind in GIVER_KINDS), None)
    if mention is None:
        return None
    return Giver(national(scene, mention), (), joined_parties(scene, mention))


def _thanked(scene: Scene, verb: Giving) -> Giver | None:
    """ "thanked Norway for giving": whom the thanks go to, and not who gives them."""
    given = scene.tag(verb.first) == "VBG" and scene.word(verb.chain - 1) == "for"
    mention = scene.mention_at(verb.chain - 2) if given else None
    if mention is None or mention.kind not in GIVER_KINDS:
        return None
    return Giver(national(scene, mention))


def _with_gift(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "…, and Norway, with a commitment of €2 million": the name before its own phrase."""
    del context
    k = frame.left - 1 if scene.word(frame.left - 1) == "with" else frame.left - 2
    mention = scene.mention_at(k - 2)
    if frame.noun is None or scene.word(k) != "with" or scene.word(k - 1) != "," or not mention:
        return None
    first = scene.token_span(mention.start, mention.end)[0]
    listed = bool({"and", ",", "by"} & {scene.word(first - 1), scene.word(first - 2)})
    return Giver(national(scene, mention)) if listed and mention.kind in GIVER_KINDS else None


def _country_with(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "Japan is a donor with a contribution of $3 million": a country that acts with its gift."""
    before = [scene.word(k) for k in range(max(frame.left - 4, 0), frame.left)]
    if frame.noun is None or "with" not in before:
        return None
    found = _clause_subject(scene, replace(frame, amount=None), context)
    if found is None:
        return None
    at = found.party.at
    named = next((m for m in scene.mentions if at and m.start == at.start), None)
    agency = named is not None and named.kind == "government_body" and country_of_body(named)
    return found if found.party.iso3 or (agency and agency.iso3 in donors()) else None


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
        if scene.word(k) in ("from", "by", "with", "thanks"):
            return Giver(national(scene, mention))
        owned = scene.word(k) == "of" and flows("noun").get(scene.lemma(k - 1))
        if scene.word(k) in ("to", "for", "in", "of") and not owned:
            return None
    return Giver(national(scene, mention))


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
        for at in [] if passive else subject_tokens(scene, k):
            giver = named_at(scene, at, context)
            if giver:
                return Giver(giver.party, (*giver.reasons, "subject_of_clause"), giver.others)
    return None


def subjects_of(scene: Scene, verb: Giving) -> list[int]:
    """Subject tokens of a verb, its own first, then those of the verbs above it."""
    own = [s for k in range(verb.chain, verb.last) for s in subject_tokens(scene, k)]
    found = own or []
    k = verb.first
    for _ in range(6):
        above = scene.head(k)
        speaks = found and says(scene, above) and scene.lemma(found[0]) not in flows("noun")
        if above == k or speaks:
            break
        k = above
        if scene.tag(k).startswith(("VB", "MD")):
            found += subject_tokens(scene, k)
    return found or _left_subject(scene, verb)


def _own_subject(scene: Scene, verb: Giving, k: int) -> bool:
    return any(k in subject_tokens(scene, at) for at in range(verb.chain, verb.last))


def _left_subject(scene: Scene, verb: Giving) -> list[int]:
    """Where the parse has no subject: the last name before the verb that no preposition governs."""
    for mention in reversed(scene.mentions):
        first, last = scene.token_span(mention.start, mention.end)
        governor = first - 1 - (scene.word(first - 1) == "the")
        if last <= verb.chain and not scene.tag(governor).startswith("IN"):
            return [last - 1]
    return []


def gapped(scene: Scene, frame: Frame) -> Mention | None:
    """ "Austria gave $8 million, and Slovenia $1 million": a giver whose verb is that before.

    Where the sum before has a name of its own right after the verb, both names receive.
    """
    mention = scene.mention_at(frame.left - 1)
    if frame.amount is None or mention is None or mention.kind not in GIVER_KINDS:
        return None
    k = scene.token_span(mention.start, mention.end)[0] - 1
    k -= scene.word(k) == "the"
    sums = [at for at in scene.amounts if at.end <= mention.start]
    if scene.word(k) not in ("and", ",", ";", "while") or not sums or frame.verb is None:
        return None
    first = scene.token_span(sums[0].start, sums[0].end)[0]
    named = any(scene.mention_at(at) for at in range(frame.verb.last, first))
    return mention if frame.verb.last <= first and not named else None


def _gapped(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    del context
    mention = scene.mention_at(frame.left)
    if mention is None or frame.noun is not None:
        return None
    return Giver(national(scene, mention), ("verb_elided",))


TESTS: tuple[Callable[[Scene, Frame, Context], Giver | None], ...] = (
    agreed_giver,
    _bracketed,
    _gapped,
    _with_gift,
    _possessor,
    _source,
    _announcer,
    _agent,
    _relative,
    _subject,
    _scheme,
)
