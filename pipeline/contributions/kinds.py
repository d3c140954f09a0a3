"""What sort of gift: IATI transaction type, modality, finance type, type of the giver."""

from pipeline.contributions.climbs import verb_above
from pipeline.contributions.frames import Frame
from pipeline.contributions.named import subject_tokens
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import FUTURE, Flow, Giving, chain_start, flows
from pipeline.facts import Party

ORGANISATION_TYPES = {
    # IATI OrganisationType by kind of entity; a region or group that gives is a multilateral
    "country": "10",
    "government_body": "10",
    "nationality": "10",
    "international_organisation": "40",
    "fund": "40",
    "region": "40",
    "group": "40",
    "ngo": "21",
    "university": "80",
    "company": "70",
}
PACTS = ("agreement", "memorandum", "deal", "accord", "treaty")
FOUNDATION = ("foundation", "endowment", "trust", "philanthropies", "stichting", "fondation")


def provider_type(scene: Scene, party: Party) -> str:
    """IATI OrganisationType of a giver; empty where its kind is not known."""
    words = party.name.lower().split()
    if words and words[-1].strip(".,") in FOUNDATION and "fund" not in words:
        return "60"
    if party.iso3:
        return "10"
    for mention in scene.reading.mentions:
        same = party.entity_id and mention.entity_id == party.entity_id
        if same or mention.text == party.name:
            return ORGANISATION_TYPES.get(mention.kind, "")
    return ""


def transaction_types(scene: Scene, frame: Frame) -> tuple[str, ...]:
    """IATI transaction types that the words allow: one where they tell, else the candidates."""
    verb, noun = frame.verb, frame.noun
    named = _of_noun(scene, noun) if noun is not None else ()
    if verb is None:
        coming = noun is not None and not named and _is_to_come(scene, noun)
        return ("12", "2") if coming else named or ("2", "3")
    if verb.mood == "planned":
        return ("12", "2")
    if verb.mood == "fact" and _is_agreed(scene, verb):
        return ("2",)
    if named and ("parse_disagrees" in frame.reasons or verb.does("receive")):
        return named  # "received $5 million in pledges"
    given = verb.mood == "fact" and noun is not None and noun.does("thing")
    return _typed(verb.flows) or (("3",) if given else named or ("2", "3"))


def _is_agreed(scene: Scene, verb: Giving) -> bool:
    """ "These agreements provide $2 million": what two have signed is committed."""
    subjects = (scene.lemma(k) for k in subject_tokens(scene, verb.first))
    return verb.does("give") and any(lemma in PACTS for lemma in subjects)


def _of_noun(scene: Scene, noun: Giving) -> tuple[str, ...]:
    """ "loan commitments", "aid disbursements": what the last of the nouns says."""
    return noun.flow.types or _typed(flows("noun").get(scene.lemma(noun.last), ()))


def _is_to_come(scene: Scene, noun: Giving) -> bool:
    """ "A grant of €5 million will support", "will strengthen schools with a loan of"."""
    verb = verb_above(scene, noun.last - 1)
    if verb is None:
        return False
    chain = range(chain_start(scene, verb), verb)
    return any(scene.word(k) in FUTURE for k in chain)


def _typed(told: tuple[Flow, ...]) -> tuple[str, ...]:
    return next((flow.types for flow in told if flow.types), ())


def modality(scene: Scene, frame: Frame) -> str:
    """money, loan, training …: the noun tells before the verb; a sum without either is money.

    "Assistance" and "cooperation" alone tell none.
    """
    nouns = [frame.noun] if frame.noun else []
    for giving in (*nouns, *([frame.verb] if frame.verb else [])):
        for flow in giving.flows:
            if flow.modality:
                return flow.modality
    return "money" if frame.amount else ""


def finance_type(scene: Scene, frame: Frame) -> str:
    """OECD DAC finance type, only where a word says grant, loan, equity or guarantee."""
    for giving in (frame.noun, frame.verb):
        for flow in giving.flows if giving else ():
            if flow.finance_type:
                return flow.finance_type
    return ""
