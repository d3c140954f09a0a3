"""What the reader says of one amount or act, as stretches of words with probabilities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.contributions.reader import Head, Network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CUT = 0.5  # a word has a part from this probability on
JOIN = 0.15  # between two words of one part, a word or mark from this probability on is of it, too
CONTRIBUTION = "contribution"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text that has a part, and how likely."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One amount or act, decoded; offsets are code points of the text that was read."""

    start: int
    end: int
    is_act: bool
    kind: str  # contribution, total, share, same, budget, cost …
    kinds: Mapping[str, float]
    types: Mapping[str, float]  # IATI transaction types "12", "2", "3", "2/3", and "x": cancelled
    parts: Mapping[str, tuple[Words, ...]]  # role -> its words, in reading order
    none: Mapping[str, float]  # role -> how likely no word has it

    @property
    def score(self) -> float:
        """How likely it is a contribution."""
        return self.kinds[CONTRIBUTION]


def statement_of(network: Network, text: str, head: Head) -> Statement:
    """What the network says of a head."""
    kinds = {name: float(p) for name, p in zip(network.kinds, head.kinds, strict=True)}
    if head.act is not None:
        kinds[CONTRIBUTION] *= head.act
    scores = _by_word(text, head)
    roles = network.parts[1:]
    return Statement(
        start=head.start,
        end=head.end,
        is_act=head.act is not None,
        kind=max(kinds, key=lambda name: kinds[name]),
        kinds=kinds,
        types={name: float(p) for name, p in zip(network.types, head.types, strict=True)},
        parts={role: tuple(_stretches(scores, k + 1)) for k, role in enumerate(roles)},
        none={role: _no_word(scores, k + 1) for k, role in enumerate(roles)},
    )


Scores = Sequence[tuple[int, int, "NDArray[np.float32]"]]


def _by_word(text: str, head: Head) -> Scores:
    """The words of the window: start, end, mean probabilities of their pieces."""
    found: list[tuple[int, int, list[int]]] = []
    for k, (start, end) in enumerate(head.pieces):
        glued = found and found[-1][1] == start and _is_one_word(text, start)
        if found and glued:
            found[-1] = (found[-1][0], end, [*found[-1][2], k])
        else:
            found.append((start, end, [k]))
    return [(start, end, head.parts[:, pieces].mean(1)) for start, end, pieces in found]


def _is_one_word(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at].isalnum()


def _stretches(scores: Scores, role: int) -> Iterator[Words]:
    """Neighbouring words of a role as one; a word that is nearly of it may stand between."""
    run: list[int] = []
    for k, (_, _, p) in enumerate(scores):
        if p[role] < CUT:
            continue
        near = run and all(scores[j][2][role] >= JOIN for j in range(run[-1] + 1, k))
        if run and not near:
            yield _words(scores, run, role)
            run = []
        run.append(k)
    if run:
        yield _words(scores, run, role)


def _words(scores: Scores, run: list[int], role: int) -> Words:
    mean = sum(float(scores[k][2][role]) for k in run) / len(run)
    return Words(scores[run[0]][0], scores[run[-1]][1], mean)


def _no_word(scores: Scores, role: int) -> float:
    """How likely no word has the role: one less the likeliest word's probability."""
    return 1 - max((float(p[role]) for _, _, p in scores), default=0.0)
