"""`summary.html`: what a corpus came to, as one page for a browser that asks nothing of any network."""

from __future__ import annotations

import base64
import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman import bulk
from dragoman.bulk import Manifest, Totals
from dragoman.bulk.storage import Folder
from dragoman.faces.bulk.gauge import duration
from dragoman.faces.wording import ACTS
from dragoman.text import printable

_BARS = 25  # of a list, above which the rest is one bar
_DAYS = 62  # above which days are told by month, and above as many months by year
_FAULTS = 200
_SLOTS = 60  # stretches of time in the picture of the rate
_PICTURE = (600, 120)  # its width and height


class Bar(NamedTuple):
    """A row of a list: its name, its number, and how long its bar is, of 100."""

    name: str
    number: int
    length: float
    gloss: str = ""


def write(out: str, totals: Totals) -> None:
    """Writes the page into the folder of results."""
    manifest = bulk.manifest_of(out)
    assert manifest is not None
    Folder(out).write("summary.html", render(manifest, totals, list(islice(bulk.faults(out), _FAULTS))).encode())


def render(manifest: Manifest, totals: Totals, faults: Sequence[bulk.Fault]) -> str:
    """The page."""
    style = (resources.files(__package__) / "summary.css").read_text(encoding="utf-8").strip()
    lists = {
        "Languages": bars(totals.languages),
        "Types": bars(totals.types, {name: words.get(None, "") for name, words in ACTS.items()}),
        "Outlets": bars(totals.outlets),
        "Days of publication": bars(by_time(totals.days), in_order=True),
    }
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=PackageLoader("dragoman.faces", "bulk"),
        autoescape=True,
        finalize=lambda value: printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("summary.html.jinja").render(
        manifest=manifest,
        totals=totals,
        facts=facts(manifest, totals),
        lists={name: of for name, of in lists.items() if of},
        stages=bars(Counter({name: round(seconds) for name, seconds in totals.seconds.items()})),
        rate=picture(totals.paces),
        faults=faults,
        kinds=bars(totals.faults),
        style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
    )


def facts(manifest: Manifest, totals: Totals) -> list[tuple[str, str]]:
    """What was coded, of what, by what."""
    found = [
        ("corpus", ", ".join(manifest.sources)),
        ("files", f"{manifest.files:,}, {manifest.bytes / 1e6:,.1f} MB"),
        ("text", f"{totals.characters:,} characters, {totals.sentences:,} sentences"),
        ("began", _moment(manifest.begun)),
        ("ended", _moment(manifest.finished) if manifest.finished else "not yet: run the same again to go on"),
        ("work", f"{duration(sum(totals.seconds.values()))} of one processor"),
        ("program", f"dragoman {manifest.program}"),
        ("coder", f"{manifest.coder} ({manifest.version})"),
        ("corpus digest", manifest.corpus),
    ]
    given = [("language", manifest.language), ("date", manifest.published), ("limit", manifest.limit)]
    return found + [(f"--{name}", str(value)) for name, value in given if value is not None]


def bars(counts: Mapping[str, int], glosses: Mapping[str, str] | None = None, *, in_order: bool = False) -> list[Bar]:
    """The counts as rows, the largest first or in the order of their names; what is unknown is called so."""
    order = sorted(counts.items(), key=lambda one: one[0] if in_order else (-one[1], one[0]))
    shown = order if in_order else order[:_BARS]
    most = max((count for _, count in shown), default=0) or 1
    found = [
        Bar(name or "not known", count, round(100 * count / most, 1), (glosses or {}).get(name, ""))
        for name, count in shown
    ]
    if rest := order[len(shown) :]:
        found.append(Bar(f"{len(rest):,} others", sum(count for _, count in rest), 0.0))
    return found


def by_time(days: Mapping[str, int]) -> Counter[str]:
    """Counts by day, or by month or year where there are many."""
    for letters in (10, 7, 4):
        found: Counter[str] = Counter()
        for day, count in days.items():
            found[day[:letters]] += count
        if len(found) <= _DAYS:
            break
    return found


def picture(paces: Sequence[tuple[datetime.datetime, int]]) -> dict[str, Any] | None:
    """Reports a second over the time from the first chunk's end to the last's, as columns; None for too few chunks.

    The reports of a chunk are spread over the time since the chunk before it ended.
    """
    ordered = sorted(paces)
    if len(ordered) < 3 or ordered[-1][0] <= ordered[0][0]:
        return None
    times = [(ended - ordered[0][0]).total_seconds() for ended, _ in ordered]
    done = np.cumsum([reports for _, reports in ordered])
    slots = min(_SLOTS, len(ordered) - 1)
    edges = np.linspace(0, times[-1], slots + 1)
    rates = np.diff(np.interp(edges, times, done)) / np.diff(edges)
    most = float(rates.max()) or 1.0
    width, height = _PICTURE
    columns = [
        {"x": round(width * n / slots, 1), "width": round(width / slots - 1, 1), "height": round(height * r / most, 1)}
        for n, r in enumerate(rates.tolist())
    ]
    return {"width": width, "height": height, "columns": columns, "most": most, "length": duration(times[-1])}


def _moment(time: datetime.datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC" if time else ""
