"""A relation: how two parties stand, how it changed, what they owe each other, what it is about and hangs on.

The page has at once what is quick to compute (where it stands, the balance, its turns, what people say it hangs on);
each other part has an address of its own, which the page asks for when a reader comes to it.
"""

from fastapi import APIRouter

from dragoman.faces.web.pages.relation import handed, routes, settling

router = APIRouter()
for one in (routes.router, handed.router, handed.files, settling.router):
    router.include_router(one)

__all__ = ["router"]
