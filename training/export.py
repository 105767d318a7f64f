"""From the trained network to the files that ship: the encoder in 8 bits, the word vectors in 4, the heads."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from base import Base
from network import HIDDEN, Encoder, Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from dragoman.coding.learned import labels

FILES = ("encoder.onnx", "words.bin", "tokenizer.json", "heads.npz")


def export(network: Network, base: Base, keep: list[int], known: Tokenizer, folder: Path) -> None:
    """Writes the files into `folder`; `card.json` comes with what was measured."""
    folder.mkdir(parents=True, exist_ok=True)
    _encoder(network.encoder.float().eval(), folder / "encoder.onnx")
    base.words[keep].tofile(folder / "words.bin")
    known.save(str(folder / "tokenizer.json"), pretty=False)
    np.savez(folder / "heads.npz", **{k: v.astype(np.float32) for k, v in network.heads().items()})


def _encoder(encoder: Encoder, file: Path) -> None:
    whole = file.with_suffix(".float.onnx")
    torch.onnx.export(
        encoder, (torch.zeros(2, 8, HIDDEN), torch.ones(2, 8)), str(whole), dynamo=False, opset_version=17,
        input_names=["vectors", "mask"], output_names=["hidden"],
        dynamic_axes={name: {0: "batch", 1: "pieces"} for name in ("vectors", "mask", "hidden")},
    )  # fmt: skip
    quantize_dynamic(whole, file, per_channel=True, reduce_range=False, weight_type=QuantType.QInt8)
    whole.unlink()


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each file."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def write_card(folder: Path, found: dict[str, Any]) -> None:
    """The card, last: a folder without one is no model. `found` is how the coder decides and what was measured."""
    card = {"digests": digests(folder), "labels": labels.fingerprint(), **found}
    new = folder / "card.json.new"
    new.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(folder / "card.json")
