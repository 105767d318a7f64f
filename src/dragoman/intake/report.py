"""A report as it enters: its text as published, its limits, and an id that comes from its content."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata

from dragoman.errors import EmptyReport, TooLarge
from dragoman.intake.agencies import agencies_in
from dragoman.model import Record, Report

TEXT_LIMIT = 1_000_000
BYTE_ORDER_MARK = "\ufeff"


class Given(Record, frozen=True):
    """What the caller says of all reports; it fills only what a source lacks.

    `follow`: whether what the entries of feeds link to is fetched.
    """

    language: str | None = None
    published: datetime.date | None = None
    follow: bool = False


def as_stored(text: str) -> str:
    r"""The text in the form that is kept: NFC, no byte order mark, `\n` for `\r\n`; all else untouched.

    U+0000, which PostgreSQL can't hold, and lone surrogates, which no encoding can write, become U+FFFD.
    """
    text = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\0", "\ufffd")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)


def report_id(text: str, title: str | None, published: datetime.date | None, outlet: str | None) -> str:
    """Sixteen hexadecimal digits that depend on nothing but what was published, when and by whom."""
    content = [
        as_stored(text),
        None if title is None else as_stored(title),
        None if published is None else published.isoformat(),
        None if outlet is None else as_stored(outlet),
    ]
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:16]


def check_length(text: str, where: str) -> None:
    """Raises TooLarge above `TEXT_LIMIT` characters."""
    if len(text) > TEXT_LIMIT:
        raise TooLarge(
            f"a text of {len(text):,} characters; the limit for one report is {TEXT_LIMIT:,}",
            where,
            "split it into reports, one a line, as JSON lines",
        )


def make_report(
    text: str,
    given: Given,
    *,
    where: str,
    source_id: str | None = None,
    title: str | None = None,
    language: str | None = None,
    published: datetime.date | None = None,
    outlet: str | None = None,
    agencies: tuple[str, ...] = (),
    url: str | None = None,
    fetched: datetime.datetime | None = None,
) -> Report:
    """A report of these parts, `given` filling in.

    Raises EmptyReport where nothing can be seen in the text, TooLarge above `TEXT_LIMIT` characters.
    """
    check_length(text, where)
    text = as_stored(text)
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise EmptyReport("there is no text in it", where, "check that this is the file you meant")
    title, outlet = _words(title), _words(outlet)
    published = published or given.published
    return Report(
        id=report_id(text, title, published, outlet),
        text=text,
        source_id=None if source_id is None else as_stored(source_id),
        title=title,
        language=_subtag(language) or _subtag(given.language),
        outlet=outlet,
        agencies=tuple(dict.fromkeys(agencies + agencies_in(text))),
        url=None if url is None else as_stored(url),
        published=published,
        fetched=fetched,
    )


def _words(value: str | None) -> str | None:
    return as_stored(value or "").strip() or None


def _subtag(language: str | None) -> str | None:
    """`fa` of `fa-IR` and of `FA_ir`."""
    return (language or "").replace("_", "-").split("-")[0].strip().lower() or None
