"""How a relation stands now, and what changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.relations.balance import Measure, Opened
from dragoman.relations.briefing.draft import Draft, Sentence
from dragoman.relations.briefing.wording import Phrase, Piece
from dragoman.relations.periods import Period
from dragoman.relations.turns import Turn

FRIENDLY, HOSTILE = 1.0, -1.0  # tones from which a period is called cooperative or hostile
HARDLY = 0.5  # of tone: a smaller difference is hardly one
_HEAVIEST = 3  # stories that a period's sentence points at
_NEAR = 2  # stories on either side of a turn that its sentence points at


def now(draft: Draft) -> Iterator[Sentence]:
    """The last period of which something is told, and the one before it."""
    balance = draft.relation.balance(draft.by)
    told = [at for at, measure in enumerate(balance.together) if measure.tone is not None]
    if not told:
        yield draft.sentence("nothing")
        return
    last = told[-1]
    period, measure = balance.periods[last], balance.together[last]
    yield draft.sentence(
        "now",
        _heaviest(draft, period),
        **_toned(draft, period, measure),
        least=draft.words.figure(-10, 0, signed=True),
        most=draft.words.figure(10, 0, signed=True),
        stories=draft.words.count("stories", measure.stories),
        outlets=draft.words.count("outlets", measure.outlets),
    )
    there, back = balance.there[last].tone, balance.back[last].tone
    if there is not None and back is not None:
        sides = {"there": draft.words.figure(there, signed=True), "back": draft.words.figure(back, signed=True)}
        yield draft.sentence("directed", _heaviest(draft, period), one=draft.one, other=draft.other, **sides)
    if len(told) == 1:
        yield draft.sentence("no_earlier")
        return
    before, was = balance.periods[told[-2]], balance.together[told[-2]]
    change = draft.words.say(_change(was, measure))
    yield draft.sentence("earlier", _heaviest(draft, before), **_toned(draft, before, was), change=change)


def changed(draft: Draft) -> Iterator[Sentence]:
    """The turns, and what began or ceased with the last one."""
    turns = draft.relation.turns()
    stories = draft.words.count("stories", turns.points)
    if turns.too_little is not None:
        yield draft.sentence("too_few", stories=stories)
    elif not turns.found:
        yield draft.sentence("no_turn", stories=stories)
    for turn in turns.found:
        yield _turn(draft, turn)
    if turns.found:
        yield from _since(draft, turns.found[-1])


def _toned(draft: Draft, period: Period, measure: Measure) -> dict[str, str | Phrase]:
    words, tone = draft.words, measure.tone or 0.0
    word = "friendly" if tone >= FRIENDLY else "hostile" if tone <= HOSTILE else "mixed"
    band = words.say("no_band")
    if measure.tone_band is not None:
        low, high = (words.figure(end, signed=True) for end in measure.tone_band)
        over_zero = measure.tone_band[0] <= 0 <= measure.tone_band[1]
        band = words.say("band_over_zero" if over_zero else "band", low=low, high=high)
    return {
        "period": words.period(period, draft.by),
        "word": words.sentences[word],
        "tone": (words.figure(tone, signed=True),),
        "band": band,
    }


def _change(was: Measure, is_: Measure) -> str:
    """Which sentence tells the difference."""
    difference = (is_.tone or 0.0) - (was.tone or 0.0)
    if abs(difference) < HARDLY:
        return "same"
    bands = was.tone_band, is_.tone_band
    apart = bands[0] and bands[1] and (bands[1][0] > bands[0][1] or bands[0][0] > bands[1][1])
    return ("up" if difference > 0 else "down") + ("_clearly" if apart else "_perhaps")


def _heaviest(draft: Draft, period: Period) -> list[int]:
    """The notes to the stories that weigh most in a period."""
    by_story: dict[str, Opened] = {}
    for one in draft.relation.opened(period.start, period.end):
        by_story.setdefault(one.telling.story, one)
    return draft.notes_of([one.telling for one in list(by_story.values())[:_HEAVIEST]])


def _turn(draft: Draft, turn: Turn) -> Sentence:
    words = draft.words
    name = f"{turn.what}_{'up' if turn.later > turn.earlier else 'down'}"
    signed = turn.what == "tone"
    often = max(1, round(turn.p * 1000))
    return draft.sentence(
        name,
        draft.notes_of([*turn.before[-_NEAR:], *turn.after[:_NEAR]]),
        last=words.date(turn.last_before),
        first=words.date(turn.first_after),
        earlier=words.figure(turn.earlier, signed=signed),
        later=words.figure(turn.later, signed=signed),
        chance=words.say("chance", n=words.whole(often), p=words.p_value(turn.p)),
    )


def _since(draft: Draft, turn: Turn) -> Iterator[Sentence]:
    """The kinds of acts that are told of only since a turn, or only before it."""
    changes = draft.relation.changes(turn.first_after)
    if changes.earlier is None or changes.later is None:
        return
    was = draft.relation.opened(changes.earlier.start, changes.earlier.end)
    is_ = draft.relation.opened(changes.later.start, changes.later.end)
    for name, ours, theirs in (("begun", is_, was), ("ceased", was, is_)):
        found = _only(ours, theirs)
        if found and theirs:
            notes = draft.notes_of([one.telling for one in found])
            acts = draft.words.listed([_kind(draft, one.telling.type) for one in found])
            yield draft.sentence(name, notes, day=draft.words.date(turn.first_after), acts=acts)


def _only(ours: Sequence[Opened], theirs: Sequence[Opened]) -> list[Opened]:
    """The heaviest of each type that is told of here and not there."""
    known = {one.telling.type for one in theirs}
    found: dict[str, Opened] = {}
    for one in ours:
        if one.telling.type not in known:
            found.setdefault(one.telling.type, one)
    return list(found.values())


def _kind(draft: Draft, type: str) -> Phrase:
    return (Piece(text=draft.words.kinds[type]),)
