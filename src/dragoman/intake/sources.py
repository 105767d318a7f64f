"""Tells what each source is (file, folder, address, standard input) and reads its reports in turn."""

from __future__ import annotations

import datetime
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from dragoman.errors import EmptyReport, FetchError, InputError, MissingSource
from dragoman.intake import kinds
from dragoman.intake.content import Origin, read_content
from dragoman.intake.files import read_file
from dragoman.intake.report import Given, as_stored
from dragoman.intake.stream import Stream
from dragoman.model import Report

STANDARD_INPUT = "-"
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)


def reports(
    sources: Iterable[str],
    *,
    language: str | None = None,
    published: datetime.date | None = None,
    follow: bool = False,
) -> Iterator[Report | InputError]:
    """One report, or what is wrong with it, for each that the sources hold, in order, read when asked for.

    A source is a file, a folder, an http(s) address, or `-` for standard input. `language` and `published`
    fill what a source doesn't say; `follow` fetches the pages that the entries of feeds link to. Nothing is
    raised for what can't be read; the rest follows.
    """
    given = Given(language=language, published=published, follow=follow)
    for source in [sources] if isinstance(sources, str) else sources:
        yield from _outcomes(source, given)


def _outcomes(source: str, given: Given) -> Iterator[Report | InputError]:
    scheme = _ADDRESS.match(source)
    try:
        if source == STANDARD_INPUT:
            yield from _standard_input(given)
        elif scheme and scheme[1].lower() in ("http", "https"):
            yield from _address(source, given)
        elif scheme:
            what = f"{scheme[1]} addresses are not read"
            raise FetchError(what, as_stored(source), "give an http(s) address or a file")
        else:
            yield from _path(source, given)
    except InputError as error:
        yield error
    except OSError as error:
        yield missing(source, error)


def _standard_input(given: Given) -> Iterator[Report | InputError]:
    if sys.stdin is None:
        raise MissingSource("there is no standard input", STANDARD_INPUT, "pipe a report in, or name a file")
    yield from read_content(Stream(sys.stdin.buffer), Origin(where=STANDARD_INPUT), given)


def _address(source: str, given: Given) -> Iterator[Report | InputError]:
    from dragoman.intake.fetch import fetch, without_credentials  # half a second that files needn't wait

    fetched = fetch(source)
    where = without_credentials(source)
    # Many servers give tables as plain text.
    kind = kinds.by_name(urlsplit(fetched.address).path) or "text" if fetched.kind == "text" else fetched.kind
    origin = Origin(where=where, kind=kind, address=fetched.address, charset=fetched.charset)
    for outcome in read_file(io.BytesIO(fetched.body), origin, given):
        if isinstance(outcome, Report) and outcome.fetched is None:  # an entry's page has its own time
            yield msgspec.structs.replace(outcome, fetched=fetched.at)
        else:
            yield outcome


def _path(path: str, given: Given) -> Iterator[Report | InputError]:
    try:
        status = os.stat(path)
    except ValueError as error:  # a NUL or a lone surrogate in it
        raise MissingSource("this can be no file's name", as_stored(path), "check the path") from error
    if stat.S_ISDIR(status.st_mode):
        yield from _folder(path, given)
        return
    origin = Origin(where=path, kind=kinds.by_name(path))
    with open(path, "rb") as raw:
        if stat.S_ISREG(status.st_mode):
            yield from read_file(raw, origin, given, size=status.st_size)
        else:
            yield from read_content(Stream(raw), origin, given)


def _folder(folder: str, given: Given) -> Iterator[Report | InputError]:
    found, problems = files_in(folder)
    yield from problems
    for path in found:
        yield from _outcomes(path, given)


def files_in(folder: str) -> tuple[list[str], list[InputError]]:
    """Every report file below the folder, in the order of its path, and why others can't be found.

    Hidden ones are passed over.
    """
    unreadable: list[OSError] = []
    found: list[str] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [os.path.join(parent, name) for name in names if not name.startswith(".")]
        found += [path for path in paths if kinds.is_wanted(path) and _is_readable_kind(path)]
    problems: list[InputError] = [missing(str(error.filename or folder), error) for error in unreadable]
    if not found and not unreadable:
        what = "there are no reports in this folder"
        problems.append(EmptyReport(what, as_stored(folder), f"it reads {kinds.wanted()}"))
    return sorted(found), problems


def _is_readable_kind(path: str) -> bool:
    """Not a pipe or device, on which reading might wait for ever; a broken link counts: reading says so."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True


def missing(source: str, error: OSError) -> MissingSource:
    """What keeps a source from being opened, as our own error."""
    where = as_stored(source)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return MissingSource("no such file or folder", where, "check the path")
    if isinstance(error, PermissionError):
        return MissingSource("no permission to read it", where, "check who may read it")
    return MissingSource(f"it can't be read ({error.strerror or error})", where, "check the path")
