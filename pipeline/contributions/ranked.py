"""Lists of who received most: "Malawi was the largest recipient of aid with $6 million"."""

from pipeline.contributions.frames import Frame
from pipeline.contributions.named import Context, Giver, national, provider_of, subject_tokens
from pipeline.contributions.pacts import donors
from pipeline.contributions.parties import PLACES
from pipeline.contributions.places import iso3_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving
from pipeline.model import Amount, Mention

RANKED = "ranked"
RECEIVERS = ("recipient", "receiver", "beneficiary")
MOST = frozenset(("largest", "biggest", "greatest", "main", "top", "principal", "leading", "most"))
LEADS = ("(", "with", "at", "receiving")


def ranked_frame(scene: Scene, amount: Amount, givings: tuple[Giving, ...]) -> Frame | None:
    """The gift of a sum that stands beside its receiver in such a list, or None."""
    rank = _rank(scene)
    if rank is None or receiver_ranked(scene, amount) is None:
        return None
    first, last = scene.token_span(amount.start, amount.end)
    nouns = (g for g in givings if g.pos == "noun" and rank < g.first < first)
    noun = next((g for g in nouns if g.does("gift", "aid")), None)
    if noun is None and scene.word(rank + 1) == "of":
        return None  # "the largest recipient of remittances"
    return Frame(amount, None, noun, first, last, reasons=(RANKED,))


def receiver_ranked(scene: Scene, amount: Amount) -> Mention | None:
    """The country beside the sum, or the one that the sentence calls the largest recipient."""
    rank = _rank(scene)
    first, _ = scene.token_span(amount.start, amount.end)
    if rank is None or scene.word(first - 1) not in LEADS:
        return None
    mention = scene.mention_at(first - 2 - (scene.word(first - 2) == ","))
    if mention is not None and mention.kind in PLACES and not _gives(scene, mention):
        return mention
    sums = [sum_ for sum_ in scene.amounts if sum_.start > scene.starts[rank]]
    if first < rank or not sums or sums[0].start != amount.start:
        return None
    verb = rank if scene.lemma(rank) == "receive" else scene.head(rank)
    named = (scene.mention_at(k) for k in subject_tokens(scene, verb))
    return next((m for m in named if m is not None and m.kind in PLACES), None)


def ranked_giver(scene: Scene, context: Context) -> Giver | None:
    """Whose aid the list tells of: "of Norwegian aid", "from Norway", or whose report it is."""
    rank = _rank(scene)
    if rank is None:
        return None
    after = (m for m in scene.mentions if scene.starts[rank] < m.start < scene.amounts[0].start)
    giver = next((mention for mention in after if _gives(scene, mention)), None)
    if giver is not None:
        return Giver(national(scene, giver))
    if not context.edition.provider:
        return None
    return Giver(provider_of(context.edition), ("report_is_provider",))


def _rank(scene: Scene) -> int | None:
    """The token of "recipient" in "the largest recipient", of "received" in "received the most"."""
    for k in range(len(scene.tokens)):
        named = scene.lemma(k) in RECEIVERS and scene.tag(k).startswith("NN")
        near = range(k - 4, k) if named else range(k + 1, k + 5)
        said = named or (scene.lemma(k) == "receive" and scene.tag(k).startswith("VB"))
        if said and any(scene.word(at) in MOST for at in near if at >= 0):
            return k
    return None


def _gives(scene: Scene, mention: Mention) -> bool:
    """ "Norwegian", "Norway's", "from Norway": a donor, as the one whose aid it is."""
    first, last = scene.token_span(mention.start, mention.end)
    owns = mention.kind == "nationality" or scene.tag(last) == "POS"
    from_ = "from" in (scene.word(first - 1), scene.word(first - 2))
    return iso3_of(mention) in donors() and (owns or from_)
