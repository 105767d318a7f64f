"""`dragoman add`: reports and what they tell of go into a ledger."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import msgspec
import typer

from dragoman.errors import EXIT_SOME_UNREAD, InputError
from dragoman.faces import options, output
from dragoman.faces.ledger import joining, opening
from dragoman.faces.ledger.counts import Counts
from dragoman.faces.ledger.stopping import Stop
from dragoman.faces.progress import Progress, complain

if TYPE_CHECKING:
    from dragoman.ledger import Added, Ledger

# \b keeps the lines of the paragraph as they stand.
_EXAMPLES = """\b
Examples:
  A folder with all that is below it, into dragoman.db in this folder:
    dragoman add reports/
\b
  Again, after some were added to it: what is known already costs no time, a
  changed report becomes a new version, a copy is linked to what it copies:
    dragoman add reports/
\b
  Files of many reports (columns or keys: text, and if known id, title,
  language, published, outlet, url), and a feed with the pages it leads to:
    dragoman add 2024.parquet more.csv reports.jsonl --ledger news.db
    dragoman add https://example.org/rss.xml --follow
\b
  What `dragoman code` made of a large corpus:
    dragoman add coded/
\b
  Into PostgreSQL:
    dragoman add reports/ --ledger postgresql://user@host/database
\b
Ctrl-C stops when what was read is written; run it again to go on.
$DRAGOMAN_LEDGER names a ledger for all commands.
\b
Exit codes: 0 all were read; 1 some were not, standard error says which and
why; 2 wrong usage; 3 the ledger can't be written; 130 stopped.
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(add)


def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Text, HTML, JSON lines, CSV, Parquet, feeds: files, web addresses, folders, or - for standard input.",
        ),
    ],
    *,
    ledger: opening.Address = opening.DEFAULT,
    date: options.Day = None,
    language: options.Language = None,
    coder: options.Coder = "default",
    follow: Annotated[bool, typer.Option("--follow", help="Of feeds, read the pages that they lead to.")] = False,
    stories: Annotated[
        bool,
        typer.Option("--stories/--no-stories", help="Find events that several reports tell; or leave it for later."),
    ] = True,
    format: Annotated[
        str,
        typer.Option(
            parser=options.one_of(("summary", "jsonl"), "format"),
            metavar="summary|jsonl",
            help="One line at the end, or one for each report.",
        ),
    ] = "summary",
) -> None:
    """Adds reports, with the events they tell of, to a ledger.

    Nothing in a ledger is overwritten. It is made where there is none.
    """
    from dragoman import pipeline

    counts = Counts()
    pipeline.coder_version(coder)  # refuses one that can't run before a ledger is made
    with opening.opened(ledger, create=True) as held, output.destination(None, sources) as out, Stop() as stop:
        countable = [] if any(map(_is_coded, sources)) else sources
        with Progress(countable, beside=out if format == "jsonl" else None, closing=False) as progress:
            outcomes = _outcomes(sources, held, stop, coder, language=language, published=date, follow=follow)
            for outcome in progress.counted(outcomes):
                counts.add(outcome)
                if isinstance(outcome, InputError):
                    progress.tell(outcome)
                if format == "jsonl":
                    output.write_line(msgspec.json.encode(_told(outcome)), out)
        if stories and not stop.wanted.is_set():
            joining.join(held, coder, stop)
    _close(counts, stop, sys.stderr if format == "jsonl" else sys.stdout)


def _outcomes(sources: list[str], held: Ledger, stop: Stop, coder: str, **given: Any) -> Iterator[Added | InputError]:
    """Adds sources in their order: reports, which are coded, and folders of what was coded before, which is not."""
    from dragoman import bulk, intake, pipeline

    for coded, some in groupby(sources, key=_is_coded):
        if not coded:
            reports = stop.until(intake.reports(some, **given))
            yield from pipeline.add_reports(held, reports, coder=coder)
            continue
        for folder in some:
            manifest = bulk.manifest_of(folder)
            assert manifest is not None
            yield from pipeline.add_codings(held, stop.until(bulk.contents(folder)), manifest.version)


def _is_coded(source: str) -> bool:
    """Whether a source is a folder that `dragoman code` wrote."""
    return os.path.isfile(os.path.join(source, "manifest.json")) and os.path.isdir(os.path.join(source, "chunks"))


def _told(outcome: Added | InputError) -> dict[str, Any]:
    """One report's line."""
    if isinstance(outcome, InputError):
        error = {"what": outcome.what, "where": outcome.where, "fix": outcome.fix}
        return {"report": None, "fate": "unread", "events": 0, "copy_of": None, "error": error}
    return {
        "report": outcome.report,
        "fate": outcome.fate,
        "events": outcome.events,
        "copy_of": outcome.copy_of,
        "error": None,
    }


def _close(counts: Counts, stop: Stop, out: TextIO | None) -> None:
    if out is not None:
        print(counts, file=out, flush=True)
    if stop.wanted.is_set():
        complain("stopped; what is counted is in the ledger, run it again to go on")
        raise typer.Exit(stop.code)
    if counts.unread:
        raise typer.Exit(EXIT_SOME_UNREAD)
