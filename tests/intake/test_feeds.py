from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import EmptyReport, FetchError, InputError, NotText, TooLarge
from dragoman.intake import reports, xml
from dragoman.intake.feeds import ENTRY_LIMIT, Feed, parse_feed, read_feed
from dragoman.intake.fetch import Fetched
from dragoman.intake.report import Given
from dragoman.model import Report

from .conftest import ARABIC, ENGLISH, PERSIAN, Site, page_of

DATE = "<pubDate>Sat, 17 Feb 2024 10:00:00 GMT</pubDate>"


def rss(*items: str, head: str = "<title>Agency</title>", declaration: str = "") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'{declaration}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{head}{inside}</channel></rss>'
    )


def atom(*entries: str) -> str:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fa"><title>Feed</title>'
        f"{inside}</feed>"
    )


def feed_of(text: str | bytes, address: str | None = None) -> Feed:
    data = text.encode() if isinstance(text, str) else text
    return parse_feed(xml.characters(data, where="feed.xml"), where="feed.xml", address=address)


def outcomes_of(text: str | bytes) -> list[Report | InputError]:
    return list(read_feed(feed_of(text), Given(), where="feed.xml"))


def one(text: str | bytes) -> Report:
    (report,) = outcomes_of(text)
    assert isinstance(report, Report), report
    return report


def cdata(html: str) -> str:
    return f"<description><![CDATA[{html}]]></description>"


def paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines())


# --- entries ----------------------------------------------------------------------------------


def test_an_entry_is_a_report_with_all_that_the_feed_says() -> None:
    item = f"<title>لقاء في القاهرة</title><link>/n/1</link><guid isPermaLink='false'>n1</guid>{DATE}"
    item += cdata(paragraphs(ARABIC))
    feed = feed_of(rss(item, head="<title>وكالة</title><language>ar-EG</language>"), "https://example.org/feed/")
    (report,) = read_feed(feed, Given(), where="https://example.org/feed/")
    assert isinstance(report, Report)
    assert report.text == ARABIC.strip()
    assert (report.title, report.language, report.outlet) == ("لقاء في القاهرة", "ar", "وكالة")
    assert (report.url, report.source_id) == ("https://example.org/n/1", "n1")
    assert report.published == datetime.date(2024, 2, 17)


def test_atom_entries_are_read() -> None:
    entry = (
        "<title>خبر</title><id>urn:1</id><link rel='alternate' href='https://example.org/1'/>"
        "<published>2024-02-17T01:00:00+03:30</published><summary>short</summary>"
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{paragraphs(PERSIAN)}</div></content>"
    )
    report = one(atom(entry))
    assert report.text == PERSIAN.strip()
    assert (report.language, report.url, report.source_id) == ("fa", "https://example.org/1", "urn:1")
    assert report.published == datetime.date(2024, 2, 16), "the day in UTC"


def test_rdf_is_read() -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f"<channel><title>Agency</title></channel><item><title>One</title><description>{ENGLISH}</description></item>"
        "</rdf:RDF>"
    )
    assert one(text).text == ENGLISH.strip()


@pytest.mark.parametrize("joined", ["\u200c", "&zwnj;", "&#8204;", "&#x200c;", "&amp;zwnj;"])
@pytest.mark.parametrize("form", ["plain", "html", "cdata", "atom"])
def test_the_zero_width_non_joiner_stays(joined: str, form: str) -> None:
    words = f"وزیر می{joined}گوید"
    texts = {
        "plain": rss(f"<title>{words}</title><description>{words}</description>"),
        "html": rss(f"<title>{words}</title><description>&lt;p&gt;{words}&lt;/p&gt;</description>"),
        "cdata": rss(f"<title><![CDATA[{words}]]></title>{cdata(f'<p>{words}</p>')}"),
        "atom": atom(f"<title type='html'>{words}</title><content type='html'>{words}</content>"),
    }
    if "amp" in joined and form == "cdata":
        return  # there these are the letters that are meant
    report = next(outcome for outcome in outcomes_of(texts[form]) if isinstance(outcome, Report))
    assert report.text == report.title == "وزیر می\u200cگوید"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("A &amp; B", "A & B"),
        ("&quot;A&quot;", '"A"'),
        ("A &amp;quot;B&amp;quot;", 'A "B"'),
        ("<![CDATA[A &#8211; B]]>", "A – B"),
        ("&lt;b&gt;A&lt;/b&gt;\n B", "A B"),
        ("a &lt; b", "a < b"),
    ],
)
def test_titles_are_words(written: str, title: str) -> None:
    assert one(rss(f"<title>{written}</title><description>x</description>")).title == title


def test_the_fullest_text_of_an_entry_is_taken() -> None:
    full = f"<content:encoded><![CDATA[{paragraphs(ENGLISH)}]]></content:encoded>"
    assert one(rss(f"<title>t</title>{cdata('short')}{full}")).text == ENGLISH.strip()
    assert one(rss("<title>Only a headline</title>")).text == "Only a headline"


def test_scripts_and_tags_are_left_out_of_a_text() -> None:
    html = "<script>alert(1)</script><p>One<br>two &amp; three</p><style>p{}</style>"
    assert one(rss(cdata(html))).text == "One\ntwo & three"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Sat, 17 Feb 2024 23:30:00 -0500", datetime.date(2024, 2, 18)),
        ("2024-02-17T10:00:00Z", datetime.date(2024, 2, 17)),
        ("1402/11/28", None),
        ("شنبه ۲۸ بهمن", None),
        ("nonsense", None),
        ("9999-99-99", None),
        ("Sat, 17 Feb 2124 10:00:00 GMT", None),
    ],
)
def test_a_day_is_read_or_left_out(written: str, day: datetime.date | None) -> None:
    assert one(rss(f"<title>t</title><pubDate>{written}</pubDate>")).published == day


def test_the_day_given_fills_what_a_feed_lacks() -> None:
    given_ = Given(language="fa", published=datetime.date(2020, 1, 1))
    (report,) = read_feed(feed_of(rss("<title>t</title>")), given_, where="f")
    assert isinstance(report, Report)
    assert (report.language, report.published) == ("fa", datetime.date(2020, 1, 1))


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-US", PERSIAN, None),
        ("fa", ENGLISH, None),
        ("en-US", ENGLISH, "en"),
        ("fa-IR", PERSIAN, "fa"),
        ("", ARABIC, None),
    ],
)
def test_a_language_that_the_letters_deny_is_not_believed(declared: str, text: str, language: str | None) -> None:
    head = f"<title>A</title><language>{declared}</language>"
    assert one(rss(f"<description>{text}</description>", head=head)).language == language


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_a_link_that_is_no_address_is_left_out(link: str) -> None:
    assert one(rss(f"<title>t</title><link>{link}</link>")).url is None


def test_authors_are_not_looked_into() -> None:
    start = time.monotonic()
    item = f"<title>t</title><dc:creator>{'a.' * 50_000}</dc:creator><author>{'a@' * 50_000}</author>"
    assert one(rss(item)).text == "t"
    assert time.monotonic() - start < 5


# --- malformed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        rss("<title>One</title>", "<title>Two</title>").replace(
            "Two</title></item></channel></rss>", "Two</title></it"
        ),
        rss("<title>One</title>", "<title>Two</title>").replace("</channel></rss>", ""),
        rss("<title>One &nbsp;</title>", "<title>Two & three</title>"),
        rss("<title>One</title><br>", "<title>Two</title>"),
        rss("<title>One</title><x:y>z</x:y>", "<title>Two</title>"),
    ],
)
def test_a_malformed_feed_gives_what_it_can_and_one_note(broken: str) -> None:
    *found, note = outcomes_of(broken)
    titles = [report.title for report in found if isinstance(report, Report)]
    assert len(titles) == len(found) == 2 and titles[0] == "One"
    assert isinstance(note, InputError) and "malformed" in note.what and note.where == "feed.xml"


def test_an_entry_without_words_is_named_and_the_rest_read() -> None:
    first, second = outcomes_of(rss("<link>https://example.org/</link>", "<title>Two</title>"))
    assert isinstance(first, EmptyReport) and first.where == "feed.xml:1"
    assert isinstance(second, Report)


def test_a_feed_without_entries_is_told() -> None:
    (error,) = outcomes_of(rss())
    assert isinstance(error, EmptyReport)


@pytest.mark.parametrize("text", ["<urlset><url/></urlset>", "<note>text</note>", "words only"])
def test_what_is_no_feed_is_told(text: str) -> None:
    with pytest.raises(NotText):
        feed_of(text)


def test_control_characters_do_no_harm() -> None:
    assert one(rss("<title>One\x08</title>")).title == "One"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 700), st.text(alphabet="<>&;/!-[]\"'=x ", max_size=12))
def test_no_feed_however_cut_or_soiled_breaks_the_reader(at: int, dirt: str) -> None:
    text = rss(f"<title>One</title>{cdata('<p>One</p>')}{DATE}", "<title>Two</title>")
    for broken in (text[:at], text[:at] + dirt + text[at:]):
        try:
            found = outcomes_of(broken or " ")
        except InputError:
            continue
        assert all(isinstance(outcome, Report | InputError) for outcome in found)


# --- bombs ------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
ATTRIBUTES = " ".join(f'a{n}="1"' for n in range(100_000))


@pytest.mark.parametrize(
    ("bomb", "said"),
    [
        (f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{LAUGHS}]>' + rss("<title>&a9;</title>"), "entities"),
        ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<title>&x;</title>"), "entities"),
        (rss("<title>t</title>") + '<!ENTITY x "y">', "entities"),
        (rss(*["<title>t</title>"] * (ENTRY_LIMIT + 1)), "5,001 entries"),
        ("<rss>" + "<item>" * 1_000_000, "1,000,000 entries"),
        (rss("<a>" * 100_000), "deep"),
        (rss(f"<a {ATTRIBUTES}/>"), "characters"),
        (rss("<a " * 100_000), "characters"),
        (rss("<" * 600_000), "tags"),
        (rss("<title>t</title>" * 40_000 + "&lt;" * 950_000), "tags"),
    ],
    ids=["laughs", "file", "late", "entries", "million", "deep", "attributes", "open", "lt", "tags"],
)
def test_a_bomb_is_refused_at_once(bomb: str, said: str) -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match=said) as caught:
        feed_of(bomb)
    assert time.monotonic() - start < 5
    assert caught.value.fix


def test_ten_million_bytes_are_too_many() -> None:
    with pytest.raises(TooLarge):
        feed_of(b"<rss>" + b" " * 10_000_000)


@pytest.mark.parametrize("html", [f"<a {ATTRIBUTES}>x</a>", "<a>" * 30_000], ids=["attributes", "tags"])
def test_a_bomb_in_one_entry_costs_that_entry(html: str) -> None:
    start = time.monotonic()
    heavy, light = outcomes_of(rss(f"<title>One</title>{cdata(html)}", "<title>Two</title>"))
    assert isinstance(heavy, TooLarge) and isinstance(light, Report)
    assert time.monotonic() - start < 5


def test_a_feed_of_the_limit_is_read() -> None:
    assert len(feed_of(rss(*["<title>t</title>"] * ENTRY_LIMIT)).entries) == ENTRY_LIMIT


# --- files and addresses ----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_feed_is_read_in_every_encoding(tmp_path: Path, encoding: str, declared: bool) -> None:
    name = {"utf-8-sig": "utf-8", "cp1256": "windows-1256"}.get(encoding, encoding)
    declaration = f'<?xml version="1.0" encoding="{name}"?>\n' if declared else ""
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(f"<title>خبر</title>{cdata(paragraphs(ARABIC))}", declaration=declaration).encode(encoding))
    (report,) = reports([str(path)])
    assert isinstance(report, Report) and report.text == ARABIC.strip()


@pytest.mark.parametrize(
    "before",
    [
        '<?xml version="1.0"?>\n<?xml-stylesheet href="a.xsl"?>\n<!-- made by <html> -->\n',
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">',
        "\n \n",
    ],
)
def test_a_feed_is_told_by_its_root(tmp_path: Path, before: str) -> None:
    path = tmp_path / "feed"
    path.write_text(before + rss("<title>One</title>"))
    (report,) = reports([str(path)])
    assert isinstance(report, Report) and report.title == "One"


def test_feeds_in_folders_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(rss("<title>One</title>"))
    (tmp_path / "b.atom").write_text(atom("<title>Two</title>"))
    assert [report.title for report in reports([str(tmp_path)]) if isinstance(report, Report)] == ["One", "Two"]


@pytest.mark.parametrize(
    "kind",
    ["application/rss+xml", "application/atom+xml", "text/xml", "application/xml", "text/html", "text/plain", ""],
)
def test_a_feed_at_an_address_is_read(site: Site, kind: str) -> None:
    address = site.serve("/feed", rss("<title>خبر</title><link>/1</link>").encode(), kind)
    (report,) = reports([address])
    assert isinstance(report, Report)
    assert (report.title, report.url) == ("خبر", f"{site.root}/1")
    assert report.fetched is not None


def test_a_page_served_as_xml_is_a_page(site: Site) -> None:
    page = '<?xml version="1.0"?>' + page_of(ARABIC)
    (report,) = reports([site.serve("/a", page, "application/xml")])
    assert isinstance(report, Report) and report.text == ARABIC.strip()


def test_a_feed_list_is_told_what_to_do_with(tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text('<?xml version="1.0"?><opml version="2.0"><body/></opml>')
    (error,) = reports([str(tmp_path / "a.opml")])
    assert isinstance(error, NotText) and "watch" in error.fix


# --- pages behind entries ---------------------------------------------------------------------


def _page(html: str, kind: str = "html") -> Fetched:
    at = datetime.datetime(2024, 2, 17, tzinfo=datetime.UTC)
    return Fetched(body=html.encode(), address="https://example.org/1", kind=kind, charset=None, at=at)  # type: ignore[arg-type]


def test_the_page_behind_an_entry_is_read() -> None:
    feed = feed_of(rss(f"<title>Title</title><link>https://example.org/1</link>{cdata('short')}{DATE}"))
    (report,) = read_feed(feed, Given(), where="f", fetch=lambda _: _page(page_of(PERSIAN, language="fa")))
    assert isinstance(report, Report)
    assert (report.text, report.title, report.language) == (PERSIAN.strip(), "Title", "fa")
    assert (report.outlet, report.published) == ("Agency", datetime.date(2024, 2, 17))
    assert report.fetched == datetime.datetime(2024, 2, 17, tzinfo=datetime.UTC)


def _refused(_: str) -> Fetched:
    raise FetchError("the server answered 403", "https://example.org/1", "check the address")


@pytest.mark.parametrize(
    ("fetch", "reason"),
    [
        (_refused, "answered 403"),
        (lambda _: _page("<html><script>x</script></html>"), "no article"),
        (lambda _: _page("%PDF", "text"), "leads to no page"),
        (lambda _: _page(page_of("<p>Subscribe now.</p>")), "less than the feed"),
    ],
)
def test_where_the_page_fails_the_feeds_words_stand_and_the_reason_is_said(fetch: object, reason: str) -> None:
    feed = feed_of(rss(f"<title>T</title><link>https://example.org/1</link>{cdata(paragraphs(ENGLISH))}"))
    report, error = read_feed(feed, Given(), where="f", fetch=fetch)  # type: ignore[arg-type]
    assert isinstance(report, Report) and report.text == ENGLISH.strip()
    assert isinstance(error, InputError) and reason in error.what and "own words" in error.what


def test_pages_are_followed_where_it_is_asked(site: Site, tmp_path: Path) -> None:
    link = site.serve("/1", page_of(ARABIC))
    address = site.serve("/feed", rss(f"<title>t</title><link>{link}</link>"), "application/rss+xml")
    (plain,) = reports([address])
    (followed,) = reports([address], follow=True)
    assert isinstance(plain, Report) and plain.text == "t"
    assert isinstance(followed, Report) and followed.text == ARABIC.strip()
    (tmp_path / "feed.xml").write_text(rss(f"<title>t</title><link>{link}</link>"))
    report, error = reports([str(tmp_path / "feed.xml")], follow=True)
    assert isinstance(report, Report) and report.text == "t"
    assert isinstance(error, FetchError), "a file's links don't lead into the private net"
