"""Whether an act happened: done, future, hypothetical, negated or historical, and the words that say so.

Also the rules that turn one type into another: a coming meeting is AGREE, a refusal to act is REJECT
(CODING.md, "When and whether").
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import NamedTuple

from dragoman.coding.view import View
from dragoman.languages.acts import ActMatch
from dragoman.languages.packs import LanguagePack
from dragoman.model import Mention, Modality
from dragoman.text import fold

_REACH = 5  # words before an act within which a cue governs it
PROMISED = ("CONSULT", "SUPPORT", "COOPERATE", "AID")  # still to come, these are AGREE
_REFUSED = {
    "AGREE": "assist",
    "AID": "assist",
    "CONCEDE": "yield",
    "CONSULT": "meet",
    "COOPERATE": "assist",
    "PROTEST": "yield",
    "RETREAT": "yield",
    "SUPPORT": "assist",
}
STALE = 365  # days before the report from which an act is background


class Said(NamedTuple):
    """A modality with the token span that shows it; `type`/`mode` are what the act becomes by it."""

    modality: Modality
    type: str
    mode: str | None
    first: int | None
    last: int | None
    why: str


def modality_of(view: View, act: ActMatch, when: Mention | None, published: datetime.date | None) -> Said:
    """The modality of an act; `published` is the day from which background is told apart."""
    future, supposed = _future(view, act, when), _supposed(view, act)
    negated = _cue(view, act, "negation") or ((act.verb, act.verb + 1) if act.negated else None)
    if negated is not None and (supposed is None or supposed[1] > negated[0] + 1):
        return _negated(view, act, negated, future)
    if future is not None and negated is None and act.act.type != "AGREE":
        if act.act.type in PROMISED:
            return Said("done", "AGREE", None, *future, f"a coming {act.act.type} is AGREE")
        return Said("future", act.act.type, act.act.mode, *future, "still to come")
    if supposed is not None:
        return Said("hypothetical", act.act.type, act.act.mode, *supposed, "only supposed")
    if when is not None and when.time is not None and stale(when, published):
        why = "a year or more before the report"
        return Said("historical", act.act.type, act.act.mode, when.first, when.last, why)
    return Said("done", act.act.type, act.act.mode, None, None, "")


def _negated(view: View, act: ActMatch, negated: tuple[int, int], future: tuple[int, int] | None) -> Said:
    """What is denied did not happen; what somebody will not do, he refuses."""
    refused = _cue(view, act, "negation_future") or future
    if refused is not None and act.act.type in _REFUSED:
        return Said("done", "REJECT", _REFUSED[act.act.type], *negated, f"will not {act.act.type}: a refusal")
    return Said("negated", act.act.type, act.act.mode, *negated, "denied by the words before it")


def _cue(view: View, act: ActMatch, name: str) -> tuple[int, int] | None:
    """A cue of the pack that stands before an act within its clause."""
    for cue in reversed(view.cue(name)):
        if name == "negation" and any(false.first <= cue.first < false.last for false in view.cue("not_negation")):
            continue
        near = cue.first < act.first and cue.last <= act.first + 1 and act.first - cue.last <= _REACH
        if near and not any(cue.last <= at < act.first for at in view.barriers | view.verbs if at != act.verb):
            return cue.first, cue.last
    if view.pack.order == "sov":
        return _cue_within(view, act, name)
    return None


def _cue_within(view: View, act: ActMatch, name: str) -> tuple[int, int] | None:
    """Persian puts its cue between the noun and the verb, or on the verb: دیدار نخواهد کرد."""
    for cue in view.cue(name):
        if act.first <= cue.first <= act.verb:
            return cue.first, cue.last
    return None


def _future(view: View, act: ActMatch, when: Mention | None) -> tuple[int, int] | None:
    if act.tense == "future":
        return act.first, act.last
    if act.tense == "present" and when is not None and _ahead(view, when):
        return when.first, when.last
    return _cue(view, act, "future") or _cue(view, act, "intention")


def _ahead(view: View, when: Mention) -> bool:
    """Whether a time lies ahead by its own words: next Tuesday, غدا, هفته آینده."""
    ahead = _coming(view.pack)
    return any(form.stem in ahead for token in view.tokens[when.first : when.last] for form in token.forms)


@cache
def _coming(pack: LanguagePack) -> frozenset[str]:
    calendar = pack.data.calendar
    return frozenset(map(fold, (*calendar.next, *(day for day, days in calendar.days.items() if days > 0))))


def _supposed(view: View, act: ActMatch) -> tuple[int, int] | None:
    if act.act.type in ("REQUEST", "THREATEN", "ACCUSE"):
        return None
    if act.tense == "present" and (cue := _cue(view, act, "hypothetical_present")):
        return cue
    return _cue(view, act, "hypothetical")


def stale(when: Mention, published: datetime.date | None) -> bool:
    """Whether a time lies a year or more before the report."""
    assert when.time is not None
    return published is not None and (published - when.time.end).days >= STALE
