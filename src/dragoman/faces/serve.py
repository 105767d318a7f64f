"""`dragoman serve`: the ledger in a browser, and its API."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from dragoman.faces import options
from dragoman.faces.ledger import opening
from dragoman.faces.progress import complain

if TYPE_CHECKING:
    from dragoman.faces.web.settings import Settings

_EXAMPLES = """\b
Examples:
  For yourself, in the browser of this machine:
    dragoman serve --open
\b
  For colleagues in a trusted network, each with an account; it prints a link by
  which the first one is made:
    dragoman serve --host 0.0.0.0
\b
  On the internet, behind a proxy on the same machine that ends TLS:
    dragoman serve --proxy --name news.example.org --workers 2
\b
  Another ledger, another port:
    dragoman serve --ledger postgresql://analyst@host/news --port 8400
\b
Without accounts it listens on this machine alone, and whoever uses the machine
may do all. Anything else asks for accounts (dragoman accounts --help). Ctrl-C
stops it; answers under way are finished.
\b
Exit codes: 2 wrong usage, or the port is taken; 3 the ledger can't be opened;
130 stopped.
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(serve)


def serve(
    *,
    ledger: opening.Address = opening.DEFAULT,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="NUMBER", help="The port; 0 for any free one.")] = 8300,
    accounts: Annotated[
        bool | None,
        typer.Option(
            "--accounts/--no-accounts",
            help="Ask who it is. Left out: no on this machine alone, yes for all else.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A name by which it is reached; may be given again.", show_default=False),
    ] = None,
    proxy: Annotated[
        bool, typer.Option("--proxy", help="It is reached through a proxy alone, which ends TLS; needs --name.")
    ] = False,
    coder: options.Coder = "default",
    workers: Annotated[int, typer.Option(min=1, max=64, metavar="N", help="Processes that answer.")] = 1,
    watch: Annotated[
        bool, typer.Option("--watch", help="Ask the feeds of the ledger's list too, as dragoman watch does.")
    ] = False,
    browse: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Shows the ledger in a browser, and answers its API."""
    from dragoman import pipeline
    from dragoman.faces.web import serving
    from dragoman.faces.web.access import hosts
    from dragoman.faces.web.settings import Settings

    pipeline.coder_version(coder)  # refuses one that can't run before anything is asked
    far = not hosts.is_loopback(host) or proxy or bool(name)
    settings = Settings(
        ledger=ledger,
        host=host,
        port=port,
        access="accounts" if (far if accounts is None else accounts) else "open",
        coder=coder,
        hosts=tuple(name or ()),
        proxy=proxy,
    )
    hosts.check_settings(settings)
    listening = serving.listen(host, port)
    settings = msgspec.structs.replace(settings, port=listening.getsockname()[1])
    address = _address(settings)
    settings = _introduce(settings, address)
    if browse:
        webbrowser.open(address)
    with _watching(settings) if watch else nullcontext():
        code = serving.run(settings, listening, workers)
    raise typer.Exit(code)


@contextmanager
def _watching(settings: Settings) -> Iterator[None]:
    """Has another process watch the feeds meanwhile."""
    # The ledger's address may hold a password, and a command line is seen by all.
    told = {**os.environ, opening.VARIABLE: settings.ledger}
    command = [sys.executable, "-m", "dragoman.faces.cli", "watch", "--coder", settings.coder]
    watcher = subprocess.Popen(command, env=told, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        watcher.terminate()
        watcher.wait()


def _introduce(settings: Settings, address: str) -> Settings:
    """Says where it is and who may use it; where nobody can yet, with the secret by which the first account is made."""
    from dragoman.desk import Desk
    from dragoman.desk.sessions import digest
    from dragoman.faces.web.access import hosts

    with opening.opened(settings.ledger, create=True) as held:
        empty = settings.access == "accounts" and not Desk(held.store).has_accounts()
        complain(f"{held.store.shown} is at {address} (Ctrl-C stops it)")
    if not settings.proxy and not hosts.is_loopback(settings.host):
        complain("passwords go over the network unencrypted; put a proxy with TLS before it, see --proxy")
    if not empty:
        return settings
    secret = secrets.token_urlsafe(24)
    complain("nobody has an account yet; who opens this link first administers the server:")
    complain(f"{address}/setup?key={secret}")
    return msgspec.structs.replace(settings, setup=digest(secret))


def _address(settings: Settings) -> str:
    """The address for a browser."""
    if settings.proxy:
        return f"https://{settings.hosts[0]}"
    host = settings.host
    if host in ("0.0.0.0", "::", ""):
        host = settings.hosts[0] if settings.hosts else socket.gethostname()
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
