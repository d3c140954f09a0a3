"""When a gift was given: the period of its own clause, or that of the gift just before it."""

from dataclasses import dataclass
from itertools import pairwise

from pipeline.contributions.beginnings import since_event
from pipeline.contributions.climbs import verb_above
from pipeline.contributions.frames import Frame
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import flows
from pipeline.model import Period

CARRIERS = frozenset(("also", "addition", "additionally", "further", "furthermore", "moreover"))
SPAN_JOINTS = frozenset(("period", "from", "between", "of", "(", "in", "during", "over"))
LOAN = "421"  # OECD DAC finance type
TERMS = frozenset(
    ("period", "fiscal", "financial", "budget", "reporting", "school", "season", "year", "biennium")
)
YEARLY = frozenset(("annually", "yearly", "every year", "each year", "per year", "a year"))
HAPPENED = frozenset(("since", "after", "when", "because", "as", "where", "before", "while"))
BACK_TO = frozenset(("this", "these", "of"))


@dataclass(frozen=True, slots=True)
class When:
    period: Period | None
    basis: str = ""  # stated, inherited, or empty
    elsewhere: bool = False  # whether the sentence tells a time that is not tied to the gift


def find_when(scene: Scene, frame: Frame, others: tuple[Frame, ...], before: Period | None) -> When:
    """The period of a gift; `before` is that of the last gift of the sentence before."""
    since = since_event(scene, frame)
    stated = since or _own(scene, frame, others) or _leading(scene, frame, others)
    if stated:
        return When(stated, "stated")
    if before and _carries_on(scene):
        return When(before, "inherited")
    elsewhere = frame.amount is not None and any(p.date_start for p in scene.periods)
    return When(None, elsewhere=elsewhere)


def _is_delay(scene: Scene, period: Period) -> bool:
    """ "within a week of the outbreak": how soon after something else."""
    first, last = scene.token_span(period.start, period.end)
    within = "within" in (scene.word(first), scene.word(first - 1))
    return within and scene.word(last) == "of"


def _is_else(scene: Scene, frame: Frame, period: Period) -> bool:
    """Another thing's date: "established in 1989", "the 2014 Action Plan", a picture's."""
    first, _ = scene.token_span(period.start, period.end)
    if (
        _of_other_noun(scene, frame, period)
        or _is_length(scene, period)
        or _is_delay(scene, period)
        or scene.mention_at(first)
        or _in_relative(scene, frame, first)
        or _of_picture(scene, first)
    ):
        return True
    k = first - 1
    if scene.tag(k) in ("IN", "TO", "DT"):
        k -= 1
    if scene.tag(k) in ("IN", "DT", "RP"):
        k -= 1
    founded = ("establish", "found", "draw", "adopt", "create", "set", "sign", "conclude", "hold")
    return scene.tag(k) == "VBN" and scene.lemma(k) in founded


def _of_other_noun(scene: Scene, frame: Frame, period: Period) -> bool:
    """ "the 2016 appeal", "the 2019 cyclones": a year that tells which one."""
    first, last = scene.token_span(period.start, period.end)
    named = last == first + 1 and scene.word(first - 1) in ("the", "its", "their")
    given = any(scene.lemma(k) in flows("noun") for k in range(last, last + 3))
    outside = not frame.left <= first < frame.right
    noun = scene.tag(last).startswith(("NN", "JJ", "VBG")) and scene.word(last) not in TERMS
    return named and noun and outside and not given


def _is_length(scene: Scene, period: Period) -> bool:
    """ "a two-day meeting", "a 30-year loan": how long something else lasts."""
    _, last = scene.token_span(period.start, period.end)
    nouns = flows("noun").get(scene.lemma(last), ())
    given = any(flow.finance_type != LOAN and flow.act in ("gift", "aid") for flow in nouns)
    kept = given or scene.word(last) in TERMS or any(flow.act == "project" for flow in nouns)
    return "-" in period.text and not period.date_start and not kept


def _of_picture(scene: Scene, first: int) -> bool:
    """ "… built with a loan (January 2020)" under a picture: when it was taken."""
    return scene.reading.block.kind == "caption" and scene.word(first - 1) == "("


def _in_relative(scene: Scene, frame: Frame, at: int) -> bool:
    """The date of a clause that is not the gift's own: "that began in 2016", "hit in May"."""
    verb = verb_above(scene, at)
    if verb is not None and scene.tokens[verb].dep_ == "acl" and scene.tag(verb) == "VBN":
        acts = {flow.act for flow in flows("verb").get(scene.lemma(verb), ())}
        own = frame.verb is not None and verb in frame.verb
        return not own and acts <= {"promise"} and verb >= frame.right
    if verb is not None and _is_beside(scene, frame, verb):
        return True
    if verb is None or scene.tokens[verb].dep_ != "relcl":
        return False
    relative = any(c.tag_ in ("WDT", "WP", "WRB") for c in scene.tokens[verb].subtree)
    return relative and (frame.verb is None or verb not in frame.verb)


def _is_beside(scene: Scene, frame: Frame, verb: int) -> bool:
    """ "since the storm struck in December": when something else happened."""
    token = scene.tokens[verb]
    own = frame.verb is not None and verb in frame.verb
    if not own and _is_next(scene, verb) and verb >= frame.right:
        return True
    opened = any(child.text.lower() in HAPPENED for child in token.children)
    return not own and token.dep_ == "advcl" and opened and verb >= frame.right


def _is_next(scene: Scene, verb: int) -> bool:
    """ "gave $2 million, and the road was opened in May": a deed of its own beside the gift."""
    token = scene.tokens[verb]
    other = any(child.dep_.startswith("nsubj") for child in token.children)
    return token.dep_ == "conj" and other and token.lemma_ not in flows("verb")


def _own(scene: Scene, frame: Frame, others: tuple[Frame, ...]) -> Period | None:
    """The first period after the gift's own phrase and before the next gift."""
    for period in scene.periods:
        first, _ = scene.token_span(period.start, period.end)
        inside = frame.left <= first < frame.zone[1]
        if inside and not (_is_else(scene, frame, period) or _leads(scene, period, frame, others)):
            return _dated(scene, period)
    return None


def _dated(scene: Scene, period: Period) -> Period:
    """ "the five-year period between 2000 and 2004": the years, where they follow the span."""
    later = (p for p in scene.periods if p.start >= period.end)
    if period.text.lower() in YEARLY:
        return next(later, period)
    later = (p for p in later if p.date_start)
    follower = None if period.date_start else next(later, None)
    if follower is None:
        return period
    words = scene.reading.block.text.text[period.end : follower.start].lower().split()
    return follower if set(words) <= SPAN_JOINTS else period


def _leads(scene: Scene, period: Period, frame: Frame, others: tuple[Frame, ...]) -> bool:
    """ "$3 billion, and in 2005 $5 billion": a date right before the next sum is that sum's."""
    _, last = scene.token_span(period.start, period.end)
    return any(other.left == last for other in others if other.left > frame.left)


def _leading(scene: Scene, frame: Frame, others: tuple[Frame, ...]) -> Period | None:
    """The nearest period before the gift that no other gift took for itself."""
    taken = [
        period
        for other in others
        if other.right <= frame.left and (period := _own(scene, other, others)) is not None
    ]
    for period in reversed(scene.periods):
        first, _ = scene.token_span(period.start, period.end)
        if first >= frame.left or _is_else(scene, frame, period):
            continue
        if period not in taken:
            return period
    return None


def _carries_on(scene: Scene) -> bool:
    words = {scene.word(k) for k in range(min(6, len(scene.tokens)))}
    return bool(words & CARRIERS) or scene.word(0) in BACK_TO


def _as_of(scene: Scene, period: Period) -> bool:
    """ "As of March 2019": all that was given until then."""
    first, _ = scene.token_span(period.start, period.end)
    words = [scene.word(k) for k in range(first - 2, first + 2)]
    return ("as", "of") in pairwise(words)


def is_cumulative(scene: Scene, frame: Frame, when: When) -> bool:
    """A sum over several years: "since 2007", "to date", "has contributed a total of"."""
    if frame.amount is None:
        return False
    period = when.period
    own = when.basis == "stated" and period is not None
    if own and period is not None and period.granularity == "open" and not period.date_end:
        return True
    if own and period is not None and _as_of(scene, period):
        return True
    text = scene.reading.block.text.text[slice(*scene.span)].lower()
    if any(words in text for words in ("to date", "so far", "thus far", "cumulative", "until now")):
        return True
    window = [scene.word(k) for k in range(max(frame.left - 1, 0), frame.right)]
    perfect = frame.verb is not None and frame.verb.perfect
    return perfect and "total" in window and period is None
