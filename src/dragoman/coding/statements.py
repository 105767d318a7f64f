"""What is said about relations: statements with their stance, the link of one relation on another, the agenda.

A statement is kept where somebody speaks about a relation between states or a matter on their agenda; the plain
announcement of a fact is the event's attribution, not a statement.
"""

from __future__ import annotations

from typing import NamedTuple

from dragoman.coding.attribution import Saying
from dragoman.coding.links import Pair, countries, hinges_of, link_of, ordered, pairs_of
from dragoman.coding.view import Run, View
from dragoman.model import Link, Statement, Topic
from dragoman.phrases import covering


class Said(NamedTuple):
    """All that a sentence says beside its events."""

    statements: list[Statement]
    links: list[Link]
    agenda: list[Topic]


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
    link = link_of(view, speaker)
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
    first = min([first, *(h.first for h in hinges_of(view) if h.first < first <= h.last)])
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
    hinged = {hinge.stance for hinge in hinges_of(view) if first <= hinge.first < last}
    if hinged:
        return "independent" if "independent" in hinged else "conditional"
    supports, opposes = inside.count("stance.supports"), inside.count("stance.opposes")
    if supports == opposes:
        return "neutral"
    return "supports" if supports > opposes else "opposes"


def _own_relations(view: View, speaker: Run, first: int, last: int) -> tuple[Pair, ...]:
    """The speaker's country with each other one named in the words."""
    home = countries(speaker)
    if not home:
        return ()
    others = [c for run in view.runs if first <= run.first < last for c in countries(run) if c != home[0]]
    return tuple(dict.fromkeys(ordered((home[0], other)) for other in others))


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


def _agenda(view: View) -> list[Topic]:
    found = []
    for match in view.pack.agenda.all(view.tokens):
        span = covering(view.tokens, match.first, match.last)
        found.append(Topic(start=span.start, end=span.end, topic=match.value, text=span.words(view.text)))
    return found
