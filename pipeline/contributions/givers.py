"""Who gives: the subject, the agent, the possessor or the source of a gift.

The tests stand in order; the first that finds a name decides.  A giver who is only pointed at
("we", "it", an elided subject) is taken from where the words point, with a reason that says so.
"""

from collections.abc import Callable
from dataclasses import replace

from pipeline.contributions.climbs import verb_above
from pipeline.contributions.frames import Frame, is_volume
from pipeline.contributions.named import (
    GIVER_KINDS,
    Context,
    Giver,
    joined_parties,
    national,
    subject_tokens,
)
from pipeline.contributions.pacts import agreed_giver, donors
from pipeline.contributions.places import country_of_body
from pipeline.contributions.ranked import RANKED, ranked_giver
from pipeline.contributions.referents import named_at
from pipeline.contributions.scene import Scene
from pipeline.contributions.sources import (
    GIVEN_BY,
    agent,
    announcer,
    before_bracket,
    possessor,
    scheme,
    source,
)
from pipeline.contributions.verbs import Giving, flows, promise_of
from pipeline.contributions.zones import says
from pipeline.model import Mention

# what somebody does to his gift
RAISED = frozenset(("increase", "raise", "boost", "double", "triple", "expand", "lift", "scale"))
REPORTS = ("report", "record", "register")
MOVED = ("go", "went")
REACH = 10  # tokens after a noun of giving within which a clause tells who gave


def find_giver(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """The giver of one gift, or None where the sentence does not tell."""
    if RANKED in frame.reasons:
        return ranked_giver(scene, context)
    for test in TESTS:
        found = test(scene, frame, context)
        if found:
            return found
    return None


# ---- the tests, in order ---------------------------------------------------------------------


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
    if other := _thanked(scene, verb) or _promiser(scene, verb) or _behind_sum(scene, frame, verb):
        return other
    for k in subjects_of(scene, verb):
        giver = named_at(scene, k, context)
        if giver:
            elided = k > verb.first or not _own_subject(scene, verb, k)
            return Giver(
                giver.party, giver.reasons + (("subject_elided",) if elided else ()), giver.others
            )
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


def _accounts(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """ "reported net ODA of $4 million", "used a contribution of $4 million to": whose it is."""
    noun = frame.noun
    above = verb_above(scene, noun.last - 1) if noun and frame.amount and not frame.verb else None
    if noun is None or above is None:
        return None
    used = scene.lemma(above) == "use" and scene.word(frame.right) == "to"
    if not used and not (scene.lemma(above) in REPORTS and is_volume(noun)):
        return None
    found = (named_at(scene, k, context) for k in subject_tokens(scene, above))
    return next((giver for giver in found if giver and giver.party.iso3 in donors()), None)


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


def _behind_sum(scene: Scene, frame: Frame, verb: Giving) -> Giver | None:
    """ "$4 million Norway has pledged": the name between a sum and the verb of its own clause."""
    mention = scene.mention_at(verb.chain - 1)
    if frame.amount is None or mention is None or mention.kind not in GIVER_KINDS:
        return None
    first = scene.token_span(mention.start, mention.end)[0]
    first -= scene.word(first - 1) == "the"
    last = scene.token_span(frame.amount.start, frame.amount.end)[1]
    told = first == last or (scene.word(first - 1) == ")" and scene.word(last) == "(")
    return Giver(national(scene, mention)) if told and first >= last else None


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
    found = own or _before_verb(scene, verb)
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


def _before_verb(scene: Scene, verb: Giving) -> list[int]:
    """ "A will receive $1, B (the bank) will receive $2": a subject that the parse has missed."""
    k = verb.chain - 1
    if scene.word(k) == ")" and scene.word(k - 2) == "(":
        k -= 3
    mention = scene.mention_at(k)
    first = scene.token_span(mention.start, mention.end)[0] if mention else 0
    first -= scene.word(first - 1) == "the"
    opens = scene.word(first - 1) == "," or scene.word(first - 2) == ","
    finite = scene.tag(verb.chain) in ("VBD", "VBZ", "VBP", "MD")
    return [k] if mention is not None and opens and finite and first > 1 else []


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
    before_bracket,
    _gapped,
    _with_gift,
    possessor,
    source,
    announcer,
    agent,
    _relative,
    _subject,
    _accounts,
    scheme,
)
