"""A corpus of any size, coded into tables by as many processes or machines as there are.

from dragoman import bulk

bulk.run(["2024/*.jsonl.gz", "s3://crawl/news/"], "OUT", workers=8)
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from dragoman.bulk import accounts, codings, manifest
from dragoman.bulk.accounts import Fault
from dragoman.bulk.engine import ENGINES, Engine, load
from dragoman.bulk.manifest import Manifest
from dragoman.bulk.running import Job, steps
from dragoman.bulk.storage import Folder
from dragoman.bulk.totals import Totals
from dragoman.errors import BulkError, InputError
from dragoman.model import Coding

__all__ = [
    "ENGINES",
    "Engine",
    "Fault",
    "Job",
    "Manifest",
    "Totals",
    "contents",
    "faults",
    "load",
    "manifest_of",
    "run",
    "steps",
]


def run(
    corpus: Sequence[str] | str,
    out: str,
    *,
    engine: Engine | str = "local",
    workers: int | None = None,
    coder: str = "default",
    language: str | None = None,
    published: datetime.date | None = None,
    limit: int | None = None,
    fresh: bool = False,
    tell: Callable[[Totals], None] | None = None,
) -> Totals:
    """Codes a corpus into a folder, as `Job` says; `tell` hears the totals after each chunk.

    Raises BulkError where the folder can't be had or belongs to something else, and CoderError.
    """
    job = Job(
        sources=(corpus,) if isinstance(corpus, str) else tuple(corpus),
        out=out, coder=coder, language=language, published=published, limit=limit, fresh=fresh,
    )  # fmt: skip
    totals = Totals()
    for totals in steps(job, load(engine, workers) if isinstance(engine, str) else engine):
        if tell:
            tell(totals)
    return totals


def manifest_of(out: str) -> Manifest | None:
    """The manifest of a folder of results, or None where it is none. Raises BulkError where it is damaged."""
    return manifest.read(Folder(out))


def contents(out: str) -> Iterator[Coding | InputError]:
    """What a corpus gave, in its order: the codings of each chunk, then its errors.

    Raises BulkError where a chunk isn't finished, or a table is missing or damaged.
    """
    folder = Folder(out)
    for chunk in _finished(folder):
        yield from codings.of_chunk(folder, chunk)
        yield from map(_error, accounts.faults(folder, chunk))
    yield from map(_error, accounts.faults(folder, "corpus"))


def faults(out: str) -> Iterator[Fault]:
    """What could not be read, chunk by chunk."""
    folder = Folder(out)
    for name in folder.names("errors"):
        yield from accounts.faults(folder, name.removesuffix(".jsonl"))


def _finished(folder: Folder) -> Iterator[str]:
    there = manifest.read(folder)
    if there is None or there.finished is None:
        fix = "run the same `dragoman code` again, which goes on"
        raise BulkError("the corpus isn't coded to its end", folder.address, fix)
    done = accounts.read(folder)
    waiting = [chunk.id for chunk in reversed(manifest.plan_of(folder, there))]
    while waiting:
        account = done[waiting.pop()]
        if account.split:
            waiting += [chunk.id for chunk in reversed(account.split)]
        else:
            yield account.chunk


def _error(fault: Fault) -> InputError:
    return InputError(fault.what, fault.where, fault.fix)
