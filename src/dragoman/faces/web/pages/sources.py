"""Sources: the feeds that are watched, how each of them is, and lists of feeds added, paused and taken off."""

from __future__ import annotations

import datetime
from collections.abc import Set
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.desk import Watched
from dragoman.errors import DragomanError, InputError
from dragoman.faces.web.access import Admin, audited
from dragoman.faces.web.render import href, page
from dragoman.faces.web.site import Site, site_of
from dragoman.intake.fetch import without_credentials
from dragoman.intake.opml import read_opml
from dragoman.ledger.feeds import Polled
from dragoman.model import Record

router = APIRouter()
_POLLS = 24  # of a feed that are shown
_LONGEST = 2_000_000  # bytes of a list of feeds


class Source(Record, frozen=True):
    """A feed: what is asked of it, what it gave, and how it is.

    `health` is one of new, unchanged, failed, disallowed, silent, paused, unasked.
    """

    url: str
    shown: str  # the address without a password
    title: str | None
    listed: bool
    paused: bool
    health: str
    polls: tuple[Polled, ...]
    added: int
    last_new: datetime.datetime | None


def sources(site: Site, now: datetime.datetime) -> list[Source]:
    """The feeds of the list in its order, then those that are watched without being on it; the ailing ones first."""
    pulses = site.ledger.pulses()
    silent = {url for url, pulse in pulses.items() if pulse.silent(now)}
    asked = set(pulses) - set(map(without_credentials, site.desk.forgotten()))
    found = [_source(site, one.url, one, silent) for one in site.desk.watched()]
    listed = {without_credentials(one.url) for one in found}
    found += [_source(site, url, None, silent) for url in sorted(asked - listed)]
    return sorted(found, key=lambda one: one.health not in ("failed", "disallowed", "silent"))


def _source(site: Site, url: str, watched: Watched | None, silent: Set[str]) -> Source:
    shown = without_credentials(url)
    polls = tuple(site.ledger.polls(shown, _POLLS))
    paused = watched is not None and watched.paused
    return Source(
        url=url,
        shown=shown,
        title=watched.title if watched else None,
        listed=watched is not None,
        paused=paused,
        health="paused" if paused else _health(polls, silent=shown in silent),
        polls=polls[::-1],
        added=sum(one.added for one in polls),
        last_new=next((one.at for one in polls if one.added), None),
    )


def _health(polls: tuple[Polled, ...], *, silent: bool) -> str:
    if not polls:
        return "unasked"
    return "silent" if silent and polls[0].status not in ("failed", "disallowed") else polls[0].status


@router.get("/sources")
def shown(request: Request, done: str = "", fault: str = "") -> Response:
    """The page."""
    now = datetime.datetime.now(datetime.UTC)
    return page(request, "sources", sources=sources(site_of(request), now), done=done, fault=fault)


@router.post("/sources")
def add(request: Request, user: Admin, url: Annotated[str, Form()], title: Annotated[str, Form()] = "") -> Response:
    """Watches a feed from now on."""

    def work() -> None:
        site_of(request).desk.watch(url, title or None, user.name)
        audited(request, user, "sources", without_credentials(url), "watch")

    return _done(work, "added")


@router.post("/sources/list")
def add_list(request: Request, user: Admin, opml: UploadFile) -> Response:
    """Watches all feeds of a list that a feed reader exported; those that are no feeds are named."""
    desk, faults = site_of(request).desk, list[str]()

    def work() -> None:
        raw = opml.file.read(_LONGEST + 1)
        if len(raw) > _LONGEST:
            raise InputError(f"the list is longer than {_LONGEST:,} bytes", opml.filename or "", "cut it in parts")
        for found in read_opml(raw, where=opml.filename or "the list"):
            if isinstance(found, InputError):
                faults.append(str(found))
            else:
                desk.watch(found.address, found.title, user.name)
        audited(request, user, "sources", opml.filename, "watch a list")

    return _done(work, "listed", faults)


@router.post("/sources/{change}")
def change(request: Request, user: Admin, change: str, url: Annotated[str, Form()]) -> Response:
    """Pauses, resumes or forgets a feed; one that is watched without being on the list comes onto it."""
    desk = site_of(request).desk

    def work() -> None:
        if url not in {one.url for one in desk.watched()} and change != "forget":
            desk.watch(url, None, user.name)
        {"pause": desk.pause, "resume": desk.resume, "forget": desk.forget}[change](url, user.name)
        audited(request, user, "sources", without_credentials(url), change)

    if change not in ("pause", "resume", "forget"):
        return page(request, "fault", status=404, what=f"feeds can't be {change!r}", where="", fix="")
    return _done(work, change)


def _done(work: object, what: str, faults: list[str] | None = None) -> Response:
    assert callable(work)
    try:
        work()
    except DragomanError as error:
        return RedirectResponse(href("/sources", fault=str(error)), status_code=303)
    fault = "; ".join((faults or [])[:3])
    return RedirectResponse(href("/sources", done=what, fault=fault), status_code=303)
