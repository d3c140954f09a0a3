"""Which word of giving bears which sum.

A frame is one gift as the sentence builds it: the sum, the noun of giving beside it ("a grant of"),
the verb above it, and the tokens that belong to it alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.contributions.around import (
    AFTER_SUM,
    BREAKS,
    MEASURES,
    amount_tokens,
    fill_start,
)
from pipeline.contributions.climbs import GIVING_ACTS, verb_above, verb_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving
from pipeline.model import Amount, Span

BRINGS = ("bring", "brought", "take")  # "the total contribution to $5 million"
EQUIPPED = ("provide", "supply", "furnish", "equip")  # somebody with something
ALL_AID = frozenset(
    (
        *("oda", "official", "development", "bilateral"),
        *("assistance", "aid", "cooperation", "co-operation"),
    )
)
AFTER_DEED = ("to", "for", "in", "towards", "toward", "through", "on", ".", ",", "at")
SIZES = ("volume", "value", "amount", "size", "total")


@dataclass(frozen=True, slots=True)
class Frame:
    """One gift of a sentence, by tokens; a sum "from" someone may lack both verb and noun."""

    amount: Amount | None
    verb: Giving | None
    noun: Giving | None
    left: int  # first token of the sum's or noun's own phrase
    right: int  # token after it
    zone: Span = (0, 0)  # the tokens that belong to this gift and to no other
    reasons: tuple[str, ...] = ()

    @property
    def bearer(self) -> Giving | None:
        return self.noun or self.verb


def is_all_aid(words: Iterable[str]) -> bool:
    """ "ODA", "bilateral development assistance": not aid of some kind, but all that is given."""
    told = set(words)
    return told <= ALL_AID and bool(told & {"oda", "development"})


def is_volume(noun: Giving) -> bool:
    """A noun that tells how much aid there is; "ODA loan" is a gift."""
    return is_all_aid(noun.flow.word.split())


def frame_of(scene: Scene, amount: Amount, givings: tuple[Giving, ...]) -> Frame | None:
    """The gift that a sum belongs to, or None where no word of giving bears it."""
    first, last = amount_tokens(scene, amount)
    left, linked = fill_start(scene, first)
    noun = _noun_left(scene, left, linked, givings) or _noun_right(scene, left, last, givings)
    start = min(left, noun.first) if noun else left
    end = max(last, noun.last) if noun else last
    at = noun.last - 1 if noun and noun.first < first else first
    verb, reasons = verb_of(scene, (start, end), at, givings)
    if verb is not None and verb.does("sum"):
        noun = noun or _noun_in_subject(verb, givings) or _noun_as_object(scene, verb, givings)
        start = min(start, noun.first) if noun and _is_first(scene, amount, verb) else start
        over = _verb_over(scene, noun, verb, givings) if noun else None
        summed = _verb_summed(scene, verb, givings) or _verb_in_subject(scene, verb, givings)
        verb = over or summed or (verb if noun else None)
    elif verb is not None and noun is None and verb.flow.word in BRINGS:
        noun = _noun_as_object(scene, verb, givings)
        start = min(start, noun.first) if noun and _is_first(scene, amount, verb) else start
    if noun is None and verb is None:
        noun = _noun_that_is(scene, first, givings)
        reasons = ("sum_in_predicate",) if noun else reasons
    if noun is None and verb is None:
        verb = _participle_after(scene, end, givings)
    if noun is not None and verb is not None and _is_aside(scene, noun, first):
        verb = None
    verb = _named_deed(scene, end, givings) or _own_deed(scene, (start, end), (noun, verb), givings)
    if noun is None and verb is None and not _comes_from(scene, left, last):
        return None
    return Frame(amount, verb, noun, start, end, reasons=reasons)


def _own_deed(
    scene: Scene,
    np: Span,
    bearers: tuple[Giving | None, Giving | None],
    givings: tuple[Giving, ...],
) -> Giving | None:
    """The verb that tells how a sum was given, where the one above it tells what it does.

    "$2 million received from X will help", "A grant of $2 million signed by X".
    """
    noun, verb = bearers
    gift = noun is not None and noun.does("gift", "aid", "project")
    does = verb is not None and verb.voice == "active" and verb.first > np[1]
    use = noun is None and verb is not None and (does or verb.does("help"))
    led = noun is None and scene.word(np[0] - 1) == "with"  # "with $2 million allocated to X"
    if not gift and not use and not led:
        return verb
    return _participle_after(scene, np[1], givings) or (
        _only_giving(scene, verb, np[0]) if gift else verb
    )


def _named_deed(scene: Scene, last: int, givings: tuple[Giving, ...]) -> Giving | None:
    """ "a package of $2 million Norway has pledged": whose deed it was, right behind the sum."""
    k = _past_brackets(scene, last)
    mention = scene.mention_at(k + (scene.word(k) == "the"))
    verb = scene.token_span(mention.start, mention.end)[1] if mention else -1
    deed = next((g for g in givings if g.pos == "verb" and g.chain == verb), None)
    given = deed is not None and deed.voice == "active" and deed.does("give", "promise", "spend")
    return deed if given and deed is not None and scene.word(deed.last) in AFTER_DEED else None


def _is_aside(scene: Scene, noun: Giving, first: int) -> bool:
    """ "contributes to the fulfilment of its pledge of $5 million": of what kind the noun tells."""
    nested = scene.tokens[noun.last - 1].dep_ == "pobj" and noun.first < first
    return nested and bool(noun.flow.types) and scene.tag(noun.first - 1) in ("POS", "PRP$")


def _is_first(scene: Scene, amount: Amount, verb: Giving) -> bool:
    """ "amounted to $7 million in 2018 and $6 million in 2019": the noun leads the first sum."""
    first = next((a for a in scene.amounts if a.start > scene.starts[verb.first]), amount)
    return first.start == amount.start


def is_used(scene: Scene, last: int) -> bool:
    """ "$2 million will be used to": what was given, by its use, right after the sum."""
    for k in range(last, min(last + 5, len(scene.tokens))):
        if scene.tag(k) == "VBN":
            return scene.lemma(k) == "use" and scene.lemma(k - 1) == "be"
        if scene.lemma(k) not in ("be", "have", "will") and scene.tag(k) not in ("MD", "RB"):
            break
    return False


def _comes_from(scene: Scene, left: int, last: int) -> bool:
    """ "Thanks to €4 million from the Agency": a sum whose source stands right after it."""
    lead = scene.word(left - 1) in ("with", "thanks", "using", "through") or (
        scene.word(left) == "to" and scene.word(left - 1) == "thanks"
    )
    after = past_coming(scene, last)
    named = any(
        scene.mention_at(after + k) is not None for k in (1, 2) if after + k < len(scene.tokens)
    )
    return (lead or after > last) and scene.word(after) == "from" and named


def past_coming(scene: Scene, last: int) -> int:
    """The token behind "came", "will come", "is coming" at a token; that token where none is."""
    k = last
    while scene.lemma(k) in ("be", "have", "will") or scene.tag(k) == "MD":
        k += 1
    return k + 1 if scene.lemma(k) == "come" else last


def _noun_left(scene: Scene, left: int, linked: bool, givings: tuple[Giving, ...]) -> Giving | None:
    """ "a loan of", "contributions totalling", "total contributions" before the sum."""
    nouns = [g for g in givings if g.pos == "noun" and g.last <= left]
    if not nouns:
        return None
    near = nouns[-1]
    apposed = scene.word(left - 1) == "," and near.last == left - 1 and near.does("gift")
    if apposed and scene.tag(near.last) == ",":
        return near
    if near.last == left and (linked or near.does("gift")):
        return near
    measured = scene.word(left) in MEASURES or scene.word(left) in ("of", ",", "(")
    if linked and measured and left - near.last <= 12 and _plain(scene, near.last, left):
        return near if near.does("gift", "aid") else None
    return None


def _plain(scene: Scene, first: int, last: int) -> bool:
    """No verb and no break of a clause between two tokens."""
    return all(
        not scene.tag(k).startswith("VB") and scene.word(k) not in BREAKS
        for k in range(first, last)
    )


def _past_brackets(scene: Scene, last: int) -> int:
    """ "$9 million (MK 8 billion) contribution": the token behind the sum told again."""
    if scene.word(last) != "(":
        return last
    closing = (k for k in range(last, min(last + 8, len(scene.tokens))) if scene.word(k) == ")")
    end = next(closing, last - 1) + 1
    told = (scene.token_span(a.start, a.end)[0] for a in scene.amounts if a.equivalent_of)
    again = any(last <= at < end for at in told)
    return end if again else last


def _noun_right(scene: Scene, first: int, last: int, givings: tuple[Giving, ...]) -> Giving | None:
    """ "$5 million grant", "$5 million in emergency assistance", "$5 million worth of tents"."""
    k = last = _past_brackets(scene, last)
    while scene.word(k) in AFTER_SUM and k < last + 3:
        k += 1
    while k < last + 9 and k < len(scene.tokens):
        found = next((g for g in givings if g.pos == "noun" and g.first == k), None)
        compound = found and scene.tag(found.last).startswith("NN")
        if found and not compound:
            owned = scene.tag(first - 1) in ("POS", "PRP$")
            return found if owned or not found.does("project") else None
        if not scene.tag(k).startswith(("JJ", "NN", "VBN", "VBG", "HYPH", "CC", "CD", "POS")):
            return None
        k += 1
    return None


def _verb_over(
    scene: Scene, noun: Giving, verb: Giving, givings: tuple[Giving, ...]
) -> Giving | None:
    """ "The grant, which amounts to …, was signed": the giving verb above the noun itself."""
    above = scene.head(noun.last - 1)
    found = next((g for g in givings if g.pos == "verb" and above in g), None)
    return found if found is not None and found != verb and found.does(*GIVING_ACTS) else None


def _verb_summed(scene: Scene, verb: Giving, givings: tuple[Giving, ...]) -> Giving | None:
    """ "provides funds amounting to", "has assisted Fiji, totalling": what the sum adds up."""
    if scene.tag(verb.first) != "VBG":
        return None
    above = scene.head(verb.first)
    if scene.tag(above).startswith("NN"):
        above = scene.head(above)
    found = next((g for g in givings if g.pos == "verb" and above in g), None)
    return found if found is not None and found != verb and found.does(*GIVING_ACTS) else None


def _verb_in_subject(scene: Scene, verb: Giving, givings: tuple[Giving, ...]) -> Giving | None:
    """ "the amount allocated to Mali totalled": the participle that tells of the subject."""
    if scene.tokens[verb.first].dep_ == "relcl":  # "the rest, which amounts to $2 million, goes to"
        above = scene.head(scene.head(verb.first))
        return next((g for g in givings if above in g and g.does(*GIVING_ACTS)), None)
    subjects = [c for c in scene.tokens[verb.first].children if c.dep_ == "nsubj"]
    told = [scene.index(c) for s in subjects for c in s.children if c.dep_ == "acl"]
    found = (g for g in givings if g.pos == "verb" and any(k in g for k in told))
    return next((g for g in found if g.does(*GIVING_ACTS) and g.voice == "participle"), None)


def _participle_after(scene: Scene, last: int, givings: tuple[Giving, ...]) -> Giving | None:
    """ "grant aid extended through": the participle right after the sum and its noun."""
    found = next((g for g in givings if g.pos == "verb" and g.first == last), None)
    return found if found is not None and found.voice == "participle" else None


def _only_giving(scene: Scene, verb: Giving | None, start: int) -> Giving | None:
    """A noun of giving under "trained", "was paid for with" keeps no verb: it tells the use.

    So too "With a grant from X, UNOPS delivered": the main verb tells what was done with it.
    """
    if verb is None or verb.does("train", "make"):
        return None
    k = start - 1
    while k > 0 and scene.tag(k).startswith(("NN", "JJ", "DT", "POS")):
        k -= 1
    after = verb.voice == "active" and verb.first > start
    used = scene.word(k) == "with" and (after or verb.voice == "passive")
    return None if used and verb.flow.word not in EQUIPPED else verb


def _noun_that_is(scene: Scene, at: int, givings: tuple[Giving, ...]) -> Giving | None:
    """ "Australia's aid to Fiji was A$64 million": the noun of giving in the subject of "was"."""
    verb = verb_above(scene, at)
    if verb is None or scene.lemma(verb) != "be" or verb > at:
        return None
    nouns = [g for g in givings if g.pos == "noun" and g.last <= verb]
    plain = (g for g in nouns if g.does("gift", "aid") and scene.head(g.last - 1) == verb)
    return next(plain, None) or next((g for g in nouns if _is_sized(scene, g)), None)


def _is_sized(scene: Scene, noun: Giving) -> bool:
    """ "the total volume of the agreements": how much a loan or an agreement comes to."""
    k = noun.first - 1 - (scene.word(noun.first - 1) in ("the", "this", "these"))
    agreed = noun.flow.word in ("agreement", "deal") or noun.does("gift", "aid")
    return agreed and scene.word(k) == "of" and scene.lemma(k - 1) in SIZES


def _noun_in_subject(verb: Giving, givings: tuple[Giving, ...]) -> Giving | None:
    """ "Swedish assistance to Zambia totalled": the first noun of giving before the verb."""
    nouns = (g for g in givings if g.pos == "noun" and g.last <= verb.first)
    return next((g for g in nouns if g.does("gift", "aid")), None)


def _noun_as_object(scene: Scene, verb: Giving, givings: tuple[Giving, ...]) -> Giving | None:
    """ "increased its contribution to UNFPA to €40 million": the noun that the verb changes."""
    nouns = (g for g in givings if g.pos == "noun" and g.does("gift", "aid"))
    return next((g for g in nouns if g.first > verb.first and scene.head(g.last - 1) in verb), None)
