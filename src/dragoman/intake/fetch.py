"""What an http(s) address holds, within limits of time, size and place.

This speaks through httpcore, the engine of httpx, because a checked connection is set there; no cookies,
credentials or proxies are in play at this level.
"""

from __future__ import annotations

import datetime
import ssl
import zlib
from collections.abc import Mapping
from functools import cache
from importlib import metadata

import httpcore
import httpx

from dragoman.errors import FetchError
from dragoman.intake import kinds
from dragoman.intake.network import Deadline, GuardedBackend
from dragoman.intake.stream import Kind
from dragoman.model import Record

SECONDS = 20.0
BYTE_LIMIT = 10_000_000
_REDIRECTS = 5
ROBOT = "dragoman"  # the name that robots.txt may address
_ACCEPTED = (
    b"text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain;q=0.9,"
    b"application/xml;q=0.9,application/json;q=0.8,*/*;q=0.1"
)
_SAVE = "save the page and give the file"


class Answer(Record, frozen=True):
    """What a server answered after redirects, whatever its status.

    `headers` have names in small letters; `body` is decompressed, and empty where the status is no success.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    address: str
    at: datetime.datetime


class Fetched(Record, frozen=True):
    """A body as bytes, decompressed; `kind` as the server declares it, None where it doesn't."""

    body: bytes
    address: str
    kind: Kind | None
    charset: str | None
    at: datetime.datetime


def fetch(address: str, *, seconds: float = SECONDS, byte_limit: int = BYTE_LIMIT, named: str | None = None) -> Fetched:
    """What the address holds, after at most five redirects. Raises FetchError, with what to do.

    `named` is as for `ask`.
    """
    return as_fetched(ask(address, seconds=seconds, byte_limit=byte_limit, named=named), address)


def as_fetched(answer: Answer, address: str) -> Fetched:
    """An answer as what the address holds. Raises FetchError where it is none, or of a kind that isn't read."""
    shown = without_credentials(address)
    if not 200 <= answer.status < 300:
        raise FetchError(f"the server answered {answer.status}", shown, f"check the address, or {_SAVE}")
    declared = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    kind = kinds.by_type(declared)
    if declared and kind is None:
        what = f"it holds {declared[:60]!r}, which is not read"
        raise FetchError(what, shown, "give a page, a feed, plain text or JSON lines")
    return Fetched(
        body=answer.body,
        address=answer.address,
        kind=kind,
        charset=httpx.Response(200, headers=answer.headers).charset_encoding,
        at=answer.at,
    )


def ask(
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    byte_limit: int = BYTE_LIMIT,
    named: str | None = None,
) -> Answer:
    """What the server answers, after at most five redirects, to a request with these `headers` beside our own.

    A host in a private net is asked only where the user named it: `named` is the address that they gave where
    that is another one (the feed whose entry links here), and "" where they gave none. Raises FetchError where
    there is no answer in time, or one of more than `byte_limit` bytes.
    """
    deadline = Deadline(seconds)
    url = _parsed(address, address)
    shown = without_credentials(address)
    trusted = _host(url if named is None else _parsed(named, named)) if named != "" else ""
    try:
        with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=GuardedBackend(trusted, deadline)) as pool:
            for _ in range(_REDIRECTS + 1):
                outcome = _step(pool, url, shown, byte_limit, headers or {})
                if isinstance(outcome, Answer):
                    return outcome
                url = outcome
    except FetchError as error:
        raise FetchError(error.what, shown, error.fix) from error
    except httpcore.TimeoutException as error:
        fix = f"try again later, or {_SAVE}"
        raise FetchError(f"the server did not answer in full within {seconds:g} s", shown, fix) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, zlib.error) as error:
        raise FetchError(_failure(error), shown, f"check the address, or {_SAVE}") from error
    raise FetchError(f"more than {_REDIRECTS} redirects", shown, f"open it in a browser and {_SAVE}")


def without_credentials(address: str) -> str:
    """The address without a user's name and password in it, which nobody else should see."""
    try:
        url = httpx.URL(address)
        return str(url.copy_with(userinfo=b"")) if url.userinfo else address
    except (httpx.InvalidURL, ValueError):
        return address


def _step(
    pool: httpcore.ConnectionPool, url: httpx.URL, shown: str, limit: int, more: Mapping[str, str]
) -> Answer | httpx.URL:
    """One request: what it gave, or where it redirects."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    with pool.stream("GET", target, headers=_headers(url, more)) as response:
        headers = httpx.Headers(response.headers)
        if response.status in (301, 302, 303, 307, 308) and "location" in headers:
            return _parsed(headers["location"], shown, url)
        return Answer(
            status=response.status,
            headers=dict(headers),
            body=_body(response, headers, limit) if 200 <= response.status < 300 else b"",
            address=without_credentials(str(url)),
            at=datetime.datetime.now(datetime.UTC),
        )


def _body(response: httpcore.Response, headers: httpx.Headers, limit: int) -> bytes:
    """All of it, decompressed; both what comes and what it unpacks to are measured."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"it is compressed as {coding[:20]!r}, which was not asked for", "", _SAVE)
    unpacking = None if coding in ("identity", "") else zlib.decompressobj(zlib.MAX_WBITS | 32)
    body, received = bytearray(), 0
    for chunk in response.iter_stream():
        received += len(chunk)
        body += unpacking.decompress(chunk, limit + 1 - len(body)) if unpacking else chunk
        if max(len(body), received) > limit:
            what = f"it holds more than {limit:,} bytes"
            raise FetchError(what, "", "give the reports in it one by one, or as a file of JSON lines")
        if unpacking and unpacking.eof:
            break
    if unpacking and received and not unpacking.eof:
        raise FetchError("the answer breaks off", "", "try again later")
    return bytes(body)


def _parsed(address: str, shown: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        url = base.join(address) if base else httpx.URL(address.strip())
        port = url.port
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError("this is no valid address", shown, "check its spelling") from error
    if url.scheme not in ("http", "https") or not url.host or port == 0:
        raise FetchError("only http and https addresses of a host are read", shown, "check its spelling")
    return url


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii")


def _headers(url: httpx.URL, more: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [
        (b"Host", url.netloc),
        (b"User-Agent", user_agent().encode("ascii", "replace")),
        (b"Accept", _ACCEPTED),
        (b"Accept-Encoding", b"gzip"),
        (b"Connection", b"close"),
        *((name.encode("ascii"), value.encode("latin-1")) for name, value in more.items()),
    ]


def _failure(error: Exception) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "its certificate is not trusted"
    if isinstance(error, httpcore.ConnectError):
        return "there is no connection to its server"
    return "the server broke the connection off or answered with no HTTP"


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context()


@cache
def user_agent() -> str:
    """The name that servers see: program, version, and where to read about it if the package says so."""
    try:
        about = metadata.metadata("dragoman")
    except metadata.PackageNotFoundError:  # run from a checkout that isn't installed
        return f"{ROBOT}/0 (news event research)"
    links = dict(link.split(", ", 1) for link in about.get_all("Project-URL") or () if ", " in link)
    page = links.get("Documentation")
    return f"{ROBOT}/{about['Version']} ({f'+{page}; ' if page else ''}news event research)"
