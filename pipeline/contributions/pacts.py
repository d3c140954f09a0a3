"""Two who agree on a gift: which of them gives.

"KfW and Albania signed", "signed between the Fund and Chad".  The one whose report it is gives;
else the agency of a donor, a bank or fund, a donor country, an organisation, in this order.
"""

from functools import cache
from itertools import pairwise

from pipeline.contributions.frames import Frame
from pipeline.contributions.named import Context, Giver, national, subject_tokens
from pipeline.contributions.places import country_of_body, iso3_of, name_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving
from pipeline.model import Mention
from pipeline.vocab import read_vocab

AGREED = frozenset(("sign", "conclude", "exchange", "agree", "ink"))
TOLD = frozenset(("announce", "launch"))
LENDERS = frozenset(("bank", "fund", "foundation"))
BODIES = frozenset(("international_organisation", "fund", "ngo", "company"))
LEAST = 1  # the rank of an organisation that is no bank or fund
FAR = 10  # tokens between "signed" and "with"
NEAR = 8  # tokens between the second name and the verb: "on 8 July", "(AFD)"


def agreed_giver(scene: Scene, frame: Frame, context: Context) -> Giver | None:
    """The one of two who agree that gives, or None where neither is likelier."""
    signer = _signer(scene, frame, context)
    if signer is not None:
        return Giver(national(scene, signer), ("agreed_by_two",))
    pair = agreed_pair(scene)
    lender = None if pair or context.edition.provider else _lender_beside(scene)
    if lender is not None:  # "The government and KfW signed"
        return Giver(national(scene, lender), ("agreed_by_two",))
    if pair is None or (frame.verb is not None and _acts_itself(scene, frame.verb)):
        return None
    ranks = [_rank(mention, context.edition.provider) for mention in pair]
    told = frame.verb is not None and frame.verb.does("promise")
    if ranks[0] == ranks[1] or (told and min(ranks) > LEAST):
        return None  # "Norway and the World Bank announced": both give
    return Giver(national(scene, pair[ranks.index(max(ranks))]), ("agreed_by_two",))


def agreed_pair(scene: Scene) -> tuple[Mention, Mention] | None:
    """The two names that an agreement joins, "between A and B" or "A and B signed"."""
    verbs = [
        k
        for k in range(len(scene.tokens))
        if scene.lemma(k) in AGREED | TOLD and scene.tag(k).startswith("VB")
    ]
    if not verbs:
        return None
    named = [mention for mention in scene.mentions if not _is_short_form(scene, mention)]
    joined = next((pair for pair in pairwise(named) if _agree(scene, *pair, verbs)), None)
    return joined or next((pair for k in verbs if (pair := _with_another(scene, k))), None)


def _signer(scene: Scene, frame: Frame, context: Context) -> Mention | None:
    """ "was signed by Minister Lind of Peru and Director Berg of the OPEC Fund": the likelier."""
    verb = frame.verb
    signed = verb is not None and verb.flow.word in AGREED and verb.voice == "passive"
    if verb is None or not signed:
        return None
    by = next((k for k in range(verb.last, len(scene.tokens)) if scene.word(k) == "by"), -1)
    after = [m for m in scene.mentions if by >= 0 and m.start > scene.starts[by]]
    ranks = [_rank(mention, context.edition.provider) for mention in after]
    best = max(ranks, default=0)
    two = len(ranks) > 1 and best > LEAST and ranks.count(best) == 1
    joined = any(scene.word(k) == "and" for k in range(by, len(scene.tokens)))
    return after[ranks.index(best)] if two and joined else None


def _lender_beside(scene: Scene) -> Mention | None:
    """ "the government and KfW signed", "signed with IDA": who agrees with one that has no name."""
    for verb in range(len(scene.tokens)):
        if scene.lemma(verb) not in AGREED or not scene.tag(verb).startswith("VB"):
            continue
        subjects = [k for k in subject_tokens(scene, verb) if scene.lemma(k) == "government"]
        for k in subjects:
            beside = [k + 1] if scene.word(k + 1) == "and" else []
            for at in beside or _withs(scene, verb):
                other = scene.mention_at(at + 1 + (scene.word(at + 1) == "the"))
                if other and _rank(other, "") > LEAST + 1:
                    return other
    return None


def _withs(scene: Scene, verb: int) -> list[int]:
    last = min(verb + FAR, len(scene.tokens))
    return [k for k in range(verb + 1, last) if scene.word(k) == "with"]


def _with_another(scene: Scene, verb: int) -> tuple[Mention, Mention] | None:
    """ "Tonga signed a grant agreement with the Bank": the subject and whom it signs with."""
    if scene.lemma(verb) not in AGREED:
        return None
    subjects = (scene.mention_at(k) for k in subject_tokens(scene, verb))
    subject = next((mention for mention in subjects if mention is not None), None)
    subject = subject or scene.mention_at(verb - 1)  # where the parse saw no subject
    for k in range(verb + 1, min(verb + FAR, len(scene.tokens)) if subject else 0):
        if scene.word(k) == "with":
            other = scene.mention_at(k + 1 + (scene.word(k + 1) == "the"))
            return (subject, other) if subject and other else None
    return None


def _is_short_form(scene: Scene, mention: Mention) -> bool:
    """ "(AFD)" behind its long form."""
    first, last = scene.token_span(mention.start, mention.end)
    return scene.word(first - 1) == "(" and scene.word(last) == ")"


def _agree(scene: Scene, first: Mention, second: Mention, verbs: list[int]) -> bool:
    start, end = scene.token_span(first.start, first.end)
    after, last = scene.token_span(second.start, second.end)
    if _outside_brackets(scene, end, after) not in (["and"], ["and", "the"]):
        return False
    if "between" in (scene.word(start - 1), scene.word(start - 2)):
        return True
    return any(_leads_to(scene, range(start, last), verb) for verb in verbs if verb >= last)


def _outside_brackets(scene: Scene, first: int, last: int) -> list[str]:
    words: list[str] = []
    depth = 0
    for k in range(first, last):
        depth += scene.word(k) == "("
        if not depth:
            words.append(scene.word(k))
        depth -= scene.word(k) == ")"
    return words


def _leads_to(scene: Scene, names: range, verb: int) -> bool:
    """Whether two names are the subject of a verb, or stand right before it."""
    if any(k in names for k in subject_tokens(scene, verb)):
        return True
    between = range(names.stop, verb)
    verbal = any(scene.tag(k).startswith(("VB", "MD", "W")) for k in between)
    return len(between) <= NEAR and not verbal


def _acts_itself(scene: Scene, verb: Giving) -> bool:
    """ "an agreement under which Norway gives": the giver is the verb's own subject."""
    if verb.flow.word in AGREED | TOLD or verb.voice != "active":
        return False
    return any(scene.mention_at(k) for k in subject_tokens(scene, verb.first))


def _rank(mention: Mention, provider: str) -> int:
    """How likely it is that one of two who agree gives; the greater the likelier."""
    home = country_of_body(mention) if mention.kind == "government_body" else None
    iso3 = home.iso3 if home else ""
    nation = mention.kind in ("country", "nationality", "government_body")
    words = set(name_of(mention).lower().split())
    tests = (
        bool(provider) and provider in (iso3, iso3_of(mention)),
        iso3 in donors() and not _is_government(words),
        mention.kind in BODIES and bool(words & LENDERS) and "nations" not in words,
        (nation and iso3_of(mention) in donors()) or mention.kind in ("group", "region"),
        mention.kind in BODIES,
    )
    return next((len(tests) - place for place, holds in enumerate(tests) if holds), 0)


def _is_government(words: set[str]) -> bool:
    return bool(words & {"government", "ministry", "kingdom", "republic"})


@cache
def donors() -> frozenset[str]:
    """ISO 3166-1 alpha-3 codes of the countries whose aid is reported."""
    return frozenset(row["iso3"] for row in read_vocab("donor_currencies"))
