"""The events: a table of them with filters in the address, searches to keep, and files to take away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from msgspec.structs import replace
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from dragoman.faces.web.access import Reader, audited
from dragoman.faces.web.asked import PAGE, BadQuestion
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.interface import interface_of
from dragoman.faces.web.pages.events import export, form, months
from dragoman.faces.web.pages.events.rows import rows
from dragoman.faces.web.render import page, part
from dragoman.faces.web.site import site_of

router = APIRouter()
table = APIRouter(route_class=Fresh)


@table.get("/events")
def events(request: Request, user: Reader) -> Response:
    """The table."""
    ui, site = interface_of(request), site_of(request)
    ledger = site.ledger
    asked = form.read(request.query_params)
    query, size = asked.query, asked.query.limit or PAGE
    found = ledger.events(replace(query, limit=size + 1))
    shown, counted = found[:size], months.counted(ledger, query, site.pace.shown())
    return page(
        request,
        "events",
        asked=asked,
        query=query,
        fields=form,
        unfolded=form.unfolded(asked),
        values=form.values(asked, ui),
        choices=form.choices(asked, ui),
        chips=form.chips(query, ui),
        suggested=form.suggested(ui),
        rows=[
            part("event_row", ui.language, row=row, reviews=user.reviews)
            for row in rows(shown, ledger.glance(shown), ui)
        ],
        total=counted.total,
        most=months.MOST,
        bars=months.bars(counted.months, query, ui),
        before=form.address(replace(query, skip=max(query.skip - size, 0))) if query.skip else None,
        after=form.address(replace(query, skip=query.skip + size)) if len(found) > size else None,
        ways=export.WAYS,
        address=form.address,
    )


@router.get("/events/export")
def exported(request: Request, user: Reader, format: str = "csv", account: bool = False) -> Response:
    """All events of the filter as a file, or the account of it."""
    asked = form.read(request.query_params)
    for field, what in asked.errors.items():
        raise BadQuestion(what, field, "remove this filter, or write it otherwise")
    way, ledger = export.way(format), site_of(request).ledger
    if account:
        return Response(export.account(ledger, asked.query, format), media_type="application/json")
    audited(request, user, "export", detail=form.address(asked.query, format, limit=None))
    name = f"dragoman-events{way.suffix}"
    return StreamingResponse(
        export.content(ledger, asked.query, format),
        media_type=way.media,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


# --- saved searches -----------------------------------------------------------------------------------


@router.get("/events/saved")
def saved(request: Request, user: Reader) -> Response:
    """The searches that this user saved."""
    return page(request, "searches", searches=site_of(request).desk.searches(user.name))


@router.post("/events/saved")
def save(
    request: Request, user: Reader, name: Annotated[str, Form()], address: Annotated[str, Form()] = ""
) -> Response:
    """Keeps a search under a name, and goes back to it."""
    query = form.read(QueryParams(address)).query
    kept = form.address(replace(query, skip=0), "")
    site_of(request).desk.save_search(user.name, name, kept)
    return RedirectResponse(f"/events{kept}", status_code=303)


@router.post("/events/saved/drop")
def drop(request: Request, user: Reader, id: Annotated[int, Form()]) -> Response:
    """Drops one."""
    site_of(request).desk.drop_search(user.name, id)
    return RedirectResponse("/events/saved", status_code=303)


router.include_router(table)
