"""What a format is to the rest: a name, a file's ending, a writer and, for some, a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TextIO, TypeAlias

from dragoman.errors import InputError
from dragoman.exchange.account import Tally
from dragoman.exchange.outline import Outline
from dragoman.exchange.source import Source
from dragoman.model import ForeignEvent, Record


class Options(Record, frozen=True):
    """How to write: meetings the other way round too; a line of column names; events that are no facts too."""

    mirror: bool
    header: bool
    all_modalities: bool


Writer: TypeAlias = Callable[[Iterable[Outline], BinaryIO | TextIO, Options, Tally], None]
Reader: TypeAlias = Callable[[Source], Iterator[ForeignEvent | InputError]]


class Format(Record, frozen=True):
    """A format: how it is named, what it is, and who writes and reads it.

    `mirrors` says whether its readers expect a meeting from both sides; `modality` whether it has a field for events
    that are no facts; `header` whether its files begin with the names of the columns (None: they can't).
    """

    name: str
    suffix: str
    gist: str
    write: Writer
    read: Reader | None = None
    mirrors: bool = False
    modality: bool = False
    header: bool | None = None
    binary: bool = False
