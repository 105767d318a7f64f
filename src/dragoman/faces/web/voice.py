"""What the pages say of a report and its records, in the language of the interface."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from dragoman.faces.page.voice import Said, Who, plain
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.lines import who
from dragoman.model import Actor, Coding, DamageKind, Event, Mention, Place, Time
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Piece


class Spoken:
    """The voice of the interface; the words are those of `words/report.yaml`. An event keeps its id in the ledger."""

    def __init__(self, ui: Interface) -> None:
        self.ui = ui

    def id(self, letter: str, number: int, event: Event | None = None) -> str:
        """An event's own id; of all else a letter and a number."""
        return event.id if event else f"{letter}{number}"

    def label(self, key: str) -> str:
        """By its key."""
        return self.ui.say(f"report.{key}")

    def untitled(self) -> str:
        """Without a number, for it stands alone."""
        return self.label("untitled")

    def head(self, coding: Coding) -> Iterator[tuple[str, Said]]:
        """Who published it and where they have it from, the language, the day."""
        report, ui = coding.report, self.ui
        if report.outlet:
            yield self.label("outlet"), names.foreign(report.outlet)
        elif report.source_id:
            # Of a path the name is enough: where it lies on a server is no reader's business.
            yield self.label("came_as"), names.foreign(PurePath(report.source_id).name or report.source_id)
        if report.agencies:
            yield self.label("agencies"), ui.words.listed([names.source(one, ui.words) for one in report.agencies])
        if report.language:
            known = ui.knows(f"common.{report.language}")
            yield self.label("language"), ui.say(f"common.{report.language}") if known else report.language
        day = coding.reading.published or report.published
        yield self.label("published"), ui.date(day) if day else self.label("undated")

    def act(self, event: Event) -> str:
        """What events of the type are called."""
        return self.ui.say(f"acts.{event.type}")

    def numbered(self, event: Event, number: int) -> str:
        """`Record 3: criticism or accusation`."""
        return self.ui.say("report.numbered", n=number, act=self.act(event))

    def who(self, actor: Actor) -> Who:
        """By its person, office or state."""
        found = who(actor, self.ui)
        title = "\n".join(filter(None, (found.full, actor.reason)))
        return Who(name=found.name, title=title, code=found.code)

    def named(self, actor: Actor) -> str:
        """With its code."""
        return f"{plain(who(actor, self.ui).name)} · {actor.code}"

    def resolved(self, mention: Mention) -> str:
        """Actors, place or time."""
        found = [self.named(actor) for actor in mention.actors]
        found += [plain(self.where(mention.place))] if mention.place and not mention.actors else []
        found += [self.when(mention.time)] if mention.time else []
        return "\n".join(found) or (self.label("unresolved") if mention.unresolved else "")

    def pair(self, codes: tuple[str, str]) -> Said:
        """As the relation is called."""
        return names.relation(codes, self.ui.words)

    def matter(self, topic: str) -> str:
        """By the ontology's words."""
        return plain(names.matter("topic", topic, self.ui.words))

    def source(self, name: str) -> Said:
        """In the language where the gazetteer knows it."""
        return names.source(name, self.ui.words)

    def when(self, time: Time) -> str:
        """The days."""
        return self.ui.days(time.start, time.end)

    def where(self, place: Place) -> Said:
        """A place by its name, with its country where that is another."""
        name = names.place(place, self.ui.words)
        state = self.ui.party(place.country) if place.country else ""
        return name if state in ("", plain(name)) else (*name, Piece(text=f" ({state})"))

    def tags(self, event: Event) -> Iterator[str]:
        """Its modality and its status, as far as they say something."""
        if event.modality != "done":
            yield self.ui.say(f"common.{event.modality}")
        # What is negated is denied too: one of the words is enough.
        if event.status != "claimed" and event.modality != "negated":
            yield self.ui.say(f"common.{event.status}")

    def stance(self, stance: str) -> str:
        """Where a speaker stands."""
        return self.label(f"stance_{stance}")

    def hanging(self, stance: str) -> str:
        """Whether a relation hangs on another."""
        return self.label(f"link_{stance}")

    def state(self, state: str) -> str:
        """A condition in its state."""
        return self.label(f"condition_{state}")

    def damage(self, kind: DamageKind) -> str:
        """A kind of damage."""
        return self.label(f"damage_{kind.value}")

    def field(self, name: str) -> str:
        """A field of an event."""
        return self.label(f"field_{name}") if self.ui.knows(f"report.field_{name}") else name

    def measures(self, event: Event) -> str:
        """PLOVER's, CAMEO's and Goldstein's figures, and the contexts."""
        words, figure = self.ui.words, self.ui.figure
        contexts = [plain(names.matter("context", one, words)) for one in event.contexts]
        figures = f"PLOVER {figure(event.score, signed=True)} · CAMEO {event.cameo}"
        figures += f" · Goldstein {figure(event.goldstein, signed=True)}"
        return " · ".join([figures, *contexts])
