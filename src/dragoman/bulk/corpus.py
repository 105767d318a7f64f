"""A corpus: the files that were named, in a fixed order, and what each was when it was found."""

from __future__ import annotations

import datetime
import glob
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from dragoman.bulk import storage
from dragoman.errors import InputError, MissingSource
from dragoman.intake import kinds
from dragoman.intake.report import as_stored
from dragoman.intake.sources import STANDARD_INPUT, files_in, missing
from dragoman.model import Record

# What storages call that which changes with the content; the first that a file has counts.
_STAMPS = ("ETag", "etag", "md5", "md5Hash", "checksum", "mtime", "LastModified", "last_modified", "updated", "created")


class File(Record, frozen=True):
    """A file by its path or address, with its size in bytes and what changes when its content does."""

    name: str
    size: int
    stamp: str


def find(sources: Iterable[str]) -> tuple[list[File], list[InputError]]:
    """The files of files, folders, patterns (`*.jsonl.gz`) and addresses, each once, and why others aren't there.

    They are in the order in which they were named, those of a folder or pattern in the order of their paths.
    """
    found: dict[str, File] = {}
    problems: list[InputError] = []
    for source in sources:
        try:
            files, own = _remote(source) if storage.is_address(source) else _local(source)
            problems += own
            for file in files:
                found.setdefault(file.name, file)
        except InputError as error:
            problems.append(error)
        except OSError as error:
            problems.append(missing(source, error))
    return list(found.values()), problems


def look(name: str) -> File:
    """A file as it is now. Raises OSError."""
    if storage.is_address(name):
        system, path = storage.filesystem(name)
        with storage.troubles(name):
            system.invalidate_cache()
            return _of_info(name, system.info(path))
    status = os.stat(name)
    return File(name=name, size=status.st_size, stamp=str(status.st_mtime_ns))


def digest(files: Sequence[File], problems: Sequence[InputError]) -> str:
    """The first 16 hex digits of what tells this corpus from another."""
    told = [msgspec.json.encode(file) for file in files] + [str(error).encode() for error in problems]
    return hashlib.sha256(b"\n".join(told)).hexdigest()[:16]


def _local(source: str) -> tuple[list[File], list[InputError]]:
    if source == STANDARD_INPUT:
        what = "standard input can't be read twice, as stopping and going on asks for"
        raise MissingSource(what, source, "write it to a file and name that")
    if glob.has_magic(source) and not os.path.exists(source):
        matches = sorted(glob.glob(source, recursive=True))
        if not matches:
            raise MissingSource("no file matches the pattern", as_stored(source), "check it, and quote it")
    else:
        matches = [source]
    files: list[File] = []
    problems: list[InputError] = []
    for match in matches:
        within, own = files_in(match) if os.path.isdir(match) else ([match], [])
        problems += own
        for name in within:
            try:
                files.append(look(name))
            except (OSError, ValueError) as error:
                problems.append(missing(name, error if isinstance(error, OSError) else OSError(str(error))))
    return files, problems


def _remote(source: str) -> tuple[list[File], list[InputError]]:
    system, path = storage.filesystem(source)
    with storage.troubles(source):
        system.invalidate_cache()
        if glob.has_magic(path):
            matches: Mapping[str, Any] = system.glob(path, detail=True)
            if not matches:
                raise MissingSource("no file matches the pattern", source, "check it, and quote it")
        elif (info := system.info(path))["type"] == "directory":
            matches = {name: own for name, own in system.find(path, detail=True).items() if _is_wanted(name, path)}
            if not matches:
                raise MissingSource("there are no reports in this folder", source, f"it reads {kinds.wanted()}")
        else:
            return [_of_info(source, info)], []
        return list(_of_matches(system, matches)), []


def _of_matches(system: Any, matches: Mapping[str, Any]) -> Iterator[File]:
    for path, info in sorted(matches.items()):
        if info["type"] == "file":
            yield _of_info(system.unstrip_protocol(path), info)


def _is_wanted(path: str, folder: str) -> bool:
    inside = path[len(folder) :]
    return kinds.is_wanted(path) and not any(part.startswith(".") for part in inside.split("/"))


def _of_info(name: str, info: Mapping[str, Any]) -> File:
    stamp = next((info[key] for key in _STAMPS if info.get(key)), "")
    if isinstance(stamp, datetime.datetime):  # some storages tell a time one way in lists and another alone
        stamp = stamp.timestamp()
    return File(name=name, size=int(info.get("size") or 0), stamp=str(stamp))
