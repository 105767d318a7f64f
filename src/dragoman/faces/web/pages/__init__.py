"""The pages: a module each, with its router, its template, its words, and what of style and script is its own."""

from dragoman.faces.web.pages import about, look, review, sources, today

ROUTERS = (about.router, look.router, review.router, sources.router, today.router)
