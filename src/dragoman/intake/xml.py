"""XML from elsewhere: its characters, its root, and what is refused before a parser sees it.

Parsers of feeds need minutes for a few megabytes of some shapes (one tag with a hundred thousand attributes,
tags that never end), and entities can grow a kilobyte into gigabytes. No honest feed comes near the limits.
"""

from __future__ import annotations

import re

from dragoman.errors import InputError, TooLarge
from dragoman.intake.decode import decode
from dragoman.intake.report import as_stored

BYTE_LIMIT = 10_000_000
DEEPEST = 200
FEEDS = frozenset(("rss", "feed", "rdf:rdf", "atom:feed"))  # the roots, as `root` gives them
LISTS = frozenset(("opml",))
_TAG_LIMIT = 500_000
_REFERENCE_LIMIT = 1_000_000
_LONGEST_TAG = 20_000
_ATTRIBUTES = 200
_HEAD = 65_536
_BEFORE = b"XML "  # behind a word, `decode` takes XML for text like any other
_MARK = "\ufeff"
# Each part of what may stand before the root is atomic: else n of them could be split in 2**n ways.
_ROOT = re.compile(
    r"\s*+(?:(?><\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*+(?:\[.*?\]\s*+)?>)\s*+)*+<((?:[a-z][\w.-]*:)?[a-z][\w.-]*)",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_UNPARSED = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile(r"<!\s*(?:entity|attlist|element|notation)\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([^\s<>/=!?]+)([^<>]*)>")
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def root(beginning: str | bytes) -> str | None:
    """The name of the root element in small letters, its prefix with it (`rdf:rdf`), or None where there is none."""
    head = beginning[:_HEAD]
    if isinstance(head, bytes):
        head = head.decode("utf-8", "replace")
    found = _ROOT.match(head.removeprefix(_MARK))
    return found[1].lower() if found else None


def characters(data: bytes, *, where: str, charset: str | None = None) -> str:
    """The characters of an XML document; `charset` is what its server declared. Raises NotText, TooLarge."""
    if len(data) > BYTE_LIMIT:
        raise TooLarge(f"more than {BYTE_LIMIT:,} bytes of XML", where, "cut it into several files")
    plain = data.lstrip()
    if plain.startswith(b"<") and root(plain) is not None:  # else it is in wide characters, or no XML
        text = decode(_BEFORE + plain, where=where, charset=charset)[len(_BEFORE) :]
    else:
        text = decode(data, where=where, charset=charset)
    return _INVALID.sub("", as_stored(text)).lstrip()


def outside(text: str) -> str:
    """The document without its comments and CDATA, in which tags are no tags."""
    return _UNPARSED.sub(" ", text)


def check(tags: str, *, where: str) -> None:
    """Raises InputError or TooLarge for what no parser should get; `tags` is what `outside` gave."""
    if _DECLARATION.search(tags):
        raise InputError("it declares entities of its own, which is refused", where, "give it without its DTD")
    fix = "check that this is the file you meant"
    if tags.count("<") > _TAG_LIMIT or tags.count("&") > _REFERENCE_LIMIT:
        raise TooLarge(f"XML of more than {_TAG_LIMIT:,} tags or {_REFERENCE_LIMIT:,} references", where, fix)
    for stretch in tags.split(">"):
        begins = stretch.find("<")
        if begins >= 0 and len(stretch) - begins > _LONGEST_TAG:
            raise InputError(f"a tag of more than {_LONGEST_TAG:,} characters", where, fix)
    _check_nesting(tags, where, fix)


def _check_nesting(tags: str, where: str, fix: str) -> None:
    """An end ends all that was left open inside it, as malformed feeds leave their `<br>`."""
    open_: list[str] = []
    counts: dict[str, int] = {}
    for tag in _TAG.finditer(tags):
        ends, name, rest = tag.groups()
        if rest.count("=") > _ATTRIBUTES:
            raise InputError(f"a tag of more than {_ATTRIBUTES} attributes", where, fix)
        if ends:
            while counts.get(name):
                last = open_.pop()
                counts[last] -= 1
                if last == name:
                    break
        elif not rest.endswith("/"):
            open_.append(name)
            counts[name] = counts.get(name, 0) + 1
            if len(open_) > DEEPEST:
                raise InputError(f"tags nested more than {DEEPEST} deep", where, fix)
