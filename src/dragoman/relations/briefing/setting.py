"""What a relation is about, who carries it, and what the picture of it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.model import Place, Span
from dragoman.relations.agenda import Agenda, Matter
from dragoman.relations.agenda.mentions import Mentioned
from dragoman.relations.briefing import names
from dragoman.relations.briefing.draft import Draft, Sentence
from dragoman.relations.briefing.wording import Phrase, Piece, Value
from dragoman.relations.carriers import Carrier, Third
from dragoman.relations.carriers.meetings import Meeting
from dragoman.relations.coverage import UNNAMED, CoverageWarning

MATTERS, PEOPLE, PLACES, OUTLETS = 5, 3, 4, 3  # that are named

_Counted = tuple[Phrase, int, tuple[str, ...]]  # a name, how many stories, and the ids of their events


def agenda(draft: Draft) -> Iterator[Sentence]:
    """The matters most named, and those that rose or fell."""
    found = draft.relation.agenda(draft.by)
    matters = [one for one in found.topics if not one.generic] or [*found.topics]
    matters = matters or [one for one in found.contexts if not one.generic]
    if not matters:
        return
    listed, notes = [], []
    for one in matters[:MATTERS]:
        shown = draft.words.say("counted", name=_name(draft, one), n=draft.words.whole(one.independent))
        listed.append(shown)
        notes += _noted(draft, one)
    reports = draft.words.count("reports", found.independent)
    yield draft.sentence("matters", notes, reports=reports, list=draft.words.listed(listed))
    yield from _shifts(draft, found, matters)


def carriers(draft: Draft) -> Iterator[Sentence]:
    """The people of each side, where they met, and third parties."""
    found = draft.relation.carriers()
    words = draft.words
    for party, people in ((draft.one, found.one), (draft.other, found.other)):
        if counted := [_counted(draft, one) for one in _known(people)]:
            yield _list(draft, "carried", counted, party=party)
    yield from _lists(
        draft, "met_at", _most((names.place(at, words), one) for one in found.meetings if (at := _at(one)))
    )
    margins = ((names.conference(one.margin.conference, words), one) for one in found.meetings if one.margin)
    yield from _lists(draft, "margins", _most(margins))
    for name, part in (("hosts", "host"), ("talks", "in talks")):
        yield from _lists(draft, name, [_third(draft, one) for one in found.thirds if one.part == part][:PLACES])


def unknown(draft: Draft) -> Iterator[Sentence]:
    """How much is told, by whom, and where that should make one careful."""
    words, found = draft.words, draft.relation.coverage()
    if found.stories:
        listed = [
            words.say("share", name=_outlet(draft, one.name), share=words.share(one.share))
            for one in found.outlets[:OUTLETS]
        ]
        yield draft.sentence(
            "rests",
            stories=words.count("stories", found.stories),
            tellings=words.count("tellings", found.tellings),
            outlets=words.count("outlets", len(found.outlets)),
            list=words.listed(listed),
        )
    for warning in found.warnings:
        yield _warning(draft, warning)
    left_out = draft.relation.dealings.left_out
    if left_out:
        listed = [
            words.say("reason_count", reason=words.reasons.get(reason, reason), n=words.whole(count))
            for reason, count in sorted(left_out.items(), key=lambda one: (-one[1], one[0]))
        ]
        yield draft.sentence("left_out", list=words.listed(listed))


# --- agenda -----------------------------------------------------------------------------------------------


def _shifts(draft: Draft, found: Agenda, matters: list[Matter]) -> Iterator[Sentence]:
    words = draft.words
    for name, trend in (("rising", "rises"), ("falling", "falls")):
        moved = [(one, one.shift) for one in matters if one.shift is not None and one.shift.trend == trend]
        if moved and found.turn is not None:
            listed = [
                words.say("shares", name=_name(draft, one), before=words.share(s.before), after=words.share(s.after))
                for one, s in moved[:MATTERS]
            ]
            notes = [note for one, _ in moved[:MATTERS] for note in _noted(draft, one)]
            yield draft.sentence(name, notes, day=words.date(found.turn), list=words.listed(listed))


def _name(draft: Draft, matter: Matter) -> Phrase:
    return names.matter(matter.kind, matter.label, draft.words)


def _noted(draft: Draft, matter: Matter) -> list[int]:
    """The note to the newest place that names a matter."""
    return next((note for one in matter.mentioned if (note := _mentioned(draft, one))), [])


def _mentioned(draft: Draft, one: Mentioned) -> list[int]:
    if one.report is not None and one.start is not None and one.end is not None:
        return [draft.notes.of_sentence(one.report, Span(start=one.start, end=one.end), one.event)]
    return draft.notes_of_events([one.event]) if one.event else []


# --- carriers ---------------------------------------------------------------------------------------------


def _known(people: Iterable[Carrier]) -> list[Carrier]:
    """The people, offices and bodies that are named most; not a sector as a whole."""
    return [one for one in people if one.kind != "sector"][:PEOPLE]


def _counted(draft: Draft, one: Carrier) -> _Counted:
    office = names.office(one.name, draft.words) if one.kind == "office" else None
    name = (Piece(text=office),) if office else names.source(one.name, draft.words)
    return name, one.stories, one.events[-1:]


def _third(draft: Draft, one: Third) -> _Counted:
    return (Piece(text=names.party(one.party, draft.words)),), one.stories, one.events[-1:]


def _at(meeting: Meeting) -> Place | None:
    return Place(name=meeting.place, country=meeting.country) if meeting.place else None


def _most(named: Iterable[tuple[Phrase, Meeting]]) -> list[_Counted]:
    """What most meetings have in common, each with its newest meeting."""
    found: dict[Phrase, list[Meeting]] = {}
    for name, meeting in named:
        found.setdefault(name, []).append(meeting)
    listed = sorted(found.items(), key=lambda one: -len(one[1]))
    return [(name, len(meetings), meetings[0].events[:1]) for name, meetings in listed[:PLACES]]


def _lists(draft: Draft, name: str, counted: list[_Counted]) -> Iterator[Sentence]:
    if counted:
        yield _list(draft, name, counted)


def _list(draft: Draft, name: str, counted: list[_Counted], **values: Value) -> Sentence:
    words = draft.words
    listed = [words.say("counted", name=shown, n=words.whole(n)) for shown, n, _ in counted]
    notes = [note for *_, events in counted for note in draft.notes_of_events(events)]
    return draft.sentence(name, notes, list=words.listed(listed), **values)


# --- coverage ---------------------------------------------------------------------------------------------


def _warning(draft: Draft, warning: CoverageWarning) -> Sentence:
    words = draft.words
    name = _outlet(draft, warning.name)
    if warning.kind == "only-language" and warning.name:
        name = (Piece(text=words.languages.get(warning.name, warning.name)),)
    return draft.sentence(
        warning.kind,
        name=name,
        share=words.share(warning.share or 0.0),
        day=words.date(warning.day) if warning.day else "",
        p=words.p_value(warning.p or 0.0),
    )


def _outlet(draft: Draft, name: str | None) -> Phrase:
    return names.foreign(name) if name and name != UNNAMED else draft.words.say("source_unnamed")
