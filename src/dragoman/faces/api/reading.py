"""Reports that are sent: read and given back, or kept in the ledger."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from dragoman.client import answers
from dragoman.client.sent import GivenReport
from dragoman.errors import InputError
from dragoman.faces import contract
from dragoman.faces.api import asking
from dragoman.faces.api.asking import Schema
from dragoman.faces.api.body import RAW, Given, given
from dragoman.faces.api.description import gives, takes
from dragoman.faces.api.reply import reply
from dragoman.faces.web.access import Reader, Reviewer, audited, signed
from dragoman.faces.web.site import site_of
from dragoman.languages.packs import LANGUAGES
from dragoman.ledger import Added
from dragoman.model import Coding

router = asking.router("reading")

Sent = Annotated[Given, Depends(given)]

_KNOWN: dict[str, Schema] = {
    "language": {"type": "string", "enum": list(LANGUAGES)},
    "published": {"type": "string", "format": "date"},
}
_SAID = {"language": "Of reports that don't say it.", "published": "The day, for reports that don't say it."}
_FILE = {
    "type": "object",
    "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}, **_KNOWN},
    "required": ["file"],
    "additionalProperties": False,
}
_MEDIA: dict[str, Schema] = {name: {} for name in RAW} | {"multipart/form-data": {"schema": _FILE}}
_TAKES = takes(GivenReport, **_MEDIA) | {
    "parameters": [
        {"name": name, "in": "query", "description": _SAID[name], "schema": schema} for name, schema in _KNOWN.items()
    ]
}


@router.post("/read", responses=gives(answers.Readings, "What was read in it"), openapi_extra=_TAKES)
def read(request: Request, user: Reader, sent: Sent) -> Response:
    """Reads and codes reports and gives back what was found; nothing is kept."""
    codings, unread = _coded(request, sent)
    found = [contract.as_dict(one) for one in codings]
    for told, coding in zip(found, codings, strict=True):
        told["report"]["text"] = coding.report.text
    return reply({"reports": found, "unread": list(map(_unread, unread))})


@router.post(
    "/reports",
    status_code=201,
    responses=gives(answers.Additions, "What became of each", 201),
    openapi_extra=_TAKES,
    tags=["reports"],
)
def add_reports(request: Request, user: Reviewer, sent: Sent) -> Response:
    """Reads and codes reports and keeps them in the ledger; what it knows already stays as it is."""
    codings, unread = _coded(request, sent)
    fates = site_of(request).reader.keep(signed(request, user), codings)
    kept = [one for one in fates if isinstance(one, Added)]
    unread += [one for one in fates if isinstance(one, InputError)]
    for one in kept:
        audited(request, user, "add", one.report, one.fate)
    told = [{"report": one.report, "fate": one.fate, "events": one.events, "copy_of": one.copy_of} for one in kept]
    headers = {"Location": f"/api/v1/reports/{kept[0].report}"} if len(kept) == 1 else {}
    return reply({"reports": told, "unread": list(map(_unread, unread))}, 201, headers)


def _coded(request: Request, sent: Given) -> tuple[list[Coding], list[InputError]]:
    """What could be read and what couldn't. Raises InputError where nothing could."""
    outcomes = site_of(request).reader.code(
        sent.content, name=sent.name, kind=sent.kind, language=sent.language, published=sent.published
    )
    codings = [one for one in outcomes if isinstance(one, Coding)]
    unread = [one for one in outcomes if isinstance(one, InputError)]
    if unread and not codings:
        raise unread[0]
    return codings, unread


def _unread(error: InputError) -> dict[str, Any]:
    return {"what": error.what, "where": error.where, "fix": error.fix}
