"""Atom (RFC 4287): the events of a filter or of a relation that came or were corrected last."""

from __future__ import annotations

import datetime
from typing import Annotated, Any
from xml.etree import ElementTree

import msgspec
from fastapi import Path
from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import UnknownRecord
from dragoman.faces.api import asking
from dragoman.faces.api.asking import CHOSEN, filtering
from dragoman.faces.api.relations import Party
from dragoman.faces.web.access import Reader
from dragoman.faces.web.interface import Interface, interface_of
from dragoman.faces.web.lines import Line, line
from dragoman.faces.web.site import site_of
from dragoman.ledger import Query, incoming
from dragoman.ledger.incoming import Arrival
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Phrase
from dragoman.text import printable

router = asking.router("feeds")

_SPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MEDIA = "application/atom+xml"
_SIZE = 50
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The feed", "content": {_MEDIA: {"schema": {"type": "string"}}}}
}

ElementTree.register_namespace("", _SPACE)


@router.get("/events.atom", responses=_CONTENT, openapi_extra=filtering(CHOSEN))
def events(request: Request, user: Reader) -> Response:
    """The events of a filter that came last, in the language of whoever asks."""
    return _feed(request, asking.asked(request, CHOSEN), interface_of(request).say("api.events"))


@router.get("/relations/{one}/{other}.atom", responses=_CONTENT)
def relation(
    request: Request,
    user: Reader,
    one: Annotated[Party, Path(description="A state or body: AZE, IGO:NATO.")],
    other: Annotated[Party, Path(description="The other one.")],
) -> Response:
    """The events between two parties that came last."""
    if one == other:
        raise UnknownRecord(f"{one} has no relation with itself", "other", "name two parties")
    title = names.relation((one, other), interface_of(request).words)
    return _feed(request, Query(pair=(one, other)), _said(title))


def _feed(request: Request, query: Query, title: str) -> Response:
    ui, here = interface_of(request), str(request.url)
    found = incoming.newest(site_of(request).ledger, query, _SIZE)
    root = _element(None, "feed", **{_LANGUAGE: ui.language})
    _element(root, "id", here)
    _element(root, "title", f"{title} · {ui.say('common.name')}")
    _element(root, "updated", _time(max((one.at for one in found), default=datetime.datetime(1970, 1, 1))))
    _element(root, "generator", "Dragoman")
    _element(root, "link", rel="self", type=_MEDIA, href=here)
    for one in found:
        _entry(root, one, ui, f"{request.url.scheme}://{request.url.netloc}")
    return Response(ElementTree.tostring(root, "utf-8", xml_declaration=True), media_type=_MEDIA)


def _entry(feed: ElementTree.Element, arrival: Arrival, ui: Interface, site: str) -> None:
    shown = line(arrival.told, ui)
    entry = _element(feed, "entry")
    _element(entry, "id", f"urn:dragoman:event:{shown.id}")
    _element(entry, "title", _title(shown))
    _element(entry, "updated", _time(arrival.at))
    _element(_element(entry, "author"), "name", shown.outlet or ui.say("common.name"))
    _element(entry, "category", term=shown.type, label=shown.kind)
    if shown.report:
        _element(entry, "link", rel="alternate", type="text/html", href=f"{site}/reports/{shown.report}#{shown.id}")
    else:
        _element(entry, "link", rel="alternate", type="application/json", href=f"{site}/api/v1/events/{shown.id}")
    url = arrival.told.report.url if arrival.told.report else None
    if url and url.startswith(("http://", "https://")):
        _element(entry, "link", rel="via", href=url)
    words = "".join(shown.quote) if shown.quote else _title(shown)
    language = {_LANGUAGE: shown.language} if shown.quote and shown.language else {}
    _element(entry, "content", words, type="text", **language)


def _title(shown: Line) -> str:
    """Who does what to whom, and when."""
    sides = [", ".join(_said(who.name) for who in side) for side in (shown.who, shown.whom)]
    cast = " → ".join(side for side in sides if side)
    return " · ".join(part for part in (shown.kind, cast, shown.when) if part)


def _said(phrase: Phrase | str) -> str:
    return phrase if isinstance(phrase, str) else "".join(piece.text for piece in phrase)


def _element(parent: ElementTree.Element | None, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """An element with text that XML can hold."""
    held = {key: printable(value) for key, value in attributes.items()}
    tag = f"{{{_SPACE}}}{name}"
    found = ElementTree.Element(tag, held) if parent is None else ElementTree.SubElement(parent, tag, held)
    found.text = printable(text) or None
    return found


def _time(at: datetime.datetime) -> str:
    return msgspec.to_builtins(at if at.tzinfo else at.replace(tzinfo=datetime.UTC))  # type: ignore[no-any-return]
