"""The application, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from dragoman.faces.web import assets, faults, pace, policy
from dragoman.faces.web.access import guard, hosts
from dragoman.faces.web.pages import ROUTERS
from dragoman.faces.web.settings import Settings
from dragoman.faces.web.site import Site

_LARGE = 1_000  # bytes from which on an answer is packed
_LEVEL = 5


def create(settings: Settings) -> FastAPI:
    """The application that serves a ledger.

    Raises LedgerError where it can't be opened, AccessError where it would be open to more than may use it.
    """
    from dragoman.faces.api import app as api  # which is made of pieces of this package

    hosts.check_settings(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.site.close()

    app = FastAPI(title="Dragoman", version=metadata.version("dragoman"), openapi_url=None, lifespan=lifespan)
    app.state.site = Site(settings)
    app.add_middleware(guard.Guard, settings=settings)
    app.add_middleware(pace.Paced, ledger=app.state.site.ledger, pace=app.state.site.pace)
    app.add_middleware(policy.Policy)
    app.add_middleware(GZipMiddleware, minimum_size=_LARGE, compresslevel=_LEVEL)
    faults.register(app)
    app.mount("/static", assets.Static())
    api.mount(app)
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    return app
