"""See that training works: a tiny reader from a few passages, packed, unpacked and asked.

    python -m training.check          # as `make check-train` runs it; exit 1 if anything is amiss

What it reads is of no worth; that it reads at all is what is checked.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from pipeline.contributions.reader import Head, read_text, unpack
from pipeline.records.text import Span
from training.export import pack
from training.network import Reader
from training.passages import read_passages
from training.split import files_of
from training.train import base_folder, train, whose

CORPUS = Path(__file__).parent / "corpus"
COUNT = 60
MOST = 25_000_000  # bytes of an archive


def faults_of(heads: Sequence[Head], amounts: Sequence[Span]) -> Iterator[str]:
    """What is not as it should be in what a reader said of a text."""
    if missed := set(amounts) - {(head.start, head.end) for head in heads if head.act is None}:
        yield f"no head for the amounts {sorted(missed)}"
    for head in heads:
        for name in ("kinds", "types", "parts"):
            if not np.allclose(getattr(head, name).sum(0), 1, atol=1e-4):
                yield f"the {name} of {head.start}:{head.end} are no probabilities"


def main() -> int:
    every = [p for path in files_of("train", CORPUS) for p in read_passages(path)]
    few = every[:: len(every) // COUNT][:COUNT]
    [(loss, reader)] = train(few, Reader(base_folder(), layers=2), epochs=1)
    data, again = pack(reader, {}), pack(reader, {})
    asked = next(p for p in every if sum(m.kind == "amount" for m in p.marks) > 2)
    amounts = [(m.start, m.end) for m in asked.marks if m.kind in ("amount", "money", "same")]
    network = unpack(data)
    heads = read_text(network, whose(asked), asked.text, amounts, asked.paragraph)
    print(f"{COUNT} passages: loss {loss:.3f}, archive {len(data) / 1e6:.1f} MB\n{asked.text}")
    for head in heads:
        kind, of = network.kinds[head.kinds.argmax()], network.types[head.types.argmax()]
        print(f"  «{asked.text[head.start : head.end]}»: {kind} {head.kinds.max():.2f}, type {of}")
    faults = [*faults_of(heads, amounts)]
    faults += ["the loss is no number"] if not math.isfinite(loss) else []
    faults += [f"the archive has more than {MOST} bytes"] if len(data) > MOST else []
    faults += ["packed twice, the archive has other bytes"] if data != again else []
    print(*faults or ["all as it should be"], sep="\n")
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
