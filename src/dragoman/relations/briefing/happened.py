"""What happened: the heaviest stories of a relation in the order of their days, a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dragoman.ledger.tellings import Telling
from dragoman.model import Actor, Event, Place, Told
from dragoman.relations.balance import Opened
from dragoman.relations.briefing import names
from dragoman.relations.briefing.draft import Draft, Sentence
from dragoman.relations.briefing.wording import Phrase, Value, fill, joined

MOST = 12  # stories
_NOTED = 3  # tellings of a story that its sentence points at

_Story = list[Opened]


def happened(draft: Draft) -> Iterator[Sentence]:
    """The stories that add most to the balance, or take most from it."""
    span = draft.relation.dealings.span
    if span is None:
        return
    stories: dict[str, _Story] = {}
    for one in draft.relation.opened(*span):
        stories.setdefault(one.telling.story, []).append(one)
    heaviest = sorted(stories.values(), key=_weight)[:MOST]
    denials = _denials(draft, {found[0].telling.story for found in heaviest})
    for found in sorted(heaviest, key=_day):
        yield _sentence(draft, found)
        for denial in denials.get(found[0].telling.story, [])[:1]:
            yield draft.sentence("contested", draft.notes_of([denial]), outlet=draft.outlet(denial))
    if len(stories) > MOST:
        yield draft.sentence("more", n=draft.words.whole(len(stories) - MOST))


def _weight(found: _Story) -> tuple[float, float, str]:
    return -abs(sum(one.value for one in found)), -sum(one.weight for one in found), found[0].telling.story


def _exact(one: Opened) -> tuple[bool, int, int]:
    """A day that words tell goes before that of a report, a short time before a long one."""
    telling = one.telling
    length = (telling.until - telling.day).days if telling.day and telling.until else 0
    return telling.precision is None, length, telling.seq


def _day(found: _Story) -> tuple[int, int]:
    best = min(found, key=_exact).telling
    return best.day.toordinal() if best.day else 0, best.seq


def _denials(draft: Draft, stories: set[str]) -> dict[str, list[Telling]]:
    """The tellings that deny what others of the same story tell."""
    found: dict[str, list[Telling]] = {}
    for one in draft.relation.ledger.tellings(*draft.relation.pair):
        if one.status == "denied" and one.story in stories:
            found.setdefault(one.story, []).append(one)
    return found


def _sentence(draft: Draft, found: _Story) -> Sentence:
    head = found[0]
    told = draft.told([one.telling for one in found])
    best = min(found, key=_exact).telling
    tellings = _one_an_outlet(found)
    outlets = len(tellings)
    # Where one outlet tells all of the relation, that is said once, of the picture.
    only = len({one.told_by for one in draft.relation.dealings.tellings}) == 1
    by: dict[str, Value] = {"outlet": draft.outlet(head.telling), "outlets": draft.words.count("outlets", outlets)}
    return draft.sentence(
        "happened",
        draft.notes_of(tellings[:_NOTED]),
        when=draft.when(best.day, best.until, best.precision),
        act=act(draft, head, told[0]),
        said=_said(draft, told),
        told=() if only else draft.words.say("told_by_one" if outlets == 1 else "told_by", **by),
    )


def act(draft: Draft, head: Opened, told: Told) -> Phrase:
    """Who did what to whom, and where."""
    one, other = draft.relation.pair
    both = head.there and head.back
    if not both and not head.there:
        one, other = other, one
    acting, acted_on = parties(told)
    if both:
        acting = acted_on = [*acting, *acted_on]
    template = draft.words.act(head.telling.type, head.telling.mode, both=both)
    return fill(
        template,
        {
            "one": names.actors(acting, one, draft.words),
            "other": names.actors(acted_on, other, draft.words),
            "where": _where(draft, told.event.where),
        },
    )


def parties(told: Told) -> tuple[list[Actor], list[Actor]]:
    """Who acts and who is acted on."""
    event = told.event
    if isinstance(event, Event):
        return [one.actor for one in event.actors], [one.actor for one in event.recipients]
    return list(event.actors), list(event.recipients)


def _where(draft: Draft, where: Place | None) -> Phrase:
    """A place that is more than a party's own country."""
    if where is None or (where.lat is None and where.country in draft.relation.pair):
        return ()
    return fill(draft.words.place, {"place": names.place(where, draft.words)})


def _one_an_outlet(found: Sequence[Opened]) -> list[Telling]:
    """The heaviest telling of each outlet."""
    by_outlet: dict[str | None, Telling] = {}
    for one in found:
        by_outlet.setdefault(one.telling.told_by, one.telling)
    return list(by_outlet.values())


def _said(draft: Draft, told: Iterable[Told]) -> Phrase:
    """Who says so, where every telling has it from somebody and none is confirmed."""
    speakers: list[str] = []
    for one in told:
        speaker = _speaker(one)
        if speaker is None or (isinstance(one.event, Event) and one.event.status == "confirmed"):
            return ()
        speakers.append(speaker)
    return joined(draft.words.say("said", speaker=names.source(speakers[0], draft.words)))


def _speaker(told: Told) -> str | None:
    """From whom a report has it, where it isn't the outlet or an agency."""
    if not isinstance(told.event, Event) or told.report is None or not told.event.reported_by:
        return None
    last = told.event.reported_by[-1]
    return None if last == told.report.outlet or last in told.report.agencies else last
