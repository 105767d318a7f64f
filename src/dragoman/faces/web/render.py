"""A page out of its template: every value escaped, in the language and the look that the request asks for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dragoman.faces.page.marks import control_name, stored
from dragoman.faces.web import assets
from dragoman.faces.web.access import visitor_of
from dragoman.faces.web.interface import interface, interface_of
from dragoman.faces.web.site import site_of
from dragoman.relations.briefing.wording import LANGUAGES, Phrase, Piece
from dragoman.text import printable

THEME = "theme"  # the cookie: light, dark, or none for the system's
_PARTS = 4_096  # pieces that are kept, of some 5 KB
VARY = "Accept-Language, Cookie, HX-Request"


def page(request: Request, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page `templates/<name>.html.jinja` with these values."""
    spoken = interface_of(request)
    theme = request.cookies.get(THEME)
    body = (
        _environment()
        .get_template(f"{name}.html.jinja")
        .render(
            **values,
            status=status,
            request=request,
            here=request.url.path,
            name=name,
            ui=spoken,
            t=spoken.say,
            user=visitor_of(request),
            accounts=site_of(request).settings.access == "accounts",
            theme=theme if theme in ("light", "dark") else None,
            languages=LANGUAGES,
            href=href,
            partial=request.headers.get("hx-request") == "true",
        )
    )
    return HTMLResponse(body, status, headers={"Vary": VARY, "Cache-Control": "private, no-cache"})


@lru_cache(_PARTS)
def part(name: str, language: str, **values: Hashable) -> Markup:
    """A piece of pages, made from its template in a language and these values alone; it is kept for the next page."""
    spoken = interface(language)
    template = _environment().get_template(f"{name}.html.jinja")
    return Markup(template.render(**values, ui=spoken, t=spoken.say, href=href))


def href(path: str, values: Mapping[str, Any] | None = None, /, **more: Any) -> str:
    """An address with its parameters; those that are None or empty are left out, a sequence is given part by part."""
    listed: list[tuple[str, str]] = []
    for key, value in {**(values or {}), **more}.items():
        several: Sequence[Any] = value if isinstance(value, list | tuple) else (value,)
        listed += [(key, str(one)) for one in several if one not in (None, "")]
    return f"{path}?{urlencode(listed)}" if listed else path


def inside(address: str) -> str:
    """An address to go on to, if it is one of this site's own; else the first page."""
    # "//host" and "/\\host" are other sites' addresses, and browsers drop tabs and line ends before they look.
    ours = address.startswith("/") and address.isprintable() and not address.startswith(("//", "/\\"))
    return address if ours else "/"


def spoken(phrase: Phrase | Sequence[Piece] | str) -> Markup:
    """A sentence of pieces, each with its language and direction."""
    if isinstance(phrase, str):
        return Markup.escape(printable(phrase))
    return Markup("").join(_piece(piece) for piece in phrase)


def _piece(piece: Piece) -> Markup:
    text = printable(piece.text)
    if piece.plain:
        return Markup.escape(text)
    tag = "q" if piece.quoted else "bdi"
    language = Markup(' lang="{}"').format(piece.language) if piece.language else Markup("")
    return Markup("<{tag}{language} dir={direction}>{text}</{tag}>").format(
        tag=tag, language=language, direction=piece.direction or "auto", text=text
    )


def _shown(value: Any) -> Any:
    """What a template prints: no text may steer the line that it stands in."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("dragoman.faces.web", "templates"), PackageLoader("dragoman.faces", "page")]
        ),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["asset"] = assets.address
    environment.filters.update(spoken=spoken, stored=stored)
    environment.tests["steering"] = lambda char: control_name(char) is not None
    environment.globals["control_name"] = control_name
    return environment
