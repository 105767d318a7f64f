"""A report: its text as published with its records beside it, its versions and copies, and who tells the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import UnknownRecord
from dragoman.faces.web.access import Reader
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.interface import Interface, interface_of
from dragoman.faces.web.leaf import Leaf, kept, leaf_of
from dragoman.faces.web.lines import Line, lines
from dragoman.faces.web.render import page
from dragoman.faces.web.site import site_of
from dragoman.ledger import Ledger
from dragoman.ledger.history import difference
from dragoman.ledger.kin import Kin
from dragoman.model import Record, Report, Told
from dragoman.relations.briefing.notes import outlet_of

router = APIRouter(route_class=Fresh, prefix="/reports/{id}")


class Elsewhere(Record, frozen=True):
    """What other reports tell of the event that has this number here."""

    id: str
    kind: str
    number: int
    others: tuple[Line, ...]


@router.get("")
def report(request: Request, id: str, user: Reader, new: bool = False) -> Response:
    """The page. Raises UnknownRecord."""
    ledger, ui = site_of(request).ledger, interface_of(request)
    found = ledger.report(id)
    kin = ledger.kin(id)
    coding, stories = kept(ledger, found)
    others = _others(ledger, kin, id)
    leaf = leaf_of(coding, ui, {event: story for event, story in stories.items() if story in others})
    return page(
        request,
        "report",
        leaf=leaf,
        kin=kin,
        versions=tuple(_versions(kin)),
        elsewhere=tuple(_elsewhere(leaf, others, ui)),
        outlet_of=outlet_of,
        new=new,
    )


@router.get("/history")
def history(request: Request, id: str, user: Reader, event: str = "") -> Response:
    """All that happened to the report, or to one of its records. Raises UnknownRecord."""
    ledger = site_of(request).ledger
    return page(request, "history", report=ledger.report(id), event=event, steps=ledger.history(event or id))


def _others(ledger: Ledger, kin: Kin, report: str) -> dict[str, list[Told]]:
    """What other reports tell in the stories that are told here too."""
    found: dict[str, list[Told]] = {}
    for story in kin.stories:
        with suppress(UnknownRecord):  # it was told once, and stands no more
            told = [one for one in ledger.story(story).events if one.report is None or one.report.id != report]
            found |= {story: told} if told else {}
    return found


def _elsewhere(leaf: Leaf, others: dict[str, list[Told]], ui: Interface) -> Iterator[Elsewhere]:
    for card in leaf.folio.events:
        story = leaf.stories.get(card.id)
        if story:
            told = tuple(lines(others[story], ui))
            yield Elsewhere(id=story, kind=card.act, number=card.number or 0, others=told)


def _versions(kin: Kin) -> Iterator[tuple[Report, list[tuple[str, str]]]]:
    """Each version with the sentences that went and came since the one before it; none where there is but one."""
    before: Report | None = None
    for version in kin.versions if len(kin.versions) > 1 else ():
        changed = difference(before.text, version.text).splitlines() if before else []
        yield version, [(line[0], line[2:]) for line in changed if line[:2] in ("- ", "+ ")]
        before = version
