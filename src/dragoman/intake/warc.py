"""WARC: the pages of an archive of the web, one report a page.

Answers (`response`), files (`resource`) and texts (`conversion`, as in Common Crawl's WET) are pages; the requests and
remarks between them are not counted. A page that holds no report costs one error.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from dragoman.errors import EmptyReport, InputError, NotText, TooLarge
from dragoman.intake import kinds
from dragoman.intake.content import FILE_LIMIT, Origin, read_content
from dragoman.intake.packed import unpacked
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import Given, as_stored
from dragoman.intake.stream import Kind, Stream
from dragoman.model import Report

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES: tuple[Kind, ...] = ("html", "text", "json", "lines", "feed")  # what may be read of an archived answer
MARKUP = 15  # bytes of a page of news for one of its text
_SAVE = "nothing: the other pages are read"


def read_warc(raw: BinaryIO, given: Given, *, where: str, part: Part = WHOLE) -> Iterator[Report | InputError]:
    """A report, or what is wrong with it, for each page of the archive; `where` names it.

    Raises InputError where the archive is damaged or cut short; what stands before was read.
    """
    raw.seek(part.offset)
    number = part.known
    for page in _pages(raw, where):
        if part.ends(number):
            return
        number += 1
        if part.holds(number - 1):
            yield from _outcomes(page, given, f"{where}:{number}")
    if not number:
        raise EmptyReport("there are no pages in this archive", where, "check that this is the file you meant")


def page_weights(raw: BinaryIO, *, where: str) -> Iterator[tuple[int, int]]:
    """About how many bytes of text each page has that `read_warc` counts, and where it, or its packing, begins.

    Raises as `read_warc` does.
    """
    for page in _pages(raw, where):
        plain = (page.headers.get("Content-Type") or "").startswith("text/plain")
        yield page.content_length // (1 if plain else MARKUP) + 1, page.stream_pos


def _pages(raw: BinaryIO, where: str) -> Iterator[WarcRecord]:
    """The pages, each whole in memory unless it is too large for a report."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    try:
        for page in ArchiveIterator(raw, record_types=wanted, parse_http=False):
            told = page.content_length
            if told <= FILE_LIMIT:
                page.freeze()
            if page.content_length < told:
                raise InputError("this archive is cut short; what stands before was read", where, "fetch it anew")
            yield page
    except (OSError, ValueError) as error:
        what = f"this archive is damaged ({' '.join(str(error).split())[:80]}); what stands before was read"
        raise InputError(what, where, "fetch it anew") from error


def _outcomes(page: WarcRecord, given: Given, where: str) -> Iterator[Report | InputError]:
    try:
        for outcome in _reports(page, given, where):
            if isinstance(outcome, Report) and outcome.fetched is None:
                yield msgspec.structs.replace(outcome, fetched=page.record_date)
            else:
                yield outcome
    except InputError as error:
        yield error
    except (OSError, ValueError) as error:
        yield NotText(f"the archived answer can't be read ({' '.join(str(error).split())[:80]})", where, _SAVE)


def _reports(page: WarcRecord, given: Given, where: str) -> Iterator[Report | InputError]:
    if page.content_length > FILE_LIMIT:
        raise TooLarge(f"a page of {page.content_length:,} bytes; the limit is {FILE_LIMIT:,}", where, _SAVE)
    declared, charset = page.headers.get("Content-Type"), None
    if page.is_http:
        page.parse_http(auto_decode="transfer")
        answer = page.http_headers
        if answer is not None and answer.status_code != 200:
            raise EmptyReport(f"the archived answer is no page: its status is {answer.status_code}", where, _SAVE)
        declared, charset = page.http_content_type, page.http_charset
    kind = kinds.by_type((declared or "").split(";")[0])
    if kind not in _PAGES and declared:
        raise NotText(f"this is {as_stored(declared)[:40]}, no text", where, _SAVE)
    # Whether the answer is packed is told by how it begins: many archives keep the header but not the packing.
    body, _ = unpacked(io.BytesIO(page.reader.read()), where)
    address = page.headers.get("WARC-Target-URI")
    yield from read_content(Stream(body), Origin(where=where, kind=kind, address=address, charset=charset), given)
