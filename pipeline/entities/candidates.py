"""Names that the layers propose, and the precedence that decides where they overlap.

Read `PRECEDENCE` from the top: a name wins over every layer below it, unless the lower name holds
all of it and its layer may widen ("Japan Coast Guard" inside "Hydrographic and Oceanographic
Department of the Japan Coast Guard").  Names inside longer ones become name parts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.entities.words import Line
from pipeline.records.text import Span

PRECEDENCE = (
    "definition",  # "…… (XYZ)": the text itself says where the name ends
    "vocabulary",  # countries, regions, organisations, places, and names the edition defined
    "vessel",
    "person",
    "quotation",
    "shape",  # a head noun with its capitals
    "own",  # a name that the edition prints in full elsewhere
    "acronym",  # an acronym that the text does not define
    "place",  # an unknown capitalised word next to a known place
    "reference",  # "the Convention"
    "model",  # the model's own spans
    "capitals",  # words that the tagger takes for names
)
WIDENING = frozenset(
    ("definition", "vocabulary", "vessel", "person", "quotation", "shape", "own", "capitals")
)
CONFIDENCE = {  # of the layers that are less than high
    "acronym": "medium",
    "place": "medium",
    "reference": "medium",
    "model": "low",
    "capitals": "low",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that a layer proposes."""

    start: int
    end: int
    layer: str
    kind: str
    entity_id: str = ""  # if the vocabulary knows it
    rule: str = ""
    flags: tuple[str, ...] = ()
    head: str = ""  # a person's name without title, the noun of a back reference

    def holds(self, other: "Candidate") -> bool:
        return self.start <= other.start and other.end <= self.end


def proposal(line: Line, words: Span, layer: str, kind: str, head: Span | None = None) -> Candidate:
    """The words first .. last - 1 as a name; `head` are those of them that name it alone."""
    start, end = line.span(*words)
    low, high = line.span(*head) if head else (start, end)
    return Candidate(start, end, layer, kind, rule=layer, head=line.text[low:high])


def settle(found: Sequence[Candidate]) -> list[Candidate]:
    """The names that remain by `PRECEDENCE`, in reading order."""
    order = {layer: n for n, layer in enumerate(PRECEDENCE)}
    kept: list[Candidate] = []  # by start; none overlaps another, so the ends rise too
    for new in sorted(found, key=lambda c: (order[c.layer], c.start - c.end, c.start)):
        low = bisect_right(kept, new.start, key=lambda c: c.end)
        high = bisect_left(kept, new.end, key=lambda c: c.start)
        met = kept[low:high]
        same = any(old.holds(new) for old in met) or _adds_nothing(new, met)
        if same or (met and not (new.layer in WIDENING and all(new.holds(old) for old in met))):
            continue
        kept[low:high] = [new]
    return kept


def _adds_nothing(new: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether capitalised words are only adjacent names: "UN Sustainable Development Goals"."""
    if new.layer != "capitals" or len(met) < 2:
        return False
    touching = all(two.start - one.end <= 1 for one, two in pairwise(met))
    return touching and met[0].start == new.start and met[-1].end == new.end
