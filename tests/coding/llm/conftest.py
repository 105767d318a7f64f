"""A real server on loopback that answers as a test has told it to, and the coder that asks it."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from dragoman.coding.llm.coder import LlmCoder
from dragoman.coding.llm.settings import Settings
from dragoman.model import Coding, Report
from dragoman.reading import reader

KEY = "sk-very-secret-7291"
Answer = Callable[[BaseHTTPRequestHandler], None]


def party(quote: str, country: str | None = None, sector: str | None = None) -> dict[str, Any]:
    return {"quote": quote, "country": country, "sector": sector}


def claim(type: str, trigger: str, **more: Any) -> dict[str, Any]:
    """An event in the form of an answer; parties may be given by their words alone."""
    told = {"sentence": 1, "mode": None, "modality": "done", "cue": None, "confidence": 0.9}
    told |= {"type": type, "trigger": trigger, "actors": (), "recipients": ()} | more
    for side in ("actors", "recipients"):
        told[side] = [party(one) if isinstance(one, str) else one for one in told[side]]
    return told


def plain(status: int, body: str | bytes, **headers: str) -> Answer:
    raw = body.encode() if isinstance(body, str) else body

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return answer


def saying(content: str | None, tokens: tuple[int, int] | None = (1000, 100)) -> Answer:
    """A completion with this content."""
    body: dict[str, Any] = {"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
    if tokens:
        body["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    return plain(200, json.dumps(body), Content_Type="application/json")


def events(*claims: object) -> Answer:
    return saying(json.dumps({"events": claims}, ensure_ascii=False))


def error(status: int, message: str = "", **headers: str) -> Answer:
    return plain(status, json.dumps({"error": {"message": message, "code": None}}), **headers)


class Endpoint:
    """Answers one request after the other as scripted, the last answer for all that follow."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.script: list[Answer] = [events()]
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.closing = threading.Event()

    def answers(self, *script: Answer) -> None:
        self.script = list(script)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.times.append(time.monotonic())
        self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.requests.append(body | {"path": handler.path})
        (self.script.pop(0) if len(self.script) > 1 else self.script[0])(handler)

    def asked(self, number: int = -1) -> dict[str, Any]:
        """The sentences that a request asked about, as sent."""
        sent: dict[str, Any] = json.loads(self.requests[number]["messages"][1]["content"])
        return sent


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            with contextlib.suppress(OSError):  # the asker hangs up, as some tests want
                endpoint_.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint_ = Endpoint(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield endpoint_
    endpoint_.closing.set()
    server.shutdown()
    server.server_close()


Coders = Callable[..., LlmCoder]


@pytest.fixture
def coders(endpoint: Endpoint, tmp_path: Path) -> Iterator[Coders]:
    """Makes coders that ask the endpoint; they share a cache."""
    made: list[LlmCoder] = []

    def make(**changes: Any) -> LlmCoder:
        given = {"url": httpx.URL(endpoint.url + "/chat/completions"), "model": "scribe-1", "key": KEY}
        given |= {"cache": tmp_path / "cache", "seconds": 5.0, "tries": 3, "pause": 0.01}
        made.append(LlmCoder(Settings(**given | changes)))
        return made[-1]

    yield make
    for coder in made:
        coder.close()


@pytest.fixture
def coder(coders: Coders) -> LlmCoder:
    return coders()


def coded(coder: LlmCoder, text: str, language: str = "en", **more: Any) -> Coding:
    return coder.code(reader.read(Report(**{"id": "r", "text": text, "language": language} | more)))
