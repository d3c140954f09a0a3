"""What the words around a sum say it is, before anyone asks whether it is a gift.

A budget, a need, a price, a loss, a threshold: the words are rows of vocab/not_aid.csv.  A noun of
giving right beside the sum ("debt relief of", "budget support of") is stronger than any of them.
"""

import re
from functools import cache
from itertools import pairwise

from pipeline.contributions.around import MEASURES, amount_tokens, fill_start
from pipeline.contributions.climbs import verb_above
from pipeline.contributions.frames import Frame
from pipeline.contributions.pacts import donors
from pipeline.contributions.places import iso3_of
from pipeline.contributions.scene import Scene
from pipeline.contributions.verbs import Giving, flows, words_of
from pipeline.model import Amount
from pipeline.vocab import read_vocab

COPULAS = frozenset(
    (
        *("be", "at", "by", "to", "estimate", "reach", "total", "stand", "amount", "exceed"),
        *("of", "from", "as", "rise", "grow", "value", "worth", "come", "fall", "in", "put"),
        *("average", "around", "have", "currently", "now", "set", "over", "for", "drop", "hit"),
    )
)
PARTS = re.compile(
    r"""
      (?P<all>\b(?:consist(?:s|ed|ing)\ of|compris(?:es|ed|ing)|made\ up\ of|broken\ down|namely
        |divided\ (?:between|into|among)|split\ (?:between|into))\b|:)
    | (?P<open>\bof\ which\b)
    | (?P<some>\b(?:including|includes|included|among\ (?:them|which))\b|\(\s*\Z|\s[–—]\s*\Z)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IT = r"(?:th(?:is|ese)|it|they|the\ (?:total|sum|amount|package|funding|support|aid|projects?))"
OF_THIS = re.compile(
    rf"""[.;]\s*(?:
      (?P<open>of\ (?:this|these|that|which)\b
        | (?:the|an?)\ (?:[a-z]+\ )?(?:share|part|portion|bulk|half|rest|remainder|balance)\b)
    | (?P<all>{_IT}\ (?:(?:sum|amount|figure|total)\ )?
        (?:compris(?:es?|ed)|consists?\ of|consisted\ of|(?:is|are|was|were)\ made\ up\ of)\b)
    | (?P<some>{_IT}\ (?:(?:sum|amount|figure|total)\ )?
        (?:includ(?:es?|ed)|involv(?:es?|ed)|cover(?:s|ed)?|span(?:s|ned)?)\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# the words between two sums that make the second the total of those before it; what "brings the
# total to" something may add to sums that are not told here
TOTALS = re.compile(
    r"""(?:
      (?P<open>\b(?:bring|tak|rais)(?:s|es|ing)?\b[^.;]{0,60}\btotals?\b[^.;]{0,40})
    | (?P<beside>  # in the sentence of the sum before
        ,\ (?:an?\ )?(?:combined\ |grand\ |overall\ )?total\ of
      | \bfor\ (?:an?\ |its\ |their\ )?(?:[a-z-]+\ )?total\b[^.;,]{0,40}
      | ,\ (?:in\ all\ )?totall?ing | ,\ adding\ up\ to
      | ,\ (?:altogether|in\ all|in\ total))
    | (?P<all>
        \bmak(?:e|es|ing)\b[^.;]{0,60}\btotals?\b[^.;]{0,40}
      | [.;]\ +(?:Together|Taken\ together|Combined|In\ all|In\ total|Altogether)\b
          (?:,|\ th(?:ese|ey|e\ two|e\ three)\b|\ with)[^.;]{0,60})
    )\s*\Z""",
    re.VERBOSE,
)
SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z])|[.;]\s*\Z")
CHANGES = frozenset(
    (
        *("rise", "increase", "grow", "climb", "jump", "expand", "up", "fall", "drop", "decline"),
        *("decrease", "shrink", "down", "growth", "reduction", "cut", "reduce", "raise"),
    )
)
IN_TOTAL = re.compile(r"\s*(?:\([^()]{0,40}\)\s*)?(?:in\ (?:total|all)|altogether)\b", re.VERBOSE)
MARGINS = ("more", "less", "higher", "lower", "above", "below")
RATES = ("year", "annum", "month", "quarter", "each")  # of a gift that is given again and again


@cache
def _words(place: str) -> dict[str, str]:
    rows = read_vocab("not_aid")
    return {row["word"]: row["role"] for row in rows if row["place"] == place}


def other_use(scene: Scene, amount: Amount, frame: Frame | None) -> str:
    """The role that keeps a sum from being a gift: budget, need, price …; empty where none does."""
    if amount.per and (frame is None or amount.per not in RATES):
        return "threshold"
    first, last = amount_tokens(scene, amount)
    own = _own_means(scene, last) or _out_of_own(scene, first) or _is_domestic(scene, frame)
    if own or _is_the_rest(scene, first):
        return "budget"
    if _sizes_project(scene, amount, first, last):
        return "other"
    if _is_change(scene, first, last) or _is_margin(scene, last):
        return "other"
    verb = _by_verb(scene, first, frame)
    if frame and frame.noun and frame.noun.does("gift", "aid"):
        return verb if verb == "need" else ""
    return _by_noun(scene, first) or _after(scene, last) or verb


def _is_change(scene: Scene, first: int, last: int) -> bool:
    """ "rose by $2 million", "up from $3 million": by how much, from where, and no gift."""
    k, _ = fill_start(scene, first)
    if _is_base(scene, k) or _is_growth(scene, k, last):
        return True
    near = (scene.lemma(k - 2), scene.lemma(scene.head(k - 1))) if k > 1 else ()
    return scene.word(k - 1) in ("by", "from") and bool(CHANGES.intersection(near))


def _is_growth(scene: Scene, k: int, last: int) -> bool:
    """ "gave $9 million in 2020, an increase of $2 million from 2019": more than before."""
    grown = {scene.lemma(k - 1), scene.lemma(k - 2)} & CHANGES
    until = scene.word(last) in ("from", "on", "over", "compared", "since", "relative")
    year = any(scene.starts[last] <= period.start for period in scene.periods) if until else False
    return bool(grown) and year


def _is_base(scene: Scene, k: int) -> bool:
    """ "an increase of 39% over the 2015 level of $8 million": what a change is measured by."""
    for at in range(k - 1, max(k - 8, 0), -1):
        if scene.word(at) in ("over", "on"):
            before = {scene.lemma(b) for b in range(max(at - 5, 0), at)}
            return bool(before & CHANGES) and bool(before & {"%", "percent", "per"})
        if scene.tag(at).startswith("VB"):
            break
    return False


def _sizes_project(scene: Scene, amount: Amount, first: int, last: int) -> bool:
    """ "a $6 million grant for the $14 million Roads Project": how large the project is."""
    earlier = any(other.end <= amount.start for other in scene.amounts)
    before = scene.word(first - 2) in ("for", "of", "under", "to") or _is_backed(scene, first - 2)
    led = scene.word(first - 1) in ("the", "a", "an") and before
    paid = first == 1 and scene.word(0) == "the" and _is_paid_for(scene, last)
    earlier, led = earlier or paid, led or paid
    for k in range(last, min(last + 8, len(scene.tokens))) if earlier and led else ():
        if scene.lemma(k) in words_of("programme"):
            return True
        if not scene.tag(k).startswith(("NN", "JJ", "POS", "VBG", "VBN", ",")):
            break
    return False


def _is_backed(scene: Scene, k: int) -> bool:
    """ "to support the $9 million project"."""
    acts = {flow.act for flow in flows("verb").get(scene.lemma(k), ())}
    return scene.tag(k).startswith("VB") and bool(acts & {"help", "fund"})


def _is_paid_for(scene: Scene, last: int) -> bool:
    """ "The $9 million Roads Project will be financed by a $4 million loan"."""
    after = range(last, len(scene.tokens) - 1)
    paid = (scene.lemma(k) in ("finance", "fund", "cofinance", "co-finance") for k in after)
    sums = [a for a in scene.amounts if a.start > scene.starts[last - 1]]
    return bool(sums) and any(
        fits and scene.word(k + 1) in ("by", "with", "from", "through")
        for k, fits in zip(after, paid, strict=True)
    )


def _is_margin(scene: Scene, last: int) -> bool:
    """ "$1.3 million more than the year before": by how much it differs."""
    return scene.word(last) in MARGINS and scene.word(last + 1) in ("than", "the")


def _by_noun(scene: Scene, first: int) -> str:
    """ "losses of", "the budget was", "at a cost of"."""
    k, _ = fill_start(scene, first)
    if scene.word(k - 1) == "," and scene.word(k) in MEASURES:
        k -= 1
    for _ in range(4):
        if k > 0 and (scene.lemma(k - 1) in COPULAS or scene.tag(k - 1).startswith("RB")):
            k -= 1
            k, _ = fill_start(scene, k)
    return _ending(scene, k)


def _ending(scene: Scene, last: int) -> str:
    """The role of the not-aid noun that ends before a token, past "in Kenya", "for 2019"."""
    for end in (last, _before_phrase(scene, last)):
        for length in (3, 2, 1):
            if end >= length:
                words = " ".join(scene.lemma(k) for k in range(end - length, end))
                role = _words("noun").get(words.replace(" - ", "-"))
                if role and scene.tag(end - 1).startswith("NN"):
                    return role
    return ""


def _before_phrase(scene: Scene, last: int) -> int:
    """The token before a short prepositional phrase that ends here."""
    for k in range(last - 1, max(last - 7, -1), -1):
        if scene.tag(k) == "IN":
            return last if scene.word(k) == "with" else k  # "supports its plan with $2 million"
        if not scene.tag(k).startswith(("NN", "JJ", "CD", "DT", "PRP$", "POS")):
            return last
    return last


def _after(scene: Scene, last: int) -> str:
    """ "$5 million in losses", "a $20 million contract"."""
    k = last
    while scene.word(k) in ("in", "of", "worth", "-", "a", "an", "annual", ")"):
        k += 1
    for end in range(k + 1, min(k + 5, len(scene.tokens) + 1)):
        if not scene.tag(end - 1).startswith(("NN", "JJ", "VBG", "HYPH")):
            return ""
        for length in (3, 2, 1):
            words = " ".join(scene.lemma(at) for at in range(max(end - length, k), end))
            role = _words("noun").get(words)
            if role and scene.tag(end - 1).startswith("NN") and not scene.tag(end).startswith("NN"):
                return role
    return ""


def _own_means(scene: Scene, last: int) -> bool:
    """ "of its own budget", "as its own share": no gift to others."""
    lemmas = [scene.lemma(k) for k in range(last, last + 7)]
    return any(f"{one} {two}" in _words("phrase") for one, two in pairwise(lemmas))


def _is_domestic(scene: Scene, frame: Frame | None) -> bool:
    """ "Domestic commitments amounted to $9 million": of the countries themselves."""
    noun = frame.noun if frame else None
    return noun is not None and scene.word(noun.first - 1) == "domestic"


def _out_of_own(scene: Scene, first: int) -> bool:
    """ "gave $2 million from its $9 million emergency fund": where the gift comes from."""
    k, _ = fill_start(scene, first)
    its = {scene.word(k - 1), scene.word(k)} & {"its", "their", "his", "her"}
    return bool(its) and "from" in (scene.word(k - 1), scene.word(k - 2))


def _is_the_rest(scene: Scene, first: int) -> bool:
    """ "Tonga is providing the remaining $2 million": its own share of the costs."""
    k, _ = fill_start(scene, first)
    rest = scene.word(k - 1) in ("remaining", "counterpart") or scene.word(k) == "remaining"
    verb = verb_above(scene, first) if rest else None
    subjects = () if verb is None else scene.tokens[verb].children
    actors = [scene.index(child) for child in subjects if child.dep_ == "nsubj"]
    return any(k >= 0 and _is_receiver(scene, k) for k in actors)


def _is_receiver(scene: Scene, k: int) -> bool:
    mention = scene.mention_at(k)
    return mention is not None and bool(iso3_of(mention)) and iso3_of(mention) not in donors()


def _by_verb(scene: Scene, first: int, frame: Frame | None) -> str:
    for k in range(first, min(first + 10, len(scene.tokens))):
        inside = scene.tokens[k].dep_ == "relcl" and first <= scene.head(k) < k
        if inside and scene.mention_at(k) is None and scene.lemma(k) in _words("verb"):
            return _words("verb")[scene.lemma(k)]  # "the $64 million that it needs"
    if frame and frame.noun and _is_needed(scene, frame.noun):
        return "need"
    verb = verb_above(scene, frame.noun.last - 1 if frame and frame.noun else first)
    if verb is None or (frame and frame.verb and verb in frame.verb):
        return ""
    return _words("verb").get(scene.lemma(verb), "")


def _is_needed(scene: Scene, noun: Giving) -> bool:
    """ "the amount of funding needed for": what the noun's own participle says."""
    after = scene.lemma(noun.last)
    return scene.tag(noun.last) == "VBN" and _words("verb").get(after) == "need"


def parts_named(between: str, apart: bool) -> re.Match[str] | None:
    """The words between two sums that make the second a part of the first.

    The group that matched tells whether the parts are `all`, `some` or `open`; `apart` is for sums
    of two sentences.
    """
    if apart:
        return OF_THIS.search(between)
    found = PARTS.search(between)
    closed = found and (between.startswith(")") or ";" in between[: found.start()])
    return None if closed else found


def opens_parts(sentence: str) -> bool:
    """ "Of this", "This includes", "The package comprises": of the sum of the sentence before."""
    return OF_THIS.match(f". {sentence}") is not None


def total_named(between: str) -> re.Match[str] | None:
    """The words between two sums that make the second the total of those before it.

    The group that matched tells whether these are `all` of it, or it is `open` to others.
    """
    found = TOTALS.search(between)
    apart = found and found.lastgroup == "beside" and SENTENCE_END.search(between, 0, found.start())
    return None if apart else found


def is_total(scene: Scene, amount: Amount, frame: Frame) -> bool:
    """A sum that adds up others: "making Japan's total contributions", "bringing the total to"."""
    first, _ = amount_tokens(scene, amount)
    window = [scene.lemma(k) for k in range(max(first - 12, 0), first)]
    lead = any(lemma in ("make", "bring", "take", "raise") for lemma in window)
    return (lead and "total" in window) or _in_total(scene, amount) or _adds_up(scene, amount)


def _adds_up(scene: Scene, amount: Amount) -> bool:
    """ "$3 million …, for a total of $5 million": by the words after the sum before it."""
    before = [other for other in scene.reading.amounts if other.end <= amount.start]
    if not before:
        return False
    between = scene.reading.block.text.text[before[-1].end : amount.start]
    return total_named(between) is not None


def _in_total(scene: Scene, amount: Amount) -> bool:
    """ "$20 million … $30 million (¥3 billion) in total": after the sums that it adds up."""
    after = scene.reading.block.text.text[amount.end : amount.end + 60].lower()
    said = IN_TOTAL.match(after)
    return bool(said) and scene.reading.amounts[0] is not amount


def is_example(scene: Scene) -> bool:
    """A sentence that only illustrates the one before: "For example, …"."""
    words = " ".join(scene.word(k) for k in range(min(8, len(scene.tokens))))
    return any(
        phrase in words for phrase in ("for example", "for instance", "among them", "one example")
    )
