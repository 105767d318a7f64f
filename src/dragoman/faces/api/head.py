"""HEAD: what GET would answer, without its body, for every address; a stream is left off at its first byte."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class _Enough(OSError):
    """The head was sent; nobody wants the rest."""


class Head:
    """Asks for what GET gives and sends its head alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})
            raise _Enough

        try:
            await self.app({**scope, "method": "GET"}, receive, bare)
        except _Enough:
            return
