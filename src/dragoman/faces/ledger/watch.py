"""`dragoman watch`: feeds asked again and again, what is new in them added to a ledger."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, TextIO

import msgspec
import typer

from dragoman.errors import EXIT_SOME_UNREAD, InputError, MissingSource
from dragoman.faces import options, output
from dragoman.faces.ledger import joining, opening
from dragoman.faces.ledger.counts import Counts, number
from dragoman.faces.ledger.stopping import Stop
from dragoman.faces.progress import complain

if TYPE_CHECKING:
    from dragoman.intake.watch import FeedState, Poll
    from dragoman.ledger import Ledger
    from dragoman.ledger.feeds import Polled

_EXAMPLES = """\b
Examples:
  The feeds of a list that a feed reader exports, each every hour, until Ctrl-C:
    dragoman watch feeds.opml
\b
  One feed every ten minutes, with the pages that it leads to:
    dragoman watch https://example.org/rss.xml --every 10 --follow
\b
  Once, for a timer or cron; those not yet due are left alone:
    dragoman watch feeds.opml --once
\b
  What each source last gave:
    dragoman watch --status
\b
Without a source, the feeds of the ledger's own list are watched: those that were
watched before, and what was added or paused on the page of sources meanwhile. A
feed is asked only for what changed, less often when it fails, and never against
its robots.txt. A watch that was stopped goes on where it was.
\b
Exit codes: 0 all went well; 1 (with --once) a feed or report could not be read;
2 wrong usage; 3 the ledger can't be written; 130 stopped.
"""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_REREAD = 20.0  # seconds after which the ledger's list is looked at again


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(watch)


def watch(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FEEDS.opml|ADDRESS...", help="Lists of feeds, and addresses of feeds.", show_default=False
        ),
    ] = None,
    *,
    ledger: opening.Address = opening.DEFAULT,
    every: Annotated[float, typer.Option(min=1, metavar="MINUTES", help="How often a feed is asked.")] = 60,
    once: Annotated[bool, typer.Option("--once", help="Ask each feed that is due, and stop.")] = False,
    follow: Annotated[bool, typer.Option("--follow/--no-follow", help="Read the pages that feeds lead to.")] = False,
    coder: options.Coder = "default",
    language: options.Language = None,
    private: Annotated[
        bool, typer.Option("--private", help="Ask feeds of the ledger's list in private nets too.")
    ] = False,
    status: Annotated[bool, typer.Option("--status", help="Only say what each source last gave.")] = False,
) -> None:
    """Adds what is new in feeds, again and again."""
    from dragoman import pipeline

    if status:
        with opening.opened(ledger) as held, output.destination(None, []) as out:
            _table(held.feed_states().values(), out)
        return
    pipeline.coder_version(coder)  # refuses one that can't run before anything is asked
    unread: list[InputError] = []
    addresses = list(dict.fromkeys(_addresses(sources or [], unread)))
    if unread and not addresses:
        raise typer.Exit(EXIT_SOME_UNREAD)
    with opening.opened(ledger, create=bool(addresses)) as held, Stop() as stop:
        listed = not addresses
        addresses = addresses or _listed(held)
        if not addresses and once:
            raise typer.BadParameter("there is nothing to watch; name a list of feeds, or a feed's address")
        if not addresses:
            complain("the ledger's list has no feed yet; waiting for one (dragoman serve, page Sources)")
        watching = _Watching(held, coder, stop, private=private or not listed)
        pause = datetime.timedelta(minutes=every)
        while True:
            watching.go(addresses, every=pause, once=once or listed, follow=follow, language=language)
            if once or not listed or stop.wanted.wait(_REREAD):
                break
            addresses = _listed(held)
        with output.destination(None, []) as out:
            _table([state for state in held.feed_states().values() if state.source in watching.asked], out)
    if stop.wanted.is_set():
        complain("stopped; what is counted is in the ledger, run it again to go on")
        raise typer.Exit(stop.code)
    if unread or watching.failed:
        raise typer.Exit(EXIT_SOME_UNREAD)


def _listed(ledger: Ledger) -> list[str]:
    """The feeds of the ledger's list that are not paused, and those that were watched without being on it."""
    from dragoman.desk import Desk

    return [one.url for one in Desk(ledger.store).watched() if not one.paused] + _named(ledger)


def _named(ledger: Ledger) -> list[str]:
    """The feeds that were never on the list, but named here, where this machine's net is one's own."""
    from dragoman.desk import Desk

    desk = Desk(ledger.store)
    told = {_shown(url) for url in (*(one.url for one in desk.watched()), *desk.forgotten())}
    return [source for source in ledger.feed_states() if source not in told]


def _addresses(sources: Sequence[str], unread: list[InputError]) -> Iterator[str]:
    """The feeds that are named, and those of the lists; what is wrong is told and kept."""
    from dragoman.intake.opml import Outline, read_opml

    for source in sources:
        if _ADDRESS.match(source):
            yield source
            continue
        try:
            for found in read_opml(_content(source), where=source):
                if isinstance(found, Outline):
                    yield found.address
                else:
                    complain(found)
                    unread.append(found)
        except InputError as error:
            complain(error)
            unread.append(error)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        what = f"can't be read ({getattr(error, 'strerror', None) or error})"
        raise MissingSource(what, path, "name a list of feeds, or an address that begins with https://") from error


class _Watching:
    """One watch: what was asked, and whether something failed."""

    def __init__(self, ledger: Ledger, coder: str, stop: Stop, *, private: bool) -> None:
        self.asked: set[str] = set()
        self.failed = False
        self._ledger = ledger
        self._coder = coder
        self._stop = stop
        self._private = private

    def go(
        self, addresses: Sequence[str], *, every: datetime.timedelta, once: bool, follow: bool, language: str | None
    ) -> None:
        """Asks the feeds, and writes down what they give before what is remembered of them."""
        from dragoman.intake import watch as intake
        from dragoman.intake.report import Given

        remembered = self._ledger.feed_states()
        states = {one: _state(remembered[_shown(one)]) for one in addresses if _shown(one) in remembered}
        self.asked = set(map(_shown, addresses))
        given = Given(language=language)
        polls = intake.watch(
            addresses,
            states,
            every=every,
            once=once,
            follow=follow,
            given=given,
            stop=self._stop.wanted.is_set,
            private=None if self._private else _named(self._ledger),
        )
        for outcomes, done in self._stop.until(polls):
            counts = self._add(outcomes)
            self._ledger.record_poll(_polled(done, states[done.address]))
            self.failed |= done.status == "failed" or counts.unread > 0
            print(_line(done, counts), flush=True)

    def _add(self, outcomes: Iterable[object]) -> Counts:
        from dragoman import pipeline

        counts = Counts()
        for fate in pipeline.add_reports(self._ledger, outcomes, coder=self._coder):  # type: ignore[arg-type]
            counts.add(fate)
            if isinstance(fate, InputError):
                complain(fate)
        if counts.events:
            joining.join(self._ledger, self._coder, self._stop)
        return counts


def _shown(address: str) -> str:
    """An address as it is kept and shown: without a password."""
    from dragoman.intake.fetch import without_credentials

    return without_credentials(address)


def _state(polled: Polled) -> FeedState:
    """What was remembered of a feed; nothing where another version of the program wrote it otherwise."""
    from dragoman.intake.watch import FeedState

    try:
        return msgspec.json.decode(polled.state, type=FeedState)
    except msgspec.DecodeError:
        return FeedState(next_at=polled.next_at)


def _polled(done: Poll, state: FeedState) -> Polled:
    from dragoman.ledger.feeds import Polled

    kept = msgspec.structs.replace(state, last=None)  # it holds the address, with what may be a password
    return Polled(
        source=_shown(done.address),
        at=done.at,
        status=done.status,
        entries=done.entries,
        added=done.added,
        message=done.message,
        next_at=done.next_at,
        state=msgspec.json.encode(kept).decode(),
    )


# --- what is shown ----------------------------------------------------------------------------------


def _line(done: Poll, counts: Counts) -> str:
    from dragoman.faces.ledger.tables import clock
    from dragoman.faces.sheet import one_line

    told = f"{number(done.entries, 'entry', 'entries')}: {counts}" if done.status == "new" else done.status
    message = f" ({done.message})" if done.message else ""
    return one_line(f"{clock(done.at)} {_shown(done.address)} {told}{message}; next {clock(done.next_at)}")


def _table(found: Iterable[Polled], out: TextIO) -> None:
    """What each source last gave."""
    from dragoman.faces.ledger import tables
    from dragoman.faces.sheet import Sheet

    if not tables.feeds(((polled, _state(polled).failures) for polled in found), Sheet.on(out)):
        complain("no source was asked yet")
