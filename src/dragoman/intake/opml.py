"""OPML: lists of feeds, in folders, as feed readers export them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from dragoman.errors import InputError, NotText
from dragoman.intake import xml
from dragoman.intake.report import as_stored
from dragoman.model import Record

_FIX = "correct its xmlUrl, or take it off the list"


class Outline(Record, frozen=True):
    """A feed on a list: its address, its title, and the folders it is in, outermost first."""

    address: str
    title: str | None = None
    folders: tuple[str, ...] = ()


def read_opml(data: bytes, *, where: str = "", charset: str | None = None) -> Iterator[Outline | InputError]:
    """A feed, or what is wrong with it, for each outline that should be one, in the order of the list.

    A list that breaks off gives what comes before, and one error. Raises NotText for what is no OPML, InputError
    for one with entities of its own or nested more than 200 deep, TooLarge above 10 million bytes.
    """
    where = as_stored(where)
    text = xml.characters(data, where=where, charset=charset)
    if xml.root(text) not in xml.LISTS:
        raise NotText("this is no OPML", where, "give the list that a feed reader exports")
    xml.check(xml.outside(text), where=where)
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if tree is not None:
        yield from _outlines(tree, where)
    if len(parser.error_log):
        fault = parser.error_log[0]
        what = f"the list is malformed ({' '.join(fault.message.split())[:80]} in line {fault.line})"
        yield InputError(what, where, "export it anew")


def _outlines(tree: etree._Element, where: str) -> Iterator[Outline | InputError]:
    folders: list[str | None] = []
    number = 0
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag="outline"):
        if event == "end":
            folders.pop()
            continue
        number += 1
        given = {str(name).lower(): as_stored(str(value)).strip() for name, value in element.attrib.items()}
        title = " ".join((given.get("title") or given.get("text") or "").split()) or None
        is_feed = "xmlurl" in given or given.get("type", "").lower() in ("rss", "atom", "feed")
        if is_feed:
            inside = tuple(folder for folder in folders if folder)
            yield _outline(given.get("xmlurl", ""), title, inside, f"{where}:{number}")
        folders.append(None if is_feed else title)


def _outline(address: str, title: str | None, folders: tuple[str, ...], place: str) -> Outline | InputError:
    named = f"the outline {title!r:.60}" if title else "an outline"
    if not address:
        return InputError(f"{named} has no address", place, _FIX)
    if address.lower().startswith("feed:"):  # what readers once registered for themselves
        rest = address[len("feed:") :]
        address = f"http:{rest}" if rest.startswith("//") else rest
    try:
        parts = urlsplit(address)
        whole = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        whole = False
    if not whole:
        return InputError(f"{named} has {address!r:.80}, which is no http(s) address", place, _FIX)
    return Outline(address=address, title=title, folders=folders)
