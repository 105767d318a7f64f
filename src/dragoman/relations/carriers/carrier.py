"""Who carries a relation: persons and institutions on each side, their meetings, and third parties.

All is counted over the tellings that count in the relation (`Dealings`), each story once. A carrier is the person that
a name was resolved to, under whatever name and in whatever script reports have it; else the office of a party; else
the body; else all of a party's sector together. What a carrier did is what it is an actor of; its tone is the mean
score of that, weighted as in the balance.

Third parties are counted, not interpreted: on whose ground the two talk, who takes part in their talks (a mediator,
or one of several), and who else is in what they do.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from dragoman.ledger import Ledger, casts
from dragoman.ledger.casts import Scene, Seat
from dragoman.model import Record
from dragoman.relations.carriers.meetings import TYPE, Meeting, meetings, met
from dragoman.relations.carriers.who import Who, order, told, who
from dragoman.relations.dealings import Dealings, Pair, Whole, numbered

Part = Literal["host", "in talks", "other"]

_Alike = tuple[str, str | None, str | None, str, str | None, str | None]  # a seat without its event
_PARTS: tuple[Part, ...] = ("host", "in talks", "other")


class Carrier(Who, frozen=True, kw_only=True):
    """Somebody of one side, with the number of `stories` and tellings, from the first day to the last.

    `offices` are those that reports give a person. `acts` are the types of what it did, with the number of stories;
    `tone` (-10 to +10) is None where it did nothing. `events` are the ids of all tellings that it is in.
    """

    offices: tuple[str, ...]
    stories: int
    first: datetime.date
    last: datetime.date
    acts: dict[str, int]
    tone: float | None
    events: tuple[str, ...]


class Third(Record, frozen=True):
    """A party beyond the two, with its part: it hosts their talks, takes part in them, or is in other dealings."""

    party: str
    part: Part
    stories: int
    first: datetime.date
    last: datetime.date
    events: tuple[str, ...]


class Carriers(Record, frozen=True):
    """Who carries a relation: the two sides, and thirds, those with most stories first.

    Of all the stories in which the two met or talked, `met`, the newest few hundred are told in `meetings`.
    """

    pair: Pair
    one: tuple[Carrier, ...]
    other: tuple[Carrier, ...]
    met: int
    meetings: tuple[Meeting, ...]
    thirds: tuple[Third, ...]


def carriers(ledger: Ledger, dealings: Dealings) -> Carriers:
    """The carriers of a relation."""
    rows = [one.seq for one in dealings.tellings]
    with ledger.store.reading() as connection:
        seats = casts.seats(connection, rows)
        scenes = casts.scenes(connection, [one.seq for one in dealings.tellings if met(one)])
    counting = _Counting(dealings)
    sides, thirds = _sides(dealings, seats), _thirds(dealings, seats, scenes)
    found = [_carrier(counting, known, traces) for known, traces in sides.items()]
    found.sort(key=lambda one: (-one.stories, order(one)))
    talks = {one.story for one in dealings.tellings if one.type == TYPE}
    return Carriers(
        pair=dealings.pair,
        one=tuple(one for one in found if one.party == dealings.pair[0]),
        other=tuple(one for one in found if one.party == dealings.pair[1]),
        met=len(talks),
        meetings=meetings(ledger, dealings, seats, scenes),
        thirds=_ordered(_third(counting, part, party, rows_) for (part, party), rows_ in thirds.items()),
    )


# --- who is where -----------------------------------------------------------------------------------------


class _Traces:
    """Where a carrier is found: the event rows that it is in, those in which it acts, and its offices."""

    __slots__ = ("acts", "offices", "there")

    def __init__(self) -> None:
        self.there: list[int] = []
        self.acts: list[int] = []
        self.offices: Counter[str] = Counter()


def _sides(dealings: Dealings, seats: Iterable[Seat]) -> dict[Who, _Traces]:
    """Those of the two parties."""
    alike: dict[_Alike, list[int]] = {}
    for seat in seats:
        alike.setdefault(seat[1:], []).append(seat.event)
    found: dict[Who, _Traces] = {}
    for rest, rows in alike.items():
        seat = Seat(rows[0], *rest)
        known = who(seat) if seat.party in dealings.pair else None
        if known is None:
            continue
        traces = found.setdefault(known, _Traces())
        traces.there += rows
        if seat.role == "a":
            traces.acts += rows
        if seat.person and (office := told(seat.office)):
            traces.offices[office] += len(rows)
    return found


def _thirds(dealings: Dealings, seats: Iterable[Seat], scenes: Iterable[Scene]) -> dict[tuple[Part, str], list[int]]:
    """The event rows in which third parties have a part."""
    tellings = {one.seq: one for one in dealings.tellings}
    found: dict[tuple[Part, str], list[int]] = {}
    for seat in seats:
        if seat.party is not None and seat.party not in dealings.pair:
            part: Part = "in talks" if tellings[seat.event].type == TYPE else "other"
            found.setdefault((part, seat.party), []).append(seat.event)
    for scene in scenes:
        if scene.country is not None and scene.country not in dealings.pair:
            found.setdefault(("host", scene.country), []).append(scene.event)
    return found


# --- counts -----------------------------------------------------------------------------------------------


class _Counted(NamedTuple):
    """Tellings, counted by stories."""

    stories: int
    first: datetime.date
    last: datetime.date
    events: tuple[str, ...]


class _Counting:
    """The dealings as arrays, looked into by event rows."""

    def __init__(self, dealings: Dealings) -> None:
        self._dealings = dealings
        self._rows: Whole = np.array([one.seq for one in dealings.tellings], np.int64)
        self._order = np.argsort(self._rows)
        kinds = [one.type for one in dealings.tellings]
        self._kinds = list(dict.fromkeys(kinds))
        self._kind = numbered(kinds)

    def counted(self, rows: Sequence[int]) -> _Counted:
        at, day = self._at(rows), datetime.date.fromordinal
        return _Counted(
            stories=len(np.unique(self._dealings.story[at])),
            first=day(int(self._dealings.first[at].min())),
            last=day(int(self._dealings.last[at].max())),
            events=tuple(self._dealings.tellings[number].event for number in at.tolist()),
        )

    def types(self, rows: Sequence[int]) -> dict[str, int]:
        """The number of stories of each type, the most frequent first."""
        at, size = self._at(rows), len(self._dealings)
        kinds = np.unique(self._kind[at] * size + self._dealings.story[at]) // max(size, 1)
        found = Counter(self._kinds[kind] for kind in kinds.tolist())
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    def tone(self, rows: Sequence[int]) -> float | None:
        at = self._at(rows)
        weight = self._dealings.weight[at]
        return float(weight @ self._dealings.score[at] / weight.sum()) if weight.sum() > 0 else None

    def _at(self, rows: Sequence[int]) -> Whole:
        """Where event rows stand among the tellings, each once, in their order."""
        wanted = np.array(rows, np.int64)
        return np.unique(self._order[np.searchsorted(self._rows, wanted, sorter=self._order)])


def _carrier(counting: _Counting, known: Who, traces: _Traces) -> Carrier:
    counted, offices = counting.counted(traces.there), traces.offices
    return Carrier(
        party=known.party,
        kind=known.kind,
        name=known.name,
        sector=known.sector,
        offices=tuple(sorted(offices, key=lambda office: (-offices[office], office))),
        stories=counted.stories,
        first=counted.first,
        last=counted.last,
        acts=counting.types(traces.acts),
        tone=counting.tone(traces.acts),
        events=counted.events,
    )


def _third(counting: _Counting, part: Part, party: str, rows: Sequence[int]) -> Third:
    counted = counting.counted(rows)
    return Third(
        party=party,
        part=part,
        stories=counted.stories,
        first=counted.first,
        last=counted.last,
        events=counted.events,
    )


def _ordered(thirds: Iterable[Third]) -> tuple[Third, ...]:
    return tuple(sorted(thirds, key=lambda one: (-one.stories, _PARTS.index(one.part), one.party)))
