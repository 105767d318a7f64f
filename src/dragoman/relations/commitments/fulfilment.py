"""Fulfilment: which later event meets a commitment or breaks it, how surely, and why.

The score is a product of what can be seen: how well the act fits, what its words share with the commitment's, how
sure the record is, and how late it comes. The numbers are choices, not measurements; each finding says what it met.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dragoman import ontology
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.likeness import wording
from dragoman.ledger.settling import State
from dragoman.ledger.tellings import Telling
from dragoman.model import Event, Record, Span, Time, Told
from dragoman.relations.commitments.expectation import Expected
from dragoman.relations.commitments.matter import UNTOLD, Matter, matter_of, shared

ENOUGH = 0.5  # the score from which the program says that a commitment was met or breached
WORTH_SHOWING = 0.2  # the score from which a person is shown it
GRACE = datetime.timedelta(days=30)  # behind a due day
MOST = 400  # tellings that are weighed for one commitment, the earliest first

_AT_ONCE = 32
_KEPT = 5_000  # whole records that are held, with the texts of their reports
_UNSURE = 0.5  # the confidence of a foreign event that came without one
_BOTH = 2  # words that an act shares with a promise of which nobody can tell what would meet it, to be shown
_DOUBTFUL = 0.45  # the most that is given where a person should look first
_FRESH, _OLD = 365, 1825  # days up to which an act counts in full, and from which on for nothing
_EARLY = datetime.timedelta(days=7)  # before a planned meeting, another one may be held
_OTHER_MODE, _NO_MODE, _KIN, _SANCTION, _DENIED = 0.6, 0.85, 0.7, 0.7, 0.9
_SAME_WORDS, _SPECIFIC, _BROAD = 0.35, 0.65, 0.3  # what is left of a score where no word is shared
_AS_PLANNED, _SAME_MODE, _CALLED_OFF = 0.8, 0.45, 0.6
_CLEAR = ("CONCEDE", "RETREAT", "AID")  # types that tell enough where words can't be compared
_KINDRED = (frozenset(("CONCEDE", "RETREAT")), frozenset(("SUPPORT", "COOPERATE")), frozenset(("AID", "COOPERATE")))
_REFUSED = {"assist": ("AGREE", "AID", "COOPERATE", "SUPPORT"), "meet": ("CONSULT",), "yield": ("CONCEDE", "RETREAT")}

Between = Callable[[str, str], Sequence[Telling]]  # of the first party on the second


class Change(Record, frozen=True):
    """A state that a commitment came into: when, by what evidence, and who says so.

    `event` and `report` with `start` to `end` and `quote` are the evidence, where it is one event; `score` is None
    where nothing was weighed; `by` is "program" or the person.
    """

    state: State
    day: datetime.date | None
    reason: str
    by: str = "program"
    score: float | None = None
    event: str | None = None
    report: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None


class Wanted(NamedTuple):
    """A commitment as it is looked for: who owes it to whom, what would meet it, its matter, since when, until when.

    `told` are the places where it is told itself, by report; what stands there is no evidence.
    """

    owed_by: tuple[str, ...]
    owed_to: tuple[str, ...]
    expected: tuple[Expected, ...]
    matter: Matter
    since: datetime.date
    due: Time | None
    told: Mapping[str, Sequence[Span]]


class _Fit(NamedTuple):
    """How an act bears on a commitment: the state it leads to, how well it fits, what is left without shared words."""

    state: State
    act: float
    floor: float
    what: str


class Records:
    """The whole records of tellings, read from the ledger some at a time; the last ones are kept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[int, Told] = {}

    def of(self, rows: Sequence[int]) -> list[Told]:
        """The records of event rows, in their order."""
        if len(self._known) > _KEPT:
            self._known.clear()
        missing = [row for row in dict.fromkeys(rows) if row not in self._known]
        if missing:
            self._known.update(zip(missing, self._ledger.told(missing), strict=True))
        return [self._known[row] for row in rows]


def findings(wanted: Wanted, between: Between, records: Records, until: datetime.date) -> Iterator[Change]:
    """What bears on a commitment, in the order of days, up to the first event that meets it."""
    later = list(_candidates(wanted, between, until))[:MOST]
    for at in range(0, len(later), _AT_ONCE):
        some = later[at : at + _AT_ONCE]
        weighed = zip(some, records.of([one.seq for one in some]), strict=True)
        found = [change for telling, told in weighed if (change := _weigh(wanted, telling, told, until))]
        found.sort(key=lambda change: (change.day, -(change.score or 0)))
        for change in found:
            yield change
            if change.state == "met" and (change.score or 0) >= ENOUGH:
                return


def _candidates(wanted: Wanted, between: Between, until: datetime.date) -> Iterator[Telling]:
    """The later tellings between the two that are of a type that matters, each event once, in the order of days."""
    known = ontology.load().types
    types = {one.type for one in wanted.expected} or {name for name in known if _is_friendly(name)}
    types |= {kin for type in list(types) for kind in _KINDRED if type in kind for kin in kind} | {"REJECT", "SANCTION"}
    symmetric = {type for type in types if known[type].symmetric}
    found: dict[int, Telling] = {}
    for debtor in wanted.owed_by:
        for creditor in wanted.owed_to:
            there, back = between(debtor, creditor), between(creditor, debtor)
            found |= {one.seq: one for one in back if one.type in symmetric}
            found |= {one.seq: one for one in there if one.type in types}
    last = wanted.since + datetime.timedelta(_OLD)
    kept = [one for one in found.values() if one.day is not None and wanted.since < one.day <= min(until, last)]
    yield from sorted(kept, key=lambda one: (one.day, one.seq))


def _weigh(wanted: Wanted, telling: Telling, told: Told, until: datetime.date) -> Change | None:
    """An event as a change of the commitment's state; None where it doesn't bear on it."""
    event, report = told.event, told.report
    if report is not None and report.published is not None and report.published > until:
        return None
    own = wanted.told.get(telling.report or "", ())
    if isinstance(event, Event) and any(span.meets(event.trigger) for span in own):
        return None
    matter = matter_of(wording(told), report.language) if report else UNTOLD
    common = shared(wanted.matter, matter)
    fit = max(_fits(wanted, telling, matter), key=lambda fit: fit.act * (1 + fit.floor), default=None)
    if fit is None or telling.day is None:
        return None
    surely = min(1.0, 0.25 + 1.25 * (_UNSURE if telling.confidence is None else telling.confidence))
    score = fit.act * (fit.floor + (1 - fit.floor) * common.part) * surely * _fresh(wanted, telling.day)
    if not wanted.expected or (fit.state == "breached" and not common.named and fit.floor < _CALLED_OFF):
        score = min(score, _DOUBTFUL)
    if score < WORTH_SHOWING or (not wanted.expected and len(common.named) < _BOTH):
        return None
    other = " is told in another language" if matter.language != wanted.matter.language else ""
    words = f"both speak of: {', '.join(common.named)}" if common.named else f"it{other or ' shares no words'}"
    words += ", but of other numbers" if common.parted else ""
    late = _days((telling.day - wanted.since).days)
    reason = f"{fit.what} by {telling.actor} on {telling.recipient}, {late} later; {words}"
    change = Change(
        state=fit.state, day=telling.day, reason=reason, score=round(score, 2), event=event.id, report=telling.report
    )
    if not isinstance(event, Event):
        return change
    return replace(change, start=event.sentence.start, end=event.sentence.end, quote=wording(told))


def _fits(wanted: Wanted, telling: Telling, matter: Matter) -> Iterator[_Fit]:
    """All that an act can be for a commitment."""
    name = telling.type + (f"/{telling.mode}" if telling.mode else "")
    if telling.status == "denied" or telling.modality not in ("done", "negated"):
        return
    done = telling.modality == "done"
    for expected in wanted.expected:
        likeness, floor = _likeness(expected, telling), _floor(wanted, expected, telling, matter)
        if done and likeness:
            yield _Fit("breached" if expected.refrain else "met", likeness, floor, name)
        if not done and likeness == 1.0 and not expected.refrain and _is_over(wanted, telling):
            yield _Fit("breached", _DENIED, floor, f"{name} did not happen, told")
    if done and not wanted.expected and _is_friendly(telling.type):
        yield _Fit("met", 1.0, 0.0, name)
    if done and telling.type in ("REJECT", "SANCTION"):
        yield _contrary(wanted, telling, name)


def _contrary(wanted: Wanted, telling: Telling, name: str) -> _Fit:
    """A refusal, or help that is ended."""
    types = {one.type for one in wanted.expected if not one.refrain}
    if telling.type == "SANCTION":
        return _Fit("breached", _SANCTION, _SAME_WORDS, name)
    if telling.mode is None:
        return _Fit("breached", _NO_MODE, _SAME_WORDS, name)
    if types.isdisjoint(_REFUSED.get(telling.mode, ())):
        return _Fit("breached", _OTHER_MODE, _SAME_WORDS, name)
    return _Fit("breached", 1.0, _CALLED_OFF if telling.mode == "meet" else _SAME_WORDS, name)


def _is_over(wanted: Wanted, telling: Telling) -> bool:
    return wanted.due is not None and telling.day is not None and telling.day > wanted.due.end


def _is_friendly(type: str) -> bool:
    return ontology.load().quad(type).endswith("cooperation")


def _likeness(expected: Expected, telling: Telling) -> float:
    """How far an act is the one that is expected, 0 to 1."""
    if telling.type != expected.type:
        return _KIN if not expected.refrain and any({telling.type, expected.type} == kind for kind in _KINDRED) else 0.0
    if expected.mode in (None, telling.mode):
        return 1.0
    return _OTHER_MODE if telling.mode else _NO_MODE


def _floor(wanted: Wanted, expected: Expected, telling: Telling, matter: Matter) -> float:
    """What is left of a score where no word is shared: much where words can't be compared and the act is clear."""
    due = wanted.due
    same_mode = expected.mode is not None and expected.mode == telling.mode
    if expected.type == "CONSULT":
        if due is not None and telling.until is not None and telling.until >= due.start - _EARLY:
            return _AS_PLANNED if same_mode else _CALLED_OFF
        return (_SAME_MODE if same_mode else _BROAD) * (0.5 if due is not None else 1.0)
    if matter.language == wanted.matter.language:
        return _SAME_WORDS
    parted = wanted.matter.topics and matter.topics and wanted.matter.topics.isdisjoint(matter.topics)
    return _SPECIFIC if expected.type in _CLEAR and not parted else _BROAD


def _fresh(wanted: Wanted, day: datetime.date) -> float:
    """1 in the first year after a commitment is made or due, falling to 0 in the fifth."""
    start = max(wanted.since, wanted.due.end) if wanted.due else wanted.since
    days = (day - start).days
    return min(1.0, max(0.0, (_OLD - days) / (_OLD - _FRESH)))


def _days(count: int) -> str:
    return "a day" if count == 1 else f"{count} days"
