"""The model as it ships: its files, their checks, and the passes over sentences.

| file | what |
|---|---|
| `encoder.onnx` | the transformer layers in 8 bits: word vectors in, one vector a piece out |
| `words.bin` | the word vectors in 4 bits, one row a piece |
| `tokenizer.json.gz` | the pieces with their scores |
| `heads.npz` | the heads over the encoder, and the vectors of the marks around parties |
| `card.json` | digests of the files, what was measured, how certain the coder is when |
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from dragoman.coding.learned import labels
from dragoman.coding.learned.heads import Floats, Heads
from dragoman.coding.learned.pieces import Ids, Pieces, split
from dragoman.coding.learned.words import unpacked
from dragoman.errors import ModelError

FOLDER = Path(__file__).parent / "model"
PLACE = "DRAGOMAN_MODEL"  # the environment's name for another folder
_CARD = "card.json"
_FILES = ("encoder.onnx", "words.bin", "tokenizer.json.gz", "heads.npz")
THREADS = "DRAGOMAN_THREADS"  # and for how many passes go side by side
_SIDE_BY_SIDE = 2  # more gain little
_FIX = "install dragoman again, or code with --coder lexicon, which needs no model"


class Card(msgspec.Struct, frozen=True):
    """What `card.json` says."""

    digests: dict[str, str]  # SHA-256 of each file
    labels: str  # fingerprint of the labels that it was trained with
    enough: float  # the confidence from which an event is told
    decision: dict[str, float]  # weights of whether a candidate is an event
    parties: dict[str, dict[str, float]]  # weights of whether the parties are right by "model", by "lexicon"
    certainty: tuple[tuple[float, float], ...]  # from the decision's probability to the share that were right
    measured: dict[str, Any] = {}


class Model:
    """One folder of files, read when first needed.

    Raises:
        ModelError: where a file is missing, cut short or another one than the card tells.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.card = self._card()
        self._check()

    @cached_property
    def fingerprint(self) -> str:
        """The first 12 hex digits of the card's SHA-256: it holds the digests of the files, and how they are used."""
        return hashlib.sha256((self.folder / _CARD).read_bytes()).hexdigest()[:12]

    def confidence(self, product: float) -> float:
        """The share of events of this probability that were right in type and parties, where it was measured."""
        for (left, low), (right, high) in pairwise(self.card.certainty):
            if product <= right:
                return low + (high - low) * (product - left) / (right - left)
        return self.card.certainty[-1][1]

    def split(self, texts: Sequence[str]) -> list[Pieces]:
        """The pieces of each text."""
        return split(self._tokenizer, texts)

    @property
    def marks(self) -> int:
        """The id of the first mark around a party; they come behind the pieces."""
        return len(self._words)

    def encode(self, rows: Sequence[Ids]) -> Iterator[Floats]:
        """One vector a piece [pieces, 384] for each row of ids, as soon as it and those before it are there.

        Each row goes alone: in 8 bits what shares a batch would shift what is read, and brings little. With
        one thread all rows are read at a stretch, before the next steps push the weights out of the cache.
        """
        if self._workers is None:
            return iter([self._alone(row) for row in rows])
        return self._workers.map(self._alone, rows)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One vector of unit length a text, [texts, 384] float32: the mean over its pieces.

        The nearer two point, the more alike is what the texts tell, in whichever languages.
        """
        found = np.zeros((len(texts), self._marks.shape[1]), np.float32)
        for at, hidden in enumerate(self.encode([pieces.ids for pieces in self.split(texts)])):
            mean = hidden.mean(axis=0)
            found[at] = mean / np.linalg.norm(mean)
        return found

    def _alone(self, row: Ids) -> Floats:
        vectors = self._vectors(row)[None]
        (hidden,) = self._session.run(None, {"vectors": vectors, "mask": np.ones(vectors.shape[:2], np.float32)})
        return np.asarray(hidden[0], np.float32)

    @cached_property
    def _workers(self) -> ThreadPoolExecutor | None:
        threads = _threads()
        return ThreadPoolExecutor(threads, thread_name_prefix="encoder") if threads > 1 else None

    @cached_property
    def heads(self) -> Heads:
        """The heads over the encoder."""
        with np.load(self.folder / "heads.npz", allow_pickle=False) as arrays:
            return Heads(dict(arrays))

    def _vectors(self, row: Ids) -> Floats:
        mark = row >= self.marks
        if not mark.any():
            return unpacked(self._words[row])
        vectors = np.empty((len(row), self._marks.shape[1]), np.float32)
        vectors[~mark] = unpacked(self._words[row[~mark]])
        vectors[mark] = self._marks[row[mark] - self.marks]
        return vectors

    @property
    def _marks(self) -> Floats:
        return self.heads.arrays["marks"]

    @cached_property
    def _words(self) -> NDArray[np.uint8]:
        rows = self._tokenizer.get_vocab_size()
        return np.asarray(np.memmap(self.folder / "words.bin", np.uint8, "r")).reshape(rows, -1)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_str(gzip.decompress((self.folder / "tokenizer.json.gz").read_bytes()).decode())

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self.folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def _card(self) -> Card:
        file = self.folder / _CARD
        if not file.is_file():
            raise ModelError(f"no model at {self.folder}: {_CARD} is missing", fix=_FIX)
        try:
            return msgspec.json.decode(file.read_bytes(), type=Card)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ModelError(f"{file}: not a card of a model: {error}", fix=_FIX) from error

    def _check(self) -> None:
        if self.card.labels != labels.fingerprint():
            raise ModelError(f"the model in {self.folder} was trained for other types, modes or sectors", fix=_FIX)
        for name in _FILES:
            file = self.folder / name
            if not file.is_file():
                raise ModelError(f"the model's {name} is missing in {self.folder}", fix=_FIX)
            with file.open("rb") as data:
                digest = hashlib.file_digest(data, "sha256").hexdigest()
            if digest != self.card.digests.get(name):
                size = file.stat().st_size
                raise ModelError(f"{file} ({size:,} bytes) is not the file that the model's card tells", fix=_FIX)


def _threads() -> int:
    """How many passes go side by side: what the environment says, else as many as there are cores for, two at most."""
    told = os.environ.get(THREADS, "")
    if told.isdecimal() and int(told):
        return int(told)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_SIDE_BY_SIDE, cores)


@cache
def load(folder: Path | None = None) -> Model:
    """The shipped model, or the one in `folder` or where DRAGOMAN_MODEL says."""
    return Model(folder or Path(os.environ.get(PLACE) or FOLDER))
