"""Reports written for these tests, and codings made by hand where exact parties matter."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

from dragoman import ontology
from dragoman.intake.report import Given, make_report
from dragoman.model import Actor, Coding, Event, ForeignEvent, Party, Place, Report, Span, Time
from dragoman.reading import reader

DAY = datetime.date(2024, 3, 5)

ENGLISH = (
    "The Iranian foreign minister met his Azerbaijani counterpart in Baku on Monday. "
    "Turkey condemned the shelling of the border villages. "
    "Iran will send food to Yemen if the port reopens."
)
ARABIC = (
    "التقى وزير الخارجية المصري نظيره التركي في القاهرة يوم الثلاثاء.\n"
    "وأدانت قطر الغارات الإسرائيلية على غزة، وطالبت بوقف إطلاق النار.\n"
)
PERSIAN = (
    "وزیر امور خارجه ایران روز دوشنبه در مسقط با همتای عمانی خود دیدار کرد.\n"
    "ایران حمله به کشورهای همسایه را محکوم کرد و گفت‌وگوهای دو کشور ادامه می‌یابد.\n"
)
AGENCY = (
    "The foreign minister of Azerbaijan received the ambassador of Georgia in Baku on Friday and thanked him for the "
    "rescue of two fishermen whose boat had drifted off the coast for three days in heavy snow. The ambassador said "
    "that Georgia was ready to train the coast guard and to open a second office in the harbour before the summer."
)


def report(text: str, **given: Any) -> Report:
    """A report with an outlet and a day, unless others are given."""
    given = {"outlet": "Harbour Wire", "published": DAY} | given
    return make_report(text, Given(), where="test", **given)


def actor(code: str, name: str = "", **more: Any) -> Actor:
    """`AZE:GOV`, `AZE`, `IGO:NATO` or `---`."""
    country, _, rest = code.partition(":")
    if country == "IGO":
        return Actor(name=name or rest, country="IGO", organisation=rest, **more)
    return Actor(name=name or code, country=None if country == "---" else country, sector=rest or None, **more)


def event(
    of: Report, words: str, kind: str, actors: Sequence[Any], recipients: Sequence[Any] = (), **more: Any
) -> Event:
    """An event at these words; parties are codes or actors, and stand where the words do."""
    start = of.text.index(words)
    trigger = Span(start=start, end=start + len(words))
    sentence = next(s for s in reader.read(of).sentences if s.covers(trigger))
    plover, mode, contexts = ontology.load(), more.get("mode"), more.get("contexts", ())
    cameo, goldstein = plover.cameo(kind, mode, contexts)

    def parties(named: Sequence[Any]) -> tuple[Party, ...]:
        made = (one if isinstance(one, Actor) else actor(one) for one in named)
        return tuple(Party(start=trigger.start, end=trigger.end, actor=one) for one in made)

    number = hashlib.sha256(f"{of.id}/{start}/{kind}".encode()).hexdigest()[:16]
    given: dict[str, Any] = {
        "id": number,
        "type": kind,
        "mode": None,
        "contexts": (),
        "actors": parties(actors),
        "recipients": parties(recipients),
        "when": None,
        "where": None,
        "modality": "done",
        "reported_by": (),
        "condition": None,
        "status": "claimed",
        "quad": plover.quad(kind),
        "score": plover.score(kind, mode),
        "cameo": cameo,
        "goldstein": goldstein,
        "confidence": 0.75,
        "sentence": Span(start=sentence.start, end=sentence.end),
        "trigger": trigger,
        "reason": f"“{words}” reports {kind}",
        "coder": "by hand",
        "evidence": (),
    }
    return Event(**given | more)


def coding(of: Report, *events: Event, **more: Any) -> Coding:
    """What a coder might have given for the report."""
    return Coding(reading=reader.read(of), events=events, **more)


def one_event(text: str = "Armenia accused Azerbaijan of shelling a village.", **given: Any) -> Coding:
    """A report with one event: ARM:GOV accuses AZE:GOV at the word `accused`."""
    of = report(text, **given)
    return coding(of, event(of, "accused", "ACCUSE", ["ARM:GOV"], ["AZE:GOV"]))


def small(number: int) -> Coding:
    """One of any number of reports that are nobody's copies, with one event and one topic's worth of words."""
    of = report(f"Report {number}: Georgia thanked Armenia for convoy {number}.", url=f"https://example.org/{number}")
    return coding(of, event(of, "thanked", "SUPPORT", ["GEO:GOV"], ["ARM:GOV"]))


def day(text: str) -> Time:
    """A day, or two with `..` between."""
    first, _, last = text.partition("..")
    start = datetime.date.fromisoformat(first)
    end = datetime.date.fromisoformat(last) if last else start
    return Time(start=start, end=end, precision="month" if last else "day", text=text)


def place(name: str, country: str | None) -> Place:
    """A place without a point."""
    return Place(name=name, country=country)


def foreign(number: int, **changes: Any) -> ForeignEvent:
    """An event of another tool."""
    given: dict[str, Any] = {
        "id": f"gdelt:{number}",
        "type": "CONSULT",
        "actors": (actor("IRN:GOV"),),
        "recipients": (actor("AZE:GOV"),),
        "when": day("2024-03-01"),
        "quad": "verbal-cooperation",
        "score": 2.5,
        "outlet": "example.com",
        "url": f"https://example.com/{number}",
        "coder": "gdelt",
        "row": {"GLOBALEVENTID": str(number)},
    }
    return ForeignEvent(**given | changes)
