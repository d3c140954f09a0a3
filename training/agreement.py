"""How far two people mark the same passages alike: F1 of each label, exactly and by overlap.

python -m training.agreement first.txt second.txt
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training.passages import Mark, Passage, read_passages

Span = tuple[int, int]


def agreement(first: list[Passage], second: list[Passage]) -> dict[str, tuple[int, int, int, int]]:
    """Label -> marks of the first, of the second, the same ones, those that overlap.

    Numbers of contributions are left out: what counts is which words have which label.
    """
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    same: Counter[str] = Counter()
    near: Counter[str] = Counter()
    for one, two in zip(first, second, strict=True):
        ours, theirs = _labels(one), _labels(two)
        for label in {*ours, *theirs}:
            a, b = ours.get(label, set()), theirs.get(label, set())
            marked[label] += len(a)
            found[label] += len(b)
            same[label] += len(a & b)
            near[label] += sum(any(x < v and u < y for u, v in b) for x, y in a)
    return {name: (marked[name], found[name], same[name], near[name]) for name in sorted(marked)}


def _labels(passage: Passage) -> dict[str, set[Span]]:
    found: dict[str, set[Span]] = {}
    for mark in passage.marks:
        for label in _of(mark):
            found.setdefault(label, set()).add((mark.start, mark.end))
    return found


def _of(mark: Mark) -> Iterator[str]:
    yield mark.kind
    if mark.value:
        yield f"{mark.kind} {mark.value}"


def main(paths: list[str]) -> None:
    first, second = (list(read_passages(Path(path))) for path in paths)
    for label, (marked, found, same, near) in agreement(first, second).items():
        exact, loose = (2 * n / max(marked + found, 1) for n in (same, near))
        print(f"{label:20}{marked:6}{found:6}{exact:8.2f}{loose:8.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
