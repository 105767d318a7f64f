"""`dragoman accounts`: who may use a server, told where the ledger is, without a browser."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.errors import DeskError
from dragoman.faces import options, output
from dragoman.faces.ledger import opening
from dragoman.faces.progress import complain

if TYPE_CHECKING:
    from dragoman.desk import Desk

_GROUP = """\b
Examples:
    dragoman accounts add leyla --role admin
    dragoman accounts add omar --role review
    dragoman accounts list
    dragoman accounts password omar < password.txt
    dragoman accounts tokens omar --make "nightly export"
\b
A role holds all that those before it may: read; review (judges); admin (makes
accounts, changes sources, sees the audit log). An account is never deleted, for
what it judged bears its name: disable it, and nobody can sign in by it.
\b
Exit codes: 0 done; 2 wrong usage, no such account, or a password that is too
easily guessed; 3 the ledger can't be opened or written.
"""
_ROLES = ("read", "review", "admin")

_Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name.")]
_Role = Annotated[
    str, typer.Option("--role", parser=options.one_of(_ROLES, "role"), metavar="|".join(_ROLES), help="What it may.")
]


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(rich_markup_mode=None, help="Makes and changes the accounts of a server.", epilog=_GROUP)
    group.command()(add)
    group.command("list")(list_)
    group.command()(role)
    group.command()(password)
    group.command()(disable)
    group.command()(enable)
    group.command()(tokens)
    app.add_typer(group, name="accounts")


def add(name: _Name, *, role: _Role = "read", ledger: opening.Address = opening.DEFAULT) -> None:
    """Makes an account; asks for its password, or takes a line of standard input."""
    with _desk(ledger, create=True) as desk:
        made = desk.add_account(name, role, _password())  # type: ignore[arg-type]
        _noted(desk, "account-made", made.name, role)
    complain(f"{made.name} may sign in ({role})")


def list_(*, ledger: opening.Address = opening.DEFAULT) -> None:
    """Lists the accounts: name, role, since when, whether it is disabled."""
    with _desk(ledger) as desk, output.destination(None, []) as out:
        for one in desk.accounts():
            print(f"{one.name}\t{one.role}\t{one.made_at:%Y-%m-%d}\t{'disabled' if one.disabled else ''}", file=out)


def role(
    name: _Name,
    role: Annotated[str, typer.Argument(parser=options.one_of(_ROLES, "role"), metavar="|".join(_ROLES))],
    *,
    ledger: opening.Address = opening.DEFAULT,
) -> None:
    """Gives an account another role; it has to sign in again."""
    with _desk(ledger) as desk:
        changed = desk.set_role(name, role)  # type: ignore[arg-type]
        _noted(desk, "role", changed.name, role)
    complain(f"{changed.name}: {role}")


def password(name: _Name, *, ledger: opening.Address = opening.DEFAULT) -> None:
    """Gives an account another password; it has to sign in again."""
    with _desk(ledger) as desk:
        changed = desk.set_password(desk.account(name).name, _password())
        _noted(desk, "password", changed.name)
    complain(f"{changed.name} has another password")


def disable(name: _Name, *, ledger: opening.Address = opening.DEFAULT) -> None:
    """Lets nobody sign in by an account any more; its sessions and tokens end."""
    with _desk(ledger) as desk:
        changed = desk.disable(name)
        _noted(desk, "disabled", changed.name)
    complain(f"{changed.name} is disabled")


def enable(name: _Name, *, ledger: opening.Address = opening.DEFAULT) -> None:
    """Lets a disabled account sign in again."""
    with _desk(ledger) as desk:
        changed = desk.enable(name)
        _noted(desk, "enabled", changed.name)
    complain(f"{changed.name} may sign in")


def tokens(
    name: _Name,
    *,
    make: Annotated[
        str | None, typer.Option(metavar="TITLE", help="Make one, and print it, this once.", show_default=False)
    ] = None,
    scope: Annotated[
        str,
        typer.Option(
            parser=options.one_of(("read", "write"), "scope"), metavar="read|write", help="What the new one may."
        ),
    ] = "read",
    revoke: Annotated[
        str | None, typer.Option(metavar="TITLE", help="End the one of this title.", show_default=False)
    ] = None,
    ledger: opening.Address = opening.DEFAULT,
) -> None:
    """Lists an account's tokens for the API (title, scope, made, last used), makes one or ends one."""
    with _desk(ledger) as desk, output.destination(None, []) as out:
        account = desk.account(name)
        if make is not None:
            print(desk.make_token(account, make, scope), file=out)  # type: ignore[arg-type]
            _noted(desk, "token-made", account.name, scope)
            return
        held = desk.tokens(account)
        if revoke is not None:
            found = next((one for one in held if one.name == revoke), None)
            if found is None:
                raise DeskError("there is no such token", revoke, f"see: dragoman accounts tokens {account.name}")
            desk.revoke_token(account, found.id)
            _noted(desk, "token-revoked", account.name)
            complain(f"{revoke} is revoked")
            return
        for one in held:
            used = f"{one.used_at:%Y-%m-%d}" if one.used_at else "never"
            print(f"{one.name}\t{one.scope}\t{one.made_at:%Y-%m-%d}\t{used}", file=out)


@contextmanager
def _desk(address: str, create: bool = False) -> Iterator[Desk]:
    from dragoman.desk import Desk

    with opening.opened(address, create=create) as held:
        yield Desk(held.store)


def _noted(desk: Desk, what: str, about: str, detail: str | None = None) -> None:
    """Notes it as done by whoever sits at the machine."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):  # a container without a name for its user
        who = "unknown"
    desk.note(who, what, about, f"{detail}, by command" if detail else "by command")


def _password() -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        return (sys.stdin.readline() if sys.stdin else "").rstrip("\r\n")
    given = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != given:
        raise DeskError("the two passwords differ", "", "try again")
    return given
