"""`dragoman brief`: a relation on a page that can be handed on, every sentence with the words it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.faces import options, output
from dragoman.faces.ledger import filters, opening
from dragoman.faces.progress import complain
from dragoman.faces.relations import asking

if TYPE_CHECKING:
    from dragoman.relations import Relation
    from dragoman.relations.periods import By

_EXAMPLES = """\b
Examples:
  For a browser or a printer, since September 2023:
    dragoman brief AZE USA --since 2023-09 --output brief.html
\b
  In Arabic or Persian; the reports' own words stay in their language:
    dragoman brief AZE USA --language ar --output brief.html
\b
  As text with footnotes:
    dragoman brief AZE USA --format markdown
\b
The page says only what records say, by fixed wording; no sentence about the two
is without a note, and each note gives the outlet, the day and the exact words.
The same ledger gives the same page.
\b
Exit codes: 0 also where nothing is told; 2 wrong usage; 3 no ledger there, or it
can't be read.
"""

_Format = Annotated[
    str,
    typer.Option(parser=options.one_of(("html", "markdown"), "format"), metavar="html|markdown", help="What to write."),
]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(brief)


def brief(
    one: asking.One,
    other: asking.Other,
    *,
    by: asking.By = "month",
    since: asking.Since = None,
    until: asking.Until = None,
    language: Annotated[
        str,
        typer.Option("--language", parser=options.language, metavar="xx", help="Of the page: en, ar or fa."),
    ] = "en",
    score: asking.Scores = None,
    unweighted: asking.Unweighted = False,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "html",
    output_file: options.Output = None,
) -> None:
    """Writes a page on a relation that can be handed on."""
    from dragoman.relations import Relation
    from dragoman.relations.briefing import briefing, markdown, page

    filters.together(since, until)
    weights = asking.weights(score, unweighted)
    with opening.opened(ledger) as held:
        found = Relation(held, one, other, since=since, until=until, weights=weights)
        if not found.dealings.tellings:
            complain(asking.nothing(found))
        with output.destination(output_file, [ledger]) as out:
            written = briefing(found, language, by)
            if format == "markdown":
                output.harmless(out).write(markdown(written))
            else:
                out.write(page(written, _picture(found, by, language) if found.dealings.tellings else None))


def _picture(found: Relation, by: By, language: str) -> str:
    """The balance as SVG."""
    from dragoman.relations import pictures

    return pictures.drawn(found.plot(by=by, language=language), ".svg").decode()
