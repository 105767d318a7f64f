"""The client: one method for each thing that the API answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Unpack

import msgspec

from dragoman.client import answers, sent
from dragoman.client.filters import Day, Filters, Format, NoteFilters
from dragoman.client.http import API, Http, Refused
from dragoman.client.records import CodedReport, ToldEvent, WholeEvent
from dragoman.client.relation import AskedRelation
from dragoman.ledger.history import Step
from dragoman.ledger.judging import Judgement
from dragoman.ledger.settling import State

_WAITING = 60.0  # seconds without a sign of life after which a stream is given up
_PIECE = 2**16


class Client:
    """A server of Dragoman at an address; `token` is one of an account, where the server has accounts.

    Every method raises `Refused` with what the server says is wrong.
    """

    def __init__(self, address: str = "http://127.0.0.1:8300", token: str | None = None, timeout: float = 90.0) -> None:
        self._http = Http(address, token, timeout)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    # --- asking -----------------------------------------------------------------------------------

    def events(self, **asked: Unpack[Filters]) -> Iterator[ToldEvent]:
        """All events asked for; pages follow as they are needed, `limit` at once."""
        for page in self._http.pages(answers.Events, "/events", asked):
            yield from page.events

    def event(self, id: str) -> WholeEvent:
        """One event with its evidence and its history."""
        return self._http.get(WholeEvent, f"/events/{id}")

    def report(self, id: str) -> CodedReport:
        """One report with its text and all its records."""
        return self._http.get(CodedReport, f"/reports/{id}")

    def history(self, report: str) -> tuple[Step, ...]:
        """All that happened to a report."""
        return self._http.get(answers.History, f"/reports/{report}/history").steps

    def statements(self, **asked: Unpack[NoteFilters]) -> Iterator[answers.KeptStatement]:
        """Who said what of which relations."""
        for page in self._http.pages(answers.Statements, "/statements", asked):
            yield from page.statements

    def conditions(self, **asked: Unpack[NoteFilters]) -> Iterator[answers.KeptCondition]:
        """What is demanded of whom, in return for what, and what has become of it."""
        for page in self._http.pages(answers.Conditions, "/conditions", asked):
            yield from page.conditions

    def links(self, **asked: Unpack[NoteFilters]) -> Iterator[answers.KeptLink]:
        """Which relation somebody says to hang, or not to hang, on another."""
        for page in self._http.pages(answers.Links, "/links", asked):
            yield from page.links

    def stories(self, least: int = 2, **asked: Unpack[Filters]) -> Iterator[answers.ToldStory]:
        """Events that at least so many reports tell."""
        for page in self._http.pages(answers.Stories, "/stories", {"least": least, **asked}):
            yield from page.stories

    def story(self, id: str) -> answers.ToldStory:
        """One story with all its events."""
        return self._http.get(answers.ToldStory, f"/stories/{id}")

    def relations(self, party: str | None = None) -> Iterator[answers.Dealing]:
        """The relations of which most is told, the busiest first."""
        for page in self._http.pages(answers.Relations, "/relations", {"party": party}):
            yield from page.relations

    def relation(
        self,
        one: str,
        other: str,
        *,
        since: Day | None = None,
        until: Day | None = None,
        scores: Mapping[str, float] | None = None,
        unweighted: bool = False,
    ) -> AskedRelation:
        """A relation, between two days and by other scores if they are given; its methods ask for its parts."""
        score = [f"{name}={value:g}" for name, value in (scores or {}).items()] or None
        asked = {"since": since, "until": until, "score": score, "unweighted": unweighted or None}
        return AskedRelation(self._http, one, other, asked)

    def party(self, code: str) -> answers.KnownParty:
        """A state or an international body."""
        return self._http.get(answers.KnownParty, f"/parties/{code}")

    def totals(self) -> answers.Amounts:
        """How much the ledger holds."""
        return self._http.get(answers.Amounts, "/totals")

    def coders(self) -> tuple[answers.Coder, ...]:
        """The coders that coded reports there."""
        return self._http.get(answers.Coders, "/coders").coders

    def export(self, path: str | Path, format: Format = "jsonl", **asked: Unpack[Filters]) -> int:
        """Writes the events asked for into a file, in a format, as they come; gives its bytes."""
        size = 0
        with self._http.stream(f"{API}/export", {"format": format, **asked}) as answer, Path(path).open("wb") as file:
            for piece in answer.iter_bytes(_PIECE):
                size += file.write(piece)
        return size

    def follow(self, after: int | None = None, **asked: Unpack[Filters]) -> Iterator[tuple[int, ToldEvent]]:
        """New events as they come into the ledger, each with the number by which to go on; ends with the stream.

        `after` goes on behind such a number. The server ends a stream after some minutes: call again with the last.
        """
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        with self._http.stream("/feeds/events/stream", asked, headers=headers, timeout=_WAITING) as answer:
            number = after or 0
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                if name == "id":
                    number = int(value)
                elif name == "data":
                    yield number, msgspec.json.decode(value, type=ToldEvent)

    # --- reading ----------------------------------------------------------------------------------

    def read(self, report: str | Path, **known: Any) -> answers.Readings:
        """Reads and codes a text, or the reports of a file, and keeps nothing.

        Of a text may be `known`: id, title, language, published, outlet, url; of a file: language, published.
        """
        return self._http.ask(answers.Readings, "POST", f"{API}/read", **_body(report, known))

    def add(self, report: str | Path, **known: Any) -> answers.Additions:
        """The same, and keeps it in the ledger."""
        return self._http.ask(answers.Additions, "POST", f"{API}/reports", **_body(report, known))

    # --- judging ----------------------------------------------------------------------------------

    def judgements(self, event: str | None = None) -> Iterator[Judgement]:
        """What reviewers decided, in order, of one record if it is named."""
        for page in self._http.pages(answers.Judgements, "/judgements", {"event": event}):
            yield from page.judgements

    def accept(self, event: str, why: str | None = None) -> Judgement:
        """The record is right."""
        return self._judge(sent.Accept(event=event, why=why))

    def reject(self, event: str, why: str | None = None) -> Judgement:
        """The report tells of no such event."""
        return self._judge(sent.Reject(event=event, why=why))

    def correct(self, event: str, change: Mapping[str, str], why: str | None = None) -> Judgement:
        """Fields of the record are to be others."""
        try:
            fields = msgspec.convert(dict(change), sent.Correction)
        except msgspec.ValidationError as error:
            fix = f"the fields are {', '.join(sent.Correction.__struct_fields__)}"
            raise Refused(f"no correction is like that ({error})", event, fix) from None
        return self._judge(sent.Correct(event=event, change=fields, why=why))

    def merge(self, event: str, story: str, why: str | None = None) -> Judgement:
        """The event, and its story with it, is one with another story."""
        return self._judge(sent.Merge(event=event, story=story, why=why))

    def split(self, event: str, why: str | None = None) -> Judgement:
        """The event is not one with the others of its story."""
        return self._judge(sent.Split(event=event, why=why))

    def settle(self, commitment: str, state: State, why: str | None = None) -> Judgement:
        """What has become of a condition or a promise."""
        return self._judge(sent.Settle(commitment=commitment, state=state, why=why))

    def undo(self, judgement: int, why: str | None = None) -> Judgement:
        """Takes a judgement back."""
        return self._judge(sent.Undo(judgement=judgement, why=why))

    def _judge(self, decision: sent.Decision) -> Judgement:
        return self._http.ask(Judgement, "POST", f"{API}/judgements", **_json(decision))

    # --- searches ---------------------------------------------------------------------------------

    def searches(self) -> tuple[answers.SavedSearch, ...]:
        """The searches that this user saved."""
        return self._http.get(answers.Searches, "/searches").searches

    def save_search(self, name: str, address: str) -> answers.SavedSearch:
        """Saves a query string under a name."""
        search = sent.GivenSearch(name=name, address=address)
        return self._http.ask(answers.SavedSearch, "POST", f"{API}/searches", **_json(search))

    def drop_search(self, id: int) -> None:
        """Drops a search."""
        self._http.ask(type(None), "DELETE", f"{API}/searches/{id}")


def _json(record: Any) -> dict[str, Any]:
    return {"content": msgspec.json.encode(record), "headers": {"Content-Type": "application/json"}}


def _body(report: str | Path, known: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(report, Path):
        fields = {
            name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in known.items()
        }
        return {"files": {"file": (report.name, report.read_bytes())}, "data": fields}
    return _json(sent.GivenReport(text=report, **known))
