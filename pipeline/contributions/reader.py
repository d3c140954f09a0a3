"""The trained reader: what each amount is, which words state help, and who has which part in it.

The network and what it was trained on are described in training/README.md.  It runs on one core
with 8-bit weights, so that the same text gives the same answer on any number of cores.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from pipeline.contributions.encoding import Window, windows_of
from pipeline.records.errors import BadInputError
from pipeline.records.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

WEIGHTS = "reader.zip"
DIGEST = "reader.sha256"
ACT = 0.4  # from this score on a word piece states help
NEARLY, BRIDGE = 0.05, 3  # score of the pieces of a gap in such words, and how many they may be
FAR_STEPS = 33


@dataclass(frozen=True, slots=True)
class Head:
    """One amount, or the words that state help without one, as the network read it.

    `parts` has a row for each label of `Network.parts` and a column for each word piece of the
    window, in probabilities; `pieces` says where the pieces stand in the text.
    """

    start: int
    end: int
    act: float | None  # how likely the words state help; nothing for an amount
    kinds: "NDArray[np.float32]"
    types: "NDArray[np.float32]"
    parts: "NDArray[np.float32]"
    pieces: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """The weights, ready to run."""

    encoder: Any
    heads: Any
    tokenizer: "Tokenizer"
    parts: tuple[str, ...]
    kinds: tuple[str, ...]
    types: tuple[str, ...]
    settings: dict[str, Any]


@cache
def load_network() -> Network:
    """The weights that the package ships.  Raises BadInputError if they are missing or differ."""
    place = files("pipeline.contributions") / WEIGHTS
    try:
        data = place.read_bytes()
        wanted = (files("pipeline.contributions") / DIGEST).read_text(encoding="utf-8").split()[0]
    except (OSError, IndexError):
        raise BadInputError(f"{place}: missing; install oda-tables again") from None
    if sha256(data).hexdigest() != wanted:
        raise BadInputError(f"{place}: differs from what was published; install oda-tables again")
    return unpack(data)


def unpack(data: bytes) -> Network:
    """A network from an archive's bytes.  Raises BadInputError if they are no such archive."""
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    try:
        with ZipFile(BytesIO(data)) as packed:
            inside = {name: packed.read(name) for name in packed.namelist()}
        settings = json.loads(inside["reader.json"])
        parts, kinds, types = (tuple(settings[name]) for name in ("parts", "kinds", "types"))
        encoder, heads = inside["encoder.onnx"], inside["heads.onnx"]
        tokenizer = Tokenizer.from_str(inside["tokenizer.json"].decode())
    except (BadZipFile, KeyError, ValueError):
        raise BadInputError(f"{WEIGHTS}: is no reader; make train makes one") from None
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    one = ["CPUExecutionProvider"]
    return Network(
        InferenceSession(encoder, options, one),
        InferenceSession(heads, options, one),
        tokenizer,
        parts,
        kinds,
        types,
        settings,
    )


def read_text(
    network: Network, whose: str, text: str, amounts: Sequence[Span], begin: int = 0
) -> list[Head]:
    """Every head of a text from `begin` on, in reading order.

    `whose` says whose text it is; `amounts` are spans of money; what stands before `begin` is
    context and gives no heads.
    """
    windows = windows_of(network.tokenizer, whose, text, begin)
    found: list[Head] = []
    for number, window in enumerate(windows):
        first, last = _own_stretch(windows, number)
        vectors, acts = network.encoder.run(None, {"ids": _row(window.ids)})
        taken = {k for start, end in amounts for k in _inside(window, start, end)}
        spans = [
            *(_Place(start, end) for start, end in amounts),
            *_acts(window, text, _sigmoid(acts[0]), taken),
        ]
        own = [span for span in spans if max(first, begin) <= span.start < last]
        found += _heads(network, window, vectors, own)
    return sorted(found, key=lambda head: head.start)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a head stands; `act` is how likely its words state help, nothing for an amount."""

    start: int
    end: int
    act: float | None = None


def _row(ids: Sequence[int]) -> "NDArray[np.int64]":
    import numpy as np

    return np.array([ids], dtype=np.int64)


def _own_stretch(windows: Sequence[Window], number: int) -> Span:
    """The characters whose heads a window reads: up to the middle of what two windows share."""
    first = 0 if number == 0 else _middle(windows[number - 1], windows[number])
    last = number + 1 == len(windows)
    return first, 1 << 60 if last else _middle(windows[number], windows[number + 1])


def _middle(one: Window, two: Window) -> int:
    return (two.starts[two.lead] + one.ends[-1]) // 2 if two.starts else 1 << 60


def _inside(window: Window, start: int, end: int) -> range:
    place = window.pieces(start, end)
    return range(*place) if place else range(0)


def _acts(
    window: Window, text: str, scores: "NDArray[np.float32]", taken: set[int]
) -> Iterator[_Place]:
    """The runs of pieces that state help, as whole words; pieces of an amount are none."""
    for run in _runs(window, scores, taken):
        first, last = (run[0] - window.text, run[-1] - window.text)
        start, end = whole_words(text, window.starts[first], window.ends[last])
        if any(letter.isalpha() for letter in text[start:end]):
            yield _Place(start, end, float(scores[run].max()))


def _runs(window: Window, scores: "NDArray[np.float32]", taken: set[int]) -> list[list[int]]:
    """Pieces that state help; a gap of few pieces that nearly do so is bridged."""
    runs: list[list[int]] = []
    for k in range(window.text, len(window.ids) - 1):
        if scores[k] < ACT or k in taken:
            continue
        gap = range(runs[-1][-1] + 1, k) if runs else range(0)
        near = len(gap) <= BRIDGE and all(scores[j] >= NEARLY and j not in taken for j in gap)
        if runs and near:
            runs[-1] += [*gap, k]
        else:
            runs.append([k])
    return runs


def whole_words(text: str, start: int, end: int) -> Span:
    """The stretch grown to the words that it cuts."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _heads(
    network: Network, window: Window, vectors: "NDArray[np.float32]", spans: Sequence[_Place]
) -> list[Head]:
    import numpy as np

    placed = [(span, pieces) for span in spans if (pieces := window.pieces(span.start, span.end))]
    if not placed:
        return []
    at = np.arange(len(window.ids))[None]
    first = np.array([[pieces[0]] for _, pieces in placed])
    last = np.array([[pieces[1]] for _, pieces in placed])
    inside = ((at >= first) & (at < last)).astype(np.float32)
    far = _steps(np.maximum(at - last + 1, 0)) - _steps(np.maximum(first - at, 0)) + FAR_STEPS
    asked = {"pieces": vectors, "inside": inside, "far": np.clip(far, 0, 2 * FAR_STEPS - 1)}
    parts, kinds, types = map(_softmax, network.heads.run(None, asked))
    places = tuple(zip(window.starts, window.ends, strict=True))
    return [
        Head(
            span.start,
            span.end,
            span.act,
            kinds[j],
            types[j],
            parts[j, window.text : len(window.ids) - 1].T,
            places,
        )
        for j, (span, _) in enumerate(placed)
    ]


def _steps(pieces: "NDArray[np.int64]") -> "NDArray[np.int64]":
    import numpy as np

    steps: NDArray[np.int64] = np.floor(4 * np.log2(1 + pieces.astype(np.float32))).astype(np.int64)
    return steps.clip(max=FAR_STEPS - 1)


def _softmax(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    raised: NDArray[np.float32] = np.exp(scores - scores.max(-1, keepdims=True))
    total: NDArray[np.float32] = raised.sum(-1, keepdims=True)
    return raised / total


def _sigmoid(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    likely: NDArray[np.float32] = np.reciprocal(1 + np.exp(-scores))
    return likely
