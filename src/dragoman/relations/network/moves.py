"""Who moved from one network to another: communities left, ties that turned, came or went, and what grew or shrank.

Communities of the two networks are matched one to one by the parties they share (Jaccard's coefficient; the
assignment of the largest sum, Kuhn, "The Hungarian method for the assignment problem", 1955). A party moved where
its community after isn't the one that its community before became. Only parties that both networks show are
compared, and a change counts where each side has enough stories; what has too few is counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from dragoman.model import Record
from dragoman.relations.network.neighbourhood import CLEAR, Network, Node, Tie
from dragoman.relations.network.triads import ENOUGH


class Match(Record, frozen=True):
    """A community before and the one that it became, by number; `overlap` is 1 where they are the same parties."""

    before: int
    after: int
    overlap: float


class Shift(Record, frozen=True):
    """A party that changed its community; None is no community. `stories` before and after."""

    party: str
    before: int | None
    after: int | None
    stories: tuple[int, int]


class Change(Record, frozen=True):
    """A tie before and after, None where it wasn't; `share` is its part of the weight of all ties, 0 to 1."""

    pair: tuple[str, str]
    before: Tie | None
    after: Tie | None
    share: tuple[float, float]

    @property
    def tone(self) -> float:
        """How much better or worse it became; 0 where one of the tones isn't known."""
        if not self.before or not self.after or self.before.tone is None or self.after.tone is None:
            return 0.0
        return self.after.tone - self.before.tone

    @property
    def weight(self) -> float:
        """How much its part of all dealings grew, -1 to +1: networks of few days and of many can be compared."""
        return self.share[1] - self.share[0]


class Rise(Record, frozen=True):
    """The centrality of a party before and after, and its stories."""

    party: str
    before: float
    after: float
    stories: tuple[int, int]

    @property
    def change(self) -> float:
        """How much more central it became."""
        return self.after - self.before


class Moves(Record, frozen=True):
    """What differs between two networks, each list with the greatest or best told first.

    `turned` are ties that were clearly good and are clearly bad, or the reverse. `tones`, `weights` and
    `centralities` hold all that both networks tell well enough of. `came` and `went` are parties that only one
    network shows. `too_little` is the number of parties and of ties that aren't compared, for too few stories.
    """

    matches: tuple[Match, ...]
    shifts: tuple[Shift, ...]
    turned: tuple[Change, ...]
    appeared: tuple[Change, ...]
    vanished: tuple[Change, ...]
    tones: tuple[Change, ...]
    weights: tuple[Change, ...]
    centralities: tuple[Rise, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    too_little: dict[str, int]


def moved(before: Network, after: Network, *, clear: float = CLEAR, enough: int = ENOUGH) -> Moves:
    """What changed from one network to another; a side of a change has `enough` stories or more."""
    shown_before, shown_after = ([node.party for node in each.nodes] for each in (before, after))
    both = set(shown_before) & set(shown_after)
    matches = _matches(before, after, both)
    nodes = _nodes(before, after, both)
    told_nodes = [pair for pair in nodes if min(one.stories for one in pair) >= enough]
    changes = _changes(before, after, both)
    told = [one for one in changes if min(tie.stories for tie in (one.before, one.after) if tie) >= enough]
    lasting = [one for one in told if one.before and one.after]
    return Moves(
        matches=matches,
        shifts=_shifts(told_nodes, matches),
        turned=_largest(lambda one: one.tone, (one for one in lasting if _turned(one, clear))),
        appeared=_largest(lambda one: one.weight, (one for one in told if not one.before)),
        vanished=_largest(lambda one: one.weight, (one for one in told if not one.after)),
        tones=_largest(lambda one: one.tone, lasting),
        weights=_largest(lambda one: one.weight, lasting),
        centralities=_rises(told_nodes),
        came=tuple(party for party in shown_after if party not in both),
        went=tuple(party for party in shown_before if party not in both),
        too_little={"parties": len(nodes) - len(told_nodes), "ties": len(changes) - len(told)},
    )


# --- parties ------------------------------------------------------------------------------------------


def _nodes(before: Network, after: Network, both: set[str]) -> list[tuple[Node, Node]]:
    later = {node.party: node for node in after.nodes}
    return [(node, later[node.party]) for node in before.nodes if node.party in both]


def _matches(before: Network, after: Network, both: set[str]) -> tuple[Match, ...]:
    earlier, later = ([both & set(one) for one in each.communities] for each in (before, after))
    overlap = np.array([[len(a & b) / max(1, len(a | b)) for b in later] for a in earlier])
    if not overlap.size:
        return ()
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(overlap, maximize=True)
    return tuple(
        Match(before=row + 1, after=column + 1, overlap=float(overlap[row, column]))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if overlap[row, column] > 0
    )


def _shifts(nodes: list[tuple[Node, Node]], matches: tuple[Match, ...]) -> tuple[Shift, ...]:
    became: dict[int | None, int | None] = {match.before: match.after for match in matches}
    became[None] = None
    found = [
        Shift(party=then.party, before=then.community, after=now.community, stories=(then.stories, now.stories))
        for then, now in nodes
        # A community that became none of those after has been left by all who were in it.
        if then.community not in became or became[then.community] != now.community
    ]
    return tuple(sorted(found, key=lambda one: (-min(one.stories), one.party)))


def _rises(nodes: list[tuple[Node, Node]]) -> tuple[Rise, ...]:
    found = [
        Rise(party=then.party, before=then.centrality, after=now.centrality, stories=(then.stories, now.stories))
        for then, now in nodes
        if then.centrality is not None and now.centrality is not None
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.change), one.party)))


# --- ties ---------------------------------------------------------------------------------------------


def _changes(before: Network, after: Network, both: set[str]) -> list[Change]:
    """The ties that either network has between parties that both show, in the order of pairs."""
    earlier, later = ({tie.pair: tie for tie in each.ties if both.issuperset(tie.pair)} for each in (before, after))
    totals = [sum(tie.weight for tie in ties.values()) for ties in (earlier, later)]

    def share(tie: Tie | None, total: float) -> float:
        return tie.weight / total if tie and total > 0 else 0.0

    return [
        Change(pair=pair, before=then, after=now, share=(share(then, totals[0]), share(now, totals[1])))
        for pair in sorted(earlier.keys() | later.keys())
        for then, now in [(earlier.get(pair), later.get(pair))]
    ]


def _turned(change: Change, clear: float) -> bool:
    return bool(change.before and change.after and change.before.sign(clear) * change.after.sign(clear) < 0)


def _largest(size: Callable[[Change], float], changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda one: (-abs(size(one)), one.pair)))
