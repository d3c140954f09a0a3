"""What the reader is worth on marked passages, through the whole way from text to rows.

python -m training.evaluate dev                   # a part of the split: train, dev or test
python -m training.evaluate pages.txt --wrong 20  # files of marked passages
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.contributions.confidence import ROW
from pipeline.contributions.reader import unpack
from pipeline.records.closed_lists import CONFIDENCES
from pipeline.records.facts import Contribution
from training.measure import FIELDS, Row, rows_of
from training.passages import Passage, read_passages
from training.split import PARTS, files_of

CORPUS = Path(__file__).parent / "corpus"
BANDS = ((0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01))
SHOWN = 300  # characters of a passage beside what was read wrongly
HEADS = ("marked", "found", "precision", "recall", "F1", *FIELDS, "every")


def passages_in(names: Iterable[str]) -> list[Passage]:
    """The passages of parts of the split or of files.  Raises MarkError."""
    paths = (
        path
        for name in names
        for path in (files_of(name, CORPUS) if name in PARTS else [Path(name)])
    )
    return [passage for path in paths for passage in read_passages(path)]


def report(rows: Sequence[Row]) -> Iterator[str]:
    """Tables as text: with and without an amount, by part of the corpus, and what p is worth."""
    yield f"{'':24}" + "".join(f"{name[:9]:>10}" for name in HEADS)
    with_amount = [row for row in rows if row.has_amount]
    without = [row for row in rows if not row.has_amount]
    yield f"{'with an amount':24}{figures(with_amount)}"
    yield f"{'without an amount':24}{figures(without)}"
    for part in dict.fromkeys(row.passage.source[0] for row in with_amount):
        of_part = [row for row in with_amount if row.passage.source[0] == part]
        yield f"{'  with, part ' + part:24}{figures(of_part)}"
    yield ""
    yield from reliability(with_amount)


def figures(rows: Sequence[Row]) -> str:
    """Marked, found, precision, recall, F1; and of the found the share right in each field."""
    hits = [row for row in rows if row.head and row.found]
    marked = sum(row.head is not None for row in rows)
    found = sum(row.found is not None for row in rows)
    precision, recall = _share(len(hits), found), _share(len(hits), marked)
    f1 = _share(2 * len(hits), marked + found)
    fields = [_share(sum(row.right[name] for row in hits), len(hits)) for name in FIELDS]
    every = _share(sum(row.every for row in hits), len(hits))
    shares = (precision, recall, f1, *fields, every)
    return f"{marked:10}{found:10}" + "".join(f"{share:10.3f}" for share in shares)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def reliability(rows: Iterable[Row]) -> Iterator[str]:
    """What a row's probability is worth: by bands, by level, and how well it ranks rows."""
    found = [(row.found, row.every) for row in rows if row.found is not None]
    made = [(one.basis.probabilities[ROW], right) for one, right in found]
    yield f"{'probability of a row':24}{'rows':>10}{'said':>10}{'right':>10}"
    for low, high in BANDS:
        if inside := [(p, right) for p, right in made if low <= p < high]:
            said = sum(p for p, _ in inside) / len(inside)
            right = _share(sum(right for _, right in inside), len(inside))
            yield f"  {low:.2f} to {min(high, 1):.2f}{len(inside):24}{said:10.3f}{right:10.3f}"
    for level in CONFIDENCES:
        of_level = [right for one, right in found if one.basis.confidence == level]
        right = _share(sum(of_level), len(of_level))
        yield f"  {level:12}{len(of_level):20}{'':10}{right:10.3f}"
    yield f"  area under the curve (AUC){auc(made):28.3f}"


def auc(made: Sequence[tuple[float, bool]]) -> float:
    """How often a right row has a higher probability than a wrong one; 0.5 is chance."""
    good = [p for p, right in made if right]
    bad = [p for p, right in made if not right]
    pairs = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return pairs / max(len(good) * len(bad), 1)


def wrong(rows: Iterable[Row]) -> Iterator[str]:
    """Each contribution that was missed, made up, or read otherwise than it is marked."""
    for row in rows:
        text = row.passage.text
        if row.found is None and row.head is not None:
            yield f"MISSED «{text[row.head.start : row.head.end]}» | {text[:SHOWN]}"
        elif row.head is None and row.found is not None:
            yield f"EXTRA {_shown(row.found)} | {text[:SHOWN]}"
        elif row.head is not None and row.found is not None and not row.every:
            bad = ", ".join(name for name in FIELDS if not row.right[name])
            marked = "; ".join(
                f"{mark.kind}={text[mark.start : mark.end]}"
                for mark in row.passage.marks
                if mark.number == row.head.number
            )
            yield f"{bad}: {_shown(row.found)} | marked {marked} {row.head.value} | {text[:SHOWN]}"


def _shown(found: Contribution) -> str:
    words = found.amount.text if found.amount else found.verb.text if found.verb else ""
    to = ";".join(map(str, found.recipients))
    via = ";".join(map(str, (*found.channels, *found.implementers)))
    when = found.period.text if found.period else ""
    p = found.basis.probabilities[ROW]
    types = "/".join(found.transaction_types)
    return (
        f"«{words}» from {found.provider} to {to} via {via} type {types} "
        f"{found.not_countable} when {when} p {p:.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="+", help="train, dev, test, or files of marked passages")
    parser.add_argument(
        "--reader", type=Path, help="an archive of weights; the shipped one without"
    )
    parser.add_argument("--wrong", type=int, default=0, help="how many wrong rows to show")
    arguments = parser.parse_args()
    network = unpack(arguments.reader.read_bytes()) if arguments.reader else None
    passages = passages_in(arguments.names)
    rows = list(rows_of(passages, network))
    print(f"{len(passages)} passages")
    print(*report(rows), sep="\n")
    print(*list(wrong(rows))[: arguments.wrong], sep="\n")


if __name__ == "__main__":
    main()
