"""The agenda over time: a strip of bars for each matter, and whether it rises or falls."""

from __future__ import annotations

from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.model import Record
from dragoman.relations.agenda import Agenda, Matter
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Phrase

SHOWN = 12  # matters with a strip
_WIDE, _HIGH, _BAR = 240.0, 24.0, 20.0  # of a strip and, at most, of a bar, in its own units
_NEWEST = 2  # places of a matter that are linked


class Bar(Record, frozen=True):
    """A period of a strip, in its units; `title` says which and how many."""

    x: float
    y: float
    width: float
    height: float
    title: str


class Place(Record, frozen=True):
    """Where a matter is named: the report or event, its outlet and day."""

    report: str | None
    event: str | None
    outlet: str | None
    day: str | None


class Strip(Record, frozen=True):
    """A matter with its bars."""

    name: Phrase
    matter: Matter
    bars: tuple[Bar, ...]
    places: tuple[Place, ...]


class Subjects(Record, frozen=True):
    """What a relation is about: topics with strips, those that any relation has, contexts of its events."""

    found: Agenda
    days: tuple[str, str] | None
    strips: tuple[Strip, ...]
    more: tuple[Strip, ...]
    generic: tuple[Strip, ...]
    contexts: tuple[Strip, ...]
    wide: float = _WIDE
    high: float = _HIGH


def subjects(asked: Asked) -> Subjects:
    """The matters, the most named first."""
    found = asked.relation.agenda(asked.by)
    drawing = _Drawing(asked, found)
    strips = [drawing.strip(one) for one in found.topics if not one.generic]
    ends = [asked.ui.words.period(one, asked.by) for one in (*found.periods[:1], *found.periods[-1:])]
    return Subjects(
        found=found,
        days=(ends[0], ends[1]) if ends else None,
        strips=tuple(strips[:SHOWN]),
        more=tuple(strips[SHOWN:]),
        generic=tuple(drawing.strip(one) for one in found.topics if one.generic),
        contexts=tuple(drawing.strip(one) for one in found.contexts),
    )


class _Drawing:
    """Draws strips to one scale; time runs as the reader's language does."""

    def __init__(self, asked: Asked, found: Agenda) -> None:
        self._asked = asked
        self._periods = found.periods
        named = [one for one in found.topics if not one.generic]
        self._most = max((number for one in named for number in one.series), default=0) or 1

    def strip(self, matter: Matter) -> Strip:
        """A matter with its bars and the newest places that name it."""
        ui, seen = self._asked.ui, {at.key: at for at in reversed(matter.mentioned)}
        newest = list(dict.fromkeys(at.key for at in matter.mentioned))[:_NEWEST]
        return Strip(
            name=names.matter(matter.kind, matter.label, ui.words),
            matter=matter,
            bars=self._bars(matter),
            places=tuple(
                Place(
                    report=seen[key].report,
                    event=seen[key].event,
                    outlet=seen[key].outlet,
                    day=ui.date(day) if (day := seen[key].published) else None,
                )
                for key in newest
            ),
        )

    def _bars(self, matter: Matter) -> tuple[Bar, ...]:
        width = _WIDE / max(len(self._periods), 1)
        most = max(self._most, *matter.series, 1)
        return tuple(
            Bar(
                x=round(self._side(at) * width, 2),
                y=round(_HIGH * (1 - number / most), 2),
                width=round(min(max(width * 0.84, 0.6), _BAR), 2),
                height=round(_HIGH * number / most, 2),
                title=self._title(at, number),
            )
            for at, number in enumerate(matter.series)
            if number
        )

    def _side(self, at: int) -> int:
        return len(self._periods) - 1 - at if self._asked.ui.direction == "rtl" else at

    def _title(self, at: int, number: int) -> str:
        ui = self._asked.ui
        return f"{ui.words.period(self._periods[at], self._asked.by)}: {ui.say('common.n_reports', n=number)}"
