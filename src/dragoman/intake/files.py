"""One file, opened for bytes: its reports, all or a part of them, whatever it holds and however it is packed.

Nothing here opens anything, so that a file may lie wherever its bytes can be read and sought in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO

from dragoman.errors import InputError, NotText
from dragoman.intake.content import Origin, are_lines, read_content
from dragoman.intake.delimited import row_lengths
from dragoman.intake.packed import unpacked
from dragoman.intake.parquet import read_parquet, row_weights
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import Given, as_stored
from dragoman.intake.stream import Kind, Stream
from dragoman.intake.warc import page_weights, read_warc
from dragoman.model import Record, Report

_BLOCK = 1 << 20


class Piece(Record, frozen=True):
    """A part of a file with what it holds: how many records, and about how many bytes of text."""

    part: Part
    kind: Kind | None
    records: int
    weight: int


def read_file(
    raw: BinaryIO, origin: Origin, given: Given, *, size: int = 0, part: Part = WHOLE
) -> Iterator[Report | InputError]:
    """A report, or what is wrong with it, for each that a part of the file holds; `size` in bytes, where known.

    Raises InputError where the rest can't be read.
    """
    where = as_stored(origin.where)
    if origin.kind == "warc":
        yield from read_warc(_archive(raw, where), given, where=where, part=part)
        return
    opened, packing = unpacked(raw, where)
    if origin.kind == "parquet":
        if packing:
            raise NotText(f"this Parquet file is packed with {packing}", where, "unpack it: Parquet is packed inside")
        yield from read_parquet(opened, given, where=where, part=part)
        return
    if part.offset:
        opened.seek(part.offset)
    yield from read_content(Stream(opened), origin, given, size=0 if packing else size, part=part)


def pieces(raw: BinaryIO, origin: Origin, aim: int) -> Iterator[Piece]:
    """The file cut into pieces of about `aim` bytes of text, which together hold each of its records once.

    The file is read through once, without making reports. What can't be cut is one piece, and so is what can't be
    read any further: reading it says why.
    """
    where = as_stored(origin.where)
    try:
        if origin.kind == "warc":
            yield from _weighed(page_weights(_archive(raw, where), where=where), origin.kind, aim)
            return
        opened, packing = unpacked(raw, where)
        if origin.kind == "parquet" and not packing:
            yield from _weighed(((weight, 0) for weight in row_weights(opened, where=where)), origin.kind, aim)
        elif origin.kind in ("csv", "tsv"):
            lengths = row_lengths(Stream(opened), where=where, charset=origin.charset, tabs=origin.kind == "tsv")
            yield from _weighed(((length, 0) for length in lengths), origin.kind, aim)
        else:
            stream = Stream(opened)
            if origin.kind != "parquet" and are_lines(stream, origin.kind):
                yield from _of_lines(stream, aim)
            else:
                yield Piece(part=WHOLE, kind=origin.kind, records=1, weight=aim)
    except InputError:
        yield Piece(part=WHOLE, kind=origin.kind, records=1, weight=0)


def _archive(raw: BinaryIO, where: str) -> BinaryIO:
    """The archive; gzip and zstandard are left to its reader, for it can begin in the middle of them."""
    opened, packing = unpacked(raw, where)
    if packing in ("gzip", "zstandard"):
        raw.seek(0)
        return raw
    return opened
