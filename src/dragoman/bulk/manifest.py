"""What a folder of results is of: the corpus, the program and the coder, by which going on is told from mixing up.

| file | what |
|---|---|
| `manifest.json` | versions, fingerprints, counts |
| `plan.jsonl` | the chunks, one a line |
| `TABLE/CHUNK.parquet` | the rows of a chunk |
| `errors/CHUNK.jsonl` | what of it couldn't be read |
| `chunks/CHUNK.json` | its account, written last |
| `SHA256SUMS` | checksums of all tables and errors, for `sha256sum -c` |
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from dragoman.bulk.accounts import now
from dragoman.bulk.chunks import Chunk
from dragoman.bulk.storage import Folder
from dragoman.bulk.tables import SCHEMAS
from dragoman.errors import BulkError
from dragoman.model import Record

FORMAT = 1
NAME, _PLAN, _SUMS = "manifest.json", "plan.jsonl", "SHA256SUMS"
_OWN = (*SCHEMAS, "errors", "chunks", _PLAN, _SUMS, "summary.html", NAME)  # the manifest last: it says whose they are
_FIX = "begin anew with --fresh, or name another folder"

# What may not change between two runs, and how a change is told.
_BOUND: Mapping[str, str] = {
    "format": "another version of these tables",
    "program": "another version of the program",
    "coder": "another coder",
    "version": "the coder's model, packs or data have changed",
    "language": "another --language",
    "published": "another --date",
    "limit": "another --limit",
    "corpus": "the corpus has changed",
}


class Manifest(Record, frozen=True):
    """`corpus` tells its files, `version` the coder's model and packs, `plan` is the SHA-256 of the plan."""

    program: str
    coder: str
    version: str
    language: str | None
    published: datetime.date | None
    limit: int | None
    sources: tuple[str, ...]
    files: int
    bytes: int
    corpus: str
    format: int = FORMAT
    plan: str = ""
    chunks: int = 0
    records: int = 0
    begun: datetime.datetime | None = None
    finished: datetime.datetime | None = None
    totals: dict[str, Any] | None = None


def read(folder: Folder) -> Manifest | None:
    """The manifest of a folder, or None where there is none. Raises BulkError where it is damaged."""
    content = folder.read(NAME)
    try:
        return None if content is None else msgspec.json.decode(content, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BulkError(f"{NAME} is damaged or of another program ({error})", folder.address, _FIX) from error


def agreed(folder: Folder, wanted: Manifest, *, fresh: bool) -> Manifest | None:
    """The manifest to go on with, or None where to begin; `fresh` takes away what was there.

    Raises BulkError where something else is there, or what was begun was of something else.
    """
    if fresh:
        for name in _OWN:
            folder.remove(name)
    there = read(folder)
    if there is None:
        if strange := [name for name in folder.names() if name not in _OWN]:
            raise BulkError(f"there is something else in it ({strange[0]})", folder.address, "name an empty folder")
        return None
    changed = [told for name, told in _BOUND.items() if getattr(there, name) != getattr(wanted, name)]
    if changed:
        raise BulkError(f"it was begun with something else: {'; '.join(changed)}", folder.address, _FIX)
    return there


def begin(folder: Folder, wanted: Manifest, plan: Sequence[Chunk]) -> Manifest:
    """Writes the plan, and the manifest when it is there."""
    content = b"".join(msgspec.json.encode(chunk) + b"\n" for chunk in plan)
    folder.write(_PLAN, content)
    manifest = msgspec.structs.replace(
        wanted,
        plan=hashlib.sha256(content).hexdigest(),
        chunks=len(plan),
        records=sum(chunk.records for chunk in plan),
        begun=now(),
    )
    folder.write(NAME, _pretty(manifest))
    return manifest


def plan_of(folder: Folder, manifest: Manifest) -> list[Chunk]:
    """The plan that was begun with. Raises BulkError where it isn't whole."""
    content = folder.read(_PLAN) or b""
    if hashlib.sha256(content).hexdigest() != manifest.plan:
        raise BulkError(f"{_PLAN} is not the plan that was begun with", folder.address, _FIX)
    return [msgspec.json.decode(line, type=Chunk) for line in content.splitlines()]


def finish(folder: Folder, manifest: Manifest, totals: dict[str, Any], files: Mapping[str, str]) -> Manifest:
    """Writes what it came to, and the checksums of the files."""
    folder.write(_SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items())).encode())
    finished = None if totals["troubles"] else manifest.finished or now()
    done = msgspec.structs.replace(manifest, totals=totals, finished=finished)
    folder.write(NAME, _pretty(done))
    return done


def _pretty(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
