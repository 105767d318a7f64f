"""The application, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata

from fastapi import FastAPI

from dragoman.faces.web import assets, faults, policy
from dragoman.faces.web.pages import ROUTERS
from dragoman.faces.web.settings import Settings
from dragoman.faces.web.site import Site


def create(settings: Settings) -> FastAPI:
    """The application that serves a ledger. Raises LedgerError where it can't be opened."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.site.close()

    app = FastAPI(title="Dragoman", version=metadata.version("dragoman"), openapi_url=None, lifespan=lifespan)
    app.state.site = Site(settings)
    app.add_middleware(policy.Policy)
    faults.register(app)
    app.mount("/static", assets.Static())
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    return app
