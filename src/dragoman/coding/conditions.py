"""Conditions: which event is bound to what is demanded, and what is given for it.

The condition is a clause behind words of the language pack (`condition`). It binds the nearest event outside of it;
where it stands before what it binds ("if they withdraw, we shall …"), the one behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dragoman.coding.links import answers
from dragoman.coding.view import View
from dragoman.model import Condition, Event, Evidence, Party, Span
from dragoman.phrases import covering

_BOUND = ("AGREE", "REJECT", "CONCEDE", "RETREAT", "THREATEN", "REQUEST", "SUPPORT", "AID", "COOPERATE", "CONSULT")
_COMMAS = (",", "،")
_ENDS = (*_COMMAS, ";", "؛", ".", "!")
_SHORT = 2  # words that a clause has before a comma ends it


class _Clause(NamedTuple):
    """A condition at tokens `first` up to `last`, its words from `start`; `answer` is the tokens of the clause
    behind it that says what follows, where it stands before that."""

    first: int
    start: int
    last: int
    answer: tuple[int, int] | None


def conditions_of(view: View, events: Sequence[Event]) -> tuple[list[Event], list[Condition]]:
    """The events of a sentence, each with the condition that binds it, and the conditions."""
    bound = {event.id: event for event in events}
    found = []
    done = 0  # a condition within another is none of its own
    for cue in view.cue("condition"):
        clause = _clause(view, cue.first, cue.last) if cue.first >= done else None
        if clause is None:
            continue
        span = covering(view.tokens, clause.start, clause.last)
        free = [e for e in bound.values() if e.type in _BOUND and e.condition is None and not span.covers(e.trigger)]
        if not free:
            continue
        done = clause.last
        event = min(free, key=lambda e: _distance(view, clause, e))
        demand = span.words(view.text)
        found.append(
            Condition(
                start=view.tokens[cue.first].start, end=span.end, holder=_first(event.actors),
                party=_asked(view, span, event), demand=demand, in_return_for=_given(view, clause, event), due=None,
                state="open",
            )
        )  # fmt: skip
        evidence = Evidence(
            start=span.start, end=span.end, field="condition", quote=demand, method="lexicon",
            reason=f"bound to it by “{cue.value}”",
        )  # fmt: skip
        bound[event.id] = replace(event, condition=demand, evidence=(*event.evidence, evidence))
    return list(bound.values()), found


def _clause(view: View, first: int, start: int) -> _Clause | None:
    """The condition that begins behind a cue: to the next comma, or the sentence's end."""
    if start == len(view.tokens):
        return None
    last = _end(view, min(start + _SHORT, len(view.tokens)))
    parted = last < len(view.tokens) and (view.tokens[last].folded in _COMMAS or answers(view, last))
    if not parted or not _fronted(view, first):
        return _Clause(first, start, last, None)
    answer = last + (not view.tokens[last].word)
    ends = _ENDS[len(_COMMAS) :] if view.pack.order == "sov" else _ENDS  # the verb stands last
    end = _end(view, answer + 1, ends)
    return _Clause(first, start, last, (answer, end) if end > answer + 1 else None)


def _fronted(view: View, first: int) -> bool:
    """Whether a condition stands before what it binds: at the beginning, or right behind "that" or a verb that
    says or threatens."""
    opening = {":", *(mark for mark, _ in view.pack.data.quotes)}
    if first == 0 or first - 1 in view.that or view.tokens[first - 1].text in opening:
        return True
    verbs = (*view.speeches, *(act for act in view.acts if act.act.type == "THREATEN"))
    copulas = {cue.first for cue in view.cue("copulas")}
    behind = first - 2 if view.pack.order == "sov" and first - 1 in copulas else first - 1  # هشدار داده است
    return any(act.verb == behind for act in verbs)


def _end(view: View, least: int, ends: Sequence[str] = _ENDS) -> int:
    """The first token from `least` on that ends a clause: a mark, or the beginning of an answer; else the end."""
    rest = range(least, len(view.tokens))
    return next((at for at in rest if view.tokens[at].folded in ends or answers(view, at)), len(view.tokens))


def _distance(view: View, clause: _Clause, event: Event) -> tuple[bool, bool, int]:
    """How far an event is from a condition: a yes before what it answers, what follows on it before the rest."""
    begin, end = view.tokens[clause.first].start, view.tokens[clause.last - 1].end
    behind = event.trigger.start >= end
    gap = event.trigger.start - end if behind else begin - event.trigger.end
    return event.type == "REQUEST", clause.answer is not None and not behind, gap


def _given(view: View, clause: _Clause, event: Event) -> str:
    """The words of what is promised or threatened: the clause that follows on the condition, else the act's own,
    from the act, with its "will not", up to the condition (in Persian, where the verb stands last, from the act's
    beginning)."""
    if clause.answer is not None:
        return view.words(*clause.answer)
    tokens = view.tokens
    own = [at for at, token in enumerate(tokens) if event.trigger.meets(token)]
    if not own:
        return event.trigger.words(view.text)
    first, last = own[0], own[-1] + 1
    if view.pack.order == "sov":
        first = _beginning(view, first, event, clause.last if clause.last <= first else 0)
    else:
        first = _led(view, first)
    return _trimmed(view, first, _broken(view, last, clause.first) if first < clause.first else _end(view, last))


def _led(view: View, first: int) -> int:
    """Where the words begin that lead a verb which begins at `first`: will not, agreed to."""
    leads = [cue for name in ("negation", "negation_future", "future", "intention") for cue in view.cue(name)]
    before = next((cue.first for cue in leads if cue.last == first), None)
    return first if before is None else _led(view, before)


def _broken(view: View, first: int, last: int) -> int:
    """Where an act's words from a token up to `last` are broken off: at the comma before another verb of the past."""
    past = {act.first for act in (*view.acts, *view.speeches) if act.tense == "past"}
    commas = (at for at in range(first, last) if view.tokens[at].folded in _COMMAS)
    return next((at for at in commas if any(at < verb < last for verb in past)), last)


def _beginning(view: View, at: int, event: Event, least: int) -> int:
    """Where the clause of a verb begins, behind its subject."""
    starts = [b + 1 for b in range(least, at) if b in view.barriers or view.tokens[b].folded in _ENDS]
    first = max((least, *starts))
    subject = [m.last for m in view.sentence.mentions if m.first == first and any(m.meets(p) for p in event.actors)]
    return max((s for s in subject if s <= at), default=first)


def _trimmed(view: View, first: int, last: int) -> str:
    """The words of tokens without the marks behind them."""
    while last - 1 > first and not view.tokens[last - 1].word:
        last -= 1
    return view.words(first, last)


def _asked(view: View, clause: Span, event: Event) -> Party | None:
    """Of whom it is demanded: of whom the event is done to, else of the first whom the condition names and who is not
    the holder's own."""
    known = {None, *(party.actor.country for party in event.actors)}
    named = (party for run in view.runs for party in run.parties() if clause.covers(party))
    return _first(event.recipients) or next((p for p in named if p.actor.country not in known), None)


def _first(parties: tuple[Party, ...]) -> Party | None:
    return parties[0] if parties else None
