"""Feeds of events: Atom for readers of feeds, server-sent events for programs that wait for news.

Shape: the filters of an address in, the events that came last or come next out.
"""

from fastapi import APIRouter

from dragoman.faces.api.feeds import atom, stream

router = APIRouter()
router.include_router(atom.router)
router.include_router(stream.router)

__all__ = ["router"]
