"""What is said about relations: statements with their stance, conditions, links of one relation on another, agenda.

A statement is kept where somebody speaks about a relation between states or a matter on their agenda; the plain
announcement of a fact is the event's attribution, not a statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from msgspec.structs import replace

from dragoman.coding.attribution import Saying
from dragoman.coding.view import Run, View
from dragoman.model import Condition, Event, Evidence, Link, Party, Span, Statement, Topic
from dragoman.phrases import covering

Pair = tuple[str, str]
_TOWARD_REACH = 6  # words between the two ends of "Washington's approach to Azerbaijan"
_CONDITIONAL = (
    "AGREE",
    "REJECT",
    "CONCEDE",
    "RETREAT",
    "THREATEN",
    "REQUEST",
    "SUPPORT",
    "AID",
    "COOPERATE",
    "CONSULT",
)


class Said(NamedTuple):
    """All that a sentence says beside its events."""

    statements: list[Statement]
    links: list[Link]
    agenda: list[Topic]


class _Paired(NamedTuple):
    """A relation named in the words: two countries, at tokens `first` up to `last`."""

    pair: Pair
    first: int
    last: int


def statements_of(view: View, spoken: list[Saying], topic: Run | None) -> Said:
    """The statements, links and agenda topics of one sentence."""
    agenda = _agenda(view)
    statements = []
    links: list[Link] = []
    for number, saying in enumerate(spoken):
        if saying.according and len(spoken) > 1:
            continue
        stop = spoken[number + 1].first if number + 1 < len(spoken) else len(view.tokens)
        statement = _statement(view, saying, stop, agenda)
        if statement is not None:
            statements.append(statement)
    carried = _carried_on(view, spoken, topic, agenda)
    if carried is not None:
        statements.append(carried)
    speaker = spoken[-1].speaker if spoken else topic
    link = _link(view, speaker)
    if link is not None:
        links.append(link)
        statements = _with_link(statements, link, view)
    return Said(statements, links, agenda)


def _statement(view: View, saying: Saying, stop: int, agenda: list[Topic]) -> Statement | None:
    first = min(saying.content, len(view.tokens) - 1)
    if saying.according or stop <= first or view.pack.order == "sov":
        first, stop = (0, len(view.tokens)) if saying.according or stop <= first else (first, stop)
    if saying.first >= first and saying.last >= stop:
        first, stop = 0, saying.first
    if stop <= first:
        return None
    return _made(view, saying.speaker, first, stop, agenda)


def _carried_on(view: View, spoken: list[Saying], topic: Run | None, agenda: list[Topic]) -> Statement | None:
    """A sentence inside quotation marks or in the first person goes on with the last speaker's words."""
    if spoken or topic is None:
        return None
    own = view.words(0, len(view.tokens))
    quoted = any(own.lstrip().startswith(opening) for opening, _ in view.pack.data.quotes)
    first_person = bool(view.cue("pronouns.we"))
    return _made(view, topic, 0, len(view.tokens), agenda) if quoted or first_person else None


def _made(view: View, speaker: Run, first: int, last: int, agenda: list[Topic]) -> Statement | None:
    span = covering(view.tokens, first, last)
    about = tuple(dict.fromkeys(p.pair for p in pairs_of(view, speaker) if p.first >= first and p.last <= last))
    about = about or _own_relations(view, speaker, first, last)
    matters = any(span.covers(t) for t in agenda) or any(first <= c.first < last for c in view.cue("relations"))
    stance = _stance(view, first, last)
    if not matters and (not about or stance == "neutral"):
        return None
    party = speaker.parties()[0]
    words = span.words(view.text)
    return Statement(
        start=span.start, end=span.end, speaker=party, addressee=None, about=about, stance=stance,  # type: ignore[arg-type]
        direct=_direct(view, first), text=words,
    )  # fmt: skip


def _direct(view: View, first: int) -> bool:
    """Whether the speaker's own words are given: a colon or an opening quotation mark before or at their start."""
    marks = {":"} | {opening for opening, _ in view.pack.data.quotes}
    return any(token.text in marks for token in view.tokens[max(0, first - 2) : first + 2])


def _stance(view: View, first: int, last: int) -> str:
    inside = [name for name in ("stance.supports", "stance.opposes") for c in view.cue(name) if first <= c.first < last]
    if any(first <= c.first < last for c in view.cue("independent_link")):
        return "independent"
    if any(first <= c.first < last for c in view.cue("conditional_link")):
        return "conditional"
    supports, opposes = inside.count("stance.supports"), inside.count("stance.opposes")
    if supports == opposes:
        return "neutral"
    return "supports" if supports > opposes else "opposes"


def pairs_of(view: View, speaker: Run | None) -> list[_Paired]:
    """The relations named in a sentence: between X and Y, X's approach to Y, relations with Y."""
    found = []
    runs = view.runs
    for run in runs:
        for pair in combinations(_countries(run), 2):
            found.append(_Paired(_sorted(pair), run.first, run.last))
    for left, right in pairwise(runs):
        if (
            right.mark is None
            or right.first - left.last > _TOWARD_REACH
            or view.barrier_between(left.last, right.first)
        ):
            continue
        for a in _countries(left)[:1]:
            for b in _countries(right)[:1]:
                if a != b and len(_countries(left)) == 1 and len(_countries(right)) == 1:
                    found.append(_Paired(_sorted((a, b)), left.first, right.last))
    home = _countries(speaker)[0] if speaker is not None and _countries(speaker) else None
    for cue in view.cue("relations"):
        for run in runs:
            if home and 0 <= run.first - cue.last <= 3 and run.mark is not None:
                found += [
                    _Paired(_sorted((home, c)), cue.first, run.last)
                    for c in _countries(run)
                    if c != home and len(_countries(run)) == 1
                ]
    return sorted(found, key=lambda p: p.first)


def _countries(run: Run | None) -> list[str]:
    if run is None:
        return []
    return list(dict.fromkeys(a.country for m in run.mentions for a in m.actors if a.country not in (None, "IGO")))


def _sorted(pair: tuple[str, str]) -> Pair:
    a, b = sorted(pair)
    return a, b


def _own_relations(view: View, speaker: Run, first: int, last: int) -> tuple[Pair, ...]:
    """The speaker's country with each other one named in the words."""
    home = _countries(speaker)
    if not home:
        return ()
    others = [c for run in view.runs if first <= run.first < last for c in _countries(run) if c != home[0]]
    return tuple(dict.fromkeys(_sorted((home[0], other)) for other in others))


def _link(view: View, speaker: Run | None) -> Link | None:
    pairs = pairs_of(view, speaker)
    for cue in view.cue("independent_link"):
        before = [p for p in pairs if p.last <= cue.first]
        after = [p for p in pairs if p.first >= cue.last and (not before or p.pair != before[-1].pair)]
        if before and after:
            return _linked(view, before[-1], after[0], "independent", speaker)
    for cue in view.cue("conditional_link"):
        edge = next(
            (at for at in range(cue.last, len(view.tokens)) if view.tokens[at].folded in (",", "،")),
            len(view.tokens),
        )
        inside = [p for p in pairs if cue.first <= p.first and p.last <= edge]
        outside = [p for p in pairs if p not in inside and inside and p.pair != inside[0].pair]
        if inside and outside:
            return _linked(view, outside[0], inside[0], "conditional", speaker)
    return None


def _linked(view: View, of: _Paired, on: _Paired, stance: str, speaker: Run | None) -> Link:
    span = covering(view.tokens, min(of.first, on.first), max(of.last, on.last))
    by = speaker.parties()[0] if speaker is not None else None
    return Link(start=span.start, end=span.end, of=of.pair, on=on.pair, stance=stance, by=by)  # type: ignore[arg-type]


def _with_link(statements: list[Statement], link: Link, view: View) -> list[Statement]:
    """A link is stated by somebody: where no statement was kept, its sentence is one."""
    if statements:
        return statements
    sentence = view.sentence
    about = tuple(dict.fromkeys((link.of, link.on)))
    return [
        Statement(
            start=sentence.start, end=sentence.end, speaker=link.by, addressee=None, about=about, stance=link.stance,
            direct=False, text=sentence.words(view.text),
        )
    ]  # fmt: skip


def conditions_of(view: View, events: Sequence[Event]) -> tuple[list[Event], list[Condition]]:
    """The events of a sentence, each with the condition that binds it, and the conditions."""
    bound = {event.id: event for event in events}
    found = []
    for cue in view.cue("condition"):
        at = view.tokens[cue.first].start
        clause = _clause(view, cue.last)
        able = [event for event in bound.values() if event.type in _CONDITIONAL and event.condition is None]
        if clause is None or not able:
            continue
        event = min(able, key=lambda e: (e.type == "REQUEST", abs(e.trigger.end - at)))  # a yes before what it answers
        if clause.covers(event.trigger):
            continue
        demand = clause.words(view.text)
        found.append(
            Condition(
                start=at, end=clause.end, holder=_first(event.actors), party=_first(event.recipients), demand=demand,
                in_return_for=event.trigger.words(view.text), due=None, state="open",
            )
        )  # fmt: skip
        evidence = Evidence(
            start=clause.start, end=clause.end, field="condition", quote=demand, method="lexicon",
            reason=f"bound to it by “{cue.value}”",
        )  # fmt: skip
        bound[event.id] = replace(event, condition=demand, evidence=(*event.evidence, evidence))
    return list(bound.values()), found


def _clause(view: View, first: int) -> Span | None:
    """The words from a token to the end of the clause: the next comma after a verb, or the sentence's end."""
    last = first
    while last < len(view.tokens) and not (
        view.tokens[last].folded in (",", "،", ";", "؛", ".", "!") and last - first >= 2
    ):
        last += 1
    return covering(view.tokens, first, last) if last > first else None


def _first(parties: tuple[Party, ...]) -> Party | None:
    return parties[0] if parties else None


def _agenda(view: View) -> list[Topic]:
    found = []
    for match in view.pack.agenda.all(view.tokens):
        span = covering(view.tokens, match.first, match.last)
        found.append(Topic(start=span.start, end=span.end, topic=match.value, text=span.words(view.text)))
    return found
