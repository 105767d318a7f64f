"""The only place where the stages meet: sources → reports → readings → codings."""

from __future__ import annotations

import datetime
import hashlib
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING

from dragoman import intake
from dragoman.coding import coder as coders
from dragoman.errors import DragomanError, InputError, ModelError
from dragoman.languages import packs
from dragoman.model import Coding, Report
from dragoman.reading import reader

if TYPE_CHECKING:
    from dragoman.ledger import Added, Ledger

_BATCH = 50  # reports that are added in one transaction, if they come within
_SECONDS = 2.0


def code_report(report: Report, coder: str = "default") -> Coding:
    """Reads and codes one report; raises InputError where it cannot be read."""
    return coders.load(coder).code(reader.read(report))


def code_sources(
    sources: Iterable[str],
    *,
    coder: str = "default",
    language: str | None = None,
    published: datetime.date | None = None,
) -> Iterator[Coding | InputError]:
    """The codings of all reports of all sources, in order; an unreadable report gives its error instead.

    Raises CoderError where there is no such coder, and DataError where the package itself is broken.
    """
    coders.load(coder)  # says at once if there is no such coder
    for source in [sources] if isinstance(sources, str) else sources:
        try:
            yield from code_reports(intake.reports([source], language=language, published=published), coder)
        except DragomanError:
            raise
        except Exception as error:
            yield _internal(error, source)


def code_reports(reports: Iterable[Report | InputError], coder: str = "default") -> Iterator[Coding | InputError]:
    """The codings of reports, in order; one that can't be read gives its error instead, and errors pass through."""
    for report in reports:
        yield report if isinstance(report, InputError) else _outcome(report, coder)


def coder_version(coder: str = "default") -> str:
    """The coder's name for a ledger: its fingerprint, and that of all packs."""
    packed = "/".join(packs.load(code).fingerprint for code in packs.LANGUAGES)
    return f"{coders.load(coder).fingerprint}/{hashlib.sha256(packed.encode()).hexdigest()[:12]}"


def add_reports(
    ledger: Ledger, reports: Iterable[Report | InputError], *, coder: str = "default"
) -> Iterator[Added | InputError]:
    """Codes reports and adds them to the ledger; says what became of each, once it is safely there.

    What this coder has coded before is passed over without coding it again; `join_stories` comes after. Raises
    CoderError and LedgerError.
    """
    version = coder_version(coder)
    yield from add_codings(ledger, _unknown(ledger, reports, coder, version), version)


def add_codings(
    ledger: Ledger, outcomes: Iterable[Coding | Added | InputError], version: str
) -> Iterator[Added | InputError]:
    """Adds codings of a coder's version to the ledger; says what became of each. What else comes passes through."""
    batch: list[Coding] = []
    began = time.monotonic()
    for outcome in outcomes:
        if not isinstance(outcome, Coding):
            yield outcome
            continue
        batch.append(outcome)
        if len(batch) >= _BATCH or time.monotonic() - began > _SECONDS:
            yield from ledger.add(batch, version)
            batch, began = [], time.monotonic()
    if batch:
        yield from ledger.add(batch, version)


def _unknown(
    ledger: Ledger, reports: Iterable[Report | InputError], coder: str, version: str
) -> Iterator[Coding | Added | InputError]:
    """The codings of what the ledger doesn't hold yet; of what it holds, that it does."""
    from dragoman.ledger import Added  # half a second that those who only read needn't wait

    for report in reports:
        if isinstance(report, InputError):
            yield report
        elif ledger.holds(report.id, version):
            yield Added(report=report.id, fate="known")
        else:
            yield _outcome(report, coder)


def join_stories(ledger: Ledger, coder: str = "default") -> Iterator[int]:
    """Gives a story to each event of the ledger that has none, some at a time; gives how many with each step.

    Wording is compared across languages where the model is there, and the packs alone are not asked for.
    """
    embed = None
    if coder != "lexicon":
        from dragoman.coding.learned import model

        with suppress(ModelError):
            embed = model.load().vectors
    yield from ledger.join_stories(embed)


def _outcome(report: Report, coder: str) -> Coding | InputError:
    try:
        return code_report(report, coder)
    except InputError as error:
        error.where = error.where or report.source_id or report.id
        return error
    except DragomanError:
        raise
    except Exception as error:
        return _internal(error, report.source_id or report.id)


def _internal(error: Exception, where: str) -> InputError:
    """A fault of the program's own: it costs this report, not the others."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{PurePath(last.filename).name}:{last.lineno}"
    found = InputError(
        f"internal error ({type(error).__name__}: {error}, at {at})", where, "please report it with this line"
    )
    found.__cause__ = error
    return found
