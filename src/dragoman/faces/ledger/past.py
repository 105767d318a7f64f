"""`dragoman history`, `diff`, `info`: how records came to be, what coders differ in, how much there is."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from dragoman.faces import options, output
from dragoman.faces.ledger import opening

_HISTORY = """\b
Examples:
  All that happened to an event: who coded it, who judged it and why, its story:
    dragoman history 3f2a9c0d11e84b57
\b
  The versions of a report with what was changed, and what it copies:
    dragoman history 5d00cafb510e09b5
\b
`dragoman events` shows the ids.
"""
_DIFF = """\b
Examples:
  Which coders coded reports here:
    dragoman diff
\b
  What two of them make of the same reports (a name may be cut short):
    dragoman diff lexicon learned
    dragoman diff learned/1a2b learned/3c4d --format jsonl > changes.jsonl
\b
+ the second alone has it; - the first alone has it; ~ both have it, otherwise.
"""
_INFO = """\b
Examples:
    dragoman info
    dragoman info --ledger postgresql://user@host/database --format jsonl
"""

_Format = Annotated[
    str, typer.Option(parser=options.one_of(("table", "jsonl"), "format"), metavar="table|jsonl", help="What to print.")
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog=_HISTORY)(history)
    app.command(epilog=_DIFF)(diff)
    app.command(epilog=_INFO)(info)


def history(
    record: Annotated[str, typer.Argument(metavar="EVENT|REPORT", help="The id of an event or a report.")],
    *,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "table",
) -> None:
    """Tells what happened to an event or a report: when, by whom, and why."""
    from dragoman.faces.ledger import tables
    from dragoman.faces.sheet import Sheet

    with opening.opened(ledger) as held, output.destination(None, []) as out:
        found = held.history(record.strip())
        if format == "jsonl":
            for step in found:
                output.write_line(msgspec.json.encode(step), out)
        else:
            tables.steps(found, Sheet.on(out))


def diff(
    coders: Annotated[
        list[str] | None,
        typer.Argument(metavar="CODER_A CODER_B", help="How two coders' names begin.", show_default=False),
    ] = None,
    *,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "table",
) -> None:
    """Says what two coders make of the same reports; without names, which coders there are."""
    from dragoman.faces.ledger import tables
    from dragoman.faces.progress import complain
    from dragoman.faces.sheet import Sheet, one_line

    named = coders or []
    if len(named) not in (0, 2):
        raise typer.BadParameter(f"name two coders to compare, not {len(named)}, or none to see which there are")
    with opening.opened(ledger) as held, output.destination(None, []) as out:
        if not named:
            for coder, count in held.coders().items():
                shown = msgspec.json.encode({"coder": coder, "reports": count})
                if format == "jsonl":
                    output.write_line(shown, out)
                else:
                    out.write(f"{count:>9,} reports  {one_line(coder)}\n")
            return
        found = held.diff(named[0], named[1])
        if format == "jsonl":
            for change in found:
                output.write_line(msgspec.json.encode(change), out)
        elif not tables.changes(found, Sheet.on(out)):
            complain("no report that both coded differs")


def info(*, ledger: opening.Address = opening.DEFAULT, format: _Format = "table") -> None:
    """Says how much a ledger holds."""
    from dragoman.faces.ledger import tables
    from dragoman.faces.sheet import Sheet

    with opening.opened(ledger) as held, output.destination(None, []) as out:
        totals, coders = held.totals(), held.coders()
        if format == "jsonl":
            told = {"ledger": held.store.shown, **msgspec.structs.asdict(totals), "coders": coders}
            output.write_line(msgspec.json.encode(told), out)
        else:
            tables.totals(totals, coders, held.store.shown, Sheet.on(out))
