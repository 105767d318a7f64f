"""A story: what several reports tell of one event, side by side, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from dragoman.faces.page.voice import plain
from dragoman.faces.web.access import Reader
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.interface import Interface, interface_of
from dragoman.faces.web.lines import Line, lines
from dragoman.faces.web.render import page, spoken
from dragoman.faces.web.site import site_of
from dragoman.ledger.stories import Story
from dragoman.model import Event, Record, Told
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Phrase

router = APIRouter(route_class=Fresh)


class Row(Record, frozen=True):
    """A field as each report tells it; `differs` where two of them that tell it don't agree."""

    key: str
    cells: tuple[Markup, ...]
    differs: bool


@router.get("/stories/{id}")
def story(request: Request, id: str, user: Reader) -> Response:
    """The page. Raises UnknownRecord."""
    ui = interface_of(request)
    found = site_of(request).ledger.story(id)
    told = lines(found.events, ui)
    rows = tuple(_rows(found, told, ui))
    return page(request, "story", story=found, told=told, rows=rows)


def _rows(story: Story, told: Sequence[Line], ui: Interface) -> Iterator[Row]:
    """The fields that at least one of the reports tells."""
    fields: dict[str, Callable[[Told, Line], Markup]] = {
        "who": lambda _, line: _listed([one.name for one in line.who], ui),
        "whom": lambda _, line: _listed([one.name for one in line.whom], ui),
        "act": lambda one, line: Markup.escape(line.kind + (f" ({one.event.mode})" if one.event.mode else "")),
        "when": lambda _, line: Markup.escape(line.when or ""),
        "where": lambda _, line: spoken(line.where or ""),
        "happened": lambda _, line: Markup.escape(ui.say(f"common.{line.modality}")),
        "standing": lambda _, line: Markup.escape(ui.say(f"common.{line.status}")),
        "says_who": lambda one, _: _chain(one, ui),
        "condition": lambda _, line: spoken(names.foreign(line.condition)) if line.condition else Markup(""),
    }
    for key, field in fields.items():
        cells = tuple(field(one, line) for one, line in zip(story.events, told, strict=True))
        if any(cells):
            yield Row(key=key, cells=cells, differs=len({cell for cell in cells if cell}) > 1)


def _listed(found: Sequence[Phrase], ui: Interface) -> Markup:
    """Parties in one order, so that the same ones read the same."""
    return spoken(ui.words.listed(sorted(found, key=plain))) if found else Markup("")


def _chain(told: Told, ui: Interface) -> Markup:
    """Whom the report has it from; that it says so itself is no news."""
    sources = told.event.reported_by if isinstance(told.event, Event) else ()
    own = told.report.outlet if told.report else None
    arrow = Markup(" → ") if ui.direction == "rtl" else Markup(" ← ")
    named = (spoken(names.source(one, ui.words)) for one in sources if one != own)
    return arrow.join(Markup("<bdi>{}</bdi>").format(one) for one in named)
