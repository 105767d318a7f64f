"""Takes pictures of the pages in a browser: python docs/picture_pages.py [--all] [--only PAGE]

The pages show the planted story of `evaluation/relations/`, which is invented. The pictures that the documentation
has are written into docs/pictures/. With `--all` every page is taken in both widths, light and dark, in English,
Arabic and Persian into build/pictures/: whoever changes pages looks at them there.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import itertools
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page, sync_playwright

from dragoman.ledger import Ledger, Query

ROOT = Path(__file__).resolve().parents[1]
PLANTED, PASTED = ROOT / "evaluation/relations/reports.jsonl", ROOT / "examples/ar_harbour_talks.txt"
DRAGOMAN = Path(sys.executable).with_name("dragoman")
WIDE, NARROW = (1280, 900), (390, 844)
WHOLE = 4000  # pixels after which a picture is cut, in build/pictures


class Look(NamedTuple):
    """How a page is looked at."""

    language: str
    dark: bool
    size: tuple[int, int]

    @property
    def name(self) -> str:
        return f"{self.language}-{'dark' if self.dark else 'light'}-{'wide' if self.size == WIDE else 'narrow'}"


LOOKS = tuple(
    Look(language, dark, size)
    for size in (WIDE, NARROW)
    for language, dark in (("en", False), ("ar", True), ("fa", False), ("en", True))
)
# What the documentation shows: a page, how it is looked at, and how much of its height.
CHOSEN = (
    ("today", Look("en", False, WIDE), 900),
    ("read", Look("ar", False, WIDE), 900),
    ("report", Look("en", False, WIDE), 760),
    ("events", Look("en", False, WIDE), 900),
    ("events", Look("fa", True, NARROW), 1200),
    ("relation", Look("en", False, WIDE), 1150),
    ("relation", Look("ar", True, NARROW), 1500),
    ("neighbourhood", Look("en", False, WIDE), 1320),
    ("party", Look("fa", False, WIDE), 1080),
    ("story", Look("en", True, WIDE), 640),
    ("review", Look("ar", True, WIDE), 900),
    ("sources", Look("en", False, WIDE), 640),
)


def addresses(ledger: Ledger) -> dict[str, str]:
    """Every page by its name; for a report and a story the surest event that several tell."""
    events = ledger.events(Query(language=("ar",), order="surest", limit=None))
    told = next(one for one, seen in zip(events, ledger.glance(events), strict=True) if seen.reports > 1)
    assert told.report is not None
    return {
        "today": "/?span=month",
        "events": "/events?party=NOR",
        "searches": "/events/saved",
        "relation": "/relations/KEN/NOR",
        "briefing": "/relations/KEN/NOR/briefing",
        "neighbourhood": "/relations",
        "parties": "/parties",
        "party": "/parties/NOR",
        "person": "/people/Antonio%20Guterres",
        "report": f"/reports/{told.report.id}",
        "history": f"/reports/{told.report.id}/history",
        "story": f"/stories/{told.story}",
        "give": "/read?example=true",
        "read": "/read",
        "review": "/review",
        "agreement": "/review/agreement",
        "sources": "/sources",
        "about": "/about",
        "fault": "/nothing",
    }


@contextlib.contextmanager
def serving(ledger: Path, *options: str) -> Iterator[list[str]]:
    """A server; gives the addresses it names: where it is and, with accounts, where the first is made."""
    command = [DRAGOMAN, "serve", "--port", "0", "--ledger", ledger, *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = itertools.islice(running.stderr, 3 if "--accounts" in options else 1)
        try:
            yield [word for line in said for word in line.split() if "://" in word]
        finally:
            running.terminate()


@contextlib.contextmanager
def tab(browser: Any, look: Look, **more: Any) -> Iterator[Page]:
    """A tab that looks so."""
    width, height = look.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=look.language,
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
        **more,
    )
    yield context.new_page()
    context.close()


def visit(page: Page, address: str, name: str) -> None:
    """Opens a page, and waits until all that comes later has come."""
    page.goto(address)
    if name == "read":
        page.fill("#text", PASTED.read_text(encoding="utf-8"))
        page.fill("[name=published]", "2025-10-15")
        page.click(".give button.main")
        page.wait_for_url("**/read/*")
    page.wait_for_load_state("networkidle")
    while page.locator(".later").count():
        page.evaluate("document.querySelector('.later')?.scrollIntoView()")
        page.wait_for_timeout(100)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(400)  # what is drawn moves to its place


def take(page: Page, to: Path, height: int) -> None:
    """A picture of the page down to a height, as WebP, which Playwright itself doesn't write."""
    width, whole = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, whole), "scale": 1}
    how = {"format": "webp", "quality": 80, "clip": clip, "captureBeyondViewport": True}
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", how)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(base64.b64decode(taken["data"]))


def picture(browser: Any, address: str, name: str, look: Look, *, to: Path, height: int) -> None:
    """Takes one, and says so where the page is wider than the window."""
    with tab(browser, look) as page:
        visit(page, address, name)
        take(page, to, height)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    print(f"{to.relative_to(ROOT)}{f': {wide} pixels too wide' if wide > 0 else ''}", flush=True)


def with_accounts(browser: Any, ledger: Path, to: Path) -> None:
    """The pages of a server with accounts, before and after the first of them is made."""
    with serving(ledger, "--accounts") as (address, setup):

        def taken(name: str, where: str, state: Any = None) -> None:
            for look in LOOKS:
                with tab(browser, look, storage_state=state) as page:
                    visit(page, where, name)
                    take(page, to / f"{name}-{look.name}.webp", WHOLE)

        taken("setup", setup)
        state = _first_account(browser, setup)
        taken("login", f"{address}/login")
        for name in ("account", "admin"):
            taken(name, f"{address}/{name}", state)


def _first_account(browser: Any, setup: str) -> Any:
    with tab(browser, LOOKS[0]) as page:
        page.goto(setup)
        page.fill("main [name=name]", "rania")
        for field in page.locator("main [type=password]").all():
            field.fill("seven boats at the quay")
        page.locator("main button").click()
        page.wait_for_load_state("networkidle")
        return page.context.storage_state()


def main() -> None:
    """Fills a ledger, serves it, and takes the pictures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--all", action="store_true", help="every page in every look, into build/pictures/")
    arguments.add_argument("--only", metavar="PAGE", help="this page alone")
    arguments.add_argument("--browser", default="chromium", help="the program that shows them (default: chromium)")
    asked = arguments.parse_args()
    with contextlib.ExitStack() as stack:
        ledger = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "planted.db"
        subprocess.run([DRAGOMAN, "add", "--ledger", ledger, PLANTED], check=True)
        with Ledger(str(ledger)) as opened:
            pages = addresses(opened)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=shutil.which(asked.browser), args=["--no-sandbox"])
        (address,) = stack.enter_context(serving(ledger))
        if asked.all:
            for name, look in itertools.product(pages, LOOKS):
                if asked.only in (None, name):
                    to = ROOT / f"build/pictures/{name}-{look.name}.webp"
                    picture(browser, address + pages[name], name, look, to=to, height=WHOLE)
            if asked.only is None:
                with_accounts(browser, ledger, ROOT / "build/pictures")
        else:
            for name, look, height in CHOSEN:
                if asked.only in (None, name):
                    to = ROOT / f"docs/pictures/{name}-{look.name}.webp"
                    picture(browser, address + pages[name], name, look, to=to, height=height)


if __name__ == "__main__":
    main()
