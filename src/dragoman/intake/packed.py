"""Files packed with gzip, bzip2, xz or zstandard, told by how they begin and read as they unpack.

No more than a buffer is unpacked at a time. What stands before a place where the file is cut short or damaged is
given; the damage itself is an error.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, NamedTuple, Protocol, cast

from dragoman.errors import InputError

_BLOCK = 4_096  # bytes given to zstandard at a time: what they unpack to, 128 MB at worst, has to be held
_SKIPPED = 1 << 20
_BZIP2 = b"1AY&SY"  # stands behind the block size, the tenth byte before it


class _Unpacker(Protocol):
    def read1(self, size: int, /) -> bytes:
        """Some bytes, at most `size`, none at the end."""


class _Packing(NamedTuple):
    name: str
    begins: Callable[[bytes], bool]
    opened: Callable[[BinaryIO], _Unpacker]


def unpacked(raw: BinaryIO, where: str) -> tuple[BinaryIO, str | None]:
    """The bytes in a file that can be sought in, and how they were packed; the file itself where they were not.

    What it gives raises InputError, with `where`, at damage. It can be sought forward only.
    """
    head = raw.read(10)
    raw.seek(0)
    for packing in _PACKINGS:
        if packing.begins(head):
            return cast(BinaryIO, io.BufferedReader(_Unpacked(packing, raw, where), 1 << 16)), packing.name
    return raw, None


class _Unpacked(io.RawIOBase):
    """The unpacked bytes, with damage as our own error."""

    def __init__(self, packing: _Packing, raw: BinaryIO, where: str) -> None:
        self._from, self._name, self._where = packing.opened(raw), packing.name, where
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Forward only."""
        return True

    def tell(self) -> int:
        """How many bytes were given."""
        return self._at

    def seek(self, to: int, whence: int = io.SEEK_SET, /) -> int:
        """Reads up to a place and forgets what stood before it."""
        if whence != io.SEEK_SET or to < self._at:
            raise io.UnsupportedOperation("only forward")
        while self._at < to and self._read(min(to - self._at, _SKIPPED)):
            pass
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Some bytes; raises InputError."""
        found = self._read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def _read(self, size: int) -> bytes:
        try:
            found = self._from.read1(size)
        except EOFError as error:
            what = f"this {self._name} file is cut short; what stands before was read"
            raise InputError(what, self._where, "fetch it anew") from error
        except (zlib.error, lzma.LZMAError, OSError) as error:
            what = f"this {self._name} file can't be unpacked any further ({error})"
            raise InputError(what, self._where, "fetch it anew") from error
        self._at += len(found)
        return found


class _Zstandard:
    """zstandard's own reader takes a cut end for the end."""

    def __init__(self, raw: BinaryIO) -> None:
        import zstandard  # only where it is met

        self._raw = raw
        self._frames = zstandard.ZstdDecompressor()
        self._foreign = zstandard.ZstdError
        self._frame = self._frames.decompressobj()
        self._held, self._packed = b"", b""
        self._inside = False

    def read1(self, size: int, /) -> bytes:
        """Some bytes; raises EOFError where the last frame has no end, OSError at damage."""
        while not self._held:
            self._packed = self._packed or self._raw.read(_BLOCK)
            if not self._packed:
                if self._inside:
                    raise EOFError
                return b""
            try:
                self._held = self._frame.decompress(self._packed)
            except self._foreign as error:
                raise OSError(str(error)) from error
            self._inside = not self._frame.eof
            self._packed = self._frame.unused_data
            if not self._inside:
                self._frame = self._frames.decompressobj()
        given, self._held = self._held[:size], self._held[size:]
        return given


_PACKINGS = (
    _Packing("gzip", lambda head: head.startswith(b"\x1f\x8b"), lambda raw: gzip.GzipFile(fileobj=raw, mode="rb")),
    _Packing("bzip2", lambda head: head.startswith(b"BZh") and head[4:] == _BZIP2, bz2.BZ2File),
    _Packing("xz", lambda head: head.startswith(b"\xfd7zXZ\x00"), lzma.LZMAFile),
    _Packing("zstandard", lambda head: head.startswith(b"\x28\xb5\x2f\xfd"), _Zstandard),
)
