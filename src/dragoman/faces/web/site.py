"""What all requests of one server share: the ledger and the settings."""

from __future__ import annotations

from typing import cast

from starlette.requests import Request

from dragoman.faces.web.settings import Settings
from dragoman.ledger import Ledger


class Site:
    """The open ledger with what is known of the server."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ledger = Ledger(settings.ledger)

    def close(self) -> None:
        """Ends what is open."""
        self.ledger.close()


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    return cast(Site, request.app.state.site)
