"""From the trained network to the files that ship: the encoder in 8 bits, the word vectors in 4, the heads in 16.

Eight bits are shared out between the smallest and the largest number of a sentence, and here and there one feature is
thirty times as large as all others: it would leave the others four or five of the 256 steps. So each feature is made
smaller by what its weights are made larger, with the largest numbers that sentences of the training data gave
(SmoothQuant, Xiao et al. 2023).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from network import HIDDEN, LAYERS, Encoder, Network
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from dragoman.coding.learned import labels

FILES = ("encoder.onnx", "words.bin", "tokenizer.json.gz", "heads.npz")
_LINEAR = ("qkv", "out", "inner", "outer")  # of each layer
_SHARE = 0.8  # how much of a feature's size goes over to its weights; 0.8 erred least of 0.5 to 1.0
_LEAST = 1e-3


def export(
    network: Network, words: np.ndarray, known: Tokenizer, some: list[tuple[Tensor, Tensor]], folder: Path
) -> None:
    """Writes the files into `folder`; `card.json` comes with what was measured.

    `words` are the word vectors in 4 bits; `some` the vectors and masks of sentences of the training data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    encoder = network.encoder.float().eval()
    _even_out(encoder, some)
    _encoder(encoder, folder / "encoder.onnx")
    words.tofile(folder / "words.bin")
    (folder / "tokenizer.json.gz").write_bytes(gzip.compress(known.to_str().encode(), mtime=0))
    np.savez_compressed(folder / "heads.npz", **{k: v.astype(np.float16) for k, v in network.heads().items()})


def _encoder(encoder: Encoder, file: Path) -> None:
    whole = file.with_suffix(".float.onnx")
    torch.onnx.export(
        encoder, (torch.zeros(2, 8, HIDDEN), torch.ones(2, 8)), str(whole), dynamo=False, opset_version=17,
        input_names=["vectors", "mask"], output_names=["hidden"],
        dynamic_axes={name: {0: "batch", 1: "pieces"} for name in ("vectors", "mask", "hidden")},
    )  # fmt: skip
    quantize_dynamic(whole, file, per_channel=True, reduce_range=False, weight_type=QuantType.QInt8)
    whole.unlink()


class Evened(nn.Module):
    """A linear layer whose inputs are first made about as large as one another."""

    def __init__(self, linear: nn.Linear, largest: Tensor) -> None:
        super().__init__()
        weights = linear.weight.abs().amax(0).clamp(min=_LEAST)
        size = largest.clamp(min=_LEAST) ** _SHARE / weights ** (1 - _SHARE)
        size = size / size.median()
        self.linear = linear
        linear.weight.mul_(size)
        self.register_buffer("by", 1 / size)

    def forward(self, x: Tensor) -> Tensor:
        """The layer's sums, the same as before."""
        return self.linear(x * self.by)


@torch.no_grad()
def _even_out(encoder: Encoder, some: list[tuple[Tensor, Tensor]]) -> None:
    """Puts an `Evened` in the place of each linear layer of the encoder."""
    places = [(layer, name) for layer in encoder.layers for name in _LINEAR]
    largest = [torch.zeros(getattr(layer, name).in_features) for layer, name in places]

    def seen(at: int) -> Any:
        def hook(_: nn.Module, inputs: tuple[Tensor]) -> None:
            largest[at] = torch.maximum(largest[at], inputs[0].abs().flatten(0, -2).amax(0))

        return hook

    hooks = [getattr(layer, name).register_forward_pre_hook(seen(at)) for at, (layer, name) in enumerate(places)]
    for vectors, mask in some:
        encoder(vectors.float(), mask)
    for hook in hooks:
        hook.remove()
    for (layer, name), most in zip(places, largest, strict=True):
        setattr(layer, name, Evened(getattr(layer, name), most))


def restored(folder: Path) -> dict[str, Tensor]:
    """The network's state out of a model that shipped: what `export` wrote, as good as 8 bits keep it."""
    graph = onnx.load(str(folder / "encoder.onnx")).graph
    arrays = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    matrices = (name.removesuffix("_quantized") for name in list(arrays) if name.endswith("_quantized"))
    state = {f"encoder.{name}": array for name, array in arrays.items() if _plain(name)}
    for number in range(LAYERS):
        for linear in _LINEAR:
            matrix, layer = next(matrices), f"layers.{number}.{linear}"
            weights = arrays[f"{matrix}_quantized"].float() * arrays[f"{matrix}_scale"]
            state[f"encoder.{layer}.weight"] = (weights * arrays[f"{layer}.by"][:, None]).T.contiguous()
            state[f"encoder.{layer}.bias"] = arrays[f"{layer}.linear.bias"]
    return state | {name: torch.from_numpy(array).float() for name, array in np.load(folder / "heads.npz").items()}


def _plain(name: str) -> bool:
    """Whether an array of the encoder's file is kept under the network's own name."""
    return name == "positions" or "norm" in name


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each file."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def write_card(folder: Path, found: dict[str, Any]) -> None:
    """The card, last: a folder without one is no model. `found` is how the coder decides and what was measured."""
    card = {"digests": digests(folder), "labels": labels.fingerprint(), **found}
    new = folder / "card.json.new"
    new.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(folder / "card.json")
