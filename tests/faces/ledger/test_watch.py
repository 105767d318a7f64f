"""Feeds of a real server, watched from the command line."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from dragoman.desk import Desk
from dragoman.ledger import Ledger

from .lines import BLAME, VISIT, dragoman, running

ITEM = (
    "<item><guid>{0}</guid><title>{0}</title><description>{1}</description>"
    "<pubDate>Tue, 14 May 2024 10:00:00 GMT</pubDate></item>"
)


class Site:
    """A server with one feed; `asked` has the paths and validators that it was asked with."""

    def __init__(self) -> None:
        self.items = [VISIT]
        self.asked: list[tuple[str, str | None]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers.get("If-None-Match")))
                tag = f'"{len(site.items)}"'
                if self.path != "/feed":
                    self.send_error(404)
                elif self.headers.get("If-None-Match") == tag:
                    self.send_response(304)
                    self.end_headers()
                else:
                    self.send_response(200)
                    self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                    self.send_header("ETag", tag)
                    self.end_headers()
                    self.wfile.write(site.feed().encode())

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/feed"

    def feed(self) -> str:
        items = "".join(ITEM.format(f"n{number}", text) for number, text in enumerate(self.items))
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title>{items}</channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the ledger will be."""
    monkeypatch.setenv("DRAGOMAN_LEDGER", str(tmp_path / "news.db"))
    return tmp_path / "news.db"


def watched(*arguments: str | Path) -> str:
    ran = dragoman("watch", *arguments, "--once", "--coder", "lexicon")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_what_is_new_is_added_and_each_poll_has_a_line(site: Site, news: Path, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.opml"
    feeds.write_text(f'<opml version="2.0"><body><outline type="rss" xmlUrl="{site.address}"/></body></opml>')
    line, *table = watched(feeds, "--language", "en").splitlines()
    assert f"{site.address} 1 entry: 1 new, " in line and "; next " in line
    assert table[0] == site.address and "new · 1 entry, 1 new" in table[1]
    (event, *_) = dragoman("events", "--format", "jsonl").lines
    assert event["report"]["outlet"] == "The Courier"


def test_one_that_is_not_due_is_left_alone_and_status_says_what_it_gave(site: Site, news: Path) -> None:
    watched(site.address)
    asked = len(site.asked)
    assert watched(site.address).splitlines()[0] == site.address
    assert len(site.asked) == asked
    status = dragoman("watch", "--status")
    assert site.address in status.out and "next " in status.out


def test_a_watch_goes_on_where_it_was_stopped(site: Site, news: Path) -> None:
    watched(site.address)
    _make_due(news)
    assert "unchanged" in watched()  # the ledger knows what to watch
    assert site.asked[-1] == ("/feed", '"1"')
    site.items.append(BLAME)
    _make_due(news)
    assert "2 entries: 1 new, 0 new versions, 0 copies, 0 known, " in watched(site.address)


def test_a_feed_of_the_list_is_not_asked_in_a_private_net_unless_that_is_said_here(site: Site, news: Path) -> None:
    with Ledger(str(news)) as ledger:
        Desk(ledger.store).watch(site.address, None, "somebody from afar")
    ran = dragoman("watch", "--once", "--coder", "lexicon")
    assert ran.code == 1 and "not in the public net" in ran.out
    assert site.asked == []
    _make_due(news)
    assert "1 entry: 1 new" in watched("--private")


def _make_due(news: Path) -> None:
    with sqlite3.connect(news) as database:
        database.execute("UPDATE polls SET state = json_remove(state, '$.next_at')")
    database.close()


def test_a_feed_that_fails_is_said_and_the_exit_code_is_1(site: Site, news: Path) -> None:
    bad = site.address.replace("/feed", "/none")
    ran = dragoman("watch", bad, site.address, "--once", "--coder", "lexicon")
    assert ran.code == 1
    assert f"{bad} failed (" in ran.out and "1 entry: 1 new" in ran.out


def test_an_interrupt_ends_the_wait_for_the_next_round(site: Site, news: Path) -> None:
    with running("watch", site.address, "--coder", "lexicon") as process:
        assert process.stdout and process.stderr
        assert b"1 entry: 1 new, " in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline().decode() == f"{site.address}\n"
        assert process.stderr.read().startswith(b"dragoman: stopped; ")
        assert process.wait() == 130


def test_passwords_are_neither_shown_nor_kept(site: Site, news: Path) -> None:
    ran = dragoman("watch", site.address.replace("//", "//me:secret@"), "--once", "--coder", "lexicon")
    assert ran.code == 0 and "secret" not in ran.out + ran.err
    assert b"secret" not in news.read_bytes()


def test_what_cannot_be_watched_is_said_before_a_ledger_is_made(news: Path, tmp_path: Path) -> None:
    assert "no such ledger" in dragoman("watch", "--coder", "lexicon").err
    ran = dragoman("watch", tmp_path / "none.opml", "--once", "--coder", "lexicon", "--ledger", tmp_path / "x.db")
    assert ran.code == 1 and "No such file" in ran.err
    assert not (tmp_path / "x.db").exists()
