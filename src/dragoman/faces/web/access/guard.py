"""Every request passes here first. What isn't known to be allowed is refused, whatever page is asked."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.desk import ROLES
from dragoman.desk.attempts import network
from dragoman.errors import DragomanError
from dragoman.faces.api.problem import is_wanted
from dragoman.faces.web import faults
from dragoman.faces.web.access import cookie, hosts, rates
from dragoman.faces.web.access.bodies import bounded
from dragoman.faces.web.access.origin import SAFE, check_origin
from dragoman.faces.web.access.refusal import NotSignedIn, WrongHost
from dragoman.faces.web.access.user import User, address_of
from dragoman.faces.web.render import href
from dragoman.faces.web.settings import Settings
from dragoman.faces.web.site import site_of

PUBLIC = ("/login", "/setup", "/health", "/look")
_BEARER = "bearer "


class Guard:
    """Lets a request through with its user in `request.state.user`, or answers it itself."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.rates = rates.Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there is nothing else here
            await send({"type": "websocket.close", "code": 1008})
            return
        request, begun = Request(scope), False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            hosts.forwarded(scope, self.settings)
            scope.setdefault("state", {})["user"] = await self._admit(request)
            await self.app(scope, bounded(scope, receive, self.settings.body), noted)
        except (DragomanError, HTTPException) as error:
            if begun:
                raise
            answer = await run_in_threadpool(_answer, request, error)
            await answer(scope, receive, send)

    async def _admit(self, request: Request) -> User | None:
        """Who asks; None on a page open to all. Raises a Refusal."""
        hosts.check_host(request.scope, self.settings)
        if self.settings.access == "open":
            check_origin(request.scope, programs=is_wanted(request))
            return User(name=site_of(request).ledger.who, role="admin")
        secret = _secret(request)
        check_origin(request.scope, programs=secret is not None)
        path = request.scope["path"]  # by which routes are chosen; the address has the Host header in it
        if path.startswith("/static/"):
            return None
        user = await run_in_threadpool(_signed_in, request, secret) if secret or cookie.key_of(request) else None
        self.rates.take(rates.kind_of(request.method, path), _counted(request, user))
        if user is None and path not in PUBLIC:
            raise NotSignedIn("nobody is signed in", path, "sign in, or send a token: Authorization: Bearer …")
        return user


def _secret(request: Request) -> str | None:
    """The token that a program shows."""
    written = request.headers.get("authorization", "")
    return written[len(_BEARER) :].strip() if written.lower().startswith(_BEARER) else None


def _signed_in(request: Request, secret: str | None) -> User | None:
    """Whose token or session it is; a token that is none isn't made up for by a session."""
    desk = site_of(request).desk
    if secret is not None:
        bearer = desk.bearer(secret)
        if bearer is None:
            return None
        # Whoever gets hold of a token makes no accounts with it.
        most = ROLES.index("review" if bearer.token.scope == "write" else "read")
        return User(name=bearer.account.name, role=ROLES[min(most, ROLES.index(bearer.account.role))])
    key = cookie.key_of(request)
    signed = desk.session(key) if key else None
    return User(name=signed.account.name, role=signed.account.role, session=signed.session) if signed else None


def _counted(request: Request, user: User | None) -> str:
    """Whose turns are taken: a session's or a token's user's, else an address's."""
    if user is None or rates.kind_of(request.method, request.scope["path"]) == "login":
        return f"address {network(address_of(request) or '')}"
    return f"session {user.session.id}" if user.session else f"user {user.name}"


def _answer(request: Request, error: DragomanError | HTTPException) -> Response:
    """What a refused request gets."""
    headers = {}
    if isinstance(error, WrongHost):
        return PlainTextResponse(str(error), error.status)
    if isinstance(error, NotSignedIn):
        if is_wanted(request) or _secret(request) is not None:
            headers["WWW-Authenticate"] = "Bearer"
        elif request.headers.get("hx-request") == "true":
            headers["HX-Redirect"] = "/login"
        else:
            return RedirectResponse(_login(request), 303)
    answer = faults.answer(request, error)
    answer.headers.update(headers)
    return answer


def _login(request: Request) -> str:
    """The address of the sign-in, from which it goes on to the page that was asked for."""
    if not site_of(request).desk.has_accounts():
        return "/setup"
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return href("/login", next=here if request.method in SAFE and here != "/" else None)
