"""The head of a relation: how much is told of it, where it stands, and which turn came last."""

from __future__ import annotations

from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.faces.web.pages.relation.said import Said, said
from dragoman.model import Record
from dragoman.relations.briefing import state

_NEAR = 5  # relations that are named where nothing is told of this one


class Standing(Record, frozen=True):
    """Where a relation stands, in sentences: `now`, and one for each of its `turns` in their order.

    `since` are the kinds of acts that began or ceased with the last turn; where there is no turn, why.
    """

    now: tuple[Said, ...]
    turns: tuple[Said, ...]
    since: tuple[Said, ...]


class Near(Record, frozen=True):
    """Another relation of one of the two, where this one is empty: its codes and how much is told of it."""

    one: str
    other: str
    events: int


def standing(asked: Asked) -> Standing:
    """The sentences of the briefing, with the reports that they rest on."""
    draft, turns = asked.draft, asked.relation.turns().found
    now, changed = list(state.now(draft)), list(state.changed(draft))
    shown = said([*now, *changed], draft, asked.ui)
    at = len(now)
    return Standing(
        now=tuple(shown[:at]),
        turns=tuple(shown[at : at + len(turns)]),
        since=tuple(shown[at + len(turns) :]),
    )


def near(asked: Asked) -> list[Near]:
    """The relations of the two parties of which most is told."""
    ledger, pair = asked.relation.ledger, {asked.one, asked.other}
    found = [row for party in (asked.one, asked.other) for row in ledger.busiest(_NEAR, party) if set(row[:2]) != pair]
    rows = sorted(dict.fromkeys(found), key=lambda row: (-row[2], row[:2]))
    return [Near(one=one, other=other, events=events) for one, other, events in rows[:_NEAR]]


def left_out(asked: Asked) -> list[tuple[str, int]]:
    """Why tellings count for nothing in the figures, with their number."""
    reasons = asked.ui.words.reasons
    found = asked.relation.dealings.left_out
    return [(reasons.get(name, name), number) for name, number in sorted(found.items(), key=lambda one: -one[1])]
