"""The day a page says it was published, where it says so in an ISO-like form; never a guess.

htmldate, which trafilatura asks, takes a bare date out of an article's own sentences where the page
declares none, so its answer isn't used.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from dragoman.intake.words import words
from dragoman.text import fold

# Nothing on the web is older; Jalali and Hijri years, written the same way, fall outside.
_FIRST_YEAR = 1990
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?=T|\s|$)")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_META_NAMES = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "pubdate",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "article.published",
    "date",
    "dc.date",
    "dcterms.date",
)
_DATED_CLASS = re.compile(r"date|time|publish|posted", re.IGNORECASE)
# Around the report: other reports' dates, comments' dates, the footer's year.
_AROUND = re.compile(r"related|comment|sidebar|widget|footer|copyright|recent|latest|more-", re.IGNORECASE)
_AROUND_TAGS = frozenset(("aside", "nav", "footer", "li", "script", "style"))


def iso_date(written: str) -> datetime.date | None:
    """The first ISO-like date (2024-02-17, 2024/2/17, 20240217T…) in the words, if it can be a news date."""
    for found in (*_ISO.finditer(written), *filter(None, (_COMPACT.match(written),))):
        year, month, day = (int(found[group]) for group in ((1, 3, 4) if found.re is _ISO else (1, 2, 3)))
        date = _date(year, month, day)
        if date:
            return date
    return None


def published(tree: HtmlElement, address: str | None) -> datetime.date | None:
    """The day of publication as metadata, the address, a `<time>` or a visible dateline give it."""
    return (
        next(_in_linked_data(tree), None) or _in_meta(tree) or _in_address(address) or _in_time(tree) or _in_sight(tree)
    )


def linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer before inner."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting = deque([json.loads(script.text or "", strict=False)])
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.popleft()
            if isinstance(value, dict):
                yield value
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value


def metas(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Name (lower case) and content of every meta element."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            yield name.strip().lower(), meta.get("content", "").strip()


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # it is tomorrow already in the east
    return date if year >= _FIRST_YEAR and date <= tomorrow else None


def _in_linked_data(tree: HtmlElement) -> Iterator[datetime.date]:
    for thing in linked_data(tree):
        written = thing.get("datePublished")
        date = iso_date(written) if isinstance(written, str) else None
        if date:
            yield date


def _in_meta(tree: HtmlElement) -> datetime.date | None:
    given = dict(reversed(list(metas(tree))))  # the first of a name counts
    return next(filter(None, (iso_date(given.get(name, "")) for name in _META_NAMES)), None)


def _in_address(address: str | None) -> datetime.date | None:
    found = _IN_ADDRESS.search((address or "").split("?")[0])
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _in_time(tree: HtmlElement) -> datetime.date | None:
    """A `<time>` marked as publication, else the first of the article, else the only day there is."""
    marked, inside, outside = [], [], set()
    for element in tree.iter("time"):
        ancestors = list(element.iterancestors())
        date = iso_date(element.get("datetime") or element.text_content())
        if date is None or _is_around(element, ancestors) or _tells_change(element):
            continue
        if element.get("pubdate") is not None or "datepublished" in (element.get("itemprop") or "").lower():
            marked.append(date)
        elif any(ancestor.tag in ("article", "main") for ancestor in ancestors):
            inside.append(date)
        outside.add(date)
    return next(iter(marked + inside), None) or (outside.pop() if len(outside) == 1 else None)


def _in_sight(tree: HtmlElement) -> datetime.date | None:
    """A short element that is a date and hardly anything else; where several differ, its class decides."""
    classed, plain = [], set()
    for element in tree.iter("p", "div", "span", "small", "b", "strong", "em", "td", "h4", "h5", "h6"):
        words_ = " ".join((element.text or "").split())
        found = _ISO.search(words_) if 8 <= len(words_) <= 60 else None
        date = iso_date(words_)
        label = re.sub(r"[\d\W_]", "", words_)
        if not found or not date or len(label) > 25:
            continue
        if _tells_change(element) or _is_around(element, list(element.iterancestors())):
            continue
        if _DATED_CLASS.search(f"{element.get('class')} {element.get('id')} {element.get('itemprop')}"):
            classed.append(date)
        plain.add(date)
    return classed[0] if classed else plain.pop() if len(plain) == 1 else None


def _is_around(element: HtmlElement, ancestors: list[HtmlElement]) -> bool:
    return any(
        part.tag in _AROUND_TAGS or _AROUND.search(f"{part.get('class') or ''} {part.get('id') or ''}")
        for part in (element, *ancestors)
        if part.tag not in ("html", "body")
    )


def _tells_change(element: HtmlElement) -> bool:
    label = fold(" ".join((element.get("class") or "", element.get("itemprop") or "", element.text or "")))
    return any(fold(word) in label for word in words().changed)
