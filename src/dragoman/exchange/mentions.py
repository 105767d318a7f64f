"""GDELT 2.0 Mentions: 16 columns between tabs, no header, a row for each report that tells an event.

`GLOBALEVENTID` is that of the Events file written from the same events with the same options. Character offsets and the
document's length count code points of the report's own text, never of a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO, TextIO
from urllib.parse import urlsplit

from dragoman.exchange import tabs
from dragoman.exchange.account import Tally
from dragoman.exchange.format import Options
from dragoman.exchange.gdelt import added, numbered
from dragoman.exchange.gdelt_columns import MENTIONS
from dragoman.exchange.outline import Outline, Side
from dragoman.exchange.sink import writer
from dragoman.exchange.stories import gathered

NAME = "gdelt-mentions"
WEB, CITATION = 1, 2
_ORIGINAL = "counted in the report's own language, where GDELT counts in an English translation"
_SOURCE_LANGUAGES = {"ar": "ara", "fa": "fas"}  # ISO 639-2, terminology codes
WHY = {
    "EventTimeDate": "when the first report was fetched is not known",
    "MentionTimeDate": "when the report was fetched is not known",
    "MentionType": "neither address nor outlet of the report is known",
    "MentionSourceName": "neither address nor outlet of the report is known",
    "MentionIdentifier": "neither address nor outlet of the report is known",
    "SentenceID": "the ledger keeps where a sentence stands, not its number",
    "Actor1CharOffset": "this report doesn't name that party",
    "Actor2CharOffset": "this report doesn't name that party",
    "ActionCharOffset": "no report is at hand",
    "InRawText": "no report is at hand",
    "Confidence": "the event's file gives none",
    "MentionDocLen": "no report is at hand",
    "MentionDocTone": "tone is not measured",
    "MentionDocTranslationInfo": "an English report, or one whose language is not known",
    "Extras": "GDELT does not use it",
}


def write(events: Iterable[Outline], out: BinaryIO | TextIO, options: Options, tally: Tally) -> None:
    """Writes the rows, first counting all that is told; the events wait in a temporary file."""
    put = writer(out)
    if options.header:
        put(tabs.line(MENTIONS))
    with gathered(events) as told:
        for event in told:
            lead = told.lead(event)
            shared = _cells(event, lead, tally)
            for pair, id in numbered(lead, mirror=options.mirror):
                cells = shared | {
                    "GLOBALEVENTID": id,
                    "Actor1CharOffset": _offset(event, pair.actor),
                    "Actor2CharOffset": _offset(event, pair.recipient),
                }
                put(tabs.line(tabs.row(MENTIONS, cells, WHY, tally)))
                tally.rows += 1


def _cells(event: Outline, lead: Outline, tally: Tally) -> dict[str, object]:
    report = event.report
    if report is not None and event.language not in (None, "en"):
        for column in ("Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "MentionDocLen"):
            tally.stand_in(column, _ORIGINAL)
    language = _SOURCE_LANGUAGES.get(event.language or "")
    return {
        "EventTimeDate": added(lead.fetched),
        "MentionTimeDate": added(event.fetched),
        **_source(event),
        "ActionCharOffset": event.trigger.start if event.trigger else None,
        "InRawText": 1 if report else None,
        "Confidence": None if event.confidence is None else max(10, round(event.confidence * 100)),
        "MentionDocLen": len(report.text) if report else None,
        "MentionDocTranslationInfo": f"srclc:{language}" if language else None,
    }


def _source(event: Outline) -> dict[str, object]:
    if event.url and re.match(r"https?://", event.url):
        try:
            domain = urlsplit(event.url).hostname
        except ValueError:
            domain = None
        return {"MentionType": WEB, "MentionSourceName": domain, "MentionIdentifier": event.url}
    citation = ", ".join(str(part) for part in (event.outlet, event.title, event.published) if part)
    if not event.outlet:
        return {}
    return {"MentionType": CITATION, "MentionSourceName": event.outlet, "MentionIdentifier": citation}


def _offset(event: Outline, side: Side | None) -> int | None:
    """Where this report names the party of the row."""
    if side is None:
        return None
    for own in (*event.actors, *event.recipients):
        if own.actor == side.actor or own.actor.code == side.actor.code:
            return own.start
    return None
