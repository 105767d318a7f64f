"""How the endpoint is asked: in which form, how often, for how long, and what is said when it does not answer."""

from __future__ import annotations

import datetime
import itertools
import socket
import time
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import httpx
import pytest

from dragoman.coding.llm.coder import LlmCoder
from dragoman.errors import CoderError, InputError

from .conftest import KEY, Answer, Coders, Endpoint, claim, coded, error, events, plain, saying

TEXT = "Oman thanked Kuwait."
GOOD = events(claim("SUPPORT", "thanked", actors=["Oman"], recipients=["Kuwait"]))
NUMBERS = itertools.count()


def thanks(coder: LlmCoder) -> int:
    """How many events a report gives that was never asked about before."""
    return len(coded(coder, f"Oman thanked Kuwait for ship number {next(NUMBERS)}.").events)


def test_the_request_is_that_of_the_protocol(endpoint: Endpoint, coder: LlmCoder) -> None:
    endpoint.answers(GOOD)
    assert thanks(coder) == 1
    request, headers = endpoint.requests[0], endpoint.headers[0]
    assert (request["path"], request["model"], request["temperature"]) == ("/v1/chat/completions", "scribe-1", 0)
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    held = request["response_format"]
    assert (held["type"], held["json_schema"]["strict"]) == ("json_schema", True)
    assert held["json_schema"]["schema"] == coder.prompt.schema
    assert (headers["authorization"], headers["content-type"]) == (f"Bearer {KEY}", "application/json")


def test_without_a_key_none_is_sent(endpoint: Endpoint, coders: Coders) -> None:
    thanks(coders(key=""))
    assert "authorization" not in endpoint.headers[0]


# --- trouble that passes ------------------------------------------------------------------------


def soon() -> str:
    return format_datetime(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=1.6), usegmt=True)


@pytest.mark.parametrize("when", [lambda: "1", soon], ids=["seconds", "date"])
def test_a_server_that_asks_for_time_is_given_it(endpoint: Endpoint, coder: LlmCoder, when: object) -> None:
    assert callable(when)
    endpoint.answers(error(429, "slow down", Retry_After=when()), GOOD)
    assert thanks(coder) == 1
    waited = endpoint.times[1] - endpoint.times[0]
    assert 0.5 < waited < 3
    assert coder.usage.requests == 2


@pytest.mark.parametrize("header", ["", "soon", "-5", "0", "1e9999", "Thu, 99 Foo 2024"])
def test_a_wish_that_makes_no_sense_costs_the_ordinary_pause(endpoint: Endpoint, coder: LlmCoder, header: str) -> None:
    endpoint.answers(error(503, Retry_After=header), GOOD)
    assert thanks(coder) == 1
    assert endpoint.times[1] - endpoint.times[0] < 0.5


def test_a_server_that_asks_for_hours_is_not_waited_for(endpoint: Endpoint, coder: LlmCoder) -> None:
    endpoint.answers(error(429, "come back tomorrow", Retry_After="7200"))
    with pytest.raises(InputError, match=r"answered 429 \(come back tomorrow\) and asks to wait 7,200 s; run it again"):
        thanks(coder)
    assert len(endpoint.requests) == 1


def test_a_spent_quota_is_not_asked_of_again(endpoint: Endpoint, coder: LlmCoder) -> None:
    endpoint.answers(plain(429, '{"error": {"message": "Pay first.", "code": "insufficient_quota"}}'))
    with pytest.raises(InputError, match="Pay first"):
        thanks(coder)
    assert len(endpoint.requests) == 1


def test_pauses_grow_and_a_bad_server_is_given_up(endpoint: Endpoint, coders: Coders) -> None:
    endpoint.answers(error(500, "out of memory"))
    with pytest.raises(InputError, match=r"127.0.0.1 gave no answer: it answered 500 \(out of memory\), 4 times"):
        thanks(coders(tries=4, pause=0.05))
    pauses = [after - before for before, after in itertools.pairwise(endpoint.times)]
    assert len(pauses) == 3
    assert pauses[0] < pauses[1] < pauses[2]


def test_after_three_reports_in_a_row_without_an_answer_the_run_stops(endpoint: Endpoint, coders: Coders) -> None:
    coder = coders(tries=1)
    endpoint.answers(error(502), error(502), GOOD, error(502), error(502), error(502))
    for _ in range(2):
        with pytest.raises(InputError):
            thanks(coder)
    assert thanks(coder) == 1
    for _ in range(2):
        with pytest.raises(InputError):
            thanks(coder)
    with pytest.raises(CoderError, match="so for 3 reports in a row"):
        thanks(coder)


def test_a_server_that_does_not_answer_is_waited_for_no_longer_than_set(endpoint: Endpoint, coders: Coders) -> None:
    endpoint.answers(lambda _: endpoint.closing.wait(5) and None)
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"did not answer in full within 0.2 s, 2 times"):
        thanks(coders(seconds=0.2, tries=2))
    assert time.monotonic() - begun < 2


def test_a_server_that_drips_is_cut_off(endpoint: Endpoint, coders: Coders) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not endpoint.closing.wait(0.02):
            handler.wfile.write(b" ")

    endpoint.answers(drip)
    begun = time.monotonic()
    with pytest.raises(InputError, match="did not answer in full"):
        thanks(coders(seconds=0.2, tries=1))
    assert time.monotonic() - begun < 2


def test_an_endless_answer_is_cut_off(endpoint: Endpoint, coders: Coders) -> None:
    endpoint.answers(plain(200, b" " * 4_000_001))
    with pytest.raises(InputError, match="broke the connection off"):
        thanks(coders(tries=1))


def test_a_connection_that_breaks_is_made_again(endpoint: Endpoint, coder: LlmCoder) -> None:
    def breaks(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True

    endpoint.answers(breaks, GOOD)
    assert thanks(coder) == 1


def test_where_nobody_listens_the_message_says_so(coders: Coders) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(InputError, match="there is no connection to it"):
        thanks(coders(url=httpx.URL(f"http://127.0.0.1:{port}/v1/chat/completions")))


# --- trouble that stays -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "key", "words"),
    [
        (error(401, f"bad key {KEY}"), KEY, "does not accept the key; set DRAGOMAN_LLM_KEY"),
        (error(401), "", "wants a key; set DRAGOMAN_LLM_KEY"),
        (error(404, "no model scribe-1"), KEY, r"404 \(no model scribe-1\); check DRAGOMAN_LLM_URL and DRAGOMAN_LLM"),
        (error(402, f"owed by {KEY}"), KEY, r"402 \(owed by …\)"),
        (plain(307, "", Location="http://127.0.0.2:1/"), KEY, "answered 307; check DRAGOMAN_LLM_URL"),
    ],
)
def test_what_no_report_can_pass_stops_the_run_and_shows_no_key(
    endpoint: Endpoint, coders: Coders, answer: Answer, key: str, words: str
) -> None:
    endpoint.answers(answer)
    with pytest.raises(CoderError, match=words) as caught:
        thanks(coders(key=key))
    assert KEY not in str(caught.value)
    assert len(endpoint.requests) == 1


def test_a_report_that_the_server_refuses_is_one_report(endpoint: Endpoint, coder: LlmCoder) -> None:
    endpoint.answers(GOOD, *[error(403, "the text was\x1b[2J flagged")] * 4, GOOD)
    assert thanks(coder) == 1
    for _ in range(4):
        with pytest.raises(
            InputError, match=r"refused the question: it answered 403 \(the text was.*flagged\)"
        ) as caught:
            thanks(coder)
        assert "\x1b" not in str(caught.value)
    assert thanks(coder) == 1


def test_a_server_that_refuses_everything_stops_the_run(endpoint: Endpoint, coder: LlmCoder) -> None:
    endpoint.answers(error(403, "not from this country"))
    for _ in range(2):
        with pytest.raises(InputError):
            thanks(coder)
    with pytest.raises(CoderError, match="not from this country"):
        thanks(coder)


# --- a server that cannot do all ----------------------------------------------------------------


def test_a_server_without_schemas_is_asked_for_json(endpoint: Endpoint, coder: LlmCoder) -> None:
    endpoint.answers(error(400, "response_format type json_schema is not supported"), GOOD)
    assert [thanks(coder), thanks(coder)] == [1, 1]
    assert [request["response_format"]["type"] for request in endpoint.requests] == [
        "json_schema",
        "json_object",
        "json_object",
    ]
    assert "the server takes no JSON schema" in coder.usage_line


def test_a_server_without_any_of_it_is_asked_in_words(endpoint: Endpoint, coder: LlmCoder) -> None:
    told = '<think>{"events": […]}</think>Here you are:\n```json\n{"events": []}\n```'
    endpoint.answers(
        error(422, "Unsupported value: temperature"),
        error(422, "unknown field response_format"),
        error(422, "unknown field response_format"),
        saying(told),
    )
    assert thanks(coder) == 0
    assert [("temperature" in r, r.get("response_format", {}).get("type")) for r in endpoint.requests] == [
        (True, "json_schema"),
        (False, "json_schema"),
        (False, "json_object"),
        (False, None),
    ]
    assert coder.usage.unreadable == 0


def test_a_refusal_for_another_reason_changes_nothing(endpoint: Endpoint, coder: LlmCoder) -> None:
    endpoint.answers(error(400, "too many tokens"), GOOD)
    with pytest.raises(InputError, match="too many tokens"):
        thanks(coder)
    assert thanks(coder) == 1
    assert endpoint.requests[1]["response_format"]["type"] == "json_schema"


# --- answers that cannot be read ----------------------------------------------------------------

TRUNCATED = saying('{"events": [{"sentence": 1, "type": "SUPP')


def test_a_truncated_answer_is_asked_for_again_in_halves(endpoint: Endpoint, coder: LlmCoder) -> None:
    text = "Oman thanked Kuwait.\nPeru thanked Chile.\nCuba thanked Qatar."
    last = events(
        claim("SUPPORT", "thanked", actors=["Peru"], recipients=["Chile"]),
        claim("SUPPORT", "thanked", sentence=2, actors=["Cuba"], recipients=["Qatar"]),
    )
    endpoint.answers(TRUNCATED, GOOD, last)
    coding = coded(coder, text)
    assert [p.actor.country for e in coding.events for p in e.actors] == ["OMN", "PER", "CUB"]
    assert [len(endpoint.asked(number)["sentences"]) for number in range(3)] == [3, 1, 2]
    assert endpoint.asked(2)["before"] == ["Oman thanked Kuwait."]
    assert "1 answer unreadable" in coder.usage_line


@pytest.mark.parametrize(
    "unreadable",
    [
        TRUNCATED,
        saying(None),
        saying(""),
        saying("I can't help with that."),
        saying('{"events": {}}'),
        saying("[" * 100_000),
        saying('{"events": ' + "[" * 100_000 + "]" * 100_000 + "}"),
        plain(200, "<html>Sign in</html>", Content_Type="text/html"),
        plain(200, '{"error": {"message": "overloaded"}}'),
        plain(200, '{"choices": []}'),
        plain(200, '{"choices": [{"message": {"content": {"events": []}}}]}'),
        plain(200, b"\xff\xfe"),
        plain(200, ""),
    ],
)
def test_an_answer_that_cannot_be_read_is_asked_for_once_more(
    endpoint: Endpoint, coder: LlmCoder, unreadable: Answer
) -> None:
    endpoint.answers(unreadable, GOOD)
    assert thanks(coder) == 1
    assert (coder.usage.requests, coder.usage.unreadable) == (2, 1)


def test_a_report_whose_answers_stay_unreadable_is_said_to_be_uncoded(endpoint: Endpoint, coder: LlmCoder) -> None:
    endpoint.answers(*[TRUNCATED] * 8, GOOD)
    for _ in range(4):  # however many: a report may make the model stumble, and must not stop the others
        with pytest.raises(InputError, match="scribe-1 about one of its sentences can't be read, twice"):
            thanks(coder)
    assert thanks(coder) == 1
