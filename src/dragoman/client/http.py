"""Requests to the API: answers as records, errors as `Refused`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from typing import Any, TypeVar

import httpx
import msgspec

from dragoman.client.answers import Problem
from dragoman.client.filters import parameters
from dragoman.errors import EXIT_USAGE, DragomanError

API = "/api/v1"
T = TypeVar("T")


class Refused(DragomanError):
    """The server doesn't do it, or doesn't answer; `status` is HTTP's, 0 where there was no answer."""

    exit_code = EXIT_USAGE

    def __init__(self, what: str, where: str = "", fix: str = "", status: int = 0) -> None:
        super().__init__(what, where, fix)
        self.status = status


class Http:
    """One server. Every method raises Refused."""

    def __init__(self, address: str, token: str | None, timeout: float) -> None:
        headers = {"User-Agent": f"dragoman/{metadata.version('dragoman')}"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(base_url=address.rstrip("/"), headers=headers, timeout=timeout)

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()

    def get(self, kind: type[T], path: str, asked: Mapping[str, Any] = {}) -> T:
        """What is at a path of the API, as a record."""
        return self.ask(kind, "GET", API + path, params=parameters(asked))

    def pages(self, kind: type[T], path: str, asked: Mapping[str, Any]) -> Iterator[T]:
        """A list, page by page."""
        page: Any = self.get(kind, path, asked)
        yield page
        while page.next is not None:
            page = self.ask(kind, "GET", page.next)
            yield page

    def ask(self, kind: type[T], method: str, path: str, **more: Any) -> T:
        """Asks, and reads the answer as a record."""
        with self._told():
            answer = self._client.request(method, path, **more)
            _check(answer)
        if kind is type(None):
            return None
        return self._read(kind, answer.content)

    @contextmanager
    def stream(self, path: str, asked: Mapping[str, Any], **more: Any) -> Iterator[httpx.Response]:
        """An answer to be read as it comes."""
        with (
            self._told(),
            self._client.stream("GET", path, params=parameters(asked), **more) as answer,
        ):
            if answer.is_error:
                answer.read()
            _check(answer)
            yield answer

    def _read(self, kind: type[T], content: bytes) -> T:
        try:
            return msgspec.json.decode(content, type=kind)
        except msgspec.MsgspecError as error:
            raise Refused(f"its answer can't be understood ({error})", str(self._client.base_url), _OTHER) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except httpx.HTTPError as error:
            what = f"it doesn't answer ({type(error).__name__}: {error})"
            raise Refused(what, str(self._client.base_url), "see that the server runs there: dragoman serve") from error


_OTHER = "use the client of the server's own version"


def _check(answer: httpx.Response) -> None:
    """Raises Refused with what the server says is wrong."""
    if not answer.is_error:
        return
    try:
        problem = msgspec.json.decode(answer.content, type=Problem)
    except msgspec.MsgspecError:
        what = f"it answers {answer.status_code} {answer.reason_phrase}"
        raise Refused(what, str(answer.url), "is this a server of Dragoman?", answer.status_code) from None
    raise Refused(problem.detail, problem.where or str(answer.url), problem.fix, problem.status)
