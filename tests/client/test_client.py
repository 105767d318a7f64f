"""The client in Python: records as they are in a ledger, lists without end, errors that say what is wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from dragoman import pipeline
from dragoman.client import Client, Refused
from dragoman.desk import Desk
from dragoman.intake.report import Given, make_report
from dragoman.ledger import Ledger, Query
from dragoman.relations import Relation
from faces.web.conftest import Running

THANKS = "Norway thanked Morocco for its help after the storm."


def test_events_follow_page_after_page(client: Client, planted: Ledger) -> None:
    found = [event.id for event in client.events(limit=30, order="oldest")]
    assert found == [told.event.id for told in planted.events(Query(order="oldest", limit=None))]


def test_filters_have_the_names_of_the_command_line(client: Client) -> None:
    found = list(client.events(pair=("KEN", "NOR"), type=["ACCUSE", "REJECT"], since="2023", judged=False))
    assert found and {event.type for event in found} <= {"ACCUSE", "REJECT"}


def test_an_event_comes_with_its_evidence_and_its_report(client: Client) -> None:
    event = client.event(next(client.events(language=["fa"])).id)
    assert event.report.id is not None and event.trigger is not None
    report = client.report(event.report.id)
    assert report.report.text[event.trigger.start : event.trigger.end] == event.trigger.text
    assert [proof.quote for proof in event.evidence if proof.field == "type"]
    assert client.history(event.report.id)[0].what.startswith("version 1")


def test_lists_of_all_kinds_can_be_gone_through(client: Client) -> None:
    assert [one.stance for one in client.statements(limit=2)]
    assert [one.state for one in client.conditions(pair=("NOR", "UZB"))]
    assert [one.stance for one in client.links()]
    stories = list(client.stories(least=2, limit=5))
    assert client.story(stories[0].id) == stories[0] and all(story.reports >= 2 for story in stories)
    assert {one.pair for one in client.relations("KEN")} >= {("KEN", "NOR"), ("KEN", "UZB")}
    assert client.party("KEN").names["en"] == "Kenya"
    assert client.totals().reports == sum(one.reports for one in client.coders())


def test_a_relation_is_what_it_is_in_the_ledger(client: Client, planted: Ledger) -> None:
    asked, own = client.relation("KEN", "NOR"), Relation(planted, "KEN", "NOR")
    assert asked.balance("quarter") == own.balance("quarter")
    assert asked.turns() == own.turns()
    assert asked.agenda() == own.agenda()
    assert asked.carriers() == own.carriers()
    assert list(asked.commitments()) == own.commitments()
    assert list(asked.claims()) == own.claims()
    assert asked.changes("2023-10").heaviest
    assert asked.opened("2023").opened and asked.coverage().outlets
    assert asked.whole("turns").balance is None
    assert asked.links(most=8).measured.links


def test_scores_and_days_of_a_relation_can_be_others(client: Client) -> None:
    asked = client.relation("KEN", "NOR", since="2023-06", scores={"ACCUSE": -9}, unweighted=True)
    assert asked.whole("balance").weights.endswith("ACCUSE -9, unweighted")


def test_an_export_is_written_as_it_comes(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    assert client.export(path, party="UZB") == path.stat().st_size
    found = [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert found == [event.id for event in client.events(party="UZB")]


def test_texts_and_files_are_read(client: Client, tmp_path: Path) -> None:
    (report,) = client.read(THANKS, language="en", outlet="The Breakwater").reports
    assert [event.type for event in report.events] == ["SUPPORT"] and report.report.outlet == "The Breakwater"
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({"text": THANKS}) + "\n{}\n", encoding="utf-8")
    found = client.read(path, language="en")
    assert len(found.reports) == 1 and found.unread[0].where == "lines.jsonl:2"


def test_judging_searching_and_adding(serve: Callable[..., Running], stock: Callable[[], Path]) -> None:
    running = serve(stock(), coder="lexicon", access="accounts")
    with Ledger(running.ledger) as ledger:
        desk = Desk(ledger.store)
        token = desk.make_token(desk.add_account("mina", "review", "a long enough password"), "program", "write")
    with Client(running.address, token) as client:
        event = next(client.events(type=["ACCUSE"])).id
        made = client.correct(event, {"type": "PROTEST", "mode": "-"}, why="a march")
        assert (made.who, client.event(event).type) == ("mina", "PROTEST")
        client.undo(made.seq)
        client.reject(event)
        client.accept(event)
        one, other = list(client.stories())[:2]
        client.merge(other.events[0].id, one.id)
        client.split(other.events[0].id)
        client.settle(next(client.conditions()).id, "met")
        verdicts = ["correct", "undo", "reject", "accept", "merge", "split", "settle"]
        assert [judgement.verdict for judgement in client.judgements()] == verdicts
        assert client.add(THANKS, language="en").reports[0].fate == "added"
        search = client.save_search("Kenya", "party=KEN")
        assert client.searches() == (search,)
        client.drop_search(search.id)
        assert client.searches() == ()
        with pytest.raises(Refused, match="colour"):
            client.correct(event, {"colour": "red"})
    with Client(running.address) as nobody, pytest.raises(Refused) as refused:
        nobody.totals()
    assert refused.value.status == 401


def test_news_are_followed_and_gone_on_with(serve: Callable[..., Running], stock: Callable[[], Path]) -> None:
    running = serve(stock(), coder="lexicon")

    def add(number: int) -> None:
        with Ledger(running.ledger) as ledger:
            text = f"Kenya thanked Norway for rescue boats {number} times."
            list(pipeline.add_reports(ledger, [make_report(text, Given(), where="news")], coder="lexicon"))

    with Client(running.address) as client:
        later = threading.Timer(1.0, add, [1])
        later.start()
        number, event = next(client.follow(pair=("KEN", "NOR")))
        assert event.type == "SUPPORT"
        later.join()
        add(2)
        assert next(client.follow(after=number))[0] > number
    running.stop()


@pytest.mark.parametrize(
    ("ask", "status", "said"),
    [
        (lambda client: client.event("none"), 404, "there is no event 'none'"),
        (lambda client: list(client.events(limit=900)), 422, "at most 500 at once"),
        (lambda client: client.relation("KEN", "XXQ").turns(), 422, "did you mean"),
        (lambda client: client.read(" "), 422, "no text"),
        (lambda client: client.undo(99), 404, "no judgement 99"),
        (lambda client: client.export("/dev/null", "xls"), 422, "Input should be"),
        (lambda client: next(client.follow(party="XXQ")), 422, "XXQ"),
    ],
)
def test_what_a_server_refuses_is_said(client: Client, ask: Callable[[Client], object], status: int, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        ask(client)
    assert refused.value.status == status


def test_a_server_that_is_not_there_is_said() -> None:
    with Client("http://127.0.0.1:9") as client, pytest.raises(Refused, match="doesn't answer") as refused:
        client.totals()
    assert (refused.value.status, refused.value.where) == (0, "http://127.0.0.1:9")


def test_a_server_of_something_else_is_said(running: Running) -> None:
    with Client(f"{running.address}/about") as client, pytest.raises(Refused, match="404"):
        client.totals()


def test_records_are_frozen(client: Client) -> None:
    with pytest.raises(AttributeError):
        client.totals().reports = 0  # type: ignore[misc]
    assert msgspec.structs.asdict(client.totals())["events"] == client.totals().events
