from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import InputError, NotText, TooLarge
from dragoman.intake.opml import Outline, read_opml

NESTED = """<?xml version="1.0" encoding="{encoding}"?>
<!-- exported -->
<opml version="2.0"><head><title>Feeds</title></head><body>
  <outline text="وكالات">
    <outline text="إيران" title="ایران">
      <outline type="rss" text="Agency" title="ایسنا" xmlUrl="https://example.org/fa?a=1&amp;b=2" htmlUrl="https://example.org"/>
    </outline>
    <outline type="rss" text="Second" xmlUrl="http://example.org/ar"/>
  </outline>
  <outline text="Third" xmlurl="HTTPS://example.org/en"/>
</body></opml>"""


def opml(*outlines: str) -> bytes:
    return f"<opml><body>{''.join(outlines)}</body></opml>".encode()


def read(data: bytes) -> list[Outline | InputError]:
    return list(read_opml(data, where="feeds.opml"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_feeds_are_read_with_their_titles_and_folders(encoding: str) -> None:
    text = NESTED.replace("{encoding}", {"cp1256": "windows-1256"}.get(encoding, "utf-8"))
    if encoding == "cp1256":
        text = text.replace("ی", "ي")
    first, second, third = read(text.encode(encoding))
    assert isinstance(first, Outline)
    assert first.address == "https://example.org/fa?a=1&b=2"
    assert [len(first.folders), first.folders[0], (first.title or "")[:1]] == [2, "وكالات", "ا"]
    assert second == Outline(address="http://example.org/ar", title="Second", folders=("وكالات",))
    assert third == Outline(address="HTTPS://example.org/en", title="Third")


@pytest.mark.parametrize(
    "outline",
    [
        '<outline type="rss" text="Bad"/>',
        '<outline text="Bad" xmlUrl=""/>',
        '<outline text="Bad" xmlUrl="ftp://example.org/"/>',
        '<outline text="Bad" xmlUrl="javascript:alert(1)"/>',
        '<outline text="Bad" xmlUrl="http://"/>',
        '<outline text="Bad" xmlUrl="http://[/"/>',
        '<outline text="Bad" xmlUrl="/etc/passwd"/>',
    ],
)
def test_an_outline_without_a_good_address_is_named_and_the_rest_read(outline: str) -> None:
    good = '<outline text="Good" xmlUrl="https://example.org/"/>'
    first, bad, last = read(opml(good, outline, good))
    assert isinstance(first, Outline) and isinstance(last, Outline)
    assert isinstance(bad, InputError) and "Bad" in bad.what and bad.where == "feeds.opml:2" and bad.fix


def test_readers_own_scheme_is_understood() -> None:
    found = read(opml('<outline xmlUrl="feed://example.org/a"/>', '<outline xmlUrl="feed:https://example.org/b"/>'))
    assert [one.address for one in found if isinstance(one, Outline)] == [
        "http://example.org/a",
        "https://example.org/b",
    ]


def test_a_list_that_breaks_off_gives_what_comes_before() -> None:
    found = read(opml(*['<outline text="A" xmlUrl="https://example.org/"/>'] * 3)[:-60])
    assert [type(one).__name__ for one in found] == ["Outline", "Outline", "InputError"]
    assert isinstance(found[-1], InputError) and "malformed" in found[-1].what


def test_an_empty_list_gives_nothing() -> None:
    assert read(opml()) == read(opml('<outline text="Folder"/>')) == []


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"<rss><channel/></rss>", NotText, "no OPML"),
        (b"words", NotText, "no OPML"),
        (b"", NotText, "no OPML"),
        (b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml>&x;</opml>', InputError, "entities"),
        (b'<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml/>', InputError, "entities"),
        (b"<opml><body>" + b'<outline text="a">' * 1000, InputError, "deep"),
        (b"<opml>" + b" " * 10_000_000, TooLarge, "bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0", NotText, "PNG"),
    ],
)
def test_what_is_no_list_or_would_harm_is_refused(data: bytes, kind: type[InputError], said: str) -> None:
    with pytest.raises(kind, match=said):
        read(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.text(alphabet="<>&;/!-[]\"'=x ", max_size=12))
def test_no_list_however_cut_or_soiled_breaks_the_reader(at: int, dirt: str) -> None:
    text = opml('<outline text="F"><outline text="A" xmlUrl="https://example.org/"/></outline>' * 4).decode()
    for broken in (text[:at], text[:at] + dirt + text[at:]):
        try:
            assert all(isinstance(one, Outline | InputError) for one in read(broken.encode()))
        except InputError:
            continue
