"""The pages: a module each, with its router, its template, its words, and what of style and script is its own."""

from dragoman.faces.web.pages import look, today

ROUTERS = (look.router, today.router)
