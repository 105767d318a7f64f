"""`dragoman judge`: reviewers accept, correct, reject, merge, split and undo, each with who and why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from dragoman.errors import LedgerError
from dragoman.faces import options, output
from dragoman.faces.ledger import opening
from dragoman.faces.ledger.filters import Asking, filtered
from dragoman.faces.progress import complain

if TYPE_CHECKING:
    from dragoman.ledger import Query
    from dragoman.ledger.judging import Judgement

_GROUP = """\b
Examples:
  The most doubtful first, one at a time, each key explained by ?:
    dragoman judge next
\b
  One by its id, with the reason:
    dragoman judge reject 3f2a9c0d11e84b57 --why "this was a year before"
\b
  Two reviewers, and how far they agree:
    dragoman judge next --who mina
    dragoman judge agreement
\b
  Judged sentences as training data:
    dragoman judge export --output judged.jsonl
\b
Nothing is overwritten: a judgement is a row, undoing it another. Judgements
hold when reports are coded anew. `dragoman judge COMMAND --help` has more.
"""
_NEXT = """\b
Examples:
    dragoman judge next
    dragoman judge next --pair iran usa --limit 20 --who mina
\b
Shown are the sentence with the act ‹…›, the actors […] and the recipients {…}
(in colours on a terminal), and why the record says what it says. Answers may
be piped in, one a line.
"""
_CORRECT = """\b
Examples:
    dragoman judge correct 3f2a9c0d11e84b57 type=ACCUSE mode=allege
    dragoman judge correct 3f2a9c0d11e84b57 modality=negated --why "he denies it"
    dragoman judge correct 3f2a9c0d11e84b57 when=2024-02-01..2024-02-29 mode=-
\b
  A party is one of the event's, or words of its sentence:
    dragoman judge correct 3f2a9c0d11e84b57 'recipients="the rebels"=YEM:REB'
\b
Fields: type, mode, modality, status, contexts, actors, recipients, when,
condition. - stands for nothing. Scores and codes follow by themselves.
"""
_MERGE = """\b
Examples:
    dragoman judge merge 3f2a9c0d11e84b57 91c2d7e05ab4f630 --why "the same visit"
\b
What its own story holds comes with it. `dragoman judge undo` takes it back.
"""
_UNDO = """\b
Examples:
    dragoman judge list
    dragoman judge undo 12 --why "wrong line"
"""
_SETTLE = """\b
Examples:
    dragoman conditions --pair AZE USA
    dragoman judge settle 1a02554b0f6c2cd2:3800-3886 met --why "lifted in May"
\b
A commitment is a condition (REPORT:START-END) or a promise (the id of its
event); `dragoman relation` and `dragoman conditions` show the ids. Your word
goes before what the reports seem to say, until `dragoman judge undo`.
"""
_EXPORT = """\b
Examples:
    dragoman judge export --output judged.jsonl
    dragoman judge export --language fa > fa.jsonl
\b
A sentence is exported when all that stands of it was judged; one of which all
was rejected teaches that it reports nothing. The form is that of the gold:
.venv/bin/python training/encoder.py --annotated judged.jsonl … learns from it.
"""

_Events = Annotated[list[str], typer.Argument(metavar="EVENT...", help="Ids of events.")]
_Event = Annotated[str, typer.Argument(metavar="EVENT", help="The id of an event.")]
_Format = Annotated[
    str, typer.Option(parser=options.one_of(("table", "jsonl"), "format"), metavar="table|jsonl", help="What to print.")
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(rich_markup_mode=None, help="Judges what is in a ledger.", epilog=_GROUP)
    group.command("next", epilog=_NEXT, cls=Asking)(next_)
    group.command()(accept)
    group.command()(reject)
    group.command(epilog=_CORRECT)(correct)
    group.command(epilog=_MERGE)(merge)
    group.command()(split)
    group.command(epilog=_SETTLE)(settle)
    group.command(epilog=_UNDO)(undo)
    group.command("list")(list_)
    group.command()(agreement)
    group.command(epilog=_EXPORT)(export)
    app.add_typer(group, name="judge")


def _state(written: str) -> str:
    from dragoman.ledger.settling import STATES

    return options.one_of(STATES, "state")(written)


_State = Annotated[
    str,
    typer.Argument(
        metavar="STATE",
        parser=_state,
        help="What became of it.",
    ),
]


@filtered()
def next_(asked: Query, *, ledger: opening.Address = opening.DEFAULT, who: opening.Who = None) -> None:
    """Asks about events one at a time, those in doubt first."""
    from dragoman.faces.ledger import review
    from dragoman.faces.sheet import Sheet

    with opening.opened(ledger, who=who) as held, output.destination(None, []) as out:
        items = review.queue(held, asked)
        if not items:
            complain("there is nothing to judge")
            return
        review.Review(held, Sheet.on(out), _asked_on(out)).go_through(items)


def _asked_on(out: Any) -> Callable[[str], str | None]:
    def ask(prompt: str) -> str | None:
        out.write(prompt)
        out.flush()
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if sys.stdin is None or not sys.stdin.isatty():
            out.write("\n")  # the answer is not seen, nor is the end of its line
        return line.rstrip("\n") if line else None

    return ask


def accept(
    events: _Events,
    *,
    why: opening.Why = None,
    ledger: opening.Address = opening.DEFAULT,
    who: opening.Who = None,
) -> None:
    """Says that records are right."""
    with opening.opened(ledger, who=who) as held:
        _each(events, lambda event: held.accept(event, why), "accepted")


def reject(
    events: _Events,
    *,
    why: opening.Why = None,
    ledger: opening.Address = opening.DEFAULT,
    who: opening.Who = None,
) -> None:
    """Says that reports tell of no such events."""
    with opening.opened(ledger, who=who) as held:
        _each(events, lambda event: held.reject(event, why), "rejected")


def correct(
    event: _Event,
    changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help="What it should be.")],
    *,
    why: opening.Why = None,
    ledger: opening.Address = opening.DEFAULT,
    who: opening.Who = None,
) -> None:
    """Says what a record should be."""
    change = {}
    for written in changes:
        name, equals, value = written.partition("=")
        if not equals:
            raise typer.BadParameter(f"{written!r} is no correction; write it as type=ACCUSE")
        change[name.strip()] = value
    with opening.opened(ledger, who=who) as held:
        _each([event], lambda one: held.correct(one, change, why), "corrected")


def merge(
    event: _Event,
    story: Annotated[str, typer.Argument(metavar="STORY", help="The id of a story, or of an event in it.")],
    *,
    why: opening.Why = None,
    ledger: opening.Address = opening.DEFAULT,
    who: opening.Who = None,
) -> None:
    """Says that an event is one with a story."""
    from dragoman.faces.ledger.review import story_named

    with opening.opened(ledger, who=who) as held:
        named = story_named(held, story.strip())
        _each([event], lambda one: held.merge(one, named, why), f"put into story {named}")


def split(
    event: _Event,
    *,
    why: opening.Why = None,
    ledger: opening.Address = opening.DEFAULT,
    who: opening.Who = None,
) -> None:
    """Says that an event is not one with the others of its story."""
    with opening.opened(ledger, who=who) as held:
        _each([event], lambda one: held.split(one, why), "taken out of its story")


def settle(
    commitment: Annotated[str, typer.Argument(metavar="COMMITMENT", help="The id of a condition or promise.")],
    state: _State,
    *,
    ledger: opening.Address = opening.DEFAULT,
    who: opening.Who = None,
    why: opening.Why = None,
) -> None:
    """Says what has become of a condition or a promise: open, met, breached, lapsed."""
    with opening.opened(ledger, who=who) as held:
        _each([commitment], lambda one: held.settle(one, state, why), f"is {state}")  # type: ignore[arg-type]


def undo(
    judgement: Annotated[int, typer.Argument(metavar="NUMBER", help="The number of a judgement.")],
    *,
    why: opening.Why = None,
    ledger: opening.Address = opening.DEFAULT,
    who: opening.Who = None,
) -> None:
    """Takes a judgement back."""
    with opening.opened(ledger, who=who) as held:
        number = held.undo(judgement, why)
        print(f"judgement {number}: {judgement} is undone")


def _each(events: Sequence[str], judged: Callable[[str], int], done: str) -> None:
    """Judges each; one that can't be is told, the others are judged all the same."""
    from dragoman.faces.sheet import one_line

    failed: LedgerError | None = None
    for event in events:
        try:
            print(f"judgement {judged(event.strip())}: {one_line(event.strip())} {one_line(done)}", flush=True)
        except LedgerError as error:
            complain(error)
            failed = error
    if failed is not None:
        raise typer.Exit(failed.exit_code)


# --- what was judged ------------------------------------------------------------------------------


def list_(*, ledger: opening.Address = opening.DEFAULT, format: _Format = "table") -> None:
    """Lists all judgements with who made them and why."""
    with opening.opened(ledger) as held, output.destination(None, []) as out:
        found = held.judgements()
        undone = {judgement.undoes for judgement in found}
        for judgement in found:
            if format == "jsonl":
                output.write_line(msgspec.json.encode(judgement), out)
            else:
                out.write(_line(judgement, judgement.seq in undone) + "\n")
        if not found:
            complain("nothing was judged yet")


def _line(judgement: Judgement, undone: bool) -> str:
    from dragoman.faces.sheet import one_line

    change = ", ".join(f"{name}={value}" for name, value in (judgement.change or {}).items())
    parts = [f"{judgement.seq:>5}  {one_line(judgement.who)}  {judgement.verdict}", judgement.event, change]
    parts += [f"of {judgement.undoes}"] if judgement.undoes else []
    parts += [f"({judgement.why})"] if judgement.why else []
    parts += ["[undone]"] if undone else []
    return "  ".join(one_line(part) if at else part for at, part in enumerate(parts) if part)


def agreement(*, ledger: opening.Address = opening.DEFAULT, format: _Format = "table") -> None:
    """Says how far reviewers agree on the events that several of them judged.

    Cohen's kappa for each two reviewers, Krippendorff's alpha for all: 1 is agreement, 0 is chance.
    """
    from dragoman.faces.sheet import one_line

    with opening.opened(ledger) as held, output.destination(None, []) as out:
        found = held.agreement()
        if format == "jsonl":
            output.write_line(msgspec.json.encode(found), out)
            return
        out.write(f"{len(found.reviewers)} reviewers judged {found.shared:,} events together\n")
        for names, (count, kappa) in found.kappas.items():
            out.write(f"Cohen's kappa of {one_line(names)}: {_figure(kappa)} on {count:,} events\n")
        out.write(f"Krippendorff's alpha: {_figure(found.alpha)}\n")


def _figure(value: float | None) -> str:
    return "cannot be told" if value is None else f"{value:.2f}"


def export(
    *,
    ledger: opening.Address = opening.DEFAULT,
    language: Annotated[
        str | None,
        typer.Option(parser=options.language, metavar="xx", help="Only sentences of this language."),
    ] = None,
    output_file: options.Output = None,
) -> None:
    """Writes judged sentences as training data, in the form of the gold."""
    from dragoman.faces.ledger import lessons

    with opening.opened(ledger) as held, output.destination(output_file, [ledger]) as out:
        count = 0
        for sentence in lessons.of(held, language):
            output.write_line(msgspec.json.encode(sentence), out)
            count += 1
    complain(f"{count:,} judged sentences")
