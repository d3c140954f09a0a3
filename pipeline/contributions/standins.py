"""Who stands behind a name: the bank behind its board, the country behind its minister.

"The Board of the Bank approved", "Minister Lind of Sweden pledged", "the Bank lent": an aid
statistician records the body that gives, not the people who speak or sign for it.
"""

from bisect import bisect_left
from dataclasses import replace

from pipeline.contributions.places import name_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import words_of
from pipeline.entities.persons import without_title
from pipeline.model import Mention

OWNERS = frozenset(("country", "government_body", "international_organisation", "fund", "ngo"))
NAMED = OWNERS | {"nationality", "company", "university"}
KINDS = ("agency", "organisation", "organization", "lender", "multilateral")  # in no body's name
INSIDE = 8  # mentions that one name may hold
BACK = 60  # mentions back, at most, that a short form may mean
FAR = 16  # tokens between an officer and the body: offices have long names

LEADING = (
    "NN",
    "JJ",
    "IN",
    "TO",
    "DT",
    "POS",
    "-",
)  # what may stand between a body and its officer
LISTING = ("CC", ",")  # what may stand within an office's name: "for Trade, Aid and Climate"


def behind(scene: Scene, mention: Mention) -> Mention | None:
    """The mention of the body that a naming stands for; itself for most, None for a mere officer.

    A person without an office gives in his own name.
    """
    if is_governing(mention.text):
        return _governed(scene, mention) or mention
    if mention.kind == "person" and _is_officer(scene, mention):
        return serves(scene, *scene.token_span(mention.start, mention.end))
    return mention


def is_governing(name: str) -> bool:
    """ "Board of Directors", "World Bank Board": a body that decides for another."""
    words = name.lower().replace("’s", "").replace("'s", "").split()
    return bool(words_of("board") & {*words[:2], *words[-1:]})


def _governed(scene: Scene, mention: Mention) -> Mention | None:
    """The body inside a board's own name, or after it: "Executive Directors of the Fund"."""
    for inner in _mentions_from(scene, mention.start):
        inside = mention.start <= inner.start and inner.end <= mention.end
        if inside and inner.kind in OWNERS and len(inner.text) < len(mention.text):
            return replace(inner, role=mention.role)
    return owner_beside(scene, *scene.token_span(mention.start, mention.end))


def owner_beside(scene: Scene, first: int, last: int) -> Mention | None:
    """ "the Bank's Board of Directors", "Directors of the Bank": whose board the tokens name."""
    apart = scene.tag(first - 1) == "POS" or scene.word(first - 1) == ")"  # "(ADB) Board"
    before = scene.mention_at(first - 1 - apart)
    return before if before is not None and before.kind in NAMED else owner_after(scene, last)


def _words_of_name(body: Mention) -> list[str]:
    """The words of a body's own name and of the name printed: "IDB" is a bank, too."""
    return f"{body.antecedent or body.text} {name_of(body)}".lower().split()


def _mentions_from(scene: Scene, start: int) -> tuple[Mention, ...]:
    """The few mentions of the block that begin at a character or right after it."""
    mentions = scene.reading.mentions
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    return mentions[first : first + INSIDE]


def _mentions_before(scene: Scene, start: int) -> tuple[Mention, ...]:
    """The last mentions of the block that begin before a character."""
    mentions = scene.reading.mentions
    last = bisect_left(mentions, start, key=lambda mention: mention.start)
    return mentions[max(last - BACK, 0) : last]


def owner_after(scene: Scene, last: int) -> Mention | None:
    """ "of the African Development Fund" behind a token; None where no name follows."""
    if scene.word(last) != "of":
        return None
    owner = scene.mention_at(last + 1 + (scene.word(last + 1) == "the"))
    return owner if owner is not None and owner.kind in NAMED else None


def _is_officer(scene: Scene, mention: Mention) -> bool:
    first, last = scene.token_span(mention.start, mention.end)
    before = first - 1 - (scene.word(first - 1) == ",")
    titled = without_title(mention.text) != mention.text or _office_before(scene, before) >= 0
    beside = [scene.lemma(k) for k in range(last + 1, last + 5)] if scene.word(last) == "," else []
    return titled or bool({scene.lemma(first - 1), *beside} & words_of("officer"))


def _office_before(scene: Scene, start: int) -> int:
    """The office that leads up to a token: "Minister of State for Trade and Aid"; -1 for none."""
    for k in range(start, max(start - FAR, -1), -1):
        if scene.lemma(k) in words_of("officer"):
            return k
        if not scene.tag(k).startswith(("NN", "JJ", "IN", *LISTING)):
            break
    return -1


def serves(scene: Scene, first: int, last: int) -> Mention | None:
    """ "USAID Administrator Green", "Minister Lind of Sweden": whom the officer serves.

    The tokens, half-open, are those of the officer's name or office.
    """
    start = first - 1 - (scene.word(first - 1) == ",")  # "Sweden's Minister for Trade, Ann Lind"
    held = _office_before(scene, start)
    apart = start < first - 1 and held < 0  # "In Kenya, Minister Lind": where he is
    for k in () if apart else range(start, max(first - FAR, -1), -1):
        before = scene.mention_at(k)
        if before is not None and before.kind in NAMED:
            return before
        if not scene.tag(k).startswith(LEADING if k < held else (*LEADING, *LISTING)):
            break
    office = (
        last + 1 if scene.word(last) == "," and scene.lemma(last + 1) in words_of("officer") else 0
    )
    return (_owner_of_office(scene, office) if office else None) or owner_after(scene, last)


def _owner_of_office(scene: Scene, office: int) -> Mention | None:
    """ "Ann Lind, minister of foreign trade of Sweden": the body after the words of an office."""
    for k in range(office + 1, min(office + FAR, len(scene.tokens))):
        owner = owner_after(scene, k)
        if owner is not None:
            return owner
        if scene.tag(k).startswith(("VB", "MD")) or scene.word(k) == ",":
            break
    return None


def shortened(scene: Scene, k: int) -> Mention | None:
    """ "the Bank", "the Agency": the last body before it of which this is the short form."""
    head = scene.lemma(k)
    if head not in words_of("short_form") or scene.word(k - 1) not in ("the", "this", "un"):
        return None
    above = ("UN", "U.N.", "United Nations")  # "the UN agency" is one of its agencies
    before = _mentions_before(scene, scene.starts[k])
    bodies = [m for m in before if m.kind in OWNERS and m.text not in above]
    named = [m for m in bodies if head in _words_of_name(m)]
    generic = [m for m in bodies if m.kind == "international_organisation"]
    if named:
        return named[-1]
    return generic[-1] if generic and head in KINDS else None
