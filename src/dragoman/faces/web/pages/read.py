"""A report that a user gives is read and shown before it is kept: pasted, uploaded, or at an address."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.errors import CoderError, InputError
from dragoman.faces.web.access import Reader, Reviewer, User, audited, signed
from dragoman.faces.web.interface import Interface, interface_of
from dragoman.faces.web.leaf import leaf_of
from dragoman.faces.web.reader import BYTES, REPORTS, ReaderBusy
from dragoman.faces.web.render import page
from dragoman.faces.web.shelf import Asked, Lot
from dragoman.faces.web.site import Site, site_of
from dragoman.faces.worker import Problem, problem_of
from dragoman.languages import packs
from dragoman.model import Coding

router = APIRouter(prefix="/read")


@router.get("")
def give(request: Request, user: Reader, example: bool = False, again: str = "") -> Response:
    """The form; with an example in it, or with what was given before."""
    site = site_of(request)
    site.reader.warm()
    lot = site.shelf.get(user.name, again) if again else None
    asked = lot.asked if lot else Asked(text=_example() if example else "")
    return _form(request, asked)


@router.post("")
async def read(request: Request, user: Reader) -> Response:
    """Reads what the form gives and leads to where it is shown; what can't be read stays in the form."""
    form = await request.form(max_files=1, max_fields=10, max_part_size=BYTES)
    return await run_in_threadpool(_read, request, user, form)


@router.get("/{token}")
def show(request: Request, user: Reader, token: str) -> Response:
    """What was read, or a list where it is several reports."""
    lot = _lot(request, user, token)
    if len(lot.codings) == 1:
        return _shown(request, lot, token, 0)
    known = _known(site_of(request), lot)
    return page(request, "readings", lot=lot, token=token, known=known)


@router.get("/{token}/{number}")
def show_one(request: Request, user: Reader, token: str, number: int) -> Response:
    """One of several reports, counted from 1."""
    lot = _lot(request, user, token)
    if not 1 <= number <= len(lot.codings):
        raise HTTPException(404, interface_of(request).say("read.gone"))
    return _shown(request, lot, token, number - 1)


@router.post("/{token}/keep")
def keep(request: Request, user: Reviewer, token: str, number: Annotated[int, Form()] = 0) -> Response:
    """Adds all of it, or the report of that number, to the ledger, and leads to it there."""
    lot, site = _lot(request, user, token), site_of(request)
    chosen = lot.codings[number - 1 : number] if number > 0 else lot.codings
    fates = site.reader.keep(signed(request, user), chosen)
    problems = [fate for fate in fates if isinstance(fate, InputError)]
    if problems:
        raise problems[0]
    for coding in chosen:
        audited(request, user, "add", coding.report.id)
    if len(lot.codings) > 1:
        return RedirectResponse(f"/read/{token}", status_code=303)
    site.shelf.drop(user.name, token)
    return RedirectResponse(f"/reports/{lot.codings[0].report.id}?new=true", status_code=303)


@router.post("/{token}/forget")
def forget(request: Request, user: Reader, token: str) -> Response:
    """Leaves nothing of it."""
    site_of(request).shelf.drop(user.name, token)
    return RedirectResponse("/read", status_code=303)


def _read(request: Request, user: User, form: FormData) -> Response:
    ui, site = interface_of(request), site_of(request)
    upload = form.get("file")
    content = upload.file.read(BYTES + 1) if isinstance(upload, UploadFile) else b""
    text, address, day = (str(form.get(name) or "").strip() for name in ("text", "address", "published"))
    language = str(form.get("language") or "")
    asked = Asked(
        text=text,
        name=upload.filename or "" if isinstance(upload, UploadFile) and content else "",
        address=address,
        language=language if language in packs.LANGUAGES else None,
        published=_day(day),
    )
    wrong = _wrong(asked, day, content, ui)
    if wrong:
        return _form(request, asked, [Problem(error="", what=wrong, where="", fix="")], 422)
    try:
        found = site.reader.code(
            text.encode() if text else content,
            name=asked.name or address or ui.say("read.pasted"),
            language=asked.language,
            published=asked.published,
            address=address or None,
        )
    except (ReaderBusy, CoderError) as error:
        return _form(request, asked, [problem_of(error)], 503)
    codings = tuple(one for one in found if isinstance(one, Coding))
    problems = tuple(problem_of(one) for one in found if isinstance(one, InputError))
    if not codings:
        return _form(request, asked, problems, 422)
    token = site.shelf.put(user.name, Lot(asked=asked, codings=codings, problems=problems))
    return RedirectResponse(f"/read/{token}", status_code=303)


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None


def _wrong(asked: Asked, day: str, content: bytes, ui: Interface) -> str | None:
    """Why the form can't be taken as it is."""
    given = [bool(asked.text), bool(content), bool(asked.address)]
    if given.count(True) != 1:
        return ui.say("read.nothing_given" if not any(given) else "read.too_much_given")
    return ui.say("read.no_day") if day and asked.published is None else None


def _form(request: Request, asked: Asked, problems: Sequence[Problem] = (), status: int = 200) -> Response:
    return page(
        request, "read", status=status, asked=asked, problems=problems, languages_read=packs.LANGUAGES,
        megabytes=BYTES // 1_000_000, reports=REPORTS,
    )  # fmt: skip


def _lot(request: Request, user: User, token: str) -> Lot:
    lot = site_of(request).shelf.get(user.name, token)
    if lot is None:
        raise HTTPException(404, interface_of(request).say("read.gone"))
    return lot


def _shown(request: Request, lot: Lot, token: str, at: int) -> Response:
    coding = lot.codings[at]
    known = coding.report.id in _known(site_of(request), lot)
    leaf = leaf_of(coding, interface_of(request))
    return page(request, "reading", lot=lot, token=token, number=at + 1, leaf=leaf, known=known)


def _known(site: Site, lot: Lot) -> set[str]:
    """Which of the reports the ledger has already, as this coder reads them."""
    version = site.reader.version()
    return {coding.report.id for coding in lot.codings if site.ledger.holds(coding.report.id, version)}


@cache
def _example() -> str:
    return (resources.files("dragoman.faces.web") / "example.txt").read_text(encoding="utf-8").strip()
