"""A file is sent while it is written: whole, a little ahead, and never cut short without saying so."""

from __future__ import annotations

import threading
from typing import BinaryIO

import pytest

from dragoman.faces.web.streaming import streamed


def test_all_that_is_written_comes_out_in_order() -> None:
    lines = [f"{number}\n".encode() for number in range(50_000)]
    pieces = list(streamed(lambda out: out.writelines(lines)))
    assert b"".join(pieces) == b"".join(lines)
    assert len(pieces) > 1


def test_the_writer_is_not_far_ahead_and_stops_when_nobody_reads_on() -> None:
    written, over = [0], threading.Event()

    def write(out: BinaryIO) -> None:
        try:
            for _ in range(10_000):
                out.write(bytes(2**16))
                written[0] += 1
        finally:
            over.set()

    pieces = streamed(write)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]  # a generator
    assert over.wait(5)
    assert written[0] < 100


def test_what_fails_while_writing_reaches_the_reader() -> None:
    def write(out: BinaryIO) -> None:
        out.write(b"a beginning")
        raise ValueError("no end")

    pieces = streamed(write)
    with pytest.raises(ValueError, match="no end"):
        list(pieces)
