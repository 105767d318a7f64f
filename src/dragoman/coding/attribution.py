"""Who says so: the chain from the outlet over the agency and the office to the spokesman.

A clause is somebody's word where it stands behind a verb of saying ("X said that …", گفت …, أعلن أن …) or in
an "according to"; a sentence without either goes on with the speaker of the one before where it is quoted.
"""

from __future__ import annotations

from typing import NamedTuple

from dragoman.coding.view import Run, View
from dragoman.languages.acts import ActMatch
from dragoman.model import Report

_REACH = 14  # words between a verb of saying and its speaker


class Saying(NamedTuple):
    """A verb of saying (or "according to") with its speaker; what is said begins at token `content`."""

    speaker: Run
    first: int
    last: int
    content: int
    according: bool


def sayings(view: View, topic: Run | None = None) -> list[Saying]:
    """Who says what in a sentence, left to right; `topic` speaks where the verb names nobody."""
    found = [saying for speech in view.speeches if (saying := _saying(view, speech, topic))]
    for cue in view.cue("speech.according"):
        speaker = next((r for r in view.runs if cue.last <= r.first + 1 and 0 <= r.first - cue.last <= 3), None)
        if speaker is not None:
            found.append(Saying(speaker, cue.first, cue.last, speaker.last, True))
    return sorted(found, key=lambda s: s.first)


def _saying(view: View, speech: ActMatch, topic: Run | None) -> Saying | None:
    order = view.pack.order
    before = [
        run for run in view.runs if run.last <= speech.first and speech.first - run.last <= _REACH and run.mark is None
    ]
    after = [run for run in view.runs if run.first >= speech.last and run.mark is None and run.first - speech.last <= 4]
    that = [at for at in sorted(view.that) if at >= speech.last]
    if order == "vso":
        own = [run for run in after if not any(speech.last <= at < run.first for at in view.that)]
        lone = speech.tense == "participle" or not own
        speaker = (before[0] if before else None) if lone else own[0]
    elif order == "sov":
        start = max((verb + 1 for verb in view.verbs if verb < speech.first and verb != speech.verb), default=0)
        inside = [run for run in before if run.first >= start]
        speaker = inside[0] if inside else (before[0] if before else None)
    else:
        speaker = before[-1] if before else None
        if (before and after and _inverted(view, speech)) or (speaker is None and after):
            speaker = after[0]
    speaker = speaker or topic
    if speaker is None:
        return None
    content = that[0] + 1 if that and that[0] - speech.last <= _REACH else max(speech.last, speech.verb + 1)
    return Saying(speaker, speech.first, speech.last, content, False)


def _inverted(view: View, speech: ActMatch) -> bool:
    """English "…, said X": the speaker behind the verb, a comma or quote before it."""
    before = view.tokens[speech.first - 1].folded if speech.first else ""
    return before in (",", '"', "”")


def said_by(view: View, act: ActMatch, spoken: list[Saying]) -> Saying | None:
    """Whose word an act is: the last saying before it whose content it stands in, or one behind it."""
    best = None
    for saying in spoken:
        if saying.content <= act.first or (
            best is None and (saying.according or view.pack.order == "svo") and saying.first >= act.last
        ):
            best = saying
    return best


def chain(report: Report, saying: Saying | None) -> tuple[str, ...]:
    """The chain of a report: outlet, agencies, then whoever the sentence names, outermost first."""
    links = [report.outlet] if report.outlet else []
    links += list(report.agencies)
    if saying is not None:
        for mention in saying.speaker.mentions:
            links += [actor.name for actor in mention.actors] or [mention.text]
    return tuple(dict.fromkeys(links))
