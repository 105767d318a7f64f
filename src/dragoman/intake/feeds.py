"""RSS and Atom: a report of each entry, from the feed's own words or from the page that it links to.

feedparser reads the feeds, malformed ones too. What it needs is given to it decoded and checked, so that it
neither guesses an encoding nor opens anything. It isn't asked to sanitise: the words alone are kept.
"""

from __future__ import annotations

import datetime
import hashlib
import html
import io
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from dragoman.errors import EmptyReport, FetchError, InputError, NotText, TooLarge
from dragoman.intake import markup, xml
from dragoman.intake.decode import decode
from dragoman.intake.fetch import Fetched
from dragoman.intake.page import Page, read_page
from dragoman.intake.report import Given, as_stored, make_report
from dragoman.intake.tags import are_overloaded
from dragoman.model import Record, Report

ENTRY_LIMIT = 5_000
_TAGS_IN_ENTRY = 20_000
_TAG_LIMIT = 1_000_000  # of HTML, in all entries
_FIRST_YEAR = 1990  # nothing on the web is older; Jalali and Hijri years, read as Gregorian, fall outside
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s/>]", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w{1,20};")
# feedparser looks for e-mail addresses in these in the square of their length. They aren't needed: it gets them
# under a name that it doesn't know.
_AUTHORS = re.compile(
    r"<(/?(?:[\w.-]+:)?)(?=(?:author|creator|contributor|publisher|managingeditor|webmaster|owner|name|email)\b)",
    re.IGNORECASE,
)
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u0671-\u06d3]")

# Gets the page that an entry links to. Raises FetchError.
Fetch = Callable[[str], Fetched]


class Entry(Record, frozen=True):
    """An entry as the feed has it; `number` counts from 1, `key` is the same as long as the entry is.

    `text` is the feed's fullest, else the title. `heavy`: it has more tags than can be read, and no text therefore.
    """

    number: int
    key: str
    text: str
    identifier: str | None = None
    title: str | None = None
    link: str | None = None
    language: str | None = None
    published: datetime.date | None = None
    heavy: bool = False


class Feed(Record, frozen=True):
    """A feed; `fault` says what is malformed in it, where something is."""

    title: str | None
    entries: tuple[Entry, ...]
    fault: str | None = None


def feed_in(fetched: Fetched, *, where: str) -> Feed:
    """The feed that an address holds. Raises InputError as `parse_feed` does, and NotText for a page."""
    text = xml.characters(fetched.body, where=where, charset=fetched.charset)
    if fetched.kind != "feed" and xml.root(text) not in xml.FEEDS:
        raise NotText("this is no feed", where, "give the address of an RSS or Atom feed")
    return parse_feed(text, where=where, address=fetched.address)


def parse_feed(text: str, *, where: str, address: str | None = None) -> Feed:
    """The feed in these characters; relative links are read against `address`.

    Raises TooLarge above `ENTRY_LIMIT` entries, NotText for what is no feed, InputError for what would harm.
    """
    tags = xml.outside(text)
    count = len(_ENTRY.findall(tags))
    if count > ENTRY_LIMIT:
        raise TooLarge(f"a feed of {count:,} entries; the limit is {ENTRY_LIMIT:,}", where, "give a part of it")
    xml.check(tags, where=where)
    if text.count("<") + text.count("&lt;") > _TAG_LIMIT:
        raise TooLarge(f"a feed of more than {_TAG_LIMIT:,} tags", where, "give a part of it")
    found = _parsed(text, where, address)
    if not found["entries"] and not found.get("version"):
        raise NotText("this is no feed that is known here", where, "give the address of an RSS or Atom feed")
    fault = found.get("bozo_exception")
    about = found["feed"]
    title = _line(about, "title") or _host(about.get("link") or address)
    entries = tuple(_entry(number, entry, about) for number, entry in enumerate(found["entries"], 1))
    return Feed(title=title, entries=entries, fault=_fault(fault) if found["bozo"] else None)


def read_feed(feed: Feed, given: Given, *, where: str, fetch: Fetch | None = None) -> Iterator[Report | InputError]:
    """A report, or what is wrong with it, for each entry, in order, and one error more where the feed is malformed.

    With `fetch` each entry's page is read; where that fails the feed's own words are taken, and the error follows.
    """
    if not feed.entries and not feed.fault:
        yield EmptyReport("there are no entries in this feed", where, "try again later")
    for entry in feed.entries:
        yield from _outcomes(feed, entry, given, f"{where}:{entry.number}", fetch)
    if feed.fault:
        what = f"the feed is malformed ({feed.fault}); {len(feed.entries)} entries could be read"
        yield InputError(what, where, "tell its publisher")


def _parsed(text: str, where: str, address: str | None) -> Any:
    import feedparser

    # Its own headers go before what the document declares of its encoding.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address or ""}
    try:
        return feedparser.parse(
            io.BytesIO(_AUTHORS.sub(r"<\1unread-", text).encode("utf-8", "replace")),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:
        # Malformed feeds raise all sorts from inside it, RecursionError among them.
        raise InputError(f"the feed can't be read ({type(error).__name__})", where, "tell its publisher") from error


def _fault(error: object) -> str:
    said = getattr(error, "getMessage", lambda: str(error))()
    line = getattr(error, "getLineNumber", lambda: None)()
    words = " ".join(str(said).split())[:80] or type(error).__name__
    return f"{words} in line {line}" if line else words


def _entry(number: int, entry: Any, about: Any) -> Entry:
    title = _line(entry, "title")
    details = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    heavy = any(_is_heavy(detail.get("value") or "") for detail in details)
    text = "" if heavy else max((_words(detail) for detail in details), key=len) or title or ""
    declared = next((detail["language"] for detail in details if detail.get("language")), None)
    link = as_stored(entry.get("link") or "").strip()
    link_ = link if re.match(r"https?://", link, re.IGNORECASE) else None
    identifier = as_stored(entry.get("id") or "").strip() or link_
    content = "\0".join((identifier or "", link, title or "", text))
    return Entry(
        number=number,
        key=hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:16],
        text=text,
        identifier=identifier,
        title=title,
        link=link_,
        language=_believed(declared or about.get("language"), text),
        published=_day(entry.get("published_parsed")) or _day(dict.get(entry, "updated_parsed")),
        heavy=heavy,
    )


def _line(thing: Any, key: str) -> str | None:
    """A title: one line, without tags and references, which some feeds write twice over."""
    detail = thing.get(f"{key}_detail") or {}
    value = thing.get(key) or ""
    words = "" if _is_heavy(value) else _words({**detail, "value": value})
    return " ".join(html.unescape(words).split()) or None


def _words(detail: Any) -> str:
    """What a reader would see of a piece of text or HTML: RSS doesn't say which of the two it is."""
    value = as_stored(detail.get("value") or "")
    if _MARKUP.search(value):  # else line ends are meant
        tree = markup.parse(value)
        return "" if tree is None else markup.visible_text(tree)
    return value.strip()


def _is_heavy(value: str) -> bool:
    return value.count("<") > _TAGS_IN_ENTRY or are_overloaded(value)


def _believed(language: str | None, text: str) -> str | None:
    """The declared language, unless letters show that it is only the publishing system's default."""
    subtag = (language or "").replace("_", "-").split("-")[0].strip().lower()
    arabic = len(_ARABIC_LETTER.findall(text)) * 2 > sum(map(str.isalpha, text))
    doubtful = subtag == "en" if arabic else subtag in ("ar", "fa")
    return None if doubtful else subtag or None


def _day(parsed: time.struct_time | None) -> datetime.date | None:
    """The day, in UTC as feedparser gives it, if news can be of it."""
    try:
        day = datetime.date(*parsed[:3]) if parsed else None
    except ValueError:
        return None
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # it is tomorrow already in the east
    return day if day and day.year >= _FIRST_YEAR and day <= tomorrow else None


def _host(address: str | None) -> str | None:
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _outcomes(feed: Feed, entry: Entry, given: Given, place: str, fetch: Fetch | None) -> Iterator[Report | InputError]:
    page, fetched, trouble = None, None, None
    if fetch:
        try:
            page, fetched = _page(entry, place, fetch)
        except InputError as error:
            what = f"the page of this entry can't be read ({error.what}); the feed's own words stand for it"
            trouble = type(error)(what, error.where or place, error.fix)
    try:
        if entry.heavy and not page:
            raise TooLarge("an entry of more tags or attributes than can be read", place, "read its page")
        yield _report(feed, entry, given, place, page=page, fetched=fetched)
    except InputError as error:
        yield error
    if trouble:
        yield trouble


def _page(entry: Entry, place: str, fetch: Fetch) -> tuple[Page, datetime.datetime]:
    if not entry.link:
        raise FetchError("it has no link", place, "tell the feed's publisher")
    fetched = fetch(entry.link)
    if fetched.kind not in ("html", None):
        raise FetchError("the link leads to no page", entry.link, "open it in a browser")
    text = as_stored(decode(fetched.body, where=entry.link, charset=fetched.charset))
    if are_overloaded(text):
        raise TooLarge("a tag of more attributes than can be read", entry.link, "open it in a browser")
    page = read_page(text, where=entry.link, address=fetched.address)
    if len(page.text) < len(entry.text):
        raise EmptyReport("it holds less than the feed", entry.link, "open it in a browser")
    return page, fetched.at


def _report(
    feed: Feed, entry: Entry, given: Given, place: str, *, page: Page | None, fetched: datetime.datetime | None
) -> Report:
    report = make_report(
        page.text if page else entry.text,
        given,
        where=place,
        source_id=entry.identifier or place,
        title=entry.title or (page.title if page else None),
        language=(page.language if page else None) or entry.language,
        published=entry.published or (page.published if page else None),
        outlet=feed.title,
        agencies=page.agencies if page else (),
        url=entry.link,
    )
    return msgspec.structs.replace(report, fetched=fetched)
