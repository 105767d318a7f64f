"""What a relation is about: the matters that reports name where they tell of the two, and how that changes.

A matter is a topic of the language packs, whose label is the same in all languages, or a PLOVER context of the pair's
events. A report counts once for a matter, a near copy not at all. What is drawn over time and tested are independent
reports: one that tells only what earlier ones told counts with the first of them.

Whether a matter rose or fell from one half to the other is asked with Fisher's exact test of the 2 × 2 table (R. A.
Fisher, "Statistical Methods for Research Workers", 5th edition, 1934, § 21.02), over all matters at one false
discovery rate (Benjamini and Hochberg, Journal of the Royal Statistical Society B 57(1), 1995).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from dragoman.errors import RelationError
from dragoman.ledger import Ledger
from dragoman.model import Record
from dragoman.relations.agenda.mentions import Account, Accounts, Kind, Mentioned, accounts, mentions
from dragoman.relations.dealings import Pair
from dragoman.relations.periods import By, Period, periods

GENERIC = frozenset({"bilateral relations", "diplomatic"})  # what any relation is about
RATE = 0.05  # of the matters said to rise or fall, so many may not
_FEW = 5  # independent reports under which no test could find anything

_Halves = tuple[int, int]


class Shift(Record, frozen=True):
    """The share of independent reports that name a matter, 0 to 1, before the turn and from it on.

    `p` is the test's, `q` the least false discovery rate at which it counts; `trend` is None where q is over `RATE`.
    """

    before: float
    after: float
    p: float
    q: float
    trend: Literal["rises", "falls"] | None


class Matter(Record, frozen=True):
    """One matter: how many reports name it, where and when.

    `share` is its part of the relation's reports, 0 to 1; `series` are independent reports by period; `generic` ones
    say little. `shift` is None where too few reports name it, or there is nothing on one side of the turn.
    """

    label: str
    kind: Kind
    generic: bool
    reports: int
    independent: int
    share: float
    languages: dict[str, int]
    outlets: dict[str, int]
    first: datetime.date | None
    last: datetime.date | None
    series: tuple[int, ...]
    shift: Shift | None
    mentioned: tuple[Mentioned, ...]


class Agenda(Record, frozen=True):
    """What a relation is about, the matters most named first, generic ones last.

    `series` are all independent reports of the pair by period; `undated` of its `reports` have no day. The second half
    begins with `turn`, None where there is nothing to halve.
    """

    pair: Pair
    by: By
    periods: tuple[Period, ...]
    reports: int
    independent: int
    undated: int
    series: tuple[int, ...]
    turn: datetime.date | None
    topics: tuple[Matter, ...]
    contexts: tuple[Matter, ...]


def agenda(
    ledger: Ledger,
    pair: Pair,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    by: By = "month",
    *,
    turn: datetime.date | None = None,
) -> Agenda:
    """The agenda of a pair between two days of publication; the halves part at `turn`, else in the middle.

    Raises RelationError where `turn` leaves a half without days.
    """
    told = accounts(ledger, pair, since, until)
    named = mentions(ledger, pair, told)
    found = _Counting(told, by, turn)
    shifts = found.shifts(named)
    matters = [found.matter(*name, places, shifts.get(name)) for name, places in named.items()]
    matters.sort(key=lambda one: (one.generic, -one.independent, -one.reports, one.label))
    return Agenda(
        pair=pair,
        by=by,
        periods=found.periods,
        reports=len(told),
        independent=len(found.leads),
        undated=sum(one.day is None for one in told.values()),
        series=found.series(found.leads),
        turn=found.turn,
        topics=tuple(one for one in matters if one.kind == "topic"),
        contexts=tuple(one for one in matters if one.kind == "context"),
    )


class _Counting:
    """The independent reports (`leads`) with their periods and halves, and what a matter's places come to in them."""

    def __init__(self, told: Accounts, by: By, turn: datetime.date | None) -> None:
        self._told = told
        self._lead_of = _leads(told)
        self.leads = set(self._lead_of.values())
        days = sorted(one.day for one in told.values() if one.day)
        self.periods = periods(by, days[0], days[-1]) if days else ()
        self.turn = _turn(days, turn)
        self._period_of = {
            day: at
            for at, one in enumerate(self.periods)
            for day in range(one.start.toordinal(), one.end.toordinal() + 1)
        }
        self._whole = self._halves(self.leads)

    def matter(self, kind: Kind, label: str, places: Sequence[Mentioned], shift: Shift | None) -> Matter:
        keys = {place.key for place in places}
        told = [self._told[key] for key in keys]
        days = [one.day for one in told if one.day]
        leads = {self._lead_of[key] for key in keys}
        return Matter(
            label=label,
            kind=kind,
            generic=label in GENERIC,
            reports=len(keys),
            independent=len(leads),
            share=len(keys) / len(self._told),
            languages=_counted(one.language for one in told),
            outlets=_counted(one.outlet for one in told),
            first=min(days, default=None),
            last=max(days, default=None),
            series=self.series(leads),
            shift=shift,
            mentioned=tuple(sorted(places, key=_newest)),
        )

    def series(self, leads: Iterable[str]) -> tuple[int, ...]:
        """How many of the reports fall in each period."""
        days = (self._told[key].day for key in leads)
        counted = Counter(self._period_of[day.toordinal()] for day in days if day)
        return tuple(counted[at] for at in range(len(self.periods)))

    def shifts(self, named: dict[tuple[Kind, str], list[Mentioned]]) -> dict[tuple[Kind, str], Shift]:
        """The shift of each matter that can be tested."""
        if not all(self._whole):
            return {}
        halves = {name: self._halves({self._lead_of[place.key] for place in places}) for name, places in named.items()}
        able = {name: found for name, found in halves.items() if sum(found) >= _FEW}
        return dict(zip(able, _tested(list(able.values()), self._whole), strict=True))

    def _halves(self, leads: Iterable[str]) -> _Halves:
        """How many of the reports were before the turn, and how many from it on."""
        days = [day for key in leads if (day := self._told[key].day)]
        late = sum(day >= self.turn for day in days) if self.turn else 0
        return len(days) - late, late


def _leads(told: Accounts) -> dict[str, str]:
    """For each report the one that it counts with: itself where it tells anything that no earlier one told."""
    first: dict[str, str] = {}
    leads = {}
    for key, one in sorted(told.items(), key=_oldest):
        stories = dict.fromkeys(passage.story for passage in one.passages if passage.story)
        old = [first[story] for story in stories if story in first]
        leads[key] = old[0] if old and len(old) == len(stories) else key
        for story in stories:
            first.setdefault(story, key)
    return leads


def _oldest(told: tuple[str, Account]) -> tuple[datetime.date, str]:
    return told[1].day or datetime.date.max, told[0]


def _newest(place: Mentioned) -> tuple[int, str, int]:
    return -place.published.toordinal() if place.published else 0, place.key, place.start or 0


def _turn(days: Sequence[datetime.date], turn: datetime.date | None) -> datetime.date | None:
    """The first day of the second half: the one named, else the middle of the days."""
    if turn is None:
        return days[0] + (days[-1] - days[0] + datetime.timedelta(1)) / 2 if days and days[0] < days[-1] else None
    if not days or not days[0] < turn <= days[-1]:
        told = f"reports are of {days[0]} to {days[-1]}" if days else "there is no report with a day"
        raise RelationError(f"{turn} leaves one half without reports", fix=f"name a day among them: {told}")
    return turn


def _tested(found: Sequence[_Halves], whole: _Halves) -> list[Shift]:
    """The shift of each matter, of which so many of the whole number of reports were before the turn and after it."""
    if not found:
        return []
    from scipy import stats

    tables = [[[early, whole[0] - early], [late, whole[1] - late]] for early, late in found]
    ps = [float(stats.fisher_exact(table).pvalue) for table in tables]
    shifts = []
    for (early, late), p, q in zip(found, ps, stats.false_discovery_control(ps).tolist(), strict=True):
        before, after = early / whole[0], late / whole[1]
        trend: Literal["rises", "falls"] = "rises" if after > before else "falls"
        shifts.append(Shift(before=before, after=after, p=p, q=q, trend=trend if q <= RATE else None))
    return shifts


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    """How often each comes, the most frequent first; what isn't known is left out."""
    counted = Counter(value for value in values if value)
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
