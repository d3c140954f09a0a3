"""Pack a trained reader as the one file that the package ships.

    python -m training.export training/out/reader.pt pipeline/contributions/reader.zip

The archive holds the encoder and the heads as ONNX with 8-bit weights, the tokenizer, and
`reader.json` with the labels; the same weights give the same bytes.
"""

import argparse
import io
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.archive import archive
from training.network import KINDS, PARTS, Reader, steps
from training.passages import TYPES
from training.train import base_folder, tokenizer_of


class Pieces(nn.Module):
    """Word pieces in, their vectors and the score of an act out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        pieces = self.reader.read(ids, torch.ones_like(ids))
        return pieces, self.reader.acts(pieces)[..., 0]


class OfHeads(nn.Module):
    """Vectors of one window and its heads in; parts, kinds and types out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.heads = reader.heads

    def forward(self, pieces: Tensor, inside: Tensor, far: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        of = torch.zeros_like(inside[:, 0], dtype=torch.long)  # all of the one text
        return self.heads(pieces, torch.ones_like(inside), inside, far, of)


def load(path: Path) -> Reader:
    """A reader as `training.train` saved it."""
    saved = torch.load(path, weights_only=True)
    reader = Reader(base_folder(), saved["layers"])
    reader.load_state_dict(saved["state"])
    return reader.eval()


def pack(reader: Reader, settings: dict[str, object]) -> bytes:
    """The archive's bytes; `settings` go into reader.json beside the labels."""
    ids = torch.randint(1000, 2000, (1, 40))
    piece, head = {1: "pieces"}, {0: "heads"}
    with torch.no_grad():
        pieces, _ = Pieces(reader)(ids)
    inside, far = steps(40, torch.tensor([5, 20]), torch.tensor([7, 23]))
    encoder = _onnx(
        Pieces(reader),
        (ids,),
        ["ids"],
        ["pieces", "acts"],
        {"ids": piece, "pieces": piece, "acts": piece},
    )
    heads = _onnx(
        OfHeads(reader),
        (pieces, inside, far),
        ["pieces", "inside", "far"],
        ["parts", "kinds", "types"],
        {
            "pieces": piece,
            "inside": head | piece,
            "far": head | piece,
            "parts": head | piece,
            "kinds": head,
            "types": head,
        },
    )
    labels = {"parts": PARTS, "kinds": KINDS, "types": TYPES}
    tokenizer = tokenizer_of(base_folder()).to_str().encode()
    files = {
        "encoder.onnx": _small(encoder),
        "heads.onnx": heads,
        "tokenizer.json": tokenizer,
        "reader.json": json.dumps(labels | settings, indent=1).encode() + b"\n",
    }
    return archive(files)


def _onnx(
    module: nn.Module,
    inputs: tuple[Tensor, ...],
    names: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
) -> bytes:
    made = io.BytesIO()
    torch.onnx.export(
        module.eval(),
        inputs,
        made,
        input_names=names,
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    return made.getvalue()


def _small(model: bytes) -> bytes:
    """The same network with 8-bit weights; 7 bits of them, so that no processor overflows."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "float.onnx"), Path(folder, "small.onnx")
        before.write_bytes(model)
        quantize_dynamic(
            before, after, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )
        return after.read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    made = pack(load(arguments.weights), {})
    arguments.out.write_bytes(made)
    print(f"{arguments.out}: {len(made) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
