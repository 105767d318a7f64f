"""When an act happened whose own sentence names no time: narrative time.

A time that a sentence names holds for what is told after it, until another is named: a verb in the past takes up a
time as a pronoun takes up a noun (B. Partee, "Nominal and Temporal Anaphora", Linguistics and Philosophy 7, 1984). In
"In November Kenya refused a meeting. It accused Peru of bias." the accusation is of November too, not of the report's
day. This is a careful part of it: within one paragraph of background, only what the report itself tells in the past.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dragoman.coding.modality import STALE
from dragoman.coding.view import View
from dragoman.languages.acts import ActMatch
from dragoman.languages.verbs import Tense
from dragoman.model import Event, Evidence, Mention, Time
from dragoman.phrases import joined

_PAST = 7  # days before the report from which a time is background, no longer the news
_REACH = 3  # sentences that a time holds for after its own
_FRONT = 2  # words before a time that opens its sentence: "At the end of November"
_AUXILIARY = 3  # words before a verb among which its auxiliary stands: has long since accused
_HAPPENED = ("done", "negated")
_FINE = ("day", "week", "month", "season")
_PERFECT = frozenset(("has", "have"))  # English: up to now, so no longer of the time told
_DID = frozenset(("did", "didn't"))


class Anchor(NamedTuple):
    """A time that is told, at its words in sentence `number` of the report."""

    time: Time
    mention: Mention
    number: int


def dated(events: Sequence[Event], views: Sequence[View], published: datetime.date | None) -> tuple[Event, ...]:
    """The events with the time of an earlier sentence where the narrative stands still in it.

    `views` are the sentences of the report in order. Without the report's day nothing is known to be background.
    """
    if published is None:
        return tuple(events)
    told: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        told[event.sentence.start].append(event)
    anchors = _anchors(views, told, published)
    found = {view.sentence.start: (number, view) for number, view in enumerate(views)}
    out = []
    for event in events:
        number, view = found[event.sentence.start]
        anchor = anchors.get(number)
        out.append(_at(event, anchor, number) if anchor and _narrated(event, view, views) else event)
    return tuple(out)


def _anchors(views: Sequence[View], told: Mapping[int, list[Event]], published: datetime.date) -> dict[int, Anchor]:
    """The time that holds in each sentence that names none, by the sentence's number."""
    found: dict[int, Anchor] = {}
    anchor, paragraph, news = None, -1, False
    lead = next((view.sentence.paragraph for view in views if not view.sentence.headline), None)
    for number, view in enumerate(views):
        own = told[view.sentence.start]
        if view.sentence.paragraph != paragraph:
            paragraph = view.sentence.paragraph
            anchor, news = None, paragraph == lead
        times = [mention for mention in view.sentence.mentions if mention.kind == "time"]
        if times:
            anchor = _anchor(number, views, own, published, news=news)
        elif anchor is not None and number - anchor.number <= _REACH and not _spans_time(view):
            found[number] = anchor
            anchor = None if _of_now(view, own) else anchor
        else:
            anchor = None
        recent = any(mention.time is None or not _behind(mention.time, published) for mention in times)
        news = news or recent or (anchor is None and bool(own))
    return found


def _anchor(
    number: int, views: Sequence[View], own: Sequence[Event], published: datetime.date, *, news: bool
) -> Anchor | None:
    """The time of a sentence, if it is its only one, lies behind the report and an event happened then.

    In a paragraph that tells the `news`, a time that does not open its sentence is mostly that of an aside.
    """
    view = views[number]
    times = [mention for mention in view.sentence.mentions if mention.kind == "time"]
    if len(times) != 1 or times[0].time is None or _bounds(view, times[0]):
        return None
    mention, time = times[0], times[0].time
    if not _behind(time, published) or (published - time.end).days >= STALE or time.precision not in _FINE:
        return None
    happened = [e for e in own if e.when == time and e.modality in _HAPPENED and not _quoted(e, view, views)]
    if news:
        happened = [e for e in happened if mention.first <= _FRONT and mention.start < e.trigger.start]
    return Anchor(time, mention, number) if happened else None


def _behind(time: Time, published: datetime.date) -> bool:
    """Whether a time is no longer that of the news."""
    return (published - time.end).days >= _PAST


def _spans_time(view: View) -> bool:
    """Whether a sentence speaks of a span of time that no calendar places: "some weeks later"."""
    return any(view.cue(f"calendar.units.{unit}") for unit in ("day", "week", "month", "year", "decade"))


def _bounds(view: View, mention: Mention) -> bool:
    """Whether a time only bounds an act: "since November"."""
    cues = (*view.cue("about"), *view.cue("boundaries"))
    return any(cue.last <= mention.first <= cue.last + 1 for cue in cues)


def _of_now(view: View, own: Sequence[Event]) -> bool:
    """Whether a sentence leads back to the day of the report: somebody speaks, or its first verb is in the present."""
    triggers = [event.trigger for event in own]
    speaks = any(
        speech.tense in ("past", "present")
        and not _begins(view, speech.verb)
        and not any(view.tokens[speech.verb].meets(trigger) for trigger in triggers)
        for speech in view.speeches
    )
    return speaks or bool(view.cue("speech.according")) or next((t for _, t in _finite(view)), None) == "present"


def _narrated(event: Event, view: View, views: Sequence[View]) -> bool:
    """Whether an event without a time is told in the past, by the report itself."""
    if event.when is not None or event.modality not in _HAPPENED:
        return False
    if any(evidence.field == "reported_by" for evidence in event.evidence):
        return False
    return _past(event, view) and not _quoted(event, view, views)


def _past(event: Event, view: View) -> bool:
    """Whether an event's verb, or for a noun the verb nearest to it, is in the past."""
    inside = [at for at, token in enumerate(view.tokens) if token.meets(event.trigger)]
    act = _act(event, view)
    finite = _finite(view)
    tense = act.tense if act is not None else next((t for at, t in finite if at in inside), None)
    ahead = [cue.first for name in ("future", "negation_future") for cue in view.cue(name)]
    first, last = inside[0] - _AUXILIARY, max(inside[-1], act.verb if act is not None else 0)
    if any(first <= at <= last for at in ahead):
        return False
    before = {token.folded for token in view.tokens[max(0, first) : inside[0]]}
    if tense == "past":
        return not before & _PERFECT
    if tense == "infinitive":
        return bool(before & _DID)
    if act is not None and tense == "participle" and view.pack.order == "sov":
        return (act.verb + 1, "past") in finite  # Persian: had accused, but not has accused
    near = min(finite, key=lambda verb: abs(verb[0] - inside[0]), default=None)
    return near is not None and near[1] == "past" and not ahead


def _act(event: Event, view: View) -> ActMatch | None:
    """The lexicon's act word at an event's trigger."""
    acts = [act for act in view.acts if view.tokens[act.first].start == event.trigger.start]
    return acts[0] if acts else None


def _finite(view: View) -> list[tuple[int, Tense]]:
    """The finite verbs that the pack knows, by their place and tense."""
    found: dict[int, Tense | None] = {
        speech.verb: speech.tense for speech in view.speeches if speech.tense in ("past", "present")
    }
    for at, token in enumerate(view.tokens):
        form = view.pack.acts.verb_at(token) if token.word else None
        if form is not None:
            found[at] = form.tense
    return sorted((at, tense) for at, tense in found.items() if tense is not None and not _begins(view, at))


def _begins(view: View, at: int) -> bool:
    """Whether a word only begins a longer one that a zero-width non-joiner parts, as "said" does Persian "talks"."""
    return at + 1 < len(view.tokens) and joined(view.text, view.tokens[at], view.tokens[at + 1])


def _quoted(event: Event, view: View, views: Sequence[View]) -> bool:
    """Whether an event stands behind a quotation mark that its paragraph opened and did not close."""
    paragraph = view.sentence.paragraph
    start = next(other.sentence.start for other in views if other.sentence.paragraph == paragraph)
    before = view.text[start : event.trigger.start]
    for opening, closing in view.pack.data.quotes:
        if opening == closing and before.count(opening) % 2:
            return True
        if opening != closing and before.rfind(opening) > before.rfind(closing):
            return True
    return False


def _at(event: Event, anchor: Anchor, number: int) -> Event:
    """An event at the time of an earlier sentence, with the words that name it."""
    where = "the sentence before" if number - anchor.number == 1 else "a sentence before"
    why = f"no day of its own; {where} tells of {_days(anchor.time)}"
    mention = anchor.mention
    evidence = Evidence(
        start=mention.start, end=mention.end, field="when", quote=mention.text, method="context", reason=why
    )
    told = "; ".join(filter(None, (why, anchor.time.inferred)))
    return replace(
        event, when=replace(anchor.time, inferred=told), reason=f"{event.reason}; {why}",
        evidence=(*event.evidence, evidence),
    )  # fmt: skip


def _days(time: Time) -> str:
    if time.start == time.end:
        return time.start.isoformat()
    if time.precision == "month" and time.start.day == 1:
        return time.start.isoformat()[:7]
    return f"{time.start.isoformat()} to {time.end.isoformat()}"
