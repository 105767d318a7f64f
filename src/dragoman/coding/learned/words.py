"""Word vectors in 4 bits, looked up by row.

A row is blocks of 18 bytes: a half-precision scale, then 16 bytes whose low nibbles are weights 0 to 15 of the
block and whose high ones 16 to 31, each 8 too high. The layout is that of ggml's Q4_0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BYTES = 18  # of a block of 32 weights


def unpacked(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Rows of blocks as numbers: [rows, bytes] gives [rows, weights]."""
    blocks = np.ascontiguousarray(rows).reshape(len(rows), -1, _BYTES)
    scales = blocks[:, :, :2].copy().view(np.float16).astype(np.float32)
    nibbles = blocks[:, :, 2:]
    weights = np.concatenate((nibbles & 15, nibbles >> 4), axis=2).astype(np.float32) - 8
    return (weights * scales).reshape(len(rows), -1)
