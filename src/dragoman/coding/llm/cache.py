"""Answers kept on disk by what was asked, so that no question is paid for twice.

An entry is a file named by the digest of the question. It holds the answer with a digest of its own: whatever is
not whole is as good as not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    answer: str
    digest: str


class Cache:
    """Answers in a folder; without a folder, or where it cannot be written, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, key: str) -> str | None:
        """The answer kept under a key; None where there is none or it is damaged."""
        if self._folder is None:
            return None
        try:
            entry = msgspec.json.decode(self._path(self._folder, key).read_bytes(), type=_Entry)
        except (OSError, msgspec.DecodeError, UnicodeError):
            return None
        return entry.answer if entry.digest == _digest(entry.answer) else None

    def put(self, key: str, answer: str) -> None:
        """Keeps an answer: whole or, if the program is stopped on the way, not at all."""
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        with contextlib.suppress(OSError):  # an answer that isn't kept is only asked for again
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(msgspec.json.encode(_Entry(answer, _digest(answer))))
                os.replace(draft, path)
            except BaseException:
                os.unlink(draft)
                raise

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"


def key_of(parts: Sequence[str]) -> str:
    """The SHA-256 of everything that a question consists of."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def _digest(answer: str) -> str:
    return hashlib.sha256(answer.encode("utf-8", "surrogatepass")).hexdigest()
