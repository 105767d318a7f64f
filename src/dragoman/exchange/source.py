"""A foreign file, opened whatever it is packed in, its lines one at a time, with a guard against what swells."""

from __future__ import annotations

import gzip
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from dragoman.errors import InputError, MissingSource, TooLarge

MAX_UNPACKED = 20 * 2**30  # bytes; a year of POLECAT is about 1
MAX_RATIO = 200  # event files pack to a tenth; a bomb to a thousandth
MAX_LINE = 2**20  # characters
_SURE = 64 * 2**20  # bytes up to which nothing is suspected


class Source:
    """A file by its path; `name` is the path as given, for messages."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.name = str(path)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Each line with the place it stands at (`file:line`), without its end, as UTF-8 or else ISO-8859-1.

        Raises MissingSource, TooLarge and InputError.
        """
        try:
            for name, stream in self._members():
                for number, line in enumerate(_lines(stream, name), start=1):
                    yield f"{name}:{number}", line
        except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
            raise MissingSource(error.strerror or str(error), self.name, "name a file that can be read") from error
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
            raise InputError(f"can't be unpacked ({error})", self.name, "fetch the file anew") from error

    def _members(self) -> Iterator[tuple[str, _Readable]]:
        with self.path.open("rb") as file:
            start = file.read(4)
        if start.startswith(b"PK"):
            yield from self._of_zip()
        elif start.startswith(b"\x1f\x8b"):
            with gzip.open(self.path) as stream:
                yield self.name, _Guarded(stream, self.path.stat().st_size, self.name)
        else:
            with self.path.open("rb") as file:
                yield self.name, file

    def _of_zip(self) -> Iterator[tuple[str, _Readable]]:
        with zipfile.ZipFile(self.path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
            if not members:
                raise InputError("nothing in the archive", self.name, "fetch the file anew")
            for member in members:
                with archive.open(member) as stream:
                    name = f"{self.name}/{member.filename}" if len(members) > 1 else self.name
                    yield name, _Guarded(stream, member.compress_size, name)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes:
        """Up to so many bytes, none at the end."""


class _Guarded:
    """A stream that says so when more comes out than an honest file would hold."""

    def __init__(self, stream: _Readable, packed: int, where: str) -> None:
        self._stream, self._where, self._seen = stream, where, 0
        self._most = min(MAX_UNPACKED, max(_SURE, packed * MAX_RATIO))

    def read(self, size: int, /) -> bytes:
        """As much as there is, up to so many bytes. Raises TooLarge."""
        chunk = self._stream.read(size)
        self._seen += len(chunk)
        if self._seen > self._most:
            raise TooLarge("unpacks to more than an event file holds", self._where, "unpack it yourself and look")
        return chunk


def _lines(stream: _Readable, name: str) -> Iterator[str]:
    """Cut at newlines alone: other marks that end a line may stand in a value."""
    rest = b""
    while chunk := stream.read(2**16):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield _decoded(line)
        if len(rest) > 4 * MAX_LINE:
            raise InputError("a line without an end", name, "this is no file of events")
    if rest:
        yield _decoded(rest)


def _decoded(line: bytes) -> str:
    line = line.removesuffix(b"\r")
    try:
        return line.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return line.decode("iso-8859-1")
