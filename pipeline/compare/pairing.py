"""Pairs of texts of two editions that correspond: one to one, best first.

Equal texts pair first, then texts that are equal except for numbers, then texts that share most of
their distinctive words: words weigh by how rare they are (inverse document frequency), and a pair
scores the weight of its common words over that of all its words.
"""

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

NUMBER = re.compile(r"\d[\d.,]*\d|\d")
WORD = re.compile(r"[^\W\d_]{2,}")
LEAST = 0.4  # similarity; below it two sentences share at most a topic
COMMON = 60  # a word in more texts than this is too common to propose a pair


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of two texts that correspond, and how alike they are, 0 to 1."""

    before: int
    after: int
    similarity: float


def masked(text: str) -> str:
    """The text without case and extra spacing, with `#` for each number."""
    return NUMBER.sub("#", folded(text))


def folded(text: str) -> str:
    """The text without case and extra spacing."""
    return " ".join(text.casefold().split())


def pair_texts(before: Sequence[str], after: Sequence[str], *, least: float = LEAST) -> list[Pair]:
    """The pairs, in the order of `before`; a text is in one pair at most.

    Work grows with the number of texts, not with its square: only texts that share a rare word are
    compared.
    """
    left = (dict(enumerate(before)), dict(enumerate(after)))
    pairs = []
    for propose in (_same_text, _same_but_for_numbers, partial(_alike, least=least)):
        for pair in propose(*left):
            if pair.before in left[0] and pair.after in left[1]:
                pairs.append(pair)
                del left[0][pair.before], left[1][pair.after]
    return sorted(pairs, key=lambda pair: pair.before)


Texts = Mapping[int, str]  # place -> text


def _same_text(before: Texts, after: Texts) -> list[Pair]:
    return _equal(before, after, folded, 1.0)


def _same_but_for_numbers(before: Texts, after: Texts) -> list[Pair]:
    return _equal(before, after, masked, 0.99)


def _equal(before: Texts, after: Texts, key: Callable[[str], str], similarity: float) -> list[Pair]:
    """Texts with one key, the first with the first, the second with the second."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for place, text in after.items():
        places[key(text)].append(place)
    keys = ((place, places.get(key(text))) for place, text in before.items())
    return [Pair(place, same.popleft(), similarity) for place, same in keys if same]


def _alike(before: Texts, after: Texts, *, least: float) -> list[Pair]:
    words = [{n: _words(text) for n, text in texts.items()} for texts in (before, after)]
    frequency = Counter(word for texts in words for text in texts.values() for word in text)
    total = len(before) + len(after)
    weight = {word: math.log((1 + total) / count) for word, count in frequency.items()}
    index: dict[str, list[int]] = defaultdict(list)
    for place, text in words[1].items():
        for word in text:
            index[word].append(place)
    pairs = []
    for place, text in words[0].items():
        rare = (word for word in text if frequency[word] <= COMMON)
        for other in {found for word in rare for found in index[word]}:
            similarity = _similarity(text, words[1][other], weight)
            if similarity >= least:
                pairs.append(Pair(place, other, round(similarity, 3)))
    return sorted(pairs, key=lambda pair: (-pair.similarity, pair.before, pair.after))


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.casefold()))


def _similarity(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    common = math.fsum(weight[word] for word in one & other)
    total = math.fsum(weight[word] for word in one | other)
    return common / total if total else 0.0
