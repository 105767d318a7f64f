"""Events, reports, what was said, stories: under the contract's names, page by page, only where they changed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

LISTS = ("events", "statements", "conditions", "links", "stories", "relations")


def every(api: httpx.Client, name: str, **asked: Any) -> list[Any]:
    """A list, all its pages, by what their links say."""
    answer = api.get(f"/{name}", params=asked)
    found = answer.json()[name]
    while "next" in answer.links:
        answer = api.get(answer.links["next"]["url"].removeprefix("/api/v1"))
        found += answer.json()[name]
    assert answer.json()["next"] is None
    return found


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_three_give_what_one_page_gives(api: httpx.Client, name: str) -> None:
    whole = every(api, name, limit=500)
    assert whole and every(api, name, limit=3) == whole


@pytest.mark.parametrize("order", ["newest", "oldest", "surest", "doubtful"])
def test_pages_of_events_follow_in_every_order(api: httpx.Client, order: str) -> None:
    whole = [event["id"] for event in every(api, "events", limit=500, order=order)]
    assert [event["id"] for event in every(api, "events", limit=40, order=order)] == whole
    assert len(set(whole)) == len(whole)


def test_filters_are_those_of_the_command_line(api: httpx.Client) -> None:
    found = every(api, "events", pair="KEN,NOR", type=["ACCUSE", "CONSULT"], since="2023", until="2023-12")
    assert {event["type"] for event in found} == {"ACCUSE", "CONSULT"}
    assert all(event["when"] is None or event["when"]["start"] < "2024" for event in found)


def test_a_party_may_be_named_in_any_language(api: httpx.Client) -> None:
    codes, names = (api.get("/events", params={"party": party}).json() for party in ("NOR", "النرويج"))
    assert codes["events"] == names["events"] != []


@pytest.mark.parametrize(
    ("parameters", "where", "status"),
    [
        ({"partty": "IRN"}, "partty", 422),
        ({"party": ["NOR", "KEN"]}, "party", 422),
        ({"text": " "}, "text", 422),
        ({"since": "2024", "until": "2023"}, "since", 422),
        ({"directed": "true"}, "directed", 422),
        ({"judged": "1"}, "judged", 422),
        ({"limit": "501"}, "limit", 422),
        ({"skip": "3"}, "skip", 422),
        ({"cursor": "abc"}, "cursor", 404),
    ],
)
def test_what_an_address_cannot_ask_is_said(api: httpx.Client, parameters: Any, where: str, status: int) -> None:
    answer = api.get("/events", params=parameters)
    assert (answer.status_code, answer.json()["where"]) == (status, where)


def test_an_event_has_its_evidence_in_both_ways_of_counting(api: httpx.Client) -> None:
    (first,) = api.get("/events", params={"language": "ar", "limit": 1}).json()["events"]
    event = api.get(f"/events/{first['id']}").json()
    text = api.get(f"/reports/{first['report']['id']}").json()["report"]["text"]
    units = text.encode("utf-16-le")
    assert event["evidence"] and event["history"]
    for proof in event["evidence"]:
        assert text[proof["start"] : proof["end"]] == proof["quote"]
        assert units[2 * proof["utf16"]["start"] : 2 * proof["utf16"]["end"]].decode("utf-16-le") == proof["quote"]
    assert event["utf16"]["trigger"] == {name: event["trigger"][name] for name in ("start", "end")}
    assert {name: event[name] for name in first} == first


def test_a_report_has_all_that_was_read_in_it(api: httpx.Client) -> None:
    condition = api.get("/conditions").json()["conditions"][0]
    report = api.get(f"/reports/{condition['report']['id']}").json()
    assert condition["demand"] in report["report"]["text"]
    assert condition["demand"] in [one["demand"] for one in report["conditions"]]
    assert report["events"] and report["report"]["damage"] == []


def test_what_has_not_changed_is_not_sent_again(api: httpx.Client) -> None:
    for _ in range(2):  # the second answer is a kept one
        answer = api.get("/events", params={"limit": 2})
        assert answer.links["next"]["url"] == answer.json()["next"]
    again = api.get("/events", params={"limit": 2}, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_large_answer_is_packed_and_a_small_one_is_not(api: httpx.Client) -> None:
    assert api.get("/events").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in api.get("/totals").headers


def test_who_a_party_is_and_how_much_there_is(api: httpx.Client) -> None:
    party, totals = api.get("/parties/KEN").json(), api.get("/totals").json()
    assert party["names"]["en"] == "Kenya" and set(party["names"]) == {"en", "ar", "fa"}
    assert ["KEN", "NOR"] in [one["pair"] for one in party["relations"]]
    assert totals["reports"] == 179 == sum(one["reports"] for one in api.get("/coders").json()["coders"])


# --- addresses and methods ----------------------------------------------------------------------------


def test_head_gives_what_get_would_without_its_body(api: httpx.Client) -> None:
    for path in ("/events", "/export?format=csv", "/export?format=parquet"):
        got, head = api.get(path), api.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(("path", "allowed"), [("/events", "GET, HEAD, OPTIONS"), ("/read", "OPTIONS, POST"),
                                               ("/judgements", "GET, HEAD, OPTIONS, POST")])  # fmt: skip
def test_an_address_says_its_methods(api: httpx.Client, path: str, allowed: str) -> None:
    assert (api.options(path).status_code, api.options(path).headers["allow"]) == (204, allowed)
    refused = api.patch(path)
    assert (refused.status_code, refused.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/../nothing", 404),
        ("GET", "/events/none", 404),
        ("GET", "/events/a%00b", 422),
        ("GET", "/relations/KEN/KEN", 404),
        ("GET", "/relations/KEN/XXQ", 422),
        ("DELETE", "/events", 405),
        ("POST", "/judgements", 415),
    ],
)
def test_every_error_has_one_shape(api: httpx.Client, method: str, path: str, status: int) -> None:
    answer = api.request(method, path)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"]) == (status, status)
    assert list(problem) == ["type", "title", "status", "detail", "where", "fix"] and problem["detail"]
