"""A real server on loopback, and reports in three languages to read from it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Answer = Callable[[BaseHTTPRequestHandler], None]

ARABIC = (
    "التقى وزير الخارجية المصري نظيره التركي في القاهرة يوم الثلاثاء، وبحث الجانبان سبل استئناف الحوار.\n"
    "وأكد الوزيران أن بلديهما يرفضان أي تصعيد في المنطقة، وطالبا بوقف فوري لإطلاق النار.\n"
)
PERSIAN = (
    "سخنگوی وزارت امور خارجه می‌گوید گفت‌وگوهای دو کشور در تهران ادامه می‌یابد.\n"
    "رئیس‌جمهور گفت ایرانی‌ها از پیشنهاد همسایگان استقبال می‌کنند و آن را بررسی خواهند کرد.\n"
)
ENGLISH = (
    "The foreign ministers of the two countries met in Geneva on Monday and agreed to reopen embassies.\n"
    "A spokesman said the talks would go on next week.\n"
)


def page_of(text: str, head: str = "", around: str = "", language: str = "ar") -> str:
    """A page with an article of these paragraphs."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{head}</head><body>'
        f"<nav><a href=/>الرئيسية</a></nav><article>{paragraphs}</article>{around}</body></html>"
    )


class Site:
    """A web site whose answers a test sets; it keeps the headers of each request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.root = f"http://127.0.0.1:{port}"
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()

    def serve(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        raw = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            if kind:
                handler.send_header("Content-Type", kind)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(raw)))
            handler.end_headers()
            handler.wfile.write(raw)

        return self.on(path, answer)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", to)
            handler.send_header("Set-Cookie", "session=secret; Path=/")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        return self.on(path, answer)

    def on(self, path: str, answer: Answer) -> str:
        self.answers[path] = answer
        return self.root + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site_.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = site_.answers.get(self.path)
            try:
                if answer:
                    answer(self)
                else:
                    self.send_error(404)
            except OSError:
                pass  # the reader hung up, as some tests want

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site_ = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site_
    site_.closing.set()
    server.shutdown()
    server.server_close()
