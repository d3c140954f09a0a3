"""The network that is trained: one pass over a paragraph, then a light one for each amount or act.

The encoder gives a vector to each word piece.  `acts` says how likely each piece states help
without an amount.  `Heads` takes the pieces of one amount or act, its head, and says what part each
other piece has in it, what kind of amount it is, and which transaction type.
"""

import math

import torch
from torch import Tensor, nn
from transformers import AutoModel

from training.passages import MONEY_KINDS, ROLES, TYPES

KINDS = ("contribution", "same", *MONEY_KINDS)
PARTS = ("none", *ROLES)
NARROW = 128  # width of the light pass
FAR = 33  # steps of distance


class Layer(nn.Module):
    """One layer of attention, normalised before each step."""

    def __init__(self, wide: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(wide), nn.LayerNorm(wide)
        self.ask = nn.Linear(wide, 3 * wide)
        self.answer = nn.Linear(wide, wide)
        self.think = nn.Sequential(nn.Linear(wide, 2 * wide), nn.GELU(), nn.Linear(2 * wide, wide))
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        count, long, wide = x.shape
        asked = self.ask(self.before(x)).reshape(count, long, 3, self.heads, wide // self.heads)
        query, key, value = asked.permute(2, 0, 3, 1, 4).unbind(0)
        scores = query @ key.transpose(-1, -2) / math.sqrt(wide // self.heads)
        scores = scores + (1 - mask[:, None, None, :]) * -1e4
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(count, long, wide)
        x = x + self.drop(self.answer(seen))
        return x + self.drop(self.think(self.between(x)))


class Heads(nn.Module):
    """For each head and each piece: its part; for each head: kind and transaction type."""

    def __init__(self, wide: int, layers: int = 2) -> None:
        super().__init__()
        self.of_piece, self.of_head = nn.Linear(wide, NARROW), nn.Linear(wide, NARROW)
        self.inside = nn.Embedding(2, NARROW)
        self.distance = nn.Embedding(2 * FAR, NARROW)
        self.layers = nn.ModuleList(Layer(NARROW) for _ in range(layers))
        self.part_of = nn.Sequential(nn.LayerNorm(NARROW), nn.Linear(NARROW, len(PARTS)))
        both = 2 * wide + NARROW
        self.kind_of = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(both, 128), nn.GELU(), nn.Linear(128, len(KINDS))
        )
        self.type_of = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(both, 128), nn.GELU(), nn.Linear(128, len(TYPES))
        )

    def forward(
        self, pieces: Tensor, mask: Tensor, inside: Tensor, far: Tensor, of: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """`pieces` (texts, pieces, wide); `of` is the text of each head, whose mask, `inside` (1
        where a piece is the head's) and steps `far` are (heads, pieces)."""
        weight = inside / inside.sum(1, keepdim=True).clamp(min=1)
        texts = (of[:, None] == torch.arange(pieces.shape[0])).float()  # (heads, texts)
        head = (texts[:, :, None] * weight[:, None]).flatten(1) @ pieces.flatten(0, 1)
        x = (
            self.of_piece(pieces)[of]
            + self.of_head(head)[:, None]
            + self.inside(inside.long())
            + self.distance(far)
        )
        for layer in self.layers:
            x = layer(x, mask)
        both = torch.cat([head, pieces[:, 0][of], (weight[..., None] * x).sum(1)], -1)
        return self.part_of(x), self.kind_of(both), self.type_of(both)


def steps(long: int, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
    """Which pieces are each head's, and how far each stands from it, in logarithmic steps."""
    at = torch.arange(long)
    inside = ((at[None] >= first[:, None]) & (at[None] < last[:, None])).float()
    ahead = (at[None] - last[:, None] + 1).clamp(min=0)
    behind = (first[:, None] - at[None]).clamp(min=0)
    far = _step(ahead) - _step(behind) + FAR
    return inside, far.clamp(0, 2 * FAR - 1)


def _step(pieces: Tensor) -> Tensor:
    return (4 * torch.log2(1 + pieces.float())).floor().long().clamp(max=FAR - 1)


class Reader(nn.Module):
    """Encoder, acts and heads together."""

    def __init__(self, base: str, layers: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation="eager"
        )
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.encoder.config.num_hidden_layers = layers
        wide = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.acts = nn.Sequential(nn.Linear(wide, 64), nn.GELU(), nn.Linear(64, 1))
        self.heads = Heads(wide)

    def read(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors of the pieces, (texts, pieces, wide)."""
        return self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
