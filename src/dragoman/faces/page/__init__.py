"""One self-contained page for a browser: each report as published, with its records beside it.

The page asks nothing of any network, runs one script of ours and shows everything without it. Whatever a
report holds reaches it as text: every value is escaped, a policy in the head forbids all but our own style
and script, and characters that turn the direction of writing are shut in and shown.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.faces.page.folio import Folio, folio_of
from dragoman.faces.page.marks import control_name, stored
from dragoman.faces.page.terms import QUADS, English, counted
from dragoman.model import Coding
from dragoman.text import printable

__all__ = ["render"]

_STATIC = ("web", "static")  # where what this page shares with the server's lies


def render(codings: Sequence[Coding]) -> str:
    """A whole HTML document that shows these codings in their order."""
    style, script = f"{_file('page', 'page.css')}\n\n{_file(*_STATIC, 'text.css')}", _file(*_STATIC, "text.js")
    folios = [folio_of(coding, English(number)) for number, coding in enumerate(codings, 1)]
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            folios=folios,
            title=_title(folios),
            totals=_totals(codings),
            types=sorted({event.type for coding in codings for event in coding.events}),
            quads=QUADS,
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
        )
    )


def _title(folios: Sequence[Folio]) -> str:
    what = folios[0].title if len(folios) == 1 else counted(len(folios), "report")
    return f"{what} · Dragoman"


def _totals(codings: Sequence[Coding]) -> str:
    events = sum(len(coding.events) for coding in codings)
    statements = sum(len(coding.statements) for coding in codings)
    return " · ".join((counted(len(codings), "report"), counted(events, "event"), counted(statements, "statement")))


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _shown(value: Any) -> Any:
    """What the template prints: no text may steer a line but the report's own words, which are `stored`."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _file(*path: str) -> str:
    return resources.files("dragoman.faces").joinpath(*path).read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dragoman.faces", "page"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(stored=stored, counted=counted)
    environment.tests["steering"] = lambda char: control_name(char) is not None
    environment.globals["control_name"] = control_name
    return environment
