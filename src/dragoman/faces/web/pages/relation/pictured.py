"""The balance as a picture, and the briefing: to look at without a script, to print, to hand on."""

from __future__ import annotations

from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.relations import briefing
from dragoman.relations.briefing import Briefing


def picture(asked: Asked) -> bytes:
    """The balance with its turns as SVG. Raises RelationError where nothing is told."""
    from dragoman.relations import pictures  # matplotlib, which few requests need

    return pictures.drawn(asked.relation.plot(by=asked.by, language=asked.ui.language), ".svg")


def written(asked: Asked) -> Briefing:
    """The briefing in the reader's language."""
    return briefing.briefing(asked.relation, asked.ui.language, asked.by)


def as_markdown(asked: Asked) -> str:
    """The briefing as Markdown with footnotes."""
    return briefing.markdown(written(asked))


def as_page(asked: Asked) -> str:
    """The briefing as one HTML file that needs nothing else, with the picture in it."""
    drawn = picture(asked).decode() if asked.relation.dealings.span else None
    return briefing.page(written(asked), drawn)
