"""What became of each chunk: its account and its errors, written beside its tables."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from dragoman.bulk.chunks import Chunk
from dragoman.bulk.storage import Folder
from dragoman.errors import BulkError, InputError
from dragoman.model import Record


class Account(Record, frozen=True):
    """What became of a chunk: kept in `chunks/ID.json`, the last file to be written of it.

    `records` is what the plan expected, `reports` what could be read. `files` are the SHA-256 of what was written,
    `seconds` what each stage took; `languages` and the like count reports, `types` events, `faults` errors by their
    kind. `split`: it was cut into these, which are coded in its place. `trouble`: its storage failed; the next run
    tries it again.
    """

    chunk: str
    ended: datetime.datetime
    records: int = 0
    reports: int = 0
    errors: int = 0
    characters: int = 0
    sentences: int = 0
    rows: dict[str, int] = msgspec.field(default_factory=dict)
    files: dict[str, str] = msgspec.field(default_factory=dict)
    seconds: dict[str, float] = msgspec.field(default_factory=dict)
    languages: dict[str, int] = msgspec.field(default_factory=dict)
    outlets: dict[str, int] = msgspec.field(default_factory=dict)
    days: dict[str, int] = msgspec.field(default_factory=dict)
    types: dict[str, int] = msgspec.field(default_factory=dict)
    faults: dict[str, int] = msgspec.field(default_factory=dict)
    split: tuple[Chunk, ...] = ()
    trouble: str | None = None


class Fault(Record, frozen=True):
    """A line of a file of errors: what couldn't be read, which error of ours that was, and what to do."""

    where: str
    kind: str
    what: str
    fix: str


def now() -> datetime.datetime:
    """The time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def write(folder: Folder, account: Account) -> None:
    """Writes an account: from then on its chunk is finished."""
    folder.write(f"chunks/{account.chunk}.json", msgspec.json.encode(account))


def read(folder: Folder) -> dict[str, Account]:
    """The accounts of all finished chunks, by their ids. Raises BulkError where one is damaged."""
    found = {}
    for name in folder.names("chunks"):
        try:
            account = msgspec.json.decode(folder.read(f"chunks/{name}") or b"", type=Account)
        except msgspec.MsgspecError as error:
            raise BulkError(
                f"chunks/{name} is damaged ({error})", folder.address, "remove it: its chunk is done again"
            ) from error
        found[account.chunk] = account
    return found


def write_faults(folder: Folder, name: str, errors: Iterable[InputError]) -> dict[str, str]:
    """Writes errors, one a line, or takes away what stood there before; gives the file with its SHA-256."""
    faults = [Fault(where=e.where, kind=type(e).__name__, what=e.what, fix=e.fix) for e in errors]
    file = f"errors/{name}.jsonl"
    if not faults:
        folder.remove(file)
        return {}
    content = b"".join(msgspec.json.encode(fault) + b"\n" for fault in faults)
    folder.write(file, content)
    return {file: hashlib.sha256(content).hexdigest()}


def faults(folder: Folder, name: str) -> Iterator[Fault]:
    """The errors of a chunk, or, as `corpus`, of finding the files."""
    for line in (folder.read(f"errors/{name}.jsonl") or b"").splitlines():
        yield msgspec.json.decode(line, type=Fault)
