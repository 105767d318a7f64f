"""Briefings: the state of a relation in plain sentences, each with notes to the words of a report, as a page.

Shape: a relation in, a `Briefing` out, in English, Arabic or Persian; `page` and `markdown` print it.
"""

from dragoman.relations.briefing.briefing import Briefing, briefing
from dragoman.relations.briefing.markdown import markdown
from dragoman.relations.briefing.page import page

__all__ = ["Briefing", "briefing", "markdown", "page"]
