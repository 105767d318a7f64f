"""A ledger's events as data frames, and as a notebook shows them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from dragoman.errors import LedgerError
from dragoman.model import Actor, Event, ForeignEvent, Party, Report, Told

if TYPE_CHECKING:
    from dragoman.ledger.totals import Totals

LIBRARIES = ("pandas", "polars")


def frame(told: Iterable[Told], library: str = "pandas") -> Any:
    """One event a row; parties and contexts are lists, days are dates. Raises LedgerError without the library."""
    module = loaded(library)
    found = [{name: row[name] for name in _COLUMNS} for row in map(_row, told)]
    if library == "polars":
        kinds = dict.fromkeys(_DAYS, module.Date) | dict.fromkeys(_NUMBERS, module.Float64)
        kinds |= dict.fromkeys(_LISTS, module.List(module.String))
        return module.DataFrame(found, schema={name: kinds.get(name, module.String) for name in _COLUMNS})
    made = module.DataFrame(found, columns=_COLUMNS)
    return made.astype(dict.fromkeys(_DAYS, "datetime64[s]") | dict.fromkeys(_NUMBERS, "float64"))


def loaded(library: str) -> Any:
    """A library that makes data frames. Raises LedgerError where it is another, or isn't installed."""
    if library not in LIBRARIES:
        raise LedgerError(f"no data frames of {library!r}", fix=f"there are {' and '.join(LIBRARIES)}")
    try:
        return importlib.import_module(library)
    except ImportError as error:
        raise LedgerError(f"{library} is missing", fix="pip install 'dragoman[frames]'") from error


def _row(told: Told) -> dict[str, Any]:
    event, report = told.event, told.report
    told_by = _told_by(event, report)
    published = told_by["published"]
    return told_by | {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "actors": _codes(event.actors),
        "recipients": _codes(event.recipients),
        "actor_names": _names(event.actors),
        "recipient_names": _names(event.recipients),
        "day": event.when.start if event.when else published,
        "until": event.when.end if event.when else published,
        "precision": event.when.precision if event.when else None,
        "place": event.where.name if event.where else None,
        "place_country": event.where.country if event.where else None,
        "lat": event.where.lat if event.where else None,
        "lon": event.where.lon if event.where else None,
        "modality": event.modality,
        "quad": event.quad,
        "score": event.score,
        "goldstein": event.goldstein,
        "cameo": event.cameo,
        "confidence": event.confidence,
        "story": told.story,
        "copy_of": told.copy_of,
        "coder": event.coder,
    }


def _told_by(event: Event | ForeignEvent, report: Report | None) -> dict[str, Any]:
    """What an event has of its report; a foreign one says some of it itself."""
    source = event if isinstance(event, ForeignEvent) else report
    own = {name: getattr(source, name, None) for name in ("published", "outlet", "language", "url")}
    if isinstance(event, ForeignEvent) or report is None:
        nothing = dict.fromkeys(("report", "status", "condition", "sentence", "trigger"))
        return own | nothing | {"reported_by": []}
    return own | {
        "report": report.id,
        "status": event.status,
        "condition": event.condition,
        "reported_by": list(event.reported_by),
        "sentence": event.sentence.words(report.text),
        "trigger": event.trigger.words(report.text),
    }


_COLUMNS = [
    *("id", "type", "mode", "contexts", "actors", "recipients", "actor_names", "recipient_names"),
    *("day", "until", "precision", "place", "place_country", "lat", "lon", "modality", "status", "reported_by"),
    *("condition", "quad", "score", "goldstein", "cameo", "confidence", "story", "report", "copy_of"),
    *("outlet", "language", "published", "url", "sentence", "trigger", "coder"),
]

_DAYS = ("day", "until", "published")
_NUMBERS = ("lat", "lon", "score", "goldstein", "confidence")
_LISTS = ("contexts", "actors", "recipients", "actor_names", "recipient_names", "reported_by")


def _codes(parties: Iterable[Party | Actor]) -> list[str]:
    return [_actor(party).code for party in parties]


def _names(parties: Iterable[Party | Actor]) -> list[str]:
    return [_actor(party).name for party in parties]


def _actor(party: Party | Actor) -> Actor:
    return party.actor if isinstance(party, Party) else party


def html(address: str, totals: Totals, newest: Sequence[Told]) -> str:
    """A short table for a notebook, every value escaped, each cell in its own direction."""
    head = f"<b>{escape(address)}</b>: {totals.events:,} events of {totals.reports:,} reports"
    names = ("day", "type", "actors", "recipients", "outlet", "sentence")
    lines = []
    for row in map(_row, newest):
        cells = (", ".join(value) if isinstance(value, list) else value for value in (row[name] for name in names))
        lines.append("".join(f'<td dir="auto">{escape("" if cell is None else str(cell))}</td>' for cell in cells))
    heads = "".join(f"<th>{name}</th>" for name in names)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<div>{head}</div><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
