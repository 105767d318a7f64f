"""How the endpoint is asked: tried again in passing trouble, never for longer than the settings allow.

The endpoint is the user's own choice, so httpx speaks to it as the system is set up to (proxies, certificates);
redirects are not followed, for the key would travel with them.
"""

from __future__ import annotations

import datetime
import math
import random
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpx
import msgspec

from dragoman.coding.llm import settings as names
from dragoman.coding.llm.settings import Settings
from dragoman.coding.llm.usage import Usage
from dragoman.errors import CoderError, InputError
from dragoman.model import Record
from dragoman.text import printable

_CONNECT = 10.0  # seconds for a connection
_BYTE_LIMIT = 4_000_000  # of an answer; the longest that models give is a tenth of it
_IN_VAIN = 3  # reports in a row without an answer, after which the rest of them is not tried
_SHOWN = 200  # characters of what a server says
_PASSING = (408, 425, 429)  # beside all from 500 up
_UNFIT = (400, 422)  # by which servers refuse a parameter
_KEPT = "run it again later: what was answered is kept and costs nothing"
_SHAPES = ("json_schema", "json_object", "")  # how an answer is held to its form, the strictest first
_SHAPE_WORDS = ("response_format", "json_schema", "json_object", "schema", "format", "grammar", "structured")


class Reply(Record, frozen=True):
    """What the model said; None where it said nothing."""

    content: str | None


class _Response(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Trouble(NamedTuple):
    """What went wrong, and the least seconds to wait before another try."""

    what: str
    wait: float = 0.0


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message = _Message()


class _Tokens(msgspec.Struct, frozen=True):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Completion(msgspec.Struct, frozen=True):
    choices: tuple[_Choice, ...] = ()
    usage: _Tokens | None = None


class Client:
    """Asks one model; what the server refuses of the request's form is left out from then on."""

    def __init__(self, settings: Settings, usage: Usage) -> None:
        self._settings = settings
        self._usage = usage
        self._http = httpx.Client(timeout=httpx.Timeout(settings.seconds, connect=min(_CONNECT, settings.seconds)))
        self._shape = 0
        self._temperature = True
        self._answered = False
        self._in_vain = 0

    def ask(self, system: str, user: str, schema: Mapping[str, object]) -> Reply:
        """The model's reply.

        Raises InputError where this question got none, CoderError where no other would get one either.
        """
        tries = self._settings.tries
        for tried in range(1, tries + 1):
            outcome = self._try(system, user, schema)
            if isinstance(outcome, Reply):
                return outcome
            trouble = outcome
            if tried == tries or trouble.wait > self._settings.longest_pause:
                break
            time.sleep(max(self._pause(tried), trouble.wait))
        raise self._gave_up(f"{trouble.what}, {tried} times" if tried > 1 else trouble.what)

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def _try(self, system: str, user: str, schema: Mapping[str, object]) -> Reply | _Trouble:
        """One try: a reply, or trouble that may pass."""
        try:
            response = self._post(system, user, schema)
        except httpx.TimeoutException:
            return _Trouble(f"it did not answer in full within {self._settings.seconds:g} s")
        except httpx.HTTPError as error:
            return _Trouble(_failure(error))
        if 200 <= response.status < 300:
            return self._reply(response)
        what = f"it answered {response.status}{self._said(response)}"
        if response.status not in _PASSING and response.status < 500:
            raise self._refused(response, what)
        wait = _retry_after(response.headers.get("retry-after", ""))
        if wait > self._settings.longest_pause:
            what += f" and asks to wait {wait:,.0f} s"
        return _Trouble(what, math.inf if "insufficient_quota" in what else wait)

    def _post(self, system: str, user: str, schema: Mapping[str, object]) -> _Response:
        """One request, made again in a lesser form as long as the server refuses its form."""
        while True:
            response = self._send(self._body(system, user, schema))
            if response.status not in _UNFIT or self._answered or not self._concede(response):
                return response

    def _body(self, system: str, user: str, schema: Mapping[str, object]) -> bytes:
        body: dict[str, object] = {
            "model": self._settings.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        }
        if self._temperature:
            body["temperature"] = 0  # the same report should give the same records
        shape = _SHAPES[self._shape]
        if shape == "json_schema":
            held = {"name": "events", "strict": True, "schema": schema}
            body["response_format"] = {"type": shape, "json_schema": held}
        elif shape:
            body["response_format"] = {"type": shape}
        return msgspec.json.encode(body)

    def _concede(self, response: _Response) -> bool:
        """Leaves out what the server's refusal names; whether there was something to leave out."""
        words = response.body.decode("utf-8", "replace").lower()
        if self._temperature and "temperature" in words:
            self._temperature = False
        elif _SHAPES[self._shape] and any(word in words for word in _SHAPE_WORDS):
            self._shape += 1
            self._usage.without_schema = True
        else:
            return False
        return True

    def _send(self, body: bytes) -> _Response:
        self._usage.requests += 1
        end = time.monotonic() + self._settings.seconds
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._settings.key:
            headers["Authorization"] = f"Bearer {self._settings.key}"
        with self._http.stream("POST", self._settings.url, content=body, headers=headers) as response:
            received = bytearray()
            for chunk in response.iter_bytes():
                received += chunk
                if len(received) > _BYTE_LIMIT:
                    raise httpx.RemoteProtocolError(f"more than {_BYTE_LIMIT:,} bytes")
                if time.monotonic() > end:  # a limit on each read does not stop a server that drips
                    raise httpx.ReadTimeout("too slow")
            return _Response(response.status_code, response.headers, bytes(received))

    def _reply(self, response: _Response) -> Reply:
        self._answered = True
        self._in_vain = 0
        try:
            completion = msgspec.json.decode(response.body, type=_Completion)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            completion = _Completion()
        tokens = completion.usage or _Tokens()
        self._usage.answered(tokens.prompt_tokens, tokens.completion_tokens)
        return Reply(content=completion.choices[0].message.content if completion.choices else None)

    def _refused(self, response: _Response, trouble: str) -> CoderError | InputError:
        """A refusal that trying again cannot change: of everybody, or of this report."""
        host = self._settings.url.host
        if response.status == 401:
            what = f"{host} does not accept the key" if self._settings.key else f"{host} wants a key"
            return CoderError(what, fix=f"set {names.KEY}")
        if response.status in (402, 404, 405) or response.status < 400:
            return CoderError(f"{host}: {trouble}", fix=f"check {names.URL} and {names.MODEL}")
        if not self._answered:
            return self._gave_up(trouble)
        return InputError(f"{host} refused the question: {trouble}", fix="see whether the report has a fault")

    def _gave_up(self, trouble: str) -> CoderError | InputError:
        """One report without an answer is one report; several in a row are the endpoint."""
        self._in_vain += 1
        what = f"{self._settings.url.host} gave no answer: {trouble}"
        if self._in_vain >= _IN_VAIN:
            return CoderError(f"{what}; so for {_IN_VAIN} reports in a row", fix=_KEPT)
        return InputError(what, fix=_KEPT)

    def _pause(self, tried: int) -> float:
        """Seconds before the next try; by chance a little more or less, so that many programs do not knock at once."""
        longest = min(self._settings.pause * 2.0 ** (tried - 1), self._settings.longest_pause)
        return longest * random.uniform(0.75, 1.0)

    def _said(self, response: _Response) -> str:
        """What the server said of its refusal, without the key that it may repeat."""
        words = _message(response.body)
        if self._settings.key:
            words = words.replace(self._settings.key, "…")
        words = " ".join(printable(words).split())
        return f" ({words[:_SHOWN]})" if words else ""


class _Fault(msgspec.Struct, frozen=True):
    message: str = ""
    code: str | int | None = None


class _Failed(msgspec.Struct, frozen=True):
    error: _Fault | str = ""


def _message(body: bytes) -> str:
    try:
        fault = msgspec.json.decode(body, type=_Failed).error
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ""
    if isinstance(fault, str):
        return fault
    return f"{fault.code}: {fault.message}" if isinstance(fault.code, str) else fault.message


def _retry_after(header: str) -> float:
    """Seconds that a server asks to wait, given as a number or as a date; 0 where it does not say."""
    if header.strip().isdecimal():
        return float(header)
    try:
        moment: datetime.datetime = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    left = moment.replace(tzinfo=moment.tzinfo or datetime.UTC) - datetime.datetime.now(datetime.UTC)
    return max(0.0, left.total_seconds())


def _failure(error: httpx.HTTPError) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "its certificate is not trusted"
    if isinstance(error, httpx.ConnectError):
        return "there is no connection to it"
    return "it broke the connection off or answered with no HTTP"
