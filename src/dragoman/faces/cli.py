"""The command line. A command is one decorated function; what it needs is imported when it runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from dragoman.errors import EXIT_BROKEN, EXIT_OK, EXIT_SOME_UNREAD, EXIT_USAGE, DragomanError
from dragoman.faces import accounts, bulk, ledger, options, output, relations, serve
from dragoman.faces.progress import Progress, complain

app = typer.Typer(
    name="dragoman",
    help="Reads news about dealings between states, in Arabic, Persian and English, into events that can be "
    "checked word by word.",
    epilog="Begin with: dragoman read report.txt",
    add_completion=False,
    rich_markup_mode=None,  # plain help keeps the lines of the examples, and starts sooner
    pretty_exceptions_enable=False,
)

# \b keeps the lines of the paragraph as they stand.
_READ_EXAMPLES = """\b
Examples:
  Who did what to whom, in the terminal:
    dragoman read report.txt
\b
  A report that doesn't say when it was published:
    dragoman read report.txt --date 2024-02-18
\b
  A folder and an address, on one page for a browser:
    dragoman read reports/ https://example.org/a.html --format html --output page.html
\b
  A report a line in, a line out (keys: text, and if known id, title, language,
  published, outlet, url):
    dragoman read reports.jsonl --format jsonl > events.jsonl
\b
  From standard input:
    cat report.txt | dragoman read - --language fa
\b
Exit codes: 0 all were read; 1 some were not, standard error says which and why;
2 wrong usage; 3 the package is broken (dragoman doctor says where).
"""


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"dragoman {version('dragoman')}")
        raise typer.Exit


def _format(name: str) -> str:
    if name not in output.FORMATS:
        raise typer.BadParameter(f"no format called {name!r}; there are {', '.join(output.FORMATS)}")
    return name


@app.callback()
def _dragoman(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and stop."),
    ] = False,
) -> None:
    """Options that belong to no command."""


@app.command(epilog=_READ_EXAMPLES)
def read(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Text, HTML or JSON lines: files, web addresses, folders, or - for standard input.",
        ),
    ],
    *,
    date: options.Day = None,
    language: options.Language = None,
    format: Annotated[
        str, typer.Option(parser=_format, metavar="|".join(output.FORMATS), help="What to print.")
    ] = "table",
    coder: options.Coder = "default",
    output_file: options.Output = None,
) -> None:
    """Prints the events that reports tell of.

    With each report's events come its statements, conditions, links and agenda, in the order of the input.
    """
    from dragoman import pipeline
    from dragoman.coding import coder as coders

    chosen = coders.load(coder)  # refuses one that cannot run before the output is begun
    outcomes = pipeline.code_sources(sources, coder=coder, language=language, published=date)
    try:
        with output.destination(output_file, sources) as out, Progress(sources, beside=out) as progress:
            output.FORMATS[format](progress.readable(outcomes), out)
    finally:
        if usage := getattr(chosen, "usage_line", ""):
            complain(usage)
    if progress.unread:
        raise typer.Exit(EXIT_SOME_UNREAD)


_CLASSIFY_EXAMPLES = """\b
Examples:
  A sentence a line, under a line of column names with tabs between them:
    uid   marked_sentence
    1     <s>France</s> thanked <t>Ghana</t> for its help.
    2     Thousands marched against <t>the government</t>.
\b
  The same table with type, mode, modality and confidence behind:
    dragoman classify pairs.tsv > classified.tsv
\b
  From standard input, the columns side by side:
    cat pairs.tsv | dragoman classify - | column -ts $'\\t'
\b
Nothing is quoted. A party that the sentence lacks is left unmarked. A row whose
marks can't be read is printed all the same, with nothing in the new columns.
\b
Exit codes: 0 all rows were classified; 1 some were not, standard error says
which and why, or there is no such table; 2 wrong usage, or there is no model;
3 the package is broken (dragoman doctor says where).
"""


@app.command(epilog=_CLASSIFY_EXAMPLES)
def classify(
    pairs: Annotated[
        str,
        typer.Argument(
            metavar="PAIRS.tsv",
            help="A table with a column marked_sentence: a file, or - for standard input.",
        ),
    ],
) -> None:
    """Says what one party does to another in sentences where both are marked.

    The actor stands in <s>…</s>, the recipient in <t>…</t>. The table is printed with columns added.
    """
    from dragoman.faces import classify as classifying

    whole = True  # as far as it was read
    with output.destination(None, [pairs]) as out:
        whole = classifying.write(pairs, out)
    if not whole:
        raise typer.Exit(EXIT_SOME_UNREAD)


@app.command()
def doctor() -> None:
    """Says what is installed, what is missing, and what to do about it."""
    from dragoman.faces import doctor as examination

    if not examination.show(sys.stdout):
        raise typer.Exit(EXIT_BROKEN)


_EVALUATE_EXAMPLES = """\b
Examples:
  In a checkout, against its own gold:
    dragoman evaluate
\b
  Gold of one's own, with the events that were missed or added:
    dragoman evaluate my-gold.jsonl -v
\b
  For a build that must not get worse:
    dragoman evaluate --floors evaluation/floors.yaml
\b
Exit codes: 0 scored, and no figure below its floor; 1 one is, or gold or floors
can't be read; 2 wrong usage.
"""


@app.command(epilog=_EVALUATE_EXAMPLES)
def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="GOLD.jsonl",
            help="Sentences coded by hand: files or folders; without any, those of the checkout.",
            show_default=False,
        ),
    ] = None,
    coder: options.Coder = "default",
    floors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The least that each figure may be.", show_default=False),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List the events that were missed or added.")
    ] = False,
) -> None:
    """Scores a coder against gold, per language and type."""
    from dragoman.faces import evaluate as scoring

    with output.destination(None, []) as out:
        if not scoring.show(gold or [], out, coder=coder, floors=floors, verbose=verbose):
            raise typer.Exit(EXIT_SOME_UNREAD)


ledger.register(app)
bulk.register(app)
relations.register(app)
serve.register(app)
accounts.register(app)


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and gives its exit code; every error becomes one line on standard error."""
    # typer's own home for its usage errors is private and has moved; this base of its public one hasn't.
    usage_error: type[Exception] = typer.BadParameter.__bases__[0]
    command = typer.main.get_command(app)
    try:
        code = command(list(arguments) or ["--help"], prog_name="dragoman", standalone_mode=False)
    except usage_error as error:
        complain(_usage(error))
        return EXIT_USAGE
    except DragomanError as error:
        complain(error)
        return error.exit_code
    except Exception as error:
        complain(f"internal error ({type(error).__name__}: {error}); please report it with your command")
        return EXIT_BROKEN
    return code if isinstance(code, int) else EXIT_OK


def _usage(error: Exception) -> str:
    said = str(error.format_message()) if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "dragoman"
    return f"{said.rstrip('.')}; see {path} --help"


def main() -> None:
    """The entry point."""
    # The heads' products are small: on several threads they take twice as long, and hold up the encoder's.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(50_000)  # a third of the time in which the packs load went into looking for garbage
    output.prepare_streams()
    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
