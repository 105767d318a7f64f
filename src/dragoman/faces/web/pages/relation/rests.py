"""What the picture rests on: outlets, languages, silence, and what should make one careful."""

from __future__ import annotations

import datetime

import numpy as np

from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.faces.web.pages.relation.said import Said, said
from dragoman.model import Record
from dragoman.relations.briefing import setting
from dragoman.relations.coverage import Coverage, Source
from dragoman.relations.dealings import Dealings

SHOWN = 12  # outlets


class Outlet(Record, frozen=True):
    """An outlet, the days on which it told something first and last, and how long others told alone since then."""

    source: Source
    first: str
    last: str
    silent: int


class Silence(Record, frozen=True):
    """A stretch of days of which nothing is told."""

    days: str
    length: int


class Rests(Record, frozen=True):
    """Sentences of the briefing (`sentences`), outlets, languages, and silence.

    `silent` is for how many days nothing was told when the ledger's last report was published.
    """

    found: Coverage
    sentences: tuple[Said, ...]
    outlets: tuple[Outlet, ...]
    more: int
    languages: tuple[tuple[str, Source], ...]
    longest: Silence | None
    silent: int | None


def rests(asked: Asked) -> Rests:
    """What it rests on."""
    found, dealings, words = asked.relation.coverage(), asked.relation.dealings, asked.ui.words
    last = asked.until or asked.relation.ledger.last_day()
    shown = [_outlet(asked, one) for one in found.outlets[:SHOWN]]
    silent = (last - dealings.span[1]).days if last and dealings.span else 0
    return Rests(
        found=found,
        sentences=tuple(said(setting.unknown(asked.draft), asked.draft, asked.ui)),
        outlets=tuple(shown),
        more=len(found.outlets) - len(shown),
        languages=tuple((words.languages.get(one.name or "", one.name or ""), one) for one in found.languages),
        longest=_longest(asked, dealings),
        silent=silent if silent > 0 else None,
    )


def _outlet(asked: Asked, source: Source) -> Outlet:
    days = [one.day for one in asked.relation.dealings.tellings if one.told_by == source.name and one.day]
    first, last, span = min(days), max(days), asked.relation.dealings.span
    return Outlet(
        source=source,
        first=asked.ui.date(first),
        last=asked.ui.date(last),
        silent=(span[1] - last).days if span else 0,
    )


def _longest(asked: Asked, dealings: Dealings) -> Silence | None:
    """The longest time between two days that something is told of."""
    if not len(dealings):
        return None
    order = np.argsort(dealings.first, kind="stable")
    first, reach = dealings.first[order], np.maximum.accumulate(dealings.last[order])
    gaps = first[1:] - reach[:-1] - 1
    if not len(gaps) or gaps.max() < 1:
        return None
    at = int(gaps.argmax())
    day = datetime.date.fromordinal
    return Silence(days=asked.ui.days(day(int(reach[at]) + 1), day(int(first[at + 1]) - 1)), length=int(gaps[at]))
