"""Files wherever they lie: a path, or an address that fsspec knows (`s3://`, `gs://`, `abfs://`, `memory://`).

Addresses take their settings (keys, time-outs, tries) from fsspec's own configuration and environment.
"""

from __future__ import annotations

import io
import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, cast

from dragoman.errors import BulkError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*(?:://|::)", re.IGNORECASE)
_BUFFER = 1 << 20


def is_address(name: str) -> bool:
    """Whether a name is an address and not a path."""
    return _ADDRESS.match(name) is not None


def filesystem(address: str) -> tuple[Any, str]:
    """fsspec's filesystem of an address, and the path in it. Raises OSError where it can't be had."""
    import fsspec  # type: ignore[import-untyped]  # it ships no types

    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise OSError(" ".join(str(error).split())) from error
    return found


@contextmanager
def troubles(of: str) -> Iterator[None]:
    """Whatever a storage raises, as OSError."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:  # each storage has its own kinds
        raise OSError(f"{of}: {type(error).__name__}: {' '.join(str(error).split())[:120]}") from error


class Watched(io.RawIOBase):
    """A file that remembers what its storage failed with."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._trouble: OSError | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, to: int, whence: int = io.SEEK_SET, /) -> int:
        """As of any file."""
        return self._file.seek(to, whence)

    def tell(self) -> int:
        """As of any file."""
        return self._file.tell()

    def readinto(self, buffer: Any, /) -> int:
        """As of any file; raises OSError."""
        try:
            with troubles(self._name):
                found = self._file.read(len(buffer))
        except OSError as error:
            self._trouble = error
            raise
        buffer[: len(found)] = found
        return len(found)

    def check(self) -> None:
        """Raises OSError where the storage failed, whatever its reader made of that."""
        if self._trouble:
            raise self._trouble

    def close(self) -> None:
        """Closes the file too."""
        with suppress(Exception):
            self._file.close()
        super().close()


@contextmanager
def opened(name: str) -> Iterator[tuple[BinaryIO, Watched]]:
    """A file to read from, and what watches it. Raises OSError."""
    with troubles(name):
        if is_address(name):
            system, path = filesystem(name)
            file = system.open(path, "rb")
        else:
            file = open(name, "rb", buffering=0)  # noqa: SIM115 - closed by what watches it
    watched = Watched(cast(BinaryIO, file), name)
    with watched, io.BufferedReader(watched, _BUFFER) as buffered:
        yield buffered, watched


class Folder:
    """The folder that results are written to: a path, or an address.

    A file is there under its name only when it is whole. Raises BulkError where that can't be done.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._local = not is_address(address)
        self.whole = os.path.abspath(address) if self._local else address  # the same wherever a worker stands
        try:
            with troubles(address):
                self._system, self._root = filesystem(self.whole)
        except OSError as error:
            raise self._problem("can't be had", error) from error

    def write(self, name: str, content: bytes) -> None:
        """Writes a file, in the place of what had the name before."""
        path = self._path(name)
        try:
            with troubles(name):
                self._system.makedirs(os.path.dirname(path), exist_ok=True)
                if not self._local:
                    self._system.pipe_file(path, content)  # stores have no half-written objects
                    return
                unfinished = os.path.join(
                    os.path.dirname(path), f".{os.path.basename(path)}.{platform.node()}.{os.getpid()}"
                )
                with open(unfinished, "wb") as file:
                    file.write(content)
                os.replace(unfinished, path)
        except OSError as error:
            raise self._problem(f"{name} can't be written", error) from error

    def read(self, name: str) -> bytes | None:
        """What a file holds, or None where there is none of that name."""
        try:
            with troubles(name):
                return bytes(self._system.cat_file(self._path(name)))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._problem(f"{name} can't be read", error) from error

    def names(self, of: str = "") -> list[str]:
        """The files in a folder below, in order, without what was left half-written."""
        try:
            with troubles(of):
                self._system.invalidate_cache()
                found = self._system.ls(self._path(of), detail=False)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._problem("can't be read", error) from error
        names = (os.path.basename(str(path).rstrip("/")) for path in found)
        return sorted(name for name in names if not name.startswith("."))

    def remove(self, name: str) -> None:
        """Removes a file, or a folder with all that is in it."""
        try:
            with troubles(name):
                if self._system.exists(self._path(name)):
                    self._system.rm(self._path(name), recursive=True)
        except OSError as error:
            raise self._problem(f"{name} can't be removed", error) from error

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}" if name else self._root

    def _problem(self, what: str, error: OSError) -> BulkError:
        reason = error.strerror or str(error)
        return BulkError(f"{what} ({reason})", self.address, "choose another place, or see to it and run this again")
