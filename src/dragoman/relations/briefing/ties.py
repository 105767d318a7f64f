"""What ties a relation: conditions and promises, and what people say that it hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.model import Span
from dragoman.relations.briefing import names
from dragoman.relations.briefing.draft import Draft, Sentence
from dragoman.relations.briefing.wording import Phrase, Piece
from dragoman.relations.commitments import Change, Commitment
from dragoman.relations.links.claims import Claim, ClaimTelling, stances

MOST = 10  # commitments, and claims
_NOTED = 2
_LONGEST = 240  # code points of a quote within a sentence; the note has all of it


def owed(draft: Draft) -> Iterator[Sentence]:
    """Conditions and promises, the open ones first, the newest first."""
    found = draft.relation.commitments()
    newest = sorted(found, key=lambda one: (-one.since.toordinal() if one.since else 0, one.id))
    for one in sorted(newest, key=lambda one: one.state != "open")[:MOST]:
        yield _owed(draft, one)
        if one.state == "open" and (doubtful := _doubtful(draft, one)) is not None:
            yield doubtful
    if len(found) > MOST:
        yield draft.sentence("more", n=draft.words.whole(len(found) - MOST))


def hangs(draft: Draft) -> Iterator[Sentence]:
    """Who says that the relation hangs, or doesn't, on another; who changed his mind, who contradicts whom."""
    claims = draft.relation.claims()
    for claim in claims[-MOST:]:
        yield _claim(draft, claim)
    found = stances(claims)
    for change in found.changes:
        name = "now_free" if change.after.stance == "independent" else "now_tied"
        day = change.first_after.published
        yield draft.sentence(
            name,
            _claimed(draft, [change.last_before, change.first_after]),
            speaker=names.speaker(change.speaker, draft.words),
            day=draft.when(day, day, "day"),
        )
    for one in [each for each in found.contradictions if each.stands][:MOST]:
        sides = one.independent, one.conditional
        notes = _claimed(draft, [side.tellings[-1] for side in sides])
        listed = draft.words.listed([names.speaker(side.speaker, draft.words) for side in sides])
        yield draft.sentence("contradiction", notes, list=listed)


# --- commitments ------------------------------------------------------------------------------------------


def _owed(draft: Draft, one: Commitment) -> Sentence:
    language = draft.notes.report(one.told[0].report).language if one.told else None
    notes = [draft.notes.of_words(at.report, Span(start=at.start, end=at.end)) for at in one.told[:_NOTED]]
    if one.state != "open" and one.changes:
        notes += _evidence(draft, one.changes[-1])
    return draft.sentence(
        _kind(one),
        notes,
        creditor=_parties(draft, one.owed_to),
        debtor=_parties(draft, one.owed_by),
        quote=draft.quoted(_short(one.words), language),
        given=_given(draft, one, language),
        state=_state(draft, one),
    )


def _kind(one: Commitment) -> str:
    if one.kind == "promise":
        return "mutual" if len(one.owed_by) > 1 and set(one.owed_by) == set(one.owed_to) else "promise"
    return "condition" if one.owed_by or one.owed_to else "unnamed"


def _parties(draft: Draft, codes: tuple[str, ...]) -> Phrase:
    listed = [(Piece(text=names.party(code, draft.words)),) for code in codes]
    return draft.words.listed(listed) if listed else draft.words.say("nobody")


def _given(draft: Draft, one: Commitment, language: str | None) -> Phrase:
    """What is offered in return, where the report says more than a word."""
    if not one.in_return_for or len(one.in_return_for.split()) < 3:
        return ()
    return draft.words.say("in_return", quote=draft.quoted(_short(one.in_return_for), language))


def _state(draft: Draft, one: Commitment) -> Phrase:
    words = draft.words
    unknown = words.sentences["unknown_day"]
    last = one.changes[-1] if one.changes else None
    phrase = words.say(
        one.state,
        day=words.date(one.since) if one.since else unknown,
        due=words.say("due", day=words.date(one.due.end)) if one.due else (),
        on=words.date(last.day) if last is not None and last.day else unknown,
    )
    if last is not None and last.by != "program":
        phrase = (*phrase, Piece(text=" "), *words.say("settled", who=names.foreign(last.by)))
    if one.contested:
        phrase = (*phrase, Piece(text=" "), *words.say("disputed"))
    return phrase


def _doubtful(draft: Draft, one: Commitment) -> Sentence | None:
    """What may have met or broken it."""
    for change in sorted(one.candidates, key=lambda change: -(change.score or 0)):
        notes = _evidence(draft, change)
        if notes and change.day:
            return draft.sentence("perhaps", notes, day=draft.words.date(change.day))
    return None


def _evidence(draft: Draft, change: Change) -> list[int]:
    if change.report is not None and change.start is not None and change.end is not None:
        return [draft.notes.of_words(change.report, Span(start=change.start, end=change.end), change.event)]
    return [draft.notes.of_told(draft.relation.ledger.event(change.event))] if change.event else []


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(None, 1)[0] + " …"


# --- claims -----------------------------------------------------------------------------------------------


def _claim(draft: Draft, claim: Claim) -> Sentence:
    free = claim.stance == "independent"
    name = ("free" if free else "hangs") if claim.directed else ("untied" if free else "tied")
    return draft.sentence(
        name,
        _claimed(draft, claim.tellings[:_NOTED]),
        when=draft.when(claim.first, claim.first, None),
        speaker=names.speaker(claim.speaker, draft.words),
        of=names.relation(claim.of, draft.words),
        on=names.relation(claim.on, draft.words),
    )


def _claimed(draft: Draft, tellings: tuple[ClaimTelling, ...] | list[ClaimTelling]) -> list[int]:
    return [draft.notes.of_sentence(one.report, Span(start=one.start, end=one.end)) for one in tellings]
