"""The neighbourhood: who dealt with whom in a stretch of days, how, and who stands together.

The nodes are parties, the ties what two of them did to each other. A tie has the figures that `balance` gives the
same days, and opens to the same tellings (`tellings_of`). All figures are of the parties shown; the rest is counted.

Centrality is that of the eigenvector on weights (Bonacich, "Power and centrality: a family of measures", American
Journal of Sociology 92(5), 1987): who deals much with those who deal much. How much a party deals at all is in its
strength already, and betweenness is 0 for nearly everyone where one party deals with all. 1 is the most central;
None stands for who isn't tied to the largest part of the network, since there is no common measure.

Communities are found on ties of good tone, weighted by their balance, by the Louvain method (Blondel et al., "Fast
unfolding of communities in large networks", Journal of Statistical Mechanics P10008, 2008): the run of the highest
modularity. 1 is the largest; who has no good tie is in none.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from dragoman.errors import RelationError
from dragoman.model import Record
from dragoman.relations.balance import Opened, opened
from dragoman.relations.dealings import Dealings, Floats, Pair, Whole, distinct, numbered
from dragoman.relations.periods import Period, spread

CLEAR = 1.0  # the tone, of -10 to +10, from which on a tie is clearly good or bad
_RUNS = 5  # of the Louvain method, each with its own order of parties


class Tie(Record, frozen=True):
    """What two parties did to each other. `tone`, -10 to +10, is None where nothing told has any weight."""

    pair: Pair
    stories: int
    tellings: int
    outlets: int
    weight: float
    balance: float
    tone: float | None

    def sign(self, clear: float = CLEAR) -> int:
        """+1 or -1 where the tone is clearly good or bad, else 0."""
        if self.tone is None or abs(self.tone) < clear:
            return 0
        return 1 if self.tone > 0 else -1


class Node(Record, frozen=True):
    """A party: the stories and the tone of all its ties, their number (`degree`) and their weight (`strength`)."""

    party: str
    stories: int
    tone: float | None
    degree: int
    strength: float
    centrality: float | None
    community: int | None


class Network(Record, frozen=True):
    """Parties, of most stories first, and their ties, the heaviest first, from `since` to `until`.

    `party` is named where it is the neighbourhood of one: it comes first, then those who share most stories with it.
    `communities` has the parties of community 1, 2 and so on, `modularity` how far these keep to themselves (None
    without any), `left_out` is the number of parties beyond the busiest, `weights` says what events counted for.
    There are no nodes where nothing is told.
    """

    since: datetime.date | None
    until: datetime.date | None
    party: str | None
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    communities: tuple[tuple[str, ...], ...]
    modularity: float | None
    left_out: int
    weights: str | None


def network(
    dealings: Mapping[Pair, Dealings],
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    *,
    party: str | None = None,
    most: int = 60,
) -> Network:
    """The parties of most stories and their ties, or those who deal most with one party; RelationError on nonsense.

    Without days it is of all that is told. For one day, `since` and `until` are the same.
    """
    if since and until and since > until:
        raise RelationError(f"{since} is after {until}", fix="the first day comes first")
    if most < 2:
        raise RelationError(f"a network of {most} has no ties", fix="it takes 2 parties or more")
    told = _told(dealings, since, until)
    shown, left_out = _busiest(told, party, most)
    told = told.among(shown)
    ties = _ties(told)
    communities, modularity = _communities(ties, shown)
    return Network(
        since=told.since,
        until=told.until,
        party=party,
        nodes=_nodes(told, ties, shown, communities),
        ties=tuple(sorted(ties, key=lambda tie: (-tie.weight, tie.pair))),
        communities=communities,
        modularity=modularity,
        left_out=left_out,
        weights=next((one.weights.version for one in dealings.values()), None),
    )


def tellings_of(
    dealings: Mapping[Pair, Dealings],
    pair: Pair,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> list[Opened]:
    """What a tie is made of, the heaviest first; the values add up to its balance. Nothing for a pair without one."""
    found = dealings.get((min(pair), max(pair)))
    if found is None or found.span is None:
        return []
    return opened(found, since or found.span[0], until or found.span[1])


# --- what is told -------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """What is told in the days: per telling its tie, story, outlet, weight in these days, and score.

    `one` and `other` are the numbers in `names` of the parties of each tie.
    """

    since: datetime.date | None
    until: datetime.date | None
    names: list[str]
    one: Whole
    other: Whole
    tie: Whole
    story: Whole
    outlet: Whole
    mass: Floats
    score: Floats

    def among(self, parties: list[str]) -> _Told:
        """What is told of the ties between some parties."""
        wanted = np.isin(self.names, parties)
        here = (wanted[self.one] & wanted[self.other])[self.tie]
        tie, story, outlet = self.tie[here], self.story[here], self.outlet[here]
        return self._replace(tie=tie, story=story, outlet=outlet, mass=self.mass[here], score=self.score[here])


def _told(dealings: Mapping[Pair, Dealings], since: datetime.date | None, until: datetime.date | None) -> _Told:
    pairs = sorted(pair for pair, found in dealings.items() if len(found))
    names = sorted({party for pair in pairs for party in pair})
    number = {name: at for at, name in enumerate(names)}
    ends = np.array([[number[one], number[other]] for one, other in pairs], np.int64).reshape(-1, 2)
    found = [dealings[pair] for pair in pairs]
    nothing = np.zeros(0, np.int64)
    if not found:
        return _Told(since, until, names, ends[:, 0], ends[:, 1], nothing, nothing, nothing, np.zeros(0), np.zeros(0))
    first, last = np.concatenate([one.first for one in found]), np.concatenate([one.last for one in found])
    begin, end = datetime.date.fromordinal(int(first.min())), datetime.date.fromordinal(int(last.max()))
    since, until = since or min(begin, until or begin), until or max(end, since or end)
    which, _, part = spread(first, last, (Period(name="", start=since, end=until),))
    stories = [telling.story for one in found for telling in one.tellings]
    return _Told(
        since=since,
        until=until,
        names=names,
        one=ends[:, 0],
        other=ends[:, 1],
        tie=np.repeat(np.arange(len(found)), [len(one) for one in found])[which],
        story=numbered([stories[at] for at in which.tolist()]),
        outlet=np.concatenate([one.outlet for one in found])[which],
        mass=np.concatenate([one.weight for one in found])[which] * part,
        score=np.concatenate([one.score for one in found])[which],
    )


def _busiest(told: _Told, party: str | None, most: int) -> tuple[list[str], int]:
    """The parties to show, the busiest first, and how many there are beyond them."""
    one, other, size = told.one[told.tie], told.other[told.tie], len(told.names)
    if party is None:
        stories = _stories(told)
    elif party in told.names:
        me = told.names.index(party)
        mine = (one == me) | (other == me)
        stories = distinct((one + other - me)[mine], told.story[mine], size)
        stories[me] = stories.sum() + 1  # before all others
    else:
        stories = np.zeros(size, np.int64)
    order = [at for at in np.lexsort((np.arange(size), -stories)).tolist() if stories[at]]
    return [told.names[at] for at in order[:most]], max(0, len(order) - most)


def _stories(told: _Told) -> Whole:
    """How many stories each party has."""
    ends = np.concatenate([told.one[told.tie], told.other[told.tie]])
    return distinct(ends, np.tile(told.story, 2), len(told.names))


# --- figures ------------------------------------------------------------------------------------------


def _ties(told: _Told) -> list[Tie]:
    size = len(told.one)
    tellings = np.bincount(told.tie, minlength=size)
    stories, outlets = distinct(told.tie, told.story, size), distinct(told.tie, told.outlet, size)
    weight = np.bincount(told.tie, told.mass, size)
    balance = np.bincount(told.tie, told.mass * told.score, size)
    return [
        Tie(
            pair=(told.names[told.one[at]], told.names[told.other[at]]),
            stories=int(stories[at]),
            tellings=int(tellings[at]),
            outlets=int(outlets[at]),
            weight=float(weight[at]),
            balance=float(balance[at]),
            tone=_tone(float(balance[at]), float(weight[at])),
        )
        for at in np.flatnonzero(tellings).tolist()
    ]


def _nodes(
    told: _Told, ties: list[Tie], shown: list[str], communities: tuple[tuple[str, ...], ...]
) -> tuple[Node, ...]:
    number = {party: at for at, party in enumerate(shown)}
    weight, balance = np.zeros((len(shown), len(shown))), np.zeros((len(shown), len(shown)))
    degree = np.zeros(len(shown), np.int64)
    for tie in ties:
        ends = [number[party] for party in tie.pair]
        weight[ends, ends[::-1]] = tie.weight
        balance[ends, ends[::-1]] = tie.balance
        degree[ends] += 1
    stories = dict(zip(told.names, _stories(told).tolist(), strict=True))
    community = {party: at for at, parties in enumerate(communities, 1) for party in parties}
    strength, total, centrality = weight.sum(axis=1), balance.sum(axis=1), _centrality(weight)
    return tuple(
        Node(
            party=party,
            stories=stories[party],
            tone=_tone(float(total[at]), float(strength[at])),
            degree=int(degree[at]),
            strength=float(strength[at]),
            centrality=centrality[at],
            community=community.get(party),
        )
        for at, party in enumerate(shown)
    )


def _tone(balance: float, weight: float) -> float | None:
    return balance / weight if weight > 0 else None


def _centrality(weight: Floats) -> list[float | None]:
    """The leading eigenvector of the heaviest connected part, 1 at its largest; None outside of it."""
    found: list[float | None] = [None] * len(weight)
    if not weight.any():
        return found
    from scipy.linalg import eigh
    from scipy.sparse.csgraph import connected_components

    _, part = connected_components(weight, directed=False)
    heaviest = np.bincount(part, weight.sum(axis=1)).argmax()
    here = np.flatnonzero(part == heaviest)
    _, vectors = eigh(weight[np.ix_(here, here)], subset_by_index=[len(here) - 1, len(here) - 1])
    leading = np.abs(vectors[:, 0])
    for at, value in zip(here.tolist(), (leading / leading.max()).tolist(), strict=True):
        found[at] = value
    return found


def _communities(ties: list[Tie], shown: list[str]) -> tuple[tuple[tuple[str, ...], ...], float | None]:
    # Numbers, since sets of them come in the same order in each process and sets of words don't.
    number = {party: at for at, party in enumerate(shown)}
    import networkx as nx

    graph = nx.Graph()
    for tie in ties:
        if tie.balance > 0:
            graph.add_edge(number[tie.pair[0]], number[tie.pair[1]], weight=tie.balance)
    if not graph:
        return (), None
    runs = [nx.community.louvain_communities(graph, seed=seed) for seed in range(_RUNS)]
    modularity, best = max(((nx.community.modularity(graph, run), run) for run in runs), key=lambda one: one[0])
    found = [tuple(sorted(shown[at] for at in community)) for community in best]
    return tuple(sorted(found, key=lambda parties: (-len(parties), parties))), float(modularity)
