"""The reviewer's queue in the terminal: one event or one doubt about a story at a time, the doubtful first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec
from rich.text import Text

from dragoman.errors import LedgerError, UnknownRecord
from dragoman.faces import table
from dragoman.faces.ledger import tables
from dragoman.faces.sheet import Mark, Sheet, one_line
from dragoman.model import Event, Told

if TYPE_CHECKING:
    from dragoman.ledger import Ledger, Query
    from dragoman.ledger.stories import StoryDoubt

Ask: TypeAlias = Callable[[str], str | None]  # asks, and gives the line answered without its end; None at the end

_ACTOR, _RECIPIENT, _TRIGGER = ("[", "]"), ("{", "}"), ("‹", "›")
_KEYS = {
    "a": "accept", "c": "correct", "r": "reject", "m": "merge", "s": "split", "n": "skip", "u": "undo", "q": "quit",
}  # fmt: skip
_ON_DOUBTS = ("m", "s", "n", "u", "q")
_HELP = """\
a  accept: the record is right          c  correct: fields are to be others
r  reject: the report tells no such act m  merge: it is one with another story
s  split: it is not one with its story  n  next: leave it for later
u  undo the last of these judgements    q  quit
Words after the letter are kept as the reason:  r this was a year ago"""
_FIELDS = "type, mode, modality, status, contexts, actors, recipients, when, condition"
_DONE = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "merge": "merged", "split": "split"}


class Item(NamedTuple):
    """What is to be judged: an event, or whether it belongs to a story."""

    told: Told
    doubt: StoryDoubt | None = None

    @property
    def surety(self) -> float:
        """How far from even odds, 0 to 0.5."""
        score = self.doubt.score if self.doubt else self.told.event.confidence
        return abs((0.5 if score is None else score) - 0.5)


def queue(ledger: Ledger, asked: Query) -> list[Item]:
    """The events asked for that nobody judged and the doubts about their stories, the most doubtful first."""
    limit = asked.limit or 50
    unjudged = msgspec.structs.replace(
        asked,
        judged=False if asked.judged is None else asked.judged,
        foreign=False if asked.foreign is None else asked.foreign,
        order="doubtful",
        limit=limit,
    )
    items = [Item(told) for told in ledger.events(unjudged)]
    for doubt in ledger.doubts(limit):
        among = msgspec.structs.replace(asked, event=(doubt.event,), limit=1, skip=0)
        items += [Item(told, doubt) for told in ledger.events(among)]
    return sorted(items, key=lambda item: item.surety)[:limit]


def story_named(ledger: Ledger, written: str) -> str:
    """A story by its id, or by that of an event in it. Raises UnknownRecord."""
    from dragoman.ledger import Query

    try:
        return ledger.story(written).id
    except UnknownRecord:
        found = ledger.events(Query(event=(written,), copies="all"))
        if not found or found[0].story is None:
            raise
        return found[0].story


class Review:
    """One sitting: what was judged in it can be undone, the last first."""

    def __init__(self, ledger: Ledger, sheet: Sheet, ask: Ask) -> None:
        self._ledger = ledger
        self._sheet = sheet
        self._ask = ask
        self._made: list[tuple[int, int, str]] = []  # the item's place, the judgement's number, the verdict

    def go_through(self, items: Sequence[Item]) -> None:
        """Asks about each until there is none left, or enough."""
        at = 0
        shown = -1
        while at < len(items):
            if shown != at:
                self._show(at, len(items), items[at])
                shown = at
            answer = self._ask(f"{', '.join(self._ways(items[at]))}, ?: ")
            if answer is None:
                break
            key, _, words = answer.strip().partition(" ")
            verdict = self._verdict(key, items[at])
            if verdict == "quit":
                break
            if verdict == "undo":
                at = self._undo(at)
                shown = -1
            elif verdict == "skip" or (verdict and self._judge(verdict, at, items[at], words.strip())):
                at += 1
        self._close(len(items) - at)

    def _ways(self, item: Item) -> list[str]:
        return [f"{key} {name}" for key, name in _KEYS.items() if not item.doubt or key in _ON_DOUBTS]

    def _verdict(self, key: str, item: Item) -> str | None:
        name = _KEYS.get(key[:1].lower())
        if key and name and (len(key) == 1 or name.startswith(key.lower())):
            if item.doubt and key[0].lower() not in _ON_DOUBTS:
                self._say("this is about a story: m merges, s keeps it apart")
                return None
            return name
        if key not in ("", "?"):
            self._say(f"{one_line(key)!r} is none of them")
        self._say(_HELP)
        return None

    # --- showing ----------------------------------------------------------------------------------

    def _show(self, at: int, of: int, item: Item) -> None:
        told, sheet = item.told, self._sheet
        sheet.line(Text(f"{at + 1} of {of}", "dim"))
        table.act(at + 1, told.event, sheet)
        sheet.line(_marked(told, sheet), table.BLOCK, own=True)
        if isinstance(told.event, Event):
            table.details(told.event, sheet)
            table.detail("why", sheet.reason(told.event.reason), sheet)
        sheet.line(tables.source(told, sheet), table.BLOCK)
        sheet.line(Text(f"event {one_line(told.event.id)}", "dim"), table.BLOCK)
        if item.doubt:
            self._show_story(item.doubt)

    def _show_story(self, doubt: StoryDoubt) -> None:
        sheet = self._sheet
        sheet.line(
            Text.assemble(f"Is it one with story {doubt.story}? ({doubt.score:.2f}) ", sheet.reason(doubt.reason))
        )
        for other in self._ledger.story(doubt.story).events[:3]:
            sheet.line(_marked(other, sheet), table.BLOCK, own=True)
            sheet.line(tables.source(other, sheet), table.BLOCK)

    def _say(self, words: str) -> None:
        for line in words.splitlines():
            self._sheet.line(Text(line))

    # --- judging ----------------------------------------------------------------------------------

    def _judge(self, verdict: str, at: int, item: Item, words: str) -> bool:
        """Writes a judgement down; whether there is one."""
        event = item.told.event.id
        try:
            number = self._written(verdict, event, item, words)
        except LedgerError as error:
            self._say(one_line(str(error)))
            return False
        if number is None:
            return False
        self._made.append((at, number, verdict))
        self._say(f"judgement {number}: {_DONE[verdict]}")
        return True

    def _written(self, verdict: str, event: str, item: Item, words: str) -> int | None:
        ledger, why = self._ledger, words or None
        if verdict == "accept":
            return ledger.accept(event, why)
        if verdict == "reject":
            return ledger.reject(event, why)
        if verdict == "split":
            return ledger.split(event, why)
        if verdict == "merge":
            story = item.doubt.story if item.doubt else self._ask("story, or an event in it: ")
            return ledger.merge(event, story_named(ledger, story.strip()), why) if story and story.strip() else None
        change = self._change()
        return ledger.correct(event, change, why) if change else None

    def _change(self) -> dict[str, str]:
        self._say(f"One FIELD=VALUE a line, an empty line at the end; fields: {_FIELDS}")
        change: dict[str, str] = {}
        while line := (self._ask("= ") or "").strip():
            name, equals, value = line.partition("=")
            if equals:
                change[name.strip()] = value.strip()
            else:
                self._say("write it as type=ACCUSE, mode=-, actors=AZE:GOV, when=2024-02-17")
        return change

    def _undo(self, at: int) -> int:
        """Takes back the last judgement of this sitting; gives the place of its item."""
        if not self._made:
            self._say("there is nothing to undo in this sitting; see: dragoman judge undo")
            return at
        before, number, _ = self._made[-1]
        try:
            self._ledger.undo(number)
        except LedgerError as error:
            self._say(one_line(str(error)))
            return at
        self._made.pop()
        self._say(f"judgement {number} is undone")
        return before

    def _close(self, left: int) -> None:
        counts = Counter(verdict for _, _, verdict in self._made)
        told = [f"{count} {_DONE[verdict]}" for verdict, count in counts.items()] or ["nothing judged"]
        self._say(f"{', '.join(told)}; {left} left in this queue")


def _marked(told: Told, sheet: Sheet) -> Text:
    """The sentence with its act word and parties shown."""
    event, report = told.event, told.report
    if not isinstance(event, Event) or report is None:
        return Text()
    marks = [Mark(event.trigger, table.style_of(event), _TRIGGER)]
    marks += [Mark(party, "underline green", _ACTOR) for party in event.actors]
    marks += [Mark(party, "underline magenta", _RECIPIENT) for party in event.recipients]
    return sheet.marked(report.text, event.sentence, marks)
