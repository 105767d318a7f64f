"""The network: twelve layers of multilingual-e5-small with our heads, in PyTorch.

One encoder, two passes. The pass over a sentence gives each piece a mention tag and an act tag, and for each act
its modality, its mode and the part that each mention has in it. The pass over a sentence with two marked parties
gives the type, the mode and the modality of what one does to the other.
"""

from __future__ import annotations

import numpy as np
import torch
from base import Base
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.coding.learned.labels import (
    AMONG,
    BUCKETS,
    DETECTED,
    KINDS,
    MODALITIES,
    MODES,
    NATION,
    PARTS,
    RELATIONS,
    SECTORS,
    SPAN,
    TYPES,
)
from dragoman.coding.learned.pieces import LONGEST

HIDDEN, HEADS, INNER, LAYERS, EPSILON = 384, 12, 1536, 12, 1e-12
MARKS = 4  # before and after the actor, before and after the recipient
POSITIONS = LONGEST + MARKS
LEFT_OUT = 0.1  # of what each half of a layer adds, while it learns


class Layer(nn.Module):
    """A post-norm transformer layer with exact GELU, as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, EPSILON)
        self.norm2 = nn.LayerNorm(HIDDEN, EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` [batch, pieces, 384]; `bias` [batch, 1, 1, pieces] is 0 where there is a piece, else very low."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (HIDDEN // HEADS) ** -0.5 + bias
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm1(x + F.dropout(self.out(mixed), LEFT_OUT, self.training))
        return self.norm2(x + F.dropout(self.outer(F.gelu(self.inner(x))), LEFT_OUT, self.training))


class Encoder(nn.Module):
    """Word vectors in, one vector a piece out."""

    def __init__(self, base: Base) -> None:
        super().__init__()
        t = base.tensors
        at = lambda name, *shape: torch.from_numpy(t[name].reshape(shape)) if shape else torch.from_numpy(t[name])  # noqa: E731
        self.positions = nn.Parameter((at("emb.pos", -1, HIDDEN) + at("emb.type", -1, HIDDEN)[0])[:POSITIONS])
        self.norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        with torch.no_grad():
            self.norm.weight.copy_(at("emb.ln.w"))
            self.norm.bias.copy_(at("emb.ln.b"))
            for i, layer in enumerate(self.layers):
                for end, kind in (("w", "weight"), ("b", "bias")):
                    getattr(layer.qkv, kind).copy_(torch.cat([at(f"l{i}.{n}.{end}") for n in "qkv"]))
                    for ours, theirs in (
                        ("out", "ao"),
                        ("inner", "fi"),
                        ("outer", "fo"),
                        ("norm1", "aln"),
                        ("norm2", "oln"),
                    ):
                        getattr(getattr(layer, ours), kind).copy_(at(f"l{i}.{theirs}.{end}"))

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """`vectors` [batch, pieces, 384]; `mask` [batch, pieces] is 1 where there is a piece."""
        x = self.norm(vectors + self.positions[: vectors.shape[1]])
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Network(nn.Module):
    """The encoder with all heads; `dragoman.coding.learned.heads` reads them by these names."""

    def __init__(self, base: Base) -> None:
        super().__init__()
        self.encoder = Encoder(base)
        self.marks = nn.Parameter(torch.randn(MARKS, HIDDEN) * 0.05)  # vectors of the marks around parties
        self.mention_tags = nn.Linear(HIDDEN, 1 + 2 * len(KINDS))
        self.act_tags = nn.Linear(HIDDEN, 1 + 2 * len(TYPES))
        self.acts = nn.Linear(2 * HIDDEN, SPAN)
        self.types = nn.Embedding(len(TYPES), SPAN)
        self.mentions = nn.Linear(2 * HIDDEN, SPAN)
        self.kinds = nn.Embedding(len(KINDS), SPAN)
        self.apart = nn.Embedding(BUCKETS, 32)
        self.parts_in = nn.Linear(3 * SPAN + 32, SPAN)
        self.among_norm = nn.LayerNorm(SPAN)
        self.among_in = nn.Linear(SPAN, 3 * SPAN)
        self.among_out = nn.Linear(SPAN, SPAN)
        self.parts_inner = nn.Linear(SPAN, SPAN)
        self.parts_out = nn.Linear(SPAN, len(PARTS))
        self.modality = nn.Linear(SPAN, len(MODALITIES))
        self.modes = nn.Linear(SPAN, len(MODES))
        self.speaker_in = nn.Linear(SPAN + HIDDEN, 64)
        self.speaker_out = nn.Linear(64, 1)
        self.nation_of = nn.Linear(SPAN, NATION)
        self.nation_by = nn.Linear(SPAN, NATION)
        self.nation_none = nn.Linear(SPAN, 1)
        self.sector = nn.Linear(SPAN, len(SECTORS))
        self.detected = nn.Linear(2 * HIDDEN, len(DETECTED))
        self.relation_type = nn.Linear(4 * HIDDEN, len(RELATIONS))
        self.relation_modality = nn.Linear(4 * HIDDEN, len(MODALITIES))
        self.relation_mode = nn.Linear(4 * HIDDEN, len(MODES))
        for table in (self.types, self.kinds, self.apart):
            nn.init.normal_(table.weight, std=0.05)

    def heads(self) -> dict[str, np.ndarray]:
        """The heads' arrays as the product keeps them."""
        return {
            name: value.detach().float().numpy().copy()
            for name, value in self.named_parameters()
            if not name.startswith("encoder.")
        }

    def parts(self, both: Tensor) -> Tensor:
        """[acts, mentions, parts] of what an act and a mention are together: who has a part in an act depends on
        who else is there to have it, so the mentions look at one another."""
        x = F.relu(self.parts_in(both))
        acts, mentions, _ = x.shape
        q, k, v = self.among_in(self.among_norm(x)).view(acts, mentions, 3, AMONG, -1).permute(2, 0, 3, 1, 4)
        mixed = (q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5).softmax(-1) @ v
        x = x + self.among_out(mixed.transpose(1, 2).reshape(acts, mentions, SPAN))
        return self.parts_out(F.relu(self.parts_inner(x)))

    def nations(self, mentions: Tensor, around: Tensor) -> Tensor:
        """[mentions, 1 + mentions + around]: from none, or from which other one, a mention's country is known."""
        scores = self.nation_of(mentions) @ self.nation_by(torch.cat((mentions, around))).T / NATION**0.5
        scores = scores.masked_fill(torch.eye(*scores.shape, dtype=torch.bool), -1e4)
        return torch.cat((self.nation_none(mentions), scores), 1)

    def spans(self, name: str, hidden: Tensor, spans: list[tuple[int, int]]) -> Tensor:
        """[spans, 192] of one sentence's vectors."""
        means = torch.stack([torch.cat((hidden[a:b].mean(0), hidden[a])) for a, b in spans])
        return F.relu(getattr(self, name)(means))
