"""Codings for the tests of the page: the demonstration reports, and one in which every word is hostile."""

from __future__ import annotations

import enum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import fields, replace

from dragoman import pipeline
from dragoman.model import Actor, Coding, Condition, Link, Party, Report, Sentence, Statement, Topic
from dragoman.reading import reader

EXAMPLES = Path(__file__).parents[2] / "examples"

HOSTILE = (
    '"><img src=x onerror="hacked=1"><script>hacked=1</script></script></style></textarea></title></bdi>'
    "</article>"
    "<svg onload=hacked=1>' onmouseover=hacked=1 x='<!-- --!> &lt;b&gt; &amp; {{ 7 * 7 }} {% raw %}"
    " \u202e override \u2069\u2066 isolate \u202c</q></td></details><base href=//evil.example>"
)
# Fields by which the page chooses its own words, or that must stay sound for the rest to be reached.
_OWN = {
    "type",
    "mode",
    "quad",
    "modality",
    "status",
    "stance",
    "state",
    "precision",
    "method",
    "language",
    "cameo",
    "id",
}


@cache
def example(language: str) -> Coding:
    """The demonstration report in a language, coded."""
    (path,) = EXAMPLES.glob(f"{language}_*.txt")
    return pipeline.code_report(Report(id=f"example-{language}", text=path.read_text(encoding="utf-8")))


def examples() -> list[Coding]:
    """The demonstration reports."""
    return [example(language) for language in ("ar", "en", "fa")]


def hostile() -> Coding:
    """A report with hostile words in its text, its head and every field of its records."""
    lines = [HOSTILE, *example("ar").report.text.split("\n"), f"وزير الخارجية الكندي {HOSTILE} في لشبونة."]
    report = Report(
        id="hostile",
        text="\n".join(lines),
        title=HOSTILE,
        language="ar",
        outlet=HOSTILE,
        url="javascript:hacked=1",
    )
    coding = pipeline.code_report(report)
    event = coding.events[0]
    span = {"start": event.sentence.start, "end": event.sentence.end}
    party = Party(actor=Actor(name="-", sector="GOV", office="-", reason="-"), **span)
    coding = replace(
        coding,
        events=(
            replace(event, recipients=(party,), condition="-", reported_by=("-", "-")),
            *coding.events[1:],
        ),
        statements=(
            Statement(
                speaker=party,
                addressee=party,
                about=(("-", "-"),),
                stance="neutral",
                direct=True,
                text="-",
                **span,
            ),
        ),
        conditions=(
            Condition(holder=party, party=party, demand="-", in_return_for="-", due=None, state="open", **span),
        ),
        links=(Link(of=("-", "-"), on=("-", "-"), stance="conditional", by=party, **span),),
        agenda=(Topic(topic="-", text="-", **span),),
    )
    return _poisoned(coding)


def plain(text: str, language: str = "en") -> Coding:
    """A report without any record."""
    return Coding(reading=reader.read(Report(id="plain", text=text, language=language)))


def _poisoned(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_poisoned(one) for one in value)
    if isinstance(value, str):
        return value if isinstance(value, enum.Enum) else HOSTILE
    if not isinstance(value, msgspec.Struct):
        return value
    kept = _OWN | ({"text"} if isinstance(value, Report) else {"url"})
    kept |= {"tokens"} if isinstance(value, Sentence) else set()
    kept |= {"kind"} if hasattr(value, "kind") else set()
    new = {f.name: _poisoned(getattr(value, f.name)) for f in fields(value) if f.name not in kept}
    if isinstance(value, Report):
        new["url"] = value.url
    return replace(value, **new)
