"""What tests of access share: a server with accounts, and clients that are signed in to it."""

from __future__ import annotations

from typing import Any

import httpx

from dragoman.desk import Account, Desk, Role
from dragoman.desk.sessions import digest
from dragoman.ledger import Ledger

from .conftest import Running

PASSWORD = "seven boats at the quay"
SECRET = "the secret of the link"
SETUP = digest(SECRET)


class Entry:
    """A running server with accounts, and its desk, as whoever administers it has it."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.ledger = Ledger(running.ledger)
        self.desk = Desk(self.ledger.store)

    def account(self, name: str, role: Role) -> Account:
        """The account of this name, made if there is none; all have the same password."""
        try:
            return self.desk.account(name)
        except Exception:
            return self.desk.add_account(name, role, PASSWORD)

    def client(self, **more: Any) -> httpx.Client:
        """A browser that isn't signed in."""
        return self.running.client(**more)

    def signed_in(self, role: Role, name: str = "", **more: Any) -> httpx.Client:
        """A browser with a session of an account of this role."""
        client = self.client(**more)
        client.cookies[f"dragoman-{self.running.settings.port}"] = self.session(role, name)
        return client

    def session(self, role: Role, name: str = "") -> str:
        return self.desk.begin_session(self.account(name or f"the {role}", role))

    def program(self, role: Role, scope: Any, **more: Any) -> httpx.Client:
        """A program with a token, which says nothing of where it comes from."""
        account = self.account(f"the {role}", role)
        token = self.desk.make_token(account, f"{scope} {len(self.desk.tokens(account))}", scope)
        return httpx.Client(
            base_url=self.running.address, headers={"Authorization": f"Bearer {token}"}, timeout=60, **more
        )

    def noted(self) -> list[tuple[str, str, str | None]]:
        """Who did what to which, the newest first."""
        return [(one.who, one.what, one.about) for one in self.desk.log()]
