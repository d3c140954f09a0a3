"""Givers told beside the gift: whose it is, from whom, by whom, under whose scheme."""

from pipeline.contributions.frames import Frame, past_coming
from pipeline.contributions.named import GIVER_KINDS, Context, Giver, bracketed, national
from pipeline.contributions.pacts import donors
from pipeline.contributions.places import iso3_of, nationality_of
from pipeline.contributions.referents import named_after, named_at, pointed_at
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import flows, words_of
from pipeline.model import Mention

ANNOUNCED = {"announcement", "decision", "pledge", "promise", "offer", "approval", "release"}
LENT = ("110", "421")  # OECD DAC: grant, loan
GIVEN_BY = frozenset(("give", "spend", "fund", "help", "send", "promise", "light"))


def possessor(scene: Scene, frame: Frame, context: Context) -> Giver | None:
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
        joins = word == "and" and scene.tag(k + 1) != "DT"  # not "a loan from A and a grant"
        inner = inner or (joins and scene.tag(k - 1).startswith(("JJ", "NN")))
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


def source(scene: Scene, frame: Frame, context: Context) -> Giver | None:
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


def agent(scene: Scene, frame: Frame, context: Context) -> Giver | None:
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


def announcer(scene: Scene, frame: Frame, context: Context) -> Giver | None:
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


def scheme(scene: Scene, frame: Frame, context: Context) -> Giver | None:
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


def before_bracket(scene: Scene, frame: Frame, context: Context) -> Giver | None:
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
