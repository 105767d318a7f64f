"""A page as a tree: parsed whatever its state, and what a reader would see of any part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

# Extraction beyond this depth fails in libxml2 and in trafilatura.
_DEEPEST = 200
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")


def _names(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


# Tags that close themselves or have no end: they don't add depth, and paragraphs must survive.
_FLAT = _names(
    "area base br col embed hr img input link meta source track wbr "
    "p li dt dd tr td th option html head body title script style"
)
_SELF_CLOSED = re.compile(r"<(html|body)\b([^<>]*?)/>", re.IGNORECASE)
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNSEEN = _names(
    "script style noscript template head svg math iframe object embed select button nav footer aside "
    "textarea video audio canvas map figure"
)
_BLOCKS = _names(
    "address article aside blockquote body br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section table tbody td th tr ul"
)


def parse(html: str) -> HtmlElement | None:
    """The tree of a page, or None where there is no element in it. Tags nested too deep are left out."""
    html = _SELF_CLOSED.sub(r"<\1\2>", _INVALID.sub("", html))
    tree, whole = _parsed(html)
    if not whole or (tree is not None and _depth(tree) > _DEEPEST):
        tree, _ = _parsed(_flattened(html))
    if tree is not None:
        etree.strip_elements(tree, "noscript", "template", "style", with_tail=False)
    return tree


def _parsed(html: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether the parser reached the end of the page."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        tree = None
    limit = etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return tree, not any(entry.type == limit for entry in parser.error_log)


def _depth(tree: HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _flattened(html: str) -> str:
    """The page without the tags below the deepest level that can be read; their words stay."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _FLAT:
            return tag[0]
        depth = max(0, depth + (-1 if tag[1] else 1))
        return tag[0] if depth + bool(tag[1]) <= _DEEPEST // 2 else " "

    return _TAG.sub(kept, html)


def is_unseen(element: HtmlElement) -> bool:
    """Whether readers see nothing of it, or only what stands around a report."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return True
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or "display:none" in (element.get("style") or "").replace(" ", "").lower()


def visible_text(root: HtmlElement) -> str:
    """What can be read inside an element, a block a line, in the order of the page."""
    parts: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element is not root and is_unseen(element):
                walk.skip_subtree()
                continue
            parts.append("\n" if element.tag in _BLOCKS else "")
            parts.append(_spaced(element.text))
        elif element is not root:
            unseen = is_unseen(element)
            parts.append("\n" if element.tag in _BLOCKS and not unseen else "")
            parts.append(_spaced(element.tail))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def article_text(tree: HtmlElement) -> str:
    """The visible text of the longest article, else of the main part, else of all paragraphs."""
    for path in (".//article", ".//main | .//*[@role='main']"):
        texts = [visible_text(element) for element in _found(tree, path)]
        longest = max(texts, key=len, default="")
        if longest:
            return longest
    return "\n".join(filter(None, (visible_text(element) for element in _outside_unseen(tree))))


def _outside_unseen(tree: HtmlElement) -> Iterator[HtmlElement]:
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        if element is not tree and element.tag != "body" and is_unseen(element):
            walk.skip_subtree()
        elif element.tag == "p":
            yield element


def _found(tree: HtmlElement, path: str) -> list[HtmlElement]:
    found = tree.xpath(path)
    assert isinstance(found, list)  # as these paths always give
    return [element for element in found if isinstance(element, HtmlElement)]


def _spaced(words: str | None) -> str:
    """Line ends in the source are spaces to a reader."""
    return (words or "").replace("\n", " ").replace("\r", " ")
