"""What is sent with a request: a record in JSON, or a report in whatever form it has."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

import msgspec
import typer
from fastapi import HTTPException
from starlette.datastructures import UploadFile
from starlette.requests import Request

from dragoman.client.sent import GivenReport
from dragoman.faces import options
from dragoman.faces.web.asked import BadQuestion
from dragoman.intake import kinds
from dragoman.intake.stream import Kind

T = TypeVar("T")

_JSON = "application/json"
_FORM = "multipart/form-data"
RAW = ("text/plain", "text/html", "application/jsonl", "text/csv", "text/tab-separated-values")


def json_body(kind: Any) -> Callable[[Request], Awaitable[Any]]:
    """What reads a record from a request's body."""

    async def read(request: Request) -> Any:
        if _media(request) != _JSON:
            raise HTTPException(415, f"it is to be {_JSON}")
        return _decoded(await request.body(), kind)

    return read


class Given(NamedTuple):
    """Reports as they were sent, and what is known of them."""

    content: bytes
    name: str
    kind: Kind | None
    language: str | None
    published: datetime.date | None


async def given(request: Request) -> Given:
    """The reports of a request's body: one in JSON, a file in a form, or the content itself."""
    media, asked = _media(request), request.query_params
    language, published = _language(asked.get("language")), _day(asked.get("published"))
    if media == _JSON:
        report = _decoded(await request.body(), GivenReport)
        line = {name: value for name in report.__struct_fields__ if (value := getattr(report, name)) is not None}
        return Given(msgspec.json.encode(line), "report", "lines", language, published)
    if media == _FORM:
        async with request.form(max_files=1, max_fields=2) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise BadQuestion("there is no file", "file", "send it as the field: file")
            for name in form:
                if name not in ("file", "language", "published"):
                    raise BadQuestion("there is no such field", name, "there are file, language, published")
            language, published = _language(_field(form, "language")), _day(_field(form, "published"))
            return Given(await file.read(), file.filename or "report", None, language, published)
    if media not in RAW:
        raise HTTPException(415, f"it is to be {', '.join((_JSON, _FORM, *RAW))}")
    return Given(await request.body(), "report", kinds.by_type(media), language, published)


def _field(form: Any, name: str) -> str | None:
    value = form.get(name)
    if value is None or isinstance(value, str):
        return value
    raise BadQuestion("it is a file", name, "send it as a plain field")


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _decoded(content: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        raise BadQuestion(what, where.strip("`"), "see: /api/v1/") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise HTTPException(400, f"this isn't JSON ({error})") from None


def _language(written: str | None) -> str | None:
    return None if written is None else _read(options.language, written, "language")


def _day(written: str | None) -> datetime.date | None:
    return None if written is None else _read(options.day, written, "published")


def _read(read: Callable[[str], T], written: str, name: str) -> T:
    try:
        return read(written)
    except typer.BadParameter as error:
        raise BadQuestion(error.message, name) from None
