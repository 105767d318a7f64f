"""One file, opened for bytes: its reports, all or a part of them, whatever it holds and however it is packed.

Nothing here opens anything, so that a file may lie wherever its bytes can be read and sought in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO

from dragoman.errors import InputError, NotText
from dragoman.intake.content import Origin, are_lines, read_content
from dragoman.intake.delimited import row_lengths
from dragoman.intake.lines import line_lengths
from dragoman.intake.packed import unpacked
from dragoman.intake.parquet import read_parquet, row_weights
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import Given, as_stored
from dragoman.intake.stream import Kind, Stream
from dragoman.intake.warc import page_weights, read_warc
from dragoman.model import Record, Report

_BEGINNINGS = (b"WARC/", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # of a record in a WARC file, plain or packed


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

    The file is read through, without making reports. What can't be cut is one piece of weight 0. What can't be read
    belongs to the last piece: reading it says why.
    """
    start = offset = weight = number = 0
    kind = origin.kind
    with suppress(InputError):
        kind, weights = _weights(raw, origin, as_stored(origin.where))
        for own, begins in weights:
            if weight and weight + own > aim:
                part = Part(start, number, start if offset else 0, offset)
                yield Piece(part=part, kind=kind, records=number - start, weight=weight)
                start, offset, weight = number, _sought(raw, kind, begins), 0
            weight += own
            number += 1
    part = Part(start, None, start if offset else 0, offset)
    yield Piece(part=part, kind=kind, records=max(number - start, 1), weight=weight)


def _weights(raw: BinaryIO, origin: Origin, where: str) -> tuple[Kind | None, Iterable[tuple[int, int]]]:
    """What the file holds, and of each record about how many bytes, and where it begins or 0."""
    if origin.kind == "warc":
        return "warc", page_weights(_archive(raw, where), where=where)
    opened, packing = unpacked(raw, where)
    if origin.kind == "parquet":
        return "parquet", [] if packing else ((weight, 0) for weight in row_weights(opened, where=where))
    stream = Stream(opened)
    if origin.kind in ("csv", "tsv"):
        rows = row_lengths(stream, where=where, charset=origin.charset, tabs=origin.kind == "tsv")
        return origin.kind, ((length, 0) for length in rows)
    if are_lines(stream, origin.kind):
        return "lines", line_lengths(stream)
    return origin.kind, []


def _sought(raw: BinaryIO, kind: Kind | None, begins: int) -> int:
    """The place where a record begins, or 0 where nothing can begin: in a WARC file that is packed as a whole."""
    if kind != "warc":
        return begins
    at = raw.tell()
    raw.seek(begins)
    head = raw.read(5)
    raw.seek(at)
    return begins if head.startswith(_BEGINNINGS) else 0


def _archive(raw: BinaryIO, where: str) -> BinaryIO:
    """The archive; gzip and zstandard are left to its reader, for it can begin in the middle of them."""
    opened, packing = unpacked(raw, where)
    if packing in ("gzip", "zstandard"):
        raw.seek(0)
        return raw
    return opened
