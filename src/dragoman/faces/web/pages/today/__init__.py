"""The first page: what came in, what changed, what waits for a person, which source is silent."""

from __future__ import annotations

import datetime
import hashlib

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.faces.web.access import Reader
from dragoman.faces.web.interface import interface_of
from dragoman.faces.web.lines import Line, lines
from dragoman.faces.web.pages.today.changed import Changed, changed
from dragoman.faces.web.pages.today.waiting import MOST, Waiting, sources, waiting
from dragoman.faces.web.remembered import Remembered
from dragoman.faces.web.render import page
from dragoman.faces.web.site import Site, site_of
from dragoman.ledger.arrivals import Arrivals, Dealt, Pair
from dragoman.ledger.store import DEFAULT
from dragoman.model import Record
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Phrase, Words

router = APIRouter()

SPANS = {"day": 1, "week": 6, "month": 29}  # days before that of the last report
_SHOWN = 6  # relations with their events
_NAMED = 24  # more that are only named
_PATIENCE = 0.15  # seconds that the page waits for what may come later


class Dealing(Record, frozen=True):
    """A relation that came up, with its weightiest events."""

    pair: Pair
    name: Phrase
    events: int
    lines: tuple[Line, ...]


class Findings(Record, frozen=True):
    """What takes longer to find out: what changed, and what waits."""

    changed: Changed
    waiting: Waiting


_ARRIVED: Remembered[Arrivals] = Remembered(32)
_FOUND: Remembered[Findings] = Remembered(8)


@router.get("/")
def today(request: Request, user: Reader, span: str = "day") -> Response:
    """The page."""
    ui, site = interface_of(request), site_of(request)
    ledger, last = site.ledger, site.ledger.last_day()
    if last is None:
        return _first_steps(request, site)
    span = span if span in SPANS else "day"
    since = last - datetime.timedelta(days=SPANS[span])
    key = (ledger.store.address, site.pace.shown())
    arrived = _ARRIVED.get((*key, since), lambda: ledger.arrivals(since))
    told = ledger.told(seq for one in arrived.relations[:_SHOWN] for seq in one.heaviest)
    shown = iter(lines(told, ui))
    answer = page(
        request,
        "today",
        last=last,
        since=since,
        span=span,
        spans=SPANS,
        arrived=arrived,
        dealings=[
            _dealing(one, ui.words, tuple(next(shown) for _ in one.heaviest)) for one in arrived.relations[:_SHOWN]
        ],
        others=[_dealing(one, ui.words, ()) for one in arrived.relations[_SHOWN : _SHOWN + _NAMED]],
        unnamed=max(len(arrived.relations) - _SHOWN - _NAMED, 0),
        found=_FOUND.soon(key, lambda: _find(site, last), _PATIENCE),
        sources=sources(ledger, site.desk, datetime.datetime.now(datetime.UTC)),
        most=MOST,
        named=lambda pair: _named(pair, ui.words),
    )
    return _tagged(request, answer)


@router.get("/today/findings")
def findings(request: Request, user: Reader) -> Response:
    """What changed and what waits, once it is found out."""
    ui, site = interface_of(request), site_of(request)
    ledger = site.ledger
    last = ledger.last_day() or datetime.date.today()
    found = _FOUND.get((ledger.store.address, site.pace.shown()), lambda: _find(site, last))
    return page(request, "findings", found=found, most=MOST, named=lambda pair: _named(pair, ui.words))


def _find(site: Site, last: datetime.date) -> Findings:
    return Findings(changed=changed(site.ledger, site.recent, last), waiting=waiting(site.ledger, last))


def _dealing(one: Dealt, words: Words, shown: tuple[Line, ...]) -> Dealing:
    return Dealing(pair=one.pair, name=_named(one.pair, words), events=one.events, lines=shown)


def _named(pair: Pair, words: Words) -> Phrase:
    one, other = pair
    return words.say("title", one=names.party(one, words), other=names.party(other, words))


def _first_steps(request: Request, site: Site) -> Response:
    """How a ledger is filled; where it holds what has no day, that is said."""
    totals = site.ledger.totals()
    shown = site.ledger.store.shown
    at = "" if shown == DEFAULT else f" --ledger {shown}"
    return page(request, "first_steps", totals=totals, at=at)


def _tagged(request: Request, answer: Response) -> Response:
    """The answer with a tag of its content: it depends on the clock too, so it can't be known beforehand."""
    tag = f'W/"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    if tag in request.headers.get("if-none-match", ""):
        answer = Response(status_code=304)
    answer.headers["ETag"] = tag
    return answer
