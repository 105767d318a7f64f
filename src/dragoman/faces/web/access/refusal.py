"""Why a request is refused, each with its HTTP status."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.errors import AccessError


class Refusal(AccessError):
    """A request that gets no answer of the page it asks for; `headers` go with the one it gets."""

    status = 403

    def __init__(self, what: str, where: str = "", fix: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(what, where, fix)
        self.headers = headers or {}


class NotAllowed(Refusal):
    """Who asks is known, and may not do that."""


class ComesFromElsewhere(Refusal):
    """Another site's page would have something changed here."""


class NotSignedIn(Refusal):
    """Nobody knows who asks."""

    status = 401


class WrongHost(Refusal):
    """It is asked by a name that is not this server's."""

    status = 421


class TooOften(Refusal):
    """More than one user or address may ask in this time."""

    status = 429
