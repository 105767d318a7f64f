"""`dragoman code`: a corpus of any size, coded into tables."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.errors import EXIT_SOME_UNREAD, InputError
from dragoman.faces import options, output
from dragoman.faces.ledger.stopping import Stop
from dragoman.faces.progress import complain

if TYPE_CHECKING:
    from dragoman.bulk import Totals

_TOLD = 10  # errors that get a line of their own

# \b keeps the lines of the paragraph as they stand.
_EXAMPLES = """\b
Examples:
  A year of reports, on all processors of this machine:
    dragoman code 2024.parquet --to coded/
\b
  What a folder and a pattern hold, packed or not; then the same again, which
  does nothing, or goes on where it was stopped:
    dragoman code archive/ 'crawl/*.warc.gz' --to coded/
\b
  From object storage (pip install s3fs), the first thousand reports, to see:
    dragoman code s3://bucket/news/ --to trial/ --limit 1000
\b
  On many machines, whose workers ask a scheduler of Dask:
    dragoman code s3://bucket/2024/ --to s3://bucket/coded/ --engine dask \\
      --scheduler tcp://head:8786
\b
  Into a ledger:
    dragoman add coded/
\b
It reads JSON lines, CSV, TSV and Parquet (columns or keys: text, and if known
id, title, language, published, outlet, url), WARC, HTML and plain text, also
packed as .gz, .bz2, .xz or .zst. It writes Parquet: reports, events,
statements, conditions, links, agenda and evidence, with errors/ and
summary.html beside them.
\b
Stop it anywhere, also by force: the same command goes on, and no chunk that is
finished is done twice.
\b
Exit codes: 0 all were read; 1 some were not, errors/ says which and why;
2 wrong usage, or the folder holds something else; 3 the package is broken
(dragoman doctor says where); 130 stopped.
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(code)


def code(
    corpus: Annotated[
        list[str],
        typer.Argument(metavar="CORPUS...", help="Files, folders, patterns in quotes, or addresses (s3://bucket/…)."),
    ],
    *,
    to: Annotated[str, typer.Option("--to", metavar="OUT", help="Folder for the tables; made where there is none.")],
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="What runs it; local: processes of this machine; dask: also of others.")
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Dask's scheduler (tcp://HOST:8786), if there is one.", show_default=False
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Processes; as many as processors if left out.", show_default=False),
    ] = None,
    coder: options.Coder = "default",
    language: options.Language = None,
    date: options.Day = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Read no more records than that.", show_default=False)
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Take away what was coded there, and begin anew.")] = False,
) -> None:
    """Codes a corpus of any size into Parquet tables, on all processors.

    It says how far it is, can be stopped at any time, and goes on when it is run again.
    """
    from dragoman import bulk
    from dragoman.faces.bulk import page, summary
    from dragoman.faces.bulk.gauge import Gauge

    job = bulk.Job(
        sources=tuple(corpus), out=to, coder=coder, language=language, published=date, limit=limit, fresh=fresh
    )
    totals: Totals | None = None
    with Stop() as stop, Gauge() as gauge:
        for totals in stop.until(bulk.steps(job, bulk.load(engine, workers, scheduler))):
            gauge.show(totals)
    if stop.wanted.is_set() or totals is None:
        complain("stopped; finished chunks stay, the same command goes on")
        raise typer.Exit(stop.code)
    for fault in islice(bulk.faults(to), _TOLD):
        complain(InputError(fault.what, fault.where, fault.fix))
    if totals.errors > _TOLD:
        complain(f"and {totals.errors - _TOLD:,} more could not be read; see {to.rstrip('/')}/errors/")
    page.write(to, totals)
    with output.destination(None, []) as out:
        summary.show(to, totals, gauge.seconds, out)
    if totals.errors:
        raise typer.Exit(EXIT_SOME_UNREAD)
