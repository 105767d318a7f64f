"""Judgements over the API: written with who, read by all, undone by another; and who may write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from dragoman.desk import Desk
from dragoman.ledger import Ledger

from ..web.conftest import Running
from .conftest import client_of


@pytest.fixture
def event(changed: httpx.Client) -> str:
    return str(changed.get("/events", params={"type": "ACCUSE", "limit": 1}).json()["events"][0]["id"])


def judge(api: httpx.Client, **decision: object) -> httpx.Response:
    return api.post("/judgements", json=decision)


def test_a_correction_changes_the_record_and_its_undoing_brings_it_back(changed: httpx.Client, event: str) -> None:
    before = changed.get(f"/events/{event}")
    made = judge(changed, verdict="correct", event=event, change={"type": "PROTEST", "mode": "-"}, why="a march")
    assert made.status_code == 201
    assert made.json()["change"] == {"type": "PROTEST", "mode": "-"} and made.json()["why"] == "a march"
    assert changed.get(made.headers["location"].removeprefix("/api/v1")).json() == made.json()
    after = changed.get(f"/events/{event}", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["type"]) == (200, "PROTEST")
    judge(changed, verdict="undo", judgement=made.json()["seq"])
    assert changed.get(f"/events/{event}").json()["type"] == "ACCUSE"
    assert [one["verdict"] for one in changed.get("/judgements").json()["judgements"]] == ["correct", "undo"]


def test_a_rejected_event_is_told_no_more_but_can_be_looked_at(changed: httpx.Client, event: str) -> None:
    judge(changed, verdict="reject", event=event)
    assert changed.get("/events", params={"event": event}).json()["events"] == []
    assert changed.get(f"/events/{event}").json()["history"][-1]["what"] == "rejected"
    assert judge(changed, verdict="accept", event=event).status_code == 201
    assert len(changed.get("/events", params={"event": event}).json()["events"]) == 1


def test_stories_are_merged_and_split_and_commitments_settled(changed: httpx.Client) -> None:
    one, other = changed.get("/stories", params={"limit": 2}).json()["stories"]
    member = other["events"][0]["id"]
    assert judge(changed, verdict="merge", event=member, story=one["id"]).status_code == 201
    assert len(changed.get(f"/stories/{one['id']}").json()["events"]) == len(one["events"] + other["events"])
    assert judge(changed, verdict="split", event=member).status_code == 201
    condition = changed.get("/conditions").json()["conditions"][0]["id"]
    judge(changed, verdict="settle", commitment=condition, state="breached")
    states = {one["id"]: one["state"] for one in changed.get("/conditions").json()["conditions"]}
    assert states[condition] == "breached"


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ({"verdict": "accept"}, 422),
        ({"verdict": "praise", "event": "x"}, 422),
        ({"verdict": "accept", "event": "none"}, 404),
        ({"verdict": "undo", "judgement": 99}, 404),
        ({"verdict": "accept", "event": "x", "more": 1}, 422),
        ({"verdict": "correct", "event": "EVENT", "change": {}}, 409),
        ({"verdict": "correct", "event": "EVENT", "change": {"type": "NONE"}}, 409),
        ({"verdict": "split", "event": "x" * 400}, 422),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    changed: httpx.Client, event: str, decision: dict[str, object], status: int
) -> None:
    sent = {name: event if value == "EVENT" else value for name, value in decision.items()}
    assert judge(changed, **sent).status_code == status
    assert changed.get("/judgements").json()["judgements"] == []


def test_what_is_no_json_is_said(changed: httpx.Client) -> None:
    answer = changed.post("/judgements", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and "JSON" in answer.json()["detail"]


def test_judgements_of_one_record_come_page_by_page(changed: httpx.Client, event: str) -> None:
    other = changed.get("/events", params={"type": "CONSULT", "limit": 1}).json()["events"][0]["id"]
    for one in (event, other, event, event):
        judge(changed, verdict="accept", event=one)
    page = changed.get("/judgements", params={"event": event, "limit": 2})
    assert [one["seq"] for one in page.json()["judgements"]] == [1, 3]
    rest = changed.get(page.json()["next"].removeprefix("/api/v1"))
    assert [one["seq"] for one in rest.json()["judgements"]] == [4]


def test_searches_are_kept_for_who_saved_them(changed: httpx.Client) -> None:
    made = changed.post("/searches", json={"name": "Kenya", "address": "party=KEN"})
    assert (made.status_code, made.json()["name"]) == (201, "Kenya")
    assert changed.get("/searches").json()["searches"] == [made.json()]
    path = f"/searches/{made.json()['id']}"
    assert [changed.delete(path).status_code for _ in range(2)] == [204, 404]


# --- scopes -------------------------------------------------------------------------------------------


def test_a_token_reads_or_writes_as_its_scope_says(serve: Callable[..., Running], stock: Callable[[], Path]) -> None:
    running = serve(stock(), coder="lexicon", access="accounts")
    with Ledger(running.ledger) as ledger:
        desk = Desk(ledger.store)
        account = desk.add_account("mina", "review", "a long enough password")
        tokens = {scope: desk.make_token(account, scope, scope) for scope in ("read", "write")}
    with client_of(running) as nobody:
        refused = nobody.get("/events")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert refused.headers["content-type"] == "application/problem+json"
    with client_of(running, Authorization=f"Bearer {tokens['read']}") as reader:
        event = reader.get("/events", params={"limit": 1}).json()["events"][0]["id"]
        assert reader.get("/openapi.json").json()["security"] == [{"token": []}]
        refused = judge(reader, verdict="accept", event=event)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:dragoman:problem:not-allowed")
    with client_of(running, Authorization=f"Bearer {tokens['write']}") as writer:
        assert judge(writer, verdict="accept", event=event).json()["who"] == "mina"
