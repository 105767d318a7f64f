"""A whole corpus: found, planned, coded chunk by chunk by an engine, and summed up; stopped anywhere, it goes on."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import metadata

from dragoman import pipeline
from dragoman.bulk import accounts, chunks, corpus, manifest, storage, totals, work
from dragoman.bulk.accounts import Account
from dragoman.bulk.chunks import Chunk
from dragoman.bulk.engine import Engine, Lost
from dragoman.bulk.manifest import Manifest
from dragoman.bulk.storage import Folder
from dragoman.bulk.totals import Totals
from dragoman.errors import BulkError, InputError
from dragoman.intake.report import Given, as_stored
from dragoman.model import Record

_HOPELESS = 3  # chunks that end their workers before any is finished: then it isn't the reports


class Job(Record, frozen=True):
    """What is to be coded, and where to.

    `sources` are files, folders, patterns and addresses. `language` and `published` fill what reports don't say,
    `limit` is the most records (lines, rows, pages) that are read. What was finished in `out` stays and isn't done
    again, unless `fresh`.
    """

    sources: tuple[str, ...]
    out: str
    coder: str = "default"
    language: str | None = None
    published: datetime.date | None = None
    limit: int | None = None
    fresh: bool = False


def steps(job: Job, by: Engine) -> Iterator[Totals]:
    """Does a job; gives the totals, always the same object, when it is planned and after each chunk.

    Raises BulkError where the folder can't be had or belongs to something else, and CoderError.
    """
    _refuse_inside(job.out, job.sources)
    version = pipeline.coder_version(job.coder)
    files, problems = corpus.find(job.sources)
    wanted = Manifest(
        program=metadata.version("dragoman"), coder=job.coder, version=version, language=job.language,
        published=job.published, limit=job.limit, sources=tuple(map(as_stored, job.sources)), files=len(files),
        bytes=sum(file.size for file in files), corpus=corpus.digest(files, problems),
    )  # fmt: skip
    folder = Folder(job.out)
    begun = manifest.agreed(folder, wanted, fresh=job.fresh)
    with by:
        plan = manifest.plan_of(folder, begun) if begun else chunks.plan(files, by, job.limit)
        begun = begun or manifest.begin(folder, wanted, plan)
        order = work.Order(folder.whole, job.coder, Given(language=job.language, published=job.published))
        yield from _Run(folder, order, by).all(begun, plan, problems)


class _Run:
    """One run: what is done, what is to do."""

    def __init__(self, folder: Folder, order: work.Order, by: Engine) -> None:
        self.folder, self.order, self.by = folder, order, by
        self.done = accounts.read(folder)
        self.hopeless = 0

    def all(self, begun: Manifest, plan: Sequence[Chunk], problems: Sequence[InputError]) -> Iterator[Totals]:
        """Codes what isn't done yet, and writes what it came to."""
        sums = totals.of(self.done.values())
        sums.of_chunks += len(plan)
        sums.of_records += begun.records
        sums.errors += len(problems)
        sums.faults.update(type(error).__name__ for error in problems)
        files = accounts.write_faults(self.folder, "corpus", problems)
        yield sums
        todo = list(self._left(plan))
        while todo:
            again: list[Chunk] = []
            for account in self._round(todo):
                sums.add(account)
                self.done[account.chunk] = account
                again += account.split
                yield sums
            todo = again
        for account in self.done.values():
            files |= account.files
        manifest.finish(self.folder, begun, sums.as_dict(), files)
        yield sums

    def _left(self, plan: Sequence[Chunk]) -> Iterator[Chunk]:
        for chunk in plan:
            account = self.done.get(chunk.id)
            if account is None:
                yield chunk
            else:
                yield from self._left(account.split)

    def _round(self, todo: Sequence[Chunk]) -> Iterator[Account]:
        for chunk, outcome in self.by.run(partial(work.code_chunk, self.order), todo):
            if isinstance(outcome, Lost):
                yield self._lost(chunk, outcome.why)
            else:
                self.hopeless = -1 if outcome.reports else self.hopeless
                yield outcome

    def _lost(self, chunk: Chunk, why: str) -> Account:
        """A chunk that ends its workers is cut in two; what is one record is given up."""
        if self.hopeless >= 0:
            self.hopeless += 1
            if self.hopeless > _HOPELESS:
                raise BulkError(f"whatever is coded, {why}", fix="see whether there is memory enough: --workers 1")
        if parts := chunks.halves(chunk):
            return work.split(self.folder, chunk, parts)
        return work.give_up(self.folder, chunk, why)


def _refuse_inside(out: str, sources: Sequence[str]) -> None:
    """Raises BulkError where the results would be read as reports by the next run."""
    own = os.path.realpath(out)
    for source in sources:
        if storage.is_address(source) or storage.is_address(out):
            continue
        given = os.path.realpath(source)
        if own == given or own.startswith(os.path.join(given, "")):
            raise BulkError("the results may not lie in what is read", out, "name another folder")
