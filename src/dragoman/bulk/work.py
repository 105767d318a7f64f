"""The task of a worker: a chunk in, its tables and its account out."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Sequence

import msgspec

from dragoman import pipeline
from dragoman.bulk import accounts, chunks, manifest, tables
from dragoman.bulk.accounts import Account
from dragoman.bulk.chunks import Chunk
from dragoman.bulk.storage import Folder
from dragoman.errors import BulkError, InputError
from dragoman.intake.report import Given
from dragoman.model import Coding


class Order(msgspec.Struct, frozen=True):
    """What is to be done with every chunk, and where the results go."""

    out: str
    coder: str
    given: Given


def code_chunk(order: Order, chunk: Chunk) -> Account:
    """Codes a chunk and writes what it gave. Raises BulkError where that can't be written, and CoderError."""
    folder = Folder(order.out)
    if folder.read(manifest.NAME) is None:
        raise BulkError("this run's folder isn't there for a worker", order.out, "name one that all of them share")
    began = time.monotonic()
    try:
        if not chunk.records:
            return split(folder, chunk, chunks.looked_through(chunk))
        found = chunks.read(chunk, order.given)
    except chunks.Unread as error:
        fault = InputError(f"it can't be read ({error})", chunk.where, "run the same again when its storage answers")
        return Account(
            chunk=chunk.id, ended=accounts.now(), errors=1, faults={"Unread": 1}, trouble=str(fault),
            files=accounts.write_faults(folder, chunk.id, [fault]),
        )  # fmt: skip
    read = time.monotonic()
    outcomes = list(pipeline.code_reports(found, order.coder))
    return write(folder, chunk, outcomes, {"reading": read - began, "coding": time.monotonic() - read})


def write(folder: Folder, chunk: Chunk, outcomes: Sequence[Coding | InputError], seconds: dict[str, float]) -> Account:
    """Writes what a chunk gave, its account last; `seconds` are what the stages before took."""
    began = time.monotonic()
    codings = [one for one in outcomes if isinstance(one, Coding)]
    errors = [one for one in outcomes if isinstance(one, InputError)]
    rows = tables.rows(codings)
    files = {}
    for table, of in rows.items():
        name, content = f"{table}/{chunk.id}.parquet", tables.encoded(table, of)
        folder.write(name, content)
        files[name] = hashlib.sha256(content).hexdigest()
    account = Account(
        chunk=chunk.id,
        ended=accounts.now(),
        records=chunk.records,
        reports=len(codings),
        errors=len(errors),
        characters=sum(len(coding.report.text) for coding in codings),
        sentences=sum(len(coding.reading.sentences) for coding in codings),
        rows={table: len(of) for table, of in rows.items()},
        files=files | accounts.write_faults(folder, chunk.id, errors),
        seconds=seconds | {"writing": time.monotonic() - began},
        languages=Counter(coding.report.language or "" for coding in codings),
        outlets=Counter(coding.report.outlet or "" for coding in codings),
        days=Counter(str(coding.reading.published or "") for coding in codings),
        types=Counter(event.type for coding in codings for event in coding.events),
        faults=Counter(type(error).__name__ for error in errors),
    )
    accounts.write(folder, account)
    return account


def split(folder: Folder, chunk: Chunk, into: Sequence[Chunk]) -> Account:
    """Notes that others are coded in a chunk's place."""
    accounts.write_faults(folder, chunk.id, [])  # an earlier run may have left some
    account = Account(chunk=chunk.id, ended=accounts.now(), records=chunk.records, split=tuple(into))
    accounts.write(folder, account)
    return account


def give_up(folder: Folder, chunk: Chunk, why: str) -> Account:
    """Notes that what a chunk holds, one record, can't be coded."""
    fix = "please report it, with the report if you may"
    return write(folder, chunk, [InputError(f"reading it ends the program: {why}", chunk.where, fix)], {})
