"""Language and look of the interface, kept in two cookies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse

from dragoman.faces.web.interface import COOKIE
from dragoman.faces.web.render import THEME, inside
from dragoman.relations.briefing.wording import LANGUAGES

router = APIRouter()
_YEAR = 365 * 24 * 3600


@router.post("/look")
def look(
    language: Annotated[str, Form()], theme: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> RedirectResponse:
    """Sets both and goes back to where the form stood."""
    answer = RedirectResponse(inside(back), status_code=303)
    if language in LANGUAGES:
        answer.set_cookie(COOKIE, language, max_age=_YEAR, samesite="lax", httponly=True)
    if theme in ("light", "dark"):
        answer.set_cookie(THEME, theme, max_age=_YEAR, samesite="lax", httponly=True)
    else:
        answer.delete_cookie(THEME)
    return answer
