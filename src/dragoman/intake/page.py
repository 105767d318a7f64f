"""The report out of a web page: its text without menus and scripts, and what the page says about it.

trafilatura finds the article. It drops the zero-width non-joiner that Persian spells with, so a stand-in
takes its place meanwhile.
"""

from __future__ import annotations

import datetime
import logging
import re
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from dragoman.errors import EmptyReport, TooLarge
from dragoman.intake import agencies, dateline, markup
from dragoman.intake.report import check_length
from dragoman.model import Record
from dragoman.text import ZWNJ

# Printable, in no language's spelling that is read here. The first that the page lacks is taken.
_STAND_INS = ("\u02d1", "\u02de", "\u02ef", "\u02f0")
_ZWNJ = re.compile(r"\u200c|&zwnj;?|&#0*8204;?|&#[xX]0*200[cC];?|\\u200[cC]")
_LARGE = 2_000_000  # characters of page above which trafilatura's slower second opinions are left out
_LONG = 1_500_000  # characters of visible text, and tags, above which trafilatura takes minutes
_MANY_TAGS = 100_000
_TAG_LIMIT = 1_000_000
_BYLINE = re.compile(r"(?:^|[-_\s])(?:author|byline|by-line|source|credit|agency|provider)", re.IGNORECASE)
_BYLINE_METAS = ("author", "article:author", "source", "dc.source", "dc.creator", "copyright", "news_source")
_ARABIC_SCRIPT = ("ar", "ara", "arz", "fa", "fas", "per", "prs", "ur", "ps", "ckb", "ku", "ug", "sd")
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_PERSIAN_LETTER = re.compile("[\u067e\u0686\u0698\u06af]")

for _name in ("trafilatura", "htmldate", "justext", "courlan", "charset_normalizer"):
    # What they'd print for lack of a handler is no news to a user: the page's own error says it.
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Page(Record, frozen=True):
    """What a page holds of one report."""

    text: str
    title: str | None = None
    published: datetime.date | None = None
    outlet: str | None = None
    language: str | None = None
    agencies: tuple[str, ...] = ()
    address: str | None = None


def read_page(html: str, *, where: str = "", address: str | None = None) -> Page:
    """The report that the page at `address` holds.

    Raises EmptyReport where it holds none, TooLarge where it holds too much or has more than a million tags.
    """
    if html.count("<") > _TAG_LIMIT:
        raise TooLarge(f"a page of more than {_TAG_LIMIT:,} tags", where, "save the report's text and give that")
    stand_in = next((mark for mark in _STAND_INS if mark not in html), _STAND_INS[-1])
    tree = markup.parse(_ZWNJ.sub(stand_in, html))
    found = None if tree is None or _is_heavy(html, tree) else _article(tree, address, fast=len(html) > _LARGE)
    text = (found and found.text) or ("" if tree is None else markup.article_text(tree))
    if tree is None or not text.strip():
        raise EmptyReport("no article was found in this page", where, "save the report's text and give that")
    check_length(text, where)

    def restored(words: str | None) -> str | None:
        return None if words is None else words.replace(stand_in, ZWNJ)

    text = text.replace(stand_in, ZWNJ)
    address = address or (found and found.url) or None
    return Page(
        text=text,
        title=restored((found and found.title) or _title(tree)),
        published=dateline.published(tree, address),
        outlet=restored(_outlet((found and found.sitename) or None, address)),
        language=_language(tree, text),
        agencies=agencies.named(restored(_bylines(tree)) or ""),
        address=address,
    )


def _is_heavy(html: str, tree: HtmlElement) -> bool:
    """Whether trafilatura would take too long; scripts, which it drops first, don't count."""
    return html.count("<") > _MANY_TAGS or (len(html) > _LARGE and len(markup.visible_text(tree)) > _LONG)


def _article(tree: HtmlElement, address: str | None, *, fast: bool) -> Any:
    """trafilatura's document, or None where it finds nothing or breaks."""
    import trafilatura  # most of a second that plain texts needn't wait

    try:
        return trafilatura.bare_extraction(
            tree,
            url=address,
            fast=fast,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:
        # Broken markup raises all sorts from inside it; the visible text is still there to read.
        return None


def _title(tree: HtmlElement) -> str | None:
    for thing in dateline.linked_data(tree):
        if isinstance(thing.get("headline"), str):
            return str(thing["headline"])
    for tag in ("h1", "title"):
        for element in tree.iter(tag):
            words = " ".join(element.text_content().split())
            if words:
                return words
    return None


def _outlet(name: str | None, address: str | None) -> str | None:
    """The name the site gives itself, else its host; trafilatura, for lack of a name, gives host and port."""
    try:
        parts = urlsplit(address or "")
    except ValueError:  # an address that the page gives of itself
        return name
    if name and name.removeprefix("www.").lower() != parts.netloc.removeprefix("www.").lower():
        return name
    return parts.hostname.removeprefix("www.") if parts.hostname else None


def _language(tree: HtmlElement, text: str) -> str | None:
    """The language the page declares, unless its letters show that the template was copied from another."""
    declared = tree.get("lang") or tree.get("xml:lang") or ""
    given = dict(dateline.metas(tree))
    declared = declared or given.get("content-language", "") or given.get("og:locale", "")
    language = declared.replace("_", "-").split("-")[0].strip().lower()
    letters = sum(map(str.isalpha, text))
    arabic = len(_ARABIC_LETTER.findall(text))
    persian = len(_PERSIAN_LETTER.findall(text))
    if (language in _ARABIC_SCRIPT) != (arabic * 2 > letters):
        return None
    if (language == "ar" and persian * 100 > letters) or (language == "fa" and letters > 200 and not persian):
        return None
    return language or None


def _bylines(tree: HtmlElement) -> str:
    """The words where a page names its sources: metadata and short elements classed as bylines."""
    lines = [content for name, content in dateline.metas(tree) if name in _BYLINE_METAS]
    for thing in dateline.linked_data(tree):
        for key in ("author", "sourceOrganization", "provider"):
            for party in thing[key] if isinstance(thing.get(key), list) else [thing.get(key)]:
                name = party.get("name") if isinstance(party, dict) else party
                lines += [name] if isinstance(name, str) else []
    for element in tree.iter("span", "div", "p", "a", "address", "cite", "li"):
        if _BYLINE.search(" ".join(element.get(key) or "" for key in ("class", "id", "rel"))):
            words = " ".join(element.text_content().split())
            lines += [words] if len(words) <= 100 else []
    return " | ".join(lines)
