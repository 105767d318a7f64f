"""A briefing as one HTML page: self-contained, without a script, for a screen, a phone or paper.

Every value is escaped, a policy in the head forbids all but our own style, and characters of a report that turn the
direction of writing are shut in and shown.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.relations.briefing.briefing import Briefing
from dragoman.relations.briefing.draft import direction_of
from dragoman.relations.briefing.wording import wording
from dragoman.text import printable

_STEERING = re.compile("([\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c])")


def page(briefing: Briefing, picture: str | None = None) -> str:
    """A whole HTML document; `picture` is an SVG of ours that is shown in it, as `pictures` draws them."""
    style = _file("page.css")
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            briefing=briefing,
            words=wording(briefing.language),
            style=Markup(style),
            picture=_data(picture) if picture else None,
            policy=_policy(style),
        )
    )


def _policy(style: str) -> str:
    return f"default-src 'none'; style-src {_digest(style)}; img-src data:; base-uri 'none'; form-action 'none'"


def _data(svg: str) -> str:
    """A picture as an address: an image runs no script and reaches nothing, whatever it holds."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _parts(text: str) -> list[str]:
    """A report's words, alternating with the characters in them that turn the direction."""
    return [part.replace("\0", "\ufffd") for part in _STEERING.split(text) if part]


def _control(char: str) -> str | None:
    """The name of a character that turns the direction; None for other text."""
    return unicodedata.name(char).lower() if _STEERING.fullmatch(char) else None


def _shown(value: Any) -> Any:
    """What the template prints: no text may steer a line but what stands in `parts`, shut in."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _link(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


@cache
def _file(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dragoman.relations", "briefing"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(parts=_parts, control=_control, link=_link, direction=direction_of, raw=Markup.escape)
    return environment
