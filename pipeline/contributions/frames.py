"""Which word of giving bears which sum.

A frame is one gift as the sentence builds it: the sum, the noun of giving beside it ("a grant of"),
the verb above it, and the tokens that belong to it alone.  The verb is sought up the dependency
tree; where the tree fails, among the words on the left.
"""

from dataclasses import dataclass, replace

from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import SAYING, Giving, flows
from pipeline.model import Amount, Span

FILL = frozenset(
    (
        *("approximately", "about", "around", "some", "nearly", "almost", "over", "more", "than"),
        *("up", "to", "at", "least", "a", "an", "the", "total", "sum", "amount", "of"),
        *("additional", "further", "roughly", "only", "just", "us", "estimated", "tune", "extra"),
        *(
            "as",
            "much",
            "exactly",
            "additionally",
            "also",
            "cumulative",
            "combined",
            "grand",
            "its",
        ),
        *("amounts", "sums", "record", "new", "initial", "first", "annual", "approx", "."),
    )
)
LINKS = frozenset(("of", "worth", "valued", "totalling", "totaling", "amounting", "(", ":", "—"))
MEASURES = frozenset(("worth", "valued", "totalling", "totaling", "amounting"))
JOINTS = frozenset((",", "and", "or", "plus", "as", "well", "also", "with", "while"))
AFTER_SUM = frozenset(
    ("(", ")", "in", "of", "worth", "as", "-", "a", "was", "were", "is", "are", "the")
)
BREAKS = frozenset((";", "while", "whereas", "but", "although", "though"))
CLIMB = 12  # heads above a sum, at most


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


def amount_tokens(scene: Scene, amount: Amount) -> Span:
    first, last = scene.token_span(amount.start, amount.end)
    return first, min(last, len(scene.tokens))


def frame_of(scene: Scene, amount: Amount, givings: tuple[Giving, ...]) -> Frame | None:
    """The gift that a sum belongs to, or None where no word of giving bears it."""
    first, last = amount_tokens(scene, amount)
    left, linked = fill_start(scene, first)
    noun = _noun_left(scene, left, linked, givings) or _noun_right(scene, left, last, givings)
    start = min(left, noun.first) if noun else left
    end = max(last, noun.last) if noun else last
    at = noun.last - 1 if noun and noun.first < first else first
    verb, reasons = _verb_of(scene, (start, end), at, givings)
    if verb is not None and verb.does("sum"):
        noun = noun or _noun_in_subject(verb, givings) or _noun_as_object(scene, verb, givings)
        start = min(start, noun.first) if noun else start
        verb = (_verb_over(scene, noun, verb, givings) or verb) if noun else None
    if noun is None and verb is None:
        noun = _noun_that_is(scene, first, givings)
        reasons = ("sum_in_predicate",) if noun else reasons
    if noun is not None and noun.does("gift", "aid", "project"):
        verb = _participle_after(scene, end, givings) or _only_giving(verb)
    if noun is None and verb is None and not _comes_from(scene, left, last):
        return None
    return Frame(amount, verb, noun, start, end, reasons=reasons)


def _comes_from(scene: Scene, left: int, last: int) -> bool:
    """ "Thanks to €4 million from the Agency": a sum whose source stands right after it."""
    lead = scene.word(left - 1) in ("with", "thanks", "using", "through") or (
        scene.word(left) == "to" and scene.word(left - 1) == "thanks"
    )
    came = scene.lemma(last) == "come"
    named = any(
        scene.mention_at(last + came + k) is not None
        for k in (1, 2)
        if last + came + k < len(scene.tokens)
    )
    return (lead or came) and scene.word(last + came) == "from" and named


def fill_start(scene: Scene, first: int) -> tuple[int, bool]:
    """The first word of "a total of approximately", and whether it links to a noun before it."""
    k, linked = first, False
    while k > 0 and (scene.word(k - 1) in FILL or scene.word(k - 1) in LINKS):
        linked = linked or scene.word(k - 1) in LINKS
        k -= 1
    return k, linked


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


def _noun_right(scene: Scene, first: int, last: int, givings: tuple[Giving, ...]) -> Giving | None:
    """ "$5 million grant", "$5 million in emergency assistance", "$5 million worth of tents"."""
    k = last
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


def _verb_of(
    scene: Scene, np: Span, at: int, givings: tuple[Giving, ...]
) -> tuple[Giving | None, tuple[str, ...]]:
    verbs = {k: g for g in givings if g.pos == "verb" for k in range(g.first, g.last)}
    relative = _relative(scene, np, verbs)
    if relative is not None:
        return verbs[relative], ()
    climbed = _climb(scene, np, at, verbs)
    near = _near_verb(scene, np[0], verbs)
    if climbed is not None and climbed in verbs:
        return verbs[climbed], ()
    after = _passive_after(scene, np[1], verbs)
    if after is not None:
        return verbs[after], ()
    if near is not None and not _passes(scene, near, np[0]):
        return verbs[near], ("parse_disagrees",)
    return None, ()


def _verb_over(
    scene: Scene, noun: Giving, verb: Giving, givings: tuple[Giving, ...]
) -> Giving | None:
    """ "The grant, which amounts to …, was signed": the giving verb above the noun itself."""
    above = scene.head(noun.last - 1)
    found = next((g for g in givings if g.pos == "verb" and above in g), None)
    return found if found is not None and found != verb and found.does(*GIVING_ACTS) else None


def _participle_after(scene: Scene, last: int, givings: tuple[Giving, ...]) -> Giving | None:
    """ "grant aid extended through": the participle right after the sum and its noun."""
    found = next((g for g in givings if g.pos == "verb" and g.first == last), None)
    return found if found is not None and found.voice == "participle" else None


def _only_giving(verb: Giving | None) -> Giving | None:
    """A noun of giving under "trained" or "built" keeps no verb: they tell its use."""
    return None if verb is not None and verb.does("train", "make") else verb


def _noun_that_is(scene: Scene, at: int, givings: tuple[Giving, ...]) -> Giving | None:
    """ "Australia's aid to Fiji was A$64 million": the noun of giving in the subject of "was"."""
    verb = verb_above(scene, at)
    if verb is None or scene.lemma(verb) != "be" or verb > at:
        return None
    nouns = (g for g in givings if g.pos == "noun" and g.last <= verb and g.does("gift", "aid"))
    return next((g for g in nouns if scene.head(g.last - 1) == verb), None)


def _passive_after(scene: Scene, last: int, verbs: dict[int, Giving]) -> int | None:
    """ "$5 million was committed": the passive right after the sum, past its auxiliaries."""
    for k in range(last, min(last + 6, len(scene.tokens))):
        if k in verbs and verbs[k].voice == "passive" and verbs[k].does(*GIVING_ACTS):
            return k
        if scene.lemma(k) not in ("be", "have", "will") and not scene.tag(k).startswith("RB"):
            return None
    return None


def _noun_in_subject(verb: Giving, givings: tuple[Giving, ...]) -> Giving | None:
    """ "Swedish assistance to Zambia totalled": the first noun of giving before the verb."""
    nouns = (g for g in givings if g.pos == "noun" and g.last <= verb.first)
    return next((g for g in nouns if g.does("gift", "aid")), None)


def _noun_as_object(scene: Scene, verb: Giving, givings: tuple[Giving, ...]) -> Giving | None:
    """ "increased its contribution to UNFPA to €40 million": the noun that the verb changes."""
    nouns = (g for g in givings if g.pos == "noun" and g.does("gift", "aid"))
    return next((g for g in nouns if scene.head(g.last - 1) in verb), None)


def _relative(scene: Scene, np: Span, verbs: dict[int, Giving]) -> int | None:
    """ "the $120 million that the Bank committed": the verb of the sum's own relative clause."""
    for k in range(np[1], min(np[1] + 7, len(scene.tokens))):
        clause = scene.tokens[k].dep_ == "relcl" and scene.tag(k - 1) != "TO"
        own = clause and np[0] <= scene.head(k) < np[1]
        if own and k in verbs and verbs[k].does(*GIVING_ACTS):
            return k
    return None


def _climb(scene: Scene, np: Span, at: int, verbs: dict[int, Giving]) -> int | None:
    """The verb above a sum in the tree; past the participles that a coordination leaves behind."""
    joined = scene.word(np[0] - 1) in JOINTS
    k = at
    for _ in range(CLIMB):
        above = scene.head(k)
        if above == k:
            return k if scene.tag(k).startswith("VB") else None
        k = above
        if scene.word(k) == "including" or _comes_later(k, np, verbs):
            continue
        if joined and _tells_use(scene, k, np[0]):
            continue
        verbal = scene.tag(k).startswith("VB")
        giving = verbs.get(k)
        if verbal and (giving and giving.does(*GIVING_ACTS)):
            return k
        if verbal and not (joined and scene.tokens[k].dep_ in ("acl", "relcl", "advcl")):
            return k
    return None


def _tells_use(scene: Scene, k: int, left: int) -> bool:
    """ "$1 million to help X and $2 million to Y": "help" tells the use of the first sum alone."""
    earlier = (amount_tokens(scene, amount)[1] for amount in scene.amounts)
    return scene.word(k - 1) == "to" and any(last <= k for last in earlier if last < left)


GIVING_ACTS = (
    *("give", "spend", "fund", "help", "receive", "promise", "sum", "send", "train", "light"),
)


def verb_above(scene: Scene, at: int) -> int | None:
    """The nearest verb above a token in the tree, the token itself included."""
    k = at
    for _ in range(CLIMB):
        if scene.tag(k).startswith("VB"):
            return k
        above = scene.head(k)
        if above == k:
            return None
        k = above
    return None


def _comes_later(k: int, np: Span, verbs: dict[int, Giving]) -> bool:
    """ "$2 million to support X": an active verb after the sum does not have it as its object."""
    giving = verbs.get(k)
    later = giving is not None and k >= np[1] and giving.voice == "active"
    return later and giving is not None and not giving.does("sum", "spend")


def _near_verb(scene: Scene, left: int, verbs: dict[int, Giving]) -> int | None:
    """The giving verb nearest on the left; participles that describe a noun do not count."""
    for k in range(left - 1, -1, -1):
        giving = verbs.get(k)
        if giving and giving.does(*GIVING_ACTS) and giving.voice == "active":
            return k
    return None


def _passes(scene: Scene, verb: int, left: int) -> bool:
    """Whether another clause lies between a verb and a sum."""
    for k in range(verb + 1, left):
        finite = scene.tag(k) in ("VBD", "VBZ", "VBP", "MD")
        if finite or scene.word(k) in BREAKS or scene.word(k) in ("which", "who", "where"):
            return True
    return False


def with_zones(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """Give each frame the tokens from its own phrase to the next gift or the end of its clause."""
    zoned = []
    for place, frame in enumerate(frames):
        first = frame.left
        if place + 1 < len(frames):
            last = max(_next_start(scene, frame, frames[place + 1]), frame.right)
        else:
            inner = frame.verb is not None and scene.tokens[frame.verb.first].dep_ == "relcl"
            last = _clause_end(scene, frame.right, inner)
        if frame.amount is None:
            last = min(last, _main_clause(scene, frame.right, last))
        last = min(last, _said_until(scene, frame))
        zoned.append(replace(frame, zone=(first, last)))
    return zoned


def _next_start(scene: Scene, frame: Frame, after: Frame) -> int:
    """Where the next gift begins: at its subject if it has a verb of its own, else at its sum."""
    verb = after.verb
    if verb is None or (frame.verb is not None and verb == frame.verb) or verb.first > after.left:
        return after.left
    if verb.first < frame.right:
        return after.left
    subjects = [
        at
        for child in scene.tokens[verb.first].children
        if child.dep_ in ("nsubj", "nsubjpass")
        and (at := scene.index(child.left_edge)) >= frame.right
    ]
    return min([verb.chain, *subjects])


def _main_clause(scene: Scene, first: int, last: int) -> int:
    """Where the main clause begins after a phrase that opens the sentence: "Through X, Japan"."""
    commas = (k for k in range(first, last) if scene.word(k) == ",")
    return next((k for k in commas if clause_begins(scene, k + 1)), last)


def _said_until(scene: Scene, frame: Frame) -> int:
    """Where what is told ends: at its closing quotation mark, at ", the Minister said"."""
    opened = 0
    for k in range(frame.left, len(scene.tokens)):
        opened += (scene.word(k) == "“") - (scene.word(k) == "”")
        if opened < 0 and k >= frame.right:
            return k
    return max(_reporting_clause(scene, frame.right), frame.right)


def _reporting_clause(scene: Scene, after: int) -> int:
    """The first token of ", the Minister said", with its subject; else the number of tokens."""
    for k in range(after, len(scene.tokens)):
        if says(scene, k):
            last = k - 3 if scene.word(k - 1) == ")" and scene.word(k - 3) == "(" else k
            subject = scene.mention_at(last - 1)
            first = scene.token_span(subject.start, subject.end)[0] if subject else last
            first -= scene.word(first - 1) == "the"
            if scene.word(first - 1) in (",", "”"):
                return max(first, after)
    return len(scene.tokens)


def says(scene: Scene, k: int) -> bool:
    """A verb that tells who says so, and not who gives."""
    return scene.tag(k) in ("VBD", "VBZ") and scene.lemma(k) in SAYING


def clause_begins(scene: Scene, k: int) -> bool:
    """The subject of the main clause, after a phrase that opens the sentence."""
    if k >= len(scene.tokens):
        return False
    for at in range(k, min(k + 8, len(scene.tokens))):
        token = scene.tokens[at]
        if token.dep_ in ("nsubj", "nsubjpass") and scene.index(token.left_edge) == k:
            return True
    return False


def _clause_end(scene: Scene, at: int, inner: bool = False) -> int:
    """The end of the gift's clause; an `inner` one, a relative clause, ends at the main verb."""
    for k in range(at, len(scene.tokens)):
        relative = scene.word(k) in ("which", "who", "where", "whose") and scene.word(k - 1) == ","
        result = scene.word(k) in ("making", "bringing", "raising") and scene.word(k - 1) == ","
        if scene.word(k) in BREAKS or result or (inner and scene.head(k) == k):
            return k
        if relative and scene.tag(k + 1) and not _gives_on(scene, k):
            return k - 1
    return len(scene.tokens)


def _gives_on(scene: Scene, at: int) -> bool:
    """Whether a relative clause tells who carries the gift out: "which is implemented by"."""
    window = [scene.lemma(k) for k in range(at, at + 6)]
    acts = {flow.act for word in window for flow in flows("verb").get(word, ())}
    carried = "carry" in window
    return carried or bool(acts & {"implement", "manage"})
