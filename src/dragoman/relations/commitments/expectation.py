"""What act would meet a demand or keep a promise: read from its words with the act words of their language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from dragoman import ontology
from dragoman.languages import packs
from dragoman.languages.acts import ActMatch
from dragoman.languages.packs import LANGUAGES, LanguagePack
from dragoman.model import Event, Record, Span, Time, Token
from dragoman.reading.dates import Found, find_times, place_time

_REACH = 5  # words before an act within which a negation is its own
_LOOSE = " ,،;؛"  # marks that lead to what was cut off
_PLANNED = ("CONSULT", "SUPPORT", "COOPERATE", "AID")  # told as to come, they are promises


class Expected(Record, frozen=True):
    """An act that would meet a commitment, or that it forbids, and the words that ask for it."""

    type: str
    mode: str | None
    refrain: bool
    why: str


def of_demand(words: str, language: str | None, *, threat: bool = False) -> tuple[Expected, ...]:
    """What a demand asks for; empty where no act word is in it.

    What a demand denies is to be left undone. With a `threat` it is the hostile act that is to be left undone, and
    the friendly one that is asked for, for "unless you do" and "if you don't" say the same.
    """
    if language not in LANGUAGES:
        return ()
    pack = packs.load(language)
    tokens = pack.tokens(words, 0, len(words))
    return tuple(dict.fromkeys(_expected(pack, words, tokens, pack.acts.readings(tokens), threat)))


def of_promise(event: Event, text: str, language: str | None) -> tuple[Expected, ...]:
    """What an AGREE event promises: the act that its words tell as to come, else those that follow it."""
    if language not in LANGUAGES:
        return ()
    pack, part = packs.load(language), promised(event, text, language)
    tokens = pack.tokens(text, part.start, part.end)
    return tuple(dict.fromkeys(_expected(pack, text, tokens, _promised_acts(pack, tokens, event), threat=False)))


def promised(event: Event, text: str, language: str | None) -> Span:
    """The words of a promise: its sentence, without the condition behind it and the words that lead to that."""
    whole = event.sentence
    at = text.find(event.condition, event.trigger.end, whole.end) if event.condition else -1
    if at < 0:
        return Span(start=whole.start, end=whole.end)
    end = at
    if language in LANGUAGES:
        pack = packs.load(language)
        tokens = pack.tokens(text, whole.start, at)
        cues = [cue for cue in pack.cues("condition").all(tokens) if tokens[cue.first].start >= event.trigger.end]
        end = tokens[cues[-1].first].start if cues else at
    return Span(start=whole.start, end=whole.start + len(text[whole.start : end].rstrip(_LOOSE)))


def due_of_demand(words: str, language: str | None, made: datetime.date | None) -> Time | None:
    """The time in a demand; the last one, where there are several. A month without its year is the next one."""
    if language not in LANGUAGES or made is None:
        return None
    pack = packs.load(language)
    tokens = pack.tokens(words, 0, len(words))
    return _last_ahead((place_time(_ahead(found), tokens, words, made) for found in find_times(pack, tokens)), made)


def due_of_promise(event: Event, text: str, language: str | None, made: datetime.date | None) -> Time | None:
    """The time of the promised act: of those in the words, what stands nearer to the act than to the promising."""
    if language not in LANGUAGES or made is None:
        return None
    pack, part = packs.load(language), promised(event, text, language)
    tokens = pack.tokens(text, part.start, part.end)
    acts = [_span(tokens, act) for act, *_ in _promised_acts(pack, tokens, event)]
    times = []
    for found in find_times(pack, tokens):
        own = Span(start=tokens[found.first].start, end=tokens[found.last - 1].end)
        of_act = acts and min(_gap(own, act) for act in acts) <= _gap(own, event.trigger)
        times.append(place_time(_ahead(found) if of_act else found, tokens, text, made))
    return _last_ahead(times, made)


def _promised_acts(pack: LanguagePack, tokens: Sequence[Token], event: Event) -> list[list[ActMatch]]:
    """The acts that are promised: the words of the event where they tell an act to come, else what follows them."""
    readings = pack.acts.readings(tokens)
    own = [r for r in readings if event.trigger.meets(_span(tokens, r[0])) and r[0].act.type in _PLANNED]
    if own:
        return own
    behind = [r for r in readings if tokens[r[0].first].start >= event.trigger.end]
    before = [r for r in readings if tokens[r[0].last - 1].end <= event.trigger.start]
    return behind if pack.order != "sov" else behind or before


def _ahead(found: Found) -> Found:
    return found._replace(lean=1) if found.month is not None and found.lean == 0 else found


def _last_ahead(times: Iterable[Time | None], made: datetime.date) -> Time | None:
    """The last of the times that were still to come."""
    ahead = [time for time in times if time is not None and time.end > made]
    return max(ahead, key=lambda time: (time.end, time.start), default=None)


def _gap(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _expected(
    pack: LanguagePack, text: str, tokens: Sequence[Token], readings: Sequence[list[ActMatch]], threat: bool
) -> Iterator[Expected]:
    """The first act, and those joined to it by an "and"; the rest is what the acts are about."""
    friendly = [found for found in readings if _is_friendly(found[0]) and found[0].act.type != "AGREE"]
    kept = friendly or [found for found in readings if _is_friendly(found[0])]
    kept = kept or [found for found in readings if not _is_friendly(found[0])]
    ands = pack.folded("and_words")
    for number, (act, *_) in enumerate(kept):
        joined = bool(set(act.prefix) & ands) or (act.first > 0 and tokens[act.first - 1].folded in ands)
        if number and not joined:
            continue
        negated = act.negated or _is_denied(pack, tokens, act)
        if not _is_friendly(act) and not (negated or threat):
            continue
        refrain = not _is_friendly(act) or (negated and not threat)
        words = _span(tokens, act).words(text)
        what = f"“{words}” is {act.act.type}" + (f"/{act.act.mode}" if act.act.mode else "")
        why = f"{what}, to be left undone" if refrain else what
        yield Expected(type=act.act.type, mode=act.act.mode, refrain=refrain, why=why)


def _is_friendly(act: ActMatch) -> bool:
    return ontology.load().quad(act.act.type).endswith("cooperation")


def _is_denied(pack: LanguagePack, tokens: Sequence[Token], act: ActMatch) -> bool:
    cues = pack.cues("negation").all(tokens)
    return any(cue.last <= act.first + 1 and act.first - cue.last <= _REACH and cue.first < act.first for cue in cues)


def _span(tokens: Sequence[Token], act: ActMatch) -> Span:
    return Span(start=tokens[act.first].start, end=tokens[act.last - 1].end)
