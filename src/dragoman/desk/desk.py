"""The desk as a server sees it: one door over the modules beside it, each step one transaction.

Who asks is not checked here; what may be asked by whom is the faces' business.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from dragoman.desk import accounts, attempts, audit, moments, passwords, searches, sessions, tokens, watching
from dragoman.desk.accounts import Account, Role
from dragoman.desk.audit import Entry, Filter
from dragoman.desk.searches import Search
from dragoman.desk.sessions import GLANCE, Session, Signed
from dragoman.desk.tokens import Bearer, Scope, Token
from dragoman.desk.watching import Watched
from dragoman.errors import AccessError, DeskError, LedgerError
from dragoman.ledger.store import Store

T = TypeVar("T")


class SignInRefused(AccessError):
    """Name and password don't go together, or it failed too often; `wait` says for how many seconds."""

    def __init__(self, what: str, fix: str, wait: int = 0) -> None:
        super().__init__(what, "", fix)
        self.wait = wait


class Desk:
    """Accounts, sessions, tokens, searches, watched feeds and the audit log of an open ledger.

    Every method raises LedgerError where the database can't be read or written, and DeskError where what is asked
    can't be. `clock` gives the moment, in UTC.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime.datetime] = moments.now) -> None:
        self.store = store
        self.clock = clock

    def _read(self, work: Callable[[sa.Connection], T]) -> T:
        with self.store.reading() as connection:
            return work(connection)

    # --- accounts ---------------------------------------------------------------------------------

    def accounts(self) -> list[Account]:
        """All accounts, by their names."""
        return self._read(accounts.listed)

    def account(self, name: str) -> Account:
        """The account of this name."""
        return self._read(lambda c: accounts.get(c, name))

    def known(self, name: str) -> str | None:
        """The name of the account that is meant, as it was given; None where there is none."""
        found = self._read(lambda c: accounts.find(c, name))
        return None if found is None else found.name

    def has_accounts(self) -> bool:
        """Whether anybody could sign in at all."""
        return bool(self.accounts())

    def add_account(self, name: str, role: Role, password: str, *, first: bool = False) -> Account:
        """Makes an account; as the `first` one only where there is none."""
        kept = self._hashed(password, name)

        def work(connection: sa.Connection) -> Account:
            if first and accounts.listed(connection):
                raise DeskError("the first account was made already", name, "sign in with it")
            return accounts.add(connection, name, role, kept, self.clock())

        return self.store.write(work)

    def set_role(self, name: str, role: Role) -> Account:
        """Gives an account another role; its sessions end."""
        return self.store.write(lambda c: self._change(c, name, role=role))

    def set_password(self, name: str, password: str, *, but: int | None = None) -> Account:
        """Gives an account another password; its sessions end, `but` this one. Its tokens go on."""
        kept = self._hashed(password, name)
        return self.store.write(lambda c: self._change(c, name, but=but, password=kept))

    def disable(self, name: str) -> Account:
        """Nobody can sign in by this account any more; its sessions and tokens end."""

        def work(connection: sa.Connection) -> Account:
            account = self._change(connection, name, disabled=True)
            tokens.revoke(connection, account.id)
            return account

        return self.store.write(work)

    def enable(self, name: str) -> Account:
        """Lets a disabled account sign in again."""
        return self.store.write(lambda c: self._change(c, name, disabled=False))

    def _hashed(self, password: str, name: str) -> str:
        passwords.check(password, name)
        return passwords.hashed(password)

    def _change(self, connection: sa.Connection, name: str, *, but: int | None = None, **values: str | bool) -> Account:
        account = accounts.get(connection, name)
        sessions.end(connection, account.id, but=but)
        return accounts.change(connection, account, **values)

    # --- signing in -------------------------------------------------------------------------------

    def is_password(self, name: str, password: str, address: str | None = None) -> Account:
        """The account that these belong to. Raises SignInRefused; a wrong one makes the next try wait longer.

        It takes as long for a name that no account has, and says the same.
        """
        wait = self.store.write(lambda c: attempts.begin(c, name, address, self.clock()))
        if wait:
            raise SignInRefused("it failed too often", f"try again in {wait} s", wait)
        account = self._read(lambda c: accounts.find(c, name))
        kept = None if account is None else self._read(lambda c: accounts.password_of(c, account.id))
        if not passwords.matches(password, kept) or account is None or account.disabled:
            raise SignInRefused("name and password don't go together", "try again, or ask who administers this server")
        self.store.write(lambda c: attempts.succeeded(c, name, address))
        if kept is not None and passwords.is_outdated(kept):
            fresh = passwords.hashed(password)
            self.store.write(lambda c: accounts.change(c, account, password=fresh))
        return account

    def begin_session(self, account: Account) -> str:
        """Begins a session; gives the key that the browser is to show."""
        return self.store.write(lambda c: sessions.begin(c, account.id, self.clock()))

    def session(self, key: str) -> Signed | None:
        """Whose session has this key; None where it is over."""
        at = self.clock()
        found = self._read(lambda c: sessions.find(c, key, at))
        if found is not None and at - found.session.used_at > GLANCE:
            self._noted(lambda c: sessions.use(c, found.session.id, at))
        return found

    def sessions(self, account: Account) -> list[Session]:
        """An account's sessions, the last used first."""
        return self._read(lambda c: sessions.of(c, account.id, self.clock()))

    def end_sessions(self, account: Account, *, only: int | None = None, but: int | None = None) -> int:
        """Ends an account's sessions, `only` one or all `but` one; gives how many there were."""
        return self.store.write(lambda c: sessions.end(c, account.id, only=only, but=but))

    # --- tokens -----------------------------------------------------------------------------------

    def make_token(self, account: Account, name: str, scope: Scope) -> str:
        """Makes a token; gives its secret, which can't be seen again."""
        return self.store.write(lambda c: tokens.make(c, account.id, name, scope, self.clock()))

    def bearer(self, secret: str) -> Bearer | None:
        """Whose token it is; None where there is none like it."""
        at = self.clock()
        found = self._read(lambda c: tokens.find(c, secret))
        if found is not None and (found.token.used_at is None or at - found.token.used_at > GLANCE):
            self._noted(lambda c: tokens.use(c, found.token.id, at))
        return found

    def tokens(self, account: Account) -> list[Token]:
        """An account's tokens, by their names."""
        return self._read(lambda c: tokens.of(c, account.id))

    def revoke_token(self, account: Account, token: int) -> bool:
        """Ends a token; gives whether the account had it."""
        return self.store.write(lambda c: tokens.revoke(c, account.id, only=token)) > 0

    def _noted(self, work: Callable[[sa.Connection], None]) -> None:
        """Notes that something was used; while the database is held by another program that can wait."""
        try:
            self.store.write(work)
        except LedgerError:
            return

    # --- saved searches ---------------------------------------------------------------------------

    def searches(self, owner: str) -> list[Search]:
        """What somebody saved, by names."""
        return self._read(lambda c: searches.of(c, owner))

    def save_search(self, owner: str, name: str, address: str) -> Search:
        """Saves a question; `address` is the query string of the page of events."""
        return self.store.write(lambda c: searches.save(c, owner, name, address, self.clock()))

    def drop_search(self, owner: str, id: int) -> bool:
        """Drops one; gives whether the owner had it."""
        return self.store.write(lambda c: searches.drop(c, owner, id))

    # --- watched feeds ----------------------------------------------------------------------------

    def watched(self) -> list[Watched]:
        """The feeds that are watched or paused, in the order in which they came."""
        return self._read(watching.listed)

    def forgotten(self) -> frozenset[str]:
        """The addresses of feeds that were watched and are so no more."""
        return self._read(watching.forgotten)

    def watch(self, url: str, title: str | None, who: str) -> None:
        """Watches a feed from now on."""
        self.store.write(lambda c: watching.watch(c, url, title, who, self.clock()))

    def pause(self, url: str, who: str) -> None:
        """Asks a feed no more until it is resumed."""
        self.store.write(lambda c: watching.change(c, url, "paused", who, self.clock()))

    def resume(self, url: str, who: str) -> None:
        """Asks a paused feed again."""
        self.store.write(lambda c: watching.change(c, url, "watched", who, self.clock()))

    def forget(self, url: str, who: str) -> None:
        """Watches a feed no more; what it gave stays."""
        self.store.write(lambda c: watching.change(c, url, "forgotten", who, self.clock()))

    # --- the audit log ----------------------------------------------------------------------------

    def note(
        self, who: str, what: str, about: str | None = None, detail: str | None = None, address: str | None = None
    ) -> None:
        """Notes that somebody did something: `what` as `sign-in`, `judge`, `export`; `about` a record's id."""
        note = partial(audit.note, who=who, what=what, about=about, detail=detail, address=address)
        self.store.write(lambda c: note(c, self.clock()))

    def log(
        self,
        limit: int | None = 100,
        before: int | None = None,
        only: Filter = Filter(),  # noqa: B008 (frozen)
    ) -> list[Entry]:
        """The newest lines of the log, those with a number under `before`."""
        return self._read(lambda c: list(audit.log(c, limit, before, only)))

    def kinds(self) -> list[str]:
        """What was ever noted to be done."""
        return self._read(audit.kinds)
