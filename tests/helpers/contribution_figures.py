"""How our own examples of contributions are read, and what each level of confidence is worth."""

from collections.abc import Iterator
from functools import cache

from tests.helpers.contribution_examples import FIELDS, LEVELS, Score, read_examples, score
from tests.helpers.paths import EXAMPLES
from tests.helpers.readings import EDITION

FILES = {
    # file: what it is.  The fresh ones were unseen when first read; rules were mended on them
    # since, so that their figures are no forecast for a text that nobody has read
    "contributions.txt": "written with the rules",
    "contributions_unseen.txt": "set aside",
    "contributions_fresh.txt": "fresh once, mended on",
    "contributions_donors.txt": "of many donors, mended",
    "contributions_kept.txt": "once read wrongly, kept",
}


@cache
def scored(name: str) -> Score:
    return score(read_examples(EXAMPLES / name), EDITION)


def report(most: int) -> Iterator[str]:
    """A table of figures, then up to `most` misses a file."""
    scores = {name: scored(name) for name in FILES}
    yield f"{'contributions':25}{'F1':>7}" + "".join(f"{field:>12}" for field in FIELDS)
    for name, found in scores.items():
        yield f"  {FILES[name]:23}{found.f1:7.3f}" + "".join(
            f"{found.accuracy(field):12.3f}" for field in FIELDS
        )
    yield f"{'rows right in every field':25}" + "".join(f"{level:>20}" for level in LEVELS)
    for name, found in scores.items():
        yield f"  {FILES[name]:23}" + "".join(f"{_worth(found, level):>20}" for level in LEVELS)
    for found in scores.values():
        yield from (f"  {line}" for line in found.wrong[:most])


def _worth(found: Score, level: str) -> str:
    """ "45 of 50 0.900"; a dash where there is none."""
    rows, right = found.counts[level], found.counts[f"{level}_right"]
    return f"{right} of {rows} {right / rows:.3f}" if rows else "-"
