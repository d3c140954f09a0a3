"""The verb above a sum: up the dependency tree, or where the tree fails among the words before."""

from pipeline.contributions.around import BREAKS, JOINTS, amount_tokens
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving
from pipeline.model import Span

CLIMB = 12  # heads above a sum, at most
GIVING_ACTS = (
    *("give", "spend", "fund", "help", "receive", "promise", "sum", "send", "train", "light"),
)


def verb_of(
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


def _passive_after(scene: Scene, last: int, verbs: dict[int, Giving]) -> int | None:
    """ "$5 million was committed": the passive right after the sum, past its auxiliaries."""
    for k in range(last, min(last + 6, len(scene.tokens))):
        if k in verbs and verbs[k].voice == "passive" and verbs[k].does(*GIVING_ACTS):
            return k
        if scene.lemma(k) not in ("be", "have", "will") and not scene.tag(k).startswith("RB"):
            return None
    return None


def _relative(scene: Scene, np: Span, verbs: dict[int, Giving]) -> int | None:
    """ "the $120 million that the Bank committed": the verb of the sum's own relative clause."""
    for k in range(np[1], min(np[1] + 7, len(scene.tokens))):
        clause = scene.tokens[k].dep_ == "relcl" and scene.tag(k - 1) != "TO"
        own = clause and np[0] <= scene.head(k) < np[1]
        if own and k in verbs and verbs[k].does(*GIVING_ACTS) and not _is_its_deed(scene, verbs[k]):
            return k
    return None


def _is_its_deed(scene: Scene, verb: Giving) -> bool:
    """ "$2 million that will provide food", "with which firms build": nobody gives the sum."""
    children = list(scene.tokens[verb.first].children)
    subjects = (c for c in children if c.dep_ == "nsubj")
    means = (c for child in children if child.dep_ == "prep" for c in child.children)
    does = verb.voice == "active" and any(c.tag_ in ("WDT", "WP") for c in subjects)
    return does or any(c.tag_ == "WDT" for c in means)


def _climb(scene: Scene, np: Span, at: int, verbs: dict[int, Giving]) -> int | None:
    """The verb above a sum in the tree; past the participles that a coordination leaves behind."""
    other = scene.word(np[0] - 1) in ("another", "further", "a")  # "as well as another grant of"
    joined = scene.word(np[0] - 1 - other) in JOINTS
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
    if scene.tokens[k].dep_ == "conj" and scene.tag(scene.head(k)) == "VB":
        k = min(k, scene.head(k))  # "to help X and improve Y"
    earlier = (amount_tokens(scene, amount)[1] for amount in scene.amounts)
    return scene.word(k - 1) == "to" and any(last <= k for last in earlier if last < left)


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
