"""A relation as a program sees it: two parties out of a ledger, over all time or between two days.

from dragoman.ledger import Ledger
from dragoman.relations import Relation

with Ledger("dragoman.db") as ledger:
    relation = Relation(ledger, "AZE", "USA")
    for turn in relation.turns().found:
        print(turn.what, turn.last_before, turn.first_after, turn.p)
    relation.frame("month")            # a pandas data frame
    relation.plot("aze-usa.svg")       # a picture
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import RelationError
from dragoman.ledger import Ledger, frames
from dragoman.ledger.tellings import Telling
from dragoman.model import Told
from dragoman.relations import agenda, balance, carriers, changes, commitments, coverage, links, turns
from dragoman.relations.agenda import Agenda
from dragoman.relations.balance import DIRECTIONS, Balance, Direction, Measure, Opened
from dragoman.relations.carriers import Carriers
from dragoman.relations.changes import Changes
from dragoman.relations.commitments import Commitment
from dragoman.relations.coverage import Coverage
from dragoman.relations.dealings import Dealings, Pair, Weights, by_pair, uncollected
from dragoman.relations.links import Claim, Measured
from dragoman.relations.periods import By, Period
from dragoman.relations.turns import Turns

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dragoman.relations.pictures import Mark

_MARKED = 5  # stories that the picture of the balance names
MOST = 200  # relations among which links are measured


class Relation:
    """Two parties over time. What was told is read once; each part is computed when it is asked for.

    Raises RelationError where the two are one, or the days are the wrong way round.
    """

    def __init__(
        self,
        ledger: Ledger,
        one: str,
        other: str,
        *,
        since: datetime.date | None = None,
        until: datetime.date | None = None,
        weights: Weights | None = None,
    ) -> None:
        if one == other:
            raise RelationError(f"{one} has no relation with itself", fix="name two parties")
        if since and until and since > until:
            raise RelationError(f"{since} is after {until}", fix="put the earlier day first")
        self.ledger = ledger
        self.pair: Pair = (one, other)
        self.since, self.until = since, until
        self.weights = weights or Weights()
        self._balances: dict[By, Balance] = {}
        self._among: dict[int, dict[Pair, Dealings]] = {}

    @cached_property
    def dealings(self) -> Dealings:
        """What the two did to each other, as arrays."""
        told = self.ledger.tellings(*self.pair)
        return Dealings(self.pair, self._between(told), self.weights)

    def balance(self, by: By = "month") -> Balance:
        """How much was done, and how good or bad it was, period by period."""
        if by not in self._balances:
            self._balances[by] = balance.balance(self.dealings, by)
        return self._balances[by]

    def opened(self, start: datetime.date, end: datetime.date) -> list[Opened]:
        """What the balance between two days is made of, the heaviest first."""
        return balance.opened(self.dealings, start, end)

    def told(self, tellings: Iterable[Telling]) -> list[Told]:
        """Tellings as whole records, with their reports."""
        return self.ledger.told([one.seq for one in tellings])

    def turns(self) -> Turns:
        """Where tone or level changed."""
        return self._turns

    @cached_property
    def _turns(self) -> Turns:
        return turns.turns(self.dealings)

    def changes(self, since: datetime.date) -> Changes:
        """What is different since a day, against as long a time before it."""
        return changes.changes(self.dealings, since, self.until)

    def commitments(self) -> list[Commitment]:
        """Conditions and promises, with their state."""
        return commitments.commitments(self.ledger, self.pair, since=self.since, until=self.until)

    def agenda(self, by: By = "month") -> Agenda:
        """What the relation is about."""
        return agenda.agenda(self.ledger, self.pair, self.since, self.until, by)

    def carriers(self) -> Carriers:
        """Who carries it."""
        return carriers.carriers(self.ledger, self.dealings)

    def coverage(self) -> Coverage:
        """What the picture rests on."""
        return coverage.coverage(self.dealings, self.turns().found)

    def claims(self) -> list[Claim]:
        """Who says that it hangs, or doesn't, on another relation."""
        return links.claims(self.ledger, self.pair, self.since, self.until)

    def links(self, by: By = "month", *, most: int = MOST, lags: int | None = None) -> Measured:
        """With which of the ledger's relations it moves, among those with the most events."""
        one, other = sorted(self.pair)
        return links.measured(self.among(most), focus=(one, other), by=by, lags=lags)

    def among(self, most: int = MOST) -> dict[Pair, Dealings]:
        """The ledger's relations with the most events, in its days and by its weights, and this one with them."""
        if most not in self._among:
            self._among[most] = relations_of(
                self.ledger, since=self.since, until=self.until, weights=self.weights, most=most, keep=self.pair
            )
        return self._among[most]

    def frame(self, by: By = "month", library: str = "pandas") -> Any:
        """The balance as a data frame, a period and direction a row. Raises LedgerError without the library."""
        module = frames.loaded(library)
        return module.DataFrame(rows(self.balance(by)) or {name: [] for name in COLUMNS})

    def plot(self, path: str | Path | None = None, by: By = "month", language: str = "en") -> Figure:
        """The picture of the balance with its turns; written to a file (.svg, .png, .pdf) if one is named."""
        from dragoman.relations import pictures

        balances, turned = self.balance(by), self.turns().found
        figure = pictures.balance_picture(balances, turned, self._marks(language), language, self.dealings)
        if path is not None:
            pictures.save(figure, path)
        return figure

    def plot_agenda(self, path: str | Path | None = None, by: By = "month", language: str = "en") -> Figure:
        """The picture of what the relation is about, in the same way."""
        from dragoman.relations import pictures

        figure = pictures.agenda_picture(self.agenda(by), language)
        if path is not None:
            pictures.save(figure, path)
        return figure

    def _marks(self, language: str) -> list[Mark]:
        """The stories that weigh most, by their day and what they were."""
        from dragoman.relations.briefing.wording import wording
        from dragoman.relations.pictures import Mark

        if self.dealings.span is None:
            return []
        heaviest: dict[str, Telling] = {}
        for one in self.opened(*self.dealings.span):
            if one.telling.precision is not None:
                heaviest.setdefault(one.telling.story, one.telling)
        named = wording(language).kinds
        found = [Mark(day=one.day, label=named[one.type]) for one in heaviest.values() if one.day]
        return sorted(found[:_MARKED], key=lambda mark: mark.day)

    def _between(self, told: Iterable[Telling]) -> list[Telling]:
        since, until = self.since or datetime.date.min, self.until or datetime.date.max
        return [one for one in told if one.day is None or (one.day <= until and (one.until or one.day) >= since)]

    def __repr__(self) -> str:
        return f"<Relation {'–'.join(self.pair)}: {self.dealings.stories:,} stories>"


QUADS = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")
COLUMNS = (
    *("period", "start", "end", "direction", "stories", "tellings", "outlets", "weight", "balance"),
    *("balance_low", "balance_high", "tone", "tone_low", "tone_high", *(quad.replace("-", "_") for quad in QUADS)),
)


def rows(found: Balance) -> list[dict[str, Any]]:
    """A balance as flat rows with these columns, one for each period and direction."""
    return [
        dict(zip(COLUMNS, _cells(period, direction, measure), strict=True))
        for direction in DIRECTIONS
        for period, measure in zip(found.periods, getattr(found, direction), strict=True)
    ]


def _cells(period: Period, direction: Direction, measure: Measure) -> tuple[Any, ...]:
    nothing = (None, None)
    return (
        *(period.name, period.start, period.end, direction, measure.stories, measure.tellings, measure.outlets),
        *(measure.weight, measure.balance, *(measure.balance_band or nothing)),
        *(measure.tone, *(measure.tone_band or nothing)),
        *(measure.quads.get(quad, 0.0) for quad in QUADS),
    )


def relations_of(
    ledger: Ledger,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    weights: Weights | None = None,
    most: int | None = None,
    keep: Pair | None = None,
) -> dict[Pair, Dealings]:
    """All relations of a ledger, or the `most` with the most tellings, and `keep` with them; the busiest first."""
    with uncollected():
        found = by_pair(ledger.all_tellings(since, until), weights)
    order = sorted(found, key=lambda pair: (-len(found[pair]), pair))
    kept = tuple(sorted(keep)) if keep else None
    return {pair: found[pair] for at, pair in enumerate(order) if most is None or at < most or pair == kept}
