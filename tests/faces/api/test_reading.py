"""Reports that are sent to the API: read and given back with nothing kept, or kept."""

from __future__ import annotations

import json

import httpx
import pytest

from dragoman.faces.web.reader import BYTES

THANKS = "Norway thanked Morocco for its help after the storm."
TALKS = "The foreign minister of Norway met his Moroccan counterpart in Rabat."


def types(answer: httpx.Response) -> list[list[str]]:
    return [[event["type"] for event in one["events"]] for one in answer.json()["reports"]]


def test_a_report_is_read_and_nothing_is_kept(api: httpx.Client) -> None:
    before = api.get("/totals").json()
    report = {"id": "n1", "text": THANKS, "language": "en", "published": "2024-03-01", "outlet": "The Breakwater"}
    answer = api.post("/read", json=report)
    assert (answer.status_code, types(answer)) == (200, [["SUPPORT"]])
    head = answer.json()["reports"][0]["report"]
    assert (head["source_id"], head["text"], head["published"]) == ("n1", THANKS, "2024-03-01")
    assert api.get("/totals").json() == before


@pytest.mark.parametrize(
    ("media", "content"),
    [
        ("text/plain", THANKS),
        ("text/html", f"<html><body><article><p>{THANKS}</p></article></body></html>"),
        ("application/jsonl", json.dumps({"text": THANKS}) + "\n"),
    ],
)
def test_a_report_may_be_sent_as_it_is(api: httpx.Client, media: str, content: str) -> None:
    answer = api.post("/read", params={"language": "en"}, content=content.encode(), headers={"Content-Type": media})
    assert types(answer) == [["SUPPORT"]]


def test_a_file_is_read_with_what_the_form_knows_of_it(api: httpx.Client) -> None:
    lines = "\n".join(json.dumps({"text": text}) for text in (THANKS, TALKS)) + '\n{"no": 1}\n'
    form = {"language": "en", "published": "2024-03-01"}
    answer = api.post("/read", files={"file": ("two.jsonl", lines.encode())}, data=form)
    assert types(answer) == [["SUPPORT"], ["CONSULT"]]
    assert [one["where"] for one in answer.json()["unread"]] == ["two.jsonl:3"]
    assert {one["report"]["published"] for one in answer.json()["reports"]} == {"2024-03-01"}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {"text": " "}}, 422),
        ({"json": {"text": THANKS, "publisher": "x"}}, 422),
        ({"json": {"text": THANKS, "published": "May"}}, 422),
        ({"content": b"a" * (BYTES + 1), "headers": {"Content-Type": "text/plain"}}, 413),
        ({"content": b"x", "headers": {"Content-Type": "image/png"}}, 415),
        ({"content": b"%PDF-1.7 and so on", "headers": {"Content-Type": "text/plain"}}, 422),
        ({"content": THANKS.encode(), "headers": {"Content-Type": "text/plain"}, "params": {"language": "xx"}}, 422),
        ({"files": {"other": b"x"}}, 422),
        ({"files": {"file": b"x"}, "data": {"colour": "red"}}, 422),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    api: httpx.Client, sent: dict[str, object], status: int
) -> None:
    answer = api.post("/read", **sent)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_a_report_that_is_kept_is_there_and_known_the_second_time(changed: httpx.Client) -> None:
    made = [changed.post("/reports", json={"text": THANKS, "language": "en"}) for _ in range(2)]
    assert [one.json()["reports"][0]["fate"] for one in made] == ["added", "known"]
    assert made[0].status_code == 201
    report = changed.get(made[0].headers["location"].removeprefix("/api/v1")).json()
    assert [event["type"] for event in report["events"]] == ["SUPPORT"]
    assert (
        changed.get("/events", params={"pair": "NOR,MAR"}).json()["events"][0]["report"]["id"] == report["report"]["id"]
    )


def test_reports_without_an_id_are_no_versions_of_one(changed: httpx.Client) -> None:
    fates = [changed.post("/reports", json={"text": text}).json()["reports"][0]["fate"] for text in (THANKS, TALKS)]
    assert fates == ["added", "added"]


def test_what_a_report_without_events_says_is_there_at_once(changed: httpx.Client) -> None:
    before = changed.get("/statements", params={"limit": 500})
    said = "The president of Chile said that relations between Chile and Portugal were independent of Brazil."
    made = changed.post("/reports", json={"text": said, "language": "en", "published": "2030-01-01"}).json()["reports"]
    after = changed.get("/statements", params={"limit": 500}, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200 and made[0]["report"] in after.text
