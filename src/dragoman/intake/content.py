"""What is in a stream of bytes: JSON lines, JSON, a table, a feed, a page, or plain text.

It is told by name and by beginning.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from functools import partial

from dragoman.errors import InputError, NotText, TooLarge
from dragoman.intake import xml
from dragoman.intake.decode import decode
from dragoman.intake.delimited import read_delimited
from dragoman.intake.lines import holds_reports, read_json, read_lines
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import Given, as_stored, make_report
from dragoman.intake.stream import Kind, Stream
from dragoman.intake.tags import are_overloaded
from dragoman.model import Record, Report

FILE_LIMIT = 20_000_000
_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?><!--.*?-->\s*+)*+"  # atomic: else n comments split in 2**n ways
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|title|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Origin(Record, frozen=True):
    """Where a content came from, for messages and for the reports' own fields.

    `where` is what the user named; `kind` what its name or its server says it is; `address` and `charset`
    are set for what was fetched.
    """

    where: str
    kind: Kind | None = None
    address: str | None = None
    charset: str | None = None


def are_lines(stream: Stream, kind: Kind | None) -> bool:
    """Whether JSON lines are to come, by what the name says or by how the stream begins."""
    wide = any(head.startswith(_WIDE_MARKS) for head in stream.look(0))
    return not wide and (kind == "lines" or (kind != "html" and holds_reports(stream)))


def read_content(
    stream: Stream, origin: Origin, given: Given, *, size: int = 0, part: Part = WHOLE
) -> Iterator[Report | InputError]:
    """The reports in the stream; `size` in bytes, where it is known, is checked before anything is read.

    Of JSON lines the stream begins at the part's offset, which nothing else has.

    Raises InputError where the whole can't be read.
    """
    where = as_stored(origin.where)
    if origin.kind in ("csv", "tsv"):
        tabs = origin.kind == "tsv"
        yield from read_delimited(stream, given, where=where, charset=origin.charset, tabs=tabs, part=part)
    elif part.offset or are_lines(stream, origin.kind):
        yield from read_lines(stream, given, where=where, part=part)
    else:
        yield from part.of(_of_whole(stream, origin, given, size))


def _of_whole(stream: Stream, origin: Origin, given: Given, size: int) -> Iterator[Report | InputError]:
    """The reports of what can be read as a whole only."""
    where = as_stored(origin.where)
    data = b"" if size > FILE_LIMIT else stream.read(FILE_LIMIT + 1)
    if max(size, len(data)) > FILE_LIMIT:
        what = f"more than {FILE_LIMIT:,} bytes, the limit for one report"
        raise TooLarge(what, where, "split it into reports, one a line, as JSON lines")
    if origin.kind == "feed" or xml.root(data) in xml.FEEDS | xml.LISTS:
        text = xml.characters(data, where=where, charset=origin.charset)
    else:
        text = as_stored(decode(data, where=where, charset=origin.charset))
    if xml.root(text) in xml.FEEDS | xml.LISTS or (origin.kind == "feed" and not _HTML.match(text)):
        yield from _of_feed(text, origin, given, where)
    else:
        yield from _of_text(text, origin, given, where)


def _of_feed(text: str, origin: Origin, given: Given, where: str) -> Iterator[Report | InputError]:
    from dragoman.intake.feeds import parse_feed, read_feed  # with feedparser behind it
    from dragoman.intake.manners import Manners

    if xml.root(text) in xml.LISTS:
        raise NotText("this is a list of feeds (OPML)", where, "give it to `dragoman watch`")
    feed = parse_feed(text, where=where, address=origin.address)
    fetch = partial(Manners().fetch, named=origin.address or "") if given.follow else None
    yield from read_feed(feed, given, where=where, fetch=fetch)


def _of_text(text: str, origin: Origin, given: Given, where: str) -> Iterator[Report | InputError]:
    begins_as_json = text.lstrip().startswith(("{", "["))
    if origin.kind == "lines" or (origin.kind != "html" and holds_reports(_restarted(text))):
        yield from read_lines(_restarted(text), given, where=where)
    elif origin.kind == "json" and begins_as_json:
        yield from read_json(text, given, where=where)
    elif origin.kind == "html" or _HTML.match(text):
        from dragoman.intake.page import read_page  # with lxml behind it

        if are_overloaded(text):
            raise TooLarge("a tag of more attributes than can be read", where, "save the report's text and give that")
        page = read_page(text, where=where, address=origin.address)
        yield make_report(
            page.text,
            given,
            where=where,
            source_id=where,
            title=page.title,
            language=page.language,
            published=page.published,
            outlet=page.outlet,
            agencies=page.agencies,
            url=page.address,
        )
    else:
        yield make_report(text, given, where=where, source_id=where, url=origin.address)


def _restarted(text: str) -> Stream:
    return Stream(io.BytesIO(text.encode("utf-8", "replace")))
