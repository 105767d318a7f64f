"""A corpus as chunks: stretches of files of roughly equal work, in a fixed order, each with an id of its own.

The plan is made once, from what the files hold, whatever runs it; stopping and going on keeps to it.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from dragoman.bulk import corpus, storage
from dragoman.bulk.corpus import File
from dragoman.bulk.engine import Engine, Lost
from dragoman.errors import InputError, MissingSource
from dragoman.intake import kinds
from dragoman.intake.content import Origin
from dragoman.intake.files import pieces, read_file
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import Given
from dragoman.intake.stream import Kind
from dragoman.intake.warc import MARKUP
from dragoman.model import Record, Report

_CHUNKS = 200  # that a corpus is cut into, within these bounds, in bytes of text
_SMALLEST, _LARGEST = 32_000, 2_000_000
_UNPACKED = 4  # what a packed byte unpacks to, and a byte of Parquet
_CUT: tuple[Kind, ...] = ("lines", "csv", "tsv", "parquet", "warc")
_SMALL = 64_000  # bytes of a file of any other kind that isn't looked into for JSON lines
_TRIES = 3  # to have something from a storage
_PAUSE = 2.0  # seconds before the second, twice as many before the third

T = TypeVar("T")


class Stretch(Record, frozen=True):
    """A part of a file that holds so many records, 0 where it couldn't be looked through."""

    file: File
    part: Part
    kind: Kind | None
    records: int


class Chunk(Record, frozen=True):
    """Stretches that are coded together; `weight` is about how many bytes of text they hold."""

    id: str
    stretches: tuple[Stretch, ...]
    weight: int

    @property
    def records(self) -> int:
        """How many lines, rows or pages it holds."""
        return sum(stretch.records for stretch in self.stretches)

    @property
    def where(self) -> str:
        """Its place, for messages."""
        first = self.stretches[0]
        return f"{first.file.name}:{first.part.start + 1}" if first.part != WHOLE else first.file.name


class Unread(Exception):
    """A chunk's storage failed, however often it was asked."""


def plan(files: Sequence[File], engine: Engine, limit: int | None = None) -> list[Chunk]:
    """The chunks of the files, with no more records than the limit."""
    aim = min(max(sum(map(expected, files)) // _CHUNKS, _SMALLEST), _LARGEST)
    looked = [file for file in files if kinds.by_name(file.name) in _CUT or file.size > _SMALL]
    found: dict[str, Sequence[tuple[Stretch, int]]] = {}
    for file, outcome in engine.run(partial(_looked, aim), looked):
        found[file.name] = [] if isinstance(outcome, Lost) else outcome
    stretches = _limited(_in_order(files, found), limit)
    return [_chunk(f"{n:06}", group, weight) for n, (group, weight) in enumerate(_grouped(stretches, aim))]


def expected(file: File) -> int:
    """About how many bytes of text a file holds, by its name and size."""
    kind = kinds.by_name(file.name)
    packed = kind == "parquet" or kinds.without_packing(file.name) != file.name
    bytes_ = file.size * (_UNPACKED if packed else 1)
    return max(1, bytes_ // MARKUP if kind in ("html", "warc") else bytes_)


def read(chunk: Chunk, given: Given) -> list[Report | InputError]:
    """All that a chunk holds. Raises Unread where its storage fails."""
    return _asked(lambda: [outcome for stretch in chunk.stretches for outcome in _read(stretch, given)])


def halves(chunk: Chunk) -> list[Chunk]:
    """The same in two chunks; none where it is one record."""
    stretches = chunk.stretches
    if len(stretches) == 1:
        whole = stretches[0]
        half, part = whole.records // 2, whole.part
        if not half:
            return []
        cut = part.start + half
        first, second = (msgspec.structs.replace(part, **{end: cut}) for end in ("stop", "start"))
        stretches = (
            msgspec.structs.replace(whole, part=first, records=half),
            msgspec.structs.replace(whole, part=second, records=whole.records - half),
        )
    middle = len(stretches) // 2
    weight = chunk.weight // 2
    return [_chunk(f"{chunk.id}.{n}", own, weight) for n, own in enumerate((stretches[:middle], stretches[middle:]))]


def looked_through(chunk: Chunk) -> list[Chunk]:
    """The chunk of a file that couldn't be looked through when the plan was made, cut now. Raises Unread."""
    (stretch,) = chunk.stretches
    found = _asked(lambda: _cut(_LARGEST, stretch.file))
    return [_chunk(f"{chunk.id}.{n:04}", (own,), weight) for n, (own, weight) in enumerate(found)]


def _asked(of: Callable[[], T]) -> T:
    """What a storage gives, if need be when it is asked again. Raises Unread."""
    for tried in itertools.count(1):
        try:
            return of()
        except OSError as error:
            if tried == _TRIES:
                raise Unread(" ".join(str(error).split())) from error
        time.sleep(tried * _PAUSE)
    raise AssertionError


def _looked(aim: int, file: File) -> list[tuple[Stretch, int]]:
    """The stretches of a file; none where its storage fails, which is asked again when the chunk's turn comes."""
    try:
        return _cut(aim, file)
    except OSError:
        return []


def _cut(aim: int, file: File) -> list[tuple[Stretch, int]]:
    """The stretches of a file, with their weights. Raises OSError where its storage fails."""
    origin = Origin(where=file.name, kind=kinds.by_name(file.name))
    with storage.opened(file.name) as (raw, watched):
        found = list(pieces(raw, origin, aim))
        watched.check()
    return [
        (Stretch(file=file, part=one.part, kind=one.kind, records=one.records), one.weight or expected(file))
        for one in found
    ]


def _in_order(
    files: Sequence[File], found: Mapping[str, Sequence[tuple[Stretch, int]]]
) -> Iterator[tuple[Stretch, int]]:
    for file in files:
        if file.name in found:
            unknown = Stretch(file=file, part=WHOLE, kind=kinds.by_name(file.name), records=0)
            yield from found[file.name] or [(unknown, _LARGEST)]
        else:
            yield Stretch(file=file, part=WHOLE, kind=kinds.by_name(file.name), records=1), expected(file)


def _limited(stretches: Iterable[tuple[Stretch, int]], limit: int | None) -> Iterator[tuple[Stretch, int]]:
    left = limit
    for stretch, weight in stretches:
        if left is not None:
            if left <= 0:
                return
            if stretch.records > left:
                part = msgspec.structs.replace(stretch.part, stop=stretch.part.start + left)
                stretch = msgspec.structs.replace(stretch, part=part, records=left)  # noqa: PLW2901
            left -= stretch.records
        yield stretch, weight


def _grouped(stretches: Iterable[tuple[Stretch, int]], aim: int) -> Iterator[tuple[list[Stretch], int]]:
    """Neighbours together up to about `aim`; a file that wasn't looked through stays alone."""
    group: list[Stretch] = []
    total = 0
    for stretch, weight in stretches:
        if group and (total + weight > aim or not stretch.records or not group[-1].records):
            yield group, total
            group, total = [], 0
        group.append(stretch)
        total += weight
    if group:
        yield group, total


def _chunk(name: str, stretches: Sequence[Stretch], weight: int) -> Chunk:
    """Its id is its place in the plan with 8 hex digits of what it holds."""
    digest = hashlib.sha256(msgspec.json.encode(tuple(stretches))).hexdigest()[:8]
    return Chunk(id=f"{name}-{digest}", stretches=tuple(stretches), weight=weight)


def _read(stretch: Stretch, given: Given) -> list[Report | InputError]:
    """What a stretch holds. Raises OSError where its storage fails."""
    name = stretch.file.name
    if corpus.look(name) != stretch.file:
        return [MissingSource("it was changed while the corpus was coded", name, "code it anew: --fresh")]
    outcomes: list[Report | InputError] = []
    with storage.opened(name) as (raw, watched):
        origin = Origin(where=name, kind=stretch.kind)
        try:
            outcomes.extend(read_file(raw, origin, given, size=stretch.file.size, part=stretch.part))
        except InputError as error:
            outcomes.append(error)
        watched.check()
    return outcomes
