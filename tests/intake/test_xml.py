from __future__ import annotations

import time

import pytest

from dragoman.errors import InputError, NotText, TooLarge
from dragoman.intake import xml


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<rss>", "rss"),
        ('\ufeff \n<?xml version="1.0"?>\n<!-- <html> -->\n<?x y?><rdf:RDF a="b">', "rdf:rdf"),
        ('<!DOCTYPE opml SYSTEM "a.dtd"><OPML>', "opml"),
        ('<!DOCTYPE rss [<!ENTITY a "]">\n]><rss>', "rss"),
        ("words <rss>", None),
        ("<!-- <rss>", None),
        ("<3", None),
        ("", None),
    ],
)
def test_the_root_is_found_behind_what_may_stand_before_it(text: str, name: str | None) -> None:
    assert xml.root(text) == xml.root(text.encode()) == name


@pytest.mark.parametrize(
    "part", ["<!---->", "<!--", "<?", "<?a?>", "<!doctype a>", "<!doctype [", " ", "<!doctype a []"]
)
def test_the_root_is_looked_for_in_no_time(part: str) -> None:
    start = time.monotonic()
    xml.root(part * 100_000)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="windows-1256"?>'])
def test_characters_are_read_in_every_encoding(encoding: str, declaration: str) -> None:
    text = declaration + "<rss><title>" + "وزير الخارجية " * 20 + "</title></rss>"
    assert xml.characters(text.encode(encoding), where="f") == text


def test_what_is_no_text_or_too_long_is_refused() -> None:
    with pytest.raises(NotText, match="PDF"):
        xml.characters(b"%PDF-1.7\n", where="f")
    with pytest.raises(TooLarge):
        xml.characters(b"x" * 10_000_001, where="f")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE a [<!entity b "c">]><a/>', "entities"),
        ('<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>', "entities"),
        ("<a>" * 201, "deep"),
        (f"<a {'b=1 ' * 201}>", "attributes"),
        (f"<a {'b' * 20_000}>", "characters"),
        ("<a/>" * 500_001, "tags"),
        ("&" * 1_000_001, "references"),
    ],
)
def test_what_would_harm_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        xml.check(xml.outside(text), where="f")
    assert caught.value.where == "f" and caught.value.fix


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 200,
        "<a><br></a>" * 1000,
        "<a><b></a>" * 1000,
        "</b>" * 1000,
        "<a><![CDATA[<!ENTITY><b>" + "<b>" * 1000 + "]]></a>",
        "<!-- " + "<b>" * 1000 + "<!ENTITY x> --><a/>",
        "<a/>" * 1000,
    ],
)
def test_what_is_only_malformed_is_not(text: str) -> None:
    xml.check(xml.outside(text), where="f")
