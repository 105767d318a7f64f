"""What all requests of one server share: the ledger, its desk and relations, settings, reader, queues of review."""

from __future__ import annotations

import asyncio
from typing import cast

from starlette.requests import Request

from dragoman.desk import Desk
from dragoman.faces.web.pace import Pace
from dragoman.faces.web.queues import Queues
from dragoman.faces.web.reader import Reader
from dragoman.faces.web.recent import Recent
from dragoman.faces.web.settings import Settings
from dragoman.faces.web.shelf import Shelf
from dragoman.ledger import Ledger
from dragoman.relations.held import Held

_AT_ONCE = 3  # pages that are made side by side; more would only all take longer


class Site:
    """The open ledger with what is known of the server."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ledger = Ledger(settings.ledger)
        self.desk = Desk(self.ledger.store)
        self.reader = Reader(settings.coder)
        self.shelf = Shelf()
        self.queues = Queues(self.ledger)
        self.pace = Pace(self.ledger, self._get_ready)
        self.relations = Held(self.ledger, self.pace.shown)
        self.turns = asyncio.Semaphore(_AT_ONCE)
        self.recent = Recent(self.ledger, self.pace.shown)

    def _get_ready(self) -> None:
        if self.relations.known:
            self.relations.now()

    def close(self) -> None:
        """Ends what is open."""
        self.reader.close()
        self.ledger.close()


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    return cast(Site, request.app.state.site)
