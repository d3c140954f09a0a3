"""What the rules find in our own examples: exact (of what is marked), precise (of what is found).

    make evaluate
    python -m tests.bench.examples --misses 50

A kind of example is one function in KINDS that gives its texts with what a person marked and what
the rules found; a thing counts as right where it equals a marked one in every field, span included.
"""

import argparse
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.helpers import contribution_figures, name_figures
from tests.helpers.check_examples import check_examples, said_of
from tests.helpers.event_examples import event_examples, found_events
from tests.helpers.number_examples import FINDERS, read_examples
from tests.helpers.result_examples import found_results, result_examples
from tests.helpers.structure_examples import MEASURES, things
from tests.helpers.structure_examples import NAMES as EDITIONS


@dataclass(frozen=True, slots=True)
class Reading:
    """One text: what a person marked in it and what was found."""

    kind: str
    text: str
    wanted: frozenset[Hashable]
    found: frozenset[Hashable]

    @property
    def right(self) -> int:
        return len(self.wanted & self.found)


def of_numbers(name: str) -> list[Reading]:
    """The examples of amounts, dates or counts."""
    find = FINDERS[name]
    return [
        Reading(example.kind, example.text, frozenset(example.wanted), frozenset(find(example)))
        for example in read_examples(f"{name}.txt")
    ]


def of_structure() -> list[Reading]:
    """The small editions: kinds of blocks, headings with level, words of notes, captions."""
    return [
        Reading(measure, name, *things(name, measure)) for measure in MEASURES for name in EDITIONS
    ]


def of_results() -> list[Reading]:
    """The examples of results: counts that aid brought about, and others."""
    return [
        Reading(e.kind, e.text, frozenset(e.wanted), frozenset(found_results(e)))
        for e in result_examples()
    ]


def of_events() -> list[Reading]:
    """The examples of events: kind, date, tense and country of each dated happening."""
    return [
        Reading(e.kind, e.text, frozenset(e.wanted), frozenset(found_events(e)))
        for e in event_examples()
    ]


def of_checks() -> list[Reading]:
    """The examples of totals and parts: what a check says of each."""
    return [
        Reading(e.kind, e.text, frozenset({e.wanted}), frozenset({said_of(e)}))
        for e in check_examples()
    ]


KINDS: dict[str, Callable[[], list[Reading]]] = {
    **{name: partial(of_numbers, name) for name in FINDERS},
    "structure": of_structure,
    "results": of_results,
    "events": of_events,
    "checks": of_checks,
}


# these have figures of their own
REPORTS = {"names": name_figures.report, "contributions": contribution_figures.report}


def figures(readings: Iterable[Reading]) -> str:
    """Texts, things marked, things found, and the two shares in percent."""
    readings = list(readings)
    stated = sum(len(reading.wanted) for reading in readings)
    found = sum(len(reading.found) for reading in readings)
    right = sum(reading.right for reading in readings)
    return f"{len(readings):6}{stated:6}{found:7}{share(right, stated):>8}{share(right, found):>9}"


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def by_kind(readings: Sequence[Reading]) -> dict[str, list[Reading]]:
    """The readings under the headings of their file, in its order."""
    kinds: dict[str, list[Reading]] = {}
    for reading in readings:
        kinds.setdefault(reading.kind, []).append(reading)
    return kinds


def misses(readings: Iterable[Reading], most: int) -> Iterable[str]:
    """The texts that were not read as marked, with the things on which they differ."""
    wrong = [reading for reading in readings if reading.wanted != reading.found]
    for reading in wrong[:most]:
        yield f"  {reading.kind}: {reading.text!r}"
        for thing in sorted(reading.wanted - reading.found, key=str):
            yield f"    stated   {_shown(reading.text, thing)}"
        for thing in sorted(reading.found - reading.wanted, key=str):
            yield f"    found  {_shown(reading.text, thing)}"
    if len(wrong) > most:
        yield f"  … and {len(wrong) - most} more"


def _shown(text: str, thing: Hashable) -> str:
    match thing:
        case (int(start), int(end), str(stated)):
            return f"«{text[start:end]}» {stated}"
    return str(thing)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    kinds = (*KINDS, *REPORTS)
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(kinds)}; all without")
    parser.add_argument("--misses", type=int, default=20, help="how many misses a kind to show")
    arguments = parser.parse_args()
    if unknown := set(arguments.kinds) - set(kinds):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    wanted = arguments.kinds or kinds
    print(f"{'our own examples':32}{'texts':>6}{'stated':>6}{'found':>7}{'exact':>8}{'precise':>9}")
    for name in (kind for kind in wanted if kind in KINDS):
        readings = KINDS[name]()
        print(f"{name:32}{figures(readings)}")
        for kind, group in by_kind(readings).items():
            print(f"  {kind[:29]:30}{figures(group)}")
        for line in misses(readings, arguments.misses):
            print(line)
    for name in (kind for kind in wanted if kind in REPORTS):
        print(*REPORTS[name](arguments.misses), sep="\n")


if __name__ == "__main__":
    main()
