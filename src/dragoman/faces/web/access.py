"""Who asks, and what they may do. A page or a route takes `Reader`, `Reviewer` or `Admin` as a parameter."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from dragoman.desk import Role
from dragoman.faces.web.site import site_of
from dragoman.ledger import Ledger
from dragoman.model import Record


class User(Record, frozen=True):
    """Who asks. A role holds all that those before it may."""

    name: str
    role: Role

    @property
    def reviews(self) -> bool:
        """Whether what this user decides is written."""
        return self.role != "read"

    @property
    def administers(self) -> bool:
        """Whether accounts, sources and the audit log are this user's."""
        return self.role == "admin"


def user_of(request: Request) -> User:
    """Who asks."""
    return User(name=site_of(request).ledger.who, role="admin")


Reader = Annotated[User, Depends(user_of)]
Reviewer = Annotated[User, Depends(user_of)]
Admin = Annotated[User, Depends(user_of)]


def signed(request: Request, user: User) -> Ledger:
    """The ledger, in which this user signs what is written."""
    return site_of(request).ledger.signed(user.name)


def audited(request: Request, user: User, what: str, about: str | None = None, detail: str | None = None) -> None:
    """Notes in the audit log that this user did something: `what` as `judge`, `export`; `about` a record's id."""
    address = request.client.host if request.client else None
    site_of(request).desk.note(user.name, what, about, detail, address)
