"""A reviewer says what has become of a condition or promise, or takes that back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse

from dragoman.faces.web.access import Reviewer, audited, signed
from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.faces.web.render import href
from dragoman.ledger.settling import State

router = APIRouter(prefix="/relations/{one}/{other}/commitments")
_LONGEST = 1000  # code points of a reason


@router.post("")
def settle(
    request: Request,
    user: Reviewer,
    one: str,
    other: str,
    *,
    commitment: Annotated[str, Form()],
    state: Annotated[State, Form()],
    why: Annotated[str, Form(max_length=_LONGEST)] = "",
) -> RedirectResponse:
    """Writes the state, and shows all again."""
    signed(request, user).settle(commitment, state, why.strip() or None)
    audited(request, user, "judge", commitment, f"settle {state}")
    return _back(request, one, other)


@router.post("/undo")
def undo(request: Request, user: Reviewer, one: str, other: str, judgement: Annotated[int, Form()]) -> RedirectResponse:
    """Takes a decision back."""
    signed(request, user).undo(judgement)
    audited(request, user, "judge", str(judgement), "undo")
    return _back(request, one, other)


def _back(request: Request, one: str, other: str) -> RedirectResponse:
    asked = Asked(request, one, other)
    return RedirectResponse(href(f"{asked.path}/commitments", asked.parameters), status_code=303)
