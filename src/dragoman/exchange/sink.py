"""Where an export goes: a path, a stream of bytes, or a stream of text."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO, TypeAlias

from dragoman.errors import ExchangeError

Target: TypeAlias = str | os.PathLike[str] | BinaryIO | TextIO
Write: TypeAlias = Callable[[bytes], object]


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO | TextIO]:
    """The stream to write to. A file appears under its name only when it is whole. Raises ExchangeError."""
    if not isinstance(target, str | os.PathLike):
        yield target
        return
    path = Path(target)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        what = f"can't be written ({error.strerror or error})"
        raise ExchangeError(what, str(path), "choose another place") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def writer(stream: BinaryIO | TextIO) -> Write:
    """What takes UTF-8 bytes, whichever kind of stream it is."""
    if isinstance(stream, io.TextIOBase):
        return lambda encoded: stream.write(encoded.decode())
    return stream.write  # type: ignore[return-value]
