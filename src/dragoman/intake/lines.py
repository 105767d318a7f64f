"""JSON lines: one report a line, so that any number of reports can come in one stream.

Keys: `text`, and optionally `id`, `title`, `language`, `published` (an ISO day or date and time), `outlet`,
`url`. Others are left alone.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from dragoman.errors import InputError, MalformedLine, NotText, TooLarge
from dragoman.intake.decode import decode
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import Given, make_report
from dragoman.intake.stream import LINE_LIMIT, Stream
from dragoman.model import Report

_FIX = 'write one report a line: {"id": "1", "text": "…"}'
_TRIES = 5  # lines that may be broken before what begins with "{" is no longer taken for JSON lines
_MARK = b"\xef\xbb\xbf"


def holds_reports(stream: Stream) -> bool:
    """Whether JSON lines are to come: they begin with `{`, and one of the first is an object with `text`."""
    tries = 0
    for line in stream.look():
        words = line.removeprefix(_MARK).strip()
        if not words:
            continue
        if not words.startswith(b"{") or tries == _TRIES:
            return False
        if len(line) > LINE_LIMIT:
            return b'"text"' in words
        try:
            if "text" in json.loads(words):
                return True
        except (ValueError, RecursionError):
            pass
        tries += 1
    return False


def read_lines(stream: Stream, given: Given, *, where: str, part: Part = WHOLE) -> Iterator[Report | InputError]:
    """A report, or what is wrong with it, for each line that isn't blank; `where` names the file.

    The stream begins at the part's offset.
    """
    number = part.known
    while not part.ends(number) and (line := stream.line()):
        number += 1
        place = f"{where}:{number}"
        if len(line) > LINE_LIMIT:
            while line and not line.endswith(b"\n"):
                line = stream.line()
            if number > part.start:
                yield TooLarge(f"a line longer than {LINE_LIMIT:,} bytes", place, "split its text into several reports")
        elif number > part.start and line.removeprefix(_MARK).strip():
            yield _outcome(line, given, place)


def line_lengths(stream: Stream) -> Iterator[tuple[int, int]]:
    """The bytes of each line that `read_lines` counts, and where it begins."""
    begins = 0
    while line := stream.line():
        length = len(line)
        while len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            line = stream.line()
            length += len(line)
        yield length, begins
        begins += length


def read_json(text: str, given: Given, *, where: str) -> Iterator[Report | InputError]:
    """The same for one JSON value: an object that is a report, or a list of them."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield MalformedLine(f"this isn't JSON ({_reason(error)})", where, _FIX)
        return
    if not isinstance(value, list):
        value = [value]
    for number, item in enumerate(value, 1):
        place = f"{where}:{number}"
        try:
            yield _report(item, given, place)
        except InputError as error:
            yield error


def iso_day(written: str) -> datetime.date:
    """The day of an ISO day or date and time, as its own clock shows it. Raises ValueError for others."""
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return datetime.datetime.fromisoformat(written).date()


def _outcome(line: bytes, given: Given, place: str) -> Report | InputError:
    try:
        return _report(json.loads(decode(line)), given, place)
    except NotText as error:
        return MalformedLine(error.what, place, _FIX)
    except InputError as error:
        return error
    except (ValueError, RecursionError) as error:
        return MalformedLine(f"this isn't JSON ({_reason(error)})", place, _FIX)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return "nested too deep" if isinstance(error, RecursionError) else str(error).split(";", maxsplit=1)[0]


def _report(value: Any, given: Given, place: str) -> Report:
    if not isinstance(value, dict):
        raise MalformedLine("this is JSON, but no object", place, _FIX)
    text = value.get("text")
    if not isinstance(text, str):
        raise MalformedLine('the object has no "text" that is a string', place, _FIX)
    return make_report(
        text,
        given,
        where=place,
        source_id=_identifier(value.get("id"), place),
        title=_string(value, "title", place),
        language=_string(value, "language", place),
        published=_published(value, place),
        outlet=_string(value, "outlet", place),
        url=_string(value, "url", place),
    )


def _identifier(value: object, place: str) -> str:
    if value is None:
        return place
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise MalformedLine('"id" is neither a string nor a number', place, "give each report its own id")
    return str(value)


def _string(value: dict[str, Any], key: str, place: str) -> str | None:
    found = value.get(key)
    if found is not None and not isinstance(found, str):
        raise MalformedLine(f'"{key}" is not a string', place, "quote it, or leave it out")
    return found or None


def _published(value: dict[str, Any], place: str) -> datetime.date | None:
    written = _string(value, "published", place)
    try:
        return iso_day(written.strip()) if written else None
    except ValueError:
        fix = "write it as 2024-02-17, or leave it out"
        raise MalformedLine(f'"published" is {written!r:.40}, no ISO date', place, fix) from None
