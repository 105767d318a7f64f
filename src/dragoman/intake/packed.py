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


class _Member(Protocol):
    """A packed stream, as `bz2` and `lzma` have it."""

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether there is nothing to give before more comes."""

    @property
    def unused_data(self) -> bytes:
        """What stood behind its end."""

    def decompress(self, packed: bytes, most: int) -> bytes:
        """What some bytes unpack to, at most so many of them."""


class _Members:
    """Packed streams one behind the other. Python's own files take a later one that is damaged for mere padding."""

    def __init__(self, raw: BinaryIO, begin: Callable[[], _Member]) -> None:
        self._raw, self._begin = raw, begin
        self._member: _Member | None = None

    def read1(self, size: int, /) -> bytes:
        """Some bytes; raises EOFError where the last stream has no end."""
        found = b""
        while not found:
            packed = b""
            if self._member is None or self._member.eof:
                packed = self._member.unused_data.lstrip(b"\0") if self._member else b""
                packed = packed or self._raw.read(_BLOCK)
                if not packed:
                    return b""
                self._member = self._begin()
            elif self._member.needs_input:
                packed = self._raw.read(_BLOCK)
                if not packed:
                    raise EOFError
            found = self._member.decompress(packed, size)
        return found


class _Frame:
    """A stream of zstandard in the same form."""

    def __init__(self) -> None:
        import zstandard  # only where it is met

        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._foreign = zstandard.ZstdError
        self._held = b""

    @property
    def eof(self) -> bool:
        return bool(self._frame.eof) and not self._held

    @property
    def needs_input(self) -> bool:
        return not self._frame.eof and not self._held

    @property
    def unused_data(self) -> bytes:
        return bytes(self._frame.unused_data)

    def decompress(self, packed: bytes, most: int, /) -> bytes:
        try:
            held = self._held + self._frame.decompress(packed) if packed else self._held
        except self._foreign as error:
            raise OSError(str(error)) from error
        found, self._held = held[:most], held[most:]
        return found


_PACKINGS = (
    _Packing("gzip", lambda head: head.startswith(b"\x1f\x8b"), lambda raw: gzip.GzipFile(fileobj=raw, mode="rb")),
    _Packing(
        "bzip2",
        lambda head: head.startswith(b"BZh") and head[4:] == _BZIP2,
        lambda raw: _Members(raw, bz2.BZ2Decompressor),
    ),
    _Packing("xz", lambda head: head.startswith(b"\xfd7zXZ\x00"), lambda raw: _Members(raw, lzma.LZMADecompressor)),
    _Packing("zstandard", lambda head: head.startswith(b"\x28\xb5\x2f\xfd"), lambda raw: _Members(raw, _Frame)),
)
