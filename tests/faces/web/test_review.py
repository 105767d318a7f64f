"""Review in the browser's terms: a record is decided, the next follows, everything can be taken back."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from dragoman.faces.web.queues import Item, Queues
from dragoman.ledger import Ledger, Query

from .conftest import Running

ANY = Query()


def shown(page: str) -> dict[str, str]:
    """The hidden fields of the record that a page shows."""
    found = dict(re.findall(r'<input type="hidden" name="(event|seen|story)" value="([^"]*)"', page))
    assert "event" in found, page
    return found


def decide(client: httpx.Client, verdict: str, page: str | None = None, **more: str) -> httpx.Response:
    record = shown(page or client.get("/review").text)
    return client.post("/review", data={**record, "verdict": verdict, **more}, follow_redirects=True)


def test_a_decision_is_written_and_the_next_record_follows(writing: Running) -> None:
    with writing.client() as client:
        first = shown(client.get("/review").text)
        answer = decide(client, "accept", why="it says so")
        assert "Accepted" in answer.text
        assert shown(answer.text)["event"] != first["event"]
    with Ledger(writing.ledger) as ledger:
        (judgement,) = ledger.judgements()
    assert (judgement.event, judgement.verdict, judgement.why) == (first["event"], "accept", "it says so")


def test_a_correction_changes_the_record_and_can_be_taken_back(writing: Running) -> None:
    with writing.client() as client, Ledger(writing.ledger) as ledger:
        told = next(one for one in ledger.events(Query(type=("CONSULT",), limit=20)) if one.event.mode is None)
        page = client.get("/review", params={"event": told.event.id}).text
        answer = decide(client, "correct", page, type="ACCUSE", mode="disapprove")
        assert "Corrected" in answer.text
        corrected = ledger.event(told.event.id).event
        assert (corrected.type, corrected.mode) == ("ACCUSE", "disapprove")
        number = re.search(r'name="judgement" value="(\d+)"', answer.text)
        assert number
        back = client.post("/review/undo", data={"judgement": number[1]}, follow_redirects=True)
        assert shown(back.text)["event"] == told.event.id
        assert ledger.event(told.event.id).event == told.event


def test_a_correction_that_cannot_be_is_refused_and_what_was_written_stays(writing: Running) -> None:
    with writing.client() as client:
        answer = decide(client, "correct", type="CONSULT", when="the day before")
        assert answer.status_code == 409
        assert "is no day" in answer.text and 'value="the day before"' in answer.text
    with Ledger(writing.ledger) as ledger:
        assert ledger.judgements() == []


def test_a_decision_on_a_record_that_another_judged_meanwhile_is_held_back(writing: Running) -> None:
    with writing.client() as client, Ledger(writing.ledger, who="rania") as ledger:
        page = client.get("/review").text
        ledger.reject(shown(page)["event"])
        answer = decide(client, "accept", page)
        assert answer.status_code == 409
        assert "rania judged it" in answer.text
        assert [one.who for one in ledger.judgements()] == ["rania"]
        assert "Accepted" in decide(client, "accept", answer.text).text  # having seen it, one may


def test_a_rejected_record_is_shown_with_who_rejected_it(writing: Running) -> None:
    with writing.client() as client:
        record = shown(client.get("/review").text)["event"]
        decide(client, "reject")
        page = client.get("/review", params={"event": record}).text
    assert re.search(r"<bdi>[^<]+</bdi>: Rejected", page)


def test_an_event_that_does_not_exist_is_not_found(client: httpx.Client) -> None:
    answer = client.get("/review", params={"event": "nothing"})
    assert answer.status_code == 404


def test_reviewers_at_work_together_get_different_records(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger:
        queues = Queues(ledger)
        given = [queues.next("doubtful", ANY, who) for who in ("one", "two", "three")]
        assert len(set(given)) == 3
        assert queues.next("doubtful", ANY, "one") == given[0]  # until it is decided


def test_a_record_nobody_decides_on_comes_up_for_others_in_time(writing: Running) -> None:
    now = [0.0]
    with Ledger(writing.ledger) as ledger:
        queues = Queues(ledger, clock=lambda: now[0])
        first = queues.next("doubtful", ANY, "one")
        assert queues.next("doubtful", ANY, "two") != first
        now[0] = 1_000.0
        assert queues.next("doubtful", ANY, "three") == first


def test_what_a_reviewer_leaves_comes_up_for_others_but_not_for_him(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger:
        queues = Queues(ledger)
        first = queues.next("doubtful", ANY, "one")
        assert isinstance(first, Item)
        queues.passed(first.event, "one")
        assert queues.next("doubtful", ANY, "one") != first
        assert queues.next("doubtful", ANY, "two") == first


def test_a_second_opinion_is_asked_on_what_others_judged(writing: Running) -> None:
    with Ledger(writing.ledger, who="one") as ledger:
        event = ledger.events(Query(limit=1))[0].event.id
        ledger.reject(event)
        queues = Queues(ledger)
        assert queues.next("second", ANY, "two") == Item(event)
        assert queues.next("second", ANY, "one") is None
        ledger.signed("two").accept(event)
        queues.done(event)
        assert queues.next("disputed", ANY, "three") == Item(event)


def test_agreement_names_the_records_in_dispute(writing: Running) -> None:
    with Ledger(writing.ledger, who="one") as ledger, writing.client() as client:
        event = ledger.events(Query(limit=1))[0].event.id
        ledger.reject(event)
        ledger.signed("two").accept(event)
        page = client.get("/review/agreement").text
    assert f"/review?event={event}" in page and "1 event was judged by several" in page


@pytest.fixture
def tab(browser: Any, writing: Running) -> Any:
    context = browser.new_context(locale="en")
    tab = context.new_page()
    tab.goto(f"{writing.address}/review")
    yield tab
    context.close()


def test_keys_decide_and_undo(tab: Any, writing: Running) -> None:
    first = tab.locator("input[name=event]").get_attribute("value")
    tab.keyboard.press("a")
    tab.wait_for_selector(".done >> text=Accepted")
    assert tab.locator("input[name=event]").get_attribute("value") != first
    tab.keyboard.press("u")
    tab.wait_for_selector(".done >> text=Taken back")
    assert tab.locator("input[name=event]").get_attribute("value") == first
    with Ledger(writing.ledger) as ledger:
        assert [one.verdict for one in ledger.judgements()] == ["accept", "undo"]


def test_letters_in_a_field_decide_nothing(tab: Any, writing: Running) -> None:
    tab.fill("input[name=why]", "a")
    tab.focus("input[name=why]")
    tab.keyboard.type("array")
    with Ledger(writing.ledger) as ledger:
        assert ledger.judgements() == []


def test_marked_words_become_a_party(tab: Any, writing: Running) -> None:
    tab.keyboard.press("c")
    words = tab.locator(".here").inner_text().split()[0]
    tab.locator("[data-words]").fill(words)
    tab.select_option("[data-country]", "NOR")
    tab.select_option("[data-sector]", "MIL")
    tab.click("[data-add=actors]")
    assert tab.locator("input[name=actors]").input_value().endswith(f'"{words}"=NOR:MIL')
    tab.click("button[value=correct]")
    tab.wait_for_selector(".done >> text=Corrected")
    with Ledger(writing.ledger) as ledger:
        (judgement,) = ledger.judgements()
        actors = ledger.event(judgement.event).event.actors
    assert actors[-1].actor.code == "NOR:MIL"


def test_a_mode_of_another_type_cannot_be_chosen(tab: Any) -> None:
    tab.keyboard.press("c")
    tab.select_option("select[name=type]", "COERCE")
    assert tab.locator("optgroup[data-type=COERCE]").get_attribute("disabled") is None
    assert tab.locator("optgroup[data-type=ASSAULT]").get_attribute("disabled") is not None
