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
from dragoman.intake.content import Origin, read_content
from dragoman.intake.parquet import read_parquet
from dragoman.intake.report import Given, as_stored
from dragoman.intake.stream import Kind, Stream
from dragoman.model import Report

STANDARD_INPUT = "-"
_KINDS: dict[str, Kind] = {
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
_IN_FOLDERS = (".txt", ".html", ".htm", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".rss", ".atom")
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
        yield _missing(source, error)


def _standard_input(given: Given) -> Iterator[Report | InputError]:
    if sys.stdin is None:
        raise MissingSource("there is no standard input", STANDARD_INPUT, "pipe a report in, or name a file")
    yield from read_content(Stream(sys.stdin.buffer), Origin(where=STANDARD_INPUT), given)


def _address(source: str, given: Given) -> Iterator[Report | InputError]:
    from dragoman.intake.fetch import fetch, without_credentials  # half a second that files needn't wait

    fetched = fetch(source)
    where = without_credentials(source)
    # Many servers give tables as plain text.
    kind = _kind(urlsplit(fetched.address).path) or "text" if fetched.kind == "text" else fetched.kind
    origin = Origin(where=where, kind=kind, address=fetched.address, charset=fetched.charset)
    raw = io.BytesIO(fetched.body)
    found = read_parquet(raw, given, where=where) if kind == "parquet" else read_content(Stream(raw), origin, given)
    for outcome in found:
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
    origin = Origin(where=path, kind=_kind(path))
    with open(path, "rb") as raw:
        if origin.kind == "parquet" and stat.S_ISREG(status.st_mode):
            yield from read_parquet(raw, given, where=as_stored(path))
            return
        size = status.st_size if stat.S_ISREG(status.st_mode) else 0
        yield from read_content(Stream(raw), origin, given, size=size)


def _kind(path: str) -> Kind | None:
    return _KINDS.get(os.path.splitext(path)[1].lower())


def _folder(folder: str, given: Given) -> Iterator[Report | InputError]:
    """Every report file below the folder, in the order of its path; hidden ones are passed over."""
    unreadable: list[OSError] = []
    found: list[str] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [os.path.join(parent, name) for name in names if not name.startswith(".")]
        found += [path for path in paths if path.lower().endswith(_IN_FOLDERS) and _is_readable_kind(path)]
    for error in unreadable:
        yield _missing(str(error.filename or folder), error)
    if not found and not unreadable:
        names_ = ", ".join(f"*{suffix}" for suffix in _IN_FOLDERS)
        yield EmptyReport("there are no reports in this folder", as_stored(folder), f"it reads {names_}")
    for path in sorted(found):
        yield from _outcomes(path, given)


def _is_readable_kind(path: str) -> bool:
    """Not a pipe or device, on which reading might wait for ever; a broken link counts: reading says so."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True


def _missing(source: str, error: OSError) -> MissingSource:
    where = as_stored(source)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return MissingSource("no such file or folder", where, "check the path")
    if isinstance(error, PermissionError):
        return MissingSource("no permission to read it", where, "check who may read it")
    return MissingSource(f"it can't be read ({error.strerror or error})", where, "check the path")
