"""Who asks, and what they may do."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from dragoman.desk import ROLES, Role, Session
from dragoman.faces.web.access.origin import SAFE
from dragoman.faces.web.access.refusal import NotAllowed, NotSignedIn
from dragoman.faces.web.site import site_of
from dragoman.ledger import Ledger
from dragoman.model import Record


class User(Record, frozen=True):
    """Who asks. A role holds all that those before it may; `session` is there where a browser signed in."""

    name: str
    role: Role
    session: Session | None = None

    @property
    def reviews(self) -> bool:
        """Whether what this user decides is written."""
        return self.may("review")

    @property
    def administers(self) -> bool:
        """Whether accounts, sources and the audit log are this user's."""
        return self.may("admin")

    def may(self, role: Role) -> bool:
        """Whether this user's role holds that one."""
        return ROLES.index(self.role) >= ROLES.index(role)


def visitor_of(request: Request) -> User | None:
    """Who asks; None on a page that is open to all where nobody is signed in."""
    user: User | None = getattr(request.state, "user", None)  # the guard has set it
    return user


def user_of(request: Request) -> User:
    """Who asks. Raises NotSignedIn."""
    user = visitor_of(request)
    if user is None:
        raise NotSignedIn("nobody is signed in", request.url.path, "sign in first")
    return user


def _at_least(role: Role, request: Request) -> User:
    user = user_of(request)
    if not user.may(role):
        if request.method not in SAFE:
            audited(request, user, "refused", request.url.path)
        what = f"the role of {user.name!r} is {user.role}; this needs {role}"
        raise NotAllowed(what, request.url.path, "ask who administers this server")
    return user


def _reader(request: Request) -> User:
    return _at_least("read", request)


def _reviewer(request: Request) -> User:
    return _at_least("review", request)


def _admin(request: Request) -> User:
    return _at_least("admin", request)


Reader = Annotated[User, Depends(_reader)]
Reviewer = Annotated[User, Depends(_reviewer)]
Admin = Annotated[User, Depends(_admin)]


def signed(request: Request, user: User) -> Ledger:
    """The ledger, in which this user signs what is written."""
    return site_of(request).ledger.signed(user.name)


def audited(request: Request, user: User, what: str, about: str | None = None, detail: str | None = None) -> None:
    """Notes in the audit log that this user did something: `what` as `judge`, `export`; `about` a record's id."""
    site_of(request).desk.note(user.name, what, about, detail, address_of(request))


def address_of(request: Request) -> str | None:
    """From which address it is asked; behind a proxy, the one that the proxy was asked from."""
    return request.client.host if request.client else None
